"""Cuts a Korean sentence into words, the particles and marks taken off.

은/는, 이/가, 을/를, 과/와 take their form from the sound before (표준국어문법, 이형태), so 국가 or 서울대
is not mistaken for a word with a particle.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from digest.quote.korean.view import ASIDE, QUOTED
from digest.quote.korean.word_kinds import is_name, is_title
from digest.quote.korean.words import ADVERBS, BARE_ENDS, GIVEN

if TYPE_CHECKING:
    from digest.quote.korean.view import View

_BEFORE = "\"'“‘▶◆■[<*_#>-"
_AFTER = ",.!?·…\"'”’"
_DASHES = "=/|-–—"
_GIVEN_ENDS = ("로", "나", "만")
_SUFFIXES = ("주니어", "시니어")
_KEPT = 1 << 14
"""So many words are kept as read."""
_PARTICLES = [
    "께서는",
    "께서도",
    "께서",
    "에서는",
    "에서도",
    "에서의",
    "에서",
    "에게는",
    "에게서",
    "에게",
    "한테",
    "으로는",
    "으로도",
    "으로부터",
    "으로서",
    "으로써",
    "으로",
    "로는",
    "로부터",
    "로서",
    "로써",
    "부터",
    "까지",
    "에는",
    "에도",
    "에",
    "과의",
    "와의",
    "과는",
    "와는",
    "보다",
    "처럼",
    "만",
    "이나",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "도",
    "의",
    "와",
    "과",
    "로",
]
_BY_END = {p[-1]: [q for q in _PARTICLES if q[-1] == p[-1]] for p in _PARTICLES}
_CLOSED = frozenset(["은", "이", "을", "과", "으로", "이나", "으로는", "으로도", "과의", "과는"])
_OPEN = frozenset(["는", "가", "를", "와", "로", "와의", "와는", "로는"])
SUBJECT = {"은": 3, "는": 3, "도": 2, "이": 1, "가": 1, "께서는": 3, "께서": 2, "께서도": 2}
"""Particles of a subject, by how surely they mark the one who speaks."""
_VERBAL = re.compile(
    r"(?:[하되]는|적인|[가-힣][으하되이르]면|[가-힣]으려|단체인|[가-힣]{2}사인|업체인|기업인|기관인|재단인|법인인|^회사인|[가-힣](?:한|된|할|될|낸)|"
    r"(?:벌어|알려|이어|커|전해|빠|가|늘어|떨어|무너|사라|밝혀|여겨|치러|꾸려|주어)진|(?:만|일어|드러|지|태어|떠|벗어)난|만든|"
    r"(?:나|돌아|들어|다녀|건너|걸어|이어|찾아)온|(?:열|알|올|걸|몰|달|내|그|빌|버|불|실|팔|풀|밀)린|"
    r"(?:마|거|펼|미|고|합|외|끼|놓)친|(?:밝|잡|막|꼽|읽|찍|갇|뽑)힌|(?:시|지|일으)킨|(?:남|맡|숨|옮|생|넘|이)긴|"
    r"[했됐였았었이하되]던|[가-힣](?:며|면서|지만|거나|하고|하자|되자|자마자|묻자|나오자|밝히자|지자|들리자|했고|으며|해서|하여|되어|받아|맡아|통해|위해|대해|향해|관해)|따라|^묻자|^들은|나선|앞선|[가-힣]+어선|쓴|딴|앞둔|이끈|다룬|이룬|거둔|"
    r"[있없같많받앉읽높낮깊작젊좋싫넓찾갖맞믿얻]은|있는|없는|[0-9]+(?:일|월|년|시|분|명|개)?|(?:[한된는있없었했겠였간온린준같높작크]다|[이하으더]라|하자|[느으]냐)는|[가-힣]기도)$"
)


class Word(NamedTuple):
    """A word as it is wherever it stands: its stem, its particle, whether a comma follows, and what it can be.

    `titled` tells a title, `nameable` that a phrase that ends in it may hold a name, `given` a given name of
    another language, `ends` that a phrase can end in it, `joins` with what after it it is one phrase.
    """

    stem: str
    particle: str
    comma: bool
    titled: bool
    nameable: bool
    given: bool
    ends: bool
    joins: Literal["any", "a title", ""]


class Words(NamedTuple):
    """The words of a range of the article, and where the stem of each begins."""

    words: list[Word]
    starts: list[int]


def split_words(scene: View, start: int, end: int) -> Words:
    """Return the words of a range, particles and Markdown's emphasis taken off."""
    blank = scene.words(start, end)
    words: list[Word] = []
    starts: list[int] = []
    at, last = 0, None
    for text in blank.split():
        at = blank.index(text, at)
        lead, word, odd = _bare(text)
        if last:
            if odd and word and last.given and word.particle in _GIVEN_ENDS:
                word = _word(word.stem + word.particle, "", comma=word.comma)  # 마이클 가나로
            if odd and (lead or not word):
                words[-1] = _word(last.stem, last.particle, comma=True)
            elif word and (word.titled or word.stem in _SUFFIXES) and _is_whole(last, word):
                words[-1] = _word(last.stem + last.particle, "", comma=False)
        if word:
            words.append(word)
            starts.append(start + at + lead)
            last = word
        elif words:
            last = words[-1]
        at += len(text)
    return Words(words, starts)


@lru_cache(maxsize=_KEPT)
def _bare(text: str) -> tuple[int, Word | None, bool]:
    """Return where the stem begins, the word without the marks around it, None where nothing is left of it.

    The last is False for most words, which have no mark before them and end in nothing that may be a name's.
    """
    bare = text.rstrip(_AFTER)
    lead = max(len(bare) - len(bare.lstrip(_BEFORE)), bare.rfind("…") + 1)
    stem, particle = _split(bare[lead:])
    stem = stem.rstrip("*_")
    empty = not stem.strip(_DASHES)
    odd = bool(lead) or empty or particle in _GIVEN_ENDS
    return lead, None if empty else _word(stem, particle, comma=len(bare) < len(text)), odd


def _word(stem: str, particle: str, *, comma: bool) -> Word:
    titled, whole = is_title(stem), stem + particle
    verb = _is_verb(whole)
    ends = stem not in ADVERBS and whole not in ADVERBS and (titled or not verb)
    joins: Literal["any", "a title", ""] = ""
    if not comma and particle in ("", "의"):
        joins = _joins(stem, particle, verb=_is_verb(stem) if particle else verb)
    return Word(stem, particle, comma, titled, titled or is_name(stem), stem in GIVEN, ends, joins)


def _joins(stem: str, particle: str, *, verb: bool) -> Literal["any", "a title", ""]:
    """Tell with what after it a word is one phrase."""
    if stem.endswith(QUOTED):
        return "any" if particle else ""
    if stem in ADVERBS:
        return "a title" if stem == "전" else ""
    copula = stem.endswith("인") and is_title(stem[:-1])
    if verb and not copula:
        return "a title" if is_name(stem) else ""
    return "any"


def _is_whole(word: Word, after: Word) -> bool:
    """Tell a name whose last syllable only looks like a particle: 김나도 대표, 가나로 주니어."""
    if word.comma or len(word.particle) != 1:
        return False
    return after.stem in _SUFFIXES or is_name(word.stem + word.particle)


def _split(word: str) -> tuple[str, str]:
    if word.endswith(BARE_ENDS):
        return word, ""
    for particle in _BY_END.get(word[-1:], ()):
        if word.endswith(particle) and len(word) > len(particle):
            stem = word[: -len(particle)]
            if _fits(stem[-1], particle):
                return stem, particle
    return word, ""


def _fits(last: str, particle: str) -> bool:
    if not "가" <= last <= "힣":
        return last in (ASIDE, QUOTED) or last.isalnum() or last in ")’”\"'"
    final = (ord(last) - 0xAC00) % 28
    if particle in _CLOSED:
        return final > 0
    if particle in _OPEN:
        return final == 0 or (particle in ("로", "로는") and final == 8)
    return True


def _is_verb(stem: str) -> bool:
    """Tell a verb by its ending."""
    stem = stem.strip(ASIDE)
    return len(stem) > 1 and bool(_VERBAL.search(stem))

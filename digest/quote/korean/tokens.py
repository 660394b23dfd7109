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
from digest.quote.korean.words import ADVERBS, BARE_ENDS, GIVEN, MODIFIERS, ends_in

if TYPE_CHECKING:
    from digest.quote.korean.view import View

_BEFORE = "\"'“‘▶◆■[<*_#>-"
_AFTER = ",.!?·…\"'”’"
_DASHES = "=/|-–—"
_GIVEN_ENDS = ("로", "나", "만")
_SUFFIXES = ("주니어", "시니어")
_ends_bare = ends_in(BARE_ENDS)
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
_VERBAL = {
    last: re.compile(f"(?:{before})$")
    for lasts, before in (
        ("는", "[하되있없]|[한된는있없었했겠였간온린준같높작크]다|[이하으더]라|하자|[느으]냐"),
        ("인", "적|단체|[가-힣]{2}사|업체|기업|기관|재단|법인|^회사"),
        ("면", "[가-힣][으하되이르]"),
        ("려", "[가-힣]으"),
        ("한된할될낸며", "[가-힣]"),
        ("진", "벌어|알려|이어|커|전해|빠|가|늘어|떨어|무너|사라|밝혀|여겨|치러|꾸려|주어"),
        ("난", "만|일어|드러|지|태어|떠|벗어"),
        ("든", "만"),
        ("온", "나|돌아|들어|다녀|건너|걸어|이어|찾아"),
        ("린", "[열알올걸몰달내그빌버불실팔풀밀]"),
        ("친", "[마거펼미고합외끼놓]"),
        ("힌", "[밝잡막꼽읽찍갇뽑]"),
        ("킨", "시|지|일으"),
        ("긴", "[남맡숨옮생넘이]"),
        ("던", "[했됐였았었이하되있없]|^[맡보살오가쓰]"),
        ("꾼", "[바가]"),
        ("운", "^[세키배채치재태띄피메]"),
        ("서", "[가-힣][면해]"),
        ("만", "[가-힣]지"),
        ("나", "[가-힣]거"),
        ("고", "[가-힣][하했]"),
        ("자", "[가-힣](?:하|되|자마|묻|나오|밝히|지|들리)|^묻"),
        ("여", "[가-힣]하"),
        ("어", "[가-힣]되"),
        ("아", "[가-힣][받맡]"),
        ("해", "[가-힣][통위대향관]"),
        ("라", "따"),
        ("은", "^들|[있없같많받앉읽높낮깊작젊좋싫넓찾갖맞믿얻]"),
        ("선", "나|앞|[가-힣]어"),
        ("쓴딴", "."),
        ("둔", "앞|거"),
        ("끈", "이"),
        ("룬", "다|이"),
        ("도", "[가-힣]기"),
        ("일월년시분명개", "[0-9]"),
        ("0123456789", "."),
    )
    for last in lasts
}
"""What stands before the last letter of a verb, by that letter."""


class Word(NamedTuple):
    """A word as it is wherever it stands: its stem, its particle, whether a comma follows, and what it can be.

    `subject` tells a particle that marks one, `closes` what ends a phrase before another, `titled` a title,
    `nameable` that a phrase that ends in it may hold a name, `given` a given name of another language, `ends`
    that a phrase can end in it, `joins` with what after it it is one phrase.
    """

    stem: str
    particle: str
    comma: bool
    subject: bool
    closes: bool
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
        lead, word, odd, plain = _bare(text)
        if last and not plain:
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


class _Bare(NamedTuple):
    """What a word is without the marks around it, `word` None where nothing is left of it; it begins at `lead`.

    `odd` is False for most words, which have no mark before them and end in nothing that may be a name's;
    `plain` words change nothing in the word before either.
    """

    lead: int
    word: Word | None
    odd: bool
    plain: bool


@lru_cache(maxsize=_KEPT)
def _bare(text: str) -> _Bare:
    bare = text.rstrip(_AFTER)
    lead = max(len(bare) - len(bare.lstrip(_BEFORE)), bare.rfind("…") + 1)
    stem, particle = _split(bare[lead:])
    stem = stem.rstrip("*_")
    if not stem.strip(_DASHES):
        return _Bare(lead, None, odd=True, plain=False)
    word = _word(stem, particle, comma=len(bare) < len(text))
    odd = bool(lead) or particle in _GIVEN_ENDS
    return _Bare(lead, word, odd, plain=not (odd or word.titled or stem in _SUFFIXES))


def _word(stem: str, particle: str, *, comma: bool) -> Word:
    titled, whole = is_title(stem), stem + particle
    verb = _is_verb(whole)
    ends = stem not in ADVERBS and whole not in ADVERBS and (titled or not verb)
    joins: Literal["any", "a title", ""] = ""
    if not comma and particle in ("", "의"):
        joins = _joins(stem, particle, verb=_is_verb(stem) if particle else verb)
    return Word(
        stem,
        particle,
        comma,
        particle in SUBJECT,
        bool(particle or comma) and particle != "의",
        titled,
        titled or is_name(stem),
        stem in GIVEN,
        ends,
        joins,
    )


def _joins(stem: str, particle: str, *, verb: bool) -> Literal["any", "a title", ""]:
    """Tell with what after it a word is one phrase."""
    if stem.endswith(QUOTED):
        return "any" if particle else ""
    if stem in ADVERBS:
        return "a title" if stem == "전" else ""
    if stem in MODIFIERS and stem not in GIVEN:
        return "a title"
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
    if _ends_bare(word):
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
    verbal = _VERBAL.get(stem[-1:])
    return verbal is not None and bool(verbal.search(stem, 0, len(stem) - 1))

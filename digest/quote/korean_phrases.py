"""Cuts a Korean sentence into its noun phrases, by the particles that close them.

은/는, 이/가, 을/를, 과/와 take their form from the sound before (표준국어문법, 이형태), so 국가 or 서울대
is not mistaken for a word with a particle.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from digest.quote.korean_kinds import Part, Speaker, is_name, is_title, moved
from digest.quote.korean_names import read_phrase
from digest.quote.korean_view import ASIDE, QUOTED
from digest.quote.korean_words import ADVERBS, BARE_ENDS, GIVEN

if TYPE_CHECKING:
    from digest.quote.korean_view import View

LONGEST_PHRASE = 9
KEPT = 1 << 10
"""So many sentences are kept as read: each further segment of an article begins with those before it."""
_BEFORE = "\"'“‘▶◆■[<*_#>-"
_AFTER = ",.!?·…\"'”’"
_DASHES = "=/|-–—"
_WORD = re.compile(r"\S+")
_GIVEN_ENDS = ("로", "나", "만")
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
_NAME_ENDS = frozenset(p for p in _PARTICLES if len(p) == 1)
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
    """A word of a sentence: its stem's range, its particle, and whether a comma follows."""

    stem: str
    start: int
    end: int
    particle: str
    comma: bool


class Phrase(NamedTuple):
    """A noun phrase that can speak. `particle` is what closes it, `end` where it ends with that."""

    speaker: Speaker
    particle: str
    end: int
    first: int
    last: int
    word: str


class _Bare(NamedTuple):
    """A word without the marks around it: where its stem begins, and whether nothing is left of it.

    `odd` is False for most words, which have no mark before them and end in nothing that may be a name's.
    """

    lead: int
    stem: str
    particle: str
    comma: bool
    empty: bool
    odd: bool


def split_words(scene: View, start: int, end: int) -> list[Word]:
    """Return the words of a range, particles and Markdown's emphasis taken off."""
    return _words(scene.words(start, end), start)


class Reading(NamedTuple):
    """What a sentence tells of speakers: its subjects, the persons it names, and those it may name."""

    subjects: tuple[Phrase, ...]
    named: tuple[Speaker, ...]
    heard: tuple[Speaker, ...]


def read_sentence(scene: View, start: int, end: int) -> Reading:
    """Read a range as a sentence; a name counts as such where it was recognised for certain."""
    return _sentence(scene.words(start, end), start)


@lru_cache(maxsize=KEPT)
def _sentence(blank: str, start: int) -> Reading:
    found = phrases(_words(blank, start))
    subjects = tuple([p for p in found if p.particle in SUBJECT])
    sure = [p.speaker for p in found if p.speaker.sure]
    named = tuple([s for s in sure if s.kind == "person" and not s.short])
    vague = [p.speaker for p in subjects if p.last > p.first and (p.speaker.short or not p.speaker.sure)]
    return Reading(subjects, named, tuple([s for s in vague if s.kind == "person"]))


def _words(blank: str, start: int) -> list[Word]:
    found: list[Word] = []
    last: Word | None = None
    for m in _WORD.finditer(blank):
        lead, stem, particle, comma, empty, odd = _bare(m[0])
        if last:
            if odd and particle in _GIVEN_ENDS and last.stem in GIVEN:
                stem, particle = stem + particle, ""  # 마이클 가나로
            if odd and (lead or empty):
                last = found[-1] = last._replace(comma=True)
            elif last.particle in _NAME_ENDS and not last.comma and _whole_name(last, stem):
                end = last.end + len(last.particle)
                found[-1] = Word(last.stem + last.particle, last.start, end, "", comma=False)
        if not empty:
            at = start + m.start() + lead
            last = Word(stem, at, at + len(stem), particle, comma)
            found.append(last)
    return found


@lru_cache(maxsize=1 << 14)
def _bare(word: str) -> _Bare:
    bare = word.rstrip(_AFTER)
    lead = max(len(bare) - len(bare.lstrip(_BEFORE)), bare.rfind("…") + 1)
    stem, particle = _split(bare[lead:])
    stem = stem.rstrip("*_")
    empty = not stem.strip(_DASHES)
    odd = bool(lead) or empty or particle in _GIVEN_ENDS
    return _Bare(lead, stem, particle, len(bare) < len(word), empty, odd)


def _whole_name(word: Word, after: str) -> bool:
    """Tell a name whose last syllable only looks like a particle: 김나도 대표, 가나로 주니어."""
    return after in ("주니어", "시니어") or (is_title(after) and is_name(word.stem + word.particle))


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


def phrases(words: list[Word], *, subjects_only: bool = False) -> list[Phrase]:
    """Return the noun phrases that can speak, in order: the subjects, and others that may name somebody."""
    found = []
    for i, word in enumerate(words):
        if word.particle not in SUBJECT and (
            subjects_only
            or word.particle == "의"
            or not (word.particle or word.comma or i + 1 == len(words))
            or not _may_name(words, i)
        ):
            continue
        phrase = phrase_at(words, i)
        if phrase:
            found.append(phrase)
    return found


def _may_name(words: list[Word], i: int) -> bool:
    """Tell whether a phrase that ends here, and is no subject, may hold a name."""
    stem = words[i].stem
    if is_title(stem) or is_name(stem) or (i and words[i - 1].stem in GIVEN):
        return True
    return i > 1 and words[i - 2].stem in GIVEN


def phrase_at(words: list[Word], last: int) -> Phrase | None:
    """Return the phrase whose last word this is."""
    word = words[last]
    if (
        word.stem in ADVERBS
        or word.stem + word.particle in ADVERBS
        or (not is_title(word.stem) and _verbal(word.stem + word.particle))
    ):
        return None
    first = last
    while first > 0 and last - first < LONGEST_PHRASE and _belongs(words[first - 1], words[first]):
        first -= 1
    start = words[first].start
    speaker = _read(tuple([(w.stem, w.start - start, w.particle == "의") for w in words[first : last + 1]]))
    if speaker is None:
        return None
    stem, _, end, particle, _ = word
    return Phrase(moved(speaker, start), particle, end + len(particle), first, last, stem + particle)


@lru_cache(maxsize=1 << 13)
def _read(words: tuple[tuple[str, int, bool], ...]) -> Speaker | None:
    """Read a phrase as if it began the text: the same words mean the same wherever they stand."""
    parts = [Part(stem, at, at + len(stem), of) for stem, at, of in words]
    return read_phrase([p for p in parts if p.stem.strip(ASIDE)] or parts[-1:])


def _belongs(word: Word, after: Word) -> bool:
    """Tell whether a word is part of the phrase that goes on after it."""
    if word.comma or word.particle not in ("", "의"):
        return False
    if word.stem == "전" and is_title(after.stem):
        return True
    if word.stem in ADVERBS or word.stem.endswith(QUOTED):
        return word.particle == "의" and word.stem.endswith(QUOTED)
    if word.stem.endswith("인") and is_title(word.stem[:-1]):
        return True
    if _verbal(word.stem):
        return is_name(word.stem) and is_title(after.stem)
    return True


@lru_cache(maxsize=1 << 14)
def _verbal(stem: str) -> bool:
    stem = stem.strip(ASIDE)
    return len(stem) > 1 and bool(_VERBAL.search(stem))

"""Cuts a Korean sentence into its noun phrases, by the particles that close them.

은/는, 이/가, 을/를, 과/와 take their form from the sound before (표준국어문법, 이형태), so 국가 or 서울대
is not mistaken for a word with a particle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.quote.korean_kinds import Part, Speaker, is_name, is_title
from digest.quote.korean_names import read_phrase
from digest.quote.korean_view import ASIDE, QUOTED
from digest.quote.korean_words import ADVERBS, BARE_ENDS, GIVEN

if TYPE_CHECKING:
    from digest.quote.korean_view import View

LONGEST_PHRASE = 9
_BEFORE = "\"'“‘▶◆■[<*_#>-"
_AFTER = ",.!?·…\"'”’"
_DASHES = "=/|-–—"
_WORD = re.compile(r"\S+")
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
_CLOSED = frozenset(["은", "이", "을", "과", "으로", "이나", "으로는", "으로도", "과의", "과는"])
_OPEN = frozenset(["는", "가", "를", "와", "로", "와의", "와는", "로는"])
SUBJECT = {"은": 3, "는": 3, "도": 2, "이": 1, "가": 1, "께서는": 3, "께서": 2, "께서도": 2}
"""Particles of a subject, by how surely they mark the one who speaks."""
_VERBAL = re.compile(
    r"(?:[하되]는|적인|[가-힣][으하되이르]면|[가-힣]으려|단체인|회사인|업체인|기업인|[가-힣](?:한|된|할|될|낸)|"
    r"(?:벌어|알려|이어|커|전해|빠|가|늘어|떨어|무너|사라|밝혀|여겨|치러|꾸려|주어)진|(?:만|일어|드러|지|태어|떠|벗어)난|만든|"
    r"(?:나|돌아|들어|다녀|건너|걸어|이어|찾아)온|(?:열|알|올|걸|몰|달|내|그|빌|버|불|실|팔|풀|밀)린|"
    r"(?:마|거|펼|미|고|합|외|끼|놓)친|(?:밝|잡|막|꼽|읽|찍|갇|뽑)힌|(?:시|지|일으)킨|(?:남|맡|숨|옮|생|넘|이)긴|"
    r"[했됐였았었이하되]던|[가-힣](?:며|면서|지만|거나|하고|하자|되자|자마자|했고|으며|해서|하여|되어|받아|맡아|통해|위해|대해|향해|관해)|따라|^들은|나선|앞선|[가-힣]+어선|쓴|딴|앞둔|이끈|다룬|이룬|거둔|"
    r"[있없같많받앉읽높낮깊작젊좋싫넓찾갖맞믿얻]은|있는|없는|[0-9]+(?:일|월|년|시|분|명|개)?|(?:[한된는있없었했겠였간온린준같높작크]다|[이하으더]라|하자|[느으]냐)는|[가-힣]기도)$"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: its stem's range, its particle, and whether a comma follows."""

    stem: str
    start: int
    end: int
    particle: str
    comma: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that can speak. `particle` is what closes it, `end` where it ends with that."""

    speaker: Speaker
    particle: str
    end: int
    first: int
    last: int
    word: str


def split_words(scene: View, start: int, end: int) -> list[Word]:
    """Return the words of a range, particles and Markdown's emphasis taken off."""
    found: list[Word] = []
    for m in _WORD.finditer(scene.blank, start - scene.start, end - scene.start):
        bare = m[0].rstrip(_AFTER)
        lead = max(len(bare) - len(bare.lstrip(_BEFORE)), bare.rfind("…") + 1)
        stem, particle = _split(bare[lead:])
        if particle in ("로", "나", "만") and found and found[-1].stem in GIVEN:
            stem, particle = stem + particle, ""  # 마이클 가나로
        stem = stem.rstrip("*_")
        if found and (lead or not stem.strip(_DASHES)):
            found[-1] = replace(found[-1], comma=True)
        if not stem.strip(_DASHES):
            continue
        if found and not found[-1].comma and _whole_name(found[-1], stem):
            found[-1] = replace(
                found[-1],
                stem=found[-1].stem + found[-1].particle,
                end=found[-1].end + len(found[-1].particle),
                particle="",
            )
        at = scene.start + m.start() + lead
        found.append(Word(stem, at, at + len(stem), particle, comma=len(bare) < len(m[0])))
    return found


def _whole_name(word: Word, after: str) -> bool:
    """Tell a name whose last syllable only looks like a particle: 김나도 대표, 가나로 주니어."""
    if not word.particle or len(word.particle) > 1:
        return False
    return after in ("주니어", "시니어") or (is_title(after) and is_name(word.stem + word.particle))


@lru_cache(maxsize=1 << 14)
def _split(word: str) -> tuple[str, str]:
    if word.endswith(BARE_ENDS):
        return word, ""
    for particle in _PARTICLES:
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
        if word.particle not in SUBJECT and (subjects_only or not _may_name(words, i)):
            continue
        phrase = phrase_at(words, i)
        if phrase:
            found.append(phrase)
    return found


def _may_name(words: list[Word], i: int) -> bool:
    """Tell whether a phrase that ends here, and is no subject, may hold a name."""
    word = words[i]
    if word.particle == "의" or not (word.particle or word.comma or i + 1 == len(words)):
        return False
    return is_title(word.stem) or is_name(word.stem) or any(w.stem in GIVEN for w in words[max(i - 2, 0) : i])


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
    parts = [Part(w.stem, w.start, w.end, w.particle == "의") for w in words[first : last + 1]]
    parts = [p for p in parts if p.stem.strip(ASIDE)] or parts[-1:]
    speaker = read_phrase(parts)
    return (
        Phrase(speaker, word.particle, word.end + len(word.particle), first, last, word.stem + word.particle)
        if speaker
        else None
    )


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

"""Tells what a Korean word is by its ending or shape: a title, a name, an organisation, a paper.

Also what a noun phrase is made of, and the speaker it is read as.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from digest.model import Span
from digest.quote.korean.view import ASIDE, QUOTED
from digest.quote.korean.words import (
    COMMON_SURNAMES,
    COUNTRIES,
    DEICTIC,
    DOUBLE_SURNAMES,
    GIVEN,
    GROUPS,
    HALLS,
    IN_TITLE,
    KINDS,
    MEDIA,
    NAME_SYLLABLES,
    NO_ORGANISATIONS,
    NO_TITLE_ENDS,
    NOUN_ENDS,
    ORGANISATIONS,
    PLACES,
    SUBJECTS,
    SURNAMES,
    THINGS,
    TITLES,
    ends_in,
)

_BODIES = ("대", "부", "청", "처", "원", "당", "사", "국", "시", "도", "군", "구")
_OF_A_KIND = ("기업", "업체", "기관", "단체", "소속사", "1위")
_ASIDES = ASIDE + " "
_OF = frozenset(("소속", "출신", "산하"))
_KINDS = KINDS | _OF
_NOT_OWN = DEICTIC | {"한"}
"""Before a house's name; 한 is a verb there (체험을 한 학교), or tells no name (한 대학)."""
_titled, _untitled, _hall = ends_in(TITLES), ends_in(NO_TITLE_ENDS), ends_in(HALLS)
_no_name = ends_in(w for w in (*TITLES, *GROUPS, *THINGS) if w != "하나")  # a given name, too
_organised, _of_media, _thing = ends_in(ORGANISATIONS), ends_in(MEDIA), ends_in(THINGS)


class Part(NamedTuple):
    """A word of a noun phrase without its particle: its range, and whether 의 followed."""

    stem: str
    start: int
    end: int
    of: bool = False


Kind = Literal["person", "organisation", "paper", "unnamed", "pronoun", "role"]


class Speaker(NamedTuple):
    """A noun phrase as a speaker. `span` is the whole phrase, the others are ranges of the text.

    kind "pronoun" and "role" (a title alone) name nobody by themselves. `sure` tells that the name
    was recognised as one; `short` that it is a surname with a title, or one word of a longer name.
    """

    kind: Kind
    span: Span
    name: Span | None = None
    role: Span | None = None
    organisation: Span | None = None
    sure: bool = False
    short: bool = False


@lru_cache(maxsize=1 << 14)
def is_title(word: str) -> bool:
    """Tell whether the word is a title or a role: it ends in one, or is a post on -관 (예보분석관)."""
    word = plain(word)
    if _titled(word):
        return _ends_in_title(word)
    return len(word) > 2 and word[-1] == "관" and not (_hall(word) or is_name(word))


def _ends_in_title(word: str) -> bool:
    return _titled(word) and not _untitled(word) and word != "장"


@lru_cache(maxsize=1 << 14)
def is_name(word: str) -> bool:
    """Tell whether the word has the shape of a Korean full name; several may be joined by ·."""
    word = plain(word)
    if "·" in word:
        return all(is_name(w) for w in word.split("·"))
    if not (parted(word, 1) or parted(word, 2)):
        return False
    if (
        word in COUNTRIES
        or word in SUBJECTS
        or word in HALLS
        or (word[:2] in PLACES and word[-1] in "도시구군대당인계")
    ):
        return False
    other = _no_name(word) or word in GIVEN
    return not other and not is_organisation(word)


def parted(word: str, at: int) -> bool:
    """Tell whether the word is a surname of that length, and a given name: of two syllables, after 남궁 of one, too."""
    surname, given = word[:at], word[at:]
    if not (len(given) == 2 or len(given) == 1 < at):
        return False
    return is_surname(surname) and len(surname) == at and set(given) <= NAME_SYLLABLES


def is_surname(word: str) -> bool:
    """Tell a surname of one syllable or two."""
    return word in SURNAMES or word in DOUBLE_SURNAMES


def is_plain_name(word: str) -> bool:
    """Tell a full name that needs no title beside it: a common surname, no noun's last syllable."""
    word = plain(word)
    if "·" in word:
        return all(is_plain_name(w) for w in word.split("·"))
    return is_name(word) and word[0] in COMMON_SURNAMES and word[-1] not in NOUN_ENDS


@lru_cache(maxsize=1 << 14)
def is_organisation(word: str) -> bool:
    """Tell whether the word ends as an organisation's name does, or is a country."""
    word = plain(word)
    if word in COUNTRIES or (len(word) > 2 and word[-1] == "대" and word[:-1] in PLACES):
        return True
    if word not in NO_ORGANISATIONS and (_organised(word) or word.startswith("㈜")):
        return True
    return len(word) > 3 and word.endswith(_BODIES)


def is_media(word: str) -> bool:
    """Tell whether the word ends as a paper's or a station's name does."""
    return _of_media(plain(word))


def plain(stem: str) -> str:
    """Return the word without a bracket after it."""
    return stem.strip(_ASIDES)


def span_of(parts: list[Part]) -> Span | None:
    """Return the range of the parts, a bracket at the end left out."""
    if not parts:
        return None
    last = parts[-1]
    cut = len(last.stem) - len(last.stem.rstrip(ASIDE))
    return Span(parts[0].start, last.end - cut)


def whole_of(parts: list[Part]) -> Span | None:
    """Return the range of the parts, with a bracket at the end."""
    return Span(parts[0].start, parts[-1].end) if parts else None


def split_owner(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """Split at the last 의: the organisation (its own words only), and the rest."""
    at = len(parts) - 2
    while at >= 0 and not parts[at].of:
        at -= 1
    if at < 0:
        return [], parts
    first = at
    while first > 0 and not parts[first - 1].of:
        first -= 1
    return own_words(parts[first : at + 1]), parts[at + 1 :]


def own_words(parts: list[Part]) -> list[Part]:
    """Leave out what kind of organisation it is: 반도체 기업 가나칩."""
    kind = len(parts) - 2
    while kind >= 0 and not (plain(parts[kind].stem) in _KINDS or parts[kind].stem.endswith(_OF_A_KIND)):
        kind -= 1
    parts = parts[max(kind, -1) + 1 :]
    if len(parts) > 1 and parts[-1].stem in _OF:
        parts = parts[:-1]
    return parts[1:] if parts and plain(parts[0].stem) in _NOT_OWN else parts


def any_given(parts: list[Part]) -> bool:
    """Tell whether a given name of another language, or an initial, is among the parts."""
    return any(is_given(p.stem) for p in parts)


@lru_cache(maxsize=1 << 14)
def is_given(stem: str) -> bool:
    """Tell a given name of another language, or an initial."""
    return plain(stem) in GIVEN or is_initial(stem)


def like_name(stem: str) -> bool:
    """Tell a word that may be a full name, where what stands around says so too."""
    return len(stem) == 3 and stem[0] in SURNAMES and not is_organisation(stem) and stem not in COUNTRIES


def is_initial(stem: str) -> bool:
    """Tell a Latin capital with or without a full stop."""
    return len(stem.rstrip(".")) == 1 and "A" <= stem[0] <= "Z"


def plain_organisation(parts: list[Part]) -> list[Part]:
    """Return the parts as an organisation, none where they are not one for certain."""
    while parts and (parts[0].stem in DEICTIC or QUOTED in parts[0].stem):
        parts = parts[1:]
    if parts and is_title(parts[-1].stem):
        return []
    if parts and (plain(parts[-1].stem) in KINDS | {"식당", "회사"} or _thing(parts[-1].stem)):
        return []
    return parts


def in_title(stem: str) -> bool:
    """Tell whether the word may stand within a title."""
    word = plain(stem)
    if is_name(word):
        return False
    subject = word.endswith("학") and not word.endswith("대학")  # 물리학 교수
    return word in IN_TITLE or subject or _ends_in_title(word) or ("·" in word and len(word) > 5)


def unnamed(whole: Span) -> Speaker:
    """Return the phrase as somebody without a name."""
    return Speaker("unnamed", whole, role=whole, sure=True)


def moved(speaker: Speaker, by: int) -> Speaker:
    """Return the speaker with every range so many characters further on."""
    kind, span, name, role, organisation, sure, short = speaker
    return Speaker(
        kind,
        Span(span.start + by, span.end + by),
        name and Span(name.start + by, name.end + by),
        role and Span(role.start + by, role.end + by),
        organisation and Span(organisation.start + by, organisation.end + by),
        sure,
        short,
    )

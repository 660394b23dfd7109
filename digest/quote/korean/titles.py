"""Reads a Korean phrase that ends in a title: who has it, in which organisation.

Word order (국립국어원 표준 언어 예절): organisation, name, title (가나증권 박다라 수석연구원) or name, organisation,
title (박다라 가나증권 수석연구원). Where the phrase can't be split for certain, the name is the whole phrase
as it stands (가나FC 감독), so that no firm or place is passed off as a person's name. A name that only
says whose aide or kin is meant (박다라 대표 비서실장, 박다라 아버지) is no speaker's.
"""

from __future__ import annotations

from digest.model import Span
from digest.quote.korean.view import ASIDE
from digest.quote.korean.word_kinds import (
    Part,
    Speaker,
    any_given,
    in_title,
    is_initial,
    is_media,
    is_name,
    is_organisation,
    is_surname,
    is_title,
    like_name,
    own_words,
    plain,
    plain_organisation,
    span_of,
    split_owner,
    unnamed,
    whole_of,
)
from digest.quote.korean.words import (
    ACADEMIC,
    AIDES,
    COUNTRIES,
    DEICTIC,
    FOREIGN_SYLLABLES,
    LOANS,
    NAMED_BEFORE,
    NO_TITLES,
    RELATIONS,
    SURE_TITLES,
    VAGUE,
)

_SOME = ("이", "한", "그", "다른", "또다른", "어떤", "일부", "여러")
_AND = ("겸", "및")
_UNIVERSITY = ("대", "대학", "대학교")
_PARTS = ("학과", "학부", "대학원", "병원", "의료원")


def read_titled(parts: list[Part]) -> Speaker | None:
    """Return the speaker of a phrase whose last word is a title; None for a bare word that may be none."""
    whole = Span(parts[0].start, parts[-1].end)
    run = title_run(parts)
    if run > 0 and _of_another(parts, run):
        return unnamed(whole)
    role = whole_of(parts[run:])
    owner, rest = split_owner(parts[:run])
    if parts[:run] and parts[run - 1].of:
        owner, rest = own_words(parts[:run]), []
    if not rest:
        return _nameless(parts, whole, owner)
    if is_surname(rest[-1].stem) and not any_given(rest[-2:-1]):
        return _surnamed(parts, rest, whole)
    academic = any(plain(p.stem).endswith(ACADEMIC) for p in parts[run:])
    return _korean(rest, owner, role, whole, academic=academic) or _foreign(parts, rest, owner, role)


def title_run(parts: list[Part]) -> int:
    """Return where the title begins: 전 부총리 겸 장관."""
    run = len(parts) - 1
    while run > 0 and not parts[run - 1].of and _goes_on(parts[run - 1].stem, parts[run].stem):
        run -= 1
    while run < len(parts) - 1 and parts[run].stem in _AND:
        run += 1
    return run


def _goes_on(word: str, after: str) -> bool:
    return in_title(word) or (after in _AND and is_title(word))


def _of_another(parts: list[Part], run: int) -> bool:
    """Tell a title that is had by being somebody's: the name before is another's."""
    head, named = plain(parts[-1].stem), any(is_name(p.stem) for p in parts[:run])
    if named and run == len(parts) - 1 and head in RELATIONS and is_name(parts[run - 1].stem):
        return True
    office = len(parts) - run > 1 and is_title(parts[-2].stem) and parts[-2].stem not in _AND
    return office and head.endswith((*AIDES, *RELATIONS))


def _korean(
    rest: list[Part], owner: list[Part], role: Span | None, whole: Span, *, academic: bool
) -> Speaker | None:
    """Split a phrase with a Korean name in it; None where there is none.

    Before a professor's title a word like 한강대 is a university, not a surname and two syllables, unless
    another word is one for certain (서울대 김영대 교수), or it stands after a part of one (경제학과 김영대 교수).
    """
    names = [i for i, p in enumerate(rest) if is_name(p.stem)]
    if academic and not any(
        is_organisation(p.stem) and p.stem.endswith(_UNIVERSITY) for p in (*owner, *rest)
    ):
        schools = [i for i in names if rest[i].stem.endswith(_UNIVERSITY)]
        names = [i for i in names if i not in schools]
        if schools and not names:
            within = any(plain(p.stem).endswith(_PARTS) for p in (*owner, *rest[:-1]))
            if not within or schools[-1] != len(rest) - 1:
                return unnamed(whole)
            names = schools
    if not names and len(rest) > 1 and like_name(rest[0].stem) and is_organisation(rest[1].stem):
        names = [0]
    if not names:
        return None
    if names[-1] == len(rest) - 1:
        organisation = plain_organisation(own_words(rest[:-1]) or owner)
        return Speaker("person", whole, span_of(rest[-1:]), role, span_of(organisation), sure=True)
    at = names[0]
    name, after = span_of(rest[at : at + 1]), rest[at + 1 :]
    if plain(after[0].stem) in NAMED_BEFORE:
        return unnamed(whole)
    if len(after) > 1 and is_title(after[0].stem) and after[1].stem in _AND:
        role, after = Span(after[0].start, whole.end), []
    return Speaker("person", whole, name, role, span_of(own_words(after)), sure=True)


def _nameless(parts: list[Part], whole: Span, owner: list[Part]) -> Speaker | None:
    """Read a title with nobody's name: unnamed where it says of what, else no more than a role."""
    first = plain(parts[0].stem)
    if len(parts) == 1 or (len(parts) == 2 and first in DEICTIC) or not (owner or len(parts) > 2):
        if len(parts) == 2 and is_surname(first):
            return Speaker("person", whole, whole, sure=True, short=True)
        return None if len(parts) == 1 and first in NO_TITLES else Speaker("role", whole, role=whole)
    return unnamed(whole)


def _surnamed(parts: list[Part], rest: list[Part], whole: Span) -> Speaker:
    """Read 김 전 총리: the surname with its title is all the passage says."""
    surname = rest[-1]
    if surname.stem in ("이", "한", "구", "도", "시", "전") and parts[-1].stem.endswith(VAGUE):
        return unnamed(whole)
    name = Span(surname.start, parts[-1].end)
    return Speaker("person", name, name, sure=True, short=True)


def _foreign(parts: list[Part], rest: list[Part], owner: list[Part], role: Span | None) -> Speaker:
    """Split a phrase with no Korean name: by a given name, an organisation's ending, a Latin bracket."""
    whole = Span(parts[0].start, parts[-1].end)
    while rest and plain(rest[0].stem) in COUNTRIES:
        owner, rest = [rest[0]], rest[1:]
    determined = bool(rest) and rest[0].stem in _SOME and not any_given(rest)
    firm = next((i for i, p in enumerate(rest) if is_organisation(p.stem) or is_media(p.stem)), len(rest))
    compound = 0 < firm < len(rest) and plain(rest[firm].stem) in NAMED_BEFORE
    part = bool(rest) and not any_given(rest) and plain(rest[-1].stem).endswith(_PARTS)  # 경제학과 교수
    if not rest or part or determined or compound or firm == len(rest) - 1 == 0:
        return unnamed(whole)
    known = next((i for i, p in enumerate(rest) if any_given([p])), -1)
    bracket = next((i for i, p in enumerate(rest) if p.stem.endswith(ASIDE)), -1)
    if known >= 0:
        known = 0 if known + 1 < firm < len(rest) and not any(is_title(p.stem) for p in rest) else known
        stop = _end_of_name(rest, known, firm, bracket)
        organisation = plain_organisation(own_words(rest[stop:]) or own_words(rest[:known]) or owner)
        return Speaker("person", whole, span_of(rest[known:stop]), role, span_of(organisation), sure=True)
    if firm == 2 < len(rest) and _sounds_foreign(rest[:firm]):
        return Speaker("person", whole, span_of(rest[:firm]), role, span_of(rest[firm:]), sure=True)
    if firm == 0:
        owner, rest = rest[:1], rest[1:]
    elif firm < len(rest):
        return unnamed(whole)
    return _unsplit(parts, rest, owner, role, certain=bracket >= len(rest) - 1)


def _unsplit(
    parts: list[Part], rest: list[Part], owner: list[Part], role: Span | None, *, certain: bool
) -> Speaker:
    """Read what may be a foreign name or a firm's before the title."""
    whole = Span(parts[0].start, parts[-1].end)
    organisation = span_of(plain_organisation(owner))
    if certain or (len(rest) <= 2 and parts[-1].stem.endswith(SURE_TITLES)):
        return Speaker("person", whole, span_of(rest), role, organisation, sure=True)
    if len(rest) > 2:
        return unnamed(whole)
    name = Span(rest[0].start, parts[-1].end)
    return Speaker("person", whole, name, organisation=organisation, sure=False)


def _end_of_name(rest: list[Part], known: int, firm: int, bracket: int) -> int:
    """Return where a name that begins with a given name ends: at a Latin bracket, else after one more word."""
    if bracket >= known:
        return bracket + 1
    stop = known + 1
    while stop < len(rest) and is_initial(rest[stop - 1].stem):
        stop += 1
    stop = min(stop + (not is_initial(rest[known].stem)), len(rest))
    return min(stop, firm) if firm > known else stop


def _sounds_foreign(parts: list[Part]) -> bool:
    """Tell a foreign name from two nouns (업계 최대): by a syllable no Sino-Korean word has, and no loan word."""
    words = [plain(p.stem) for p in parts]
    return not any(w.endswith(LOANS) for w in words) and any(set(w) & FOREIGN_SYLLABLES for w in words)

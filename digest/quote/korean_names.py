"""Reads a Korean noun phrase as a speaker: name, role, organisation.

Word order (국립국어원 표준 언어 예절): organisation, name, title (현대증권 배성영 수석연구원) or name,
organisation, title (홍춘욱 국민은행 수석연구원); occupation, name (가수 뮤지); name, 씨. A surname is a
syllable, a full name two to four. Where the phrase can't be split for certain, the name is the
whole phrase as it stands (토트넘 감독), so that no firm or place is passed off as a person's name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from digest.model import Span
from digest.quote.korean_view import ASIDE, QUOTED
from digest.quote.korean_words import (
    COUNTRIES,
    DEICTIC,
    DOUBLE_SURNAMES,
    GROUPS,
    GIVEN,
    KINDS,
    MEDIA,
    MEDIA_KINDS,
    NAME_SYLLABLES,
    NO_ORGANISATIONS,
    NO_TITLE_ENDS,
    NO_TITLES,
    ORGANISATIONS,
    PLACES,
    PRONOUNS,
    SURNAMES,
    THINGS,
    TITLES,
    VAGUE,
)
from digest.quote.korean_words import SURE_TITLES

Kind = Literal["person", "organisation", "paper", "unnamed", "pronoun", "role"]
_RUN = frozenset("전 현 신임 전임 겸 및 대선 수석 총괄 공동 책임 상임 선임 명예 부 최고 직무 원내 상원 하원 국가 정치학 경제학 정치 비즈니스 경제 담당".split())


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a noun phrase without its particle: its range, and whether 의 followed."""

    stem: str
    start: int
    end: int
    of: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
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


def read_phrase(parts: list[Part]) -> Speaker | None:
    """Return the phrase as a speaker; None where it can't be one."""
    if not parts or QUOTED in parts[-1].stem:
        return None
    while len(parts) > 1 and QUOTED in parts[0].stem:
        parts = parts[1:]
    whole = Span(parts[0].start, parts[-1].end)
    copula = max((i for i, p in enumerate(parts[:-1]) if _is_copula(p.stem)), default=-1)
    if copula >= 0:
        return _with_copula(parts[: copula + 1], parts[copula + 1 :])
    head = _plain(parts[-1].stem)
    if not head or head in ("그", "그녀", "그이", "그분") or (len(parts) == 1 and head in PRONOUNS):
        return Speaker("pronoun", whole) if head else None
    if head in ("씨", "군", "양", "옹") and len(parts) > 1:
        named = _named(parts[:-1], sure=True)
        short = named.name is not None and named.name.end - named.name.start == 1
        return replace(named, name=Span(parts[-2].start, parts[-1].end)) if short else named
    if len(head) > 1 and (head[-1] == "씨" or head[-1] in "군양" and (len(head) == 2 and head.isascii() or _is_letter(head[:-1]) or is_name(head[:-1]))):
        return _with_ssi(parts, head)
    if _is_group(parts, head):
        return _group(parts, whole, head)
    if is_title(head) and not is_name(head):
        return _titled(parts, whole)
    if is_name(head):
        return _named(parts, sure=True)
    return _institution(parts, head) or _unknown(parts, head)


def _is_copula(stem: str) -> bool:
    return len(stem) > 2 and stem.endswith("인") and is_title(stem[:-1]) and not is_title(stem) and not is_name(stem)


def _with_copula(before: list[Part], rest: list[Part]) -> Speaker | None:
    """Read 정치학 교수인 …: the role is what the copula says."""
    speaker = read_phrase(rest)
    if speaker is None or speaker.kind != "person":
        return speaker
    run = len(before) - 1
    while run > 0 and not before[run - 1].of and _in_run(before[run - 1].stem):
        run -= 1
    role = Span(before[run].start, before[-1].end - 1)
    if speaker.role and speaker.name:
        return replace(speaker, sure=True)
    if before[:run] and before[run - 1].of:
        first = max((i for i, p in enumerate(before[: run - 1]) if p.of), default=-1)
        owner = before[first + 1 : run]
    else:
        owner = before[:run]
    return replace(speaker, role=role, organisation=_span(_plainly(_own(owner))), sure=True)


def is_title(word: str) -> bool:
    """Tell whether the word is a title or a role."""
    word = _plain(word)
    return word.endswith(TITLES) and not word.endswith(NO_TITLE_ENDS) and not (word == "장")


def is_name(word: str) -> bool:
    """Tell whether the word has the shape of a Korean full name; several may be joined by ·."""
    word = _plain(word)
    if "·" in word:
        return all(is_name(w) for w in word.split("·"))
    given = word[2:] if word.startswith(DOUBLE_SURNAMES) and len(word) > 3 else word[1:]
    if len(given) != 2 or not word or word[0] not in SURNAMES or not set(given) <= NAME_SYLLABLES:
        return False
    if word[:2] in PLACES and word[-1] in "도시구군대당인계" or word in COUNTRIES:
        return False
    return not (word.endswith((*TITLES, *GROUPS)) or is_organisation(word) or word.endswith(THINGS) or word in GIVEN)


def is_organisation(word: str) -> bool:
    """Tell whether the word ends as an organisation's name does, or is a country."""
    word = _plain(word)
    return word in COUNTRIES or (
        (len(word) > 2 and word[-1] == "대" and word[:-1] in PLACES) or word not in NO_ORGANISATIONS and (word.endswith(ORGANISATIONS) or word.startswith("㈜"))
    ) or (len(word) > 3 and word.endswith(("대", "부", "청", "처", "원", "당", "사", "국", "시", "도", "군", "구")))


def is_media(word: str) -> bool:
    """Tell whether the word ends as a paper's or a station's name does."""
    return _plain(word).endswith(MEDIA)


def _plain(stem: str) -> str:
    return stem.strip(ASIDE + " ")


def _span(parts: list[Part]) -> Span | None:
    """Return the range of the parts, a bracket at the end left out."""
    if not parts:
        return None
    last = parts[-1]
    cut = len(last.stem) - len(last.stem.rstrip(ASIDE))
    return Span(parts[0].start, last.end - cut)


def _whole(parts: list[Part]) -> Span | None:
    return Span(parts[0].start, parts[-1].end) if parts else None


def _owner(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """Split at the last 의: the organisation (its own words only), and the rest."""
    at = max((i for i, p in enumerate(parts[:-1]) if p.of), default=-1)
    before, rest = parts[: at + 1], parts[at + 1 :]
    first = max((i for i, p in enumerate(before[:-1]) if p.of), default=-1)
    return _own(before[first + 1 :]), rest


def _own(parts: list[Part]) -> list[Part]:
    """Leave out what kind of organisation it is: 빅데이터 기업 데이터브릭스."""
    kind = max((i for i, p in enumerate(parts[:-1]) if _plain(p.stem) in KINDS or p.stem.endswith(("기업", "업체", "기관", "단체", "소속사"))), default=-1)
    parts = parts[kind + 1 :]
    if len(parts) > 1 and parts[-1].stem in ("소속", "출신", "산하"):
        parts = parts[:-1]
    return parts[1:] if parts and _plain(parts[0].stem) in DEICTIC else parts


def _with_ssi(parts: list[Part], head: str) -> Speaker:
    last = parts[-1]
    cut = last.start + len(last.stem.rstrip(ASIDE)) - 1
    short = len(head) <= 3
    name = Span(last.start, cut + 1 if short else cut)
    return Speaker("person", Span(last.start, last.end), name, sure=True, short=False)


def _is_group(parts: list[Part], head: str) -> bool:
    if head.endswith(GROUPS):
        return True
    if head.endswith("들") and head[:-1] not in ("", *PRONOUNS):
        return True
    if head.endswith(("관계자", "소식통", "당국자", "네티즌", "누리꾼")):
        return True
    return head.endswith(VAGUE) and not any(is_name(p.stem) for p in parts[:-1]) and not _given(parts[:-1])


def _given(parts: list[Part]) -> bool:
    return any(_plain(p.stem) in GIVEN or _is_initial(p.stem) for p in parts)


def _like_name(stem: str) -> bool:
    return len(stem) == 3 and stem[0] in SURNAMES and not is_organisation(stem) and stem not in COUNTRIES


def _is_letter(stem: str) -> bool:
    return len(stem) == 1 and "A" <= stem <= "Z"


def _is_initial(stem: str) -> bool:
    return len(stem.rstrip(".")) == 1 and "A" <= stem[0] <= "Z"


def _group(parts: list[Part], whole: Span, head: str) -> Speaker | None:
    if len(parts) == 1 and (head in GROUPS or head in VAGUE or head in ("이들", "그들", "이것들", "것들")):
        return None
    if len(parts) == 2 and parts[0].stem in DEICTIC:
        return Speaker("role", whole, role=whole)
    return Speaker("unnamed", whole, role=whole, sure=True)


def _titled(parts: list[Part], whole: Span) -> Speaker | None:
    """Read a phrase whose last word is a title."""
    run = len(parts) - 1
    while run > 0 and not parts[run - 1].of and _in_run(parts[run - 1].stem):
        run -= 1
    while run < len(parts) - 1 and parts[run].stem in ("겸", "및"):
        run += 1
    role = _whole(parts[run:])
    owner, rest = _owner(parts[:run])
    if parts[:run] and parts[run - 1].of:
        owner, rest = _own(parts[:run]), []
    if not rest:
        return _nameless(parts, whole, owner)
    if len(rest[-1].stem) == 1 and rest[-1].stem in SURNAMES and not _given(rest[-2:-1]):
        return _surnamed(parts, rest, whole)
    names = [i for i, p in enumerate(rest) if is_name(p.stem)]
    if not names and len(rest) > 1 and _like_name(rest[0].stem) and is_organisation(rest[1].stem):
        names = [0]
    if names and names[-1] == len(rest) - 1:
        organisation = _own(rest[:-1]) or owner
        return Speaker("person", whole, _span(rest[-1:]), role, _span(_plainly(organisation)), sure=True)
    if names:
        name = names[0]
        if name + 2 < len(rest) and is_title(rest[name + 1].stem) and rest[name + 2].stem in ("겸", "및"):
            role, rest = _whole(parts[parts.index(rest[name]) + 1 :]), rest[: name + 1]
        return Speaker("person", whole, _span(rest[name : name + 1]), role, _span(_own(rest[name + 1 :])), sure=True)
    return _foreign(parts, rest, owner, role, whole)


def _plainly(parts: list[Part]) -> list[Part]:
    """Return the parts as an organisation, none where they are not one for certain."""
    while parts and (parts[0].stem in DEICTIC or QUOTED in parts[0].stem):
        parts = parts[1:]
    if parts and is_title(parts[-1].stem):
        return []
    if parts and (_plain(parts[-1].stem) in KINDS | {"식당", "회사"} or parts[-1].stem.endswith(THINGS)):
        return []
    return parts


def _in_run(stem: str) -> bool:
    word = _plain(stem)
    return word in _RUN or (is_title(word) and not is_name(word)) or "·" in word and not is_name(word) and len(word) > 5


def _nameless(parts: list[Part], whole: Span, owner: list[Part]) -> Speaker | None:
    """A title with nobody's name: unnamed where it says of what, else no more than a role."""
    first = _plain(parts[0].stem)
    if len(parts) == 1 or (len(parts) == 2 and first in DEICTIC) or not (owner or len(parts) > 2):
        if len(parts) == 2 and len(first) == 1 and first in SURNAMES:
            return Speaker("person", whole, whole, sure=True, short=True)
        return None if len(parts) == 1 and first in NO_TITLES else Speaker("role", whole, role=whole)
    return Speaker("unnamed", whole, role=whole, sure=True)


def _surnamed(parts: list[Part], rest: list[Part], whole: Span) -> Speaker:
    """김 전 총리: the surname with its title is all the passage says."""
    surname = rest[-1]
    if surname.stem in ("이", "한", "구", "도", "시", "전") and parts[-1].stem.endswith(VAGUE):
        return Speaker("unnamed", whole, role=whole, sure=True)
    name = Span(surname.start, parts[-1].end)
    return Speaker("person", name, name, sure=True, short=True)


def _foreign(parts: list[Part], rest: list[Part], owner: list[Part], role: Span | None, whole: Span) -> Speaker:
    """Split a phrase with no Korean name: by a given name, an organisation's ending, a Latin bracket."""
    while rest and _plain(rest[0].stem) in COUNTRIES:
        owner, rest = [rest[0]], rest[1:]
    determined = len(rest) > 1 and rest[0].stem in ("이", "한", "그") and not _given(rest)
    if not rest or determined:
        return Speaker("unnamed", whole, role=whole, sure=True)
    bracket = next((i for i, p in enumerate(rest) if p.stem.endswith(ASIDE)), -1)
    known = next((i for i, p in enumerate(rest) if _plain(p.stem) in GIVEN or _is_initial(p.stem)), -1)
    firm = next((i for i, p in enumerate(rest) if is_organisation(p.stem) or is_media(p.stem)), len(rest))
    if known > 0 and firm > known + 1 and not any(is_title(p.stem) for p in rest[:known]) and firm < len(rest):
        known = 0
    if known >= 0:
        stop = _end_of_name(rest, known, firm, bracket)
        organisation = _plainly(_own(rest[stop:]) or _own(rest[:known]) or owner)
        return Speaker("person", whole, _span(rest[known:stop]), role, _span(organisation), sure=True)
    if 0 < firm < len(rest) and firm < 3:
        return Speaker("person", whole, _span(rest[:firm]), role, _span(rest[firm:]), sure=firm > 1)
    if firm == 0 and len(rest) == 1 or firm == len(rest) - 1:
        return Speaker("unnamed", whole, role=whole, sure=True)
    if firm == 0:
        rest, owner = rest[1:], rest[:1]
    if len(rest) <= 2 and parts[-1].stem.endswith(SURE_TITLES) or bracket == len(rest) - 1:
        return Speaker("person", whole, _span(rest), role, _span(_plainly(owner)), sure=True)
    if len(rest) > 2:
        return Speaker("unnamed", whole, role=whole, sure=True)
    name = Span(rest[0].start, parts[-1].end)
    return Speaker("person", whole, name, organisation=_span(_plainly(owner)), sure=False)


def _end_of_name(rest: list[Part], known: int, firm: int, bracket: int) -> int:
    if bracket >= known:
        return bracket + 1
    stop = known + 1
    while stop < len(rest) and (_is_initial(rest[stop - 1].stem)):
        stop += 1
    stop = min(stop + (not _is_initial(rest[known].stem)), len(rest))
    return min(stop, firm) if firm > known else stop


def _named(parts: list[Part], *, sure: bool) -> Speaker:
    """Read a phrase that ends in a name: [organisation] [occupation] name."""
    owner, rest = _owner(parts)
    before = rest[:-1]
    roles = before[-1:] if before and is_title(before[-1].stem) and not is_name(before[-1].stem) else []
    organisation = _own(before[: len(before) - len(roles)]) or owner
    if organisation and (not (is_organisation(organisation[-1].stem) or roles) or any(is_name(p.stem) for p in organisation)):
        organisation = []
    start = (organisation or roles or rest[-1:])[0].start
    return Speaker(
        "person",
        Span(min(start, rest[-1].start), rest[-1].end),
        _span(rest[-1:]),
        _whole(roles),
        _span(_plainly(organisation)),
        sure=sure,
    )


def _institution(parts: list[Part], head: str) -> Speaker | None:
    """Read a phrase that ends as a paper's or an organisation's name."""
    _, rest = _owner(parts)
    while len(rest) > 1 and (rest[0].stem in COUNTRIES or rest[0].stem in DEICTIC):
        rest = rest[1:]
    deictic = len(parts) > 1 and parts[-2].stem in DEICTIC and parts[-2].stem != "한"
    whole = Span(parts[0].start, parts[-1].end)
    if is_media(head):
        edition = head in ("인터넷판", "온라인판") and len(rest) > 1
        rest = rest[:-1] if edition else rest
        while len(rest) > 1 and rest[0].stem in MEDIA_KINDS:
            rest = rest[1:]
        if deictic or (len(rest) == 1 and not edition and head in MEDIA_KINDS):
            many = len(parts) > 1 and not deictic
            return Speaker("unnamed" if many else "role", whole, role=whole if many else None, sure=many)
        return Speaker("paper", whole, _span(rest), sure=True)
    if len(rest) > 1 and head.isascii() and rest[-2].stem in MEDIA_KINDS:
        return Speaker("paper", whole, _span(rest[-1:]), sure=True)
    if is_organisation(head):
        if deictic or head in ("회사", "업체", "기업", "협회", "위원회", "단체", "재단", "센터", "측", "당", "병원", "학교", "은행", "그룹"):
            return Speaker("role", whole)
        return Speaker("organisation", whole, _span(rest), sure=True)
    return None


def _unknown(parts: list[Part], head: str) -> Speaker | None:
    """Read a phrase of words that are in no list: a foreign name, or nothing that speaks."""
    if head.endswith(THINGS) or head[-1:].isdigit() or (len(head) == 1 and not "가" <= head <= "힣" and not head.isupper()):
        return None
    owner, names = _owner(parts)
    role = None
    if names[0].stem in DEICTIC and len(names) > 1:
        return None
    title = max((i for i, p in enumerate(names[:-1]) if is_title(p.stem) or is_organisation(p.stem) or QUOTED in p.stem), default=-1)
    if title >= 0 and is_title(names[title].stem):
        role = _whole(names[title : title + 1])
    names = names[title + 1 :][-3:]
    names = names[next((i for i, p in enumerate(names) if _given([p])), 0) :]
    loose = not names[-1].stem.endswith(ASIDE)
    while len(names) > 1 and loose and not _given(names[:1]) and (len(names) > 2 or _plain(names[0].stem).isascii()):
        names = names[1:]
    sure = _plain(names[0].stem) in GIVEN or names[-1].stem.endswith(ASIDE) or role is not None
    if len(names[-1].stem) == 1 and not role and not sure and names[-1].stem not in SURNAMES:
        return None
    organisation = owner if owner and (role or is_organisation(owner[-1].stem)) else []
    return Speaker("person", Span(names[0].start, names[-1].end), _span(names), role, _span(_plainly(organisation)), sure=sure)

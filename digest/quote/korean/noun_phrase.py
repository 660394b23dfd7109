"""Reads a Korean noun phrase as a speaker: a person, an organisation, a paper, or somebody unnamed.

Occupation stands before the name (가수 박다라), titles after it (`titles`), 씨 last. A surname is a
syllable, a full name two to four.
"""

from __future__ import annotations

from digest.model import Span
from digest.quote.korean.titles import read_titled, title_run
from digest.quote.korean.view import ASIDE, QUOTED
from digest.quote.korean.word_kinds import (
    Part,
    Speaker,
    any_given,
    is_media,
    is_name,
    is_organisation,
    is_plain_name,
    is_surname,
    is_title,
    own_words,
    plain,
    plain_organisation,
    span_of,
    split_owner,
    unnamed,
    whole_of,
)
from digest.quote.korean.words import (
    BARE_ORGANISATIONS,
    COUNTRIES,
    DEICTIC,
    GROUPS,
    HALLS,
    MEDIA_KINDS,
    OCCUPATIONS,
    PRONOUNS,
    SURNAMES,
    THINGS,
    TITLES,
    VAGUE,
    ends_in,
)

_LONG_TITLES = tuple(t for t in TITLES if len(t) > 1)
_HE = ("그", "그녀", "그이", "그분")
_is_mute, _is_vague, _is_occupation = ends_in((*THINGS, *HALLS)), ends_in(VAGUE), ends_in(OCCUPATIONS)
_SSI = ("씨", "군", "양", "옹")
_THEY = ("이들", "그들", "이것들", "것들")
_MANY = (*GROUPS, "관계자", "소식통", "당국자", "네티즌", "누리꾼")


def read_phrase(parts: list[Part]) -> Speaker | None:
    """Return the phrase as a speaker; None where it can't be one."""
    if not parts or QUOTED in parts[-1].stem or not plain(parts[-1].stem):
        return None
    if any("@" in p.stem for p in parts):
        return None
    while len(parts) > 1 and QUOTED in parts[0].stem:
        parts = parts[1:]
    copula = len(parts) - 2
    while copula >= 0 and not _is_copula(parts[copula].stem):
        copula -= 1
    if copula >= 0:
        return _with_copula(parts[: copula + 1], parts[copula + 1 :])
    head = plain(parts[-1].stem)
    if head in _HE or (len(parts) == 1 and head in PRONOUNS):
        return Speaker("pronoun", Span(parts[0].start, parts[-1].end))
    return _addressed(parts, head) or _described(parts, head)


def _described(parts: list[Part], head: str) -> Speaker | None:
    if _is_group(parts, head):
        return _group(parts, head)
    if is_title(head) and not is_name(head):
        return read_titled(parts)
    if is_name(head):
        return _named(parts)
    return _institution(parts, head) or _unknown(parts, head)


def _is_copula(stem: str) -> bool:
    return (
        len(stem) > 2
        and stem.endswith("인")
        and is_title(stem[:-1])
        and stem[:-1].endswith(_LONG_TITLES)
        and not is_title(stem)
        and (stem[:-1] in TITLES or not is_name(stem))
    )


def _with_copula(before: list[Part], rest: list[Part]) -> Speaker | None:
    """Read 정치학 교수인 …: the role is what the copula says."""
    speaker = read_phrase(rest)
    if speaker is None or speaker.kind != "person":
        return speaker
    run = title_run(before)
    role = Span(before[run].start, before[-1].end - 1)
    if speaker.role and speaker.name:
        return speaker._replace(sure=True)
    if before[:run] and before[run - 1].of:
        first = max((i for i, p in enumerate(before[: run - 1]) if p.of), default=-1)
        owner = before[first + 1 : run]
    else:
        owner = before[:run]
    return speaker._replace(role=role, organisation=span_of(plain_organisation(own_words(owner))), sure=True)


def _addressed(parts: list[Part], head: str) -> Speaker | None:
    """Read a name with 씨, 군, 양: without it where the name is a full one."""
    last = parts[-1]
    if head in _SSI and len(parts) > 1:
        named = _named(parts[:-1])._replace(sure=True)
        short = is_surname(parts[-2].stem)
        return named._replace(name=Span(parts[-2].start, last.end)) if short else named
    called = head[:-1]
    letter = len(called) == 1 and "A" <= called <= "Z"
    if not called or not (head[-1] == "씨" or (head[-1] in "군양" and (letter or is_name(called)))):
        return None
    cut = last.start + len(head)
    if len(head) <= 3:
        return Speaker("person", Span(last.start, last.end), Span(last.start, cut), sure=True)
    return _named([*parts[:-1], Part(called, last.start, cut - 1)])._replace(sure=True)


def _is_group(parts: list[Part], head: str) -> bool:
    many = head.endswith("들") and head[:-1] not in ("", *PRONOUNS)
    if many or (len(parts) > 1 and head.endswith("측")) or head.endswith(_MANY):
        return True
    return _is_vague(head) and not any(is_name(p.stem) for p in parts) and not any_given(parts)


def _group(parts: list[Part], head: str) -> Speaker | None:
    whole = Span(parts[0].start, parts[-1].end)
    if len(parts) == 1 and (head in GROUPS or head in VAGUE or head in _THEY):
        return None
    if len(parts) == 2 and parts[0].stem in DEICTIC:
        return Speaker("role", whole, role=whole)
    return unnamed(whole)


def _named(parts: list[Part]) -> Speaker:
    """Read a phrase that ends in a name: [organisation] [occupation] name."""
    owner, rest = split_owner(parts)
    before = rest[:-1]
    roles = before[-1:] if before and is_title(before[-1].stem) and not is_name(before[-1].stem) else []
    organisation = own_words(before[: len(before) - len(roles)]) or owner
    if organisation and (
        not (is_organisation(organisation[-1].stem) or roles) or any(is_name(p.stem) for p in organisation)
    ):
        organisation = []
    start = (organisation or roles or rest[-1:])[0].start
    return Speaker(
        "person",
        Span(min(start, rest[-1].start), rest[-1].end),
        span_of(rest[-1:]),
        whole_of(roles),
        span_of(plain_organisation(organisation)),
        sure=bool(roles) or is_plain_name(rest[-1].stem),
    )


def _institution(parts: list[Part], head: str) -> Speaker | None:
    """Read a phrase that ends as a paper's or an organisation's name."""
    if not (is_media(head) or is_organisation(head) or head.isascii()):
        return None
    whole = Span(parts[0].start, parts[-1].end)
    _, rest = split_owner(parts)
    while len(rest) > 1 and (rest[0].stem in COUNTRIES or rest[0].stem in DEICTIC):
        rest = rest[1:]
    deictic = len(parts) > 1 and parts[-2].stem in DEICTIC and parts[-2].stem != "한"
    if is_media(head):
        return _medium(parts, rest, head, deictic=deictic)
    if len(rest) > 1 and head.isascii() and rest[-2].stem in MEDIA_KINDS:
        return Speaker("paper", whole, span_of(rest[-1:]), sure=True)
    if not is_organisation(head):
        return None
    if deictic or (len(rest) == 1 and head in BARE_ORGANISATIONS):
        return Speaker("role", whole)
    return Speaker("organisation", whole, span_of(rest), sure=True)


def _medium(parts: list[Part], rest: list[Part], head: str, *, deictic: bool) -> Speaker:
    whole = Span(parts[0].start, parts[-1].end)
    edition = head in ("인터넷판", "온라인판") and len(rest) > 1
    rest = rest[:-1] if edition else rest
    while len(rest) > 1 and rest[0].stem in MEDIA_KINDS:
        rest = rest[1:]
    if deictic or (len(rest) == 1 and not edition and head in MEDIA_KINDS):
        return unnamed(whole) if len(parts) > 1 and not deictic else Speaker("role", whole)
    return Speaker("paper", whole, span_of(rest), sure=True)


def _unknown(parts: list[Part], head: str) -> Speaker | None:
    """Read a phrase of words that are in no list: a foreign name, or nothing that speaks."""
    letter = len(head) == 1 and not "가" <= head <= "힣" and not head.isupper()
    if _is_mute(head) or head[-1].isdigit() or letter:
        return None
    owner, names = split_owner(parts)
    if len(names) > 1 and (names[0].stem in DEICTIC or plain(names[-2].stem) in DEICTIC):
        return None
    before = [is_title(p.stem) or is_organisation(p.stem) or QUOTED in p.stem for p in names[:-1]]
    at = max((i for i, stop in enumerate(before) if stop), default=-1)
    role = whole_of(names[at : at + 1]) if at >= 0 and _is_occupation(names[at].stem) else None
    names = _last_name(names[at + 1 :])
    sure = any_given(names[:1]) or role is not None
    if len(names[-1].stem) == 1 and not sure and names[-1].stem not in SURNAMES:
        return None
    organisation = owner if owner and (role or is_organisation(owner[-1].stem)) else []
    span = Span(names[0].start, names[-1].end)
    return Speaker("person", span, span_of(names), role, span_of(plain_organisation(organisation)), sure=sure)


def _last_name(names: list[Part]) -> list[Part]:
    """Return the words that may be the name: from a given name on, three before a Latin bracket, else two."""
    if len(names) == 1:
        return names
    names = names[-3:]
    names = names[next((i for i, p in enumerate(names) if any_given([p])), 0) :]
    if any_given(names[:1]) or names[-1].stem.endswith(ASIDE):
        return names
    names = names[-2:]
    return names[-1:] if plain(names[0].stem).isascii() else names

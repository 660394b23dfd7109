"""A phrase that speaks, and the role and organisation that stand around a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from digest.quote.english import words as w
from digest.quote.english.names import Token, tokens

DETERMINER = frozenset(("the", "a", "an", "his", "her", "its", "their", "one", "another", "our", "my"))
LINK = frozenset(("of", "and", "for", "the", "&", "at", "in"))
BEFORE_ROLE = w.FUNCTION | w.STOP | w.SAY | w.ADVERB | {"including", "excluding"}
"""Words before a name that belong to no role."""
_NO_ROLE = BEFORE_ROLE - LINK
_AFFILIATION = frozenset(("of", "at", "for", "from", "with"))
_HOUSE_ROLE = re.compile(
    r"chief|ceo|cfo|coo|cto|president|director|manager|spokes|analyst|founder|executive|chair|economist"
    r"|strategist|professor|researcher|scientist|curator|editor|columnist|reporter|correspondent|engineer|vp"
)
_CREDENTIAL = re.compile(r"(?:\d{1,3}|[jJsS]r\.?|[IVX]+|Ph\.?D\.?|M\.?D\.?|[RDI]-[\w.]+|CEO|CFO)$")
_ARTICLE = re.compile(r"(?:an?|the|its|his|her|their)\s+", re.IGNORECASE)
LONGEST_ROLE = 100
LONGEST_BEFORE = 9


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase that speaks: `begin` to `end` in the view, and what it says of the speaker.

    kind "word" is a lone capitalised word, most often a surname; "nominal" names nobody.
    """

    kind: Literal["pronoun", "person", "word", "organisation", "paper", "nominal"]
    name: str
    begin: int
    end: int
    role: str = ""
    organisation: str = ""
    cues: tuple[str, ...] = ()


class Cue(NamedTuple):
    """A speaker's mention, how near it stands, and where its clause ends.

    `near` is False where other words stand between verb and marks, as before a part of a sentence.
    """

    mention: Mention
    near: bool
    end: int
    side: str


def is_role(token: Token) -> bool:
    """Tell whether a word says what a person is."""
    return token.low in w.ROLE or token.low.split("-")[-1] in w.ROLE


def possessive(view: str, token: Token) -> bool:
    """Tell whether an apostrophe follows a word."""
    return view[token.end : token.end + 1] in ("'", "’")


def capital_at(words: list[Token], at: int) -> bool:
    """Tell whether there is a capitalised word at that index."""
    return at < len(words) and words[at].capital


def _ends_role(token: Token) -> bool:
    """Tell whether a word before a name can't belong to the name's role."""
    return token.low in _NO_ROLE and not token.capital


def role_of(view: str, before: list[Token]) -> tuple[str, str]:
    """Split what stands before a name into role and organisation: ("director", "MaRS")."""
    before = [t for t in before if t.low not in w.HONORIFIC][-LONGEST_BEFORE:]
    cut = next((n for n in range(len(before) - 1, -1, -1) if _ends_role(before[n])), None)
    before = before[cut + 1 :] if cut is not None else before
    while before and before[0].low in w.TIME | {"week", "month", "year"}:
        before = before[1:]
    while before and before[0].low in DETERMINER:
        before = before[1:]
    if not before or not any(is_role(t) for t in before):
        return "", ""
    house = 0
    lower = any(not t.capital for t in before)
    if lower:
        while house < len(before) and (before[house].capital or before[house].low in ("of", "and", "&")):
            house += 1
    else:
        house = next(n for n, t in enumerate(before) if is_role(t))
    role = before[house:] or before
    if any(possessive(view, t) for t in before[:house]):
        house = 0 if any(possessive(view, t) for t in role) else house
    role_text = text_of(view, role[0], role[-1])
    odd = any(is_role(t) for t in before[:house]) or (house > 0 and before[house - 1].low in LINK)
    if house == 0 or house == len(before) or odd:
        return role_text, ""
    if not _HOUSE_ROLE.search(role_text.lower()):
        return text_of(view, before[0], before[-1]) if not lower else role_text, ""
    return role_text, text_of(view, before[0], before[house - 1])


def text_of(view: str, one: Token, two: Token) -> str:
    """Return what stands from one word to another."""
    return view[one.start : two.end]


def asides(view: str, mention: Mention, start: int, end: int) -> Mention:
    """Add the role and organisation that stand after a name: ", chief economist at …," or "of …"."""
    if mention.kind not in ("person", "word") or mention.role:
        return mention
    aside = view[start:end]
    of = re.match(r"\s+(?:of|at|for|from|with)\s+", aside)
    if of:
        house = _house(view, start + of.end(), end)
        lone = " " not in house and not house.isupper() and house.lower() not in w.ORGANISATION | w.PAPER
        mention = replace(mention, organisation="" if lone and of[0].strip() in ("of", "from") else house)
        comma = aside.find(",")
        start, aside = (start + comma, aside[comma:]) if comma >= 0 else (end, "")
    if aside.split(",")[0].strip():
        return mention
    offset = start
    for part in aside.split(","):
        piece = part.strip()
        here = offset + (len(part) - len(part.lstrip()))
        offset += len(part) + 1
        if not piece or _CREDENTIAL.match(piece):
            continue
        return _apposed(view, mention, here, here + len(piece))
    return mention


def _apposed(view: str, mention: Mention, start: int, end: int) -> Mention:
    article = _ARTICLE.match(view, start, end)
    start = article.end() if article else start
    words = tokens(view, start, end)
    known = next((n for n, t in enumerate(words) if is_role(t)), None)
    if known is None or words[0].low in w.STOP or end - start > LONGEST_ROLE:
        return mention
    role_end = words[known].end
    house = ""
    for n, token in enumerate(words[known:], known):
        if token.low in ("who", "whose", "which", "that", "when"):
            break
        if (
            token.low in _AFFILIATION
            and n + 1 < len(words)
            and capital_at(words, n + 1 + (words[n + 1].low == "the"))
        ):
            house = _house(view, words[n + 1].start, end)
            break
        role_end = token.end
    return replace(mention, role=view[start:role_end], organisation=house or mention.organisation)


def _house(view: str, start: int, end: int) -> str:
    """Return the organisation that begins at `start`: capitals, with of, and, the, & between."""
    words = tokens(view, start, min(end, start + LONGEST_ROLE))
    if words and words[0].low in ("the", "a", "an"):
        words = words[1:]
    kept: list[Token] = []
    for n, token in enumerate(words):
        gap = view[kept[-1].end : token.start] if kept else " "
        link = token.low in ("of", "and", "for", "the") and capital_at(
            words, n + 1 + (token.low == "of" and n + 1 < len(words) and words[n + 1].low == "the")
        )
        if gap.strip() not in ("", "&", "+", "'s", "’s", "'", "’", "-") or not (
            token.capital or link or token.text[0].isdigit()
        ):
            break
        kept.append(token)
    while kept and not kept[-1].capital:
        kept.pop()
    if not kept:
        return ""
    last = kept[-1]
    stop = last.end + (last.low in ("inc", "corp", "co", "ltd") and view[last.end : last.end + 1] == ".")
    return view[kept[0].start : stop]

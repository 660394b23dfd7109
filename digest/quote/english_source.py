"""Reads a noun phrase that may be a speaker: a name, with its role and organisation, a pronoun, a group.

Rules after the classes of wrong names in English news: the name is the words with capitals after the
role ("Cambridge cartoonist …"), not before it; a possessive is never the speaker ("…'s agent, …");
what follows of, at, for is an organisation or a place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from digest.quote import english_words as w
from digest.quote.english_names import Token, bare, joined, personal, runs, tokens

_DETERMINER = frozenset(("the", "a", "an", "his", "her", "its", "their", "one", "another", "our", "my"))
_LINK = frozenset(("of", "and", "for", "the", "&", "at", "in"))
_AFFILIATION = frozenset(("of", "at", "for", "from", "with"))
_HOUSE_ROLE = re.compile(
    r"chief|ceo|cfo|coo|cto|president|director|manager|spokes|analyst|founder|executive|chair|economist"
    r"|strategist|professor|researcher|scientist|curator|editor|columnist|reporter|correspondent|engineer|vp"
)
_CREDENTIAL = re.compile(r"(?:\d{1,3}|[jJsS]r\.?|[IVX]+|Ph\.?D\.?|M\.?D\.?|[RDI]-[\w.]+|CEO|CFO)$")
_ARTICLE = re.compile(r"(?:an?|the)\s+", re.IGNORECASE)
LONGEST_ROLE = 100
_LONGEST_BEFORE = 9
_SOURCES = frozenset(("familiar", "close", "briefed"))


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


def head(view: str, words: list[Token]) -> tuple[Mention, int] | None:
    """Read the noun phrase that begins with the first word; return it and how many words it took."""
    if not words or words[0].low in w.NOBODY:
        return None
    first = words[0]
    if first.low in w.PRONOUN:
        return Mention("pronoun", first.low, first.start, first.end), 1
    forename = first.low in w.FORENAME_TOO and first.capital and _capital(words, 1)
    phrase = _unbroken(view, words)
    at = _name_after_role(view, phrase)
    if at is not None:
        return _named(view, phrase, at, role_from=0)
    skip = 1 if first.low in _DETERMINER and not (first.low == "the" and _capital(phrase, 1)) else 0
    if skip == 0 and first.low == "the":
        return _the_name(view, phrase)
    if skip == 0 and first.capital and (forename or first.low not in w.FUNCTION or len(first.text) == 1):
        return _named(view, phrase, 0, role_from=0)
    if first.low in w.FUNCTION and not skip:
        return None
    return _nominal(view, phrase)


def _unbroken(view: str, words: list[Token]) -> list[Token]:
    """Return the words up to the first punctuation or verb of saying."""
    kept = [words[0]]
    for token in words[1:]:
        gap = view[kept[-1].end : token.start]
        spaced = (
            gap.isspace() or gap.strip() in ("'s", "’s", "'", "’", "&", "+") or joined(view, kept[-1], token)
        )
        if not spaced or (token.low in w.SAY and not token.capital) or len(kept) > 40:
            break
        kept.append(token)
    return kept


def _capital(words: list[Token], at: int) -> bool:
    return at < len(words) and words[at].capital


def is_role(token: Token) -> bool:
    """Tell whether a word says what a person is."""
    return token.low in w.ROLE or token.low.split("-")[-1] in w.ROLE


def _possessive(view: str, token: Token) -> bool:
    return view[token.end : token.end + 1] in ("'", "’") and bool(token.text)


def _name_after_role(view: str, words: list[Token]) -> int | None:
    """Return where the name begins that stands right after a role in lower case.

    A verb on the way ends the search: in "X replaced mayor Y" the subject is X.
    """
    for n, token in enumerate(words[:-1]):
        if not token.capital and (_verbal(token) or (token.low in w.STOP and token.low not in _LINK)):
            return None
        if words[n + 1].capital and words[n + 1].low not in w.TIME and _leads(view, words, n):
            return n + 1
    return None


def _leads(view: str, words: list[Token], at: int) -> bool:
    """Tell whether the word at `at` stands before a name as a role, a rank, an age or a house does."""
    token, name = words[at], bare(next(runs(view, words[at + 1 :]), []))
    if _possessive(view, token):
        return token.capital and personal(name)
    if token.capital:
        return False
    standing = is_role(token) or token.low in w.STANDING or token.low.endswith("-old")
    both = token.low == "and" and at > 0 and is_role(words[at - 1]) and is_role(words[at + 1])
    if standing or both or words[at + 1].low in w.HONORIFIC:
        return True
    alone = not any(t.capital for t in words[:at]) and token.low not in w.FUNCTION | w.ADVERB
    return alone and personal(name)


def _verbal(token: Token) -> bool:
    """Tell a verb from the nouns and adjectives before a name, by ending or by list."""
    standing = is_role(token) or token.low in w.STANDING
    return not standing and (
        token.low.endswith(("ed", "ing")) or token.low in w.VERB | w.BE | w.SAY | w.JUDGE
    )


def _named(view: str, words: list[Token], at: int, role_from: int) -> tuple[Mention, int] | None:
    """Read a name from word `at` on; what stands before it, from `role_from`, is its role."""
    run = next(runs(view, words[at:]), [])
    if not run or run[0] is not words[at]:
        return None
    cut = next((n for n, t in enumerate(run) if _possessive(view, t)), None)
    if cut is not None:
        return None
    name = bare(run)
    if not name or name[-1].low in w.HONORIFIC | w.TIME or (len(name) == 1 and name[0].low in w.ABBREVIATION):
        return None
    taken = at + len(run)
    last = name[-1]
    lone_role = len(name) == 1 and is_role(last)
    if lone_role and (at or taken < len(words) or not last.capital or len(run) > 1):
        return _nominal(view, words)
    if is_role(last) and not lone_role and not personal(name):
        return _nominal(view, words)
    before = words[role_from : words.index(name[0])]
    if lone_role or (len(name) == 1 and last.low in w.NOMINAL and not _shouted(last)):
        return Mention("word", last.text, words[0].start, last.end), taken
    if taken < len(words) and words[taken].low.removesuffix("s") in w.NOMINAL | w.ROLE:
        return _nominal(view, words)
    mention = _classified(view, words, name, before)
    if mention.kind in ("organisation", "paper") and taken < len(words) and words[taken].low in ("of", "and"):
        longer = next(runs(view, words[taken + 1 :]), [])
        if longer and longer[0] is words[taken + 1]:
            taken += 1 + len(longer)
            mention = replace(mention, name=_text(view, name[0], longer[-1]), end=longer[-1].end)
    return mention, taken


def _classified(view: str, words: list[Token], name: list[Token], before: list[Token]) -> Mention:
    text = _text(view, name[0], name[-1])
    begin, end = words[0].start, name[-1].end
    cues = tuple(t.low for t in before)
    role, house = _role(view, before)
    if personal(name):
        return Mention("person", text, begin, end, role, house, cues)
    lows = {t.low for t in name}
    if sum(t.low not in w.PARTICLE for t in name) == 1 < len(name):
        return Mention("word", text, begin, end, role, house, cues)
    titled = bool(role) or any(c in w.HONORIFIC for c in cues)
    if len(name) == 1 and not lows & (w.ORGANISATION | w.PAPER) and (titled or not _shouted(name[0])):
        return Mention("word", text, begin, end, role, house, cues)
    if titled and len(name) > 1 and not lows & w.PAPER:
        return Mention("person", text, begin, end, role, house, cues)
    return Mention("paper" if lows & w.PAPER else "organisation", text, begin, end)


def _shouted(token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper()


def _the_name(view: str, words: list[Token]) -> tuple[Mention, int] | None:
    """Read "the" and capitals: a publication, an organisation, or a role ("the Prime Minister")."""
    run = next(runs(view, words[1:]), [])
    if not run or any(_possessive(view, t) for t in run):
        return None
    taken = 1 + len(run)
    while taken + 1 < len(words) and words[taken].low in ("of", "for", "and") and words[taken + 1].capital:
        longer = next(runs(view, words[taken + 1 :]))
        run, taken = run + longer, taken + 1 + len(longer)
    if taken < len(words) and words[taken].low not in w.STOP | w.ADVERB and not words[taken].capital:
        return _nominal(view, words)
    lows = {t.low for t in run}
    if is_role(run[-1]):
        return _nominal(view, words)
    paper = bool(lows & w.PAPER)
    begin = words[0] if paper and words[0].capital else run[0]
    text = _text(view, begin, run[-1])
    return Mention("paper" if paper else "organisation", text, words[0].start, run[-1].end), taken


def _nominal(view: str, words: list[Token]) -> tuple[Mention, int] | None:
    """Read a common noun: up to the first preposition, adverb or verb of saying."""
    taken = next((n for n, t in enumerate(words) if n and t.low in w.STOP | w.ADVERB), len(words))
    if words[taken - 1].low in _SOURCES and taken > 1:
        noun, taken = words[taken - 2], min(len(words), taken + _LONGEST_BEFORE)
    else:
        noun = words[taken - 1]
    known = noun.low in w.NOMINAL or is_role(noun) or noun.low.removesuffix("s") in w.ROLE | w.NOMINAL
    if not known or _possessive(view, noun):
        return None
    text = _text(view, words[0], words[taken - 1])
    return Mention("nominal", noun.low, words[0].start, words[taken - 1].end, text, "", (noun.low,)), taken


def _ends_role(token: Token) -> bool:
    """Tell whether a word before a name can't belong to the name's role."""
    return token.low in (w.FUNCTION | w.STOP | w.SAY | w.ADVERB) - _LINK and not token.capital


def _role(view: str, before: list[Token]) -> tuple[str, str]:
    """Split what stands before a name into role and organisation: ("director", "MaRS")."""
    before = [t for t in before if t.low not in w.HONORIFIC][-_LONGEST_BEFORE:]
    cut = next((n for n in range(len(before) - 1, -1, -1) if _ends_role(before[n])), None)
    before = before[cut + 1 :] if cut is not None else before
    while before and before[0].low in w.TIME | {"week", "month", "year"}:
        before = before[1:]
    while before and before[0].low in _DETERMINER:
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
    if any(_possessive(view, t) for t in before[:house]):
        house = 0 if any(_possessive(view, t) for t in role) else house
    role_text = _text(view, role[0], role[-1])
    odd = any(is_role(t) for t in before[:house]) or (house > 0 and before[house - 1].low in _LINK)
    if house == 0 or house == len(before) or odd:
        return role_text, ""
    if not _HOUSE_ROLE.search(role_text.lower()):
        return _text(view, before[0], before[-1]) if not lower else role_text, ""
    return role_text, _text(view, before[0], before[house - 1])


def _text(view: str, one: Token, two: Token) -> str:
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
            and _capital(words, n + 1 + (words[n + 1].low == "the"))
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
        link = token.low in ("of", "and", "for", "the") and _capital(
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

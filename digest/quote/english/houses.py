"""Whom "the company" or "the newspaper" means: the one house of which the sentence before speaks.

Only where that sentence has it for its subject, names no other house, nor anything that may be one, and its
name says what it is: a company has a word of business in it, a museum has its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.model import Attribution
from digest.quote.english import words as w
from digest.quote.english.clauses import opening
from digest.quote.english.mention import Mention, is_role, possessive, text_of
from digest.quote.english.names import bare, runs, tokens
from digest.quote.english.speakers import Speaker

if TYPE_CHECKING:
    from digest.model import Span
    from digest.quote.english.names import Token
    from digest.quote.english.people import People

_LONGEST = 500
_COMPANY = frozenset(("company", "firm"))
_PAPER = frozenset(("newspaper", "paper", "magazine", "broadcaster"))
_REPORTS = frozenset(
    ("reported", "reports", "wrote", "writes", "published", "publishes", "revealed", "reveals")
)
_PAPERS = re.compile(
    r"\b(?:newspapers?|papers?|magazine|broadcaster|" + "|".join(p.title() for p in sorted(w.PAPER)) + r")\b"
)
_WITHIN = frozenset(("in", "near", "at", "across", "on"))
_LINK = frozenset(("of", "for", "and"))


def house_meant(narration: str, people: People, mention: Mention, sentence: Span) -> Speaker | None:
    """Return the house that `mention` (the company) means after a sentence, None where that is not certain."""
    noun, end = mention.cues[-1], min(sentence.end, sentence.start + _LONGEST)
    words = tokens(narration, sentence.start, end)
    found = _subject(narration, words) if mention.role.lower().startswith("the ") else None
    if found is None or not _is_a(narration, noun, found):
        return None
    rest = [t for t in words if t.start >= found.end or t.end <= found.begin]
    if any(t.low == noun for t in rest) or _others(narration, people, rest):
        return None
    return Speaker(Attribution("paper" if noun in _PAPER else "organisation", found.name), found.begin)


def called(speaker: Speaker, noun: str) -> bool:
    """Tell whether a house that spoke before is called by that noun."""
    kind = speaker.attribution.kind
    return kind == "paper" if noun in _PAPER else kind == "organisation" and _fits(noun, speaker.name)


def _fits(noun: str, name: str) -> bool:
    """Tell whether a house of that name is called so: by its own word, a company by one of business."""
    lows = {word.lower().rstrip(".") for word in name.split()}
    return noun in lows or (noun in _COMPANY and bool(lows & w.BUSINESS))


def _subject(narration: str, words: list[Token]) -> Mention | None:
    """Return the house that is the subject of a sentence: its opening, or The and capitals before a verb."""
    mention = opening(narration, words) if words else None
    if mention and mention.kind in ("organisation", "paper"):
        return mention
    run = next(runs(narration, words[1:]), []) if words and words[0].low == "the" else []
    taken = 1 + len(run)
    if not run or run[0] is not words[1] or is_role(run[-1]) or any(possessive(narration, t) for t in run):
        return None
    while taken + 1 < len(words) and words[taken].low in _LINK and words[taken + 1].capital:
        longer = next(runs(narration, words[taken + 1 :]))
        run, taken = run + longer, taken + 1 + len(longer)
    kind = {t.low for t in run} & (w.ORGANISATION | w.PAPER)
    name = text_of(narration, run[0], run[-1])
    return Mention("organisation", name, words[0].start, run[-1].end) if kind else None


def _is_a(narration: str, noun: str, found: Mention) -> bool:
    """Tell whether the subject is what the noun says; The Hallam Courier reported: a paper by what it does."""
    if noun not in _PAPER:
        return found.kind != "paper" and _fits(noun, found.name)
    if found.kind == "paper":
        return True
    lows = {word.lower() for word in found.name.split()}
    does = tokens(narration, found.end, found.end + 30)[:1]
    the = found.end - found.begin > len(found.name) and len(lows) > 1 and not lows & w.ORGANISATION
    return the and bool(does) and does[0].low in _REPORTS and not _PAPERS.search(narration, 0, found.begin)


def _others(narration: str, people: People, words: list[Token]) -> bool:
    """Tell whether the words name another house, or what may be one: all but places, days, and she or he."""
    known = people.between(words[0].start, words[-1].end) if words else []
    for run in runs(narration, words):
        name = bare(run)
        if not name or all(t.low in w.TIME for t in name):
            continue
        before = tokens(narration, max(0, name[0].start - 12), name[0].start)[-1:]
        house = {t.low for t in name} & (w.ORGANISATION | w.PAPER)
        placed = bool(before) and before[0].low in _WITHIN and not house
        person = any(start <= name[-1].start < end and people.gender(full) for start, end, full in known)
        if not (placed or person):
            return True
    return False

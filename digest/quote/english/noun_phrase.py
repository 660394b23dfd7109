"""Reads a noun phrase that may be a speaker: a name, with its role and organisation, a pronoun, a group.

Rules after the classes of wrong names in English news: the name is the words with capitals after the
role ("Cambridge cartoonist …"), not before it; a possessive is never the speaker ("…'s agent, …");
what follows of, at, for is an organisation or a place.
"""

from __future__ import annotations

from dataclasses import replace

from digest.quote.english import words as w
from digest.quote.english.mention import (
    DETERMINER,
    LINK,
    LONGEST_BEFORE,
    Mention,
    capital_at,
    is_role,
    possessive,
    role_of,
    text_of,
)
from digest.quote.english.names import Token, bare, joined, personal, runs

_FUNCTION = w.FUNCTION | w.ADVERB
_VERBS = w.VERB | w.BE | w.SAY | w.JUDGE
_STOPS = w.STOP | w.ADVERB
_SOURCES = frozenset(("familiar", "close", "briefed"))


def head(view: str, words: list[Token]) -> tuple[Mention, int] | None:
    """Read the noun phrase that begins with the first word; return it and how many words it took."""
    if not words or words[0].low in w.NOBODY:
        return None
    first = words[0]
    if first.low in w.PRONOUN:
        return Mention("pronoun", first.low, first.start, first.end), 1
    phrase = _unbroken(view, words)
    at = _name_after_role(view, phrase)
    if at is None and first.low == "the" and capital_at(phrase, 1):
        return _the_name(view, phrase)
    if at is None and first.low in DETERMINER:
        return _nominal(view, phrase)
    return _plain(view, phrase, at)


def _plain(view: str, phrase: list[Token], at: int | None) -> tuple[Mention, int] | None:
    """Read a phrase that begins with no determiner, or whose name is known to begin at `at`."""
    first = phrase[0]
    forename = first.low in w.FORENAME_TOO and capital_at(phrase, 1)
    if at is not None or (
        first.capital and (forename or first.low not in w.FUNCTION or len(first.text) == 1)
    ):
        return _named(view, phrase, at or 0)
    return None if first.low in w.FUNCTION else _nominal(view, phrase)


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


def _name_after_role(view: str, words: list[Token]) -> int | None:
    """Return where the name begins that stands right after a role in lower case.

    A verb on the way ends the search: in "X replaced mayor Y" the subject is X.
    """
    for n, token in enumerate(words[:-1]):
        if not token.capital and (_verbal(token) or (token.low in w.STOP and token.low not in LINK)):
            return None
        if words[n + 1].capital and words[n + 1].low not in w.TIME and _leads(view, words, n):
            return n + 1
    return None


def _leads(view: str, words: list[Token], at: int) -> bool:
    """Tell whether the word at `at` stands before a name as a role, a rank, an age or a house does."""
    token, name = words[at], bare(next(runs(view, words[at + 1 :]), []))
    if possessive(view, token):
        return token.capital and personal(name)
    if token.capital:
        return False
    standing = is_role(token) or token.low in w.STANDING or token.low.endswith("-old")
    both = token.low == "and" and at > 0 and is_role(words[at - 1]) and is_role(words[at + 1])
    if standing or both or words[at + 1].low in w.HONORIFIC:
        return True
    thing = token.low in w.NOMINAL  # a letter Mary Jones received
    alone = not any(t.capital for t in words[:at]) and token.low not in _FUNCTION and not thing
    return alone and personal(name)


def _verbal(token: Token) -> bool:
    """Tell a verb from the nouns and adjectives before a name, by ending or by list."""
    standing = is_role(token) or token.low in w.STANDING
    return not standing and (token.low.endswith(("ed", "ing")) or token.low in _VERBS)


def _named(view: str, words: list[Token], at: int) -> tuple[Mention, int] | None:
    """Read a name from word `at` on; what stands before it is its role."""
    run = next(runs(view, words[at:]), [])
    name = bare(run)
    if not name or run[0] is not words[at] or _empty(name):
        return None
    if any(possessive(view, t) for t in run):
        return _nominal(view, words) if at == 0 else None
    taken, last = at + len(run), name[-1]
    lone_role = len(name) == 1 and is_role(last)
    alone = not at and taken == len(words) and len(run) == 1
    modifier = taken < len(words) and words[taken].low.removesuffix("s") in w.NOMINAL | w.ROLE
    if modifier or (lone_role and not alone) or (is_role(last) and not lone_role and not personal(name)):
        return _nominal(view, words)
    if lone_role or (len(name) == 1 and last.low in w.NOMINAL and not _shouted(last)):
        return Mention("word", last.text, words[0].start, last.end), taken
    mention = _classified(view, words, name, words[: words.index(name[0])])
    if mention.kind in ("organisation", "paper") and taken < len(words) and words[taken].low in ("of", "and"):
        longer = next(runs(view, words[taken + 1 :]), [])
        if longer and longer[0] is words[taken + 1]:
            taken += 1 + len(longer)
            mention = replace(mention, name=text_of(view, name[0], longer[-1]), end=longer[-1].end)
    return mention, taken


def _empty(name: list[Token]) -> bool:
    """Tell a title or a day that no name follows: no one is called Const. or Sunday."""
    return len(name) == 1 and name[0].low in w.HONORIFIC | w.TIME | w.ABBREVIATION


def _classified(view: str, words: list[Token], name: list[Token], before: list[Token]) -> Mention:
    text = text_of(view, name[0], name[-1])
    begin, end = words[0].start, name[-1].end
    cues = tuple(t.low for t in before)
    role, house = role_of(view, before)
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
    if not run or any(possessive(view, t) for t in run):
        return None
    taken = 1 + len(run)
    while taken + 1 < len(words) and words[taken].low in ("of", "for", "and") and words[taken + 1].capital:
        longer = next(runs(view, words[taken + 1 :]))
        run, taken = run + longer, taken + 1 + len(longer)
    if taken < len(words) and words[taken].low not in _STOPS and not words[taken].capital:
        return _nominal(view, words)
    paper = bool({t.low for t in run} & w.PAPER)
    if is_role(run[-1]) and not (paper or (len(run) > 1 and run[-1].low == "star")):
        return _nominal(view, words)
    paper = paper or run[-1].low in ("star", "sun", "mail")
    begin = words[0] if paper and words[0].capital else run[0]
    text = text_of(view, begin, run[-1])
    return Mention("paper" if paper else "organisation", text, words[0].start, run[-1].end), taken


def _nominal(view: str, words: list[Token]) -> tuple[Mention, int] | None:
    """Read a common noun: up to the first preposition, adverb or verb of saying."""
    taken = next((n for n, t in enumerate(words) if n and t.low in _STOPS), len(words))
    if words[taken - 1].low in _SOURCES and taken > 1:
        noun, taken = words[taken - 2], min(len(words), taken + LONGEST_BEFORE)
    else:
        noun = words[taken - 1]
    known = noun.low in w.NOMINAL or is_role(noun) or noun.low.removesuffix("s") in w.ROLE | w.NOMINAL
    if not known or possessive(view, noun):
        return None
    text = text_of(view, words[0], words[taken - 1])
    return Mention("nominal", noun.low, words[0].start, words[taken - 1].end, text, "", (noun.low,)), taken

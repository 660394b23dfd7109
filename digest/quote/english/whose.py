"""Reads a sentence that says whose the words before it were: "That was the promise of X", "So said X"."""

from __future__ import annotations

import re

from digest.quote.english import words as w
from digest.quote.english.clauses import apposed, chunks_of, inverts, whole_phrase
from digest.quote.english.mention import Cue, Mention, possessive, role_of, text_of
from digest.quote.english.names import Token, bare, personal, runs, tokens

_LONGEST = 300
_NOUN = rf"(?:\w+ ){{0,2}}(?:{'|'.join(sorted(w.UTTERANCE))})s?"
_THAT = (
    r"\W*(?:(?:And|But|Or|So) )?(?:That|This|These|Those|Such)(?:,[^,.\n]{1,30},)?"
    r" (?:is|was|are|were|remains|remained|has been|had been)(?:,[^,.\n]{1,30},| at least)? "
    r"(?!not |never |hardly |no )"
)
_OF = re.compile(
    rf"{_THAT}(?:the |one |an? )?{_NOUN} (?:(?:given|made|offered) )?(?:of|from|by) ", re.IGNORECASE
)
_OWN = re.compile(rf"{_THAT}(?=\S[^.\n]{{0,80}}['’]s? {_NOUN}\b)", re.IGNORECASE)
_WHAT = re.compile(rf"{_THAT}(?:what|how|the way) ", re.IGNORECASE)
_SO = re.compile(r"\W*(?:So|Thus) (?=[a-z])")
_PUTS = w.SAY | {"put", "puts", "sees", "saw", "feels", "felt"}
_A_VIEW = re.compile(rf"(?:['’]s? {_NOUN}|\b{_NOUN} (?:of|from|by))\b", re.IGNORECASE)


def whose(view: str, start: int, end: int) -> Cue | None:
    """Return whose words a sentence calls what stands in marks before it, None where it does not say for certain."""
    end = min(end, start + _LONGEST)
    if "\x01" in view[start:end]:
        return None  # it leads up to words of its own
    for pattern, read in ((_OF, _apposed), (_SO, _inverted), (_WHAT, _puts), (_OWN, _owner)):
        found = pattern.match(view, start, end)
        mention = read(view, tokens(view, found.end(), end)) if found else None
        if mention:
            return Cue(mention, near=True, end=end, side="after")
    return None


def views(view: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of somebody's promise, answer, view: what is said beside it may be theirs."""
    return any(p.match(view, start, end) for p in (_OF, _WHAT)) or bool(_A_VIEW.search(view, start, end))


def _apposed(view: str, words: list[Token]) -> Mention | None:
    more = any(chunk[0].low in ("and", "or") for chunk in chunks_of(view, words)[1:]) if words else True
    return None if more else apposed(view, words)


def _inverted(view: str, words: list[Token]) -> Mention | None:
    return _apposed(view, words[1:]) if len(words) > 1 and inverts(words[0]) else None


def _puts(view: str, words: list[Token]) -> Mention | None:
    verb = next((n for n, t in enumerate(words) if t.low in _PUTS and not t.capital), 0)
    return whole_phrase(view, words[:verb])


def _owner(view: str, words: list[Token]) -> Mention | None:
    """Read "X's promise", X a full name."""
    run = next(runs(view, words), [])
    name = bare(run)
    if not name or not personal(name) or not possessive(view, name[-1]):
        return None
    before = words[: words.index(name[0])]
    role, house = role_of(view, before)
    return Mention(
        "person",
        text_of(view, name[0], name[-1]),
        words[0].start,
        name[-1].end,
        role,
        house,
        tuple(t.low for t in before),
    )

"""Where the story stands on a pasted page: each line is given a worth, and the run worth most is it.

A line is worth its width less 60 columns (what a menu, a button and most headlines stay under), and
45 more where it closes a sentence. Furniture by the catalogue costs a fixed price: little for what may
stand inside a story, more than a paragraph can bring in for what foots one. What follows the foot of a
story counts less than what came before it. A list inside a story is borne: behind two paragraphs each
further short line costs less than the one before. The figures were found on labelled pages of twenty
languages; none of them is sharp (a fifth more or less moves F1 by under .005).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.clean.dump_chrome import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.clean.dump_chrome import Kind
    from digest.clean.lines import Line

PRICE = 60
WIDEST_WORTH = 300
"""No line counts for more columns than this: one endless line shall not outweigh a story."""
SENTENCE = 45
OPEN = 0.6
"""What a column counts in a line that closes no sentence: a long headline, a list of links."""
COST = {"drop": 60, "foot": 250, "aside": 40, "summary": 200, "reply": 120, "caption": 40, "author": 0}
LISTED = -40
"""What any line costs inside a list of entries (comments, teasers with their time)."""
NEAR = 24
"""How many lines three marks of an entry may span to make a list."""
BORNE = 0.85
"""How much of its price each further short line in a row costs, down to LEAST."""
LEAST = 5
LONELY = 0.8
"""What a sentence counts that stands alone between short lines, as in a menu with explanations."""
BOXED = 0.3
"""What it counts below the foot of a story, until two sentences follow each other: teasers."""
PARAGRAPH = 100
"""From what worth on even a lonely sentence is a paragraph of a story."""
TRUST = 8
"""How many such sentences in a row make the page a list again, whose short lines cost their whole price."""
BEHIND_COMMENTS, BEHIND_FOOT = 0.5, 0.7
ENOUGH = 300
"""How much worth must stand above a foot for it to be the foot of a story."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A line with its kind (None: no furniture) and whether it stands in a list of entries."""

    line: Line
    kind: Kind | None
    listed: bool = False

    @property
    def prose(self) -> bool:
        """Whether it may be of the story and closes a sentence."""
        return self.kind is None and self.line.ends and not self.listed


@dataclass(frozen=True, slots=True)
class Run:
    """Lines `start` to `end` (exclusive), and what they are worth together."""

    start: int
    end: int
    worth: float


def mark(lines: Sequence[Line]) -> list[Marked]:
    """Return each line with its kind, and tell which stand in a list: between marks that come again soon."""
    kinds = [kind_of(line.text, line.width) for line in lines]
    flags = [False] * len(kinds)
    marks = [i for i, kind in enumerate(kinds) if kind is not None and kind.role == "reply"]
    for first, last in zip(marks, marks[2:], strict=False):
        if last - first <= NEAR:
            flags[first : last + 1] = [True] * (last + 1 - first)
    return [Marked(line, kind, flag) for line, kind, flag in zip(lines, kinds, flags, strict=True)]


def worths(marked: Sequence[Marked]) -> list[float]:
    """Return what each line speaks for being story, its neighbours and what stands above it counted in."""
    plain = [_plain_worth(m) for m in marked]
    found: list[float] = []
    streak, lonely_ones, seen, share, trusted, boxed = 0, 0, 0.0, 1.0, False, False
    for i, (m, worth) in enumerate(zip(marked, plain, strict=True)):
        if m.kind is not None:
            if seen > ENOUGH and m.kind.role == "foot":
                share = min(share, BEHIND_COMMENTS if m.kind.name == "comments" else BEHIND_FOOT)
            if m.kind.role not in ("caption", "drop", "author"):
                streak, trusted = 0, False
                boxed = seen > ENOUGH and m.kind.role != "aside"
            found.append(worth)
        elif worth < 0:
            found.append(-max(LEAST, -worth * BORNE**streak) if trusted and worth < -LEAST else worth)
            streak += 1
        else:
            lonely = (i == 0 or plain[i - 1] < 0) and (i + 1 == len(plain) or plain[i + 1] < 0)
            lonely_ones = lonely_ones + 1 if lonely else 0
            trusted = not lonely or (trusted and lonely_ones < TRUST)
            boxed = boxed and lonely
            counted = worth * (BOXED if boxed else LONELY if lonely else 1.0)
            if not lonely or counted > PARAGRAPH:
                streak = 0
            seen += counted
            found.append(counted * share)
    return found


def best_run(found: Sequence[float]) -> Run:
    """Return the run with the greatest sum (Kadane's algorithm); the first of several."""
    best, start, total = Run(0, 0, 0.0), 0, 0.0
    for i, worth in enumerate(found):
        if total <= 0:
            start, total = i, 0.0
        total += worth
        if total > best.worth:
            best = Run(start, i + 1, total)
    return best


def _plain_worth(m: Marked) -> float:
    if m.kind is not None:
        return -COST[m.kind.role]
    width = min(m.line.width, WIDEST_WORTH)
    worth = width - PRICE + SENTENCE if m.line.ends else width * OPEN - PRICE
    return min(worth, LISTED) if m.listed else worth

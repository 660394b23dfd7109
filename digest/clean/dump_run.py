"""Where the story stands on a pasted page: each line is given a worth, and the run worth most is it.

A line is worth its width less 60 columns (what a menu, a button and most headlines stay under), more
where it closes a sentence, much less where it is furniture by the catalogue. What foots a story, and
each entry of a list, costs more than one paragraph can bring in, so that a run crosses it only with
a good deal of text on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.clean.dump_chrome import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.clean.dump_chrome import Kind
    from digest.clean.lines import Line

PAR = 60
CAP = 300
ENDBONUS = 20
NOEND = 0.6
COST = {"drop": 60, "foot": 250, "aside": 40, "summary": 200, "reply": 120, "caption": 40}
LISTED = -40
LATE = 1.0

@dataclass(frozen=True, slots=True)
class Run:
    """Lines `start` to `end` (exclusive), and what they are worth together."""

    start: int
    end: int
    worth: float


def worth_of(line: Line, kind: Kind | None) -> float:
    """Return what one line speaks for being story."""
    if kind is not None:
        return -COST[kind.role]
    width = min(line.width, CAP)
    if line.ends:
        return width - PAR + ENDBONUS
    return width * NOEND - PAR


def listed(kinds: Sequence[Kind | None]) -> list[bool]:
    """Tell which lines stand in a list of entries: between marks of an entry that come again soon."""
    flags = [False] * len(kinds)
    marks = [i for i, kind in enumerate(kinds) if kind is not None and kind.role == "reply"]
    for a, b, c in zip(marks, marks[1:], marks[2:], strict=False):
        if c - a <= 24:
            flags[a : c + 1] = [True] * (c + 1 - a)
    return flags


def best_run(worths: Sequence[float]) -> Run:
    """Return the run with the greatest sum (Kadane); the first of several."""
    best, start, total = Run(0, 0, 0.0), 0, 0.0
    for i, worth in enumerate(worths):
        if total <= 0:
            start, total = i, 0.0
        total += worth
        if total > best.worth:
            best = Run(start, i + 1, total)
    return best

"""Plain ways to find the story in a pasted page, to compare with: all of them see the widths of the lines only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.language import width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LONG = 60
"""Columns from which a line is long."""
_BETWEEN = 3


def everything(page: Sequence[str]) -> set[int]:
    """Return the numbers, from 0, of all lines with words."""
    return {n for n, line in enumerate(page) if line.strip()}


def longest_block(page: Sequence[str]) -> set[int]:
    """Return the lines of the block with the most columns in long lines; up to 3 short ones may stand between."""
    widths = [width(line.strip()) for line in page]
    blocks: list[list[int]] = []
    short = _BETWEEN + 1
    for n in (n for n, columns in enumerate(widths) if columns):
        if widths[n] < _LONG:
            short += 1
        else:
            if short > _BETWEEN:
                blocks.append([])
            blocks[-1].append(n)
            short = 0
    best = max(blocks, key=lambda block: sum(widths[n] for n in block), default=[])
    return {n for n in range(best[0], best[-1] + 1) if widths[n]} if best else set()


def max_sum_run(page: Sequence[str]) -> set[int]:
    """Return the lines of the run whose sum of (width - 60) is the greatest (Kadane); empty lines count 0."""
    best, best_sum, start, total = (0, 0), 0, 0, 0
    for n, line in enumerate(page):
        columns = width(line.strip())
        total += columns - _LONG if columns else 0
        if total <= 0:
            start, total = n + 1, 0
        elif total > best_sum:
            best, best_sum = (start, n + 1), total
    return {n for n in range(*best) if page[n].strip()}


BASELINES: dict[str, Callable[[Sequence[str]], set[int]]] = {
    "max-sum run": max_sum_run,
    "longest block": longest_block,
    "everything": everything,
}

"""A row of the table that benchmarks/quality prints, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Row:
    """One figure of one step on one set, beside the same figure of others in the same run.

    `ours` and the values of `others` are shares of 1 unless `metric` says otherwise; `texts_s` is how
    many texts a second the step took in.
    """

    step: str
    data: str
    language: str
    metric: str
    ours: float
    others: dict[str, float] = field(default_factory=dict)
    texts_s: float = 0.0


def lines(rows: Iterable[Row]) -> Iterable[str]:
    """Yield the table, a line a row."""
    yield f"{'step':<12}{'set':<10}{'language':<12}{'figure':<28}{'ours':>7}{'texts/s':>9}  others in the same run"
    for row in rows:
        others = ", ".join(f"{name} {value:.3f}" for name, value in row.others.items())
        speed = f"{row.texts_s:9.0f}" if row.texts_s else " " * 9
        yield f"{row.step:<12}{row.data:<10}{row.language:<12}{row.metric:<28}{row.ours:7.3f}{speed}  {others}"

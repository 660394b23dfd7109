"""How far a sending is, on stderr: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from digest.cli import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Tell = Callable[[Mapping[str, int]], None]

_EVERY = 30.0
"""Seconds between two lines where nobody looks at a bar."""
_SMOOTH = 0.2
"""Seconds between two looks at the counts."""


@contextmanager
def sending(*, shown: bool) -> Iterator[Tell]:
    """Yield what is told the counts of the ledger whenever they change."""
    if not shown:
        yield lambda _: None
    elif show.err.is_terminal:
        with _bar() as bar:
            yield _every(_SMOOTH, _on_bar(bar))
    else:
        yield _every(_EVERY, lambda done, total, rate: show.err.say(line(done, total, rate)), first=_EVERY)


def line(done: int, total: int, rate: float) -> str:
    """Return how far it is in words: "1,200 of 2,000 done, 310 a second, 3 s left"."""
    return f"{done:,} of {total:,} done, {pace(total - done, rate)}"


def pace(left: int, rate: float) -> str:
    """Return a rate and how long what is left takes at it."""
    if rate <= 0:
        return "waiting"
    return (
        f"{rate:,.0f} a second, {duration(left / rate)} left"
        if rate >= 1
        else f"{duration(left / rate)} left"
    )


def duration(seconds: float) -> str:
    """Return "40 s", "12 min", "3 h 20 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def _bar() -> Progress:
    columns = (TextColumn("sending"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=show.err, transient=True)


def _on_bar(bar: Progress) -> Callable[[int, int, float], None]:
    task = bar.add_task("", total=None)

    def draw(done: int, total: int, rate: float) -> None:
        bar.update(task, total=total, completed=done, description=pace(total - done, rate))

    return draw


def _every(seconds: float, draw: Callable[[int, int, float], None], *, first: float = 0.0) -> Tell:
    """Return what draws at most every so many seconds, with the rate since some looks ago."""
    looks: list[tuple[float, int]] = []
    due = time.monotonic() + first

    def tell(counts: Mapping[str, int]) -> None:
        nonlocal due
        now = time.monotonic()
        done = sum(counts[state] for state in ("accepted", "refused", "unknown", "left"))
        if not looks:
            looks.append((now, done))
        if now < due:
            return
        due = now + seconds
        looks.append((now, done))
        del looks[:-50]  # the rate is that of the last fifty looks
        began, before = looks[0]
        draw(done, sum(counts.values()), (done - before) / (now - began) if now > began else 0.0)

    return tell

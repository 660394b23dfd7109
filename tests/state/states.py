"""States and lists for the tests of subscribers."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.deliver import read_subscribers
from digest.model import Problem
from digest.state.people import take
from digest.state.store import open_state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.state.people import Entry, Taken
    from digest.state.store import State

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@contextmanager
def state_in(folder: Path) -> Iterator[State]:
    with open_state(folder / "state" / "digest.sqlite3") as state:
        yield state


def saved(folder: Path, content: str | bytes, name: str = "readers.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def entries(path: Path) -> list[Entry]:
    return [row for row in read_subscribers(path) if not isinstance(row, Problem)]


def problems(path: Path) -> list[Problem]:
    return [row for row in read_subscribers(path) if isinstance(row, Problem)]


def taken(state: State, folder: Path, content: str, name: str = "readers.csv") -> Taken:
    """Import a list that has no fault."""
    path = saved(folder, content, name)
    assert problems(path) == []
    return take(state, entries(path), NOW)

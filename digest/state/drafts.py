"""The drafts handed over: one an edition and service, noted before the service is asked to make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import StoppedError

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model import Draft
    from digest.state.store import State

_COLUMNS = "id, state, content, seen, at, url, changed"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of an edition at a service: a row of `draft` in schema.sql.

    `state` "creating": the service was asked to make it, and no answer is known. `content` is a hash of what
    was handed over last, `seen` of what the service showed then, both "" until that has ended well.
    """

    id: str
    state: str
    content: str
    seen: str
    at: str
    url: str
    changed: str


def kept(state: State, edition: str, service: str) -> Kept | None:
    """Return what is known of it."""
    row = state.row(f"SELECT {_COLUMNS} FROM draft WHERE edition = ? AND service = ?", (edition, service))  # noqa: S608
    return Kept(*row) if row else None


def of_edition(state: State, edition: str) -> list[tuple[str, Kept]]:
    """Return each service that was asked to take an edition, and what is known of it there."""
    rows = state.rows(f"SELECT service, {_COLUMNS} FROM draft WHERE edition = ? ORDER BY service", (edition,))  # noqa: S608
    return [(service, Kept(*row)) for service, *row in rows]


def begin(state: State, edition: str, service: str, before: Kept | None, now: datetime) -> Kept:
    """Note that the service is about to be asked for a draft; it is on the disk when this returns.

    `before` is what was known when that was decided. Raises StoppedError where another run was faster.
    """
    with state.transaction():
        if kept(state, edition, service) != before:
            what = f"another run hands {edition} over to {service}"
            raise StoppedError(what, where=str(state.path), mend="run it again when that has ended")
        row = Kept("", "creating", "", "", "", "", now.isoformat(timespec="milliseconds"))
        _write(state, edition, service, row)
    return row


def forget(state: State, edition: str, service: str) -> None:
    """Take back `begin`: the service certainly made none."""
    args = (edition, service)
    with state.transaction():
        state.run("DELETE FROM draft WHERE edition = ? AND service = ? AND state = 'creating'", args)


def keep(state: State, edition: str, service: str, draft: Draft, content: str, now: datetime) -> None:
    """Note how it stands at the service, and the hash of what was handed over: "" while that is under way."""
    seen = draft.seen if content else ""
    changed = now.isoformat(timespec="milliseconds")
    with state.transaction():
        row = Kept(draft.id, draft.state, content, seen, draft.at, draft.url, changed)
        _write(state, edition, service, row)


def _write(state: State, edition: str, service: str, row: Kept) -> None:
    values = (edition, service, row.id, row.state, row.content, row.seen, row.at, row.url, row.changed)
    marks = ", ".join("?" * len(values))
    state.run(f"INSERT OR REPLACE INTO draft (edition, service, {_COLUMNS}) VALUES ({marks})", values)  # noqa: S608

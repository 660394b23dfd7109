"""Who must not get mail, whatever a list says: suppressing, leaving, coming back. Plain functions on an open State.

A mailbox is written as `digest.deliver.address.same_mailbox` gives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.state.ledger import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.state.store import State

REASONS = ("unsubscribed", "bounced", "editor", "complained")
"""Why somebody gets no mail, each going before those in front of it: nobody who complained comes back by a link."""
BY_READER = "by the reader"
"""The note of one who left by a link of ours, and may come back by one."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A line of the list. `note` says by whom or through what."""

    mailbox: str
    reason: str
    since: str
    note: str = ""


def suppress(state: State, mailbox: str, reason: str, now: datetime, note: str = "") -> bool:
    """Put a mailbox on the list, known or not; returns whether that changed anything.

    `reason` is one of REASONS; one that goes before the reason that stands there takes its place.
    Call it inside a transaction.
    """
    stands = state.row("SELECT reason FROM suppression WHERE mailbox = ?", (mailbox,))
    if stands and REASONS.index(stands[0]) >= REASONS.index(reason):
        return False
    state.run(
        "INSERT OR REPLACE INTO suppression (mailbox, reason, since, note) VALUES (?, ?, ?, ?)",
        (mailbox, reason, stamp(now), note),
    )
    if reason != "editor":  # that is no state that a reader is in
        _set_status(state, mailbox, reason, now)
    return True


def lift(state: State, mailbox: str, now: datetime) -> bool:
    """Take a mailbox off the list, by the editor's express word only; returns whether it stood there."""
    with state.transaction():
        stood = bool(state.run("DELETE FROM suppression WHERE mailbox = ?", (mailbox,)))
        if stood:
            _set_status(state, mailbox, "active", now)
    return stood


def leave(state: State, public: str, now: datetime) -> None:
    """Let the reader with this opaque id leave; nothing happens for one who has left, or whom nobody knows."""
    with state.transaction():
        mailbox = _mailbox(state, public)
        if mailbox is not None:
            suppress(state, mailbox, "unsubscribed", now, BY_READER)


def come_back(state: State, public: str, now: datetime) -> bool:
    """Undo `leave`, and nothing else than that; returns whether the reader gets mail now."""
    with state.transaction():
        mailbox = _mailbox(state, public)
        if mailbox is None:
            return False
        if may_come_back(state, public):
            state.run("DELETE FROM suppression WHERE mailbox = ?", (mailbox,))
            _set_status(state, mailbox, "active", now)
        return gets_mail(state, public)


def may_come_back(state: State, public: str) -> bool:
    """Tell whether the reader left by a link of ours, and nothing else stands against them."""
    row = state.row(
        "SELECT 1 FROM subscriber r JOIN suppression s USING (mailbox)"
        " WHERE r.public = ? AND s.reason = 'unsubscribed' AND s.note = ?",
        (public, BY_READER),
    )
    return row is not None


def gets_mail(state: State, public: str) -> bool:
    """Tell whether the reader gets mail as things stand."""
    row = state.row(
        "SELECT 1 FROM subscriber r WHERE public = ? AND status = 'active'"
        " AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.mailbox = r.mailbox)",
        (public,),
    )
    return row is not None


def is_suppressed(state: State, mailbox: str) -> bool:
    """Tell whether a mailbox is on the list."""
    return state.row("SELECT 1 FROM suppression WHERE mailbox = ?", (mailbox,)) is not None


def suppressions(state: State) -> Iterator[Suppression]:
    """Yield the list in the order of its mailboxes."""
    for row in state.rows("SELECT mailbox, reason, since, note FROM suppression ORDER BY mailbox"):
        yield Suppression(*row)


def _mailbox(state: State, public: str) -> str | None:
    row = state.row("SELECT mailbox FROM subscriber WHERE public = ?", (public,))
    return str(row[0]) if row else None


def _set_status(state: State, mailbox: str, status: str, now: datetime) -> None:
    state.run(
        "UPDATE subscriber SET status = ?, changed = ? WHERE mailbox = ?", (status, stamp(now), mailbox)
    )

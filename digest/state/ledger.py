"""The ledger: to whom an edition goes, and what became of each message. Plain functions on an open State.

planned → in flight → accepted | refused | unknown      a row for each reader, frozen when the first send begins
   ↑          └ deferred (certainly not accepted)
   └── left: who has left since, or stands on the suppression list, gets no mail

'In flight' is on the disk before the wire; what is found in flight by the next run became unknown, and goes again
only on the editor's word (`forget_unknown`), or as the same call while the provider's key lives (`retake`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Literal

from digest.model import Subscriber

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from digest.state.store import State

STATES = ("planned", "in flight", "accepted", "refused", "unknown", "left")
"""Every state of a delivery, in the order of a life."""


def stamp(now: datetime) -> str:
    """Return a time as the ledger writes it: UTC, to the millisecond, so that later times compare as larger."""
    return now.astimezone(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Sending:
    """What is known of an edition's sending beside its deliveries. `content` is the hash of what was frozen."""

    edition: str
    content: str
    provider: str
    began: str = ""
    readers: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One reader's row: `number` is its place in the order of sending, `tries` how often it was deferred."""

    number: int
    reader: Subscriber
    tries: int = 0
    state: str = "planned"
    detail: str = ""
    provider_id: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """Deliveries that go to the provider together. `key` follows from the edition and its readers alone."""

    key: str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What was taken to be sent now, whom it left out, and after which number to look next."""

    calls: tuple[Call, ...]
    left: int
    after: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a delivery that was in flight; "planned" where it certainly was not accepted."""

    number: int
    state: Literal["planned", "accepted", "refused", "unknown"]
    detail: str = ""
    provider_id: str = ""


def freeze(
    state: State, sending: Sending, letter: bytes, readers: Iterable[Subscriber], now: datetime
) -> Sending:
    """Put down what goes and to whom, all of it or nothing; returns it with the number of readers.

    `readers` may read from the same State, and is not held in memory. Raises sqlite3.IntegrityError for an
    edition that is frozen already, and what State raises.
    """
    at = stamp(now)
    count = 0

    def rows() -> Iterator[tuple[str, int, str, str, str, str, str]]:
        nonlocal count
        for count, reader in enumerate(readers, start=1):
            yield sending.edition, count, reader.id, reader.email, reader.name, reader.language, at

    with state.transaction():
        state.run(
            "INSERT INTO sending (edition, content, provider, began, readers, letter) VALUES (?, ?, ?, ?, 0, ?)",
            (sending.edition, sending.content, sending.provider, at, letter),
        )
        state.run_many(
            "INSERT INTO delivery (edition, number, public, email, name, language, changed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows(),
        )
        state.run("UPDATE sending SET readers = ? WHERE edition = ?", (count, sending.edition))
    return Sending(sending.edition, sending.content, sending.provider, at, count)


def sending_of(state: State, edition: str) -> Sending | None:
    """Return what is known of an edition's sending; None where none has begun."""
    row = state.row(
        "SELECT edition, content, provider, began, readers FROM sending WHERE edition = ?", (edition,)
    )
    return Sending(*row) if row else None


def letter_of(state: State, edition: str) -> bytes:
    """Return the frozen bytes of an edition whose sending has begun."""
    row = state.row("SELECT letter FROM sending WHERE edition = ?", (edition,))
    if row is None:
        raise KeyError(edition)
    return bytes(row[0])


def counts(state: State, edition: str) -> dict[str, int]:
    """Return how many deliveries are in each state, every state named."""
    found = dict(
        state.rows("SELECT state, count(*) FROM delivery WHERE edition = ? GROUP BY state", (edition,))
    )
    return {name: found.get(name, 0) for name in STATES}


def deliveries(state: State, edition: str, in_state: str) -> Iterator[Delivery]:
    """Yield the deliveries in a state, in the order of sending."""
    rows = state.rows(
        "SELECT number, public, email, name, language, tries, state, detail, provider_id, changed FROM delivery"
        " WHERE edition = ? AND state = ? ORDER BY number",
        (edition, in_state),
    )
    for number, public, email, name, language, *rest in rows:
        yield Delivery(number, Subscriber(email, name, language, public), *rest)


def claim(
    state: State,
    edition: str,
    now: datetime,
    *,
    calls: int,
    batch: int,
    after: int = 0,
    again: Sequence[int] = (),
) -> Claim:
    """Take up to `calls` calls of `batch` deliveries: those of `again` that are planned, then those behind `after`.

    Call it inside a transaction: when that has ended they are in flight, and on the disk as such. Who may get
    no mail any more becomes 'left' instead.
    """
    at = stamp(now)
    taken: list[Delivery] = []
    left = 0
    for number in again:
        one, gone, _ = _next_planned(state, edition, number - 1, 1, upto=number)
        taken += one
        left += _leave(state, edition, gone, at)
    while (room := calls * batch - len(taken)) > 0:
        some, gone, last = _next_planned(state, edition, after, room)
        if not last:
            break
        taken += some
        left += _leave(state, edition, gone, at)
        after = last
    taken.sort(key=lambda d: d.number)  # the order of a call is that of its numbers
    made = tuple(call_of(edition, taken[i : i + batch]) for i in range(0, len(taken), batch))
    state.run_many(
        "UPDATE delivery SET state = 'in flight', changed = ?, call = ?, detail = '' WHERE edition = ? AND number = ?",
        [(at, call.key, edition, d.number) for call in made for d in call.deliveries],
    )
    return Claim(made, left, after)


def settle(state: State, edition: str, settled: Iterable[Settled], now: datetime) -> None:
    """Put down what became of deliveries in flight. Call it inside a transaction.

    An unknown one keeps the time at which it went in flight: so long ago its key was given at the earliest.
    """
    at = stamp(now)
    state.run_many(
        "UPDATE delivery SET state = ?1, tries = tries + (?1 = 'planned'), detail = ?2, provider_id = ?3,"
        " changed = iif(?1 = 'unknown', changed, ?4) WHERE edition = ?5 AND number = ?6 AND state = 'in flight'",
        [(s.state, s.detail, s.provider_id, at, edition, s.number) for s in settled],
    )


GONE = "(s.status IS NOT 'active' OR EXISTS (SELECT 1 FROM suppression x WHERE x.mailbox = s.mailbox))"
"""Of a delivery beside its subscriber `s`: whether no mail may go there any more."""


def _next_planned(
    state: State, edition: str, after: int, room: int, upto: int = 2**62
) -> tuple[list[Delivery], list[int], int]:
    """Return planned deliveries behind a number, the numbers of those who have left, and the last looked at."""
    rows = list(
        state.rows(
            f"SELECT d.number, d.tries, d.public, d.email, d.name, d.language, {GONE}"  # noqa: S608 -- a constant
            " FROM delivery d LEFT JOIN subscriber s ON s.public = d.public"
            " WHERE d.edition = ? AND d.state = 'planned' AND d.number > ? AND d.number <= ?"
            " ORDER BY d.number LIMIT ?",
            (edition, after, upto, room),
        )
    )
    staying = [
        Delivery(number, Subscriber(email, name, language, public), tries)
        for number, tries, public, email, name, language, gone in rows
        if not gone
    ]
    return staying, [row[0] for row in rows if row[6]], rows[-1][0] if rows else 0


def _leave(state: State, edition: str, numbers: Sequence[int], at: str) -> int:
    state.run_many(
        "UPDATE delivery SET state = 'left', changed = ? WHERE edition = ? AND number = ?",
        [(at, edition, number) for number in numbers],
    )
    return len(numbers)


def call_of(edition: str, members: Sequence[Delivery]) -> Call:
    """Return the call of these deliveries, in their order."""
    named = "\n".join((edition, *(d.reader.id for d in members)))
    return Call(hashlib.sha256(named.encode()).hexdigest()[:32], tuple(members))

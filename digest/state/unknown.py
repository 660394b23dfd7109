"""Deliveries of which nobody knows whether the provider has them: found, sent again under a live key, or given up."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.model import Subscriber
from digest.state.ledger import GONE, Call, Delivery, call_of, stamp

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from digest.state.store import State


def recover(state: State, edition: str) -> int:
    """Turn what an earlier run left in flight into unknown; returns how many. Only the one sender may call it."""
    with state.transaction():
        return state.run(
            "UPDATE delivery SET state = 'unknown', detail = 'the run ended before its answer'"
            " WHERE edition = ? AND state = 'in flight'",
            (edition,),
        )


def live_calls(state: State, edition: str, now: datetime, life: float) -> tuple[str, ...]:
    """Return the keys of the unknown calls that may go again, for the provider makes one message of one key.

    The call must be whole, none of its readers may have left, and its key must live for a while yet: a tenth of
    its life, at most ten minutes, is kept for the call itself. A clock that was set back makes none live.
    """
    if life <= 0:
        return ()
    oldest = stamp(now - timedelta(seconds=life - min(600.0, life / 10)))
    keys = [
        key
        for (key,) in state.rows(
            "SELECT call FROM delivery WHERE edition = ? AND state = 'unknown' AND call <> ''"
            " GROUP BY call HAVING min(changed) > ? AND max(changed) <= ? ORDER BY min(number)",
            (edition, oldest, stamp(now)),
        )
    ]
    return tuple(key for key in keys if _whole(state, edition, key))


def size(state: State, edition: str, calls: Collection[str]) -> int:
    """Return how many unknown deliveries went in these calls."""
    row = state.row(
        "SELECT count(*) FROM delivery WHERE edition = ? AND state = 'unknown'"
        " AND call IN (SELECT value FROM json_each(?))",
        (edition, json.dumps(list(calls))),
    )
    return int(row[0]) if row else 0


def retake(state: State, edition: str, key: str) -> Call:
    """Put an unknown call back in flight, the same readers in the same order. Call it inside a transaction.

    The time at which it first went is kept: the key's life counts from there.
    """
    call, _ = _members(state, edition, key)
    state.run(
        "UPDATE delivery SET state = 'in flight' WHERE edition = ? AND state = 'unknown' AND call = ?",
        (edition, key),
    )
    return call


def forget_unknown(state: State, edition: str, live: Collection[str], now: datetime) -> int:
    """Plan again what is unknown, but for the `live` calls; returns how many. Some may get it a second time."""
    with state.transaction():
        return state.run(
            "UPDATE delivery SET state = 'planned', call = '', detail = '', changed = ?"
            " WHERE edition = ? AND state = 'unknown' AND call NOT IN (SELECT value FROM json_each(?))",
            (stamp(now), edition, json.dumps(list(live))),
        )


def change_provider(state: State, edition: str, provider: str) -> None:
    """Note that another provider goes on with it: the keys of unknown calls were given to the one before."""
    with state.transaction():
        state.run("UPDATE sending SET provider = ? WHERE edition = ?", (provider, edition))
        state.run("UPDATE delivery SET call = '' WHERE edition = ? AND state = 'unknown'", (edition,))


def _members(state: State, edition: str, key: str) -> tuple[Call, bool]:
    """Return an unknown call as far as it is still there, and whether one of its readers has left."""
    rows = list(
        state.rows(
            f"SELECT d.number, d.tries, d.public, d.email, d.name, d.language, {GONE}"  # noqa: S608 -- a constant
            " FROM delivery d LEFT JOIN subscriber s ON s.public = d.public"
            " WHERE d.edition = ? AND d.state = 'unknown' AND d.call = ? ORDER BY d.number",
            (edition, key),
        )
    )
    members = tuple(
        Delivery(n, Subscriber(email, name, lang, public), t) for n, t, public, email, name, lang, _ in rows
    )
    return Call(key, members), any(row[6] for row in rows)


def _whole(state: State, edition: str, key: str) -> bool:
    """Tell whether the call is still the one that went: its key follows from its readers."""
    call, someone_left = _members(state, edition, key)
    return not someone_left and call_of(edition, call.deliveries).key == key

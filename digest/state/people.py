"""Subscribers: taking a list, who gets mail, who is there. Plain functions on an open State."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from digest.errors import InputError
from digest.model import Subscriber
from digest.state.ledger import stamp
from digest.state.suppress import REASONS, suppress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from digest.state.store import State

STANDINGS = ("active", "unsubscribed", "bounced", "complained", "suppressed")
"""How a subscriber stands, in a list's words; "suppressed" is the editor's own reason."""
BATCH = 2000
"""Rows a transaction: it takes some 100 ms, and a reader who leaves meanwhile waits no longer."""

_GETS_MAIL = "status = 'active' AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.mailbox = r.mailbox)"
_STANDING = "iif(s.reason IS NULL, r.status, iif(s.reason = 'editor', 'suppressed', s.reason))"
_WITH_REASON = "FROM subscriber r LEFT JOIN suppression s USING (mailbox)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: who (`reader`, whose `id` is ""), and what the list says of them.

    `written` is the address as it stands there, `standing` one of STANDINGS, "" where the list says none;
    `says` names which of name, language and tags the list speaks of: the others stay as they are known.
    A field whose text is "" is one that the list has and this reader has not.
    """

    reader: Subscriber
    mailbox: str
    written: str
    standing: str = ""
    says: frozenset[str] = frozenset({"name", "language", "tags"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list's rows; `suppressed` counts those, of whatever kind, that get no mail."""

    added: int = 0
    changed: int = 0
    same: int = 0
    suppressed: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """A subscriber as they stand now, for an export or a list."""

    reader: Subscriber
    written: str
    standing: str


def take(state: State, entries: Iterable[Entry], now: datetime) -> Taken:
    """Put a list's rows into the state, some thousand a transaction; returns what became of them.

    A row changes what it speaks of and never makes anyone active again; one that says a reader has left,
    bounced or complained suppresses them. Taking the same list again changes nothing, so one that was cut
    short is simply taken again.
    """
    rest = iter(entries)
    became: Counter[str] = Counter()
    while batch := list(islice(rest, BATCH)):
        found: Counter[str] = Counter()
        with state.transaction():
            for entry in batch:
                found[_put(state, entry, now)] += 1
                found["suppressed"] += not _active(state, entry.mailbox)
        became += found
    return Taken(became["added"], became["changed"], became["same"], became["suppressed"])


def active_readers(state: State) -> Iterator[Subscriber]:
    """Yield who gets mail, in the order in which they came, none held in memory."""
    rows = state.rows(
        f"SELECT public, email, name, language, tags, fields FROM subscriber r WHERE {_GETS_MAIL} ORDER BY id"  # noqa: S608 -- a constant
    )
    for row in rows:
        yield _reader(row)


def people(state: State) -> Iterator[Person]:
    """Yield every subscriber with how they stand, in the order in which they came."""
    rows = state.rows(
        f"SELECT public, email, name, language, tags, fields, written, {_STANDING} {_WITH_REASON} ORDER BY id"
    )
    for *of_reader, written, standing in rows:
        yield Person(_reader(of_reader), written, standing)


def strangers(state: State) -> Iterator[Person]:
    """Yield who is on the suppression list and no subscriber, in the order of their mailboxes."""
    rows = state.rows(
        "SELECT mailbox, iif(reason = 'editor', 'suppressed', reason) FROM suppression"
        " WHERE mailbox NOT IN (SELECT mailbox FROM subscriber) ORDER BY mailbox"
    )
    for mailbox, standing in rows:
        yield Person(Subscriber(mailbox), mailbox, standing)


def counts(state: State) -> dict[str, int]:
    """Return how many subscribers stand how, every standing named."""
    found = dict(state.rows(f"SELECT {_STANDING}, count(*) {_WITH_REASON} GROUP BY 1"))
    return {name: found.get(name, 0) for name in STANDINGS}


def field_names(state: State) -> list[str]:
    """Return the names of all own fields, in the order of the alphabet."""
    rows = state.rows("SELECT DISTINCT f.key FROM subscriber r, json_each(r.fields) f ORDER BY f.key")
    return [name for (name,) in rows]


def language_of(state: State, public: str) -> str:
    """Return the language of the reader with this opaque id; "" where nobody knows it."""
    row = state.row("SELECT language FROM subscriber WHERE public = ?", (public,))
    return str(row[0]) if row else ""


def _put(state: State, entry: Entry, now: datetime) -> str:
    """Put one row into the state; returns "added", "changed" or "same"."""
    known = state.row(
        "SELECT email, written, name, language, tags, fields FROM subscriber WHERE mailbox = ?",
        (entry.mailbox,),
    )
    values = _values(entry, known)
    at = stamp(now)
    if known is None:
        state.run(
            "INSERT INTO subscriber (email, written, name, language, tags, fields, mailbox, public, status, added,"
            " changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce((SELECT reason FROM suppression"
            " WHERE mailbox = ?7 AND reason <> 'editor'), 'active'), ?9, ?9)",
            (*values, entry.mailbox, secrets.token_urlsafe(12), at),
        )
    elif values != known:
        state.run(
            "UPDATE subscriber SET email = ?, written = ?, name = ?, language = ?, tags = ?, fields = ?, changed = ?"
            " WHERE mailbox = ?",
            (*values, at, entry.mailbox),
        )
    reason = "editor" if entry.standing == "suppressed" else entry.standing
    left = reason in REASONS and suppress(state, entry.mailbox, reason, now, "by an import")
    return "added" if known is None else "changed" if left or values != known else "same"


def _values(entry: Entry, known: tuple[Any, ...] | None) -> tuple[str, ...]:
    reader = entry.reader
    name, language, tags, fields = known[2:] if known else ("", "", "[]", "{}")
    if "name" in entry.says:
        name = reader.name
    if "language" in entry.says:
        language = reader.language
    if "tags" in entry.says:
        tags = _json(reader.tags)
    merged = {**json.loads(fields), **reader.fields}
    kept = {key: merged[key] for key in sorted(merged) if merged[key]}
    return (reader.email, entry.written, name, language, tags, _json(kept))


def _active(state: State, mailbox: str) -> bool:
    return (
        state.row(f"SELECT 1 FROM subscriber r WHERE mailbox = ? AND {_GETS_MAIL}", (mailbox,)) is not None  # noqa: S608 -- a constant
    )


def _reader(row: Sequence[Any]) -> Subscriber:
    public, email, name, language, tags, fields = row
    try:
        own: Mapping[str, str] = json.loads(fields)
        return Subscriber(email, name, language, public, tuple(json.loads(tags)), own)
    except ValueError:
        mend = "put the last good copy of state/digest.sqlite3 in its place"
        raise InputError(f"the subscriber {public} can't be read", where="state", mend=mend) from None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

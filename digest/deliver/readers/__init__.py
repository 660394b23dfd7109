"""A list of subscribers, CSV or JSON Lines, as entries one after the other; a bad row is a Problem among them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from digest.deliver.address import same_mailbox, wire_address
from digest.deliver.readers.cells import lines_of, one_line_of
from digest.deliver.readers.rows import COLUMNS, opened, rows
from digest.errors import InputError
from digest.model import Problem, Subscriber
from digest.state.people import STANDINGS, Entry
from digest.state.store import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from digest.deliver.readers.rows import Row

# The shape of a BCP 47 tag (RFC 5646), not its registry.
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,6}", re.IGNORECASE)
_BETWEEN_TAGS = re.compile("[,;]")


def read_subscribers(path: Path) -> Iterator[Entry | Problem]:
    """Yield an entry for each row, in the file's order, and a Problem for each that is left out or mended.

    The columns are email, name, language, tags (commas or semicolons between) and status; any other is the
    editor's own field. CSV: comma, semicolon or tab between the cells, the names of the columns in the first
    row, in any order. JSON Lines: an object a line. Neither the file nor its addresses are held in memory.
    Raises InputError, before the first entry, when nothing of the file can be used; StoppedError for a full disk.
    """
    # SQLite's database without a name lies on the disk and is gone when it is closed (sqlite.org/inmemorydb.html).
    with opened(path) as (data, encoding), closing(sqlite3.connect("", isolation_level=None)) as seen:
        seen.executescript("CREATE TABLE seen (mailbox TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID; BEGIN;")
        empty = True
        for row in rows(data, encoding, path):
            empty = False
            yield from _entries(row, path, seen)
        if empty:
            mend = "write one address a line under `email`"
            raise InputError("no subscribers: it has no row", where=str(path), mend=mend)


def _entries(row: Row, path: Path, seen: sqlite3.Connection) -> Iterator[Entry | Problem]:
    """Yield the row's entry with its warnings, or the one Problem that leaves it out."""
    where = f"{path}:{row.line}"
    if row.fault:
        yield Problem("subscriber-row", row.fault, where, row.mend)
        return
    written = row.cells.get("email", "")
    try:
        email = wire_address(written)
    except ValueError as reason:
        what = f"no usable address: {written[:100] or 'the cell is empty'}: {reason}"
        yield Problem("subscriber-address", what, where, "mend or remove the row")
        return
    standing = row.cells.get("status", "").lower()
    if standing and standing not in STANDINGS:
        what = f"no such status: {standing:.60}"
        mend = f"write {', '.join(STANDINGS[:-1])} or {STANDINGS[-1]}; the row is left out"
        yield Problem("subscriber-status", what, where, mend)
        return
    mailbox = same_mailbox(email)
    with told(path):
        earlier = _line_of(seen, mailbox, row.line)
    if earlier != row.line:
        what = f"repeated address: {email}: it stands in line {earlier} already"
        yield Problem("subscriber-repeated", what, where, "remove one of the rows")
        return
    yield from _warnings(row.cells, where)
    yield _entry(row.cells, email, mailbox, standing)


def _line_of(seen: sqlite3.Connection, mailbox: str, line: int) -> int:
    """Return the first line on which the mailbox stood."""
    seen.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (mailbox, line))
    return int(seen.execute("SELECT line FROM seen WHERE mailbox = ?", (mailbox,)).fetchone()[0])


def _entry(cells: Mapping[str, str], email: str, mailbox: str, standing: str) -> Entry:
    language = cells.get("language", "")
    says = {name for name in ("name", "tags") if name in cells}
    if "language" in cells and (not language or _LANGUAGE.fullmatch(language)):
        says.add("language")
    tags = (one_line_of(tag) for tag in _BETWEEN_TAGS.split(cells.get("tags", "")))
    reader = Subscriber(
        email,
        one_line_of(cells.get("name", "")),
        language if "language" in says else "",
        tags=tuple(dict.fromkeys(filter(None, tags))),
        fields={name: lines_of(text) for name, text in cells.items() if name not in COLUMNS},
    )
    return Entry(reader, mailbox, cells["email"], standing, frozenset(says))


def _warnings(cells: Mapping[str, str], where: str) -> Iterator[Problem]:
    """Yield what a person should look at though the row is taken."""
    language = cells.get("language", "")
    if language and not _LANGUAGE.fullmatch(language):
        what = f"no language tag: {language:.60}"
        mend = "write ko or en, say; it is taken as unknown"
        yield Problem("subscriber-language", what, where, mend, severity="warning")
    for name, text in cells.items():
        kept = one_line_of(text) if name in COLUMNS else lines_of(text)
        if kept.split() != text.split():
            what = f"control characters under {name:.40}"
            yield Problem(
                "subscriber-control", what, where, "a space is put in their place", severity="warning"
            )

"""What took time to work out, kept between runs by the hash of what it was worked out from.

Deleting it costs time only, and so does whatever goes wrong with it: a broken, locked, unreadable or read-only
cache forgets, and the run goes on. Each row holds a checksum of its key and bytes, so that bytes that were
damaged or stand under another's key are forgotten too.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_AT_ONCE = 500
"""Keys a query: SQLite takes at least 999 values."""
_LARGEST = 1 << 30
"""Bytes past which the file is begun anew: what it keeps of old editions is asked for no more."""
_TABLE = "CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID"
_SUM = 16


class MemoryCache:
    """Keeps bytes by key for one run."""

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}

    def read(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return what is known of the keys."""
        return {key: self.rows[key] for key in keys if key in self.rows}

    def write(self, rows: Mapping[str, bytes]) -> None:
        """Keep the rows."""
        self.rows.update(rows)


class FileCache:
    """Keeps bytes by key in a file of a folder, which is made when there is something to keep."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "cache.sqlite3"

    def read(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return what is known of the keys."""
        found: dict[str, bytes] = {}
        with suppress(sqlite3.Error, OSError):
            if not self._file.is_file():
                return found
            with closing(sqlite3.connect(self._file)) as file:
                _check(file)
                left = iter(dict.fromkeys(keys))
                while some := tuple(islice(left, _AT_ONCE)):
                    asked = f"SELECT key, value FROM kept WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608 -- marks only
                    rows = file.execute(asked, some)
                    found.update((key, value[_SUM:]) for key, value in rows if _is_whole(key, value))
        return found

    def write(self, rows: Mapping[str, bytes]) -> None:
        """Keep the rows; a file that is broken, or grown too large, is made anew."""
        with suppress(sqlite3.Error, OSError):
            if self._file.is_file() and self._file.stat().st_size > _LARGEST:
                self._file.unlink()
            try:
                self._insert(rows)
            except sqlite3.OperationalError:  # locked by another build, or no room: it is not broken
                return
            except sqlite3.DatabaseError:
                self._file.unlink()
                self._insert(rows)

    def _insert(self, rows: Mapping[str, bytes]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as file, file:
            file.execute("PRAGMA synchronous = OFF")  # what is lost or broken with the power is made again
            if not file.execute("SELECT 1 FROM sqlite_master").fetchone():
                file.execute(_TABLE)
            _check(file)
            summed = ((key, _checksum(key, value) + value) for key, value in rows.items())
            file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", summed)


def _check(file: sqlite3.Connection) -> None:
    """Raise DatabaseError for a file that holds anything but our table: a view or trigger may run for ever."""
    if file.execute("SELECT sql FROM sqlite_master").fetchall() != [(_TABLE,)]:
        raise sqlite3.DatabaseError("is no cache of ours")


def _is_whole(key: object, value: object) -> bool:
    whole = isinstance(key, str) and isinstance(value, bytes)
    return whole and value[:_SUM] == _checksum(key, value[_SUM:])  # type: ignore[index,arg-type]


def _checksum(key: str, value: bytes) -> bytes:
    return blake2b(key.encode() + value, digest_size=_SUM).digest()

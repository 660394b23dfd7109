"""What took time to work out, kept between runs by the hash of what it was worked out from.

Deleting it costs time only, and so does whatever goes wrong with it: a broken, locked or read-only cache
forgets, and the run goes on.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_AT_ONCE = 500
"""Keys a query: SQLite takes at least 999 values."""
_LARGEST = 1 << 30
"""Bytes past which the file is begun anew: what it keeps of old editions is asked for no more."""


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
        if not self._file.is_file():
            return found
        with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(self._file)) as file:
            left = iter(dict.fromkeys(keys))
            while some := tuple(islice(left, _AT_ONCE)):
                asked = f"SELECT key, value FROM kept WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608 -- marks only
                found.update(file.execute(asked, some))
        return found

    def write(self, rows: Mapping[str, bytes]) -> None:
        """Keep the rows; a file that is broken is made anew."""
        try:
            self._insert(rows)
        except sqlite3.DatabaseError:
            with suppress(sqlite3.Error, OSError):
                self._file.unlink()
                self._insert(rows)
        except OSError:
            return

    def _insert(self, rows: Mapping[str, bytes]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        if self._file.is_file() and self._file.stat().st_size > _LARGEST:
            self._file.unlink()
        with closing(sqlite3.connect(self._file)) as file, file:
            file.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
            file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows.items())

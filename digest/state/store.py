"""The file of what must never be lost: opened, laid out once, every error of SQLite's turned into one of ours."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self

from digest.errors import NO_ROOM, DigestError, InputError, StoppedError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

VERSION = 1
"""What `PRAGMA user_version` says of a file laid out by schema.sql."""
PATIENCE = 5.0
"""Seconds to wait for another process that writes."""

_TABLES = frozenset({"subscriber", "suppression", "sending", "delivery", "draft"})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_CLOSED = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)


@dataclass(frozen=True, slots=True)
class State:
    """An open file of state. One thread uses it at a time; each other thread opens its own.

    Every method raises StoppedError when another process holds the file or the disk is full, WriteError
    when it may not be written, InputError when it is broken. Whatever a transaction had begun is undone then.
    A fault of the caller's own (a wrong statement, a broken constraint) stays a sqlite3.Error.
    """

    path: Path
    connection: sqlite3.Connection
    file: tuple[int, int]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of the block or nothing of it; from its beginning on nobody else writes.

        When the block has ended without an exception, what it wrote is on the disk (synchronous=FULL).
        Raises StoppedError too where another file has taken the place of this one: nobody would read what it wrote.
        """
        if _which(self.path) != self.file:
            mend = "find out what did that; look at `digest status` before you send again"
            raise StoppedError(
                "it was moved or replaced while this run used it", where=str(self.path), mend=mend
            )
        with told(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has rolled it back already
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that the block reads be of one moment; others may write meanwhile."""
        with told(self.path):
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")

    def rows(self, sql: str, args: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a statement finds, one after the other; it runs at the first of them."""
        with told(self.path):
            for row in self.connection.execute(sql, args):  # noqa: UP028 -- `yield from` would close the cursor
                yield row

    def row(self, sql: str, args: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Return the first row that a statement finds, if there is one."""
        with told(self.path):
            found: tuple[Any, ...] | None = self.connection.execute(sql, args).fetchone()
            return found

    def run(self, sql: str, args: Sequence[Any] = ()) -> int:
        """Run a statement; returns how many rows it changed."""
        with told(self.path):
            return self.connection.execute(sql, args).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run a statement once for each row of values; returns how many rows that changed."""
        with told(self.path):
            return self.connection.executemany(sql, rows).rowcount

    def close(self) -> None:
        """Close the file; raises nothing."""
        with suppress(sqlite3.Error):
            self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_state(path: Path, patience: float = PATIENCE, *, create: bool = True) -> State:
    """Open the file of state, made and laid out where there is none and `create` is true.

    `patience` is how many seconds it waits for another process that writes. A new file can be read by its
    owner only, for it holds people's addresses. Raises what State's methods do, and InputError for a file of
    a later version or of another program, or one that is not there and should be.
    """
    if create:
        _make(path)
    elif not path.is_file():
        mend = "run `digest subscribers import FILE` first"
        raise InputError("there are no subscribers", where=str(path), mend=mend)
    with told(path):
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            _begin(connection, path)
        except BaseException:
            connection.close()
            raise
    return State(path, connection, _which(path))


def _which(path: Path) -> tuple[int, int]:
    """Return what tells the file at `path` from another of that name; nothing such where there is none."""
    try:
        about = path.stat()
    except OSError:
        return (0, 0)
    return (about.st_dev, about.st_ino)


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        cause = error.strerror or str(error)
        if error.errno in NO_ROOM:
            raise _no_room(path, cause) from error
        raise _not_ours_to_write(path, cause) from error


def _begin(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) > VERSION:
        what = "it was written by a later version of Digest"
        raise InputError(what, where=str(path), mend="update Digest")
    # FULL: what was committed outlives a power cut (sqlite.org/pragma.html#pragma_synchronous).
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    if _version(connection) == VERSION:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if not tables >= _TABLES:
            mend = "put the last good copy of it in its place"
            raise InputError("it can't be read: parts of it are missing", where=str(path), mend=mend)
        return
    if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        if _version(connection) == VERSION:  # laid out by another process in this very moment
            return
        raise InputError(
            "it is another program's database", where=str(path), mend="move it away and run it again"
        )
    _lay_out(connection)


def _lay_out(connection: sqlite3.Connection) -> None:
    schema = files("digest.state").joinpath("schema.sql").read_text("utf-8")
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{schema}\nPRAGMA user_version = {VERSION};\nCOMMIT;")
    except sqlite3.Error:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        if _version(connection) != VERSION:  # else another process was first, and all is there
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file at `path` into ours."""
    try:
        yield
    except sqlite3.Error as error:
        known = _as_error(error, path)
        if known is None:
            raise
        raise known from error


def _as_error(error: sqlite3.Error, path: Path) -> DigestError | None:
    # The low byte is the primary code (sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes).
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _BUSY:
        mend = "wait until that has ended, then run it again"
        return StoppedError("locked by another process", where=str(path), mend=mend)
    if code in _FULL:
        return _no_room(path, str(error))
    if code in _CLOSED:
        return _not_ours_to_write(path, str(error))
    if code in _BROKEN or "malformed JSON" in str(error):
        mend = "put the last good copy of it in its place"
        return InputError(f"it can't be read: {error}", where=str(path), mend=mend)
    return None


def _no_room(path: Path, cause: str) -> StoppedError:
    return StoppedError(
        f"can't write: {cause}", where=str(path), mend="make room and run the same command again"
    )


def _not_ours_to_write(path: Path, cause: str) -> WriteError:
    return WriteError(f"can't write: {cause}", where=str(path), mend="check the folder and its permissions")

"""One sender at a time for a newsletter."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from digest.errors import NO_ROOM, StoppedError, UnsupportedError, WriteError

try:
    import fcntl
except ImportError:  # Windows: everything but sending works there
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TRIES = 4
"""`is_held` takes the lock for a moment itself, and that is no sender."""


@contextmanager
def only_sender(path: Path) -> Iterator[None]:
    """Hold the newsletter's lock, a file at `path`, while the block runs.

    The kernel holds it for this process and lets it go when the process ends, `kill -9` included, so no stale
    lock can be in the way; the number inside only tells people who has it. Raises StoppedError naming that
    process when another one holds it, or where there is no room for the file, WriteError where it can't be made.
    """
    handle = _opened(path)
    try:
        if not _taken(handle):
            who = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise StoppedError(
                f"another `digest send` is at work here (process {who}); nothing was sent by this one",
                where=str(path),
                mend="wait until it has ended, then run this again",
            )
        with suppress(OSError):  # on a full disk it holds without its number
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Tell whether a sender is at work."""
    if not path.exists():
        return False
    handle = _opened(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _taken(handle: int) -> bool:
    for _ in range(_TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False


def _opened(path: Path) -> int:
    if fcntl is None:
        raise UnsupportedError("sending needs a lock that only Unix has", mend="send from Linux or macOS")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileExistsError:
        mend = "move it away: subscribers and what was sent are kept in a folder of that name"
        raise WriteError("is no folder", where=str(path.parent), mend=mend) from None
    except OSError as error:
        cause = f"can't write: {error.strerror}"
        if error.errno in NO_ROOM:
            raise StoppedError(
                cause, where=str(path), mend="make room and run the same command again"
            ) from None
        raise WriteError(cause, where=str(path), mend="check the folder and its permissions") from None

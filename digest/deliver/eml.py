"""The provider that needs nothing: each message into a file of its own, readable by any mail program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.beside import written_beside
from digest.errors import NO_ROOM, DigestError, StoppedError, WriteError
from digest.model import Receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from digest.model import Message
    from digest.protocols import Provider


def file_provider(folder: Path) -> Provider:
    """Return a provider that writes `0001-<name>.eml` and so on into `folder`, made where absent.

    A file is there whole or not at all, and those of an earlier run are deleted first: the folder is
    the list that was sent, and nobody who has left it is in there. Raises StoppedError when the disk
    is full, else WriteError.
    """

    def send(messages: Iterable[Message]) -> Iterator[Receipt]:
        try:
            for earlier in folder.glob("[0-9][0-9][0-9][0-9]*-*.eml"):
                earlier.unlink()
        except OSError as error:
            raise _as_error(error, folder) from error
        for number, message in enumerate(messages, start=1):
            path = folder / f"{number:04}-{_file_name(message.to)}.eml"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                written_beside(path, message.raw).replace(path)
            except OSError as error:
                raise _as_error(error, path) from error
            yield Receipt(message.to, "accepted", str(path))

    return send


def _file_name(address: str) -> str:
    """Return the local part in characters that every file system takes and no shell reads."""
    local = address.rpartition("@")[0]
    return re.sub(r"[^a-z0-9.+-]+", "_", local.lower())[:64].strip("._-") or "subscriber"


def _as_error(error: OSError, path: Path) -> DigestError:
    if error.errno in NO_ROOM:
        return StoppedError(
            f"can't write: {error.strerror}", where=str(path), mend="make room and run the same command again"
        )
    return WriteError(
        f"can't write: {error.strerror}", where=str(path), mend="choose a folder that you may write to"
    )

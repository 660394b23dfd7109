"""The provider that needs nothing: each message into a file of its own, readable by any mail program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from digest.beside import written_beside
from digest.errors import NO_ROOM, DigestError, StoppedError, WriteError
from digest.model import Receipt, Traits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.deliver.setup import Setup
    from digest.model import Message

_FILES = "[0-9][0-9][0-9][0-9]*-*.eml"

_TRAITS = Traits(key_life=100 * 365 * 86_400.0)
"""A file that is found again by its message's key is written anew, whenever that is."""


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.file] of digest.toml: it takes nothing."""


@dataclass(frozen=True, slots=True)
class FileProvider:
    """Writes `0001-<name>.eml` and so on into `folder`, made where absent.

    A file is there whole or not at all. Those of an earlier run are deleted first, for the folder is the list
    that was sent, and nobody who has left it is in there; unless this run goes on (`resumed`) with it.
    """

    folder: Path
    resumed: bool = False
    name: str = "file"
    traits: Traits = _TRAITS

    def check(self, sample: Message) -> None:
        """Raise nothing: a file takes whatever a message is."""

    def connect(self) -> FileConnection:
        """Return what writes the files."""
        return FileConnection(self.folder, resumed=self.resumed)


class FileConnection:
    """Writes one message after the other; it remembers which number comes next."""

    def __init__(self, folder: Path, *, resumed: bool) -> None:
        self._folder, self._resumed = folder, resumed
        self._number = 0
        self._paths: dict[str, Path] | None = None

    def send(self, messages: Sequence[Message], key: str) -> list[Receipt]:
        """Write them. Raises StoppedError when the disk is full, else WriteError, with none of them there."""
        del key  # each message's own says which file it is
        return [Receipt(message.key, "accepted", str(self._written(message))) for message in messages]

    def close(self) -> None:
        """Have nothing to end: each file was closed when it was whole."""

    def _written(self, message: Message) -> Path:
        path = self._folder
        try:
            if self._paths is None:
                self._begin()
            path = self._place(message)
            self._folder.mkdir(parents=True, exist_ok=True)
            written_beside(path, message.raw).replace(path)
        except OSError as error:
            raise _as_error(error, path) from error
        return path

    def _begin(self) -> None:
        earlier = sorted(self._folder.glob(_FILES))
        if self._resumed:
            self._paths = {_key(path): path for path in earlier}
            self._number = max((int(path.name.partition("-")[0]) for path in earlier), default=0)
            return
        for path in earlier:
            path.unlink()
        self._paths = {}

    def _place(self, message: Message) -> Path:
        """Return the file that an earlier run may have begun with this message, or the next one."""
        if self._paths and message.key in self._paths:
            return self._paths[message.key]
        self._number += 1
        return self._folder / f"{self._number:04}-{_file_name(message.to)}.eml"


def provider(setup: Setup) -> FileProvider:
    """Return the provider of `[deliver.file]`. Raises ConfigError."""
    setup.options(Options)
    return FileProvider(setup.out, setup.resumed)


def _key(path: Path) -> str:
    """Return the key that a file's Message-ID begins with, "" where it has none."""
    with path.open("rb") as file:
        head = b"".join(islice(file, 40))
    found = re.search(rb"^Message-ID:\s+<([0-9A-Za-z]{32})\.", head, re.MULTILINE)
    return found[1].decode("ascii") if found else ""


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

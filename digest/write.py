"""Write: an edition's files into out/<edition id>/, whole or not at all; and what stands there."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from digest.codec import from_json, number_in
from digest.errors import InputError, StoppedError, WriteError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.model import Edition

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO}


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files (names may hold a folder) into `folder`, all of them or none.

    All are written beside their places first and renamed last, so a reader never sees half a file,
    and a failure before the renames leaves what was there. Raises WriteError, or StoppedError when
    there is no space left.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for name, data in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            ready.append((_beside(target, data), target))
        for temporary, target in ready:
            temporary.replace(target)
    except OSError as error:
        raise _write_error(error, folder) from None
    finally:
        for temporary, _ in ready:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _beside(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _write_error(error: OSError, folder: Path) -> WriteError | StoppedError:
    cause = f"can't be written: {error.strerror or error}"
    if error.errno in _FULL:
        return StoppedError(cause, where=str(folder), mend="make room and run it again; nothing was changed")
    return WriteError(cause, where=str(folder), mend="mend its permissions, or write elsewhere with --out")


def read_edition(folder: Path) -> Edition:
    """Read the edition of a folder in out/. Raises InputError."""
    path = folder / "edition.json"
    try:
        return from_json(path.read_text("utf-8"), str(path))
    except FileNotFoundError:
        raise InputError("no edition here", where=str(folder), mend="build it with `digest build`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't be read: {error}", where=str(path), mend="build the edition again") from None


def numbers(out: Path) -> dict[str, int]:
    """Return the number of each edition in `out` that can be read, by its id; an older schema's counts."""
    found = {}
    for path in sorted(out.glob("*/edition.json")):
        with suppress(InputError, OSError, UnicodeDecodeError):
            found[path.parent.name] = number_in(path.read_text("utf-8"), str(path))
    return found

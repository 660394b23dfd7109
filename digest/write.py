"""Write: an edition's files into out/<edition id>/, whole or not at all; and what stands there."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from digest.beside import written_beside
from digest.codec import from_json, number_in
from digest.errors import NO_ROOM, InputError, StoppedError, WriteError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.model import Edition


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files (names may hold a folder) into `folder`, all of them or none.

    All are written beside their places first and renamed last, so a reader never sees half a file,
    and a failure before the renames leaves what was there. Raises WriteError, or StoppedError when
    there is no space left.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        in_the_way = next((name for name in files if (folder / name).is_dir()), None)
        if in_the_way:
            mend = "move it away and run it again"
            raise WriteError("is a folder; a file should be there", where=str(folder / in_the_way), mend=mend)
        for name, data in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _clear(target)
            ready.append((written_beside(target, data), target))
        for temporary, target in ready:
            temporary.replace(target)
    except OSError as error:
        raise _write_error(error, folder) from None
    finally:
        for temporary, _ in ready:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _clear(target: Path) -> None:
    """Delete what a run that was killed left beside the file, an hour ago or earlier."""
    for left in target.parent.glob(f".{target.name}.????????"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > 3600:
                left.unlink()


def _write_error(error: OSError, folder: Path) -> WriteError | StoppedError:
    cause = f"can't be written: {error.strerror or error}"
    if error.errno in NO_ROOM:
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


def next_number(out: Path, edition_id: str) -> int:
    """Return an edition's number: the one it has in `out`, else one more than the highest there."""
    others = numbers(out)
    return others.pop(edition_id, None) or max(others.values(), default=0) + 1


def pictures_in(folder: Path) -> dict[str, bytes]:
    """Return the pictures of the edition in `folder` by the names it gives them; a link that leads out is none."""
    inside = folder.resolve()
    return {
        f"images/{path.name}": path.read_bytes()
        for path in sorted(folder.glob("images/[!.]*"))
        if path.is_file() and path.resolve().is_relative_to(inside)
    }

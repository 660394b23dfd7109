"""Half of an atomic write: a file's bytes, whole and on the disk, beside the place they will be renamed to."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def written_beside(target: Path, data: bytes) -> Path:
    """Return a new file `.<target's name>.xxxxxxxx` that holds the bytes, synced. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())  # mkstemp lets nobody else read; the editor's own umask decides
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

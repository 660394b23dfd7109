"""Where the files lie that Digest ships beside its code."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the path of a shipped top-level folder or file, such as "templates".

    In an installed wheel these stand inside the package (pyproject.toml's force-include), in a
    checkout beside it. The path is returned whether or not it is there.
    """
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name

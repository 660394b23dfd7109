"""The message's source as lines to read, the pictures' and other long runs of base64 cut short."""

from __future__ import annotations

import re
from itertools import groupby

_BASE64 = re.compile(r"[A-Za-z0-9+/]{60,76}={0,2}")
_LONG, _KEPT = 12, 3


def lines(raw: bytes) -> tuple[str, ...]:
    """Return the lines of a message."""
    out: list[str] = []
    for is_coded, run in groupby(
        raw.decode("ascii", "replace").splitlines(), lambda x: bool(_BASE64.fullmatch(x))
    ):
        some = list(run)
        if is_coded and len(some) > _LONG:
            left = len(some) - _KEPT
            some = [*some[:_KEPT], f"[{left:,} more lines of base64]"]
        out += some
    return tuple(out)

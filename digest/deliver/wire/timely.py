"""Answers that come in time, or are none."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

    from _typeshed import WriteableBuffer

WHOLE = 2
"""Times the timeout that one answer may take in all."""


class Timely(io.RawIOBase):
    """What comes over a connection, for so many seconds in all.

    A socket's timeout holds for each piece alone: who sends a byte a second would hold us for hours. That
    timeout stays, so a time that is over is noticed at most one of it later.
    """

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._raw = connection.makefile("rb", buffering=0)
        self.allow(seconds)

    def allow(self, seconds: float) -> None:
        """Begin the time anew."""
        self._until = time.monotonic() + seconds

    def readable(self) -> bool:
        """Tell that it is for reading."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        """Read what is there. Raises TimeoutError when the time is over."""
        if time.monotonic() > self._until:
            raise TimeoutError("it took too long")
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """End it, and with it the hold on the socket."""
        self._raw.close()
        super().close()

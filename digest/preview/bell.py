"""The bell: rung by the desk's thread, heard by every page that listens."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Bell:
    """Wakes those who wait on an event loop from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listening: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self._closed = False

    def ring(self) -> None:
        """Wake every listener."""
        with self._lock:
            for heard, loop in self._listening.items():
                if not loop.is_closed():
                    loop.call_soon_threadsafe(heard.set)

    def close(self) -> None:
        """End every listener's wait for good."""
        self._closed = True
        self.ring()

    async def rings(self) -> AsyncIterator[None]:
        """Yield at once, and then each time the bell was rung, until it is closed."""
        heard = asyncio.Event()
        with self._lock:
            self._listening[heard] = asyncio.get_running_loop()
        try:
            while not self._closed:
                yield
                await heard.wait()
                heard.clear()
        finally:
            with self._lock:
                del self._listening[heard]

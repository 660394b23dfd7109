"""Serving: a socket on 127.0.0.1, the browser, and an end without a word."""

from __future__ import annotations

import socket
import threading
import webbrowser
from typing import TYPE_CHECKING

import uvicorn

from digest.errors import UsageError
from digest.preview.app import make_app
from digest.preview.desk import at_work

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.preview.desk import Desk
    from digest.preview.source import Source


class Server(uvicorn.Server):
    """Ends the streams of events before it waits for their connections to close."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            uvicorn.Config(
                make_app(desk),
                log_level="warning",
                access_log=False,
                server_header=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=1,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ring for the last time, then shut down as uvicorn does."""
        self._desk.bell.close()
        await super().shutdown(sockets)


def serve(
    source: Source, port: int = 0, *, open_browser: bool = True, tell: Callable[[str], object] = print
) -> None:
    """Show what the source makes on 127.0.0.1 until Ctrl-C; `tell` is given the address.

    Port 0 takes a free one. Raises UsageError for a taken port.
    """
    with listening(port) as at, at_work(source) as desk:
        url = f"http://127.0.0.1:{at.getsockname()[1]}/"
        tell(url)
        if open_browser:
            # A browser in a terminal holds its caller until it is closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        try:
            Server(desk).run(sockets=[at])
        except KeyboardInterrupt:
            # uvicorn shuts down by itself and then hands the interrupt on; the wish is fulfilled.
            return


def listening(port: int = 0) -> socket.socket:
    """Return a socket that listens on 127.0.0.1. Raises UsageError."""
    at = socket.socket()
    at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        at.bind(("127.0.0.1", port))
        at.listen()
    except (OSError, OverflowError) as error:
        at.close()
        why = error.strerror if isinstance(error, OSError) else "no such port"
        raise UsageError(f"can't listen on port {port}: {why}", mend="give another with --port") from error
    return at

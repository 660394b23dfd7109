"""Serving: a socket, and uvicorn without a log of who asked for what."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING

import uvicorn

from digest.errors import UsageError

if TYPE_CHECKING:
    from starlette.applications import Starlette

_AT_ONCE = 500
"""Connections served at a time; beyond it the answer is 503, and the program that posted tries again."""


def server(app: Starlette, proxies: tuple[str, ...] = ()) -> uvicorn.Server:
    """Return a server of the application; `server(app).run(sockets=[listening(…)])` serves until it is told to end.

    `proxies` are the addresses and networks whose X-Forwarded-For is believed; without any, nobody's is.
    Raises UsageError for what is none.
    """
    for proxy in proxies:
        try:
            ipaddress.ip_network(proxy)
        except ValueError:
            mend = "give an address such as 127.0.0.1, or a network such as 10.0.0.0/8"
            raise UsageError(f"no address of a proxy: {proxy!r:.60}", mend=mend) from None
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # it would hold the tokens
            server_header=False,
            lifespan="off",
            ws="none",
            proxy_headers=bool(proxies),
            forwarded_allow_ips=list(proxies),
            limit_concurrency=_AT_ONCE,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=5,
            h11_max_incomplete_event_size=16_384,
        )
    )


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there. Raises UsageError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, UnicodeError) as error:
        known = isinstance(error, OSError) and error.errno is not None and error.errno > 0
        why = os.strerror(error.errno) if known else "no such address"  # type: ignore[union-attr, arg-type]
        mend = "give others with --host and --port"
        raise UsageError(f"can't listen on {host}:{port}: {why}", mend=mend) from error

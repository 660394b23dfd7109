"""The application: a link that asks, a POST that lets go, and a way back for who left by mistake.

GET changes nothing, so a scanner that follows links unsubscribes nobody. A POST to a reader's own address is enough
(RFC 8058, 3.1): no cookie, no second question, the same answer however often it comes. Its body is not looked into
nor waited for, for whoever holds the signed link and posts wants to leave.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from digest.deliver.leaving import reader_of, token_of
from digest.errors import DigestError
from digest.state.people import language_of
from digest.state.store import PATIENCE, open_state
from digest.state.suppress import come_back, gets_mail, leave, may_come_back
from digest.web.pages import policy
from digest.web.strikes import WINDOW, Strikes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from starlette.requests import Request

    from digest.deliver.leaving import Keys, Purpose
    from digest.state.store import State
    from digest.web.pages import Kind, Pages

BODY = 65_536
"""Bytes of a request's body that are read; a mail program posts 26 (RFC 8058, 3.2)."""
_SLOWEST = 10.0
"""Seconds in which a body has to be there."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_log = logging.getLogger("digest.web")


def leave_app(
    state: Path,
    keys: Keys,
    pages: Pages,
    web: str = "",
    *,
    clock: Callable[[], float] = time.monotonic,
    patience: float = PATIENCE,
) -> Starlette:
    """Return the ASGI application that readers leave by.

    `state` is the file of state, `web` the address under which readers reach it: its path stands before ours, as
    a proxy passes it on. What can't be written, for another process writes for more than `patience` seconds or the
    disk is full, is answered with 503, and the program that posted tries again.
    """
    desk = _Desk(partial(open_state, state, patience, create=False), keys, pages, Strikes(clock))
    path = urlsplit(web).path.rstrip("/")
    app = Starlette(
        routes=[
            Route(f"{path}/leave/{{token}}", desk.ask, methods=["GET"]),
            Route(f"{path}/leave/{{token}}", desk.leave, methods=["POST"]),
            Route(f"{path}/return/{{token}}", desk.come_back, methods=["POST"]),
        ],
        exception_handlers={HTTPException: desk.refused, DigestError: desk.broken, Exception: desk.broken},
    )
    app.router.redirect_slashes = False
    return app


class _Desk:
    """Answers one request after the other. Nothing of a reader but the opaque id is in any address or log."""

    def __init__(self, opened: Callable[[], State], keys: Keys, pages: Pages, strikes: Strikes) -> None:
        self._opened, self._keys, self._pages, self._strikes = opened, keys, pages, strikes

    async def ask(self, request: Request) -> Response:
        """Show the page that asks; to who gets no mail any more the one that says so."""
        public = self._reader(request, "leave")
        return await run_in_threadpool(self._asked, public)

    async def leave(self, request: Request) -> Response:
        """Let the reader leave. A reader whom nobody knows any more gets no mail, which is what they want."""
        public = self._reader(request, "leave")
        try:
            return await run_in_threadpool(self._left, public)
        finally:
            # Read all the same, or a client that still sends may not hear the answer; that it is too large, too
            # slow or cut off takes nothing back, and an answer that says so would tell a reader that they stay.
            with suppress(HTTPException):
                await _drain(request)

    async def come_back(self, request: Request) -> Response:
        """Take back who left by a link of ours; not who bounced, complained or was taken off by the editor."""
        public = self._reader(request, "return")
        await _drain(request)
        return await run_in_threadpool(self._back, public)

    async def refused(self, request: Request, error: Exception) -> Response:
        """Answer what is no request of ours with a page."""
        del request
        status = error.status_code if isinstance(error, HTTPException) else 400
        headers = error.headers if isinstance(error, HTTPException) else None
        kind: Kind = "invalid" if status == 404 else "many" if status == 429 else "wrong"
        return self._page(kind, status=status, headers=headers)

    async def broken(self, request: Request, error: Exception) -> Response:
        """Answer that it can't be done now: the state is locked, full or broken."""
        del request
        _log.error("%s", error if isinstance(error, DigestError) else type(error).__name__)
        return self._page("busy", status=503, headers={"Retry-After": "60"})

    def _reader(self, request: Request, purpose: Purpose) -> str:
        """Return the opaque id that the link holds; raises HTTPException in the same words for every other."""
        public = reader_of(self._keys, request.path_params["token"], purpose)
        if public is not None:
            return public
        if self._strikes.too_many(request.client.host if request.client else ""):
            raise HTTPException(429, headers={"Retry-After": str(int(WINDOW))})
        raise HTTPException(404)

    def _asked(self, public: str) -> Response:
        with self._opened() as state:
            language = language_of(state, public)
            offered = may_come_back(state, public)
            active = gets_mail(state, public)
        return (
            self._left_page(public, language) if offered else self._page("ask" if active else "out", language)
        )

    def _left(self, public: str) -> Response:
        with self._opened() as state:
            leave(state, public, datetime.now(UTC))
            language, offered = language_of(state, public), may_come_back(state, public)
        return self._left_page(public, language) if offered else self._page("left", language)

    def _back(self, public: str) -> Response:
        with self._opened() as state:
            there = come_back(state, public, datetime.now(UTC))
            language = language_of(state, public)
        return self._page("back", language) if there else self._page("out", language, status=409)

    def _left_page(self, public: str, language: str) -> Response:
        there = f"../return/{token_of(self._keys, public, 'return')}"
        return self._page("left", language, come_back=there)

    def _page(
        self,
        kind: Kind,
        language: str = "",
        *,
        status: int = 200,
        come_back: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        html = self._pages.html(kind, language, come_back)
        own = {"Content-Security-Policy": policy(html), **(headers or {})}
        return HTMLResponse(html, status, headers={**_HEADERS, **own})


async def _drain(request: Request) -> None:
    """Read the body to its end. Raises HTTPException for one that is too large, too slow or cut off."""
    size = 0
    try:
        async with asyncio.timeout(_SLOWEST):
            async for chunk in request.stream():
                size += len(chunk)
                if size > BODY:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None

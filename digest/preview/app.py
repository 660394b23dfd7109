"""The application: the page, the edition in its formats, the trace, and a word whenever they change.

It serves what the desk holds and nothing else: no path of a request is ever looked up on the disk.
"""

from __future__ import annotations

import json
import mimetypes
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from digest.errors import DigestError
from digest.preview import inbox, mail, mime, press
from digest.preview.place import excerpt
from digest.preview.rows import rows
from digest.preview.trace import pieces, theme_title, traces, why

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from digest.model import Edition, Rendered
    from digest.preview.desk import Desk
    from digest.preview.trace import Trace

HOSTS = ["127.0.0.1", "localhost"]
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_TEMPLATES = Environment(
    loader=PackageLoader("digest.preview", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_STATIC = {"preview.css": "text/css", "preview.js": "text/javascript"}


def make_app(desk: Desk) -> Starlette:
    """Return the ASGI application that shows what is on the desk, to this machine's names only."""
    pages = _Pages(desk)
    app = Starlette(
        routes=[
            Route("/", pages.page),
            *(Route(f"/{name}", pages.static) for name in _STATIC),
            Route("/events", pages.events),
            Route("/state", pages.state),
            Route("/mail.html", pages.mail),
            Route("/web.html", pages.mail),
            Route("/images/{name:path}", pages.picture),
            Route("/view/{format}", pages.view),
            Route("/trace/{id}", pages.trace),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)],
        exception_handlers={HTTPException: _plain_error},
    )
    app.router.redirect_slashes = False
    return app


class _Pages:
    """Answers a request from what is on the desk at that moment."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def page(self, request: Request) -> Response:
        del request
        return _page(_filled("page.html"))

    async def static(self, request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return Response(
            files("digest.preview").joinpath(name).read_bytes(),
            media_type=_STATIC[name],
            headers=_HEADERS | {"Content-Security-Policy": _NOTHING},
        )

    async def events(self, request: Request) -> Response:
        del request

        async def told() -> AsyncIterator[str]:
            async for _ in self.desk.bell.rings():
                shown = self.desk.shown
                yield f"data: {json.dumps([shown.version, shown.findings is not None])}\n\n"

        headers = _HEADERS | {"Content-Security-Policy": _NOTHING}
        return StreamingResponse(told(), media_type="text/event-stream", headers=headers)

    async def state(self, request: Request) -> Response:
        del request
        root, shown = self.desk.source.root, self.desk.shown
        edition, fault = shown.edition, shown.fault
        every = rows(shown, root)
        known = traces(edition) if edition else ()
        lines = excerpt(root, fault.where) if fault and fault.where else None
        stories = [list(those) for _, those in groupby(known, lambda trace: trace.place)]
        values: dict[str, Any] = {"rows": every, "stories": stories, "checked": shown.findings is not None}
        answer = {
            "version": shown.version,
            "seconds": round(shown.seconds, 3),
            "name": self.desk.config.newsletter.name if self.desk.config else "",
            "edition": edition.id if edition else "",
            "fault": _filled("fault.html", fault=fault, excerpt=lines) if fault else "",
            "notice": _filled("notice.html", rows=[row for row in every if row.severity == "error"]),
            "panel": _filled("panel.html", **values) if edition else "",
            "traces": [{"id": t.id, "kind": t.kind, "place": t.place, "words": t.words} for t in known],
        }
        return JSONResponse(answer, headers=_HEADERS | {"Content-Security-Policy": _NOTHING})

    async def mail(self, request: Request) -> Response:
        _, page = self._edition()
        scheme = request.query_params.get("scheme", "light")
        if scheme not in mail.SCHEMES:
            raise HTTPException(404, "schemes: light, dark, forced")
        policy = mail.policy(pictures=request.query_params.get("images") != "off")
        filled = press.at_home(page)
        html = filled.web if request.url.path == "/web.html" else filled.html
        return HTMLResponse(mail.seen(html, scheme), headers=_HEADERS | {"Content-Security-Policy": policy})

    async def picture(self, request: Request) -> Response:
        name = request.path_params["name"]
        data = self.desk.shown.pictures.get(f"images/{name}")
        if data is None:
            raise HTTPException(404, "no such picture")
        kind = mimetypes.guess_type(name)[0] or ""
        kind = kind if kind.startswith("image/") else "application/octet-stream"
        return Response(data, media_type=kind, headers=_HEADERS | {"Content-Security-Policy": _NOTHING})

    async def view(self, request: Request) -> Response:
        edition, page = self._edition()
        name = request.path_params["format"]
        language = edition.newsletter.language
        if name == "inbox":
            return _page(_filled("inbox.html", lines=inbox.lines(edition), language=language))
        if name == "mime":
            return _page(self._source(edition, page))
        texts = {"text": "text", "markdown": "markdown"}
        if name not in texts:
            raise HTTPException(404, "formats: text, markdown, mime, inbox")
        text = getattr(press.at_home(page), texts[name])
        label = {"text": "Plain text", "markdown": "Markdown"}[name]
        return _page(_filled("lines.html", lines=text.splitlines(), label=label, language=language))

    def _source(self, edition: Edition, page: Rendered) -> str:
        try:
            raw = press.message(edition, page, self.desk.shown.pictures)
        except DigestError as error:
            lines = excerpt(self.desk.source.root, error.where)
            return _filled("fault.html", fault=error, excerpt=lines)
        return _filled("lines.html", lines=mime.lines(raw), label="MIME source", language="en")

    async def trace(self, request: Request) -> Response:
        edition, _ = self._edition()
        asked = request.path_params["id"]
        found = next((trace for trace in traces(edition) if trace.id == asked), None)
        if found is None:
            raise HTTPException(404, "no such story, sentence or quote")
        return _page(_filled("trace.html", **_told(edition, found)))

    def _edition(self) -> tuple[Edition, Rendered]:
        shown = self.desk.shown
        if shown.edition is None or shown.rendered is None:
            raise HTTPException(503, "there is no edition to be seen yet")
        return shown.edition, shown.rendered


def _told(edition: Edition, trace: Trace) -> dict[str, Any]:
    placement = trace.placement
    return {
        "trace": trace,
        "placement": placement,
        "theme": theme_title(edition, placement.theme),
        "runner_up": theme_title(edition, placement.runner_up) if placement.runner_up else "",
        "why": why(placement),
        "pieces": pieces(trace.article, placement.segment.span, trace.spans),
        "others": [(p, pieces(p.segment.article, p.segment.span, ())) for p in trace.also],
    }


def _filled(name: str, **values: Any) -> str:
    return _TEMPLATES.get_template(name).render(values)


def _page(html: str) -> Response:
    return HTMLResponse(html, headers=_HEADERS | {"Content-Security-Policy": _PAGE_POLICY})


def _plain_error(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else "the page failed"
    return PlainTextResponse(f"{detail}\n", status, headers=_HEADERS)

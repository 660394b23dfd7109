"""Preview: a built edition in the browser, served to this machine only.

The mail stands in a sandboxed frame under a policy of its own, so that nothing in it runs, and
every file is read again at each request, so that a rebuild shows at a reload.
"""

from __future__ import annotations

import html
import json
import mimetypes
import socket
import threading
import webbrowser
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from digest.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request

HOSTS = ["127.0.0.1", "localhost"]

# The page has no script at all; its own styles, and the mail in a frame.
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'"
_MAIL_POLICY = (
    "default-src 'none'; img-src http: https: data: 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_FILES = {
    "email.html": "text/html",
    "email.txt": "text/plain",
    "edition.md": "text/plain",
    "edition.json": "application/json",
}


def serve(
    folder: Path, port: int = 0, *, open_browser: bool = True, tell: Callable[[str], object] = print
) -> None:
    """Serve the edition in `folder` on 127.0.0.1 until Ctrl-C; `tell` is given the address.

    Port 0 takes a free one. Raises InputError where no edition is, UsageError for a taken port.
    """
    if not (folder / "email.html").is_file():
        raise InputError("no edition here", where=str(folder), mend="build one: digest build")
    with _listen(port) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        tell(url)
        if open_browser:
            # A browser in a terminal holds its caller until it is closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        config = uvicorn.Config(
            make_app(folder),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            # uvicorn shuts down by itself and then hands the interrupt on; the wish is fulfilled.
            return


def make_app(folder: Path) -> Starlette:
    """Return the ASGI application that serves the edition in `folder`, to this machine's names only."""

    def page(request: Request) -> Response:
        del request
        return HTMLResponse(_page(folder), headers=_HEADERS | {"Content-Security-Policy": _PAGE_POLICY})

    def part(request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return _respond(_read(folder / name), _FILES[name], request.query_params.get("scheme", ""))

    def picture(request: Request) -> Response:
        name = request.path_params["name"]
        return _respond(_read(_inside(folder / "images", name)), _picture_type(name))

    app = Starlette(
        routes=[
            Route("/", page),
            *(Route(f"/{name}", part) for name in _FILES),
            Route("/images/{name:path}", picture),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)],
        exception_handlers={HTTPException: _plain_error},
    )
    app.router.redirect_slashes = False
    return app


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        why = error.strerror if isinstance(error, OSError) else "no such port"
        raise UsageError(f"can't listen on port {port}: {why}", mend="give another with --port") from error
    return listening


def _respond(data: bytes, kind: str, scheme: str = "") -> Response:
    if scheme in {"light", "dark"}:
        data = _in_scheme(data, scheme)
    return Response(data, media_type=kind, headers=_HEADERS | {"Content-Security-Policy": _MAIL_POLICY})


def _in_scheme(page: bytes, scheme: str) -> bytes:
    """Return the mail as a reader of that scheme sees it, whatever this machine's own is."""
    for asked in (b"dark", b"light"):
        answer = b"all" if asked.decode() == scheme else b"not all"
        for spelling in (b"(prefers-color-scheme:%s)" % asked, b"(prefers-color-scheme: %s)" % asked):
            page = page.replace(spelling, answer)
    return page


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise HTTPException(404, f"{path.name} is not there; build the edition again") from error


def _inside(folder: Path, name: str) -> Path:
    """Return the file of that name; one that lies elsewhere, by dots or by a link, is not there."""
    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):
        inside = False
    if not inside:
        raise HTTPException(404, "no such picture")
    return path


def _picture_type(name: str) -> str:
    guessed = mimetypes.guess_type(name)[0] or ""
    return guessed if guessed.startswith("image/") else "application/octet-stream"


def _page(folder: Path) -> str:
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    values = {
        "text": _text(folder / "email.txt"),
        "markdown": _text(folder / "edition.md"),
        "folder": folder.resolve().name,
        **_inbox_lines(folder / "edition.json"),
    }
    return template.substitute({name: html.escape(value) for name, value in values.items()})


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return f"{path.name} is not there; build the edition again"


def _inbox_lines(path: Path) -> dict[str, str]:
    """Return what an inbox shows of the edition, as far as the file tells."""
    try:
        edition: Any = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        edition = {}
    known = edition if isinstance(edition, dict) else {}
    newsletter = known.get("newsletter")
    sender = newsletter if isinstance(newsletter, dict) else {}
    return {
        "subject": str(known.get("subject") or path.parent.name),
        "preheader": str(known.get("preheader") or ""),
        "sender": str(sender.get("from_name") or sender.get("name") or ""),
        "language": str(sender.get("language") or "en"),
    }


def _plain_error(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else "the page failed"
    return PlainTextResponse(f"{detail}\n", status, headers=_HEADERS)

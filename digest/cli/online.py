"""Whether the pages that an edition links to answer: the one place where Digest asks the network.

Only http and https, and only hosts on the public network, at each hop: an address out of an article shall
not make this machine knock at its own network's doors. A page that turns programs away (401, 403, 405, 406,
429, 451, 999) is there all the same.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from email.message import Message
    from typing import IO

TIMEOUT = 10
"""Seconds that a host has for each answer."""
_AT_ONCE = 16
_TURNED_AWAY = frozenset({401, 403, 405, 406, 429, 451, 999})
_NO_HEAD = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})
"""What some servers say to HEAD of a page that they give to GET."""
_WHO = {"User-Agent": "Mozilla/5.0 (compatible; digest-check)", "Accept": "*/*"}


def answers(urls: Iterable[str], is_open: Callable[[str], bool] | None = None) -> Mapping[str, str]:
    """Return for each address "" where its page answers, else what went wrong.

    `is_open` tells whether a host may be asked; where none is given, those of the public network.
    """
    wanted = list(dict.fromkeys(urls))
    may = is_open or is_public
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip(wanted, pool.map(lambda url: _answer(url, may), wanted), strict=True))


def is_public(host: str) -> bool:
    """Tell whether every address of a host is on the public network. Raises OSError for an unknown host.

    Where a proxy asks for us, it alone knows the address of a name.
    """
    is_literal = ":" in host or host.replace(".", "").isdecimal()
    if not is_literal and urllib.request.getproxies() and not urllib.request.proxy_bypass(host):
        return host != "localhost"
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)


class _ClosedError(OSError):
    """A host that is not asked."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, may: Callable[[str], bool]) -> None:
        self.may = may

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage | Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        _guard(newurl, self.may)
        new = super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
        if new is not None:
            new.method = req.get_method()  # the library would make a GET of a HEAD
        return new


def _answer(url: str, may: Callable[[str], bool]) -> str:
    opener = urllib.request.build_opener(_Redirects(may))
    said = _asked(opener, url, "HEAD", may)
    return (_asked(opener, url, "GET", may) or "") if said is None else said


def _asked(
    opener: urllib.request.OpenerDirector, url: str, method: str, may: Callable[[str], bool]
) -> str | None:
    """Return "" where the page answers, else the cause; None for a HEAD after which a GET may say another thing."""
    try:
        _guard(url, may)
        # What is no ASCII in an address a browser encodes before it asks.
        asked = urllib.request.Request(_encoded(url), headers=_WHO, method=method)  # noqa: S310 -- _guard
        opener.open(asked, timeout=TIMEOUT).close()
    except urllib.error.HTTPError as error:
        error.close()
        if method == "HEAD" and error.code in _NO_HEAD:
            return None
        return "" if error.code in _TURNED_AWAY else f"{error.code} {error.reason or ''}".strip()
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_cut = isinstance(error, (ConnectionError, http.client.HTTPException))
        return None if method == "HEAD" and is_cut else _cause(error)
    return ""


def _guard(url: str, may: Callable[[str], bool]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise _ClosedError(f"it leads on to {parts.scheme or 'nothing'}:, which is no page of the web")
    host = parts.hostname or ""
    if not may(host):
        raise _ClosedError(f"{host} is not on the public network, and is not asked")


def _encoded(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    place = f"{host}:{parts.port}" if parts.port else host
    path, query = (quote(part, safe="%/:=&?~#+!$,;'@()*[]") for part in (parts.path or "/", parts.query))
    return f"{parts.scheme}://{place}{path}{f'?{query}' if query else ''}"


def _cause(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return f"no answer within {TIMEOUT} seconds"
    if isinstance(reason, socket.gaierror):
        return "no such host"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {reason.verify_message}"
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror.lower()
    return str(reason) or type(reason).__name__

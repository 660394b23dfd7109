"""One mechanism for every web API: a request goes out, an answer comes back, or nobody can tell.

What a provider or a service adds is what it says and how it reads the answer, never how it is carried.
"""

from __future__ import annotations

import http.client
import io
import json
import random
import re
import ssl
import time
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from digest.deliver.secrets import Secret
from digest.deliver.wire.timely import WHOLE, Timely
from digest.errors import ConfigError, ProviderError, UnansweredError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping, Sequence

    from urllib3.response import BaseHTTPResponse

_LARGEST = 8 * 2**20
"""Bytes of an answer that are read: a batch's receipts take kilobytes."""

_IDLE = 4.0
"""Seconds after which a connection is not used again: a server that has just closed it would swallow a
request without an answer. Node's servers close after five."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""The characters of a header's name (RFC 9110, 5.6.2)."""

Value: TypeAlias = str | Secret


class Unreached(ProviderError):  # noqa: N818 -- what happened, beside UnansweredError
    """The request was certainly not received whole: no such host, no connection, no TLS, cut while sending."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `path` begins with "/" and holds the query.

    `repeat`: it may go again when its answer was lost, as reading does, or a call under a live key.
    """

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, Value] = field(default_factory=dict)
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `wait` is Retry-After in seconds, 0 without one.

    `doubt`: an earlier try of this request got no answer, so what this answer refuses may be there already.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    doubt: bool = False

    @property
    def good(self) -> bool:
        """Tell whether it is 2xx."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def as_json(method: str, path: str, value: Any = None, **more: Any) -> Request:
    """Return a request with a JSON body in ASCII: whatever stands in the value, no raw line break is in it."""
    body = b"" if value is None else json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
    headers: dict[str, Value] = {"Content-Type": "application/json"} if body else {}
    return Request(method, path, body, {**headers, **more.pop("headers", {})}, **more)


class Wire:
    """One connection to one service, for one thread.

    `base` is https, or loopback. A lost answer and a 5xx are tried again where the request may be repeated;
    a 429, or a 503 with Retry-After, whatever the request (it was not done: RFC 6585, 4; RFC 9110, 15.6.4)
    if it asks for no more than `patience` seconds; `tries` in all. `secrets`, and those of `headers`, are
    taken out of an answer's body, for it may repeat what it refuses.
    """

    def __init__(
        self,
        base: str,
        headers: Mapping[str, Value] | None = None,
        *,
        timeout: float = 30.0,
        tries: int = 3,
        patience: float = 0.0,
        secrets: Sequence[Secret] = (),
        sleep: Callable[[float], object] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        parts = checked_base(base)
        self.host, self.port = parts.hostname or "", parts.port
        self._secure, self._folder = parts.scheme == "https", parts.path.rstrip("/")
        self._headers = {"User-Agent": "digest", "Accept": "application/json", **(headers or {})}
        self._timeout, self._tries, self._patience = timeout, tries, patience
        self._sleep, self._jitter = sleep, jitter
        self._secrets = (*secrets, *(value for value in self._headers.values() if isinstance(value, Secret)))
        self._link: HTTPConnection | None = None
        self._used = 0.0

    def call(self, request: Request) -> Answer:
        """Send the request and return the answer, whatever its status but 502 and 504.

        Raises UnansweredError when it may have been received and no answer came (cut, time out, a gateway's
        502 or 504), Unreached when it certainly was not.
        """
        doubt = False
        for tried in range(1, self._tries + 1):
            last = tried == self._tries
            try:
                answer = self._once(request)
            except Unreached as failure:
                if doubt:
                    raise UnansweredError(failure.what, mend=failure.mend) from None
                if last or not request.repeat:
                    raise
                wait = 0.0
            except UnansweredError:
                doubt = True
                if last or not request.repeat:
                    raise
                wait = 0.0
            else:
                again = self._again(request, answer)
                if last or not again:
                    return replace(answer, doubt=doubt)
                doubt = doubt or not (answer.wait or answer.status == http.HTTPStatus.TOO_MANY_REQUESTS)
                wait = answer.wait
            self._sleep(max(wait, (0.5 + self._jitter()) * 0.5 * 2 ** (tried - 1)))
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        """End the connection; the next call makes a new one."""
        link, self._link = self._link, None
        if link:
            link.close()

    def _again(self, request: Request, answer: Answer) -> bool:
        """Tell whether to ask again: who is told for how long to wait is told that it was not done."""
        if answer.status == http.HTTPStatus.TOO_MANY_REQUESTS or (answer.status == 503 and answer.wait):
            return self._patience > 0 and answer.wait <= self._patience
        return request.repeat and answer.status >= 500

    def _once(self, request: Request) -> Answer:
        headers = {**self._headers, **request.headers}
        plain = {name: header_value(name, value) for name, value in headers.items()}
        link = self._connected()
        whole = False
        try:
            link.request(
                request.method,
                self._folder + request.path,
                request.body or None,
                plain,
                preload_content=False,
            )
            whole = True
        except (BrokenPipeError, ConnectionResetError):
            pass  # a server may answer before it has read all, that it is too much
        except (OSError, HTTPError, http.client.HTTPException) as error:
            raise self._unsent(error) from None
        try:
            answer = _read(link.getresponse())
        except (OSError, HTTPError, http.client.HTTPException) as error:
            if not whole:
                raise self._unsent(error) from None
            self.close()
            raise UnansweredError(f"{self.host}: no answer: {_cause(error)}") from None
        if not whole:
            self.close()
        self._used = time.monotonic()
        for secret in self._secrets:
            answer = replace(answer, body=secret.hidden_in(answer.body))
        if answer.status in (http.HTTPStatus.BAD_GATEWAY, http.HTTPStatus.GATEWAY_TIMEOUT):
            raise UnansweredError(f"{self.host}: no answer: a gateway says {answer.status}")
        return answer

    def _unsent(self, error: Exception) -> Unreached:
        """Return what tells that not all bytes were handed over: the server has less than Content-Length."""
        self.close()
        return Unreached(f"{self.host}: cut off while sending: {_cause(error)}")

    def _connected(self) -> HTTPConnection:
        if self._link and (self._link.is_connected and time.monotonic() - self._used < _IDLE):
            return self._link
        self.close()
        link = HTTPConnection(self.host, self.port, timeout=self._timeout)
        if self._secure:
            context = ssl.create_default_context()
            link = HTTPSConnection(self.host, self.port, timeout=self._timeout, ssl_context=context)
        link.response_class = _Timely
        try:
            link.connect()
        except (OSError, HTTPError) as error:
            link.close()
            raise Unreached(f"{self.host}: can't be reached: {_cause(error)}") from None
        self._link = link
        return link


class _Timely(http.client.HTTPResponse):
    """An answer whose first line, headers and body come in time together, or it is none."""

    def __init__(self, sock: socket.socket, *of: Any, **more: Any) -> None:
        super().__init__(sock, *of, **more)
        self.fp.close()
        self.fp = io.BufferedReader(Timely(sock, WHOLE * (sock.gettimeout() or 0.0)))


def checked_base(base: str) -> Any:
    """Return the parts of a base address. Raises ConfigError unless it is https, or http on loopback."""
    try:
        parts = urlsplit(base)
        port = parts.port  # raises ValueError for one that is none
    except ValueError:
        parts, port = urlsplit(""), None
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    beyond = parts.username is not None or parts.query or parts.fragment or port == 0
    if (
        not secure
        or not parts.hostname
        or beyond
        or not base.isascii()
        or not base.isprintable()
        or " " in base
    ):
        raise ConfigError(f"{base!r:.80} is no address of a web API", mend="write it with https://")
    return parts


def header_value(name: str, value: Value) -> str:
    """Return the value for the wire. Raises ProviderError, which does not show it, where none may hold it."""
    plain = value.reveal() if isinstance(value, Secret) else value
    source = value.name if isinstance(value, Secret) else name
    if not set(name) <= _TOKEN or not name:
        raise ProviderError(f"{name!r:.40} is no name of a header")
    if not plain.isascii() or not plain.isprintable():
        mend = "set it anew, on one line and without other characters" if source != name else ""
        raise ProviderError(f"{source} holds a character that no header may hold", mend=mend)
    return plain


def _read(response: BaseHTTPResponse) -> Answer:
    body = response.read(_LARGEST)
    if response.read(1):
        raise HTTPError("an answer that does not end")
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, body, headers, _wait(headers))


def _wait(headers: Mapping[str, str]) -> float:
    """Return Retry-After in seconds: a number, or a date (RFC 9110, 10.2.3). An hour at most, 0 for none."""
    value = headers.get("retry-after", "").strip()
    try:
        is_number = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", value)
        seconds = float(value) if is_number else parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(seconds, 0.0), 3600.0)


def _cause(error: BaseException) -> str:
    """Return why, in words that hold neither header nor body."""
    while isinstance(error.__cause__, OSError):
        error = error.__cause__
    if isinstance(error, ssl.SSLError):
        return f"TLS: {error.reason or 'failed'}"
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return "it took too long"
    return getattr(error, "strerror", None) or "the connection ended"

"""HTTP servers on loopback for the tests: an echo of our own, Prism over an OpenAPI description, moto's AWS.

The echo reads a request whole, keeps it, and then answers, cuts the connection or says nothing, as the test told it.
A server that is not installed fails the test where CI=true and skips it elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn, Self

import pytest

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTIONS = ROOT.parent / "shared" / "data" / "openapi"
PRISM = ROOT / ".ci" / "node_modules" / ".bin" / "prism"
STARTUP = 60.0


@dataclass(frozen=True)
class Got:
    """A request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


CUT = "cut"
"""The connection ends after the request was read."""
CUT_BODY = "cut-body"
"""It ends in the middle of the answer."""
STALL = "stall"
"""Nothing comes, until the test is over."""


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


class Echo:
    """A server that answers with `respond`; `faults` come first, one for each request until they are used up."""

    def __init__(self, respond: Callable[[Got], Reply]) -> None:
        self.respond = respond
        self.got: list[Got] = []
        self.faults: list[str | Reply] = []
        self.handled: list[Reply] = []
        self.connections = 0
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def _answer(self, got: Got) -> tuple[str, Reply]:
        """Keep the request; return how to answer. One that is cut off was answered first: that is the drill."""
        with self._lock:
            self.got.append(got)
            fault = self.faults.pop(0) if self.faults else ""
            reply = fault if isinstance(fault, Reply) else self.respond(got)
            self.handled.append(reply)
            return (fault if isinstance(fault, str) else ""), reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        echo = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def setup(self) -> None:
                super().setup()
                echo.connections += 1

            def handle_one_request(self) -> None:
                with suppress(OSError):
                    super().handle_one_request()
                    return
                self.close_connection = True

            def serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                how, reply = echo._answer(Got(self.command, self.path, headers, body))
                if how == STALL:
                    echo._over.wait(30)
                if how in (CUT, STALL):
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body) + (how == CUT_BODY)))
                self.end_headers()
                if how == CUT_BODY:
                    self.wfile.write(reply.body[: len(reply.body) // 2])
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.wfile.write(reply.body)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve  # noqa: N815 -- http.server's names

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def absent(what: str) -> NoReturn:
    """Fail where all servers must be, skip elsewhere."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI has no {what}")
    pytest.skip(f"no {what} on this machine; .ci/run installs it")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def description(name: str) -> Path:
    path = DESCRIPTIONS / name
    if not path.is_file():
        pytest.skip(f"{name} is not on this machine (../shared/data/openapi)")
    return path


@contextmanager
def prism(name: str, *, errors: bool = True) -> Iterator[str]:
    """Run Prism over a description; yield its address. It judges requests and answers with examples."""
    path = description(name)
    if not PRISM.is_file() or not shutil.which("node"):
        absent("Prism (npm @stoplight/prism-cli)")
    port = free_port()
    command = [
        str(PRISM),
        "mock",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        *(["--errors"] if errors else []),
        str(path),
    ]
    with _running(command, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def moto() -> Iterator[str]:
    """Run moto's server; yield its address."""
    server = Path(sys.executable).with_name("moto_server")
    if not server.is_file():
        absent("moto (pip moto[server])")
    port = free_port()
    with _running([str(server), "-H", "127.0.0.1", "-p", str(port)], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + STARTUP
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{Path(command[0]).name} did not start")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def forward(base: str, got: Got) -> Reply:
    """Have another server judge a request; return its answer."""
    kept = {
        n: v
        for n, v in got.headers.items()
        if n not in ("host", "connection", "accept-encoding", "content-length")
    }
    asked = urllib.request.Request(base + got.path, got.body or None, kept, method=got.method)
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return Reply(
                answer.status, answer.read(), {"Content-Type": answer.headers.get("Content-Type", "")}
            )
    except urllib.error.HTTPError as error:
        with error:
            kind = {"Content-Type": error.headers.get("Content-Type", "")}
            if named := error.headers.get("x-amzn-errortype"):
                kind["x-amzn-errortype"] = named
            return Reply(error.code, error.read(), kind)

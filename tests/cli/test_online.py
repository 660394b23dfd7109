"""Whether pages answer, asked of a real server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from digest.cli.online import answers, is_public

ASKED: list[tuple[str, str]] = []


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(head=True)

    def do_GET(self) -> None:
        self._answer(head=False)

    def _answer(self, *, head: bool) -> None:
        ASKED.append((self.command, self.path))
        page = self.path.partition("?")[0]
        codes = {
            "/gone": 410,
            "/none": 404,
            "/broken": 500,
            "/closed": 403,
            "/busy": 429,
            "/get-only": 405 if head else 200,
            "/shy": 404 if head else 200,
        }
        moved = {
            "/moved": "/there",
            "/moved-away": "/gone",
            "/round": "/round",
            "/inward": "http://192.168.0.1/",
            "/file": "file:///etc/passwd",
        }
        if page == "/cut" and head:
            self.close_connection = True
            return
        self.send_response(302 if page in moved else codes.get(page, 200))
        if page in moved:
            self.send_header("Location", moved[page])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def here(host: str) -> bool:
    return host == "127.0.0.1"


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("/there", ""),
        ("", ""),
        ("/there?a=1&b=%20#part", ""),
        ("/글?말=한 마디", ""),
        ("/moved", ""),
        ("/get-only", ""),
        ("/shy", ""),
        ("/cut", ""),
        ("/closed", ""),
        ("/busy", ""),
        ("/gone", "410 Gone"),
        ("/none", "404 Not Found"),
        ("/broken", "500 Internal Server Error"),
        ("/moved-away", "410 Gone"),
        ("/inward", "192.168.0.1 is not on the public network, and is not asked"),
        ("/file", "302 Found - Redirection to url 'file:///etc/passwd' is not allowed"),
    ],
)
def test_a_page_answers_or_the_cause_is_told(site: str, page: str, says: str) -> None:
    assert answers([site + page], here) == {site + page: says}


def test_a_circle_is_no_answer(site: str) -> None:
    (said,) = answers([site + "/round"], here).values()
    assert said.startswith("302 ")


def test_nothing_is_loaded_where_head_is_enough_and_each_page_is_asked_once(site: str) -> None:
    ASKED.clear()
    answers([f"{site}/once", f"{site}/once", f"{site}/twice"], here)
    assert sorted(ASKED) == [("HEAD", "/once"), ("HEAD", "/twice")]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1:1/", "connection refused"),
        ("http://no-such-host.invalid/", "no such host"),
        ("ftp://127.0.0.1/", "it leads on to ftp:, which is no page of the web"),
        ("http://[::1", "Invalid IPv6 URL"),
    ],
)
def test_what_cannot_be_asked_is_told(url: str, says: str) -> None:
    assert answers([url], lambda _: True) == {url: says}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fe80::1", "localhost"]
)
def test_the_houses_own_network_is_not_asked(host: str) -> None:
    assert not is_public(host)
    where = f"[{host}]" if ":" in host else host
    ASKED.clear()
    (said,) = answers([f"http://{where}/"]).values()
    assert said == f"{host} is not on the public network, and is not asked"
    assert ASKED == []


def test_a_host_on_the_public_network_may_be_asked() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")

"""A server that drips holds nobody, a secret is hidden however it is written, and what answers oddly is told plainly."""

from __future__ import annotations

import html
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

import pytest
from conformance_letters import messages
from conformance_stands import told
from servers_scripted import scripted

from digest.cli.ready import Secrets
from digest.deliver.providers import postmark, resend
from digest.deliver.secrets import Secret
from digest.deliver.wire.dial import GONE, Server, dial
from digest.deliver.wire.http import Answer, Request, Wire
from digest.errors import ProviderError, UnansweredError

KEY = "re_CANARY&-s3cr3t/+"
LOGIN = "250-scripted.example.org\r\n250 AUTH PLAIN LOGIN"
WAYS = [
    quote(KEY, safe=""),
    "".join(f"%{byte:02x}" for byte in KEY.encode()),
    quote(quote(KEY, safe="")),
    json.dumps(KEY)[1:-1].replace("/", "\\/"),
    "".join(f"\\u{ord(sign):04X}" for sign in KEY),
    html.escape(KEY),
]


@contextmanager
def dripping(first: bytes) -> Iterator[int]:
    """Serve `first` at once and then a byte every twentieth of a second, for ten seconds."""
    over = threading.Event()

    class Drip(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                self.request.sendall(first)
                for _ in range(200):
                    self.request.sendall(b"x")
                    if over.wait(0.05):
                        return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Drip) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            over.set()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    "first", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n"]
)
def test_an_answer_that_drips_is_none(first: bytes):
    with dripping(first) as port:
        wire = Wire(f"http://127.0.0.1:{port}", timeout=0.3)
        with pytest.raises(UnansweredError, match="too long"):
            wire.call(Request("GET", "/"))
        wire.close()


def test_a_mail_server_that_drips_is_gone():
    with dripping(b"220 ") as port, pytest.raises(GONE, match="too long"):
        dial(Server("127.0.0.1", port, 0.3))


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_is_hidden_however_it_is_written(way: str, monkeypatch: pytest.MonkeyPatch):
    assert Secret("X", KEY).hidden_in(f"no {way}!".encode()) == b"no ***!"
    monkeypatch.setenv("DIGEST_RESEND_KEY", KEY)
    secrets = Secrets()
    secrets.get("resend_key")
    assert secrets.clean(f"no {way}! 50% &amp;") == "no (DIGEST_RESEND_KEY)! 50% &amp;"


def test_one_id_for_several_messages_of_resend_is_no_receipt():
    found = resend.receipts(messages(), told({"data": [{"id": "a"}, {"id": "b"}, {"id": "a"}]}))
    assert [each.state for each in found] == ["unknown", "accepted", "unknown"]


def test_a_redirect_is_told_with_its_mend():
    with pytest.raises(ProviderError, match="refuses: 302") as caught:
        postmark.receipts(messages(), Answer(302))
    assert "check url" in caught.value.mend


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ({"(greeting)": ["hello you"]}, "what answers is no mail server"),
        ({"EHLO": [LOGIN], "AUTH": ["334 x"]}, "can't be read"),
        ({"EHLO": [LOGIN], "AUTH": ["250 fine"]}, "answers the login with 250"),
    ],
)
def test_what_is_hardly_a_mail_server_is_told_plainly(script: dict[str, list[str]], says: str):
    with scripted(script) as server, pytest.raises(ProviderError, match=says) as caught:
        dial(Server("127.0.0.1", server.port, 5.0, user="u", password=Secret("X", KEY)))
    assert "check host" in caught.value.mend

"""How a request is carried: what certainly did not arrive, what nobody can tell, what is asked for again."""

from __future__ import annotations

import copy
import pickle
import socket
import ssl
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from servers_http import CUT, STALL, Echo, Got, Reply, free_port
from servers_http import as_json as replies

from digest.deliver.secrets import Secret, secret
from digest.deliver.wire.http import Request, Unreached, Wire, as_json, checked_base
from digest.errors import ConfigError, ProviderError, UnansweredError

CANARY = "c4nary-0n-th3-w1re"
KEY = Secret("DIGEST_EXAMPLE_KEY", CANARY)
ASK = as_json("POST", "/things", {"a": 1})


OPEN: list[Wire] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def opened(*of: Any, **more: Any) -> Wire:
    OPEN.append(Wire(*of, **more))
    return OPEN[-1]


@pytest.fixture
def echo() -> Iterator[Echo]:
    with Echo(lambda got: replies({"path": got.path})) as server:
        yield server


def wire(echo: Echo, waits: list[float] | None = None, **more: Any) -> Wire:
    kept = waits if waits is not None else []
    return opened(
        echo.url, {"Authorization": KEY.within("Bearer {}")}, sleep=kept.append, jitter=lambda: 0.5, **more
    )


def test_a_request_goes_as_it_is_and_its_answer_comes_back(echo: Echo):
    answer = wire(echo).call(
        as_json("POST", "/a?b=1", {"word": "한국어\r\n\u2028\0"}, headers={"X-Mine": "yes"})
    )
    assert (answer.status, answer.json, answer.wait, answer.doubt) == (200, {"path": "/a?b=1"}, 0.0, False)
    [got] = echo.got
    assert (got.method, got.path) == ("POST", "/a?b=1")
    assert got.headers["authorization"] == f"Bearer {CANARY}"
    assert got.headers["x-mine"] == "yes"
    assert got.json == {"word": "한국어\r\n\u2028\0"}
    assert all(32 <= byte < 127 for byte in got.body)


def test_the_folder_of_the_base_stands_before_the_path(echo: Echo):
    opened(f"{echo.url}/v3/").call(Request("GET", "/x"))
    assert echo.got[0].path == "/v3/x"
    assert "content-type" not in echo.got[0].headers


@pytest.mark.parametrize("fault", [CUT, STALL, Reply(502), Reply(504)], ids=["cut", "stall", "502", "504"])
def test_without_an_answer_nobody_can_tell(echo: Echo, fault: Any):
    echo.faults.append(fault)
    with pytest.raises(UnansweredError) as caught:
        wire(echo, timeout=0.5).call(ASK)
    assert len(echo.got) == 1
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("fault", [CUT, Reply(500), Reply(502)], ids=["cut", "500", "502"])
def test_what_may_be_repeated_is(echo: Echo, fault: Any):
    echo.faults.extend([fault, fault])
    waits: list[float] = []
    answer = wire(echo, waits).call(replace(ASK, repeat=True))
    assert answer.good
    assert answer.doubt
    assert len(echo.got) == 3
    assert waits == [0.5, 1.0]


def test_the_last_try_stands(echo: Echo):
    echo.faults.extend([Reply(500)] * 5)
    assert wire(echo).call(replace(ASK, repeat=True)).status == 500
    assert len(echo.got) == 3
    echo.faults[:] = [CUT] * 5
    with pytest.raises(UnansweredError):
        wire(echo).call(replace(ASK, repeat=True))
    assert len(echo.got) == 6


def test_a_server_that_goes_away_after_a_lost_answer_leaves_it_open():
    with Echo(lambda _: Reply()) as server:
        server.faults.append(CUT)

        def gone(_: float) -> None:
            server._server.shutdown()
            server._server.server_close()

        with pytest.raises(UnansweredError):
            opened(server.url, sleep=gone).call(replace(ASK, repeat=True))


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("7", 7, 7),
        ("0", 0, 0),
        ("-3", 0, 0),
        ("999999999999", 3600, 3600),
        ("1e9", 0, 0),
        ("1_0", 0, 0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 3600, 3600),
        ("Fri, 01 Jan 2010 00:00:00 GMT", 0, 0),
        ("Fri, 99 Jan 2100 00:00:00 GMT", 0, 0),
        ("soon", 0, 0),
        ("", 0, 0),
        ("9" * 5000, 0, 3600),
        ("nan", 0, 0),
        ("inf", 0, 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(echo: Echo, header: str, least: float, most: float):
    echo.faults.append(Reply(429, headers={"Retry-After": header}))
    assert least <= wire(echo).call(ASK).wait <= most


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_patient_waits_as_long_as_the_server_says(echo: Echo, status: int):
    echo.faults.append(Reply(status, headers={"Retry-After": "9"}))
    waits: list[float] = []
    answer = wire(echo, waits, patience=10.0).call(ASK)
    assert (answer.status, answer.doubt, waits) == (200, False, [9.0])
    echo.faults.append(Reply(status, headers={"Retry-After": "11"}))
    assert wire(echo, waits, patience=10.0).call(ASK).wait == 11.0
    assert len(waits) == 1


def test_a_503_without_a_time_may_have_been_done(echo: Echo):
    echo.faults.append(Reply(503))
    assert wire(echo, patience=10.0).call(ASK).status == 503
    assert len(echo.got) == 1


@contextmanager
def listening(serve: Any) -> Iterator[int]:
    """A server of plain sockets, for what no HTTP server does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def run() -> None:
            connection, _ = listener.accept()
            connection.settimeout(10)
            with connection:
                serve(connection)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


def test_what_was_not_handed_over_whole_did_not_arrive():
    def reset(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    with listening(reset) as port, pytest.raises(Unreached, match="while sending"):
        opened(f"http://127.0.0.1:{port}", timeout=5).call(Request("POST", "/", b"x" * 30_000_000))


def test_a_server_that_says_too_much_before_it_has_read_all_is_heard():
    def early(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1 << 20):
            pass

    with listening(early) as port:
        answer = opened(f"http://127.0.0.1:{port}", timeout=5).call(Request("POST", "/", b"x" * 3_000_000))
    assert (answer.status, answer.body) == (413, b"big")


def test_an_answer_that_does_not_end_is_none():
    def endless(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                connection.sendall(b"x" * (1 << 20))
        except OSError:
            pass

    with listening(endless) as port, pytest.raises(UnansweredError):
        opened(f"http://127.0.0.1:{port}", timeout=5).call(Request("GET", "/"))


def test_garbage_is_no_answer():
    def garbage(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")

    with listening(garbage) as port, pytest.raises(UnansweredError):
        opened(f"http://127.0.0.1:{port}", timeout=5).call(Request("GET", "/"))


def test_nobody_there():
    with pytest.raises(Unreached, match="refused"):
        opened(f"http://127.0.0.1:{free_port()}").call(ASK)


def test_a_name_that_no_host_can_have():
    with pytest.raises(Unreached, match="can't be reached"):
        opened(f"https://{'a' * 64}.example.org").call(ASK)


def test_a_server_without_tls_gets_nothing(echo: Echo):
    with pytest.raises(Unreached, match="TLS"):
        opened(echo.url.replace("http:", "https:"), {"Authorization": KEY}, timeout=5).call(ASK)
    assert echo.got == []


def test_a_certificate_that_nobody_vouches_for_ends_it(tmp_path):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = made.sign(key, hashes.SHA256())
    pem = signed.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")

    def shake(connection: socket.socket) -> None:
        with (
            pytest.raises((ssl.SSLError, OSError)),
            context.wrap_socket(connection, server_side=True) as secure,
        ):
            secure.recv(1)

    with listening(shake) as port, pytest.raises(Unreached, match="TLS: CERTIFICATE_VERIFY_FAILED"):
        opened(f"https://localhost:{port}", timeout=5).call(ASK)


def test_one_connection_is_kept_and_a_closed_one_replaced(echo: Echo):
    kept = wire(echo)
    kept.call(ASK)
    kept.call(ASK)
    assert echo.connections == 1
    echo.faults.append(CUT)
    with pytest.raises(UnansweredError):
        kept.call(ASK)
    kept.call(ASK)
    assert echo.connections == 2
    kept.close()
    kept.close()
    kept.call(ASK)
    assert echo.connections == 3


def test_a_connection_that_lay_idle_is_not_trusted(echo: Echo):
    kept = wire(echo)
    kept.call(ASK)
    kept._used -= 5.0
    kept.call(ASK)
    assert echo.connections == 2


def test_no_redirect_takes_the_secret_elsewhere(echo: Echo):
    echo.faults.append(Reply(302, headers={"Location": f"{echo.url}/elsewhere"}))
    assert wire(echo).call(ASK).status == 302
    assert len(echo.got) == 1


@pytest.mark.parametrize(
    "base",
    [
        "http://example.org",
        "http://127.0.0.1.example.org",
        "http://127.0.0.2",
        "ftp://localhost",
        "https://user:pw@example.org",
        "https://example.org?x=1",
        "https://example.org#x",
        "https://exa mple.org",
        "https://example.org/\r\nX: y",
        "https://예.kr",
        "https://example.org:0",
        "https://example.org:99999",
        "//example.org",
        "example.org",
        "https://",
        "",
    ],
)
def test_a_base_is_https_or_loopback(base: str):
    with pytest.raises(ConfigError, match="is no address of a web API"):
        checked_base(base)


@pytest.mark.parametrize(
    "base", ["https://example.org/v3/", "http://127.0.0.1:8", "http://localhost", "http://[::1]:8"]
)
def test_these_bases_will_do(base: str):
    assert checked_base(base).hostname


@pytest.mark.parametrize("bad", ["a\r\nX-Evil: 1", "a\0", "한국어", "a\u2028b", "a\x7f"])
def test_no_value_breaks_out_of_its_header(echo: Echo, bad: str):
    for value in (bad, Secret("DIGEST_EXAMPLE_KEY", CANARY + bad)):
        with pytest.raises(ProviderError, match=r"X-Mine|DIGEST_EXAMPLE_KEY") as caught:
            wire(echo).call(as_json("POST", "/", {}, headers={"X-Mine": value}))
        assert CANARY not in str(caught.value)
    for name in (f"X-{bad}", "X: y", ""):
        with pytest.raises(ProviderError, match="no name of a header"):
            wire(echo).call(as_json("POST", "/", {}, headers={name: "y"}))
    assert echo.got == []


def test_an_answer_never_shows_the_secret(echo: Echo):
    def tell(got: Got) -> Reply:
        return replies({"message": f"no such key: {got.headers['authorization']}"}, 401)

    echo.respond = tell
    assert wire(echo).call(ASK).json == {"message": "no such key: ***"}
    basic = opened(echo.url, {"Authorization": KEY.basic("user")})
    echo.respond = lambda got: replies({"message": f"{got.headers['authorization']} {CANARY}"}, 401)
    assert basic.call(ASK).json == {"message": "*** ***"}


def test_a_secret_shows_its_name_only():
    for shown in (repr(KEY), str(KEY), f"{KEY}", f"{KEY!s:>50}", repr([KEY]), repr(KEY.within("Bearer {}"))):
        assert CANARY not in shown
        assert "DIGEST_EXAMPLE_KEY" in shown
    for write in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError) as caught:
            write(KEY)
        assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert not hasattr(KEY, "__dict__")
    assert KEY.reveal() == CANARY


def test_secrets_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGEST_RESEND_KEY", f" {CANARY}\n")
    assert secret("resend_key").reveal() == CANARY
    monkeypatch.setenv("DIGEST_RESEND_KEY", " ")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(ConfigError, match=r"no DIGEST_RESEND_KEY.*keyring set digest resend_key"):
        secret("resend_key")


def test_secrets_come_from_the_keyring_where_the_environment_has_none(monkeypatch: pytest.MonkeyPatch):
    import keyring

    class Held(keyring.backend.KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return CANARY if (service, username) == ("digest", "resend_key") else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

    monkeypatch.delenv("DIGEST_RESEND_KEY", raising=False)
    monkeypatch.delenv("DIGEST_POSTMARK_TOKEN", raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(Held())
    try:
        assert secret("resend_key").reveal() == CANARY
        with pytest.raises(ConfigError, match="no DIGEST_POSTMARK_TOKEN"):
            secret("postmark_token")
        monkeypatch.setenv("DIGEST_RESEND_KEY", "of the environment")
        assert secret("resend_key").reveal() == "of the environment"
    finally:
        keyring.set_keyring(before)

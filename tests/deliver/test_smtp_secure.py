"""SMTP under encryption and with a login: a real Postfix with Dovecot's SASL, and servers that cheat."""

from __future__ import annotations

import ipaddress
import ssl
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from deliver_editions import mail
from servers_mail import HOST, PASSWORD, Mailboxes, Relay, dovecot, folder, postfix
from servers_scripted import CUT, scripted

from digest.config.place import FILE, Place
from digest.config.tables import Deliver
from digest.deliver.providers import PROVIDERS
from digest.deliver.providers.smtp import SmtpProvider
from digest.deliver.secrets import Secret
from digest.deliver.setup import Setup
from digest.deliver.wire.dial import Server
from digest.errors import ConfigError, ProviderError
from digest.model import Receipt

USER = "editor@example.org"
BODY = b"Subject: x\r\n\r\nhello\r\n"
CANARY = "canary4711"


def issued(name: str, key: ec.EllipticCurvePrivateKey, *, by: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None,
           host: str = "") -> x509.Certificate:  # fmt: skip
    """Return a certificate; without `by` it is an authority's own."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(by[0].subject if by else subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    )  # fmt: skip
    if host:
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(by[1] if by else key, SHA256())


@dataclass(frozen=True)
class Papers:
    """An authority of our own, and what it issued."""

    home: Path
    authority: Path
    certificate: Path
    key: Path
    misnamed: Path


@pytest.fixture(scope="module")
def papers() -> Iterator[Papers]:
    with folder() as home:
        ours, theirs = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        authority = issued("Our own authority", ours, by=None)
        made = Papers(home, home / "ca.pem", home / "cert.pem", home / "key.pem", home / "misnamed.pem")
        made.authority.write_bytes(authority.public_bytes(Encoding.PEM))
        for path, host in ((made.certificate, HOST), (made.misnamed, "127.0.0.9")):
            path.write_bytes(
                issued("relay", theirs, by=(authority, ours), host=host).public_bytes(Encoding.PEM)
            )
        made.key.write_bytes(theirs.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        yield made


@pytest.fixture(scope="module")
def mailing(papers: Papers) -> Iterator[tuple[Relay, Mailboxes]]:
    """A Postfix that asks for a login, and the Dovecot that it delivers to and asks about passwords."""
    with folder() as home, dovecot(home / "auth") as boxes:
        transport = f"lmtp:inet:{HOST}:{boxes.lmtp}"
        with postfix(transport, certificate=papers.certificate, key=papers.key, auth=boxes.auth) as relay:
            yield relay, boxes


def sent(server: Server, to: str = "hana@example.net") -> list[Receipt]:
    connection = SmtpProvider(server).connect()
    try:
        return connection.send([mail(to, BODY)], "key")
    finally:
        connection.close()


def setup(papers: Papers, password: str = PASSWORD, **table: object) -> Setup:
    text = "[deliver.smtp]\n" + "".join(f"{key} = 1\n" for key in table)
    return Setup(
        name="smtp", root=papers.home, out=papers.home, deliver=Deliver(), table=table,
        place=Place(text, FILE, "deliver.smtp"), secret=lambda name: Secret(f"DIGEST_{name.upper()}", password),
    )  # fmt: skip


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_login_over_an_encrypted_connection_sends(papers: Papers, mailing, security: str):
    relay, boxes = mailing
    port = relay.submission if security == "starttls" else relay.tls
    table = {"host": HOST, "port": port, "security": security, "user": USER, "ca": papers.authority.name}
    connection = PROVIDERS["smtp"](setup(papers, **table)).connect()
    receipts = [r for n in range(3) for r in connection.send([mail(f"{security}@example.net", BODY)], f"{n}")]
    connection.close()
    assert [receipt.state for receipt in receipts] == ["accepted"] * 3
    assert len({receipt.provider_id for receipt in receipts} - {""}) == 3
    assert len(boxes.fetched(f"{security}@example.net", 3)) == 3


def test_a_wrong_password_ends_the_sending_and_is_not_shown(papers: Papers, mailing):
    relay, _ = mailing
    table = {"host": HOST, "port": relay.submission, "user": USER, "ca": papers.authority.name}
    with pytest.raises(ProviderError, match="does not take the user and password: 535") as caught:
        PROVIDERS["smtp"](setup(papers, CANARY, **table)).connect().send([mail("a@example.net", BODY)], "key")
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_without_a_login_the_relay_refuses(papers: Papers, mailing):
    relay, _ = mailing
    context = ssl.create_default_context(cafile=papers.authority)
    [receipt] = sent(Server(HOST, relay.submission, 10.0, context))
    assert receipt.state == "refused"
    assert "Client host rejected" in receipt.detail


@pytest.mark.parametrize("at_once", [False, True])
def test_an_authority_that_nobody_knows_is_not_trusted(mailing, at_once: bool):  # noqa: FBT001
    relay, _ = mailing
    server = Server(
        HOST, relay.tls if at_once else relay.submission, 10.0, ssl.create_default_context(), at_once
    )
    with pytest.raises(ProviderError, match="certificate is not trusted"):
        sent(server)


def test_a_certificate_for_another_name_is_not_trusted(papers: Papers):
    with postfix("discard:", certificate=papers.misnamed, key=papers.key) as relay:
        context = ssl.create_default_context(cafile=papers.authority)
        with pytest.raises(ProviderError, match="certificate is not trusted: IP address mismatch"):
            sent(Server(HOST, relay.plain, 10.0, context))


OFFERED = "250-scripted.example.org\r\n250 STARTTLS"


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ({}, "offers no STARTTLS, and nothing goes in clear"),
        ({"EHLO": ["502 what?"], "HELO": ["250 hello"]}, "offers no STARTTLS"),
        ({"EHLO": [OFFERED], "STARTTLS": ["454 4.7.0 not now"]}, "refuses STARTTLS: 454"),
        ({"EHLO": [OFFERED], "STARTTLS": ["220 begin, in clear"]}, "no encryption"),
    ],
)
def test_where_encryption_was_asked_for_nothing_goes_in_clear(script: dict[str, list[str]], says: str):
    with scripted(script) as told, pytest.raises(ProviderError, match=says) as caught:
        sent(
            Server(
                HOST, told.port, 5.0, ssl.create_default_context(), user=USER, password=Secret("X", CANARY)
            )
        )
    assert not [line for line in told.commands if line.upper().startswith(("MAIL", "AUTH", "RCPT", "DATA"))]
    assert caught.value.mend
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_breaks_off_while_it_should_encrypt_is_asked_later():
    with scripted({"EHLO": [OFFERED], "STARTTLS": [CUT]}) as told:
        [receipt] = sent(Server(HOST, told.port, 5.0, ssl.create_default_context()))
    assert receipt.state == "deferred"


def test_a_server_that_speaks_in_clear_on_a_port_for_tls_is_no_server():
    with scripted() as told, pytest.raises(ProviderError, match="no encryption"):
        sent(Server(HOST, told.port, 5.0, ssl.create_default_context(), at_once=True))


LOGIN = "250-scripted.example.org\r\n250 AUTH PLAIN LOGIN"


@pytest.mark.parametrize(
    ("password", "script", "says"),
    [
        (
            CANARY,
            {"EHLO": [LOGIN], "AUTH": [f"535 5.7.8 {CANARY} is wrong"]},
            "does not take the user and password: 535",
        ),
        (
            CANARY,
            {"EHLO": [LOGIN], "AUTH": [f"534 5.7.9 not {CANARY}"]},
            "does not take the user and password: 534",
        ),
        (CANARY, {}, "offers no login that we know"),
        (f"{CANARY}한글", {"EHLO": [LOGIN], "AUTH": ["334 "]}, "letters beyond ASCII"),
    ],
)
def test_a_password_is_in_no_error(password: str, script: dict[str, list[str]], says: str):
    with scripted(script) as told, pytest.raises(ProviderError, match=says) as caught:
        sent(Server(HOST, told.port, 5.0, user=USER, password=Secret("X", password)))
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert CANARY not in repr(caught.value.__dict__)
    assert not told.stored


def test_a_login_that_can_not_be_checked_now_is_tried_later():
    with scripted({"EHLO": [LOGIN], "AUTH": ["454 4.7.0 later"]}) as told:
        [receipt] = sent(Server(HOST, told.port, 5.0, user=USER, password=Secret("X", CANARY)))
    assert receipt.state == "deferred"
    assert CANARY not in receipt.detail


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            {"host": "mail.example.org", "security": "none"},
            "security: nothing goes in clear to another machine",
        ),
        ({"host": HOST, "security": "ssl"}, "security: 'ssl' is unknown"),
        ({"host": "https://mail.example.org"}, "host"),
        ({"host": "mail.example.org\r\nX: y"}, "host"),
        ({"host": ""}, "host"),
        ({"host": HOST, "port": 70_000}, "port: 70000 is no port"),
        ({"host": HOST, "timeout": 0.0}, "timeout"),
        ({"host": HOST, "user": "한글"}, "user"),
        ({"host": HOST, "bounce": "nobody"}, "bounce"),
        ({"host": HOST, "bounce": "a@example.org>\r\nRCPT TO:<b@example.org"}, "bounce"),
        ({"host": HOST, "ca": "nowhere.pem"}, "ca: no certificates"),
        ({"host": HOST, "ca": "key.pem"}, "ca: no certificates"),
        ({"host": HOST, "hots": "x"}, "hots"),
        ({}, "host"),
    ],
)
def test_settings_that_cannot_be_are_told_with_their_line(
    papers: Papers, table: dict[str, object], says: str
):
    with pytest.raises(ConfigError) as caught:
        PROVIDERS["smtp"](setup(papers, **table))
    assert says in str(caught.value)
    assert "digest.toml:" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_usual_port_goes_with_the_security(papers: Papers, security: str, port: int):
    made = PROVIDERS["smtp"](setup(papers, host="localhost", security=security))
    assert isinstance(made, SmtpProvider)
    assert made.server.port == port
    assert (made.server.tls is None) == (security == "none")
    assert PASSWORD not in repr(made)

"""What a mailbox holds after Postfix took a message and Dovecot gives it out: every part of it is what was sent."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from deliver_editions import JPEG, NOW, PNG, edition, rendered
from servers_mail import HOST, Mailboxes, Relay, dovecot, postfix

from digest.deliver import make_letter
from digest.deliver.letter import EditionLetter
from digest.deliver.letter.dkim import signer
from digest.deliver.providers.smtp import SmtpProvider
from digest.deliver.wire.dial import Server
from digest.model import Subscriber

DOMAIN = "example.org"
KEYS = {"rsa": rsa.generate_private_key(65537, 2048), "ed25519": ed25519.Ed25519PrivateKey.generate()}
READERS = (
    Subscriber("hana@example.net", "김하나", "ko", id="opaque-hana"),
    Subscriber("o.neil+news@example.net", 'Peggy "the" O\'Neil, <Ltd>', "en", id="opaque-peggy"),
    Subscriber("emoji@example.net", "👩‍🚀 " + "아주 긴 이름을 가진 사람 " * 6, "ko", id="opaque-emoji"),
    Subscriber("evil@example.net", "Eve\r\nBcc: all@example.net\r\n\r\n<script>", id="opaque-eve"),
    Subscriber('"quoted local"@example.net', "", id="opaque-quoted"),
)
TEXTS = {
    "korean": "안녕하세요, qNAMEq 님.\n\n" + "반도체와 사람을 다룬 이번 주의 소식입니다.\n" * 60 + "해지: qLEAVEq\n.\n",
    "english": "Dear qNAMEq,\n.\n..two dots\nFrom here on\n" + "A line  with   spaces \t and =3D signs é.\n" * 60 + "Leave: qLEAVEq",
}  # fmt: skip


@pytest.fixture(scope="module")
def mailing() -> Iterator[tuple[Relay, Mailboxes]]:
    with dovecot() as boxes, postfix(f"lmtp:inet:{HOST}:{boxes.lmtp}") as relay:
        yield relay, boxes


def leave(public_id: str) -> str:
    return f"https://leave.example.org/u/{public_id}.{'s1gnature' * 12}"


def letter(kind: str, text: str) -> EditionLetter:
    pem = KEYS[kind].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    page = rendered(text=text, html=rendered().html + text)
    return make_letter(
        edition(subject="반도체와 사람: 이번 주 여덟 가지 소식과 그 뒤에 숨은 이야기들 🚀"), page,
        {"images/plant.jpg": JPEG, "images/chart.png": PNG}, now=NOW, reply_to="editor@example.org",
        leave=leave, signer=signer(DOMAIN, "s1", pem, NOW),
    )  # fmt: skip


def verifies(data: bytes, kind: str) -> bool:
    return dkim.verify(data, dnsfunc=lambda _name, timeout: record(kind) if timeout else b"")


def record(kind: str) -> bytes:
    public = KEYS[kind].public_key()
    if kind == "rsa":
        form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        form = (Encoding.Raw, PublicFormat.Raw)
    return f"v=DKIM1; k={kind}; p=".encode() + base64.b64encode(public.public_bytes(*form))


def normal(data: bytes) -> str:
    return data.decode().replace("\r\n", "\n").rstrip("\n")


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("language", TEXTS)
def test_a_message_that_was_received_is_the_one_that_was_sent(mailing, kind: str, language: str):
    relay, boxes = mailing
    ours = letter(kind, TEXTS[language])
    connection = SmtpProvider(Server(HOST, relay.plain, 10.0)).connect()
    readers = [replace(reader, email=reader.email.replace("@", f"@{language}.{kind}.")) for reader in READERS]
    receipts = [r for reader in readers for r in connection.send([ours.message(reader)], "key")]
    connection.close()
    assert [receipt.state for receipt in receipts] == ["accepted"] * len(readers)
    for reader in readers:
        [data] = boxes.fetched(reader.email.replace('"', ""))
        back = email.message_from_bytes(data, policy=email.policy.default)
        assert [defect for part in back.walk() for defect in part.defects] == []
        assert [name for name, value in back.items() if value.defects] == []
        assert f"\r\nList-Unsubscribe: <{leave(reader.id)}>\r\n".encode() in data
        assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in data
        assert back["Bcc"] is None
        shown(back, ours, reader)
        assert verifies(data, kind)
        assert not verifies(data.replace(b"opaque-", b"opaquer"), kind)


def shown(back: EmailMessage, ours: EditionLetter, reader: Subscriber) -> None:
    """Check both texts byte for byte, the pictures, and what a mail program shows above them."""
    wanted = ours.parts(reader)
    plain, related = back.iter_parts()
    page, *pictures = related.iter_parts()
    assert normal(plain.get_payload(decode=True)) == wanted.text.rstrip("\n")
    assert normal(page.get_payload(decode=True)) == wanted.html.rstrip("\n")
    assert [picture.get_content() for picture in pictures] == [JPEG, PNG]
    assert all(f"cid:{picture['Content-ID'][1:-1]}" in wanted.html for picture in pictures)
    assert back["Subject"] == wanted.subject
    assert back["From"].addresses[0].addr_spec == "letters@example.org"
    assert back["Reply-To"] == "editor@example.org"
    assert back["To"].addresses[0].addr_spec == reader.email
    assert back["Date"].datetime == NOW
    assert re.fullmatch(rf"<{ours.message(reader).key}\.[^@>]+@example\.org>", back["Message-ID"])
    assert max(len(line) for line in ours.raw(reader).split(b"\r\n")) <= 998

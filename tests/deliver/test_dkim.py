"""Signatures as another library verifies them, with the key that a DNS of ours shows it."""

from __future__ import annotations

import base64
import re
import sys
from dataclasses import replace
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from deliver_editions import JPEG, NEWSLETTER, NOW, edition, rendered
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver import make_letter
from digest.deliver.letter.dkim import signer
from digest.errors import ConfigError
from digest.model import Subscriber

HANA = Subscriber("hana@example.net", "김하나", "ko", id="hanas-own")
DOMAIN, SELECTOR = "example.org", "s2026"


def pem(private) -> str:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def record(private) -> bytes:
    public = private.public_key()
    if isinstance(private, rsa.RSAPrivateKey):
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(
            public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        )
    return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw))


RSA = rsa.generate_private_key(65537, 2048)
ED25519 = ed25519.Ed25519PrivateKey.generate()
KEYS = {"rsa-sha256": RSA, "ed25519-sha256": ED25519}


def verifies(data: bytes, private) -> bool:
    asked = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        asked.append(name)
        return record(private)

    result = dkim.verify(data, dnsfunc=dns)
    assert asked == [f"{SELECTOR}._domainkey.{DOMAIN}.".encode()]
    return result


def signed(private=RSA, reader: Subscriber = HANA, **changes: str) -> bytes:
    by = signer(DOMAIN, SELECTOR, pem(private), NOW)
    page = rendered(**changes)
    letter = make_letter(
        edition(), page, {"images/plant.jpg": JPEG}, now=NOW, reply_to="editor@example.org",
        leave="https://leave.example.org/u/{}".format, signer=by,
    )  # fmt: skip
    return letter.raw(reader)


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_signature_verifies_and_covers_what_matters(algorithm: str):
    data = signed(KEYS[algorithm])
    assert verifies(data, KEYS[algorithm])
    head = data.partition(b"\r\n\r\n")[0]
    signature = re.match(rb"DKIM-Signature: (?:.|\r\n )*?(?=\r\n\S)", head)[0]
    assert max(len(line) for line in signature.split(b"\r\n")) <= 78
    tags = dict(tag.split(b"=", 1) for tag in re.sub(rb"\s", b"", signature.partition(b":")[2]).split(b";"))
    assert tags[b"a"] == algorithm.encode()
    assert tags[b"c"] == b"relaxed/relaxed"
    names = tags[b"h"].split(b":")
    there = re.findall(rb"^([A-Za-z-]+):", head, re.MULTILINE)[1:]
    assert sorted(names) == sorted([b"from", *(name.lower() for name in there)])


@pytest.mark.parametrize("algorithm", KEYS)
def test_another_key_in_the_dns_does_not_verify(algorithm: str):
    other = (
        rsa.generate_private_key(65537, 2048)
        if algorithm == "rsa-sha256"
        else ed25519.Ed25519PrivateKey.generate()
    )
    assert not verifies(signed(KEYS[algorithm]), other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<!doctype html>", b"<!doctype html><p>x</p>"),
        (b"\r\nSubject: ", b"\r\nSubject: x"),
        (b"\r\nTo: ", b"\r\nTo: <all@example.org>, "),
        (b"hanas-own>", b"duris-own>"),
        (b"One-Click", b"Two-Clicks"),
        (b"\r\nFrom: ", b"\r\nFrom: <eve@example.com>\r\nFrom: "),
        (b"\r\nReply-To: <editor", b"\r\nReply-To: <eve"),
        (b'boundary="=_alt', b'boundary="=_ald'),
    ],
)
def test_what_was_tampered_with_does_not_verify(old: bytes, new: bytes):
    data = signed()
    assert data.count(old) >= 1
    assert not verifies(data.replace(old, new, 1), RSA)


def test_what_servers_may_change_on_the_way_does_no_harm():
    """A relay folds headers, cuts the spaces at a line's end and adds headers of its own on top."""
    data = signed(html="<p>qNAMEq</p>  \n\t<p>two   spaces</p>\n")
    moved = b"Received: from a by b\r\n" + data.replace(
        b"\r\nMIME-Version: 1.0", b"\r\nmime-version:\r\n\t 1.0 "
    )
    moved = moved.replace(b"two   spaces", b"two \t spaces")
    assert moved != data
    assert verifies(moved, RSA)


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(st.characters(), max_size=60),
    text=st.text("a \t\n.=한q", max_size=300).map(lambda text: f"{text}qNAMEq {text}"),
)
def test_whatever_the_text_and_the_name_the_signature_verifies(name: str, text: str):
    for private in (RSA, ED25519):
        data = signed(private, replace(HANA, name=name), html=f"<p>{text}</p>", text=text)
        assert verifies(data, private)


def test_a_reader_without_a_link_of_their_own_gets_a_signature_over_what_is_there():
    data = signed(reader=Subscriber("x@example.net"))
    assert NEWSLETTER.unsubscribe_url.encode() in data
    assert verifies(data, RSA)


def test_the_same_run_signs_alike():
    assert signed() == signed()


def test_a_key_may_lie_in_a_file_and_line_ends_may_be_written_out(tmp_path: Path):
    file = tmp_path / "dkim.pem"
    file.write_text(pem(RSA))
    data = b"signed alike"
    wanted = signer(DOMAIN, SELECTOR, pem(RSA), NOW).sign(data)
    assert signer(DOMAIN, SELECTOR, str(file), NOW).sign(data) == wanted
    assert signer(DOMAIN, SELECTOR, pem(RSA).replace("\n", "\\n"), NOW).sign(data) == wanted


CANARY = "canary4711"


@pytest.mark.parametrize(
    "key",
    [
        CANARY,
        f"-----BEGIN PRIVATE KEY-----\n{CANARY}\n-----END PRIVATE KEY-----\n",
        f"\0{CANARY}",
        CANARY * 1000,
        pem(ec.generate_private_key(ec.SECP256R1())),
        RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    ],
    ids=["no file", "no PEM", "no path", "too long a path", "another kind", "a public key"],
)
def test_a_key_that_is_none_is_one_line_and_shows_nothing_of_it(key: str):
    with pytest.raises(ConfigError, match="no usable key") as caught:
        signer(DOMAIN, SELECTOR, key, NOW)
    assert "\n" not in str(caught.value)
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_signer_does_not_show_its_key():
    assert re.fullmatch(r"Signer\(domain='example.org', selector='s2026', algorithm='rsa-sha256', at=\d+\)",
                        repr(signer(DOMAIN, SELECTOR, pem(RSA), NOW)))  # fmt: skip


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    for name in [name for name in sys.modules if name.startswith("cryptography")]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ConfigError, match=r"pip install 'digest-weekly\[dkim\]'"):
        signer(DOMAIN, SELECTOR, "any", NOW)

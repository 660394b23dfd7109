"""The message: one edition for one subscriber, in the bytes that go over the wire.

multipart/alternative
├── text/plain                 base64 or quoted-printable, whichever is shorter
└── text/html                  quoted-printable; with pictures inside, instead:
    multipart/related
    ├── text/html
    └── image/...              one each, by Content-ID
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import mimetypes
import re
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import quote

from digest.deliver.address import same_mailbox, wire_address
from digest.deliver.policy import WIRE, header_text
from digest.errors import ConfigError
from digest.model import Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from digest.model import Edition, Newsletter, Rendered, Subscriber

_SRC = re.compile(r"""(\ssrc=)(["'])([^"'<>]+)\2""")

# What stands at the beginning of each kind of picture that mail programs show.
_PICTURES = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"))


def compose(
    edition: Edition,
    rendered: Rendered,
    subscriber: Subscriber,
    now: datetime,
    pictures: Mapping[str, bytes],
) -> Message:
    """Return the message; the same values give the same bytes.

    `now` becomes the Date and has a time zone; `pictures` maps a `src` as it stands in the HTML to
    its bytes, and those that the HTML shows travel inside. Raises ConfigError without a sender.
    """
    newsletter = edition.newsletter
    sender = _sender(newsletter)
    try:
        to = wire_address(subscriber.email)
    except ValueError as reason:
        raise ConfigError(f"no usable address: {subscriber.email}: {reason}") from None
    mine = rendered.fill(**_values(rendered, subscriber))
    key = hashlib.sha256(f"{sender.addr_spec}\n{edition.id}\n{same_mailbox(to)}".encode()).hexdigest()[:32]

    message = EmailMessage(policy=WIRE)
    message["From"] = sender
    message["To"] = Address(header_text(subscriber.name), addr_spec=to)
    message["Subject"] = header_text(edition.subject)
    message["Date"] = now
    message["Message-ID"] = f"<{_token(edition.id)}.{key}@{sender.domain}>"
    message["List-Id"] = f"{header_text(newsletter.name)} <{_token(sender.username)}.{sender.domain}>"
    if newsletter.unsubscribe_url.lower().startswith("https://"):
        # RFC 2369. RFC 8058's List-Unsubscribe-Post would promise that a POST to this address is enough;
        # an address that is the same for every reader can't keep that.
        message["List-Unsubscribe"] = f"<{_url(newsletter.unsubscribe_url)}>"
    message["MIME-Version"] = "1.0"
    message.make_alternative(boundary=f"=_alternative_{key}")
    message.attach(_text_part("plain", mine.text))
    message.attach(_html_part(mine.html, pictures, sender.domain, key))
    return Message(to=to, raw=message.as_bytes())


def _sender(newsletter: Newsletter) -> Address:
    mend = "set from_email in digest.toml to the address that the newsletter comes from"
    if not newsletter.from_email:
        raise ConfigError("no sender", where="digest.toml", mend=mend)
    try:
        address = wire_address(newsletter.from_email)
    except ValueError as reason:
        what = f"no usable sender: {newsletter.from_email}: {reason}"
        raise ConfigError(what, where="digest.toml", mend=mend) from None
    return Address(header_text(newsletter.from_name or newsletter.name), addr_spec=address)


def _values(rendered: Rendered, subscriber: Subscriber) -> dict[str, str]:
    """Return what is known of this reader; the other fields keep the defaults that the edition gives them."""
    known = {"first_name": first_name(subscriber.name)}
    return {f.name: known[f.name] for f in rendered.fields if known.get(f.name)}


def first_name(name: str) -> str:
    """Return how a greeting calls someone: the first word, but the whole of a name in Hangul or Han.

    There the family name comes first, and a greeting takes both (김하나 님).
    """
    words = header_text(name).split()
    family_first = any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in name)
    return " ".join(words if family_first else words[:1])


def _text_part(subtype: str, text: str, *, shortest: bool = True) -> EmailMessage:
    """Return a part of text. Lines end in LF here; the generator makes CRLF of them."""
    unix = re.sub(r"\r\n?", "\n", text)
    # A lone surrogate has no bytes; the sign for an unreadable character stands in its place.
    data = re.sub("[\ud800-\udfff]", "\ufffd", unix).encode()
    # Base64 hides the line ends from the generator, so they are CRLF before it (RFC 2045, 6.8).
    quoted, based = binascii.b2a_qp(data, istext=True), base64.encodebytes(data.replace(b"\n", b"\r\n"))
    plain = not shortest or len(quoted) <= len(based)
    part = EmailMessage(policy=WIRE)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable" if plain else "base64"
    part.set_payload((quoted if plain else based).decode("ascii"))
    return part


def _html_part(page: str, pictures: Mapping[str, bytes], domain: str, key: str) -> EmailMessage:
    inside: dict[str, tuple[str, bytes]] = {}

    def point(match: re.Match[str]) -> str:
        before, mark, src = match.groups()
        if src not in pictures:
            return match[0]
        content_id = f"{hashlib.sha256(pictures[src]).hexdigest()[:32]}@{domain}"
        inside.setdefault(content_id, (src, pictures[src]))
        return f"{before}{mark}cid:{content_id}{mark}"

    html = _text_part("html", _SRC.sub(point, page), shortest=False)
    if not inside:
        return html
    related = EmailMessage(policy=WIRE)
    related.make_related(boundary=f"=_related_{key}")
    related.set_param("type", "text/html")
    related.attach(html)
    for content_id, (src, data) in inside.items():
        related.attach(_picture_part(content_id, src, data))
    return related


def _picture_part(content_id: str, src: str, data: bytes) -> EmailMessage:
    kind = next((kind for start, kind in _PICTURES if data.startswith(start)), "")
    guessed = f"image/{kind}" if kind else mimetypes.guess_type(src)[0] or "application/octet-stream"
    part = EmailMessage(policy=WIRE)
    part["Content-Type"] = guessed
    part["Content-Transfer-Encoding"] = "base64"
    part["Content-ID"] = f"<{content_id}>"
    part["Content-Disposition"] = f'inline; filename="{_token(src.rpartition("/")[2])}"'
    part.set_payload(base64.encodebytes(data).decode("ascii"))
    return part


def _token(text: str) -> str:
    """Return the text in characters that need no quotes anywhere in a header."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text)[:64].strip(".-") or "digest"


def _url(url: str) -> str:
    """Return the URL without a character that would end it, or a header."""
    return quote(url.strip(), safe="!#$%&'()*+,/:;=?@[]~")

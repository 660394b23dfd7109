"""The message as the standard library writes it under our policy, once for a sending and for nobody in particular.

multipart/alternative
├── text/plain                 base64 or quoted-printable, whichever is shorter
└── text/html                  quoted-printable; with pictures inside, instead:
    multipart/related
    ├── text/html
    └── image/...              one each, by Content-ID
"""

from __future__ import annotations

import base64
import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING

from digest.deliver.letter.policy import WIRE

if TYPE_CHECKING:
    from datetime import datetime

    from digest.deliver.letter.frozen import Copy
    from digest.model import Inline

ONE_CLICK = "List-Unsubscribe=One-Click"
"""The value of List-Unsubscribe-Post, and what a mailbox provider posts (RFC 8058, 3.1)."""

OWN = {
    "To": "reader@example.org",
    "Message-ID": "<own@example.org>",
    "List-Unsubscribe": "<https://example.org/>",
    "List-Unsubscribe-Post": ONE_CLICK,
}
"""The headers that are a reader's own, and what stands there in their place."""

TEXT, HTML = "text-goes-here", "html-goes-here"
"""What stands where the two texts will be."""


def template(copy: Copy, now: datetime, encoding: str) -> bytes:
    """Return the message; the text part says that it has this encoding, and both texts are still marks."""
    key = hashlib.sha256(f"{copy.from_email}\n{copy.edition}".encode()).hexdigest()[:32]
    message = EmailMessage(policy=WIRE)
    message["From"] = Address(copy.from_name, addr_spec=copy.from_email)
    message["To"] = OWN["To"]
    message["Subject"] = copy.subject
    message["Date"] = now
    message["Message-ID"] = OWN["Message-ID"]
    if copy.reply_to:
        message["Reply-To"] = Address(addr_spec=copy.reply_to)
    message["List-Id"] = f"{copy.list_name} <{copy.list_id}>"
    message["List-Unsubscribe"] = OWN["List-Unsubscribe"]
    message["List-Unsubscribe-Post"] = OWN["List-Unsubscribe-Post"]
    message["MIME-Version"] = "1.0"
    message.make_alternative(boundary=f"=_alternative_{key}")
    message.attach(_part('text/plain; charset="utf-8"', encoding, TEXT))
    page = _part('text/html; charset="utf-8"', "quoted-printable", HTML)
    message.attach(_related(page, copy.pictures, f"=_related_{key}") if copy.pictures else page)
    return message.as_bytes()


def _part(kind: str, encoding: str, payload: str) -> EmailMessage:
    part = EmailMessage(policy=WIRE)
    part["Content-Type"] = kind
    part["Content-Transfer-Encoding"] = encoding
    part.set_payload(payload)
    return part


def _related(page: EmailMessage, pictures: tuple[Inline, ...], boundary: str) -> EmailMessage:
    related = EmailMessage(policy=WIRE)
    related.make_related(boundary=boundary)
    related.set_param("type", "text/html")
    related.attach(page)
    for picture in pictures:
        part = _part(picture.kind, "base64", base64.encodebytes(picture.data).decode("ascii"))
        part["Content-ID"] = f"<{picture.content_id}>"
        part["Content-Disposition"] = f'inline; filename="{picture.name}"'
        related.attach(part)
    return related

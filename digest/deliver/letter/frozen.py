"""What is frozen when an edition's sending begins: all that its messages share, as values and as bytes.

A `Copy` is kept in the ledger, so that a sending which goes on after a crash sends what it began with,
whatever templates, digest.toml or out/ hold by then. `digest.deliver.letter` makes the messages of it.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from digest.deliver.address import same_mailbox, wire_address
from digest.deliver.letter.policy import header_text
from digest.errors import ConfigError, InputError
from digest.model import Field, Inline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.model import Edition, Rendered, Subscriber

PERSONAL = ("first_name", "unsubscribe_url")
"""The fields that differ from reader to reader; the others have their defaults filled in when it is frozen."""

_FORM = b"digest copy 1\n"
"""How the bytes of a copy begin; the number tells how the rest is laid out."""

# A URL is one piece of a header's line, which holds at most 998 characters (RFC 5322, 2.1.1).
_LONGEST_URL = 900

_SRC = re.compile(r"""(\ssrc=)(["'])([^"'<>]+)\2""")

# What stands at the beginning of each kind of picture that mail programs show.
_PICTURES = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"))


@dataclass(frozen=True, slots=True)
class Copy:
    """One edition as it goes out. No text holds what a header may not; line ends are LF.

    `html` shows the pictures as `cid:`; `html` and `text` hold the tokens of `fields`. `leave_url` is the
    https link by which everybody leaves who has no own, "" where there is none.
    """

    edition: str
    from_name: str
    from_email: str
    reply_to: str
    subject: str
    list_name: str
    list_id: str
    leave_url: str
    html: str
    text: str
    fields: tuple[Field, ...] = ()
    pictures: tuple[Inline, ...] = ()

    @property
    def domain(self) -> str:
        """The sender's domain."""
        return self.from_email.rpartition("@")[2]


def freeze(edition: Edition, rendered: Rendered, pictures: Mapping[str, bytes], reply_to: str = "") -> Copy:
    """Return the copy; the same values give the same.

    `pictures` maps a `src` as it stands in the HTML to its bytes; those that the HTML shows travel inside.
    Raises ConfigError without a usable sender, or where `reply_to` is no address.
    """
    newsletter = edition.newsletter
    sender = own_address(newsletter.from_email, "sender", "from_email")
    local, _, domain = sender.rpartition("@")
    shared = rendered.fill(**{f.name: f.token for f in rendered.fields if f.name in PERSONAL})
    html, inside = _with_pictures(_clean(shared.html), pictures, domain)
    return Copy(
        edition=header_text(edition.id),
        from_name=header_text(newsletter.from_name or newsletter.name),
        from_email=sender,
        reply_to=own_address(reply_to, "address for answers", "reply_to") if reply_to else "",
        subject=header_text(edition.subject),
        list_name=header_text(newsletter.name),
        list_id=f"{token(local)}.{domain}",
        leave_url=url_literal(newsletter.unsubscribe_url),
        html=html,
        text=_clean(shared.text),
        fields=tuple(f for f in rendered.fields if f.name in PERSONAL),
        pictures=inside,
    )


def message_key(copy: Copy, reader: Subscriber) -> str:
    """Return what is the same for an edition and a reader whenever it is made: 32 letters and digits."""
    who = reader.id or same_mailbox(reader.email)
    return hashlib.sha256(f"{copy.from_email}\n{copy.edition}\n{who}".encode("utf-8", "replace")).hexdigest()[
        :32
    ]


def first_name(name: str) -> str:
    """Return how a greeting calls someone: the first word, but the whole of a name in Hangul or Han.

    There the family name comes first, and a greeting takes both (김하나 님).
    """
    words = header_text(name).split()
    family_first = any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in name)
    return " ".join(words if family_first else words[:1])


def url_literal(url: str) -> str:
    """Return an https URL without a character that would end it, or a header; "" for any other.

    RFC 8058, 3.1 wants https, and an http link or an address to write to is not one click.
    """
    whole = quote(url.strip(), safe="!#$%&'()*+,/:;=?@[]~")
    return whole if whole.lower().startswith("https://") and len(whole) <= _LONGEST_URL else ""


def token(text: str) -> str:
    """Return the text in characters that need no quotes anywhere in a header."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text)[:64].strip(".-") or "digest"


def copy_to_bytes(copy: Copy) -> bytes:
    """Return the copy as bytes for the ledger: a line that names the form, one of JSON, then the contents.

    The JSON tells the length of each content and the hash of all, so that a damaged copy is never sent.
    """
    values = asdict(copy)
    blobs = [values.pop("html").encode(), values.pop("text").encode()]
    blobs += [picture.pop("data") for picture in values["pictures"]]
    contents = b"".join(blobs)
    about = {"lengths": [len(blob) for blob in blobs], "sha256": hashlib.sha256(contents).hexdigest()}
    head = json.dumps({"copy": values, **about}, sort_keys=True)
    return _FORM + head.encode("ascii") + b"\n" + contents


def copy_from_bytes(data: bytes) -> Copy:
    """Return the copy that `copy_to_bytes` wrote. Raises InputError for bytes that are none, or not whole."""
    head, _, contents = data.removeprefix(_FORM).partition(b"\n")
    with suppress(KeyError, TypeError, ValueError):
        about = json.loads(head)
        if data.startswith(_FORM) and about["sha256"] == hashlib.sha256(contents).hexdigest():
            return _as_copy(about["copy"], _cut(contents, about["lengths"]))
    mend = "restore state/digest.sqlite3 from a backup"
    raise InputError("the stored copy of the edition can't be read", mend=mend)


def _cut(contents: bytes, lengths: list[int]) -> list[bytes]:
    blobs, start = [], 0
    for length in lengths:
        blobs.append(contents[start : start + length])
        start += length
    return blobs


def _as_copy(values: dict[str, Any], blobs: list[bytes]) -> Copy:
    html, text, *shown = blobs
    pictures = values.pop("pictures")
    return Copy(
        **{**values, "fields": tuple(Field(**one) for one in values["fields"])},
        html=html.decode(),
        text=text.decode(),
        pictures=tuple(Inline(**one, data=data) for one, data in zip(pictures, shown, strict=True)),
    )


def own_address(written: str, what: str, key: str) -> str:
    """Return an address of the newsletter's own as it goes over the wire. Raises ConfigError naming `what` and `key`."""
    mend = f"set {key} in digest.toml to the address that the newsletter comes from, and build it again"
    if key == "reply_to":
        mend = "set reply_to in digest.toml to an address alone, without a name"
    if not written:
        raise ConfigError(f"no {what}", where="digest.toml", mend=mend)
    try:
        return wire_address(written)
    except ValueError as reason:
        raise ConfigError(f"no usable {what}: {written}: {reason}", where="digest.toml", mend=mend) from None


def _clean(text: str) -> str:
    """Return the text with LF at its line ends; a lone surrogate, which has no bytes, as the sign for that."""
    return re.sub("[\ud800-\udfff]", "\ufffd", re.sub(r"\r\n?", "\n", text))


def _with_pictures(page: str, pictures: Mapping[str, bytes], domain: str) -> tuple[str, tuple[Inline, ...]]:
    """Return the page with `cid:` for the pictures we have, and those pictures, each once."""
    inside: dict[str, Inline] = {}

    def point(match: re.Match[str]) -> str:
        before, mark, src = match.groups()
        if src not in pictures:
            return match[0]
        content_id = f"{hashlib.sha256(pictures[src]).hexdigest()[:32]}@{domain}"
        inside.setdefault(content_id, _inline(content_id, src, pictures[src]))
        return f"{before}{mark}cid:{content_id}{mark}"

    return _SRC.sub(point, page), tuple(inside.values())


def _inline(content_id: str, src: str, data: bytes) -> Inline:
    kind = next((kind for start, kind in _PICTURES if data.startswith(start)), "")
    guessed = f"image/{kind}" if kind else mimetypes.guess_type(src)[0] or "application/octet-stream"
    return Inline(content_id, token(src.rpartition("/")[2]), guessed, data)

"""How headers are written: ours where the standard library breaks them, its own for the rest.

Measured on Python 3.11: a long List-Unsubscribe, Message-ID or Content-ID becomes encoded-words, in
which no mail program looks for a URL or an id (RFC 2369, RFC 8058 and RFC 5322 want them literal);
a long Korean subject or name loses or gains a space; an encoded-word may have 76 characters, and
RFC 2047 allows 75.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from email.headerregistry import AddressHeader
from email.policy import EmailPolicy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# RFC 2047, 2: no line that holds an encoded-word is longer.
_LINE = 76

# 39 bytes are 52 characters of base64 in an encoded-word of 64: beside a header's name still one line.
_CHUNK = 39

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


class WirePolicy(EmailPolicy):
    """Folds the headers named in `_PIECES` at their own seams only, the others as the library does."""

    def fold(self, name: str, value: str) -> str:
        """Return the header's lines, the line ends included."""
        pieces = _PIECES.get(name.lower())
        return super().fold(name, value) if pieces is None else _fold(name, pieces(value), self.linesep)

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return the same in bytes."""
        if name.lower() in _PIECES:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


WIRE = WirePolicy(linesep="\r\n", cte_type="7bit")


def header_text(text: str) -> str:
    """Return the text on one line, without a character that a header may not hold.

    Control characters and all line and paragraph separators become spaces (no header can be
    smuggled in), a lone surrogate becomes the sign for an unreadable character.
    """
    unbroken = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(re.sub("[\ud800-\udfff]", "\ufffd", unbroken).split())


def mailbox_line(name: str, display: str, address: str) -> str:
    """Return a header that names one mailbox, folded, its line ends CRLF: what a letter writes for each reader.

    `address` is one for the wire; `display` may hold anything.
    """
    return _fold(name, _mailbox(display, address), WIRE.linesep)


def _fold(name: str, pieces: list[str], linesep: str) -> str:
    """Return the header with its pieces one space apart, broken only between them."""
    lines = [f"{name}:"]
    for piece in pieces:
        if len(lines[-1]) + 1 + len(piece) <= _LINE or lines[-1].endswith(":"):
            lines[-1] += f" {piece}"
        else:
            lines.append(f" {piece}")
    return linesep.join(lines) + linesep


def _literal(value: str) -> list[str]:
    return [header_text(value)]


def _text(value: str) -> list[str]:
    """Return unstructured text as words, or as encoded-words where it is not plain ASCII."""
    text = header_text(value)
    words = text.split(" ")
    return words if _is_plain(text) else list(_encoded_words(text))


def _phrase(value: str) -> list[str]:
    """Return a display name: atoms, a quoted string, or encoded-words (RFC 5322, 3.2.5)."""
    text = header_text(value)
    if not text:
        return []
    if not _is_plain(text):
        return list(_encoded_words(text))
    if _ATOMS.fullmatch(text):
        return text.split(" ")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.split(" ")


def _mailboxes(value: str) -> list[str]:
    found = value.addresses if isinstance(value, AddressHeader) else ()
    return [piece for address in found for piece in _mailbox(address.display_name, address.addr_spec)]


def _mailbox(display: str, address: str) -> list[str]:
    return [*_phrase(display), f"<{address}>"]


def _list_id(value: str) -> list[str]:
    name, _, identity = value.rpartition("<")
    return [*_phrase(name), f"<{identity}"]


_PIECES: dict[str, Callable[[str], list[str]]] = {
    "subject": _text,
    "from": _mailboxes,
    "to": _mailboxes,
    "reply-to": _mailboxes,
    "message-id": _literal,
    "content-id": _literal,
    "list-id": _list_id,
    "list-unsubscribe": _literal,
    "list-unsubscribe-post": _literal,
}


def _is_plain(text: str) -> bool:
    return text.isascii() and "=?" not in text and all(len(word) <= 60 for word in text.split(" "))


def _encoded_words(text: str) -> Iterator[str]:
    """Yield the text in encoded-words, no character cut in two; a reader joins them without spaces."""
    chunk = b""
    for character in text:
        encoded = character.encode()
        if len(chunk) + len(encoded) > _CHUNK:
            yield _encoded_word(chunk)
            chunk = b""
        chunk += encoded
    yield _encoded_word(chunk)


def _encoded_word(chunk: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(chunk).decode('ascii')}?="

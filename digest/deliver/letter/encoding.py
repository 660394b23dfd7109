"""The two encodings of a text part, made once for all readers and cut where a reader's own value goes.

Each cut falls on a line's end of the encoded text, so a value is set between whole lines: no line is longer
than 76 characters (RFC 2045, 6.7 and 6.8), and a signature sees the same lines whoever the reader is.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from digest.model import Field

_LINE = 57
"""Bytes whose base64 fills a line of 76 characters."""


# The library counts a space at a line's end as one character and then writes it as three.
_ENDS = re.compile(rb"^(.{74,75})(=20|=09)$", re.MULTILINE)
_DOTS = re.compile(rb"^\.+", re.MULTILINE)


class Part(Protocol):
    """A text part: fixed lines, and between them what is a reader's own."""

    @property
    def encoding(self) -> str:
        """The Content-Transfer-Encoding."""

    def fill(self, values: Mapping[str, str]) -> list[bytes]:
        """Return the lines for one reader, in pieces; `values` has each token's value."""

    def mapped(self, change: Callable[[bytes], bytes]) -> Part:
        """Return the part with its fixed lines changed."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted-printable: a value stands between two soft line breaks."""

    first: bytes
    rest: tuple[tuple[str, bytes], ...]
    encoding: str = "quoted-printable"

    def fill(self, values: Mapping[str, str]) -> list[bytes]:
        """Return the lines for one reader; a value is escaped already."""
        lines = [self.first]
        for token, fixed in self.rest:
            lines += (_soft(values[token]), fixed)
        return lines

    def mapped(self, change: Callable[[bytes], bytes]) -> Quoted:
        """Return the part with its fixed lines changed."""
        return Quoted(change(self.first), tuple((token, change(fixed)) for token, fixed in self.rest))


def quoted(text: str, fields: Sequence[Field]) -> Quoted:
    """Return a text, its line ends LF, in quoted-printable."""
    fixed, tokens = _cut(text, fields)
    pieces = [*(_soft(piece) for piece in fixed[:-1]), _quoted(fixed[-1])]
    return Quoted(pieces[0], tuple(zip(tokens, pieces[1:], strict=True)))


def _soft(piece: str) -> bytes:
    """Return a piece that something follows, its last line ended softly.

    The letter behind it leaves room for the "=" that ends that line, and keeps a space before it a space.
    """
    if not piece or piece.endswith("\n"):
        return _quoted(piece)
    return _quoted(f"{piece}x")[:-1] + b"=\r\n"


def _quoted(piece: str) -> bytes:
    """Return a piece encoded. No line begins with a full stop, which SMTP doubles on the way (RFC 5321, 4.5.2)."""
    lines = _ENDS.sub(rb"\1=\n\2", binascii.b2a_qp(piece.encode(), istext=True))
    return _DOTS.sub(lambda dots: b"=2E=\n" * len(dots[0]), lines).replace(b"\n", b"\r\n")


@dataclass(frozen=True, slots=True)
class Based:
    """Base64: three bytes become four letters, so what follows a value is there in three ways.

    They are those in which 0, 1 or 2 of its first bytes fill up the three that the value's end began; each
    is those bytes, the lines, and the last bytes that fill no three. Without lines the first are the whole.
    """

    first: tuple[bytes, bytes]
    rest: tuple[tuple[str, tuple[tuple[bytes, bytes, bytes], ...]], ...]
    encoding: str = "base64"

    def fill(self, values: Mapping[str, str]) -> list[bytes]:
        """Return the lines for one reader."""
        fixed, open_bytes = self.first
        lines = [fixed]
        for token, ways in self.rest:
            open_bytes += values[token].encode()
            before, fixed, after = ways[-len(open_bytes) % 3]
            open_bytes += before
            if fixed:
                lines += (_lines(open_bytes), fixed)
                open_bytes = after
        return [*lines, _lines(open_bytes)]

    def mapped(self, change: Callable[[bytes], bytes]) -> Based:
        """Return the part as it is: base64 has nothing that a canonical form changes."""
        del change
        return self


def based(text: str, fields: Sequence[Field]) -> Based:
    """Return a text, its line ends LF, in base64; those it holds are CRLF (RFC 2045, 6.8)."""
    fixed, tokens = _cut(text.replace("\n", "\r\n"), fields)
    (_, lines, after), *_ = _ways(fixed[0].encode())
    first = (lines, after) if lines else (b"", fixed[0].encode())
    return Based(first, tuple((t, _ways(piece.encode())) for t, piece in zip(tokens, fixed[1:], strict=True)))


def _ways(data: bytes) -> tuple[tuple[bytes, bytes, bytes], ...]:
    return tuple(_way(data, taken) for taken in range(3))


def _way(data: bytes, taken: int) -> tuple[bytes, bytes, bytes]:
    end = len(data) - (len(data) - taken) % 3
    return (data[:taken], _lines(data[taken:end]), data[end:]) if end > taken else (data, b"", b"")


def _lines(data: bytes) -> bytes:
    starts = range(0, len(data), _LINE)
    return b"".join([binascii.b2a_base64(data[n : n + _LINE], newline=False) + b"\r\n" for n in starts])


def _cut(text: str, fields: Sequence[Field]) -> tuple[list[str], list[str]]:
    """Return the pieces between the tokens, and the tokens that stand between them."""
    if not fields:
        return [text], []
    pieces = re.split(f"({'|'.join(re.escape(field.token) for field in fields)})", text)
    return pieces[::2], pieces[1::2]

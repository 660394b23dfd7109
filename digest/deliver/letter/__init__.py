"""The letter: all messages of one sending, encoded once, with room where a reader's own values go.

The message that the library wrote for nobody in particular (`digest.deliver.letter.template`) is cut where readers
differ: their address and id among the headers, their name and link in the two texts. One reader's message is
those pieces joined, and a hundred thousand cost what one does.
"""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.deliver.address import wire_address
from digest.deliver.letter.dkim import relaxed_body
from digest.deliver.letter.encoding import based, quoted
from digest.deliver.letter.frozen import (
    copy_from_bytes,
    copy_to_bytes,
    first_name,
    freeze,
    message_key,
    token,
    url_literal,
)
from digest.deliver.letter.policy import header_text, mailbox_line
from digest.deliver.letter.template import HTML, ONE_CLICK, OWN, TEXT, template
from digest.errors import ConfigError
from digest.model import Message, Parts, Rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from digest.deliver.letter.dkim import Signer
    from digest.deliver.letter.encoding import Part
    from digest.deliver.letter.frozen import Copy
    from digest.model import Edition, Subscriber

# A dot-atom at a domain of two labels or more: what nearly every list holds, told at once. Whatever else
# stands there goes through the whole check.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_COMMON = re.compile(
    rf"(?!.*=\?)(?=.{{3,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z]{_LABEL}"
)


@dataclass(frozen=True, slots=True)
class Body:
    """What follows the headers: fixed lines, and the two texts."""

    opening: bytes
    text: Part
    between: bytes
    html: Part
    closing: bytes

    def fill(self, values: Mapping[str, str], escaped: Mapping[str, str]) -> list[bytes]:
        """Return one reader's body in pieces."""
        return [self.opening, *self.text.fill(values), self.between, *self.html.fill(escaped), self.closing]

    def mapped(self, change: Callable[[bytes], bytes]) -> Body:
        """Return the body with its fixed lines changed."""
        return Body(
            change(self.opening),
            self.text.mapped(change),
            change(self.between),
            self.html.mapped(change),
            change(self.closing),
        )


@dataclass(frozen=True, slots=True)
class EditionLetter:
    """A `digest.model.Letter`. `head` has None where a reader's own header stands.

    `relaxed` is the body as a signature sees it, its fixed lines canonical already.
    """

    copy: Copy
    head: tuple[tuple[str, bytes | None], ...]
    body: Body
    relaxed: Body | None = None
    leave: Callable[[str], str] | None = None
    signer: Signer | None = None

    def message(self, reader: Subscriber) -> Message:
        """Return one reader's message, to be made when it is asked for."""
        return Message(message_key(self.copy, reader), reader, self)

    def raw(self, reader: Subscriber) -> bytes:
        """Return the message for the wire. Raises ConfigError for an address that can't be sent to."""
        link, own_link = self._link(reader)
        values = self._values(reader, link)
        escaped = {mark: html.escape(value) for mark, value in values.items()}
        own = self._own_lines(reader, link, own_link=own_link)
        head = [(name, own[name] if line is None else line) for name, line in self.head]
        lines = [line for _, line in head]
        if self.signer and self.relaxed:
            digest = hashlib.sha256(b"".join(self.relaxed.fill(values, escaped))).digest()
            lines.insert(0, self.signer.header(head, digest))
        return b"".join([*lines, b"\r\n", *self.body.fill(values, escaped)])

    def parts(self, reader: Subscriber) -> Parts:
        """Return the message as values. Raises ConfigError for an address that can't be sent to."""
        copy = self.copy
        link, own_link = self._link(reader)
        own = self._own_values(reader, link, own_link=own_link)
        known = {
            f.name: link if f.name == "unsubscribe_url" else first_name(reader.name) for f in copy.fields
        }
        page = Rendered(copy.html, copy.text, "", fields=copy.fields)
        mine = page.fill(**{name: value for name, value in known.items() if value})
        return Parts(
            from_name=copy.from_name,
            from_email=copy.from_email,
            to_name=header_text(reader.name),
            to_email=_wire(reader.email),
            reply_to=copy.reply_to,
            subject=copy.subject,
            text=mine.text,
            html=mine.html,
            headers=(*own.items(), ("List-Id", self._fixed("List-Id"))),
            pictures=copy.pictures,
        )

    def to_bytes(self) -> bytes:
        """Return what `read_letter` makes the same letter of: the frozen copy, not what belongs to a run."""
        return copy_to_bytes(self.copy)

    def _fixed(self, name: str) -> str:
        """Return what a header says that is the same for all, in ASCII and on one line."""
        return " ".join((dict(self.head)[name] or b"").decode("ascii").split()[1:])

    def _link(self, reader: Subscriber) -> tuple[str, bool]:
        """Return the reader's link to leave by, and whether it is their own."""
        if self.leave and reader.id:
            return self.leave(reader.id), True
        return self.copy.leave_url, False

    def _values(self, reader: Subscriber, link: str) -> dict[str, str]:
        known = {"first_name": first_name(reader.name), "unsubscribe_url": link}
        return {f.token: " ".join((known[f.name] or f.default).split()) for f in self.copy.fields}

    def _own_values(self, reader: Subscriber, link: str, *, own_link: bool) -> dict[str, str]:
        """Return the reader's own headers but To. One click is promised only for a link of their own."""
        key = message_key(self.copy, reader)
        own = {"Message-ID": f"<{key}.{token(self.copy.edition)}@{self.copy.domain}>"}
        if https := url_literal(link):
            own["List-Unsubscribe"] = f"<{https}>"  # RFC 2369; an address for all can't leave for one of them
            if own_link:
                own["List-Unsubscribe-Post"] = ONE_CLICK
        return own

    def _own_lines(self, reader: Subscriber, link: str, *, own_link: bool) -> dict[str, bytes]:
        values = self._own_values(reader, link, own_link=own_link)
        lines = {name: f"{name}: {value}\r\n".encode("ascii") for name, value in values.items()}
        to = mailbox_line("To", reader.name, _wire(reader.email)).encode("ascii")
        return {**dict.fromkeys(OWN, b""), **lines, "To": to}


def make_letter(
    edition: Edition,
    rendered: Rendered,
    pictures: Mapping[str, bytes],
    *,
    now: datetime,
    reply_to: str = "",
    leave: Callable[[str], str] | None = None,
    signer: Signer | None = None,
) -> EditionLetter:
    """Return the letter of an edition; the same values give the same messages, byte for byte.

    `now` becomes the Date and has a time zone; `pictures` maps a `src` as it stands in the HTML to its bytes,
    and those that it shows travel inside; `leave` makes a reader's own link of their opaque id.
    Raises ConfigError without a usable sender.
    """
    return _cast(freeze(edition, rendered, pictures, reply_to), now, leave, signer)


def read_letter(
    data: bytes,
    *,
    now: datetime,
    leave: Callable[[str], str] | None = None,
    signer: Signer | None = None,
) -> EditionLetter:
    """Return the letter that `to_bytes` wrote, for another run. Raises InputError for bytes that are damaged."""
    return _cast(copy_from_bytes(data), now, leave, signer)


def _cast(
    copy: Copy, now: datetime, leave: Callable[[str], str] | None, signer: Signer | None
) -> EditionLetter:
    """Encode the copy: have the library write the message once, and cut it."""
    plain, page = _shorter(copy), quoted(copy.html, copy.fields)
    whole = template(copy, now, plain.encoding)
    head, _, rest = whole.partition(b"\r\n\r\n")
    # Lines of base64 end in CRLF, and the one before a boundary belongs to the boundary.
    mark = f"{TEXT}\r\n" if plain.encoding == "base64" else TEXT
    opening, _, rest = rest.partition(mark.encode("ascii"))
    between, _, closing = rest.partition(HTML.encode("ascii"))
    body = Body(opening, plain, between, page, closing)
    lines = tuple(_line(line) for line in re.split(rb"\r\n(?![ \t])", head))
    return EditionLetter(copy, lines, body, body.mapped(relaxed_body) if signer else None, leave, signer)


def _line(line: bytes) -> tuple[str, bytes | None]:
    name = line.partition(b":")[0].decode("ascii")
    return name, None if name in OWN else line + b"\r\n"


def _shorter(copy: Copy) -> Part:
    """Return the text in the encoding that makes the defaults of its fields shorter."""
    defaults = {f.token: f.default for f in copy.fields}
    ways: tuple[Part, Part] = (quoted(copy.text, copy.fields), based(copy.text, copy.fields))
    return min(ways, key=lambda part: len(b"".join(part.fill(defaults))))


def _wire(email: str) -> str:
    if _COMMON.fullmatch(email):
        return email
    try:
        return wire_address(email)
    except ValueError as reason:
        raise ConfigError(f"no usable address: {email}: {reason}") from None

"""From an edition to its readers: subscriber → message → receipt, or a draft at a service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One who receives the edition.

    `email` is the address as it goes over the wire. `id` is opaque: the only thing of a subscriber that a
    link holds; "" where the list is a file and nobody keeps it. `tags` and `fields` are the editor's own.
    """

    email: str
    name: str = ""
    language: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inline:
    """A picture that travels inside a message; the HTML shows it as `cid:` and its `content_id`."""

    content_id: str
    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """One message as a web API takes it: its values apart, all for this one reader.

    `headers` are those beyond From, To, Subject, Reply-To and Date, List-Unsubscribe among them; no name or
    value holds a control character.
    """

    from_name: str
    from_email: str
    to_name: str
    to_email: str
    reply_to: str
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Inline, ...] = ()


class Letter(Protocol):
    """What all messages of one sending share: it makes one reader's copy, whole or in parts."""

    def raw(self, reader: Subscriber) -> bytes:
        """Return the message for the wire: RFC 5322 bytes, CRLF line ends, lines under 998."""

    def parts(self, reader: Subscriber) -> Parts:
        """Return the same message as values."""


@dataclass(frozen=True, slots=True)
class Message:
    """One email to one subscriber. A provider takes it `raw` or in `parts`; either is made when asked for.

    `key` is the same for an edition and a subscriber whenever it is made: ASCII letters and digits, 32 of
    them; the Message-ID begins with it, and a provider that keeps idempotency keys is given it.
    """

    key: str
    reader: Subscriber
    letter: Letter

    @property
    def to(self) -> str:
        """The address."""
        return self.reader.email

    @property
    def raw(self) -> bytes:
        """The bytes for the wire."""
        return self.letter.raw(self.reader)

    @property
    def parts(self) -> Parts:
        """The values for a web API."""
        return self.letter.parts(self.reader)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message.

    accepted   the provider has it
    refused    the provider will not take it for this reader, now or later
    deferred   certainly not accepted, and it may be tried again (`wait` seconds from now where it said)
    unknown    nobody can tell whether it was accepted: it must not go again by itself
    """

    key: str
    state: Literal["accepted", "refused", "deferred", "unknown"]
    detail: str = ""
    provider_id: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Traits:
    """What a provider can do; the sending keeps to it.

    `batch` messages go in one call and become unknown together, so without a live key it is at most 50;
    `connections` calls run at once; `rate` is messages a second, 0 for no limit of the provider's own;
    `key_life` is for how many seconds one key makes one message, 0 where the provider has no keys;
    `limit` is the largest message in bytes, 0 for none known.
    """

    batch: int = 1
    connections: int = 1
    rate: float = 0.0
    key_life: float = 0.0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Handover:
    """A finished edition for a service that holds the list: its merge tags stand in it already.

    `marker` is the edition's id as the service's draft carries it, so that the draft is found again.
    """

    marker: str
    title: str
    subject: str
    preheader: str
    html: str
    text: str
    markdown: str
    from_name: str = ""
    from_email: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition as a service holds it. `state` is read from the service's answer, in our words.

    `seen` is a hash of what it shows there, so that a change made there is noticed; "" where a list tells of it.
    """

    id: str
    state: Literal["draft", "scheduled", "sending", "sent"]
    at: str = ""
    url: str = ""
    seen: str = ""

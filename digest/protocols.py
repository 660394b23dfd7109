"""The seams: what a developer implements to add a source, a scorer, a language of quotes or a provider.

Each is one callable, so a plain function is an implementation, and the in-memory twin that a test
uses is a lambda over values, never a mock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from digest.model import (
        Document,
        Draft,
        Handover,
        Message,
        Problem,
        Quote,
        Receipt,
        Score,
        Segment,
        Theme,
        Traits,
    )


class Loader(Protocol):
    """Reads one file: yields its documents, and a Problem for each part that can't be read."""

    def __call__(self, data: bytes, path: str) -> Iterator[Document | Problem]:
        """Take the file's bytes, and the path as the newsletter names it. Raises nothing."""


class ThemeScorer(Protocol):
    """Tells how well segments fit themes."""

    def __call__(self, segments: Sequence[Segment], themes: Sequence[Theme]) -> Sequence[Sequence[Score]]:
        """Return for each segment, in their order, a score for each theme, the best first.

        The order of the segments must not matter, and scores are rounded before they are compared.
        """


class QuoteFinder(Protocol):
    """Finds direct speech in one segment of one language."""

    def __call__(self, segment: Segment) -> tuple[Quote, ...]:
        """Return the quotes in reading order, with `fit` still 0. Raises nothing."""


class Provider(Protocol):
    """Sends messages, one to a subscriber (`digest.deliver.providers` names those we have)."""

    @property
    def name(self) -> str:
        """As digest.toml calls it."""

    @property
    def traits(self) -> Traits:
        """What it can do."""

    def check(self, sample: Message) -> None:
        """Look at one message before the first goes.

        Raises UnsupportedError for what this provider can't do: nothing is dropped on the way.
        """

    def connect(self) -> Connection:
        """Return what one thread sends through. Raises nothing: what fails, fails in `send`."""


class Connection(Protocol):
    """One way to the provider, used by one thread at a time."""

    def send(self, messages: Sequence[Message], key: str) -> Sequence[Receipt]:
        """Send them in one call, at most `traits.batch`; return a receipt each, in their order.

        `key` is the same whenever these same messages are tried again. Whatever happens on the wire is a
        receipt. Raises ProviderError when no message can go at all: wrong credentials, an account that is
        closed, a full disk; then none of these was accepted.
        """

    def close(self) -> None:
        """End it; raises nothing."""


class Broadcaster(Protocol):
    """Takes a whole edition, as a draft or to be sent (`digest.deliver.services` names those we have).

    Each method raises ProviderError when the service refuses, and UnansweredError when nobody can tell
    whether it did as it was told.
    """

    @property
    def name(self) -> str:
        """As `digest.deliver.services` and digest.toml name it."""

    @property
    def tags(self) -> Mapping[str, str]:
        """Field of `Rendered` → the service's merge tag that stands for it; `$default` in it is the field's default."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What of an edition it can't take, in words: "no plain-text part"."""

    @property
    def key_life(self) -> float:
        """For how many seconds creating again under the same key makes no second draft; 0 where it has no keys."""

    @property
    def minutes(self) -> int:
        """It begins to send at whole multiples of so many minutes."""

    def escape(self, text: str, *, html: bool = False) -> str:
        """Return a text, or a page of HTML, so that what looks like a tag of this service arrives as text."""

    def find(self, marker: str) -> Sequence[Draft]:
        """Return the editions that carry this marker, in whatever state, the newest first."""

    def create(self, edition: Handover, key: str) -> Draft:
        """Make a draft there that carries the marker; `update` fills it.

        So one that was begun is told from one that is whole, and the same call can be repeated under its key
        though the edition changed meanwhile.
        """

    def update(self, draft_id: str, edition: Handover) -> Draft:
        """Put it in that draft's place; it stays a draft."""

    def read(self, draft_id: str) -> Draft | None:
        """Return the draft as it stands there now; None when it is gone."""

    def schedule(self, draft_id: str, at: datetime) -> Draft:
        """Have the service send it then. `at` has a time zone. Raises UnsupportedError for a time it can't keep."""

    def publish(self, draft_id: str) -> Draft:
        """Have the service send it now."""

    def close(self) -> None:
        """End the connection; raises nothing."""

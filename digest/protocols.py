"""The seams: what a developer implements to add a source, a scorer, a language of quotes or a provider.

Each is one callable, so a plain function is an implementation, and the in-memory twin that a test
uses is a lambda over values, never a mock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.model import (
        Document,
        Message,
        Problem,
        Quote,
        Receipt,
        Score,
        Segment,
        Theme,
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
    """Sends messages, one receipt each, in their order."""

    def __call__(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Send them in their order. Raises WriteError or StoppedError when nothing more can be sent."""

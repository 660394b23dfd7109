"""The seams: what a developer implements to add a source, a cleaner, a scorer, a format or a provider.

Each is one callable, so a plain function is an implementation, and the in-memory twin that a test
uses is a lambda over values, never a mock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from digest.model import (
        Article,
        Document,
        Edition,
        Message,
        Placement,
        Problem,
        Quote,
        Receipt,
        Segment,
        Theme,
    )


class Loader(Protocol):
    """Reads one file: yields its documents, and a Problem for each part that can't be read."""

    def __call__(self, data: bytes, path: str) -> Iterator[Document | Problem]:
        """`data` is the file's bytes, `path` how the newsletter names it. Raises nothing."""


class Cleaner(Protocol):
    """Takes the page's chrome off a document."""

    def __call__(self, document: Document) -> Article | Problem:
        """Return the story, or a Problem that says why there is none (an index page). Raises nothing."""


class ThemeScorer(Protocol):
    """Places segments in themes."""

    def __call__(self, segments: Sequence[Segment], themes: Sequence[Theme]) -> tuple[Placement, ...]:
        """Return one placement for each segment, in their order; what fits no theme goes to `other`."""


class QuoteFinder(Protocol):
    """Finds direct speech in one segment of one language."""

    def __call__(self, segment: Segment) -> tuple[Quote, ...]:
        """Return the quotes in reading order, with `fit` still 0. Raises nothing."""


class Renderer(Protocol):
    """Turns an edition into one format."""

    def __call__(self, edition: Edition, tokens: Mapping[str, str]) -> str:
        """`tokens` maps each personal field's name to the token to print in its place."""


class Provider(Protocol):
    """Sends messages, one receipt each, in their order."""

    def __call__(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        """Raises WriteError or StoppedError when nothing more can be sent."""


class ReadBytes(Protocol):
    """How the pure middle is given the bytes of a file it may not open itself."""

    def __call__(self, path: Path) -> bytes:
        """Raises OSError."""

"""What trafilatura takes a page's story to be: a second opinion, asked for each piece of the page."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import trafilatura

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.clean.html_blocks import Piece

# It logs what it discards; a page without a story is this package's own report to make.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_MOST: Final = 3_000_000  # characters of a page that it is asked about; it needs minutes for ten times that
_MOST_PIECES: Final = 6_000  # likewise; real pages have a few hundred
_MOST_TAGS: Final = 60_000
_MOST_WORK: Final = 400_000_000
_SHORT: Final = 40


@dataclass(frozen=True, slots=True)
class Opinion:
    """A story as another extractor sees it, folded to letters and digits, whole and by line."""

    whole: str
    lines: frozenset[str]

    def holds(self, piece: Piece) -> bool:
        """Whether a piece stands in it: a short one as a line of its own, a long one anywhere."""
        text = fold(piece.text)
        return text in self.lines or (len(text) >= _SHORT and text in self.whole)


def fold(text: str) -> str:
    """Return the letters and digits of a text in lower case, for comparing what two programs spaced apart."""
    return "".join(c for c in text.lower() if c.isalnum())


def second_opinion(text: str, pieces: Iterable[Piece]) -> Opinion | None:
    """Return trafilatura's reading of a page, or None where it has none or the page is too large to ask."""
    count = sum(1 for _ in pieces)
    if len(text) > _MOST or count > _MOST_PIECES or text.count("<") > _MOST_TAGS:
        return None
    try:
        found = trafilatura.extract(text, include_comments=False, favor_recall=True)
    except Exception:  # noqa: BLE001 a library's fault on hostile markup must not end a run
        return None
    if not found or len(found) * count > _MOST_WORK:
        return None
    lines = [fold(line) for line in found.splitlines()]
    return Opinion("".join(lines), frozenset(line for line in lines if line))

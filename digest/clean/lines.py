"""A pasted page as lines: what can be said of a line by looking at it alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.clean.dump_byline import tail_of
from digest.language import width

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST = 2000
"""A line is measured up to this many characters: whether it is longer tells nothing more."""

_ENDS = ".!?。！？…｡؟।"
_CLOSERS = "\"'”’“‘»«』」)）]】〉》›*_ \u00a0\u3000\u200b"
_CUT = ("...", "…", "..")
_SIGNED = re.compile(r"[\[(【（〔［<][^\[(【（〔［<]{2,50}[\])】）〕］>]\s*$")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\u0085\v\f]")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something: its words, how wide they are, and the blank lines above it.

    `ends` tells that it closes a sentence. `text` has its white space folded to single spaces.
    """

    text: str
    width: int
    ends: bool
    gap: int

    @property
    def letters(self) -> bool:
        """Whether it has a letter of any script."""
        return any(c.isalpha() for c in self.text[:WIDEST])


def width_of(text: str) -> int:
    """Return the columns that `text` takes: an East Asian wide character takes two (UAX #11)."""
    return width(text[:WIDEST])


def ends_sentence(text: str) -> bool:
    """Whether `text` closes a sentence, whatever quotes or brackets stand behind the full stop.

    A headline cut short ("… in the last ..") does not, unless it is as long as a paragraph.
    """
    bare = text[-80:].rstrip(_CLOSERS)
    if bare and bare[-1] not in _ENDS:
        # A signature or a source in brackets may stand behind the last full stop.
        signed = _SIGNED.search(text, max(0, len(text) - 60))
        bare = text[max(0, signed.start() - 40) : signed.start()].rstrip(_CLOSERS) if signed else ""
    if not bare or bare[-1] not in _ENDS:
        return False
    return not bare.endswith(_CUT) or len(text) > 150


def read_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a page that hold something, in their order. Linear in the text."""
    gap = 0
    for raw in _INVISIBLE.sub("", _BREAKS.sub("\n", text)).split("\n"):
        bare = _SPACES.sub(" ", raw).strip()
        if not bare:
            gap += 1
            continue
        yield Line(bare, width_of(bare), ends_sentence(bare[: tail_of(bare)[0]]), gap)
        gap = 0

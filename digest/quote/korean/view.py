"""A Korean text as its quotation is read: paragraphs, sentences, and quoted words blanked out.

The blanked text has the same length, so every offset counts in the article's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from digest.quote.marks import MARKS, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Block
    from digest.quote.marks import Mark

QUOTED = "\ue000"
"""Stands for each character in quote marks."""
ASIDE = "\ue001"
"""Stands for each character in brackets: (CEO), (현지시간)."""

NEAR = 400
"""No sentence is read further than this from its quotation: bounds the work on hostile text."""

_ASIDE = re.compile(r"\([^()\n]{0,120}\)")
_BYLINE = re.compile(r"\[[^\[\]\n]{0,120}\]")
_SENTENCE_END = re.compile(
    r"[.!?。](?<=[가-힣)\ue000\ue001\"'”’][.!?。])[.!?。]*[\"'”’)]*(?=\s)"  # found by its rarest sign
)
_STOP = re.compile(r"[.!?][\"'”’)\s]*$")
_FINAL = re.compile(r"(?:[다요죠까네][.!?]*|[.!?])[\"'”’)\ue001\s]*$")


class Sentence(NamedTuple):
    """A sentence or a line: its range, the number of its paragraph, and whether it is a headline."""

    start: int
    end: int
    paragraph: int
    headline: bool


@dataclass(frozen=True, slots=True)
class View:
    """`blank` is `text` with quotations and brackets blanked out."""

    text: str
    blank: str
    marks: tuple[Mark, ...]
    sentences: tuple[Sentence, ...]

    def sentence_at(self, at: int) -> int:
        """Return the index of the sentence that holds the offset."""
        return max(bisect_right(self.sentences, at, key=lambda s: s.start) - 1, 0)

    def words(self, start: int, end: int) -> str:
        """Return the blanked text of a range of the article."""
        return self.blank[start:end]

    def before(self, at: int) -> str:
        """Return the words of the same paragraph before the offset, at most `NEAR` characters."""
        low = max(0, at - NEAR)
        return self.blank[max(self.blank.rfind("\n", low, at) + 1, low) : at]

    def after(self, at: int) -> str:
        """Return the words of the same paragraph after the offset, at most `NEAR` characters."""
        end = self.blank.find("\n", at, at + NEAR)
        return self.blank[at : end if end >= 0 else at + NEAR]


def view(text: str, blocks: Sequence[Block]) -> View:
    """Return the view of an article's text; `blocks` tell a line's end from a paragraph's."""
    marks = marked(text, 0, len(text))
    pieces, at = [], 0
    for block in blocks:
        low, high = max(block.span.start, at), block.span.end
        pieces += [text[at:low], text[low:high].replace("\n", " ")]  # a line break within Markdown's block
        at = high
    blank = "".join([*pieces, text[at:]])
    pieces, at = [], 0
    for mark in marks:
        low, high = mark.inside.start, mark.inside.end
        pieces += [blank[at:low], QUOTED * (high - low)]
        at = high
    words = "".join([*pieces, blank[at:]])
    words = _ASIDE.sub(lambda m: ASIDE * len(m[0]), words)
    words = _BYLINE.sub(lambda m: " " * len(m[0]), words)
    return View(text, words, marks, _sentences(words, text))


def _sentences(words: str, text: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    line = 0
    for paragraph, part in enumerate(words.split("\n")):
        raw = text[max(line, line + len(part) - 12) : line + len(part)]
        headline = len(part) < 120 and not _FINAL.search(part[-40:]) and not _STOP.search(raw)
        headline = headline and bool(part.strip(QUOTED + MARKS + " "))
        start = 0
        for stop in [*(m.end() for m in _SENTENCE_END.finditer(part)), len(part)]:
            if part[start:stop].strip():
                fields = (line + start, line + stop, paragraph, headline)
                found.append(tuple.__new__(Sentence, fields))  # the quick way
            start = stop
        line += len(part) + 1
    return tuple(found)

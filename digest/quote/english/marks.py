"""Stretches in double marks as English news sets them, paragraph by paragraph.

Beyond `marks.marked`: in English a quotation over several paragraphs opens anew in each and closes
once, and a forgotten mark must not turn the rest of its paragraph inside out. So marks are paired
within one paragraph, by the side that their surroundings show, their own shape second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARK = re.compile("[\"“”„‟＂〝〞]|''|``")
"""Double marks; two single ones beside each other are one."""
_OPENERS = frozenset(("“", "„", "‟", "〝", "``"))
_BEFORE_OPEN = "([{<-–—/‘'“"
_AFTER_CLOSE = ".,;:?!)]}>…-–—/’'"
_INCHES = re.compile(r"\d['’′] ?\d{1,2}(?:½)?$")
_EDGE = ' \t\n\r\u00a0,，"“”'


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in marks: `inside` trimmed, `outside` with the marks, the number of its paragraph.

    `open_end` means that it goes on in the next paragraph, `carries_on` that it comes from the one before.
    """

    inside: Span
    outside: Span
    paragraph: int
    open_end: bool = False
    carries_on: bool = False


def stretches(view: str, paragraphs: Iterable[Span]) -> tuple[Stretch, ...]:
    """Return the outermost stretches in double marks of every paragraph, in reading order."""
    found: list[Stretch] = []
    was_open = False
    for number, paragraph in enumerate(paragraphs):
        here = list(_pair(view, paragraph, number, was_open=was_open))
        was_open = bool(here) and here[-1].open_end
        found += here
    return tuple(found)


def _pair(view: str, paragraph: Span, number: int, *, was_open: bool) -> Iterator[Stretch]:
    """Pair the marks of one paragraph with a stack."""
    opens: list[Span] = []
    pairs: list[Span] = []
    carried: Span | None = None
    for token in MARK.finditer(view, paragraph.start, paragraph.end):
        mark = Span(token.start(), token.end())
        if not opens and mark.start > paragraph.start and view[mark.start - 1].isdigit():
            continue
        if _opens(view, paragraph, mark, inside=bool(opens)):
            opens.append(mark)
        elif _INCHES.search(view[max(paragraph.start, mark.start - 6) : mark.start]):
            continue
        elif opens:
            pairs.append(Span(opens.pop().start, mark.end))
        elif was_open and not pairs and carried is None:
            carried = Span(paragraph.start, mark.end)
    if carried:
        yield from _stretch(view, carried, number, carries_on=True)
    outer = _outermost(pairs)
    left = next((o for o in reversed(opens) if not outer or o.start >= outer[-1].end), None)
    first = view[paragraph.start : paragraph.end].lstrip()[:1]
    for n, pair in enumerate(outer):
        again = n == 0 and was_open and carried is None and view[pair.start] == first
        yield from _stretch(
            view, pair, number, carries_on=again and not view[paragraph.start : pair.start].strip()
        )
    if left:
        again = was_open and not outer and not view[paragraph.start : left.start].strip()
        yield from _stretch(view, Span(left.start, paragraph.end), number, open_end=True, carries_on=again)


def _stretch(
    view: str, outside: Span, number: int, *, open_end: bool = False, carries_on: bool = False
) -> Iterator[Stretch]:
    start, end = outside.start, outside.end
    while start < end and (view[start] in _EDGE or view[start : start + 2] in ("''", "``")):
        start += 1
    while end > start and (view[end - 1] in _EDGE or view[end - 2 : end] == "''"):
        end -= 1
    if start < end:
        yield Stretch(Span(start, end), outside, number, open_end, carries_on)


def _outermost(pairs: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for pair in sorted(pairs, key=lambda p: (p.start, -p.end)):
        if not kept or pair.start >= kept[-1].end:
            kept.append(pair)
    return kept


def _opens(view: str, paragraph: Span, mark: Span, *, inside: bool) -> bool:
    """Tell whether a mark opens, given whether one is open already."""
    before = view[mark.start - 1] if mark.start > paragraph.start else " "
    after = view[mark.end] if mark.end < paragraph.end else " "
    gap_before = before.isspace() or (before in _BEFORE_OPEN and not after.isspace())
    gap_after = after.isspace() or after in _AFTER_CLOSE
    glyph = view[mark.start : mark.end]
    if gap_before != gap_after:
        if glyph in _OPENERS and not inside:
            return True
        return gap_before
    if glyph in _OPENERS:
        return True
    if glyph in "”〞" or glyph == "''":
        return False
    return not inside

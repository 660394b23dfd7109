"""Who signed a pasted story, for which publication, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clean.dump_byline import dateline_of, lone_name, names_in, tail_of
from digest.clean.dump_date import date_in
from digest.clean.dump_source import find_source, parted, without_paper

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from digest.clean.dump_run import Marked

_BELOW = 25
"""How many lines below a story are looked through for its byline and date."""


def find_publication(marked: Sequence[Marked], headline: int, numbers: Sequence[int]) -> str:
    """Return the publication that byline or foot name for certain, or nothing."""
    texts = [marked[i].line.text for i in _above(headline + 1, numbers)]
    signed = [text for text in texts if names_in(text) or lone_name(parted(text)[0])]
    return find_source(signed, [m.line.text for m in marked[numbers[-1] + 1 :]])


def find_byline(
    marked: Sequence[Marked], headline: int, numbers: Sequence[int], zone: tzinfo, source: str
) -> tuple[str, ...]:
    """Return the reporters: of the lines between headline and story, else of the story's dateline, end or foot."""
    first, last = numbers[0], numbers[-1]
    above = [without_paper(marked[i].line.text, source) for i in _above(headline + 1, numbers)]
    names = [name for text in above for name in names_in(text)]
    names = names or _lone_names(marked, headline, first, zone, source)
    names = names or list(dateline_of(marked[first].line.text)[1]) or list(tail_of(marked[last].line.text)[1])
    if not names:
        below = range(last + 1, min(len(marked), last + 1 + _BELOW))
        names = next((list(found) for i in below if (found := names_in(marked[i].line.text))), [])
    return tuple(dict.fromkeys(names))


def _lone_names(marked: Sequence[Marked], headline: int, first: int, zone: tzinfo, source: str) -> list[str]:
    """Return the name that a line is, right beside the date or between headline and date."""
    dated = [i for i in range(headline + 1, first) if date_in(marked[i].line.text, zone)]
    beside = [i for d in dated for i in (d - 1, d + 1)]
    below = [
        i for i in range(headline + 1, headline + 4) if headline >= 0 and any(i < d <= i + 6 for d in dated)
    ]
    for i in (*beside, *below):
        if headline < i < first and marked[i].kind is None:
            text = without_paper(marked[i].line.text, source)
            found = lone_name(text, below_headline=i == headline + 1)
            if found:
                return list(found)
    return []


def find_date(
    marked: Sequence[Marked], headline: int, numbers: Sequence[int], zone: tzinfo
) -> datetime | None:
    """Return the date near the story that is best labelled: above it, else right below it."""
    _first, last = numbers[0], numbers[-1]
    for span in (_above(headline - 6, numbers), range(last + 1, min(len(marked), last + 1 + _BELOW))):
        best: tuple[int, datetime] | None = None
        for i in span:
            label = marked[i - 1].line.text if i and marked[i - 1].line.width <= 20 else ""
            found = (
                date_in(f"{label} {marked[i].line.text}", zone)
                if label
                else date_in(marked[i].line.text, zone)
            )
            if found and (best is None or found.said > best[0]):
                best = (found.said, found.when)
        if best:
            return best[1]
    return None


def _above(start: int, numbers: Sequence[int]) -> list[int]:
    """Return the lines from `start` to the story's third that are not of the story."""
    return [i for i in range(max(0, start), numbers[:3][-1]) if i not in numbers[:3]]

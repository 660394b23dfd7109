"""Cleans a page pasted as text: from its lines alone, the story and what is known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clean.cleaned import Cleaned, compose
from digest.clean.dump_byline import names_in
from digest.clean.dump_chrome import letters_of
from digest.clean.dump_date import zone_of
from digest.clean.dump_head import WIDEST_HEADLINE, find_headline, find_standfirst, has_headline_width
from digest.clean.dump_run import best_run, mark, worths
from digest.clean.dump_signed import find_byline, find_date, find_publication
from digest.clean.dump_story import MARKS, parts_of, story_lines, unsigned_lines, widen
from digest.clean.lines import read_lines
from digest.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from digest.clean.dump_run import Marked

_LEAST_PROSE = 200
"""How many columns of whole sentences make a story, however short, on a page that has furniture."""
_SENTENCE = 60
"""How wide a line is at least that tells of something, no button or greeting."""
_TEASER = 250
"""How wide the text of a teaser is at most, on average."""


def clean_dump(text: str, title: str = "") -> Cleaned | None:
    """Return the story of a page that was selected and copied as text, or None for one without a story.

    `title` is the headline that a person declared, if any: then a sentence on top is no headline.
    The model is described in `dump_run` (which lines), `dump_story` (what of them), `dump_head`
    (headline, subtitle) and `dump_signed` (byline, publication, date); what furniture looks like stands
    in `chrome.toml`. Linear in the text, raises nothing.
    """
    marked = mark(list(read_lines(text)))
    zone = zone_of(text)
    if all(m.kind is None for m in marked):
        # No furniture at all: somebody has cleaned it already, and each line but the headline is story.
        titled = len(marked) > 1 and marked[0].line.width <= WIDEST_HEADLINE and _heads(marked[0], title)
        head, numbers = (0 if titled else None), unsigned_lines(marked, int(titled), zone)
    else:
        head, numbers = None, _story_of(marked, zone, title)
    if not _is_story(marked, numbers):
        return None
    parts = parts_of(marked, numbers)
    story = "\n".join(words for _, words in parts)
    if head is None:
        head = find_headline(marked, numbers[0], story, zone)
    above = -1 if head is None else head
    source = find_publication(marked, above, numbers)
    meta = Metadata(
        title="" if head is None else marked[head].line.text,
        standfirst="" if head is None else find_standfirst(marked, head, numbers[0], story, zone),
        byline=find_byline(marked, above, numbers, zone, source),
        source=source,
        published=find_date(marked, above, numbers, zone),
    )
    return compose(meta, parts)


def _story_of(marked: Sequence[Marked], zone: tzinfo, title: str) -> list[int]:
    start, end = widen(marked, best_run(worths(marked)))
    if start == 0 and end > 1 and has_headline_width(marked[0]) and _heads(marked[0], title):
        start = 1  # a story that begins with the page has its headline there, full stop or not
    return story_lines(marked, start, end, zone)


def _heads(m: Marked, title: str) -> bool:
    """Whether a first line is the headline: of a text whose title was declared a sentence is its beginning."""
    if not title or letters_of(m.line.text) == letters_of(title):
        return True
    return not m.line.ends and not names_in(m.line.text)


def _is_story(marked: Sequence[Marked], numbers: Sequence[int]) -> bool:
    """Whether there is prose enough, and more than the teasers of a list of stories.

    In a list every sentence stands alone under a headline, and none is as long as a paragraph.
    """
    prose = [n for n in numbers if marked[n].line.ends]
    columns = sum(marked[n].line.width for n in prose)
    if all(m.kind is None for m in marked):
        return columns >= _LEAST_PROSE or 0 < sum(marked[n].line.width for n in numbers) <= columns * 2
    beside = {n + step for n in prose for step in (-1, 1)}
    marked_subhead = any(marked[n].line.text[0] in MARKS for n in numbers)
    others = sum(m.prose and m.line.width >= _SENTENCE for m in marked)
    teasers = others > 2 and beside.isdisjoint(prose) and columns < _TEASER * len(prose)
    return columns >= _LEAST_PROSE and not (teasers and not marked_subhead)

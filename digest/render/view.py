"""An edition as templates see it: every text a passage, every address checked, every date in words.

The values hold no markup and no format's name; HTML, plain text and Markdown are each written
from them by templates of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from digest.render.inline import Passage


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme: its title in the edition's language, its place among the edition's themes (`k`)."""

    id: str
    title: str
    k: int
    colour: str
    dark_colour: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture; width and height are 0 where unknown."""

    src: str
    alt: str
    caption: Passage
    width: int
    height: int

    def within(self, width: int, height: int) -> int:
        """Return the width in pixels at which the picture fits a box and is not enlarged."""
        if not self.width or not self.height:
            return width
        return max(1, min(width, self.width, height * self.width // self.height))


@dataclass(frozen=True, slots=True)
class Credit:
    """Where a story comes from."""

    source: Passage
    url: str
    byline: Passage
    day: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story: `credit` is the leading article's, `also` those of the others that told it.

    `place` is its place in the order of reading, from 1.
    """

    anchor: str
    place: int
    theme: ThemeView
    kicker: Passage
    headline: Passage
    url: str
    standfirst: Passage
    picture: PictureView | None
    credit: Credit
    also: tuple[Credit, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A pull quote: its words with the marks of their language, then who said them and where."""

    words: Passage
    opening: str
    closing: str
    name: Passage
    details: Passage
    source: Passage
    url: str
    theme: ThemeView


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section that has stories."""

    theme: ThemeView
    stories: tuple[StoryView, ...]
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class ContentsView:
    """A line of the contents; `anchor` is "" and `place` 0 where the story is not in the edition."""

    theme: ThemeView
    headline: Passage
    anchor: str
    place: int


@dataclass(frozen=True, slots=True)
class EditionView:
    """The whole edition."""

    id: str
    name: str
    tagline: str
    title: str
    preheader: str
    number: int
    meta: tuple[str, ...]
    date: date
    contents: tuple[ContentsView, ...]
    lead: StoryView | None
    lead_quotes: tuple[QuoteView, ...]
    sections: tuple[SectionView, ...]
    sources: tuple[str, ...]
    reason: str
    publisher: str
    address: str
    themes: tuple[ThemeView, ...]

    @property
    def further(self) -> tuple[ContentsView, ...]:
        """The contents without the lead's own line, for a look that has the lead above them."""
        lead = self.lead.anchor if self.lead else ""
        return tuple(line for line in self.contents if not lead or line.anchor != lead)

    @property
    def stories(self) -> tuple[StoryView, ...]:
        """Every story, in the order of reading."""
        lead = (self.lead,) if self.lead else ()
        return (*lead, *(story for section in self.sections for story in section.stories))

"""From stories to an edition, and what became of the input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from digest.model.source import Problem
from digest.model.story import Brief, Placement, Quote, Theme


@dataclass(frozen=True, slots=True)
class Section:
    """A theme as it stands in an edition."""

    theme: Theme
    briefs: tuple[Brief, ...]
    pull_quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story that is not in the edition, and why."""

    story: str
    headline: str
    why: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes in: the lead story with its pull quotes, the sections, and what was left out."""

    lead: Brief | None
    lead_quotes: tuple[Quote, ...]
    sections: tuple[Section, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Newsletter:
    """The newsletter itself: what stands in the masthead and the imprint of each edition.

    `languages` narrows what is taken (empty: all). `web_url` may hold `{id}` for the edition's id.
    """

    name: str
    tagline: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    timezone: str = "UTC"
    look: str = "broadsheet"
    from_name: str = ""
    from_email: str = ""
    publisher: str = ""
    address: str = ""
    reason: str = ""
    web_url: str = ""
    unsubscribe_url: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The days an edition covers, both included, in the newsletter's time zone."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: a theme and the headline that stands for it."""

    theme: str
    headline: str
    story: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated, numbered digest, with all that rendering, explaining and checking needs.

    `sources` are the publications credited, `minutes` how long it takes to read (at least 1),
    `placements` and `quotes` all that were found in the window, shown or not.
    """

    id: str
    number: int
    newsletter: Newsletter
    window: Window
    subject: str
    preheader: str
    contents: tuple[ContentsLine, ...]
    lead: Brief | None
    lead_quotes: tuple[Quote, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    minutes: int
    themes: tuple[Theme, ...]
    placements: tuple[Placement, ...] = ()
    quotes: tuple[Quote, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def briefs(self) -> tuple[Brief, ...]:
        """Every story, in the order of reading."""
        lead = (self.lead,) if self.lead else ()
        return (*lead, *(brief for section in self.sections for brief in section.briefs))

    @property
    def pull_quotes(self) -> tuple[Quote, ...]:
        """Every pull quote shown, in the order of reading."""
        return (*self.lead_quotes, *(quote for section in self.sections for quote in section.pull_quotes))

    def theme(self, theme_id: str) -> Theme:
        """Return the theme of that id, `other` included."""
        return next(t for t in self.themes if t.id == theme_id)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the input: counts of documents, and each problem."""

    read: int = 0
    used: int = 0
    skipped: int = 0
    duplicates: int = 0
    outside: int = 0
    undated: int = 0
    other_languages: int = 0
    problems: tuple[Problem, ...] = ()

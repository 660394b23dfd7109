"""Edition: a selection → one dated, numbered edition; its window of days; its JSON form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.language import opening, reading_seconds, width
from digest.model import (
    OTHER,
    Brief,
    ContentsLine,
    Edition,
    Newsletter,
    Placement,
    Quote,
    Selection,
    Theme,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES_OF_CONTENTS = 6
"""More than fits a phone's screen is no overview."""
SUBJECT, PREHEADER = 70, 110
"""Columns (a Hangul syllable takes two): what inboxes show of a subject on a desktop, and of a preheader."""


def compose(
    selection: Selection,
    *,
    newsletter: Newsletter,
    edition_id: str,
    number: int,
    window: Window,
    themes: Sequence[Theme],
    placements: Sequence[Placement],
    quotes: Sequence[Quote],
) -> Edition:
    """Return the edition of a selection; placements and quotes are all that were found in its window."""
    lead, sections = selection.lead, selection.sections
    briefs = [*([lead] if lead else []), *(brief for section in sections for brief in section.briefs)]
    shown_quotes = [*selection.lead_quotes, *(q for s in sections for q in s.pull_quotes)]
    return Edition(
        id=edition_id,
        number=number,
        newsletter=newsletter,
        window=window,
        subject=_shortened(lead.headline, SUBJECT) if lead else newsletter.name,
        preheader=_preheader(briefs[1:], newsletter),
        contents=_contents(selection),
        lead=lead,
        lead_quotes=selection.lead_quotes,
        sections=sections,
        sources=_sources(briefs),
        minutes=_minutes(briefs, shown_quotes),
        themes=tuple(themes),
        placements=tuple(placements),
        quotes=tuple(quotes),
        left_out=selection.left_out,
    )


def _shortened(text: str, longest: int) -> str:
    """Return the text in so many columns, cut at a space (where there is none, anywhere) and closed with "…"."""
    text = " ".join(text.split())
    if width(text) <= longest:
        return text
    cut = opening(text, longest - 1)
    cut = cut[:-1] if width(cut) >= longest else cut  # the last wide character may reach over the end
    before = cut.rpartition(" ")[0]
    return (before if 2 * width(before) > longest else cut).rstrip(" ,.;:·…-–—") + "…"


def _preheader(briefs: Sequence[Brief], newsletter: Newsletter) -> str:
    headlines = " · ".join(" ".join(b.headline.split()) for b in briefs[:4])
    return _shortened(headlines or newsletter.tagline, PREHEADER)


def _contents(selection: Selection) -> tuple[ContentsLine, ...]:
    """Return a line for the lead, and one for each section by the story that opens it."""
    tops = [
        *([selection.lead] if selection.lead else []),
        *(section.briefs[0] for section in selection.sections),
    ]
    lines = [ContentsLine(b.story.theme, b.headline, b.story.id) for b in tops]
    named = [line for line in lines if line.theme != OTHER]
    return tuple((named if len(lines) > LINES_OF_CONTENTS else lines)[:LINES_OF_CONTENTS])


def _sources(briefs: Sequence[Brief]) -> tuple[str, ...]:
    articles = (article for brief in briefs for article in brief.story.articles)
    return tuple(dict.fromkeys(a.meta.source for a in articles if a.meta.source))


def _minutes(briefs: Sequence[Brief], quotes: Sequence[Quote]) -> int:
    texts = [f"{b.kicker} {b.headline} {b.standfirst.text}" for b in briefs]
    texts += [" ".join(q.parts) for q in quotes]
    return max(1, round(sum(map(reading_seconds, texts)) / 60))

"""The trace: from what stands in the mail to the characters of the article that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from digest.model import OTHER, Span
from digest.render.inline import Passage
from digest.render.viewing import anchor
from digest.theme import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from digest.model import Article, Brief, Edition, Placement, Quote

Kind = Literal["story", "sentence", "quote"]


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing in the mail: its words there, and the spans of the article's text that they come from.

    `place` is the id of its story in the mail; without spans the words stand beside the text.
    """

    id: str
    kind: Kind
    words: str
    place: str
    placement: Placement
    spans: tuple[Span, ...]
    speaker: str = ""
    tellings: tuple[Placement, ...] = ()

    @property
    def also(self) -> tuple[Placement, ...]:
        """The passages of other articles that tell the same news."""
        return tuple(p for p in self.tellings if p.segment.article.id != self.article.id)

    @property
    def article(self) -> Article:
        """The article that it comes from."""
        return self.placement.segment.article


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an article's text: marked, in the passage that is told, or around it."""

    kind: Literal["mark", "passage", "around"]
    text: str


def traces(edition: Edition) -> tuple[Trace, ...]:
    """Return a trace for each story, each sentence under its headline and each pull quote, as they are read."""
    found: list[Trace] = []
    for brief in edition.briefs:
        found += _of_story(brief)
        found += (
            _of_quote(f"q-{number}", quote, brief, edition)
            for number, quote in enumerate(edition.pull_quotes, 1)
            if _beside(quote, edition) is brief
        )
    return tuple(found)


def _of_story(brief: Brief) -> Iterator[Trace]:
    place, article, told = anchor(brief.story.id), brief.segment.article, brief.standfirst
    lead, tellings = brief.story.lead, brief.story.placements
    headline = _words(brief.headline, article)
    yield Trace(place, "story", headline, place, lead, told.spans, tellings=tellings)
    taken = [(span.of(article.text), (span,)) for span in told.spans]
    sentences: list[tuple[str, tuple[Span, ...]]] = [*taken] or [(told.text, ())]
    for number, (text, spans) in enumerate(sentences, 1):
        if text:
            words = _words(text, article)
            yield Trace(f"{place}.{number}", "sentence", words, place, lead, spans, tellings=tellings)


def _of_quote(id_: str, quote: Quote, brief: Brief, edition: Edition) -> Trace:
    words = _words(" … ".join(part.strip() for part in quote.parts), quote.segment.article)
    known = (*brief.story.placements, *edition.placements)
    placement = next((p for p in known if p.segment.id == quote.segment.id), brief.story.lead)
    who = quote.attribution
    speaker = ", ".join(filter(None, (who.name, who.role, who.organisation))) if who else ""
    place, tellings = anchor(brief.story.id), brief.story.placements
    return Trace(id_, "quote", words, place, placement, quote.spans, speaker, tellings)


def _beside(quote: Quote, edition: Edition) -> Brief:
    """Return the story that a pull quote was taken from, else the one that it stands under."""
    for brief in edition.briefs:
        if any(p.segment.id == quote.segment.id for p in brief.story.placements):
            return brief
    sections = (section for section in edition.sections if quote in section.pull_quotes)
    return next((section.briefs[0] for section in sections if section.briefs), edition.briefs[0])


def _words(text: str, article: Article) -> str:
    return " ".join(Passage(text, article.markup, links=False).words().split())


def pieces(article: Article, passage: Span, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Return the whole text in pieces, in order and without loss."""
    text = article.text
    cuts = sorted({0, len(text), passage.start, passage.end, *(n for s in spans for n in (s.start, s.end))})
    found: list[Piece] = []
    for start, end in pairwise(cuts):
        if any(s.start <= start and end <= s.end for s in spans):
            found.append(Piece("mark", text[start:end]))
        elif passage.start <= start and end <= passage.end:
            found.append(Piece("passage", text[start:end]))
        else:
            found.append(Piece("around", text[start:end]))
    return tuple(found)


def why(placement: Placement) -> str:
    """Return in a sentence why a passage is in its theme."""
    asked = placement.segment.article.meta.theme
    if asked and asked == placement.theme:
        return "The article's own fields say so."
    if placement.theme != OTHER:
        return "It scores highest."
    if not placement.runner_up or placement.score < ENOUGH:
        return f"No theme scores {ENOUGH} or more."
    return "Two themes are too close to tell; `digest theme` settles it."


def theme_title(edition: Edition, theme_id: str) -> str:
    """Return a theme's title in the edition's language, else in another; the id of one that is gone."""
    titles: Mapping[str, str] = next((t.title for t in edition.themes if t.id == theme_id), {})
    return titles.get(edition.newsletter.language) or next(iter(titles.values()), theme_id)

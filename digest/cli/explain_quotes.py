"""`digest explain --quotes`: section by section, the quotes found, those fit to show, those shown, and why not the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.cli import show
from digest.select import why_not_pulled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Brief, Edition, Quote


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of the edition where quotes may be shown: the lead, or a section."""

    name: str
    briefs: tuple[Brief, ...]
    quotes: tuple[Quote, ...]
    shown: tuple[Quote, ...]

    def fate(self, quote: Quote) -> str:
        """Return "shown", or why it is not."""
        return "shown" if quote in self.shown else why_not_pulled(quote, self.briefs, self.shown)


def explain_quotes(edition: Edition, *, as_json: bool) -> None:
    """Print each place's quotes, the fittest first."""
    places = list(_places(edition))
    if as_json:
        show.print_json([_row(place) for place in places])
        return
    show.out.say(show.heading(edition), style="bold")
    for place in places:
        _tell(place)


def speaker(quote: Quote) -> str:
    """Return who said it, in one line."""
    said_by = quote.attribution
    if said_by is None:
        return "nobody named"
    return ", ".join(part for part in (said_by.name, said_by.role, said_by.organisation) if part)


def outcome(quote: Quote, fate: str) -> str:
    """Return speaker, fitness and fate in one line."""
    fits = f", fit {quote.fit:.2f}" if quote.fit > 0 else ""
    return f"{speaker(quote)}{fits}: {fate}"


def fates(edition: Edition) -> dict[str, list[tuple[Quote, str]]]:
    """Return for each segment, by its id, its quotes in reading order with what became of each."""
    found: defaultdict[str, list[tuple[Quote, str]]] = defaultdict(list)
    for place in _places(edition):
        for quote in place.quotes:
            found[quote.segment.id].append((quote, place.fate(quote)))
    return found


def _places(edition: Edition) -> Iterator[_Place]:
    language = edition.newsletter.language
    if edition.lead:
        yield _place(edition, "The lead", (edition.lead,), edition.lead_quotes)
    for section in edition.sections:
        title = section.theme.title.get(language) or section.theme.id
        yield _place(edition, f"{title} ({section.theme.id})", section.briefs, section.pull_quotes)
    told = {p.segment.id for brief in edition.briefs for p in brief.story.placements}
    left = tuple(q for q in edition.quotes if q.segment.id not in told)
    if left:
        yield _Place("Stories that are not in the edition", (), left, ())


def _place(edition: Edition, name: str, briefs: Sequence[Brief], shown: Sequence[Quote]) -> _Place:
    ids = {p.segment.id for brief in briefs for p in brief.story.placements}
    quotes = tuple(q for q in edition.quotes if q.segment.id in ids)
    return _Place(name, tuple(briefs), quotes, tuple(shown))


def _tell(place: _Place) -> None:
    fit = sum(quote.fit > 0 for quote in place.quotes)
    show.out.say(f"\n{place.name}", style="bold")
    stories = f"{show.counted(len(place.briefs), 'story')}, " if place.briefs else ""
    found = show.counted(len(place.quotes), "quote")
    show.out.say(f"  {stories}{found} found, {fit} fit to show, {len(place.shown)} shown")
    for quote in _ordered(place):
        chosen = quote in place.shown
        show.out.say(f"  {'*' if chosen else '-'} “{' … '.join(quote.parts)}”", "" if chosen else "dim")
        show.out.say(f"    {outcome(quote, place.fate(quote))}", style="dim")


def _ordered(place: _Place) -> list[Quote]:
    return sorted(place.quotes, key=lambda quote: (quote not in place.shown, -quote.fit))


def _row(place: _Place) -> dict[str, Any]:
    return {
        "place": place.name,
        "stories": len(place.briefs),
        "found": len(place.quotes),
        "fit": sum(quote.fit > 0 for quote in place.quotes),
        "shown": len(place.shown),
        "quotes": [
            {
                "parts": q.parts,
                "speaker": speaker(q),
                "fit": q.fit,
                "fate": place.fate(q),
            }
            for q in _ordered(place)
        ],
    }

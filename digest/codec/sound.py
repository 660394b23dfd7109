"""Whether an edition that was read from a file holds together: its spans and what it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Edition


def is_sound(edition: Edition) -> bool:
    """Tell whether each span lies in what it counts in, and each theme and story named is there."""
    return all(outer.start <= span.start <= span.end <= outer.end for span, outer in _spans(edition)) and (
        {theme.id for theme in edition.themes} >= set(_themes(edition))
        and {brief.story.id for brief in edition.briefs} >= {line.story for line in edition.contents}
    )


def _spans(edition: Edition) -> Iterator[tuple[Span, Span]]:
    """Yield each span with the one it must lie in."""
    for segment in (p.segment for p in edition.placements):
        whole = Span(0, len(segment.article.text))
        yield segment.span, whole
        yield from ((block.span, whole) for block in segment.article.blocks)
        if segment.heading:
            yield segment.heading, segment.span
    for quote in edition.quotes:
        yield from ((span, quote.segment.span) for span in quote.spans)
    for brief in edition.briefs:
        whole = Span(0, len(brief.segment.article.text))
        yield from ((span, whole) for span in brief.standfirst.spans)


def _themes(edition: Edition) -> Iterator[str]:
    yield from (placement.theme for placement in edition.placements)
    yield from (brief.story.theme for brief in edition.briefs)
    yield from (line.theme for line in edition.contents)

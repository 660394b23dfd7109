"""Standfirst: a story → how the edition tells it: headline, kicker, one or two sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.language import each_sentence, terms, width
from digest.model import Brief, Span, Standfirst, Story
from digest.standfirst.choice import LONGEST, chosen
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Metadata, Segment
    from digest.work import Each

__all__ = ["LONGEST", "Told", "tell", "told"]

LONGEST_HEADLINE = 160
"""Characters of a first sentence that is a headline, where an item of a roundup has no other."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a passage is told by: a headline, a standfirst, a kicker."""

    headline: str
    standfirst: Standfirst
    kicker: str


def tell(stories: Sequence[Story], each: Each = one_by_one) -> list[Brief]:
    """Return the stories as an edition tells them, each by the passage that leads."""
    found = each(told, [story.lead.segment for story in stories])
    return [
        Brief(story, one.headline, one.standfirst, one.kicker)
        for story, one in zip(stories, found, strict=True)
    ]


def told(segment: Segment) -> Told:
    """Return the headline, standfirst and kicker of a story that this passage leads.

    A story from the opening of an article has the article's own title and, if it says something
    else, its standfirst; one from a later passage its subhead, the article's title as its kicker,
    and sentences taken verbatim. An item of a roundup has its first sentence for a headline.
    """
    meta = segment.article.meta
    if segment.is_item:
        return _item(segment)
    first = segment.opens
    headline = meta.title if first else segment.title
    kicker = meta.kicker if first else (meta.title if segment.heading else "")
    own = Standfirst(meta.standfirst) if first and _says_something(meta) else None
    return Told(headline, own or _taken(segment, headline, 0), kicker)


def _says_something(meta: Metadata) -> bool:
    """Tell whether there is a standfirst that is not just the title, the paper and the authors again."""
    known = terms(" ".join((meta.title, meta.source, *meta.byline)))
    return bool(meta.standfirst) and not set() < set(terms(meta.standfirst)) <= set(known)


def _item(segment: Segment) -> Told:
    text, meta = segment.article.text, segment.article.meta
    opening = next((sentence for _, sentence in _sentences(segment)), None)
    if opening is None or width(opening.of(text)) > LONGEST_HEADLINE:
        return Told(meta.title, _taken(segment, meta.title, 0), meta.kicker)
    headline = " ".join(opening.of(text).split()).removesuffix(".")
    return Told(headline, _taken(segment, headline, 1), meta.title)


def _sentences(segment: Segment) -> Iterator[tuple[Span, Span]]:
    """Yield each sentence with the paragraph that it stands in."""
    text = segment.article.text
    for block in segment.blocks:
        if block.kind in ("paragraph", "item"):
            for sentence in each_sentence(text, block.span):
                yield block.span, sentence


def _taken(segment: Segment, title: str, skipped: int) -> Standfirst:
    article = segment.article
    spans = chosen(article.text, _sentences(segment), title, article.meta.language, skipped)
    return Standfirst(" ".join(" ".join(s.of(article.text).split()) for s in spans), spans)

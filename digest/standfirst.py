"""Standfirst: a story → how the edition tells it: headline, kicker, one or two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.language import sentences
from digest.model import Brief, Span, Standfirst, Story

if TYPE_CHECKING:
    from digest.model import Segment

LONGEST = 260
"""Characters of a standfirst (a wide one counts two): two sentences stay inside it, or one is taken."""


def tell(story: Story) -> Brief:
    """Return the story with its headline, kicker and standfirst.

    A story from the opening of an article has the article's own title and standfirst; one from a
    later passage its subhead, the article's title as its kicker, and sentences taken verbatim.
    """
    segment = story.lead.segment
    meta = segment.article.meta
    first = _is_first(segment)
    headline = meta.title if first else segment.title
    kicker = meta.kicker if first else (meta.title if segment.heading else "")
    own = Standfirst(meta.standfirst) if first and meta.standfirst else None
    return Brief(story, headline, own or _taken(segment), kicker)


def _is_first(segment: Segment) -> bool:
    """Tell whether nothing but headings stands in the article before this segment."""
    return all(b.kind == "subhead" for b in segment.article.blocks if b.span.end <= segment.span.start)


def _taken(segment: Segment) -> Standfirst:
    text = segment.article.text
    spans: list[Span] = []
    length = 0
    for block in segment.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        for sentence in sentences(text, block.span):
            length += sum(2 if ord(c) >= 0x1100 else 1 for c in sentence.of(text))
            if len(spans) == 2 or (spans and length > LONGEST):
                return _standfirst(text, spans)
            spans.append(sentence)
        if spans:  # two sentences of one paragraph read on; the next paragraph turns elsewhere
            break
    return _standfirst(text, spans)


def _standfirst(text: str, spans: list[Span]) -> Standfirst:
    return Standfirst(" ".join(" ".join(span.of(text).split()) for span in spans), tuple(spans))

"""Segment: an article → its passages, cut at its subheads; a roundup without any, into its items."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from digest.language import each_sentence, width
from digest.model import Article, Block, Segment, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.segment.roundup import Vectors

SHORT = 300
"""Characters (a wide one counts two). An opening up to this long leads into the first passage."""


@dataclass(frozen=True, slots=True)
class _Part:
    heading: Block | None
    blocks: tuple[Block, ...]

    def text(self, article: Article) -> str:
        return article.text[self.blocks[0].span.start : self.blocks[-1].span.end] if self.blocks else ""


def cut(article: Article, vectors: Vectors | None = None) -> tuple[Segment, ...]:
    """Return the article's segments, in reading order; one story without subheads stays whole.

    A passage of one sentence is never left alone: it stays with the passage before it (the first
    with the next). A short opening before the first subhead belongs to the passage it leads into.
    A roundup without subheads is cut into its items: by meaning where `vectors` are given, else at its
    paragraphs and only where its title says that it is one.
    """
    if not any(block.kind == "subhead" for block in article.blocks):
        return tuple(_segments(article, _items(article, vectors)))
    joined: list[_Part] = []
    opening = False
    for part in (part for part in _parts(article) if part.blocks):
        if joined and (opening or _dangling(part, article)):
            before = joined.pop()
            inner = (part.heading,) if part.heading else ()
            joined.append(_Part(before.heading, (*before.blocks, *inner, *part.blocks)))
            opening = False
        else:
            joined.append(part)
            opening = len(joined) == 1 and _is_opening(part, article)
    return tuple(_segments(article, joined))


def _items(article: Article, vectors: Vectors | None) -> list[_Part]:
    from digest.segment.roundup import items  # noqa: PLC0415 -- it brings numpy, which takes its time

    blocks = article.blocks
    starts = items(article, vectors) or ((0,) if blocks else ())
    bounds = zip(starts, (*starts[1:], len(blocks)), strict=True)
    return [_Part(None, blocks[start:end]) for start, end in bounds]


def _parts(article: Article) -> list[_Part]:
    parts = [_Part(None, ())]
    for block in article.blocks:
        if block.kind == "subhead":
            parts.append(_Part(block, ()))
        else:
            parts[-1] = _Part(parts[-1].heading, (*parts[-1].blocks, block))
    return parts


def _dangling(part: _Part, article: Article) -> bool:
    found = (sentence for block in part.blocks[:3] for sentence in each_sentence(article.text, block.span))
    return len(list(islice(found, 2))) < 2


def _is_opening(part: _Part, article: Article) -> bool:
    if part.heading or _dangling(part, article):
        return _dangling(part, article)
    text = part.text(article)
    return len(text) <= SHORT and width(text) <= SHORT


def _segments(article: Article, parts: Sequence[_Part]) -> Iterator[Segment]:
    """Yield the parts as segments; passages of the same words are told apart by their turn."""
    turns: Counter[str] = Counter()
    for part in parts:
        span = Span((part.heading or part.blocks[0]).span.start, part.blocks[-1].span.end)
        words = hashlib.sha256(span.of(article.text).encode("utf-8", "surrogatepass")).hexdigest()[:8]
        turns[words] += 1
        turn = f"-{turns[words]}" if turns[words] > 1 else ""
        heading = part.heading.span if part.heading else None
        yield Segment(f"{article.id}-{words}{turn}", article, span, heading)

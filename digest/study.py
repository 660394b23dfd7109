"""What a file and an article say by themselves: these steps look at one at a time, and at nothing else.

So several processes can work on them, and what was found once is found at once the next time (`digest.work`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from digest.clean import clean
from digest.load import documents
from digest.meaning import vectors
from digest.model import Problem
from digest.quote import find_quotes
from digest.segment import cut

if TYPE_CHECKING:
    from datetime import tzinfo

    from digest.meaning import Model
    from digest.model import Article, File, Quote, Segment


@dataclass(frozen=True, slots=True)
class Study:
    """An article's segments, and the quotes in them, both in reading order."""

    segments: tuple[Segment, ...]
    quotes: tuple[Quote, ...]


def articles_of(file: File, zone: tzinfo) -> tuple[Article | Problem, ...]:
    """Return the cleaned articles of a file, and a Problem for each part that gives none (load → clean)."""
    return tuple(d if isinstance(d, Problem) else clean(d, zone) for d in documents(file))


def study(article: Article, model: Model | None) -> Study:
    """Return what an article holds (segment → quote); `model` tells the items of a roundup apart."""
    segments = cut(article, partial(vectors, model=model) if model else None)
    return Study(segments, find_quotes(segments))

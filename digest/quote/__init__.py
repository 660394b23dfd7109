"""Quote: segments → the direct speech in them, each with how good a pull quote it makes.

A language has a finder in a package of its own, named in `FINDERS`; what makes a good pull quote is
the same in all of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.errors import SelfCheckError
from digest.language import sentences, width
from digest.model import Quote, Segment, Span
from digest.quote.english import find_english
from digest.quote.korean import find_korean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.protocols import QuoteFinder

FINDERS: dict[str, QuoteFinder] = {"ko": find_korean, "en": find_english}

SHORTEST, LONGEST = 40, 240
"""Characters of a pull quote; Hangul and other wide ones count double against the shortest only,
for a Korean sentence says in 20 what an English one says in 40."""
_BEST = (60, 160)
_POINTS_BACK = (
    "이 ",
    "그 ",
    "이는 ",
    "그는 ",
    "this ",
    "that ",
    "it ",
    "he ",
    "she ",
    "they ",
    "but ",
    "and ",
)


def find_quotes(segments: Iterable[Segment]) -> tuple[Quote, ...]:
    """Return every quotation of the segments, in their order; a language without a finder has none."""
    found: list[Quote] = []
    for segment in segments:
        finder = FINDERS.get(segment.article.meta.language)
        if finder:
            found += [_judged(quote) for quote in finder(segment)]
    return tuple(found)


def verify(quotes: Iterable[Quote]) -> None:
    """Check that each quote is what it claims: spans of its segment, in order, and words of its article.

    Raises SelfCheckError for the first that is not; the edition must not leave then.
    """
    for quote in quotes:
        article, inside = quote.segment.article, quote.segment.span
        at = inside.start
        for span in quote.spans:
            if not (at <= span.start < span.end <= inside.end) or not span.of(article.text).strip():
                raise SelfCheckError(f"quote: {span}: not a span of its segment", where=str(article.origin))
            at = span.end
        said_by = quote.attribution
        names = (said_by.name, said_by.role, said_by.organisation) if said_by else ()
        for name in names:
            if name and name not in f"{article.meta.title}\n{article.text}":
                raise SelfCheckError(
                    f"quote: {name!r}: the name is not in the article", where=str(article.origin)
                )


def _judged(quote: Quote) -> Quote:
    why = _unfit(quote)
    return replace(quote, unfit=why) if why else replace(quote, fit=_fitness(quote))


def _unfit(quote: Quote) -> str:
    if quote.fragment:
        return "a part of a sentence"
    if quote.attribution is None:
        return "the text does not say for certain who speaks"
    words = " ".join(quote.parts)
    weight = width(words)
    if weight < SHORTEST:
        return f"too short ({len(words)} characters)"
    if len(words) > LONGEST:
        return f"too long ({len(words)} characters)"
    return ""


def _fitness(quote: Quote) -> float:
    """Weigh what makes a pull quote: a named speaker, a good length, whole sentences, a clear start."""
    words = " ".join(quote.parts)
    kind = quote.attribution.kind if quote.attribution else "unnamed"
    score = {"person": 0.5, "organisation": 0.3, "paper": 0.2, "unnamed": 0.15}[kind]
    if quote.attribution and quote.attribution.role:
        score += 0.1
    low, high = _BEST
    weight = width(words)
    score += 0.2 if low <= weight and len(words) <= high else 0.1
    score += 0.1 if len(quote.spans) == 1 else 0.05
    if not words.casefold().startswith(_POINTS_BACK):
        score += 0.1
    return round(score if len(sentences(words, Span(0, len(words)))) <= 2 else score - 0.05, 4)

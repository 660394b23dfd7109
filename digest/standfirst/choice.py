"""Choice: the sentences of a passage → the one or two that say the most of it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING

from digest.language import terms, width
from digest.standfirst.alone import is_broken, leans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Span

LONGEST = 440
"""Characters of a standfirst (a wide one counts two): two sentences stay inside it, or one is taken."""
_LOOKED_AT = 30
"""Sentences among which is chosen: news has said what it is about by then."""
_LEAD = 4
"""Sentences of a lead: elsewhere than in Korean, the standfirst is of these."""
_FIRST, _RUNNING_ON = 0.4, 0.2
"""What two sentences gain of which one is the first, and two that stand together: they read as one text."""
_TITLE, _EARLY = 0.7, 0.4
"""What a Korean sentence gains that has all the terms of the title, and one that stands early (half of
it at the third)."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    at: int
    span: Span
    terms: frozenset[str]
    width: int
    whole: bool
    leans: bool


def chosen(
    text: str, sentences: Iterable[tuple[Span, Span]], title: str, language: str, skipped: int
) -> tuple[Span, ...]:
    """Return the sentences that say the most, the first `skipped` left out; none if there are none.

    `sentences` are the paragraph and the sentence itself. In Korean one is taken, elsewhere two of
    the lead, which is hard to beat. None is a part of something or says nothing but the title, as
    long as there are others.
    """
    told = frozenset(terms(title))
    read = [
        _Sentence(n, span, found, width(words), not is_broken(text, paragraph, span), leans(words))
        for n, (paragraph, span) in enumerate(islice(sentences, skipped, _LOOKED_AT))
        for words in (span.of(text),)
        for found in (frozenset(terms(words)),)
    ]
    fit = [s for s in read if s.whole and not (s.terms and s.terms <= told)] or read
    if not fit:
        return ()
    picked = (_one(fit, read, told),) if language.startswith("ko") else _two(fit, read)
    return tuple(sentence.span for sentence in picked)


def _one(fit: Sequence[_Sentence], read: Sequence[_Sentence], told: frozenset[str]) -> _Sentence:
    """Choose the sentence that is like the others, like the title, and early.

    Like the others: TextRank's likeness (Mihalcea and Tarau 2004), summed.
    """
    central = _central([s.terms for s in read])

    def worth(s: _Sentence) -> float:
        of_title = len(told & s.terms) / max(1, len(told))
        return round(central[s.at] + _TITLE * of_title + _EARLY / (1 + s.at / 2), 6)

    return min(fit, key=lambda s: (s.leans, s.width > LONGEST, -worth(s), s.at))


def _two(fit: Sequence[_Sentence], read: Sequence[_Sentence]) -> tuple[_Sentence, ...]:
    """Choose the two that together hold the most of the passage's terms (Gillick and Favre 2009).

    A term counts once, and the more, the more sentences use it. A second that leans on what it
    follows comes with that only; a first that leans where there is no other, the opening before all.
    """
    used = Counter(term for s in read for term in s.terms)
    lead = fit[:_LEAD]

    def worth(one: _Sentence, two: _Sentence) -> float:
        held = math.fsum(math.log(1 + used[term]) for term in one.terms | two.terms)
        return round(held * (1 + _FIRST * (one is fit[0]) + _RUNNING_ON * (two.at == one.at + 1)), 6)

    pairs = [
        (one, two)
        for one, two in combinations(lead, 2)
        if one.width + two.width <= LONGEST and not (two.leans and two.at > one.at + 1)
    ]
    if not pairs:
        return (next((s for s in lead if s.width <= LONGEST), lead[0]),)

    def order(pair: tuple[_Sentence, _Sentence]) -> tuple[int, float, int, int]:
        one, two = pair
        return one.leans + (one.leans and one is not fit[0]), -worth(one, two), one.at, two.at

    return min(pairs, key=order)


def _central(words: Sequence[frozenset[str]]) -> list[float]:
    """Return how near each sentence is to all others by shared terms, the nearest 1."""
    sums = [0.0] * len(words)
    logs = [math.log(len(found)) if len(found) > 1 else 0.0 for found in words]
    for one, two in combinations(range(len(words)), 2):
        if logs[one] and logs[two] and (shared := len(words[one] & words[two])):
            likeness = shared / (logs[one] + logs[two])
            sums[one] += likeness
            sums[two] += likeness
    most = max(sums) or 1.0
    return [value / most for value in sums]

"""How much texts are alike in their words: the cosine of their TF-IDF vectors, many against a few."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UNSEEN = 20
"""Texts that are counted into the rarity though nobody saw them, so that two texts are judged soberly."""


def likeness(texts: Sequence[Counter[str]], seeds: Sequence[Counter[str]]) -> Iterator[dict[int, float]]:
    """Yield for each text its cosines with the seeds, by the seeds' numbers, where they are over 0.

    Rarity is counted over `texts`; terms of the seeds alone count as the rarest.
    """
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(text.keys())
    total = len(texts) + _UNSEEN
    rarity = {term: math.log(1 + total / (count + 1)) for term, count in seen.items()}
    unseen = math.log(1 + total)
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, seed in enumerate(seeds):
        for term, weight in _vector(seed, rarity, unseen).items():
            holders[term].append((number, weight))
    for text in texts:
        vector = _vector(text, rarity, unseen)
        near: defaultdict[int, list[float]] = defaultdict(list)
        for term in vector.keys() & holders.keys():
            for number, weight in holders[term]:
                near[number].append(weight * vector[term])
        # An exact sum, for a set gives its terms in another order each run.
        yield {number: math.fsum(parts) for number, parts in near.items()}


def _vector(counts: Counter[str], rarity: dict[str, float], unseen: float) -> dict[str, float]:
    weights = {term: (1 + math.log(count)) * rarity.get(term, unseen) for term, count in counts.items()}
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}

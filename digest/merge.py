"""Merge: placements → stories. One piece of news told by several articles becomes one story."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from operator import mul
from typing import TYPE_CHECKING

from digest.language import terms
from digest.model import Placement, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAME = 0.28
"""Cosine of two texts' TF-IDF vectors from which they tell the same news (mean over a group)."""
DAYS_APART = 4
_RARE = 24
"""Terms of a text, the rarest first, by which others are found that may tell the same news."""
_TOO_COMMON = 40
"""A term that is among the rarest of more texts than this finds nobody: pairs stay linear in the texts."""
_SHARED = 2
"""Rare terms that two texts have in common at least: by chance it is one, as a rule, in the same news many."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """What one article says in one theme: its placements there, in reading order."""

    placements: tuple[Placement, ...]

    @property
    def lead(self) -> Placement:
        return self.placements[0]

    @property
    def text(self) -> str:
        return "\n".join((self.lead.segment.article.meta.title, *(p.segment.text for p in self.placements)))

    def key(self) -> tuple[int, str]:
        """Sort the fullest first, then by id."""
        return (-sum(len(p.segment.text) for p in self.placements), self.lead.segment.id)


def merge(placements: Iterable[Placement]) -> tuple[Story, ...]:
    """Return the stories, each placement in one of them; the order of the input does not matter.

    Segments of one article in one theme are one story. Tellings of several articles, in one language
    and at most four days apart, are one story where their texts are near: the fullest leads.
    """
    by_article: defaultdict[tuple[str, str], list[Placement]] = defaultdict(list)
    for p in placements:
        by_article[p.segment.article.id, p.theme].append(p)
    tellings = sorted(
        (_Telling(tuple(sorted(ps, key=lambda p: p.segment.span))) for ps in by_article.values()),
        key=_Telling.key,
    )
    groups = _grouped(tellings)
    stories = [_story([tellings[i] for i in sorted(group)]) for group in groups]
    return tuple(
        sorted(stories, key=lambda s: (s.lead.segment.article.origin.path, s.lead.segment.span, s.id))
    )


def _story(tellings: Sequence[_Telling]) -> Story:
    first, *others = tellings
    lead = first.lead
    also = (*first.placements[1:], *(p for telling in others for p in telling.placements))
    return Story(lead.segment.id, lead.theme, lead, also)


def _grouped(tellings: Sequence[_Telling]) -> list[set[int]]:
    """Join groups by mean nearness (average link), the nearest pairs first."""
    near = _Nearness(tellings)
    group = {i: {i} for i in range(len(tellings))}
    for a, b in near.pairs():
        one, other = group[a], group[b]
        if one is other or not all(_may_be_one(tellings, (i, j)) for i in one for j in other):
            continue
        pairs = [(min(i, j), max(i, j)) for i in one for j in other]
        if sum(near.of(*pair) for pair in pairs) / len(pairs) >= SAME:
            one |= other
            group.update(dict.fromkeys(one, one))
    return list({id(members): members for members in group.values()}.values())


def _may_be_one(tellings: Sequence[_Telling], pair: tuple[int, int]) -> bool:
    one, other = (tellings[i].lead.segment.article for i in pair)
    if one.id == other.id or one.meta.language != other.meta.language:
        return False
    if one.meta.published is None or other.meta.published is None:
        return True
    return abs(one.meta.published - other.meta.published) <= timedelta(days=DAYS_APART)


class _Nearness:
    """How near the tellings are: the cosine of two that share any of their rarest terms, else 0."""

    def __init__(self, tellings: Sequence[_Telling]) -> None:
        self._tellings = tellings
        self._vectors = _vectors([Counter(terms(t.text)) for t in tellings])
        rarest = [
            [term for _, term in sorted((-weight, term) for term, weight in vector.items())[:_RARE]]
            for vector in self._vectors
        ]
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for i, found in enumerate(rarest):
            for term in found:
                holders[term].append(i)
        self._holders = {term: members for term, members in holders.items() if len(members) <= _TOO_COMMON}
        self._rare = [frozenset(term for term in found if term in self._holders) for found in rarest]

    def pairs(self) -> list[tuple[int, int]]:
        """Return the pairs that may tell the same news, the nearest first."""
        near = {}
        for a, found in enumerate(self._rare):
            shared = Counter(chain.from_iterable(self._holders[term] for term in found))
            for b, count in shared.items():
                if b > a and count >= _SHARED and _may_be_one(self._tellings, (a, b)):
                    cosine = self._cosine(a, b)
                    if cosine >= SAME:
                        near[a, b] = -round(cosine, 6)
        return sorted(near, key=lambda pair: (near[pair], pair))

    def of(self, a: int, b: int) -> float:
        """Return how near two tellings are."""
        return 0.0 if self._rare[a].isdisjoint(self._rare[b]) else self._cosine(a, b)

    def _cosine(self, a: int, b: int) -> float:
        one, other = self._vectors[a], self._vectors[b]
        shared = one.keys() & other.keys()
        return math.fsum(map(mul, map(one.__getitem__, shared), map(other.__getitem__, shared)))


def _vectors(counts: Sequence[Counter[str]]) -> list[dict[str, float]]:
    seen: Counter[str] = Counter()
    for count in counts:
        seen.update(count.keys())
    total = len(counts) + 1
    rarity = {term: math.log(1 + total / n) for term, n in seen.items()}
    vectors = []
    for count in counts:
        weights = {t: (1 + math.log(n)) * rarity[t] for t, n in count.items()}
        length = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
        vectors.append({t: w / length for t, w in weights.items()})
    return vectors

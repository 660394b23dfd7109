"""The same news in one language: openings that use the same rare terms, and numbers that agree."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from digest.bags import Bags, bag, sharing, spread
from digest.merge.facts import numbers, weight
from digest.merge.tellings import Group, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from digest.bags import Bag, Numbers, Table
    from digest.merge.tellings import Telling
    from digest.work import Each

_K = TypeVar("_K", str, int)

SAME = 0.12
"""How near two groups tell the same news: the mean cosine of their openings, more of it where numbers
agree, less where they differ or days lie between.

Openings are of one length whatever the articles' is, and each term counts once, so the line is the
same for a snippet and for a feature: unrelated articles of one subject stay under .1, one story told
twice in other words stands at .15 and more.
"""
_FACTS = 0.5
"""By what share numbers that both tell add to the cosine, and lessen it where both tell several and share
none: two fires, two sums."""
_SEVERAL = 2.0
"""Numbers (their weight summed) of a text that tells several."""
_A_DAY = 0.15
"""By what share each day between them lessens it: what comes days later is the next news, as a rule."""
_POWER = 1.25
"""Rarity to this power weighs a term: names and sums tell news apart, a subject's common words don't."""
_UNSEEN = 5
"""Texts that are counted beside those at hand. In a small week no word is common, so that whatever two
texts share looks rare: the fewer are counted, the less it weighs beside what only one of them says."""
_RARE = 24
"""Terms of a text, the rarest that another has too, by which others are found that may tell the same news."""
_TOO_COMMON = 40
"""A term that is among the rarest of more texts than this finds nobody: pairs stay linear in the texts."""
_TELLS = ""
"""Among a text's numbers: whether it tells several, 0 to 1."""
_SHARED = 2
"""Rare terms that two texts have in common at least: by chance it is one, as a rule, in the same news many."""


def joined(tellings: Sequence[Telling], groups: Sequence[Group], each: Each) -> list[Group]:
    """Join groups by what their members share on average (average link), the nearest first."""
    openings = [telling.opening for telling in tellings]
    week = _Week.of(each(bag, openings))
    told = [_numbers(found) for found in each(numbers, openings)]
    live = {n: _Middle(group, _sum([told[m] for m in group.members]), week) for n, group in enumerate(groups)}
    near, close = _neighbours(tellings, groups, week)
    heap = [(-live[a].near(live[b]), a, b) for a, b in close]
    heapq.heapify(heap)
    upcoming = len(groups)
    while heap and -heap[0][0] >= SAME:
        _, a, b = heapq.heappop(heap)
        if a not in live or b not in live or not live[a].group.may_join(live[b].group):
            continue
        one, other = live.pop(a), live.pop(b)
        group = grouped(tellings, (*one.group.members, *other.group.members))
        live[upcoming] = _Middle(group, _sum([one.numbers, other.numbers]), week)
        near[upcoming] = (near.pop(a) | near.pop(b)) - {a, b}
        for c in near[upcoming]:
            near[c] = near[c] - {a, b} | {upcoming}
            heapq.heappush(heap, (-live[c].near(live[upcoming]), c, upcoming))
        upcoming += 1
    return [middle.group for middle in live.values()]


@dataclass(frozen=True)
class _Middle:
    """A group and the sums of its members' vectors: what two groups share on average is one product."""

    group: Group
    numbers: dict[str, float]
    week: _Week

    @cached_property  # few groups are ever near another
    def terms(self) -> dict[int, float]:
        """The sum of the vectors of its members' terms."""
        return _sum([self.week.vector(member) for member in self.group.members])

    def near(self, other: _Middle) -> float:
        """Return the mean cosine, more of it where numbers agree, less where they differ or days pass."""
        pairs = len(self.group.members) * len(other.group.members)
        agree = min(1.0, _product(self.numbers, other.numbers) / pairs)
        told = self.numbers[_TELLS] * other.numbers[_TELLS] / pairs
        share = 1 + _FACTS * (agree - max(0.0, told - agree))
        later = 1 - _A_DAY * self.group.days_from(other.group)
        return round(_product(self.terms, other.terms) / pairs * share * later, 6)


def _product(one: Mapping[_K, float], other: Mapping[_K, float]) -> float:
    return math.fsum(one[key] * other[key] for key in one.keys() & other.keys() if key != _TELLS)


def _sum(vectors: Sequence[Mapping[_K, float]]) -> dict[_K, float]:
    total = dict(vectors[0])
    for vector in vectors[1:]:
        for term, share in vector.items():
            total[term] = total.get(term, 0.0) + share
    return total


def _neighbours(
    tellings: Sequence[Telling], groups: Sequence[Group], week: _Week
) -> tuple[dict[int, set[int]], list[tuple[int, int]]]:
    """Return for each group those that it may be one with, by the rare terms of their members.

    And the pairs of groups that are near enough now, or would be if all their numbers agreed.
    """
    at = np.empty(len(tellings), np.intp)
    for number, group in enumerate(groups):
        at[list(group.members)] = number
    languages = np.unique([telling.language for telling in tellings], return_inverse=True)[1]
    one, other, shared = sharing(*week.rarest(), _TOO_COMMON)
    fit = (shared >= _SHARED) & (languages[one] == languages[other]) & (at[one] != at[other])
    one, other = one[fit], other[fit]
    near: dict[int, set[int]] = {number: set() for number in range(len(groups))}
    for a, b in zip(at[one].tolist(), at[other].tolist(), strict=True):
        near[a].add(b)
        near[b].add(a)
    # The mean of some cosines is at most their largest.
    enough = week.cosines(one, other) * (1 + _FACTS) >= SAME - 1e-6
    ends = np.sort(np.stack([at[one[enough]], at[other[enough]]], axis=1), axis=1)
    return near, [(a, b) for a, b in np.unique(ends, axis=0).tolist()]


@dataclass(frozen=True, slots=True)
class _Week:
    """The openings' terms, each weighed by how rare it is, every vector of length 1."""

    every: Bags
    weights: Table
    begin: Numbers

    @classmethod
    def of(cls, bags: Sequence[Bag]) -> _Week:
        every = Bags.of(bags)
        rarity = np.log(1 + (len(bags) + _UNSEEN) / np.maximum(every.held, 1)) ** _POWER
        weights = rarity[every.terms]
        weights /= every.lengths(weights)[every.texts]
        return cls(every, weights, np.searchsorted(every.texts, np.arange(len(bags) + 1)))

    def vector(self, text: int) -> dict[int, float]:
        """Return the weights of a text's terms."""
        own = slice(self.begin[text], self.begin[text + 1])
        return dict(zip(self.every.terms[own].tolist(), self.weights[own].tolist(), strict=True))

    def rarest(self) -> tuple[Numbers, Numbers]:
        """Return the rarest terms of each text that stand in another, as (text, term): one's own find nobody."""
        found = np.flatnonzero(self.every.held[self.every.terms] > 1)
        texts, terms = self.every.texts[found], self.every.terms[found]
        order = np.lexsort((terms, self.every.held[terms], texts))
        texts, terms = texts[order], terms[order]
        first = np.searchsorted(texts, texts)
        kept = np.arange(len(texts)) - first < _RARE
        return texts[kept], terms[kept]

    def cosines(self, one: Numbers, other: Numbers) -> Table:
        """Return the cosine of each pair of texts."""
        order = np.argsort(one, kind="stable")
        found = np.zeros(len(one))
        laid_out = np.zeros(len(self.every.held))
        lengths = np.diff(self.begin)
        for text, pairs in _runs(one[order]):
            own = slice(self.begin[text], self.begin[text + 1])
            laid_out[self.every.terms[own]] = self.weights[own]
            others = other[order[pairs]]
            which, place = spread(self.begin[others], lengths[others])
            shares = laid_out[self.every.terms[place]] * self.weights[place]
            found[order[pairs]] = np.bincount(which, shares, len(others))
            laid_out[self.every.terms[own]] = 0
        return found


def _runs(rising: Numbers) -> Iterator[tuple[int, slice]]:
    """Yield each number of a rising row with the places where it stands."""
    starts = np.flatnonzero(np.r_[True, rising[1:] != rising[:-1]]) if len(rising) else rising
    for start, end in pairwise([*starts.tolist(), len(rising)]):
        yield int(rising[start]), slice(start, end)


def _numbers(found: Iterable[str]) -> dict[str, float]:
    """Return the numbers of a text, so weighed that a product with another's is the weight they share."""
    told = {number: heavy for number in sorted(found) if (heavy := weight(number))}
    tells = min(1.0, math.fsum(told.values()) / _SEVERAL)
    return {_TELLS: tells, **{number: math.sqrt(share) for number, share in told.items()}}

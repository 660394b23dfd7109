"""The same news in one language: openings that use the same rare terms, and numbers that agree."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from digest.language import terms
from digest.merge.facts import facts_of, weight
from digest.merge.tellings import Group, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.merge.tellings import Telling
    from digest.work import Each

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
    vectors = _vectors(each(_terms, openings))
    facts = [_numbers(found.numbers) for found in each(facts_of, openings)]
    live = {
        n: _Middle(group, _sum([vectors[m] for m in group.members]), _sum([facts[m] for m in group.members]))
        for n, group in enumerate(groups)
    }
    near = _neighbours(tellings, groups, _rare(vectors))
    heap = [(-live[a].near(live[b]), a, b) for a in near for b in near[a] if a < b]
    heapq.heapify(heap)
    upcoming = len(groups)
    while heap and -heap[0][0] >= SAME:
        _, a, b = heapq.heappop(heap)
        if a not in live or b not in live or not live[a].group.may_join(live[b].group):
            continue
        one, other = live.pop(a), live.pop(b)
        group = grouped(tellings, (*one.group.members, *other.group.members))
        live[upcoming] = _Middle(group, _sum([one.terms, other.terms]), _sum([one.numbers, other.numbers]))
        near[upcoming] = (near.pop(a) | near.pop(b)) - {a, b}
        for c in near[upcoming]:
            near[c] = near[c] - {a, b} | {upcoming}
            heapq.heappush(heap, (-live[c].near(live[upcoming]), c, upcoming))
        upcoming += 1
    return [middle.group for middle in live.values()]


@dataclass(frozen=True, slots=True)
class _Middle:
    """A group and the sums of its members' vectors: what two groups share on average is one product."""

    group: Group
    terms: dict[str, float]
    numbers: dict[str, float]

    def near(self, other: _Middle) -> float:
        """Return the mean cosine, more of it where numbers agree, less where they differ or days pass."""
        pairs = len(self.group.members) * len(other.group.members)
        agree = min(1.0, _product(self.numbers, other.numbers) / pairs)
        told = self.numbers[_TELLS] * other.numbers[_TELLS] / pairs
        share = 1 + _FACTS * (agree - max(0.0, told - agree))
        later = 1 - _A_DAY * self.group.days_from(other.group)
        return round(_product(self.terms, other.terms) / pairs * share * later, 6)


def _product(one: dict[str, float], other: dict[str, float]) -> float:
    return math.fsum(one[key] * other[key] for key in one.keys() & other.keys() if key != _TELLS)


def _sum(vectors: Sequence[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = dict(vectors[0])
    for vector in vectors[1:]:
        for term, share in vector.items():
            total[term] = total.get(term, 0.0) + share
    return total


def _neighbours(
    tellings: Sequence[Telling], groups: Sequence[Group], rare: Sequence[Sequence[str]]
) -> dict[int, set[int]]:
    """Return for each group those that it may be one with, by the rare terms of their members."""
    at = {n: number for number, group in enumerate(groups) for n in group.members}
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i, found in enumerate(rare):
        for term in found:
            holders[term].append(i)
    near: dict[int, set[int]] = {number: set() for number in range(len(groups))}
    for a, found in enumerate(rare):
        known = [holders[term] for term in found if len(holders[term]) <= _TOO_COMMON]
        for b, count in Counter(chain.from_iterable(known)).items():
            if b > a and count >= _SHARED and tellings[a].language == tellings[b].language and at[a] != at[b]:
                near[at[a]].add(at[b])
                near[at[b]].add(at[a])
    return near


def _rare(vectors: Sequence[dict[str, float]]) -> list[list[str]]:
    """Return the rarest terms of each text that stand in another: one's own find nobody."""
    seen = Counter(chain.from_iterable(vectors))
    return [
        [t for _, t in heapq.nsmallest(_RARE, ((-rarity, t) for t, rarity in vector.items() if seen[t] > 1))]
        for vector in vectors
    ]


def _numbers(found: frozenset[str]) -> dict[str, float]:
    """Return the numbers of a text, so weighed that a product with another's is the weight they share."""
    told = {number: weight(number) for number in found if weight(number)}
    tells = min(1.0, math.fsum(told.values()) / _SEVERAL)
    return {_TELLS: tells, **{number: math.sqrt(share) for number, share in told.items()}}


def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _vectors(texts: Sequence[frozenset[str]]) -> list[dict[str, float]]:
    seen = Counter(chain.from_iterable(texts))
    total = len(texts) + _UNSEEN
    rarity = {term: math.log(1 + total / n) ** _POWER for term, n in seen.items()}
    vectors = []
    for found in texts:
        length = math.sqrt(math.fsum(rarity[t] ** 2 for t in found)) or 1.0
        vectors.append({t: rarity[t] / length for t in found})
    return vectors

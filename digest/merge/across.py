"""The same news in two languages: the nearest in meaning on both sides, and facts that agree."""

from __future__ import annotations

import math
from collections import Counter
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from digest.merge.facts import Facts, facts_of
from digest.merge.tellings import Group, grouped
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from digest.merge.tellings import Telling
    from digest.model import Segment
    from digest.work import Each

    Meaning = Callable[[Sequence[Segment]], NDArray[np.float64]]
    """Segments to unit vectors of what they mean, one each, comparable across languages."""

SAME = 0.56
"""Cosine, with what the facts add, from which two tell the same news: unrelated news of one subject in
two languages, none of its facts shared, is what `_TOLD` keeps out."""
FACTS = 0.2
"""What it adds where all the facts agree."""
_LEAST = 0.45
"""Cosine under which no facts make two texts the same news."""
_TOLD = 3.0
"""Facts (their rarity summed) of a text that tells some: one of them at least must stand in the other."""
_ROWS = 512
"""Rows compared at a time, so that memory stays small."""
_UNSEEN = 20


def joined(
    tellings: Sequence[Telling], groups: Sequence[Group], meaning: Meaning, each: Each = one_by_one
) -> list[Group]:
    """Join groups of different languages, one of each: those that are each other's nearest.

    A group that a passage under a later subhead leads is none of them: it tells background.
    """
    languages = sorted({group.language for group in groups})
    if len(languages) < 2:
        return list(groups)
    leads = [tellings[group.members[0]] for group in groups]
    rows = meaning([lead.lead.segment for lead in leads])
    facts = _Compared(each(facts_of, [lead.opening for lead in leads]))
    by_language = {
        lang: [n for n, g in enumerate(groups) if g.language == lang and leads[n].is_news]
        for lang in languages
    }
    found: list[tuple[float, int, int]] = []
    for one, other in combinations(languages, 2):
        found += _nearest(by_language[one], by_language[other], rows, partial(_joint, groups, facts))
    whole = {n: [n] for n in range(len(groups))}
    made = dict(enumerate(groups))
    for _, a, b in sorted(found):
        into, gone = whole[a], whole[b]
        if into is not gone and made[into[0]].may_join(made[gone[0]]):
            made[into[0]] = grouped(tellings, (*made[into[0]].members, *made.pop(gone[0]).members))
            into += gone
            whole.update(dict.fromkeys(gone, into))
    return list(made.values())


def _joint(groups: Sequence[Group], facts: _Compared, a: int, b: int, cosine: float) -> float:
    if not groups[a].may_join(groups[b]):
        return 0.0
    return round(cosine + FACTS * facts.agree(a, b), 4)


def _nearest(
    one: Sequence[int],
    other: Sequence[int],
    rows: NDArray[np.float64],
    joint: Callable[[int, int, float], float],
) -> Iterator[tuple[float, int, int]]:
    """Yield (minus their nearness, a, b) of those that are each other's nearest, and near enough."""
    best: dict[int, tuple[float, int]] = {}
    for start in range(0, len(one), _ROWS):
        some = one[start : start + _ROWS]
        cosines = (rows[some] @ rows[list(other)].T).round(4)
        for i, j in zip(*(cosines >= _LEAST).nonzero(), strict=True):
            a, b = some[i], other[j]
            near = joint(a, b, float(cosines[i, j]))
            if near >= SAME:
                best[a] = min(best.get(a, (0.0, 0)), (-near, b))
                best[b] = min(best.get(b, (0.0, 0)), (-near, a))
    for a in one:
        if a in best and best[best[a][1]][1] == a:
            yield (best[a][0], a, best[a][1])


class _Compared:
    """The facts of texts, and how rare each is among them."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._facts = facts
        self._seen: Counter[str] = Counter()
        for found in facts:
            self._seen.update(found.all)
        self._total = math.log(len(facts) + _UNSEEN)

    def agree(self, a: int, b: int) -> float:
        """Return the share of the facts of one text that stand in the other, 0 to 1; -1 for none of several.

        Of the one whose names are known: Hangul has no capitals. Of two such, the one with fewer facts.
        """
        one, other = self._facts[a], self._facts[b]
        sounds: frozenset[str] = frozenset()
        if bool(one.hangul) != bool(other.hangul):
            sounds = (one.latin & other.hangul) | (other.latin & one.hangul)
        shared = self._weight((one.numbers & other.numbers) | sounds)
        spelled = self._weight(one.words & other.words)
        known = [self._weight(f.numbers | f.latin) for f in (one, other) if not f.hangul] or [
            self._weight(f.numbers) for f in (one, other)
        ]
        if not shared + spelled and min(known) >= _TOLD:
            return -1.0
        return min(1.0, (shared + spelled) / max(1.0, min(known)))

    def _weight(self, facts: Iterable[str]) -> float:
        return math.fsum(1 - math.log(self._seen[fact]) / self._total for fact in facts)

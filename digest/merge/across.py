"""The same news in two languages: the nearest in meaning on both sides, and facts that agree."""

from __future__ import annotations

import math
from collections import Counter
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from digest.merge.facts import hangul_sounds, latin_sounds, latin_words, numbers
from digest.merge.tellings import Group, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from digest.merge.tellings import Telling
    from digest.model import Segment

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


def joined(tellings: Sequence[Telling], groups: Sequence[Group], meaning: Meaning) -> list[Group]:
    """Join groups of different languages, one of each: those that are each other's nearest.

    A group that a passage under a later subhead leads is none of them: it tells background.
    """
    languages = sorted({group.language for group in groups})
    if len(languages) < 2:
        return list(groups)
    leads = [tellings[group.members[0]] for group in groups]
    rows = meaning([lead.lead.segment for lead in leads])
    facts = _Facts([lead.opening for lead in leads])
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


def _joint(groups: Sequence[Group], facts: _Facts, a: int, b: int, cosine: float) -> float:
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


class _Facts:
    """The facts of texts, and how rare each is among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._numbers = [numbers(text) for text in texts]
        self._words = [latin_words(text) for text in texts]
        self._latin = [latin_sounds(text) for text in texts]
        self._hangul = [hangul_sounds(text) for text in texts]
        self._seen: Counter[str] = Counter()
        for found in zip(self._numbers, self._words, self._latin, self._hangul, strict=True):
            self._seen.update(set().union(*found))
        self._total = math.log(len(texts) + _UNSEEN)

    def agree(self, a: int, b: int) -> float:
        """Return the share of the facts of one text that stand in the other, 0 to 1; -1 for none of several.

        Of the one whose names are known: Hangul has no capitals. Of two such, the one with fewer facts.
        """
        sounds: set[str] = set()
        if bool(self._hangul[a]) != bool(self._hangul[b]):
            sounds = (self._latin[a] & self._hangul[b]) | (self._latin[b] & self._hangul[a])
        shared = self._weight((self._numbers[a] & self._numbers[b]) | sounds)
        spelled = self._weight(self._words[a] & self._words[b])
        known = [self._weight(self._numbers[n] | self._latin[n]) for n in (a, b) if not self._hangul[n]] or [
            self._weight(self._numbers[n]) for n in (a, b)
        ]
        if not shared + spelled and min(known) >= _TOLD:
            return -1.0
        return min(1.0, (shared + spelled) / max(1.0, min(known)))

    def _weight(self, facts: Iterable[str]) -> float:
        return math.fsum(1 - math.log(self._seen[fact]) / self._total for fact in facts)

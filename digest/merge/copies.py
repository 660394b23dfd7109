"""Near-copies: which texts are the same words again, with a frame around them, cut or touched up."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from heapq import nsmallest
from typing import TYPE_CHECKING
from zlib import crc32

from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.work import Each

SHARED = 0.5
"""Of the shorter text's triples of words, the share that a near-copy has in common with the other."""
ALIKE = 0.125
"""And of both texts' triples together: a long text that quotes a short one is no copy of it."""
FEWEST = 20
"""Triples of a text under which it is a copy only of the same words: short notices are of one pattern."""
_SAMPLE = 1 << 59
"""Hashes below this, a quarter of all, stand for a text (Broder 1997): copies have some in common."""
_SKETCH = 16
"""A short text has at least so many, the smallest it has."""
_TOO_COMMON = 40
"""A hash in more sketches than this (a site's copyright line) finds nobody: pairs stay linear in the texts."""
_FOUND = 2
"""Hashes in common from which two texts are compared in full."""

# A word, or one character of a script that sets no spaces.
_WORD = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff]+|[\u3040-\u30ff\u3400-\u9fff]")
_MASK = (1 << 61) - 1


def near_copies(texts: Sequence[str], each: Each = one_by_one) -> list[tuple[int, ...]]:
    """Return the groups of near-copies, as numbers of texts, each and all in order.

    An index of sketches finds who may be a copy of whom, so not every pair is compared; the texts
    that it finds are then compared by all their triples of words.
    """
    group = {i: [i] for i in range(len(texts))}
    first: dict[frozenset[int], int] = {}
    for i, sketch in enumerate(each(sketched, texts)):
        if sketch:
            _join(group, first.setdefault(sketch, i), i)
    pairs = _candidates({i: sketch for sketch, i in first.items() if len(sketch) >= _SKETCH})
    looked_at = sorted({i for pair in pairs for i in pair})
    full = dict(zip(looked_at, each(triples, [texts[i] for i in looked_at]), strict=True))
    for pair in pairs:
        if _are_copies(*(full[i] for i in pair)):
            _join(group, *pair)
    groups = {id(members): members for members in group.values() if len(members) > 1}
    return sorted(tuple(sorted(members)) for members in groups.values())


def _join(group: dict[int, list[int]], a: int, b: int) -> None:
    one, other = sorted((group[a], group[b]), key=len, reverse=True)
    if one is not other:
        one += other
        group.update(dict.fromkeys(other, one))


def triples(text: str) -> frozenset[int]:
    """Return a hash of each three words that follow each other; of a shorter text one of all it has.

    The same on every machine and in every run, as Python's own hash of a string is not.
    """
    words = [_number(word) for word in _WORD.findall(text.casefold())]
    if len(words) < 3:
        words += [0] * (3 - len(words)) if words else []
    following = zip(words, words[1:], words[2:], strict=False)
    # Two odd factors mix the three, a third spreads them: the smallest are then a fair sample.
    return frozenset(
        ((a * 0x9E3779B1 + b) * 0x85EBCA77 + c) * 0x27D4EB2F165667C5 & _MASK for a, b, c in following
    )


def sketched(text: str) -> frozenset[int]:
    """Return a sample of a text's triples that is the same for the same words; of a short text all of them."""
    found = triples(text)
    if len(found) < FEWEST:
        return found
    sample = [number for number in found if number < _SAMPLE]
    return frozenset(sample if len(sample) >= _SKETCH else nsmallest(_SKETCH, found))


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) + 1


def _candidates(sketches: dict[int, frozenset[int]]) -> list[tuple[int, int]]:
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for i, sketch in sketches.items():
        for found in sketch:
            holders[found].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for members in holders.values():
        if 1 < len(members) <= _TOO_COMMON:
            shared.update((a, b) for n, a in enumerate(members) for b in members[n + 1 :])
    return sorted(pair for pair, count in shared.items() if count >= _FOUND)


def _are_copies(one: frozenset[int], other: frozenset[int]) -> bool:
    common = len(one & other)
    shorter = min(len(one), len(other))
    if shorter < FEWEST:
        return one == other
    return common >= SHARED * shorter and common >= ALIKE * (len(one) + len(other) - common)

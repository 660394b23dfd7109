"""Near-copies: which texts are the same words again, with a frame around them, cut or touched up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from digest.bags import sharing
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from digest.work import Each

    Hashes = NDArray[np.uint64]

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
"""Hashes in common from which two texts are compared in full,"""
_LIKELY = 0.15
"""and that share of the shorter sketch: of a copy's about a half are expected, fewer than this once in 500 at most."""

# A word, or one character of a script that sets no spaces.
_WORD = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff]+|[\u3040-\u30ff\u3400-\u9fff]")
_MASK = np.uint64((1 << 61) - 1)
_MIX = np.array([0x9E3779B1, 0x85EBCA77, 0x27D4EB2F165667C5], "<u8")


def near_copies(texts: Sequence[str], each: Each = one_by_one) -> list[tuple[int, ...]]:
    """Return the groups of near-copies, as numbers of texts, each and all in order.

    An index of sketches finds who may be a copy of whom, so not every pair is compared; the texts
    that it finds are then compared by all their triples of words.
    """
    group = {i: [i] for i in range(len(texts))}
    first: dict[bytes, int] = {}
    for i, sketch in enumerate(each(sketched, texts)):
        if sketch:
            _join(group, first.setdefault(sketch, i), i)
    pairs = _candidates({i: sketch for sketch, i in first.items() if len(sketch) >= 8 * _SKETCH})
    looked_at = sorted({i for pair in pairs for i in pair})
    full = dict(zip(looked_at, each(triples, [texts[i] for i in looked_at]), strict=True))
    for pair in pairs:
        if _are_copies(*(np.frombuffer(full[i], "<u8") for i in pair)):
            _join(group, *pair)
    groups = {id(members): members for members in group.values() if len(members) > 1}
    return sorted(tuple(sorted(members)) for members in groups.values())


def _join(group: dict[int, list[int]], a: int, b: int) -> None:
    one, other = sorted((group[a], group[b]), key=len, reverse=True)
    if one is not other:
        one += other
        group.update(dict.fromkeys(other, one))


def triples(text: str) -> bytes:
    """Return a hash of each three words that follow each other, in 8 bytes and rising; of a shorter text one of all.

    The same on every machine and in every run, as Python's own hash of a string is not.
    """
    words = [_number(word) for word in _WORD.findall(text.casefold())]
    if len(words) < 3:
        words += [0] * (3 - len(words)) if words else []
    row = np.array(words, "<u8")
    # Two odd factors mix the three, a third spreads them: the smallest are then a fair sample.
    mixed = (row[:-2] * _MIX[0] + row[1:-1]) * _MIX[1] + row[2:]
    return np.unique(mixed * _MIX[2] & _MASK).tobytes()


def sketched(text: str) -> bytes:
    """Return a sample of a text's triples that is the same for the same words; of a short text all of them."""
    found = np.frombuffer(triples(text), "<u8")
    sample = found[: max(_SKETCH, int(np.searchsorted(found, _SAMPLE)))]
    return (found if len(found) < FEWEST else sample).tobytes()


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) + 1


def _candidates(sketches: Mapping[int, bytes]) -> list[tuple[int, int]]:
    """Return the pairs whose sketches have so many hashes in common that the texts may be copies."""
    texts = np.array(list(sketches), np.intp)
    lengths = np.array([len(sketch) // 8 for sketch in sketches.values()], np.intp)
    hashes = np.unique(np.frombuffer(b"".join(sketches.values()), "<u8"), return_inverse=True)[1]
    rows = np.repeat(np.arange(len(texts)), lengths)
    one, other, shared = sharing(rows, hashes, _TOO_COMMON)
    likely = shared >= np.maximum(_FOUND, _LIKELY * np.minimum(lengths[one], lengths[other]))
    ends = np.sort(np.stack([texts[one[likely]], texts[other[likely]]], axis=1), axis=1)
    return sorted((a, b) for a, b in ends.tolist())


def _are_copies(one: Hashes, other: Hashes) -> bool:
    shorter = min(len(one), len(other))
    if shorter < FEWEST:
        return np.array_equal(one, other)
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common >= SHARED * shorter and common >= ALIKE * (len(one) + len(other) - common)

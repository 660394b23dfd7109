"""The terms of many texts as arrays: what is counted over a whole week is counted in one go.

A term is a number, the same on every machine, so a text's terms are a few hundred bytes, and kept as such.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from digest.language import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.intp]
    Table = NDArray[np.float64]

_COUNT = 65535


@dataclass(frozen=True, slots=True)
class Bag:
    """The terms of one text, as numbers of 8 bytes in rising order, and how often each stands there, in 2."""

    terms: bytes
    counts: bytes


def bag(text: str) -> Bag:
    """Return the terms of a text."""
    return bag_of(terms(text))


def bag_of(listed: Sequence[str]) -> Bag:
    """Return what `digest.language.terms` listed."""
    counted = sorted((_number(term), count) for term, count in Counter(listed).items())
    return Bag(
        np.array([number for number, _ in counted], "<u8").tobytes(),
        np.array([min(count, _COUNT) for _, count in counted], "<u2").tobytes(),
    )


@lru_cache(maxsize=200_000)
def _number(term: str) -> int:
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Bags:
    """The terms of many texts, an entry for each text and term, in the order of the texts and terms.

    `texts` and `terms` number them from 0; `held` is in how many texts each term stands.
    """

    size: int
    texts: Numbers
    terms: Numbers
    counts: Table
    held: Table

    @classmethod
    def of(cls, bags: Sequence[Bag]) -> Bags:
        """Return the bags of these texts."""
        numbers = np.frombuffer(b"".join(each.terms for each in bags), "<u8")
        counts = np.frombuffer(b"".join(each.counts for each in bags), "<u2").astype(np.float64)
        lengths = np.array([len(each.terms) // 8 for each in bags], np.intp)
        known, numbered = np.unique(numbers, return_inverse=True)
        held = np.bincount(numbered, minlength=len(known)).astype(np.float64)
        return cls(len(bags), np.repeat(np.arange(len(bags)), lengths), numbered, counts, held)

    def without(self, left_out: NDArray[np.bool_]) -> Bags:
        """Return the same without the terms for which that is true."""
        kept = ~left_out[self.terms]
        return Bags(self.size, self.texts[kept], self.terms[kept], self.counts[kept], self.held)

    def lengths(self, weights: Table) -> Table:
        """Return for each text the length of its vector, `weights` being its entries'; 1 for a text without terms."""
        found = np.sqrt(np.bincount(self.texts, weights * weights, self.size))
        return np.where(found > 0, found, 1.0).astype(np.float64)


def spread(starts: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """Return for the ranges `starts[n], starts[n] + 1, …` of so many lengths: the n of each place, and the place."""
    which = np.repeat(np.arange(len(starts)), lengths)
    before = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return which, starts[which] + np.arange(len(which)) - before


def sharing(texts: Numbers, terms: Numbers, most: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return the pairs of texts that share a term, and how many they do: (lower number, higher number, terms).

    Each entry is a text and one of its terms. Terms of more than `most` texts are not looked at, so the
    pairs grow with the texts, not with their square.
    """
    order = np.lexsort((texts, terms))
    texts, terms = texts[order], terms[order]
    starts = np.flatnonzero(np.r_[True, terms[1:] != terms[:-1]]) if len(terms) else terms
    held = np.diff(np.r_[starts, len(terms)])
    ends = np.repeat(starts + held, held)
    places = np.flatnonzero(np.repeat(held <= most, held))
    one, other = spread(places + 1, ends[places] - places - 1)
    size = int(texts.max(initial=0)) + 1
    pairs, shared = np.unique(texts[places[one]] * size + texts[other], return_counts=True)
    return pairs // size, pairs % size, shared

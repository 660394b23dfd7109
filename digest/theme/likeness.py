"""How much texts are alike in their words: the cosine of their TF-IDF vectors, many against a few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from digest.bags import Bags, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from digest.bags import Bag

_UNSEEN = 20
"""Texts that are counted into the rarity though nobody saw them, so that two texts are judged soberly."""


def likeness(texts: Sequence[Bag], seeds: Sequence[Bag]) -> NDArray[np.float64]:
    """Return a row for each text with its cosines with the seeds.

    Rarity is counted over `texts`; terms of the seeds alone count as the rarest.
    """
    every, count = Bags.of([*texts, *seeds]), len(texts)
    of_text = every.texts < count
    seen = np.bincount(every.terms[of_text], minlength=len(every.held))
    rarity = np.log(1 + (count + _UNSEEN) / (seen + 1))
    weights = (1 + np.log(every.counts)) * rarity[every.terms]
    weights /= every.lengths(weights)[every.texts]
    # The seeds' entries by their terms, then each entry of a text beside those of its term.
    by_term = np.flatnonzero(~of_text)[np.argsort(every.terms[~of_text], kind="stable")]
    held = np.bincount(every.terms[~of_text], minlength=len(every.held))
    of_text &= held[every.terms] > 0
    mine = every.terms[of_text]
    which, place = spread((np.cumsum(held) - held)[mine], held[mine])
    theirs = by_term[place]
    shared = weights[of_text][which] * weights[theirs]
    cells = every.texts[of_text][which] * len(seeds) + every.texts[theirs] - count
    summed = np.bincount(cells, shared, count * len(seeds)).astype(np.float64)
    return summed.reshape(count, len(seeds))

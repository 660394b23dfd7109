"""What the week's other passages say of a passage: those near it in meaning, and those with its words.

Semi-supervised learning by turns (Nigam and others 2000): how much each passage leans to each theme is
taken for its label, and two simple learners tell from the labels of the others what a passage is: ridge
regression on the rows of meaning, which with such labels is a linear discriminant, and naive Bayes on the
words. What they say moves the leanings, a few times over. With few passages either says little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from digest.bags import Bags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from digest.bags import Bag

    Table = NDArray[np.float64]

_ROUNDS = 6
_DOUBT = 0.05
"""By how much scores must differ for one theme to hold most of a passage."""
_STIFF = 10.0
"""The ridge, in passages: a direction in which fewer of them differ says little."""
_RARE = 0.5
"""How far a theme of few passages is heard as loud as one of many: 0 not at all, 1 quite."""
_WORDS = 0.15
"""How much the words count at most, beside first scores that are 1 for a seed's own theme."""
_HALF, _HALF_OF_WORDS = 50, 300
"""Passages with which their meaning, and their words, count half of what they count at most."""
_BELIEVED = 2.0
"""The week adds to a passage's best theme at most so many times what the seeds say."""
_UNSEEN = 3.0
"""Passages that are counted for each word and theme though nobody saw them: a word of two says little."""


def heard(rows: Table, words: Sequence[Bag], first: Table) -> tuple[Table, Table]:
    """Return what the week adds to the first scores, and how much each passage leans to each theme.

    `rows` and `words` are what each passage means and holds, `first` its scores, a column a theme.
    """
    by_meaning, by_words = _Meaning.of(rows), _Words.of(words)
    loud = float(first.std()) * len(rows) / (len(rows) + _HALF)
    loud_words = _WORDS * len(rows) / (len(rows) + _HALF_OF_WORDS)
    added = np.zeros_like(first)
    for _ in range(_ROUNDS):
        leaning = _leaning(first + added)
        near = by_meaning.said(leaning)
        added = loud * near / (float(near.std()) or 1.0) + loud_words * by_words.said(leaning)
    return added - _surplus(first, added), _leaning(first + added)


def _surplus(first: Table, added: Table) -> Table:
    """Return by how much the week says more for each passage's best theme than is believed.

    Taken from all themes alike, it leaves their order, and keeps out what no theme's seeds speak for.
    """
    best = (first + added).argmax(axis=1)[:, None]
    said, sure = np.take_along_axis(added, best, axis=1), np.take_along_axis(first, best, axis=1)
    return np.maximum(0, said - _BELIEVED * sure).astype(np.float64)


def _leaning(scores: Table) -> Table:
    odds: Table = np.exp((scores - scores.max(axis=1, keepdims=True)) / _DOUBT)
    shares: Table = odds / odds.sum(axis=1, keepdims=True)
    return shares


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The rows, turned so that their products are the regression's weights, and each one's with itself."""

    turned: Table
    own: Table

    @classmethod
    def of(cls, rows: Table) -> _Meaning:
        apart = rows - rows.mean(axis=0)
        if len(rows) < rows.shape[1]:  # the same by way of the passages, who are fewer than a row's numbers
            strength, turned = np.linalg.eigh(apart @ apart.T)
            strength = np.maximum(strength, 0)
            turned *= np.sqrt(strength / (strength + _STIFF))
        else:
            spread = apart.T @ apart + _STIFF * np.eye(apart.shape[1])
            turned = apart @ np.linalg.inv(np.linalg.cholesky(spread)).T
        return cls(turned, np.einsum("ij,ij->i", turned, turned)[:, None])

    def said(self, leaning: Table) -> Table:
        """Return what the regression says of each passage, had it learnt from all the others."""
        share = leaning.mean(axis=0)
        labels = (leaning - share) / np.maximum(share, 1e-3) ** _RARE
        said: Table = (self.turned @ (self.turned.T @ labels) - self.own * labels) / (1 - self.own)
        said -= said.mean(axis=0)
        return said


@dataclass(frozen=True, slots=True)
class _Words:
    """Which passage holds which word; words of one passage alone are left out."""

    held: Bags
    lengths: Table

    @classmethod
    def of(cls, words: Sequence[Bag]) -> _Words:
        every = Bags.of(words)
        held = every.without(every.held <= 1)
        lengths = np.bincount(held.texts, minlength=held.size)
        return cls(held, np.maximum(lengths, 1).astype(np.float64))

    def said(self, leaning: Table) -> Table:
        """Return by how much a passage's words are commoner in each theme's other passages than in all."""
        passages, words, holders = self.held.texts, self.held.terms, self.held.held
        said = np.empty_like(leaning)
        others = max(1, len(leaning) - 1)
        for theme, leans in enumerate(leaning.T):
            own = leans[passages]
            found = np.bincount(words, own, len(holders))[words] - own
            expected = (holders[words] - 1) * (leans.sum() - own) / others
            telling = np.log((found + _UNSEEN) / (expected + _UNSEEN))
            said[:, theme] = np.bincount(passages, telling, len(leaning)) / np.sqrt(self.lengths)
        said -= said.mean(axis=1, keepdims=True)
        said -= said.mean(axis=0)
        return said

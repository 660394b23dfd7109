"""The scorer `meaning`: a text belongs where the words and examples that mean the same belong.

Likeness of a text to a seed (a keyword, phrase, example or correction) is how near they are in meaning,
`exp(2 (cosine - 1))` of their rows (`digest.meaning`), and how many of their words they share, 0.6 times
the cosine of TF-IDF vectors. From the likenesses of the seeds to each other, kernel ridge regression
(Saunders, Gammerman and Vovk 1998) gives each seed a weight for each theme, so that a seed that fits two
themes says little for either. A theme's score is the sum of weight times likeness over all seeds.

Then the week is listened to: each theme's centre among the week's passages, those counting most that
lean to it most, and how near a passage is to the centre that the others make adds to its score. With
few passages this counts little.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from digest.language import terms
from digest.meaning import vectors
from digest.model import Reason, Score
from digest.theme.likeness import likeness
from digest.theme.reading import plain, reading
from digest.theme.seeds import Seed, seeds_of
from digest.theme.words import score_by_words
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from digest.corrections import Correction
    from digest.meaning import Model
    from digest.model import Segment, Theme
    from digest.work import Each

    Table = NDArray[np.float64]

_SHARP = 2.0
_SHARED_WORDS = 0.6
_RIDGE = 1.0
"""How much a seed is doubted: at 1 its weight is about half of what would make it its own theme's alone."""
_DOUBT = 0.05
"""By how much scores must differ for one theme to hold most of a passage, where a centre is made."""
_ROUNDS = 6
_SLOW = 2.0
"""Passages that stand against a centre: one made of two counts half."""
_WEEK = 100
"""Passages with which the week counts half of what it counts at most."""
_SCALE = 2.0
"""Makes a score comparable with those of words: a text far from all themes stays under 0.2 (`ENOUGH`)."""
_DIGITS = 4
_TOLD = 5
_TELLING = 0.001
"""Seeds named as reasons; the others are summed up."""
REST = "all the other words and examples"


def score_by_meaning(
    segments: Sequence[Segment],
    themes: Sequence[Theme],
    *,
    model: Model = "small",
    corrections: Sequence[Correction] = (),
    each: Each = one_by_one,
) -> tuple[tuple[Score, ...], ...]:
    """Return the themes' scores for each segment, the best first (the `ThemeScorer` protocol).

    Scores and reasons are rounded to 4 digits before they are compared. A score is the sum of its
    reasons, kept within 0 and 1. Where there are not two themes to tell apart, words score.
    """
    seeds = seeds_of(themes, corrections)
    if len({seed.theme for seed in seeds}) < 2 or not segments:
        return score_by_words(segments, themes, corrections, each)
    # In the order of their texts, so that sums come out the same in whatever order the segments came.
    texts = sorted({reading(segment) for segment in segments})
    titles = {reading(segment): segment.title for segment in segments}
    scored = _scored(
        texts,
        [titles[text] for text in texts],
        seeds,
        [t.id for t in themes],
        partial(vectors, model=model, each=each),
    )
    place = {text: row for row, text in enumerate(texts)}
    told: dict[int, tuple[Score, ...]] = {}
    for segment in segments:
        row = place[reading(segment)]
        if row not in told:
            told[row] = scored.scores(row)
    return tuple(told[place[reading(segment)]] for segment in segments)


@dataclass(frozen=True, slots=True)
class _Scored:
    """All that was worked out: a row a text, a column a theme; `parts` weigh a seed for a theme."""

    seeds: Sequence[Seed]
    themes: Sequence[str]
    likeness: Table
    weights: Table
    week: Table
    centres: Sequence[Sequence[tuple[int, str]]]

    def scores(self, row: int) -> tuple[Score, ...]:
        """Return the scores of a text, the best first."""
        added = self.likeness[row][:, None] * self.weights
        heavy = np.argsort(-np.round(added, _DIGITS), axis=0, kind="stable")[:_TOLD]
        found = [
            self._score(row, column, added[:, column], heavy[:, column]) for column in range(len(self.themes))
        ]
        # By the sums, which tell more than the scores do where two are kept within 1 or 0.
        return tuple(score for _, score in sorted(found, key=lambda pair: (-pair[0], pair[1].theme)))

    def _score(self, row: int, column: int, added: Table, heavy: NDArray[np.intp]) -> tuple[float, Score]:
        heard = round(float(self.week[row, column]), _DIGITS)
        total = round(float(added.sum()) + heard, _DIGITS)
        reasons = [
            Reason(self.seeds[n].name, self.seeds[n].via, round(float(added[n]), _DIGITS))
            for n in heavy
            if added[n] >= _TELLING
        ]
        if abs(heard) >= _TELLING:
            title = next(title for n, title in self.centres[column] if n != row)
            reasons.append(Reason(title, "example", heard))
        rest = round(total - math.fsum(reason.weight for reason in reasons), _DIGITS)
        ordered = sorted(reasons, key=lambda r: (-r.weight, r.term))
        value = min(1.0, max(0.0, total))
        return total, Score(self.themes[column], value, (*ordered, Reason(REST, "keyword", rest)))


def _scored(
    texts: Sequence[str],
    titles: Sequence[str],
    seeds: Sequence[Seed],
    themes: Sequence[str],
    embed: Callable[[Sequence[str]], Table],
) -> _Scored:
    seed_texts = [plain(seed.text) for seed in seeds]
    rows, seed_rows = embed(texts), embed(seed_texts)
    counts, seed_counts = ([Counter(terms(text)) for text in each] for each in (texts, seed_texts))
    alike = likeness([*counts, *seed_counts], seed_counts)
    shared = np.zeros((len(alike), len(seeds)))
    for row, near in enumerate(alike):
        shared[row, list(near)] = list(near.values())
    like = np.exp(_SHARP * (rows @ seed_rows.T - 1)) + _SHARED_WORDS * shared[: len(texts)]
    among = np.exp(_SHARP * (seed_rows @ seed_rows.T - 1)) + _SHARED_WORDS * shared[len(texts) :]
    weights = _weights(among, np.array([themes.index(seed.theme) for seed in seeds]), len(themes))
    week, leaning = _week(rows, like @ weights)
    return _Scored(seeds, themes, like, weights * _SCALE, week * _SCALE, _centres(rows, leaning, titles))


def _centres(rows: Table, leaning: Table, titles: Sequence[str]) -> list[list[tuple[int, str]]]:
    """Return for each theme the two passages nearest to its centre: what its week is like, told by a title."""
    near = np.round(leaning * (rows @ (leaning.T @ rows).T), _DIGITS)
    nearest = np.argsort(-near, axis=0, kind="stable")[:2]
    return [[(int(n), titles[n]) for n in column] for column in nearest.T]


def _weights(among: Table, owner: NDArray[np.intp], themes: int) -> Table:
    """Return what each seed says for each theme: kernel ridge regression, every theme as heavy as another."""
    share: Table = np.bincount(owner, minlength=themes).astype(np.float64)
    weight: Table = (1 / share[owner]) * len(owner) / np.count_nonzero(share)
    aim = (np.eye(themes)[owner] - 1 / themes) * themes / (themes - 1)
    return np.linalg.solve((among + among.T) / 2 + np.diag(_RIDGE / weight), aim).astype(np.float64)


def _week(rows: Table, first: Table) -> tuple[Table, Table]:
    """Return what the week's other passages add to the scores, and how much each leans to each theme."""
    spread = float(first.std()) or 1.0
    added = np.zeros_like(first)
    leaning = _leaning(first)
    for _ in range(_ROUNDS):
        leaning = _leaning(first + added)
        centres = leaning.T @ rows
        # Without the passage itself, which would be near to any centre it is part of.
        with_it = rows @ centres.T - leaning
        length = (centres * centres).sum(axis=1) - 2 * leaning * (rows @ centres.T) + leaning**2
        others = leaning.sum(axis=0) - leaning
        near = with_it / np.sqrt(np.maximum(length, 1e-9)) * others / (others + _SLOW)
        near -= near.mean(axis=0)
        share = len(rows) / (len(rows) + _WEEK)
        added = share * spread * near / (float(near.std()) or 1.0)
    return np.round(added, _DIGITS), leaning


def _leaning(scores: Table) -> Table:
    odds: Table = np.exp((scores - scores.max(axis=1, keepdims=True)) / _DOUBT)
    shares: Table = odds / odds.sum(axis=1, keepdims=True)
    return shares

"""The scorer `meaning`: a text belongs where the words and examples that mean the same belong.

Likeness of a text to a seed (a keyword, phrase, example or correction) is how near they are in meaning,
`exp(2 (cosine - 1))` of their rows (`digest.meaning`), and how many of their words they share, 0.4 times
the cosine of TF-IDF vectors. From the likenesses of the seeds to each other, kernel ridge regression
(Saunders, Gammerman and Vovk 1998) gives each seed a weight for each theme, so that a seed that fits two
themes says little for either. A theme's score is the sum of weight times likeness over all seeds.

Two more are heard: the scorer `words`, for a model reads a passage's opening only and keywords may stand
anywhere in it, and the week's other passages (`digest.theme.week`). With few passages these say little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from digest.bags import bag
from digest.meaning import vectors
from digest.model import Reason, Score
from digest.theme.likeness import likeness
from digest.theme.reading import plain, reading
from digest.theme.seeds import Seed, seeds_of
from digest.theme.week import heard
from digest.theme.words import score_by_words
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from digest.corrections import Correction
    from digest.meaning import Model
    from digest.model import Segment, Theme
    from digest.work import Each

    Table = NDArray[np.float64]

_SHARP = 2.0
_SHARED_WORDS = 0.4
_RIDGE = 0.5
"""How much a seed is doubted: at 0 it would be its own theme's alone, and score 1 there."""
_FOUND = 0.15
"""How much the scorer `words` is heard: what its keywords found in the whole passage, 0 to 1."""
_DIGITS = 4
_TOLD = 5
_TELLING = 0.001
"""Seeds named as reasons, and the least that one says; the others are summed up."""
_ROWS = 256
"""Texts of which all that the seeds say of them is held at once."""
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
    readings = [reading(segment) for segment in segments]
    read = {
        text: segment for segment, text in sorted(zip(segments, readings, strict=True), key=lambda p: p[0].id)
    }
    texts = sorted(read)
    scored = _scored(texts, [read[text] for text in texts], seeds, themes, model, each)
    told = dict(zip(texts, scored.scores(), strict=True))
    return tuple(told[text] for text in readings)


@dataclass(frozen=True, slots=True)
class _Scored:
    """All that was worked out: a row a text, a column a seed or a theme."""

    seeds: Sequence[Seed]
    themes: Sequence[str]
    likeness: Table
    weights: Table
    found: Sequence[Mapping[int, float]]
    week: Table
    centres: Sequence[Sequence[tuple[int, str]]]

    def scores(self) -> Iterator[tuple[Score, ...]]:
        """Yield the scores of each text, the best first."""
        for start in range(0, len(self.likeness), _ROWS):
            rows = range(start, min(start + _ROWS, len(self.likeness)))
            sums, heaviest, told = self._heaviest(rows)
            for row, *of_row in zip(rows, sums, heaviest, told, strict=True):
                found = [
                    self._score(row, column, added, zip(heavy, weights, strict=True))
                    for column, (added, heavy, weights) in enumerate(zip(*of_row, strict=True))
                ]
                # By the sums, which tell more than the scores do where two are kept within 1 or 0.
                yield tuple(score for _, score in sorted(found, key=lambda pair: (-pair[0], pair[1].theme)))

    def _heaviest(self, rows: range) -> tuple[list[Any], list[Any], list[Any]]:
        """Return for each of these texts and each theme: the sum, and the seeds that say most with what they say."""
        added = self.likeness[rows][:, None, :] * self.weights.T
        shown = added.copy()
        for n, row in enumerate(rows):
            for seed, weight in self.found[row].items():
                column = self.themes.index(self.seeds[seed].theme)
                added[n, column, seed] += weight
                shown[n, column, seed] = (
                    added[n, column, seed] + 1
                )  # a keyword that stands there tells a reader more
        # Equal ones in the seeds' order.
        ranked = np.round(shown * 10**_DIGITS).astype(np.int64) * len(self.seeds) - np.arange(len(self.seeds))
        most = min(_TOLD, len(self.seeds))
        heavy = np.argpartition(-ranked, most - 1, axis=2)[:, :, :most]
        told = np.round(np.take_along_axis(added, heavy, axis=2), _DIGITS)
        return np.round(added.sum(axis=2), _DIGITS).tolist(), heavy.tolist(), told.tolist()

    def _score(
        self, row: int, column: int, added: float, heavy: Iterable[tuple[int, float]]
    ) -> tuple[float, Score]:
        heard = round(float(self.week[row, column]), _DIGITS)
        total = round(added + heard, _DIGITS)
        reasons = [
            Reason(self.seeds[n].name, self.seeds[n].via, weight) for n, weight in heavy if weight >= _TELLING
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
    segments: Sequence[Segment],
    seeds: Sequence[Seed],
    themes: Sequence[Theme],
    model: Model,
    each: Each,
) -> _Scored:
    names = [theme.id for theme in themes]
    owner = np.array([names.index(seed.theme) for seed in seeds])
    found = _found(score_by_words(segments, [replace(t, examples={}) for t in themes], each=each), seeds)
    seed_texts = [plain(seed.text) for seed in seeds]
    rows, seed_rows = vectors(texts, model, each), vectors(seed_texts, model, each)
    bags, seed_bags = each(bag, texts), each(bag, seed_texts)
    shared = likeness([*bags, *seed_bags], seed_bags)
    like = _alike(rows, seed_rows, shared[: len(texts)])
    weights = _weights(_alike(seed_rows, seed_rows, shared[len(texts) :]), owner, len(names))
    first = like @ weights
    for row, words in enumerate(found):
        for seed, weight in words.items():
            first[row, owner[seed]] += weight
    week, leaning = heard(rows, bags, first)
    centres = _centres(rows, leaning, [segment.title for segment in segments])
    return _Scored(seeds, names, like, weights, found, week, centres)


def _alike(rows: Table, seed_rows: Table, shared: Table) -> Table:
    """Return the likeness of each row to each seed's, from the words they share and what they mean."""
    near: Table = rows @ seed_rows.T
    # In place, for with thousands of passages each such table is large.
    near -= 1
    near *= _SHARP
    np.exp(near, out=near)
    near += _SHARED_WORDS * shared
    return near


def _found(said: Sequence[Sequence[Score]], seeds: Sequence[Seed]) -> list[dict[int, float]]:
    """Return for each segment what the scorer `words` says for the keywords it found, by their seeds."""
    numbers = {(seed.theme, seed.text): number for number, seed in enumerate(seeds)}
    rows = []
    for scores in said:
        found: dict[int, float] = {}
        for score in scores:
            share = _FOUND * score.value / (math.fsum(reason.weight for reason in score.reasons) or 1.0)
            found |= {numbers[score.theme, r.term]: r.weight * share for r in score.reasons}
        rows.append(found)
    return rows


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

from __future__ import annotations

import numpy as np
import pytest

from digest.bags import bag
from digest.theme.week import heard

GARDEN, TRAIN = bag("tulip rose spring"), bag("rail ticket late")


def week(count: int):
    """Return rows, words and first scores of so many passages of two themes, the last of no clear theme.

    It means and says what the first half does, and nothing of its own speaks for a theme.
    """
    half = np.arange(count + 1) % 2 == 0
    half[-1] = True
    spread = np.random.default_rng(1).normal(scale=0.1, size=(count + 1, 8))
    rows = spread + np.where(half, 1.0, -1.0)[:, None] * np.eye(8)[0]
    rows /= np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    words = [GARDEN if first else TRAIN for first in half]
    first = np.where(half[:, None], [0.3, -0.3], [-0.3, 0.3])
    first[-1] = [0.02, 0.01]
    return rows, words, first


def test_what_is_like_a_themes_passages_comes_nearer_to_it() -> None:
    rows, words, first = week(60)
    added, leaning = heard(rows, words, first)
    total = (first + added)[-1]
    assert total[0] - total[1] > 0.1
    assert leaning[-1, 0] > 0.9


@pytest.mark.parametrize("silent", ["rows", "words"])
def test_meaning_tells_without_words_and_words_without_meaning(silent: str) -> None:
    rows, words, first = week(60)
    if silent == "rows":
        rows = np.tile(np.eye(8)[:1], (len(rows), 1))
    else:
        words = [bag(f"word{n}") for n in range(len(words))]
    added, _ = heard(rows, words, first)
    assert added[-1, 0] > added[-1, 1]


def test_few_passages_say_less_than_many() -> None:
    told = [heard(*week(count))[0] for count in (4, 20, 200)]
    apart = [added[0, 0] - added[0, 1] for added in told]
    assert apart == sorted(apart)
    assert apart[0] < apart[2] / 2


def test_the_week_at_most_adds_twice_what_the_seeds_say() -> None:
    rows, words, first = week(200)
    added, _ = heard(rows, words, first)
    assert first[-1, 0] + added[-1, 0] == pytest.approx(3 * first[-1, 0])
    first[-1] = [-0.01, -0.02]
    added, leaning = heard(rows, words, first)
    assert leaning[-1, 0] > 0.9
    assert (first + added)[-1].max() < 0


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_passage_alone_hears_nothing_and_two_alike_are_no_trouble(count: int) -> None:
    rows, first = np.tile(np.eye(8)[:1], (count, 1)), np.tile([[0.2, 0.1]], (count, 1))
    added, leaning = heard(rows, [GARDEN] * count, first)
    assert added == pytest.approx(np.zeros((count, 2)), abs=1e-12)
    assert leaning.sum(axis=1) == pytest.approx(np.ones(count))
    assert heard(rows, [bag("")] * count, first)[0] == pytest.approx(np.zeros((count, 2)), abs=1e-12)


def test_a_passage_is_not_its_own_neighbour() -> None:
    rows, words, first = week(60)
    alone = np.vstack([rows, np.eye(8)[7:]])
    sure = np.vstack([first, [[0.9, -0.9]]])
    added, _ = heard(alone, [*words, bag("violin")], sure)
    assert abs(added[-1, 0] - added[-1, 1]) < abs(added[0, 0] - added[0, 1]) / 3

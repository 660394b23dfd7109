"""Roundups: where one text tells several stories ('In brief', 단신), and where each begins."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from digest.language import each_sentence, opening, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from digest.model import Article

    Vectors = Callable[[Sequence[str]], NDArray[np.float64]]
    """Texts to unit vectors of their meaning, one each."""

FEWEST, MOST = 6, 200
"""Sentences of a text that may be a roundup, and blocks past which nothing is cut."""
ITEM = 3
"""Sentences of an item; two are enough where the title says that it is one of several."""
COST = 1.2
"""What a cut must gain: how much closer the blocks are to the middles of two items than to one."""
COST_NAMED = 0.6
"""The same where the title says that the text is a roundup."""
WORDS = 0.3
"""The share of words in how near two blocks are; the rest is meaning."""
COMPANY = 0.5
"""The share of being near to the same other blocks, beside being near to each other.

It holds short blocks to their item, which have little to be near by, and takes each text at its own
level: texts of one field, or in a script whose pairs of characters meet by chance, are near all over.
"""
ONE_STORY = 0.65
"""How far blocks of different stretches share their words, by how far those of one stretch do, from which
a text is one story, without asking for its meaning."""
APART = 0.85
"""From here items tell one story: how near sentences of two items are by how near those of one are, and
how near the items are as wholes (meaning, and words)."""
TITLE = 0.25
"""Share of the terms of a title that a stretch has in common with it when it keeps to the subject."""
_TITLE_TERMS = 3
"""Terms of a title that names a subject; "Our week" names none."""
_STRETCH, _BLOCKS = 6, 3
"""Sentences of a stretch, and blocks of one at least by which its words can be told from others'."""
_ONE_PARAGRAPH = 0.3
"""Cosine of two sentences of one paragraph, in the mean."""
_COUNTED = 6
"""Sentences of a paragraph past which it weighs no more."""
_OPENING = 300
"""Columns of a block whose meaning is taken: the rest seldom changes it."""

_NAMED = re.compile(
    r"\b(?:in brief|news briefs?|briefs|briefly|at a glance|round-?up|newsletter|headlines)\b"
    r"|단신|간추린|모음|브리핑|뉴스레터|이모저모|한눈에",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How much each block tells: its sentences, and how heavy they are by their length."""

    sentences: NDArray[np.int64]
    heft: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[str], lengths: Sequence[int]) -> _Sizes:
        # What a short sentence is near to is chance; the root of the root, as long ones tell but little more.
        sentences = np.maximum(1, np.array(lengths))
        each = np.array([1 + len(text) for text in texts]) / sentences
        return cls(sentences, np.sqrt(np.sqrt(each / each.mean())))

    def amounts(self) -> NDArray[np.float64]:
        return np.asarray(self.heft**2 * self.sentences)

    def weights(self) -> NDArray[np.float64]:
        """Return how long the sum of each block's sentences is, which are so near to each other as a rule."""
        return np.asarray(np.sqrt(self.amounts() * (1 + (self.sentences - 1) * _ONE_PARAGRAPH)))


def items(article: Article, vectors: Vectors | None) -> tuple[int, ...]:
    """Return the numbers of the blocks at which the items of a roundup begin; () where it is one story.

    Texts are cut where that brings blocks nearest to the middle of their item, by dynamic
    programming (Utiyama and Isahara 2001 for the method); near are also those that are near to the
    same others (as in Choi's C99, where a cell counts by the cells around it). Without `vectors` only a text whose title
    says that it is a roundup is cut, at each paragraph of two sentences or more.
    """
    named = bool(_NAMED.search(article.meta.title[:200]))
    if (vectors is None and not named) or not 1 < len(article.blocks) <= MOST:
        return ()
    lengths = [len(list(islice(each_sentence(article.text, b.span), _COUNTED))) for b in article.blocks]
    if vectors is None:
        starts = [n for n, sentences in enumerate(lengths) if n == 0 or sentences > 1]
    elif sum(lengths) < FEWEST:
        return ()
    else:
        starts = _by_meaning(article, vectors, lengths, named=named)
    return tuple(starts) if len(starts) > 1 else ()


def _by_meaning(article: Article, vectors: Vectors, lengths: Sequence[int], *, named: bool) -> list[int]:
    texts = [b.span.of(article.text) for b in article.blocks]
    words = _words(texts)
    stretches = _stretches(lengths)
    if not named:
        together = [" ".join(texts[a:b]) for a, b in zip(stretches, [*stretches[1:], None], strict=True)]
        if _keeps_to(article.meta.title, together):
            return []
        # In fewer stretches, or of fewer blocks, too few words recur to tell anything.
        enough = len(stretches) > 2 and len(texts) >= _BLOCKS * len(stretches)
        if enough and _apart(words @ words.T, 1 - np.eye(len(texts)), stretches) > ONE_STORY:
            return []
    meaning = vectors([opening(text, _OPENING) for text in texts])
    near = np.round((1 - WORDS) * (meaning @ meaning.T) + WORDS * (words @ words.T), 6)
    sizes = _Sizes.of(texts, lengths)
    kin = np.round((1 - COMPANY) * near + COMPANY * _company(near, sizes), 6)
    starts = _cut(kin, sizes, 2 if named else ITEM, COST_NAMED if named else COST)
    if len(starts) > 1 and not named:
        alike = _nearness(_middles(meaning, starts)) + _nearness(_middles(words, starts))
        if round(alike + _across(near, sizes, starts), 4) >= APART:
            return []
    return starts


def _keeps_to(title: str, stretches: Sequence[str]) -> bool:
    """Tell whether most stretches of a text speak of what its title names: it is one story then."""
    named = set(terms(title[:200]))
    if len(named) < _TITLE_TERMS:
        return False
    kept = sum(len(named & set(terms(text))) >= TITLE * len(named) for text in stretches)
    return 3 * kept >= 2 * len(stretches)


def _words(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return a row a block: its terms by TF-IDF within the article, those left out that stand once."""
    counts = [Counter(terms(text)) for text in texts]
    seen = Counter(term for count in counts for term in count)
    columns = {term: n for n, term in enumerate(term for term, times in seen.items() if times > 1)}
    rows = np.zeros((len(counts), max(1, len(columns))))
    for row, count in zip(rows, counts, strict=True):
        weights = {t: (1 + math.log(n)) * math.log(1 + len(counts) / seen[t]) for t, n in count.items()}
        length = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
        for term, weight in weights.items():
            if term in columns:
                row[columns[term]] = weight / length
    return rows


def _stretches(lengths: Sequence[int]) -> list[int]:
    """Return where stretches of about as many sentences begin, two of them at least."""
    pieces = max(2, round(sum(lengths) / _STRETCH))
    before = [sum(lengths[:n]) for n in range(len(lengths))]
    return sorted({bisect_left(before, n * sum(lengths) / pieces, hi=len(before) - 1) for n in range(pieces)})


def _middles(rows: NDArray[np.float64], starts: Sequence[int]) -> NDArray[np.float64]:
    """Return the unit vector of the sum of each run of rows."""
    sums = np.add.reduceat(rows, list(starts), axis=0)
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))


def _nearness(middles: NDArray[np.float64]) -> float:
    """Return the mean cosine of each two."""
    count = len(middles)
    if count < 2:
        return 0.0
    return float(((middles @ middles.T).sum() - np.sum(middles * middles)) / (count * (count - 1)))


def _company(near: NDArray[np.float64], sizes: _Sizes) -> NDArray[np.float64]:
    """Return how alike each two blocks are in which others they are near to (the rows' correlation)."""
    rows = near.copy()
    np.fill_diagonal(rows, -np.inf)
    # To itself a block is as near as to the nearest other, else it would have no company but itself;
    # but where a paragraph is an item of its own, as its halves are to each other.
    halves = sizes.sentences / 2 * _ONE_PARAGRAPH
    np.fill_diagonal(rows, np.maximum(rows.max(axis=1), halves / (1 - _ONE_PARAGRAPH + halves)))
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    alike = rows @ rows.T
    np.fill_diagonal(alike, 1.0)
    return np.asarray(alike)


def _across(near: NDArray[np.float64], sizes: _Sizes, starts: Sequence[int]) -> float:
    """Return how near sentences of two items are, as a share of how near those of one item are."""
    weights, sums = sizes.weights(), sizes.heft * sizes.sentences
    pairs = np.outer(sums, sums)
    np.fill_diagonal(pairs, sizes.heft * sums * (sizes.sentences - 1))
    inside = near * np.outer(weights, weights)
    np.fill_diagonal(inside, np.diag(pairs) * _ONE_PARAGRAPH)
    return _apart(np.divide(inside, pairs, out=np.zeros_like(pairs), where=pairs > 0), pairs, starts)


def _apart(near: NDArray[np.float64], pairs: NDArray[np.float64], starts: Sequence[int]) -> float:
    """Return the mean nearness between runs by that inside them (0 where that tells nothing)."""
    run = np.searchsorted(starts, np.arange(len(near)), side="right")
    same = run[:, None] == run[None, :]
    inside, between = (
        float((near * pairs)[cells].sum() / max(1e-9, pairs[cells].sum())) for cells in (same, ~same)
    )
    return between / inside if inside > 0 else 0.0


def _cut(near: NDArray[np.float64], sizes: _Sizes, least: int, cost: float) -> list[int]:
    """Return the blocks at which the items of the best cut begin, none of under `least` sentences."""
    count = len(near)
    weights, counts, amounts = sizes.weights(), sizes.sentences.tolist(), sizes.amounts().tolist()
    total = np.zeros((count + 1, count + 1))
    total[1:, 1:] = (near * np.outer(weights, weights)).cumsum(0).cumsum(1)
    table = total.tolist()
    best = {0: 0.0}
    before: dict[int, int] = {}
    for end in range(1, count + 1):
        sentences, amount = 0, 0.0
        for start in range(end - 1, -1, -1):
            sentences += counts[start]
            amount += amounts[start]
            if start not in best or sentences < least:
                continue
            inside = table[end][end] - table[start][end] - table[end][start] + table[start][start]
            value = round(best[start] + inside / amount - cost, 6)
            if end not in before or value > best[end]:
                best[end], before[end] = value, start
    starts: list[int] = []
    at = count
    while at in before:
        at = before[at]
        starts.insert(0, at)
    return starts

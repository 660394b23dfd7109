"""Roundups: where one text tells several stories ('In brief', 단신), and where each begins."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from digest.language import each_sentence, terms

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
COST = 0.9
"""What a cut must gain: how much closer the blocks are to the middles of two items than to one."""
WORDS = 0.3
"""The share of words in how near two blocks are; the rest is meaning."""
ONE_STORY = 0.25
"""Cosine of the words of a text's stretches from which it is one story, without asking for its meaning."""
APART, APART_WIDE = 0.48, 0.56
"""Items nearer to each other than this (meaning, and words twice) tell one story, and nothing is cut.

The second is for Hangul and CJK texts, whose pairs of characters meet by chance more than words do.
"""
TITLE = 0.25
"""Share of the terms of a title that a stretch has in common with it when it keeps to the subject."""
_TITLE_TERMS = 3
"""Terms of a title that names a subject; "Our week" names none."""
_STRETCH = 6
_ONE_PARAGRAPH = 0.3
"""Cosine of two sentences of one paragraph, in the mean."""
_COUNTED = 6
"""Sentences of a paragraph past which it weighs no more."""
_OPENING = 300
"""Characters of a block whose meaning is taken: the rest seldom changes it."""

_NAMED = re.compile(
    r"\b(?:in brief|news briefs?|briefs|briefly|at a glance|round-?up|newsletter|headlines)\b"
    r"|단신|간추린|모음|브리핑|뉴스레터|이모저모|한눈에",
    re.IGNORECASE,
)

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def items(article: Article, vectors: Vectors | None) -> tuple[int, ...]:
    """Return the numbers of the blocks at which the items of a roundup begin; () where it is one story.

    Texts are cut where that brings blocks nearest to the middle of their item, by dynamic
    programming (Utiyama and Isahara 2001 for the method). Without `vectors` only a text whose title
    says that it is a roundup is cut, at each paragraph of two sentences or more.
    """
    named = bool(_NAMED.search(article.meta.title[:200]))
    if (vectors is None and not named) or len(article.blocks) > MOST:
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
        # In fewer stretches too few words recur to tell anything.
        if len(stretches) > 2 and _nearness(_middles(words, stretches)) > ONE_STORY:
            return []
    meaning = vectors([text[:_OPENING] for text in texts])
    near = (1 - WORDS) * (meaning @ meaning.T) + WORDS * (words @ words.T)
    starts = _cut(np.round(near, 6), lengths, 2 if named else ITEM)
    if len(starts) > 1 and not named:
        alike = _nearness(_middles(meaning, starts)) + 2 * _nearness(_middles(words, starts))
        if round(alike, 4) > (APART_WIDE if _is_wide(article.text) else APART):
            return []
    return starts


def _keeps_to(title: str, stretches: Sequence[str]) -> bool:
    """Tell whether most stretches of a text speak of what its title names: it is one story then."""
    named = set(terms(title[:200]))
    if len(named) < _TITLE_TERMS:
        return False
    kept = sum(len(named & set(terms(text))) >= TITLE * len(named) for text in stretches)
    return 3 * kept >= 2 * len(stretches)


def _is_wide(text: str) -> bool:
    sample = text[:2000]
    return 4 * len(_WIDE.findall(sample)) > len(sample)


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


def _cut(near: NDArray[np.float64], lengths: Sequence[int], least: int) -> list[int]:
    """Return the blocks at which the items of the best cut begin, none of under `least` sentences."""
    count = len(near)
    # A paragraph counts as the sum of its sentences, which are so near to each other as a rule.
    weights = np.sqrt([n + n * (n - 1) * _ONE_PARAGRAPH for n in lengths])
    total = np.zeros((count + 1, count + 1))
    total[1:, 1:] = (near * np.outer(weights, weights)).cumsum(0).cumsum(1)
    table = total.tolist()
    best = {0: 0.0}
    before: dict[int, int] = {}
    for end in range(1, count + 1):
        sentences = 0
        for start in range(end - 1, -1, -1):
            sentences += lengths[start]
            if start not in best or sentences < least:
                continue
            inside = table[end][end] - table[start][end] - table[end][start] + table[start][start]
            value = round(best[start] + inside / sentences - COST, 6)
            if end not in before or value > best[end]:
                best[end], before[end] = value, start
    starts: list[int] = []
    at = count
    while at in before:
        at = before[at]
        starts.insert(0, at)
    return starts

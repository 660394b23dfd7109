"""Prints how well roundups are cut into their items, on labelled texts, and that one story stays whole.

    python benchmarks/measure_segments.py [--data DIR]

DIR (default ../shared/data) holds segments/*.jsonl (`units`, and `starts`: the first unit of each item), and
may hold summaries/*.jsonl, texts that are one story each. Pk, with k half the mean item of a text and two
at least: lower is better. Beside ours no cut at all, and C99 (Choi 2000), which is told how many items there are.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from table import Row, lines

from digest.language import terms
from digest.meaning import vectors
from digest.model import Article, Block, Metadata, Origin, Span
from digest.segment import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


def rows(folder: Path) -> Iterator[Row]:
    """Yield a row for each file of the set, and for each set of single stories beside it."""
    vectors(["load"])
    for path in sorted(folder.glob("*.jsonl")):
        texts = [text for text in jsonl(path) if "starts" in text]
        if not texts:
            continue
        began = time.perf_counter()
        ours = [starts_of(article_of(text, text["units"]), by_meaning=True) for text in texts]
        took = time.perf_counter() - began
        others = {"no cut": [[0] for _ in texts], "C99": [c99(text) for text in texts]}
        figures = {name: mean_pk(texts, starts) for name, starts in others.items()}
        yield Row(
            "segment", "segments", texts[0]["lang"], "Pk", mean_pk(texts, ours), figures, len(texts) / took
        )
    for path in sorted((folder.parent / "summaries").glob("*.jsonl")):
        texts = [text for text in jsonl(path) if "sentences" in text]
        began = time.perf_counter()
        found = [starts_of(article_of(t, t["sentences"], t.get("title", "")), by_meaning=True) for t in texts]
        took = time.perf_counter() - began
        cuts = sum(len(starts) > 1 for starts in found)
        metric = f"stories cut, of {len(texts)} (count)"
        yield Row("segment", "summaries", texts[0]["lang"], metric, cuts, {}, len(texts) / took)


def jsonl(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def article_of(text: dict, units: list[str], title: str = "") -> Article:
    """Return a text as an article of one paragraph a unit."""
    blocks, at = [], 0
    for unit in units:
        blocks.append(Block("paragraph", Span(at, at + len(unit))))
        at += len(unit) + 2
    meta = Metadata(title=title, language=text["lang"])
    return Article(text["id"], Origin(text["id"]), meta, "\n\n".join(units), tuple(blocks))


def starts_of(article: Article, *, by_meaning: bool) -> list[int]:
    number = {block.span.start: n for n, block in enumerate(article.blocks)}
    found = cut(article, vectors if by_meaning else None)
    return [number[segment.span.start] for segment in found]


def mean_pk(texts: list[dict], found: list[list[int]]) -> float:
    """Return the mean Pk (Beeferman and others 1999)."""
    return sum(pk(text, starts) for text, starts in zip(texts, found, strict=True)) / len(texts)


def pk(text: dict, starts: list[int]) -> float:
    count, gold = len(text["units"]), set(text["starts"]) - {0}
    k = max(2, round(count / (len(gold) + 1) / 2))
    apart = [
        [any(at in bounds for at in range(i + 1, i + k + 1)) for i in range(count - k)]
        for bounds in (gold, set(starts))
    ]
    return sum(one != other for one, other in zip(*apart, strict=True)) / max(1, count - k)


def c99(text: dict) -> list[int]:
    """Cut where the density of the ranks of cosines inside the items grows most."""
    rank = ranks(cosines(text["units"]))
    total = np.zeros((len(rank) + 1, len(rank) + 1))
    total[1:, 1:] = rank.cumsum(0).cumsum(1)

    def inside(start: int, end: int) -> float:
        return float(total[end, end] - total[start, end] - total[end, start] + total[start, start])

    bounds = [0, len(rank)]
    while len(bounds) <= len(text["starts"]):
        options = []
        for at in set(range(1, len(rank))) - set(bounds):
            tried = sorted((*bounds, at))
            area = sum((b - a) ** 2 for a, b in pairwise(tried))
            options.append((-sum(inside(a, b) for a, b in pairwise(tried)) / area, at))
        bounds = sorted((*bounds, min(options)[1]))
    return bounds[:-1]


def cosines(units: list[str]) -> NDArray[np.float64]:
    counts = [Counter(terms(unit)) for unit in units]
    columns = {term: n for n, term in enumerate(dict.fromkeys(t for count in counts for t in count))}
    table = np.zeros((len(units), max(1, len(columns))))
    for row, count in zip(table, counts, strict=True):
        for term, times in count.items():
            row[columns[term]] = math.sqrt(times)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return np.asarray(table @ table.T)


def ranks(near: NDArray[np.float64], reach: int = 5) -> NDArray[np.float64]:
    """Return for each cell the share of the cells around it (11 by 11) that are less."""
    count = len(near)
    rank = np.zeros_like(near)
    for i in range(count):
        for j in range(count):
            around = near[max(0, i - reach) : i + reach + 1, max(0, j - reach) : j + reach + 1]
            rank[i, j] = (around < near[i, j]).sum() / max(1, around.size - 1)
    return rank


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    folder = parser.parse_args().data / "segments"
    if not folder.is_dir():
        print(f"segments: no such set in {folder.parent}")
        return
    for line in lines(rows(folder)):
        print(line)


if __name__ == "__main__":
    main()

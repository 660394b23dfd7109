"""Prints how well articles that tell one piece of news are found, on labelled texts.

    python benchmarks/measure_merge.py [--data DIR]

DIR (default ../shared/data) holds clusters/*.jsonl, read by their fields: `cluster` (texts of one story),
`ko` and `en` (one sentence in both), `base` and `copy` (near-copies). Figures: B-cubed F1 of stories and of
pairs across languages, the second of the step that joins languages alone; of near-copies precision and
recall of pairs. Beside ours, in the same run: average link over TF-IDF cosines cut at .15, each sentence's
mutual nearest by the model alone from .57, and every pair compared by the Jaccard index of word triples.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from table import Row, lines

from digest.language import terms
from digest.meaning import vectors
from digest.merge import across, merge
from digest.merge.copies import near_copies
from digest.merge.tellings import Telling, grouped
from digest.model import Article, Block, Metadata, Origin, Placement, Segment, Span
from digest.theme.reading import reading
from digest.work import MemoryCache, Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LINK, SAME = 0.15, 0.57
JACCARD = 1 / 6
_WORD = re.compile(r"\w+")


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of each file of the set."""
    for path in sorted(folder.glob("*.jsonl")):
        texts = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        if not texts:
            continue
        if "cluster" in texts[0]:
            yield stories(texts)
        elif "ko" in texts[0] and "en" in texts[0]:
            yield pairs(texts)
        elif "base" in texts[0]:
            yield from copies(texts)


def placement(number: str, text: str, language: str) -> Placement:
    block = Block("paragraph", Span(0, len(text)))
    article = Article(number, Origin(number), Metadata(language=language), text, (block,))
    return Placement(Segment(number, article, block.span), "t", 0.5)


def stories(texts: list[dict]) -> Row:
    gold = {text["id"]: text["cluster"] for text in texts}
    placed = [placement(text["id"], text["text"], text["lang"]) for text in texts]
    began = time.perf_counter()
    made = merge(placed)
    took = time.perf_counter() - began
    ours = {p.segment.id: story.id for story in made for p in story.placements}
    linked = average_link(tf_idf([text["text"] for text in texts]))
    theirs = {text["id"]: str(at) for text, at in zip(texts, linked, strict=True)}
    others = {"TF-IDF average link": b_cubed(gold, theirs)}
    return Row(
        "merge",
        "clusters",
        texts[0]["lang"],
        "stories, B-cubed F1",
        b_cubed(gold, ours),
        others,
        len(texts) / took,
    )


def pairs(texts: list[dict]) -> Row:
    gold = {f"{text['id']}/{side}": text["id"] for text in texts for side in ("ko", "en")}
    sides = [placement(f"{text['id']}/{side}", text[side], side) for text in texts for side in ("ko", "en")]
    tellings = [Telling((side,)) for side in sides]
    each = Workshop(MemoryCache())
    vectors(["load"])

    def meaning(segments: list[Segment]) -> NDArray[np.float64]:
        return vectors([reading(segment) for segment in segments], each=each)

    began = time.perf_counter()
    groups = across.joined(tellings, [grouped(tellings, [n]) for n in range(len(tellings))], meaning)
    took = time.perf_counter() - began
    ours = {tellings[n].lead.segment.id: str(number) for number, g in enumerate(groups) for n in g.members}
    near = [meaning([p.segment for p in sides[start::2]]) for start in (0, 1)]
    cosines = np.round(near[0] @ near[1].T, 4)
    best = cosines.argmax(1)
    theirs = {f"{text['id']}/{side}": f"{n}/{side}" for n, text in enumerate(texts) for side in ("ko", "en")}
    for n, other in enumerate(best):
        if cosines[:, other].argmax() == n and cosines[n, other] >= SAME:
            theirs[f"{texts[n]['id']}/ko"] = f"{other}/en"
    others = {"the model alone": b_cubed(gold, theirs)}
    return Row(
        "merge", "clusters", "ko+en", "pairs, B-cubed F1", b_cubed(gold, ours), others, len(sides) / took
    )


def copies(texts: list[dict]) -> Iterator[Row]:
    by_base: defaultdict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(texts):
        if text["copy"]:
            by_base[text["base"]].append(n)
    gold = {pair for members in by_base.values() for pair in combinations(members, 2)}
    began = time.perf_counter()
    found = {pair for group in near_copies([t["text"] for t in texts]) for pair in combinations(group, 2)}
    took = time.perf_counter() - began
    triples = [triples_of(text["text"]) for text in texts]
    compared = {
        (a, b)
        for a, b in combinations(range(len(texts)), 2)
        if len(triples[a] & triples[b]) >= JACCARD * len(triples[a] | triples[b])
    }
    for name, divisor in (("precision", len), ("recall", lambda _: len(gold))):
        ours, theirs = (len(gold & made) / max(1, divisor(made)) for made in (found, compared))
        others = {"every pair's Jaccard": theirs}
        yield Row("merge", "clusters", "all", f"near-copies, {name}", ours, others, len(texts) / took)


def triples_of(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[n : n + 3]) for n in range(max(1, len(words) - 2))}


def b_cubed(gold: dict[str, str], made: dict[str, str]) -> float:
    """Return the F1 of the means of precision and recall, item by item (Bagga and Baldwin 1998)."""
    ours, theirs = defaultdict(set), defaultdict(set)
    for number in gold:
        theirs[gold[number]].add(number)
        ours[made[number]].add(number)
    common = {n: len(ours[made[n]] & theirs[gold[n]]) for n in gold}
    precision = sum(common[n] / len(ours[made[n]]) for n in gold) / len(gold)
    recall = sum(common[n] / len(theirs[gold[n]]) for n in gold) / len(gold)
    return 2 * precision * recall / (precision + recall)


def tf_idf(texts: list[str]) -> NDArray[np.float64]:
    """Return the cosines of each two texts."""
    counts = [Counter(terms(text)) for text in texts]
    seen = Counter(term for count in counts for term in count)
    columns = {term: n for n, term in enumerate(seen)}
    table = np.zeros((len(texts), len(columns)))
    for row, count in zip(table, counts, strict=True):
        for term, times in count.items():
            row[columns[term]] = (1 + math.log(times)) * math.log(1 + len(texts) / seen[term])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return np.asarray(table @ table.T)


def average_link(near: NDArray[np.float64]) -> list[int]:
    """Join the two nearest groups until none are nearer than LINK; returns each text's group."""
    near = near.copy()
    np.fill_diagonal(near, -1)
    size, at = np.ones(len(near)), list(range(len(near)))
    while True:
        a, b = divmod(int(near.argmax()), len(near))
        if near[a, b] < LINK:
            return at
        near[a] = (near[a] * size[a] + near[b] * size[b]) / (size[a] + size[b])
        near[:, a] = near[a]
        near[a, a] = -1
        near[b], near[:, b] = -1, -1
        size[a] += size[b]
        at = [a if group == b else group for group in at]


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    folder = parser.parse_args().data / "clusters"
    if not folder.is_dir():
        print(f"clusters: no such set in {folder.parent}")
        return
    for line in lines(rows(folder)):
        print(line)


if __name__ == "__main__":
    main()

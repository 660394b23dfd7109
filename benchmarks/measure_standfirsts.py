"""Prints how well the one or two sentences of a standfirst are chosen, on labelled texts.

    python benchmarks/measure_standfirsts.py [--data DIR]

DIR (default ../shared/data) holds summaries/*.jsonl: `sentences` with a `reference` text (ROUGE-1 F1, words in
lower case) or with the numbers of the sentences that people picked (`extract`: the share of our picks that
they picked too). Beside ours the lead of one and of two sentences, and TextRank (Mihalcea and Tarau 2004).
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from table import Row, lines

from digest.language import terms
from digest.model import Article, Block, Metadata, Origin, Placement, Segment, Span, Story
from digest.standfirst import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[a-z0-9]+")


def rows(folder: Path) -> Iterator[Row]:
    """Yield a row for each file of the set."""
    for path in sorted(folder.glob("*.jsonl")):
        texts = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        if not texts or "sentences" not in texts[0]:
            continue
        segments = [segment_of(text) for text in texts]
        began = time.perf_counter()
        told = [
            brief.standfirst for brief in tell([Story(s.id, "t", Placement(s, "t", 0.5)) for s in segments])
        ]
        took = time.perf_counter() - began
        picks = [
            picked(segment, standfirst.spans) for segment, standfirst in zip(segments, told, strict=True)
        ]
        verbatim = all(
            " ".join(" ".join(span.of(s.article.text).split()) for span in t.spans) == t.text
            for s, t in zip(segments, told, strict=True)
        )
        assert verbatim, path
        ranked = [text_rank(text["sentences"]) for text in texts]
        others = {
            "lead-1": [[0] for _ in texts],
            "lead-2": [[0, 1] for _ in texts],
            "TextRank-1": [order[:1] for order in ranked],
            "TextRank-2": [sorted(order[:2]) for order in ranked],
        }
        figure, metric = (hit, "hit") if "extract" in texts[0] else (rouge, "ROUGE-1 F1")
        values = {name: figure(texts, chosen) for name, chosen in others.items()}
        ours = figure(texts, picks)
        yield Row("standfirst", "summaries", texts[0]["lang"], metric, ours, values, len(texts) / took)


def segment_of(text: dict) -> Segment:
    """Return a text as an article of one paragraph a sentence."""
    joined = "\n\n".join(text["sentences"])
    blocks, at = [], 0
    for sentence in text["sentences"]:
        blocks.append(Block("paragraph", Span(at, at + len(sentence))))
        at += len(sentence) + 2
    meta = Metadata(title=text.get("title", ""), language=text["lang"])
    article = Article(text["id"], Origin(text["id"]), meta, joined, tuple(blocks))
    return Segment(text["id"], article, Span(0, len(joined)))


def picked(segment: Segment, spans: tuple[Span, ...]) -> list[int]:
    """Return the numbers of the sentences that the spans stand in."""
    blocks = segment.article.blocks
    at = {n for span in spans for n, b in enumerate(blocks) if b.span.start <= span.start < b.span.end}
    return sorted(at)


def hit(texts: list[dict], picks: list[list[int]]) -> float:
    shares = [
        len(set(pick) & set(text["extract"])) / max(1, len(pick))
        for text, pick in zip(texts, picks, strict=True)
    ]
    return sum(shares) / len(shares)


def rouge(texts: list[dict], picks: list[list[int]]) -> float:
    values = []
    for text, pick in zip(texts, picks, strict=True):
        want = Counter(_WORD.findall(" ".join(text["reference"]).lower()))
        got = Counter(_WORD.findall(" ".join(text["sentences"][n] for n in pick).lower()))
        values.append(2 * (want & got).total() / max(1, want.total() + got.total()))
    return sum(values) / len(values)


def text_rank(sentences: list[str]) -> list[int]:
    """Return the numbers of the sentences, the most central first."""
    found = [set(terms(sentence)) for sentence in sentences]
    count = len(found)
    near = [[0.0] * count for _ in found]
    for a in range(count):
        for b in range(count):
            if a != b and len(found[a]) > 1 and len(found[b]) > 1:
                logs = math.log(len(found[a])) + math.log(len(found[b]))
                near[a][b] = len(found[a] & found[b]) / logs
    out = [sum(row) or 1.0 for row in near]
    rank = [1.0] * count
    for _ in range(30):
        rank = [0.15 + 0.85 * sum(rank[b] * near[b][a] / out[b] for b in range(count)) for a in range(count)]
    return sorted(range(count), key=lambda n: (-round(rank[n], 6), n))


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    folder = parser.parse_args().data / "summaries"
    if not folder.is_dir():
        print(f"summaries: no such set in {folder.parent}")
        return
    for line in lines(rows(folder)):
        print(line)


if __name__ == "__main__":
    main()

"""Measure English quotes and their speakers on gold data.

usage: python benchmarks/measure_quotes_en.py [--data DIR] [--errors]

DIR holds quotes/*.jsonl (default ../shared/data beside the repository).
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import score_quotes_en as score
from table import Row

from digest.model import Article, Metadata, Origin, Segment, Span
from digest.quote.english import find_english

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent


def segment_of(text: str) -> Segment:
    article = Article("gold", Origin("gold"), Metadata(language="en"), text, ())
    return Segment("gold-1", article, Span(0, len(text)))


def ours(text: str) -> list[dict[str, Any]]:
    """Return our quotes in the gold's format; only a name counts as a speaker."""
    found = []
    for quote in find_english(segment_of(text)):
        name = quote.attribution.name if quote.attribution else ""
        spans = [[s.start, s.end] for s in quote.spans]
        found.append({"spans": spans, "speaker": {"text": name} if name else None})
    return found


def baseline(text: str) -> list[dict[str, Any]]:
    """Return every stretch of six words or more between double marks, with "X said" beside it."""
    found = []
    for match in re.finditer(r"[\"“]([^\"“”\n]{1,4000})[\"”]", text):
        if len(match[1].split()) < 6:
            continue
        beside = re.match(
            r",? ?(?:said ([A-Z]\w+(?: [A-Z]\w+)*)|([A-Z]\w+(?: [A-Z]\w+)*) said)", text[match.end() :]
        )
        name = (beside[1] or beside[2]) if beside else ""
        found.append({"spans": [[match.start(1), match.end(1)]], "speaker": {"text": name} if name else None})
    return found


def show(name: str, counts: Any, classes: Any) -> None:
    def pct(a: int, b: int) -> str:
        return f"{100 * a / b:.1f}" if b else "n/a"

    c = counts
    exact = pct(2 * c["hit exact"], c["shown exact"] + c["gold"])
    print(f"{name:9} exact F1 {exact} (gold {c['gold']}, shown {c['shown exact']})", end="; ")
    print(f"named right {pct(c['right'], c['units'])} of {c['units']}", end="; ")
    print(
        f"wrong {pct(c['wrong'], c['right'] + c['wrong'])} of {c['right'] + c['wrong']}; stray names {c['stray']}"
    )
    for kind in sorted(classes):
        print(f"          {kind:8} {dict(classes[kind])}")


def errors(gold: list[dict[str, Any]]) -> None:
    """Print every span that is missed, false, unnamed or wrong."""
    for doc in gold:
        text = doc["text"]
        want = dict(score.units(text, doc["quotes"]))
        have = dict(score.units(text, ours(text)))
        for unit in sorted(want.keys() | have.keys()):
            shown = (have.get(unit, {}).get("speaker") or {}).get("text", "")
            verdict = score.judge(shown, want[unit]["speaker"]) if unit in want and unit in have else ""
            if verdict == "right":
                continue
            state = verdict or ("MISSED" if unit in want else "FALSE")
            who = want[unit]["speaker"] if unit in want else ""
            print(
                f"{doc['id']} {unit} {state} {shown!r} gold {who and who['text']!r} {text[unit[0] : unit[1]][:70]!r}"
            )


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of the quality table."""
    gold = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    if not gold:
        return
    counts, speed = {}, 0.0
    for name, finder in (("ours", ours), ("X said", baseline)):
        began = time.perf_counter()
        predicted = {doc["id"]: finder(doc["text"]) for doc in gold}
        speed = speed or len(gold) / (time.perf_counter() - began)
        counts[name] = score.score(gold, predicted)[0]
    figures = {
        "exact F1": lambda c: 2 * c["hit exact"] / max(1, c["shown exact"] + c["gold"]),
        "named right": lambda c: c["right"] / max(1, c["units"]),
        "wrong speaker": lambda c: c["wrong"] / max(1, c["right"] + c["wrong"]),
    }
    for metric, figure in figures.items():
        values = {name: figure(count) for name, count in counts.items()}
        yield Row("quote", "quotes", "en", metric, values.pop("ours"), values, speed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    folder = options.data / "quotes"
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    if not files:
        print(f"quotes: {folder}: no *.jsonl there")
        return
    for path in files:
        gold = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        print(f"{path.name}: {len(gold)} documents")
        for name, finder in (("ours", ours), ("baseline", baseline)):
            began = time.perf_counter()
            predicted = {doc["id"]: finder(doc["text"]) for doc in gold}
            spent = time.perf_counter() - began
            show(name, *score.score(gold, predicted))
            print(f"          {len(gold) / spent:.0f} texts/s")
        if options.errors:
            errors(gold)


if __name__ == "__main__":
    main()

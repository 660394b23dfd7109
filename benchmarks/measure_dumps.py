"""Measures the cleaning of pasted pages on labelled ones.

    python benchmarks/measure_dumps.py [--data DIR] [--pages]

DIR (../shared/data beside the repository where it is not given) may hold `dumps-ko/` (gold.jsonl, pages/:
which lines are story) and `extract/` (pages.jsonl, dumps.jsonl.gz: the story's text). A missing set is
one line. Metrics: dumps-ko by the characters of lines, extract by shingles of four tokens, each as its
README says. `--pages` prints the pages below 0.9.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from dump_baselines import BASELINES
from table import Row, lines

from digest.clean.dump import clean_dump

if TYPE_CHECKING:
    from collections.abc import Iterator

REPO = Path(__file__).parents[1]
_ALONE = "가-힣ᄀ-ᇿ㄰-㆏぀-ヿ㐀-鿿豈-﫿฀-๿"
_TOKEN = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+")
_ENOUGH = 0.8  # a dump that holds less of the gold than this is left out


def fold(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def jsonl(path: Path) -> list[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def lines_of(cleaned, page: list[str]) -> set[int]:
    """The numbers (from 1) of the page's lines that the blocks came from, in their order."""
    found: set[int] = set()
    place = 0
    folded = [fold(line) for line in page]
    for block in cleaned.blocks if cleaned else ():
        words = block.span.of(cleaned.text)
        for n in range(place, len(page)):
            if words == folded[n] or (words in folded[n] and len(words) * 2 > len(folded[n])):
                found.add(n + 1)
                place = n + 1
                break
    return found


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of the quality table for one of the two sets."""
    if (folder / "gold.jsonl").is_file():
        yield from line_rows(folder)
    if (folder / "dumps.jsonl.gz").is_file():
        yield from shingle_rows(folder)


def line_rows(folder: Path, *, pages: bool = False) -> Iterator[Row]:
    by_language: dict[str, list[float]] = defaultdict(list)
    others: dict[tuple[str, str], list[float]] = defaultdict(list)
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for gold in jsonl(folder / "gold.jsonl"):
        text = (folder / "pages" / f"{gold['id']}.txt").read_text("utf-8")
        page = text.split("\n")
        cleaned = clean_dump(text)
        want = set(gold["story"])
        f1 = line_f1(page, lines_of(cleaned, page), want)
        by_language[gold["language"]].append(f1)
        for name, baseline in BASELINES.items():
            others[name, gold["language"]].append(line_f1(page, {n + 1 for n in baseline(page)}, want))
        if pages and f1 < 0.9:
            print(f"  {gold['id']}: {f1:.3f}")
        for key in ("headline", "standfirst"):
            if gold[key]:
                of[key] += 1
                said = getattr(cleaned.meta, "title" if key == "headline" else key) if cleaned else ""
                right[key] += fold(said) == fold(" ".join(page[n - 1] for n in gold[key]))
        if gold["reporters"]:
            of["byline"] += 1
            right["byline"] += bool(cleaned) and set(cleaned.meta.byline) == set(gold["reporters"])
        if gold["date_iso"]:
            of["date"] += 1
            when = cleaned.meta.published if cleaned else None
            right["date"] += bool(when) and when.isoformat().startswith(gold["date_iso"])
    for language, scores in sorted(by_language.items()):
        metric = f"F1, {len(scores)} pages"
        theirs = {name: sum(of) / len(of) for (name, lang), of in others.items() if lang == language}
        yield Row("clean dump", "dumps-ko", language, metric, sum(scores) / len(scores), theirs)
    for key in of:
        yield Row("clean dump", "dumps-ko", "all", f"{key}, of {of[key]} (count)", right[key])


def line_f1(page: list[str], got: set[int], want: set[int]) -> float:
    weight = {n: len(page[n - 1].strip()) for n in got | want}
    hit, taken, all_of_it = (sum(weight[n] for n in s) for s in (got & want, got, want))
    return 2 * hit / (taken + all_of_it) if want else float(not got)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3))) if tokens else Counter()


def figures(rows: list[tuple[int, int, int]]) -> tuple[float, float, float]:
    """Mean precision (of the pages with output), mean recall, and F1 of the two."""
    precisions = [hit / taken for hit, taken, _ in rows if taken]
    precision = sum(precisions) / max(1, len(precisions))
    recall = sum(hit / want for hit, _, want in rows) / len(rows)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def shingle_rows(folder: Path, *, pages: bool = False) -> Iterator[Row]:
    dumps = {row["id"]: row["text"] for row in jsonl(folder / "dumps.jsonl.gz")}
    rows: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    others: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    took, count = 0.0, 0
    for page in jsonl(folder / "pages.jsonl"):
        gold, whole = shingles(page["text"]), shingles(dumps[page["id"]])
        if (gold & whole).total() < _ENOUGH * gold.total():
            continue
        began = time.perf_counter()
        cleaned = clean_dump(dumps[page["id"]])
        took, count = took + time.perf_counter() - began, count + 1
        got = shingles(cleaned.text) if cleaned else Counter()
        row = ((got & gold).total(), got.total(), gold.total())
        if pages and 2 * row[0] < 0.9 * (row[1] + row[2]):
            print(f"  {page['id']}: {2 * row[0] / (row[1] + row[2]):.3f}")
        # The pages of one source hold another extractor's output for gold: shown, not counted.
        language = page["lang"][:2] if page["source"] != "moz" else "moz (apart)"
        rows[language].append(row)
        lines_of_page = dumps[page["id"]].split("\n")
        for name, baseline in BASELINES.items():
            kept = shingles("\n".join(lines_of_page[n] for n in sorted(baseline(lines_of_page))))
            others[name, language].append(((kept & gold).total(), kept.total(), gold.total()))
    for name, found in (
        ("all", [r for language in counted(rows) for r in rows[language]]),
        *sorted(rows.items()),
    ):
        theirs = {
            other: figures(
                [row for lang in ([name] if name != "all" else counted(rows)) for row in others[other, lang]]
            )[2]
            for other in BASELINES
        }
        yield Row(
            "clean dump", "extract", name, f"F1, {len(found)} pages", figures(found)[2], theirs, count / took
        )


def counted(rows: dict[str, list[tuple[int, int, int]]]) -> list[str]:
    return [language for language in rows if language != "moz (apart)"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=REPO.parent / "shared" / "data")
    parser.add_argument("--pages", action="store_true", help="print the pages below 0.9")
    options = parser.parse_args()
    for name, measure, needs in (
        ("dumps-ko", line_rows, "gold.jsonl"),
        ("extract", shingle_rows, "dumps.jsonl.gz"),
    ):
        folder = options.data / name
        if (folder / needs).is_file():
            print("\n".join(lines(measure(folder, pages=options.pages))))
        else:
            print(f"{name}: not found in {options.data}")


if __name__ == "__main__":
    main()

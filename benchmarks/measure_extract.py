"""Measure main-text extraction from HTML on real pages, beside plain trafilatura in the same run.

    python benchmarks/measure_extract.py [--data DIR] [--pages]

DIR (../shared/data by default) holds `extract/pages.jsonl` and `extract/html/<id>.html.gz`. The
figure is scrapinghub's: shingles of four tokens, counted as a multiset; a token is a run of word
characters, but each Hangul syllable, kana, Han or Thai character is one alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import trafilatura
from table import Row

from digest.clean.html import clean_html
from digest.load.decode import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(
    r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    r"\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f]|[^\W\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f]+",
)
GROUPS = ("en-aeb", "en-wcxb", "en-fundus", "de", "other", "ko", "ja", "zh", "all")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3))) if tokens else Counter()


def counts(gold: str, got: str) -> tuple[int, int, int]:
    want, have = shingles(gold), shingles(got)
    hit = sum((want & have).values())
    return hit, sum(have.values()) - hit, sum(want.values()) - hit


def page_f1(count: tuple[int, int, int]) -> float:
    hit, extra, lost = count
    return 2 * hit / (2 * hit + extra + lost) if hit else 0.0


def group_f1(rows: list[tuple[int, int, int]]) -> tuple[float, float, float]:
    """Mean precision over pages with output, mean recall over all, and their F1."""
    precisions = [hit / (hit + extra) for hit, extra, _ in rows if hit + extra]
    recalls = [hit / (hit + lost) for hit, _, lost in rows if hit + lost]
    precision = sum(precisions) / max(1, len(precisions))
    recall = sum(recalls) / max(1, len(recalls))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def group_of(page: dict[str, str]) -> str:
    if page["source"] == "moz":
        return "moz"
    if page["lang"] == "en":
        return "en-" + page["source"]
    return page["lang"] if page["lang"] in {"de", "ko", "ja", "zh"} else "other"


def ours(html: str, url: str) -> str:
    cleaned = clean_html(html, url)
    return cleaned.text if cleaned else ""


def plain(html: str, _url: str) -> str:
    return trafilatura.extract(html, include_comments=False) or ""


def report(pages: list[dict[str, str]], results: dict[str, list[tuple[int, int, int]]]) -> None:
    print(f"{'group':>12} {'pages':>5} " + " ".join(f"{name:>22}" for name in results))
    for group, members in grouped(pages).items():
        cells = [
            "{2:.3f} (P{0:.3f} R{1:.3f})".format(*group_f1([rows[i] for i in members]))
            for rows in results.values()
        ]
        print(f"{group:>12} {len(members):>5} " + " ".join(f"{cell:>22}" for cell in cells))


def grouped(pages: list[dict[str, str]]) -> dict[str, list[int]]:
    """Return the pages' numbers by group and language; those with another extractor's gold stand apart."""
    languages = Counter(page["lang"] for page in pages if page["source"] != "moz")
    groups = {group: [i for i, p in enumerate(pages) if group_of(p) == group] for group in (*GROUPS, "moz")}
    groups["all"] = [i for i, p in enumerate(pages) if p["source"] != "moz"]
    for lang, number in languages.items():
        if number >= 5:
            groups[f"lang {lang}"] = [
                i for i, p in enumerate(pages) if p["lang"] == lang and p["source"] != "moz"
            ]
    return {group: members for group, members in groups.items() if members}


def measured(
    folder: Path, every: int = 1
) -> tuple[list[dict[str, str]], dict[str, list[tuple[int, int, int]]], float]:
    """Return one page in `every`, the counts of each extractor for each, and our pages a second."""
    listed = [line for line in (folder / "pages.jsonl").read_text("utf-8").splitlines() if line]
    pages = [json.loads(line) for line in listed[::every]]
    texts = [decode(gzip.decompress((folder / "html" / f"{p['id']}.html.gz").read_bytes()))[0] for p in pages]
    results, speed = {}, 0.0
    for name, extract in (("digest", ours), ("trafilatura no comments", plain)):
        start = time.perf_counter()
        outputs = [extract(text, page["url"] or "") for text, page in zip(texts, pages, strict=True)]
        speed = speed or len(pages) / (time.perf_counter() - start)
        results[name] = [counts(page["text"], output) for page, output in zip(pages, outputs, strict=True)]
    return pages, results, speed


def rows(folder: Path, every: int = 1) -> Iterator[Row]:
    """Yield the rows of the quality table; of a sample where `every` is more than 1."""
    if not (folder / "pages.jsonl").is_file():
        return
    pages, results, speed = measured(folder, every)
    for group, members in grouped(pages).items():
        figures = {name: group_f1([found[i] for i in members])[2] for name, found in results.items()}
        yield Row(
            "clean html", "extract", group, f"F1, {len(members)} pages", figures.pop("digest"), figures, speed
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--pages", action="store_true", help="also one line a page, ours at its worst first")
    arguments = parser.parse_args()
    folder = arguments.data / "extract"
    if not (folder / "pages.jsonl").is_file():
        print(f"extract: no set in {folder}")
        return
    pages, results, speed = measured(folder)
    print(f"digest: {speed:.1f} pages a second")
    report(pages, results)
    if arguments.pages:
        order = sorted(range(len(pages)), key=lambda i: page_f1(results["digest"][i]))
        for i in order:
            scores = " ".join(f"{page_f1(rows[i]):.3f}" for rows in results.values())
            print(scores, group_of(pages[i]), pages[i]["id"], *results["digest"][i])


if __name__ == "__main__":
    main()

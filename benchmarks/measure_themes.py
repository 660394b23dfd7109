"""Prints how well short texts find their themes on a folder of labelled texts, before and after corrections.

    python benchmarks/measure_themes.py [--data DIR] [--set NAME] [--large] [--week N] [--json]

DIR (default ../shared/data) holds themes/*.jsonl, themes.json and corrections.json, in the formats of its
README. Figures: macro-F1 after 0, 5 and 20 corrections a theme, always over the texts that are never
corrections, the best theme taken whatever the margin; then what `place` leaves to 'other' and how often it
is right about the rest, with 5 corrections; and texts a second, loading left out. `--week N` gives a
scorer N texts at a time, as many as a week has, instead of the whole set. The baselines are nearest
centroids: of TF-IDF vectors of character pairs to fours, and of each model's rows.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from table import Row

from digest.bags import bag_of
from digest.corrections import Correction
from digest.meaning import Model, vectors
from digest.model import OTHER, Article, Block, Metadata, Origin, Segment, Span, Theme
from digest.theme import place
from digest.theme.likeness import likeness
from digest.theme.meaning import score_by_meaning
from digest.theme.seeds import seeds_of
from digest.theme.words import score_by_words
from digest.work import Each, MemoryCache, Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from digest.protocols import ThemeScorer

SETS = ("ynat-ko", "sib200-ko", "sib200-en", "agnews-en")
TAUGHT = (0, 5, 20)
ROW = "{:11} {:28} {:>6} {:>6} {:>6}   {:>6} {:>6}   {:>8}"
Kit = tuple[list[Segment], list[Theme], list[Correction]]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "../shared/data")
    parser.add_argument("--set", choices=SETS, action="append")
    parser.add_argument("--large", action="store_true", help="measure the large model too, which is slow")
    parser.add_argument("--week", type=int, default=0, metavar="N", help="texts given to a scorer at a time")
    parser.add_argument("--json", action="store_true", help="print a JSON object a row instead")
    options = parser.parse_args()
    if not options.json:
        print(ROW.format("set", "scorer", "F1 0", "F1 5", "F1 20", "placed", "right", "texts/s"))
    for name in options.set or SETS:
        if not (options.data / "themes" / f"{name}.jsonl").is_file():
            print(f"{name}: no such set in {options.data}/themes")
            continue
        for row in measured(options.data / "themes", name, options.week, large=options.large):
            print(json.dumps(row) if options.json else ROW.format(*line_of(row)))


def rows(folder: Path, *, large: bool = False) -> Iterator[Row]:
    """Yield the rows of the quality table: each scorer of ours, the larger model where it is asked for."""
    for name in SETS:
        if not (folder / f"{name}.jsonl").is_file():
            continue
        found = measured(folder, name, 0, large=large)
        baselines = [row for row in found if row["scorer"].startswith("(")]
        for row in found:
            for at, count in enumerate(TAUGHT) if row not in baselines else ():
                others = {other["scorer"].strip("()"): other["f1"][at] for other in baselines}
                metric = f"macro-F1 at {count}, {row['scorer']}"
                yield Row("theme", name, name[-2:], metric, row["f1"][at], others, row["texts/s"])


def line_of(row: dict[str, Any]) -> list[str]:
    """Return the figures of a row as they are printed."""
    shares = [f"{row[key]:.3f}" if key in row else "" for key in ("placed", "right")]
    return [row["set"], row["scorer"], *(f"{f:.3f}" for f in row["f1"]), *shares, f"{row['texts/s']:.0f}"]


def measured(folder: Path, name: str, week: int, *, large: bool) -> list[dict[str, Any]]:
    """Return a row for each of our scorers and each baseline."""
    texts, themes, taught = read(folder, name)
    out = {
        text
        for of_set in read_json(folder / "corrections.json").values()
        for ids in of_set.values()
        for text in ids
    }
    scored = [row for row in texts if row["id"] not in out]
    segments = [segment_of(row) for row in scored]
    gold = [row["label"] for row in scored]
    models: tuple[Model, ...] = ("small", "large") if large else ("small",)
    each = Workshop(MemoryCache())
    rows = []
    scorers: dict[str, Callable[..., Any]] = {"words": score_by_words}
    for model in models:
        scorers["meaning" if model == "small" else "meaning-large"] = partial(
            score_by_meaning, model=model, each=each
        )
    for scorer_name, scorer in scorers.items():
        begun = time.perf_counter()
        model = {"meaning": "small", "meaning-large": "large"}.get(scorer_name)
        if model:
            vectors(["load"], model)  # type: ignore[arg-type]
            begun = time.perf_counter()
        f1, shares, took = [], {}, 0.0
        for count in TAUGHT:
            corrections = [c for c in taught if c.segment in first(taught, count)]
            best = weekly(partial(scorer, corrections=corrections), segments, themes, week)
            took = took or time.perf_counter() - begun
            f1.append(macro_f1(gold, [scores[0].theme for scores in best]))
            if count == 5:
                shares = placed(segments, themes, best, gold)
        rows.append({"set": name, "scorer": scorer_name, "f1": f1, **shares, "texts/s": len(segments) / took})
    baselines: dict[str, Callable[[Kit], list[str]]] = {"TF-IDF centroid": by_terms}
    for model in models:
        baselines["use3 centroid" if model == "small" else "e5q4 centroid"] = partial(by_rows, model, each)
    for baseline_name, baseline in baselines.items():
        begun, f1 = time.perf_counter(), []
        for count in TAUGHT:
            kit = (segments, themes, [c for c in taught if c.segment in first(taught, count)])
            f1.append(macro_f1(gold, baseline(kit)))
        took = (time.perf_counter() - begun) / len(TAUGHT)
        speed = len(segments) / took
        rows.append({"set": name, "scorer": f"({baseline_name})", "f1": f1, "texts/s": speed})
    return rows


def read_json(path: Path) -> Any:
    """Return a file's JSON."""
    return json.loads(path.read_text("utf-8"))


def read(folder: Path, name: str) -> tuple[list[dict[str, str]], list[Theme], list[Correction]]:
    """Return a set's texts, its themes as an editor gives them, and 20 corrections for each."""
    lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line) for line in lines if line.strip()]
    declared = read_json(folder / "themes.json")[name.partition("-")[0]]
    themes = [
        Theme(
            label,
            {language: words["name"] for language, words in said.items()},
            keywords={language: tuple(words["keywords"]) for language, words in said.items()},
            examples={language: tuple(words["examples"]) for language, words in said.items()},
        )
        for label, said in sorted(declared.items())
    ]
    listed = read_json(folder / "corrections.json")
    by_id = {row["id"]: row["text"] for row in texts}
    taught = listed.get(name) or listed[name.partition("-")[0]]
    corrections = [
        Correction(label, number, "", by_id[number])
        for label, ids in sorted(taught.items())
        for number in ids
        if number in by_id
    ]
    return texts, themes, corrections


def first(taught: Sequence[Correction], count: int) -> set[str]:
    """Return the ids of the first corrections of each theme."""
    seen: Counter[str] = Counter()
    ids = set()
    for correction in taught:
        if seen[correction.theme] < count:
            seen[correction.theme] += 1
            ids.add(correction.segment)
    return ids


def segment_of(row: dict[str, str]) -> Segment:
    """Return a text as a segment; the sets have no titles, so the text is all there is."""
    whole = Span(0, len(row["text"]))
    article = Article(
        row["id"],
        Origin(row["id"]),
        Metadata(language=row["lang"]),
        row["text"],
        (Block("paragraph", whole),),
    )
    return Segment(row["id"], article, whole)


def weekly(scorer: ThemeScorer, segments: Sequence[Segment], themes: Sequence[Theme], week: int) -> list[Any]:
    """Score so many texts at a time."""
    size = week or len(segments)
    return [
        scores
        for start in range(0, len(segments), size)
        for scores in scorer(segments[start : start + size], themes)
    ]


def placed(
    segments: Sequence[Segment], themes: Sequence[Theme], best: list[Any], gold: Sequence[str]
) -> dict[str, float]:
    """Return the share of texts that `place` puts into a theme, and the share of these that is right."""
    found = place(segments, themes, lambda _segments, _themes: best)
    said = [(p.theme, label) for p, label in zip(found, gold, strict=True) if p.theme != OTHER]
    right = sum(theme == label for theme, label in said) / len(said) if said else 0.0
    return {"placed": len(said) / len(gold), "right": right}


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """Return the mean of the labels' F1 (the rule of the set's score.py)."""
    pairs = Counter(zip(gold, found, strict=True))
    wanted, told = Counter(gold), Counter(found)
    return sum(2 * pairs[label, label] / (wanted[label] + told[label]) for label in wanted) / len(wanted)


def by_terms(kit: Kit) -> list[str]:
    """Baseline: the nearest mean of the seeds' TF-IDF vectors."""
    segments, themes, corrections = kit
    joined = [
        bag_of([piece for seed in seeds_of([theme], corrections) for piece in pieces(seed.text)])
        for theme in themes
    ]
    near = likeness([bag_of(pieces(segment.text)) for segment in segments], joined)
    return [themes[n].id for n in near.argmax(axis=1)]


def pieces(text: str) -> list[str]:
    """Return the runs of two to four characters inside a text's words."""
    words = [f" {word} " for word in text.casefold().split()]
    return [w[i : i + n] for w in words for n in (2, 3, 4) for i in range(len(w) - n + 1)]


def by_rows(model: Model, each: Each, kit: Kit) -> list[str]:
    """Baseline: the nearest mean of the seeds' rows."""
    segments, themes, corrections = kit
    rows = vectors([segment.text for segment in segments], model, each)
    means = []
    for theme in themes:
        mean = vectors([s.text for s in seeds_of([theme], corrections)], model, each).mean(axis=0)
        means.append(mean / np.sqrt((mean * mean).sum()))
    return [themes[n].id for n in (rows @ np.array(means).T).argmax(axis=1)]


if __name__ == "__main__":
    main()

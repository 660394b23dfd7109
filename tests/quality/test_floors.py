"""What was once reached on labelled texts is not lost silently.

Each floor stands a little under the figure that `benchmarks/quality` printed when it was set. `passages/`, our
own texts, is always here; the larger sets of `../shared/data` lie outside the repository and may be missing.
"""

from __future__ import annotations

import importlib
import json
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSAGES = Path(__file__).parent / "passages"
OUTSIDE = SHARED / "data"


@dataclass(frozen=True)
class Check:
    """The figures of one set, each under the name "language: metric" of its row."""

    data: str
    script: str
    at_least: dict[str, float] = field(default_factory=dict)
    at_most: dict[str, float] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    """What of the set is measured, where the whole takes too long."""

    @property
    def metrics(self) -> set[str]:
        return {*self.at_least, *self.at_most}


OURS = (
    Check(
        "quotes",
        "measure_quotes_en",
        {"en: exact F1": 0.98, "en: named right": 0.9},
        {"en: wrong speaker": 0.0},
    ),
    Check(
        "quotes-ko",
        "measure_quotes_ko",
        {"ko: exact F1": 0.98, "ko: right speaker": 0.92},
        {"ko: wrong speaker": 0.0, "ko: scare quotes shown (count)": 0},
    ),
    Check(
        "dumps-ko",
        "measure_dumps",
        {
            "ko: F1, 6 pages": 0.98,
            "all: headline, of 4 (count)": 3,
            "all: standfirst, of 3 (count)": 2,
            "all: byline, of 4 (count)": 3,
            "all: date, of 4 (count)": 3,
        },
    ),
    Check(
        "clusters",
        "measure_merge",
        {
            "en: stories, B-cubed F1": 0.98,
            "ko: stories, B-cubed F1": 0.92,
            "ko+en: pairs, B-cubed F1": 0.98,
            "all: near-copies, precision": 1.0,
            "all: near-copies, recall": 0.98,
        },
    ),
    Check("summaries", "measure_standfirsts", {"en: ROUGE-1 F1": 0.42, "ko: hit": 0.8}),
    Check(
        "segments",
        "measure_segments",
        at_most={
            "en: Pk": 0.16,
            "ko: Pk": 0.3,
            "en: stories cut, of 4 (count)": 0,
            "ko: stories cut, of 6 (count)": 0,
        },
    ),
    Check(
        "themes",
        "measure_themes",
        {
            "ko: macro-F1 at 5, words": 0.88,
            "en: macro-F1 at 5, words": 0.72,
            "ko: macro-F1 at 5, meaning": 0.9,
            "en: macro-F1 at 5, meaning": 0.9,
        },
    ),
)
THEIRS = (
    Check(
        "quotes",
        "measure_quotes_en",
        {"en: exact F1": 0.95, "en: named right": 0.75},
        {"en: wrong speaker": 0.03},
    ),
    Check(
        "quotes-ko",
        "measure_quotes_ko",
        {"ko: exact F1": 0.99, "ko: right speaker": 0.85},
        {"ko: wrong speaker": 0.02, "ko: scare quotes shown (count)": 2},
    ),
    Check("dumps-ko", "measure_dumps", {"ko: F1, 14 pages": 0.98, "all: headline, of 19 (count)": 18}),
    Check(
        "clusters",
        "measure_merge",
        {
            "en: stories, B-cubed F1": 0.89,
            "ko+en: pairs, B-cubed F1": 0.91,
            "all: near-copies, precision": 1.0,
        },
    ),
    Check("summaries", "measure_standfirsts", {"en: ROUGE-1 F1": 0.34, "ko: hit": 0.9}),
    Check(
        "segments",
        "measure_segments",
        at_most={
            "en: Pk": 0.075,
            "ko: Pk": 0.1,
            "en: stories cut, of 48 (count)": 0,
            "ko: stories cut, of 26 (count)": 0,
        },
    ),
    Check(
        "themes",
        "measure_themes",
        {
            "ko: macro-F1 at 5, words": 0.45,
            "en: macro-F1 at 5, words": 0.43,
            "ko: macro-F1 at 5, meaning": 0.73,
            "en: macro-F1 at 5, meaning": 0.755,
        },
        files=("themes.json", "corrections.json", "sib200-*.jsonl"),
    ),
    Check("extract", "measure_extract", {"all: F1, 35 pages": 0.91}, options={"every": 8}),
)


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:  # the benchmarks' own modules are nobody else's
        if name.startswith("measure_") or name == "table":
            del sys.modules[name]


def figures(check: Check, folder: Path) -> dict[str, float]:
    rows = importlib.import_module(check.script).rows(folder, **check.options)
    return {f"{row.language}: {row.metric}": row.ours for row in rows}


def sunk(check: Check, found: dict[str, float]) -> dict[str, float]:
    low = {metric: found[metric] for metric, floor in check.at_least.items() if found[metric] < floor}
    return low | {metric: found[metric] for metric, most in check.at_most.items() if found[metric] > most}


def test_which_floors_are_checked_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    texts = sum(len(path.read_text("utf-8").splitlines()) for path in PASSAGES.rglob("*.jsonl"))
    here = [check.data for check in THEIRS if (OUTSIDE / check.data).is_dir()]
    outside = f"../shared/data: {', '.join(here)}" if here else "../shared/data is not here"
    with capsys.disabled():  # stderr, for pytest-xdist shows nothing else of a worker's
        sys.stderr.write(f"\nquality floors: passages ({texts} texts); {outside}\n")
    assert texts >= 70
    assert {path.name for path in PASSAGES.iterdir() if path.is_dir()} == {check.data for check in OURS}


@pytest.mark.parametrize("check", OURS, ids=lambda check: check.data)
@pytest.mark.usefixtures("benchmarks")
def test_a_figure_on_our_passages_does_not_sink(check: Check) -> None:
    found = figures(check, PASSAGES / check.data)
    assert check.metrics - found.keys() == set()
    assert sunk(check, found) == {}


@pytest.mark.parametrize("check", THEIRS, ids=lambda check: check.data)
@pytest.mark.usefixtures("benchmarks")
def test_a_figure_on_the_larger_sets_does_not_sink(check: Check, tmp_path: Path) -> None:
    folder = OUTSIDE / check.data
    if not folder.is_dir():
        pytest.skip(f"the set {check.data} is not on this machine (../shared/data)")
    for pattern in check.files:
        for path in folder.glob(pattern):
            shutil.copy(path, tmp_path)
    found = figures(check, tmp_path if check.files else folder)
    missing = check.metrics - found.keys()
    if missing and all(re.search(r"\d+ pages|of \d+", metric) for metric in missing):
        pytest.skip(f"the set {check.data} here is another than the one whose floors these are")
    assert missing == set()
    assert sunk(check, found) == {}


def test_every_label_points_at_words_of_its_passage() -> None:
    for path in PASSAGES.glob("quotes*/*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            passage = json.loads(line)
            text = passage["text"]
            marked = [span for quote in passage["quotes"] for span in quote["spans"]]
            for start, end in (*marked, *passage.get("not_quotes", ())):
                assert text[start - 1] in "“\"‘'", (passage["id"], text[start:end])
                assert text[end : end + 1] in {"”", '"', "’", "'", "\n"}, (passage["id"], text[start:end])
            for speaker in filter(None, (quote["speaker"] for quote in passage["quotes"])):
                if "text" in speaker and speaker["span"]:
                    assert text[slice(*speaker["span"])] == speaker["text"], passage["id"]
                for key, (start, end) in (speaker.get("spans") or {}).items():
                    assert text[start:end] == speaker[key], passage["id"]

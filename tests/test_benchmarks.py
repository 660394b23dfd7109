from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
STEPS = [
    "load",
    "clean",
    "study",
    "theme",
    "merge",
    "standfirst",
    "select",
    "edition",
    "render",
    "write",
]


@pytest.fixture
def articles(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from generate import articles

    return articles


def ran(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "run"), *words], check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_small_run_prints_a_row_for_each_step_and_the_whole() -> None:
    printed = ran("--articles", "20", "--scorer", "words")
    rows = re.findall(r"^  (\S[\w ]*?) +(\d+\.\d\d) +([\d,]*) +(\d+)$", printed, re.MULTILINE)
    assert [row[0] for row in rows] == [*STEPS, "the whole"]
    assert float(rows[-1][1]) == pytest.approx(sum(float(row[1]) for row in rows[:-1]), abs=0.06)
    assert all(int(row[3]) > 0 for row in rows)
    assert re.search(
        r"^  again, with one article changed: \d+\.\d\d s, \d+\.\d% of the first$", printed, re.MULTILINE
    )


def test_two_counts_print_the_growth_and_json_holds_the_same_rows() -> None:
    printed = ran("--articles", "4", "2", "--scorer", "words")
    assert re.search(r"^time per article from 2 to 4: [+-]\d+%$", printed, re.MULTILINE)
    (run,) = json.loads(ran("--articles", "4", "--scorer", "words", "--pages", "--json"))
    assert [row["step"] for row in run["steps"]] == [*STEPS, "the whole"]
    assert run["kind"] == "pages"


def test_the_articles_are_the_same_each_time_and_others_with_another_seed(articles) -> None:
    assert list(articles(12)) == list(articles(12))
    assert list(articles(12, seed=13)) != list(articles(12))
    assert list(articles(24))[:12] == list(articles(12))


def test_the_articles_are_shaped_like_a_weeks_news(articles) -> None:
    made = list(articles(400))
    bodies = [text.split("---\n\n", 1)[1] for _, text in made]
    assert statistics.median(map(len, bodies)) == pytest.approx(3000, rel=0.1)
    assert min(map(len, bodies)) > 600
    assert max(map(len, bodies)) < 10_000
    assert sum(name.endswith("-ko.md") for name, _ in made) == 200
    assert 0.3 < sum("\n## " in body for body in bodies) / 400 < 0.5
    assert sum(bool(re.search(r"[“\"].{9,}[”\"]", body)) for body in bodies) > 300
    assert {re.search(r"published: 2024-03-(\d\d)", text)[1] for _, text in made} <= {
        str(d) for d in range(18, 25)
    }

"""Measure how fast an edition is made of generated articles, step by step, and with how much memory.

    benchmarks/run                          1,000 articles with each scorer of the default install
    benchmarks/run --articles 1000 10000    both, and how the time per article grows
    benchmarks/run --scorer words --json    the figures of one scorer, for programs
    benchmarks/run --pages                  HTML pages instead of Markdown

Each run is a process of its own, so that its peak memory is its own. `seconds` are by the clock; `peak MB`
is the most memory in use up to the end of that step, the processes that `--jobs` starts (as many as there
are processors, 4 at most) left out; their peak stands under the table. Then one article is changed and the
edition made again: what the first build found of the others is known then.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path
from typing import Any

from generate import write_articles

from digest.cli.build import files_of
from digest.config import SCORERS, Config, load_config
from digest.pipeline import build_edition
from digest.render import render_edition
from digest.work import processors
from digest.write import write_files

NOW = datetime(2024, 3, 25, tzinfo=UTC)
SETTINGS = (
    '[newsletter]\nname = "Benchmark"\nlanguage = "en"\ntimezone = "Asia/Seoul"\n[themes]\nscorer = "{}"\n'
)
USUAL = ["words", "meaning"]


class Stopwatch:
    """Notes the time as each step begins; the step before it is over then."""

    def __init__(self) -> None:
        self.rows: list[dict[str, float | str]] = []
        self._name, self._begun = "", 0.0

    def begin(self, step: str, _count: int = 0) -> None:
        """Begin a step (the pipeline's `Progress`); the empty name ends the last one."""
        now = time.perf_counter()
        if self._name:
            took = {"seconds": now - self._begun, "peak_mb": peak_megabytes(resource.RUSAGE_SELF)}
            self.rows.append({"step": self._name, **took})
        self._name, self._begun = step, time.perf_counter()


def peak_megabytes(who: int) -> float:
    """Return the most memory that this process, or one of those it started, has held."""
    kilobytes = 1024 if sys.platform == "darwin" else 1
    return resource.getrusage(who).ru_maxrss / kilobytes / 1024


def measured(count: int, scorer: str, jobs: int, *, pages: bool) -> dict[str, Any]:
    """Make an edition of `count` generated articles, then again with one of them changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "digest.toml").write_text(SETTINGS.format(scorer), "utf-8")
        (folder / "content").mkdir()
        write_articles(folder / "content", count, pages=pages)
        config = load_config(folder / "digest.toml")
        first = made(config, count, jobs)
        changed = sorted((folder / "content").iterdir())[count // 2]
        changed.write_text(
            changed.read_text("utf-8").replace(". ", ". It was said on a Monday. ", 1), "utf-8"
        )
        again = made(config, count, jobs)
    whole, second = (sum(float(row["seconds"]) for row in rows) for rows in (first, again))
    peak = {"peak_mb": peak_megabytes(resource.RUSAGE_SELF)}
    for process in active_children():  # what they held is known when they have ended
        process.join()
    return {
        "articles": count,
        "scorer": scorer,
        "jobs": jobs,
        "kind": "pages" if pages else "markdown",
        "steps": [*first, {"step": "the whole", "seconds": whole, **peak}],
        "again": second,
        "process_mb": peak_megabytes(resource.RUSAGE_CHILDREN),
    }


def made(config: Config, count: int, jobs: int) -> list[dict[str, float | str]]:
    """Build, render and write; returns a row for each step."""
    watch = Stopwatch()
    built = build_edition(config, now=NOW, jobs=jobs, progress=watch.begin)
    watch.begin("render")
    rendered = render_edition(built.edition, [config.templates]).fill()
    watch.begin("write")
    write_files(config.out / built.edition.id, files_of(built.edition, rendered))
    watch.begin("")
    if built.report.used != count:
        sys.exit(f"{built.report.used} of {count} articles were used: {built.report.problems[:3]}")
    return watch.rows


def apart(count: int, scorer: str, jobs: int, *, pages: bool) -> dict[str, Any]:
    """Measure in a process of its own."""
    words = [sys.executable, __file__, "--articles", str(count), "--scorer", scorer, "--jobs", str(jobs)]
    words += ["--pages"] * pages
    ran = subprocess.run([*words, "--inside"], check=False, stdout=subprocess.PIPE, encoding="utf-8")
    if ran.returncode:
        sys.exit(ran.returncode)
    return dict(json.loads(ran.stdout))


def table(run: dict[str, Any]) -> None:
    """Print the rows of one run."""
    count, whole = run["articles"], run["steps"][-1]["seconds"]
    print(f"{count:,} articles ({run['kind']}), {run['scorer']}, {run['jobs']} processes\n")
    print("  step          seconds   articles/s   peak MB")
    for row in run["steps"]:
        seconds, peak = row["seconds"], row["peak_mb"]
        speed = f"{count / seconds:12,.0f}" if seconds > 0 else " " * 12
        print(f"  {row['step']:<11} {seconds:9.2f} {speed} {peak:9.0f}", flush=True)
    print(
        f"\n  again, with one article changed: {run['again']:.2f} s, {run['again'] / whole:.1%} of the first"
    )
    print(f"  peak of a process that it started: {run['process_mb']:.0f} MB\n", flush=True)


def main() -> None:
    """Print the figures of each run that was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[1000], metavar="N")
    parser.add_argument("--scorer", nargs="+", choices=SCORERS, default=USUAL)
    parser.add_argument("--jobs", type=int, default=processors(), metavar="N")
    parser.add_argument("--pages", action="store_true", help="articles as HTML pages, which are cleaned")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        found = measured(options.articles[0], options.scorer[0], options.jobs, pages=options.pages)
        print(json.dumps(found))
        return
    runs = []
    for scorer in options.scorer:
        of_scorer = []
        for count in options.articles:
            of_scorer.append(apart(count, scorer, options.jobs, pages=options.pages))
            if not options.json:
                table(of_scorer[-1])
        runs += of_scorer
        if len(of_scorer) > 1 and not options.json:
            growth(min(of_scorer, key=_count), max(of_scorer, key=_count))
    if options.json:
        print(json.dumps(runs, indent=1))


def growth(fewest: dict[str, Any], most: dict[str, Any]) -> None:
    """Print how much more time an article takes among many."""
    each = [run["steps"][-1]["seconds"] / run["articles"] for run in (fewest, most)]
    print(
        f"time per article from {fewest['articles']:,} to {most['articles']:,}: {each[1] / each[0] - 1:+.0%}\n"
    )


def _count(run: dict[str, Any]) -> int:
    return int(run["articles"])


if __name__ == "__main__":
    main()

"""Measure how fast an edition is made of generated articles, step by step, and with how much memory.

    benchmarks/run                          1,000 articles
    benchmarks/run --articles 1000 10000    both, and how the time per article grows
    benchmarks/run --articles 1000 --json   the figures for programs

Each count runs in a process of its own, so that its peak memory is its own. `seconds` are by the
clock, `CPU s` the processor time of the process, which other work on the machine hardly touches;
`peak MB` is the most memory in use up to the end of that step.
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
from pathlib import Path

from generate import write_articles

from digest.cli.build import files_of
from digest.config import load_config
from digest.pipeline import build_edition
from digest.render import render_edition
from digest.write import write_files

NOW = datetime(2024, 3, 25, tzinfo=UTC)
SETTINGS = '[newsletter]\nname = "Benchmark"\nlanguage = "en"\ntimezone = "Asia/Seoul"\n'


class Stopwatch:
    """Notes the time as each step begins; the step before it is over then."""

    def __init__(self) -> None:
        self.rows: list[dict[str, float | str]] = []
        self._name = ""

    def begin(self, step: str, _count: int = 0) -> None:
        """Begin a step (the pipeline's `Progress`); the empty name ends the last one."""
        clock, cpu = time.perf_counter(), time.process_time()
        if self._name:
            took = {"seconds": clock - self._clock, "cpu": cpu - self._cpu, "peak_mb": peak_megabytes()}
            self.rows.append({"step": self._name, **took})
        self._name, self._clock, self._cpu = step, time.perf_counter(), time.process_time()


def peak_megabytes() -> float:
    """Return the most memory this process has held."""
    kilobytes = 1024 if sys.platform == "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / kilobytes / 1024


def measured(count: int) -> list[dict[str, float | str]]:
    """Make an edition of `count` generated articles; returns a row for each step and for the whole."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "digest.toml").write_text(SETTINGS, "utf-8")
        (folder / "content").mkdir()
        write_articles(folder / "content", count)
        config = load_config(folder / "digest.toml")
        watch = Stopwatch()
        made = build_edition(config, now=NOW, progress=watch.begin)
        watch.begin("render")
        rendered = render_edition(made.edition, [config.templates]).fill()
        watch.begin("write")
        write_files(folder / "out" / made.edition.id, files_of(made.edition, rendered))
        watch.begin("")
    used = made.report.used
    if used != count:
        sys.exit(f"{used} of {count} articles were used: {made.report.problems[:3]}")
    whole = {key: sum(float(row[key]) for row in watch.rows) for key in ("seconds", "cpu")}
    return [*watch.rows, {"step": "the whole", **whole, "peak_mb": peak_megabytes()}]


def apart(count: int) -> list[dict[str, float | str]]:
    """Measure in a process of its own."""
    words = [sys.executable, __file__, "--articles", str(count), "--inside"]
    ran = subprocess.run(words, check=False, stdout=subprocess.PIPE, encoding="utf-8")
    if ran.returncode:
        sys.exit(ran.returncode)
    return list(json.loads(ran.stdout))


def table(count: int, rows: list[dict[str, float | str]]) -> None:
    """Print the rows of one count."""
    print(f"{count:,} articles\n\n  step          seconds    CPU s   articles/s   peak MB")
    for row in rows:
        seconds, cpu, peak = (float(row[key]) for key in ("seconds", "cpu", "peak_mb"))
        speed = f"{count / seconds:12,.0f}" if seconds > 0 else " " * 12
        print(f"  {row['step']:<11} {seconds:9.2f} {cpu:8.2f} {speed} {peak:9.0f}", flush=True)
    print()


def main() -> None:
    """Print the figures of each count that was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[1000], metavar="N")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measured(options.articles[0])))
        return
    runs = {}
    for count in options.articles:
        runs[count] = apart(count)
        if not options.json:
            table(count, runs[count])
    if options.json:
        print(json.dumps(runs, indent=1))
    elif len(runs) > 1:
        fewest, most = min(runs), max(runs)
        growth = [float(runs[n][-1]["cpu"]) / n for n in (fewest, most)]
        print(f"CPU time per article from {fewest:,} to {most:,}: {growth[1] / growth[0] - 1:+.0%}")


if __name__ == "__main__":
    main()

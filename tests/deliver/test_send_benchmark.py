"""benchmarks/send on a handful of messages: it runs, sends what it says, and prints what it found."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from servers_mail import program

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "send"


def ran(*words: str) -> str:
    program("smtp-sink")
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), *words],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_small_run_prints_each_way_and_which_goals_it_reached():
    printed = ran("--server", "sink", "--connections", "2", "--messages", "20", "--rounds", "1")
    assert re.match(r"messages a second, 60,\d{3} bytes each, median of 1 rounds\n", printed)
    assert re.search(
        r"^sink +2( +[\d,]+){3}   smtp-source \d+\.\d\d, plain \d+\.\d\d$", printed, re.MULTILINE
    )
    assert len(re.findall(r"^sink, 2 connections: \d+\.\d\d of .* reached$", printed, re.MULTILINE)) == 2


def test_json_holds_every_round():
    printed = ran("--server", "sink", "--connections", "1", "--messages", "5", "--rounds", "2", "--json")
    [row] = json.loads(printed)
    assert {way: len(rates) for way, rates in row["rounds"].items()} == {
        "ours": 2,
        "smtp-source": 2,
        "plain": 2,
    }


def test_memory_is_measured_with_few_and_with_many():
    printed = ran("--memory", "--subscribers", "5", "50")
    assert re.search(r"^ +50 subscribers: [\d.]+ MB at its peak$", printed, re.MULTILINE)
    assert re.search(r"^\d+\.\d\d times as much \(goal: at most 1\.2\): reached$", printed, re.MULTILINE)

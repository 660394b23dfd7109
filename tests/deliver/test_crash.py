"""Senders that are killed and servers that fail, in small: `benchmarks/crash` does it with two thousand readers."""

from __future__ import annotations

import os
import random
from functools import partial
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SEED = 20261125


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import measure_crash

    return measure_crash


def test_killed_five_times_nobody_gets_it_twice_and_nobody_is_left_out(crash):
    made = crash.drilled("kills", partial(crash.kills, wanted=5), 200, SEED)
    assert made.kills == 5
    assert made.good, made.row()


@pytest.mark.parametrize(
    "name",
    [
        "stored, then cut",
        "552 after the dot",
        "stall after the dot",
        "TLS refused",
        "ledger locked",
        "two senders",
    ],
)
def test_whatever_fails_nobody_gets_it_twice_and_nobody_is_left_out(crash, name: str):
    made = crash.drilled(name, crash.FAULTS[name], 60, SEED)
    assert made.good, made.row()


def test_on_a_full_disk_it_stops_and_goes_on_when_there_is_room(crash):
    try:
        made = crash.drilled("full disk", crash.full_disk, 120, SEED)
    except crash.NoDiskError as why:
        if os.environ.get("CI") == "true" and os.geteuid() == 0:
            raise
        pytest.skip(str(why))
    assert made.good, made.row()


def test_the_count_sees_what_went_twice_and_what_was_lost(crash):
    """The judge itself: two readers changed by hand behind the ledger's back."""

    def tampered(made, sink: Path, _chance: random.Random) -> None:
        crash.send_all(made, sink)
        kept = sorted(sink.iterdir())
        kept[0].unlink()
        (sink / "again").write_bytes(kept[1].read_bytes())

    found = crash.drilled("tampered", tampered, 10, SEED)
    assert (found.twice, found.lost, found.not_there) == (1, 1, 1)
    assert not found.good

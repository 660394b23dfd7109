"""A hand-over that is killed and run again leaves one draft; `benchmarks/handing` does it more often."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from service_api import FOLDER
from service_fakes import FAKES

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.mark.parametrize("name", FAKES)
def test_killed_at_random_moments_it_leaves_one_draft(name, monkeypatch):
    if not FOLDER.is_dir():
        pytest.skip("the services' descriptions are not on this machine (../shared/data/openapi)")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from measure_handing import measured

    tally = measured(name, 3, random.Random(5))
    assert tally.kills >= 3
    assert (tally.twins, tally.none) == (0, 0)
    assert tally.one >= 2

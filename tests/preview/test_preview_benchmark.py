"""The benchmark of the preview prints what it measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from conftest import CHROMIUM, ROOT


@pytest.mark.skipif(not CHROMIUM and os.environ.get("CI") != "true", reason="no Chromium on this machine")
def test_the_time_from_a_save_to_the_repaint_is_printed():
    words = [str(ROOT / "benchmarks" / "preview"), "--save", "template", "--json"]
    ran = subprocess.run([sys.executable, *words], check=True, capture_output=True, encoding="utf-8")
    (row,) = json.loads(ran.stdout)
    assert row["save"] == "template"
    assert 0 < row["made"] < row["repaint"]
    assert row["least"] <= row["repaint"] <= row["most"]

"""The benchmark's edition is as full as it says, and its table has a line for each look."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.append(str(BENCHMARKS))

from full_edition import UTM, full_edition, settings  # noqa: E402

from digest.render import render_edition  # noqa: E402


@pytest.mark.parametrize("look", ["broadsheet", "briefing", "essay"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_edition_is_full_and_its_mail_below_80000_bytes(tmp_path, language, look):
    edition = full_edition(settings(tmp_path, language, look))
    assert (len(edition.briefs), len(edition.pull_quotes)) == (25, 8)
    assert len({quote.parts for quote in edition.pull_quotes}) == 8
    for brief in edition.briefs:
        assert len(brief.headline) >= 50
        assert len(brief.standfirst.text) >= 200
        assert brief.picture
        assert brief.picture.alt
        assert brief.segment.article.meta.source
    rendered = render_edition(edition, utm=UTM).fill()
    assert rendered.html.count("utm_campaign=2024-W12") >= 33
    assert rendered.html.count("<img ") == (1 if look == "briefing" else 25)
    assert len(rendered.html.encode()) <= 80_000


def test_each_figure_is_printed():
    words = [str(BENCHMARKS / "render"), "--look", "essay", "--language", "en"]
    ran = subprocess.run([sys.executable, *words], check=True, capture_output=True, encoding="utf-8")
    assert "MJML takes" in ran.stdout
    for goal in ("ms a render", "ms a copy", "ms a check", "bytes"):
        assert goal in ran.stdout
    ran = subprocess.run(
        [sys.executable, *words, "--json"], check=True, capture_output=True, encoding="utf-8"
    )
    (row,) = json.loads(ran.stdout)
    assert 0 < row["mjml"] < row["render"]
    assert 0 < row["copy"] < 0.5

"""What was once reached on labelled texts is not lost silently. The texts lie outside the repository.

Each floor stands a little under the figure that `benchmarks/quality` printed when it was set; passages of
our own, which are always here, are in the folders of the steps.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_LEAST = {
    ("quotes", "measure_quotes_en"): {"exact F1": 0.95, "named right": 0.75},
    ("quotes-ko", "measure_quotes_ko"): {"exact F1": 0.99, "right speaker": 0.85},
    ("dumps-ko", "measure_dumps"): {"F1, 14 pages": 0.98, "headline, of 19 (count)": 18},
    ("clusters", "measure_merge"): {"stories, B-cubed F1": 0.89, "near-copies, precision": 1.0},
    ("summaries", "measure_standfirsts"): {"ROUGE-1 F1": 0.32, "hit": 0.85},
}
AT_MOST = {
    ("quotes", "measure_quotes_en"): {"wrong speaker": 0.03},
    ("quotes-ko", "measure_quotes_ko"): {"wrong speaker": 0.02, "scare quotes shown (count)": 2},
}


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:  # the benchmarks' own modules are nobody else's
        if name.startswith("measure_") or name == "table":
            del sys.modules[name]


@pytest.mark.parametrize(("data", "script"), AT_LEAST)
@pytest.mark.usefixtures("benchmarks")
def test_a_figure_does_not_sink(data: str, script: str) -> None:
    folder = SHARED / "data" / data
    if not folder.is_dir():
        pytest.skip(f"the set {data} is not on this machine (../shared/data)")
    found = {row.metric: row.ours for row in importlib.import_module(script).rows(folder)}
    if not found.keys() >= AT_LEAST[data, script].keys():
        pytest.skip(f"the set {data} here is another than the one whose floors these are")
    assert not {m: found[m] for m, floor in AT_LEAST[data, script].items() if found[m] < floor}
    assert not {m: found[m] for m, most in AT_MOST.get((data, script), {}).items() if found[m] > most}

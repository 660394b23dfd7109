"""The two languages of quotes are read in the order that their packages tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest.quote import english, korean


@pytest.mark.parametrize("language", [english, korean], ids=["english", "korean"])
def test_a_step_imports_only_from_those_named_before_it(language):
    folder = Path(language.__file__).parent
    steps = {path.stem for path in folder.glob("*.py")} - {"__init__", "finder", "words"}
    named = [name for name in re.findall(r"`(\w+)`", language.__doc__) if name not in {"finder", "words"}]
    assert sorted(named) == sorted(steps)
    package = language.__name__.replace(".", r"\.")
    for place, step in enumerate(named):
        text = (folder / f"{step}.py").read_text("utf-8")
        used = set(re.findall(rf"from {package}\.(\w+) import", text)) - {"words"}
        assert used <= set(named[:place]), step

"""docs/adding-a-provider.md shows code that is tested."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs" / "adding-a-provider.md"


def test_the_documentation_shows_code_that_passes_the_suite():
    [shown] = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert shown in Path(__file__).with_name("conformance_example.py").read_text("utf-8")

"""Whole editions, byte for byte. `pytest tests/golden --update-golden` writes them anew; read the diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from golden.newsletters import NEWSLETTERS

if TYPE_CHECKING:
    from collections.abc import Callable

EXPECTED = Path(__file__).parent / "expected"
FILES = ("email.html", "email.txt", "edition.md", "edition.html", "edition.json")


@pytest.mark.parametrize("name", NEWSLETTERS)
def test_an_edition_is_what_it_was(
    name: str, tmp_path: Path, digest: Callable, request: pytest.FixtureRequest
) -> None:
    folder = NEWSLETTERS[name](tmp_path / "newsletter")
    ran = digest("build", "-C", folder, "--number", "12", "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    (built,) = (tmp_path / "out").iterdir()
    made = {file: (built / file).read_text("utf-8") for file in FILES}
    expected = EXPECTED / name
    if request.config.getoption("--update-golden"):
        expected.mkdir(parents=True, exist_ok=True)
        for file, text in made.items():
            (expected / file).write_text(text, "utf-8")
    for file, text in made.items():
        assert text == (expected / file).read_text("utf-8"), (
            f"{name}/{file} differs; if it should: --update-golden"
        )

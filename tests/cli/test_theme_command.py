from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from digest.corrections import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def built(newsletter: Path, digest: Callable) -> tuple[Path, str]:
    """Return a newsletter with an edition, and the id of the segment in it."""
    assert digest("build", "-C", newsletter).code == 0
    (row,) = json.loads(digest("explain", "-C", newsletter, "--json").out)
    assert row["theme"] == "ai-talent"
    return newsletter, row["segment"]


def test_a_correction_is_recorded_and_the_next_build_learns_from_it(built, digest: Callable) -> None:
    folder, segment = built
    ran = digest("theme", segment, "chips-infrastructure", "-C", folder)
    assert (ran.code, ran.err) == (0, "")
    (made,) = parse((folder / "corrections.toml").read_text("utf-8"))
    assert (made.theme, made.segment) == ("chips-infrastructure", segment)
    assert made.title == "Chip maker hires a team of engineers"
    assert digest("build", "-C", folder).code == 0
    (row,) = json.loads(digest("explain", "-C", folder, "--json").out)
    assert row["theme"] == "chips-infrastructure"


def test_the_beginning_of_an_id_will_do_and_a_second_correction_replaces_the_first(built, digest) -> None:
    folder, segment = built
    assert digest("theme", segment, "products", "-C", folder).code == 0
    assert digest("theme", segment[:6], "other", "-C", folder).code == 0
    assert [c.theme for c in parse((folder / "corrections.toml").read_text("utf-8"))] == ["other"]
    assert digest("build", "-C", folder).code == 0
    (row,) = json.loads(digest("explain", "-C", folder, "--json").out)
    assert row["theme"] == "other"


def test_an_unknown_theme_or_segment_is_one_line_with_a_suggestion(built, digest: Callable) -> None:
    folder, segment = built
    ran = digest("theme", segment, "ai-talnet", "-C", folder)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "did you mean 'ai-talent'?" in ran.err
    ran = digest("theme", segment[:-1] + "?", "ai-talent", "-C", folder)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert segment in ran.err
    ran = digest("theme", "zzz", "ai-talent", "-C", folder)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "digest explain" in ran.err
    assert not (folder / "corrections.toml").exists()


def test_a_broken_file_of_corrections_stays_as_it_is(built, digest: Callable) -> None:
    folder, segment = built
    (folder / "corrections.toml").write_text("= broken", "utf-8")
    assert digest("theme", segment, "products", "-C", folder).code == 2
    assert digest("build", "-C", folder).code == 2
    assert (folder / "corrections.toml").read_text("utf-8") == "= broken"


@pytest.mark.parametrize("name", ["words", "meaning"])
def test_the_scorer_is_the_one_that_digest_toml_names(built, digest: Callable, name: str) -> None:
    folder, _ = built
    settings = (folder / "digest.toml").read_text("utf-8")
    (folder / "digest.toml").write_text(f'{settings}\n[themes]\nscorer = "{name}"\n', "utf-8")
    assert digest("build", "-C", folder).code == 0
    (row,) = json.loads(digest("explain", "-C", folder, "--json").out)
    terms = {reason["term"] for reason in row["reasons"]}
    assert ("all the other words and examples" in terms) == (name == "meaning")


def test_an_unknown_scorer_is_an_error_with_the_known_ones(built, digest: Callable) -> None:
    folder, _ = built
    settings = (folder / "digest.toml").read_text("utf-8")
    (folder / "digest.toml").write_text(f'{settings}\n[themes]\nscorer = "magic"\n', "utf-8")
    ran = digest("build", "-C", folder)
    assert ran.code == 2
    assert "no such scorer 'magic'; scorers: words, meaning, meaning-large" in ran.err

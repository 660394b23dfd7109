"""The Python API: two functions, what they take and give, and an edition that needs nothing but its file."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

import digest
from digest.codec import from_json, to_json
from digest.config import load_config
from digest.pipeline import build_edition
from digest.render import render_edition
from digest.write import numbers, read_edition, write_files

STEPS = (
    "load",
    "clean",
    "segment",
    "theme",
    "merge",
    "quote",
    "standfirst",
    "select",
    "edition",
    "render",
    "write",
    "deliver",
)
NOW = datetime(2024, 3, 29, tzinfo=UTC)


def modules() -> list[str]:
    return sorted(
        m.name for m in pkgutil.walk_packages(digest.__path__, "digest.") if not m.name.endswith("__main__")
    )


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_a_module_and_no_function_hides_it(name: str):
    importlib.import_module(f"digest.{name}")
    assert isinstance(getattr(digest, name), ModuleType)


def test_each_module_can_be_imported_first():
    """A ring of imports shows only to whoever comes in at the wrong place."""
    code = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for known in [k for k in sys.modules if k == 'digest' or k.startswith('digest.')]:\n"
        "        del sys.modules[known]\n"
        "    importlib.import_module(name)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *modules()], check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_api_brings_no_server_and_no_command_line():
    code = "import sys, digest.pipeline, digest.render, digest.codec; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert (
        set(ran.stdout.split()) & {"typer", "rich", "starlette", "uvicorn", "digest.cli", "digest.preview"}
        == set()
    )


def test_steps_do_not_import_each_other():
    crossed = []
    for step in STEPS:
        place = Path(digest.__path__[0], step)
        for path in place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = (
                    [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else [a.name for a in node.names]
                    if isinstance(node, ast.Import)
                    else []
                )
                other = {n.split(".")[1] for n in names if n.startswith("digest.")} & (set(STEPS) - {step})
                crossed += [f"{path.name}: {name}" for name in other]
    # What writes editions also reads them, to tell their numbers.
    assert set(crossed) <= {"write.py: edition"}


@pytest.mark.parametrize("function", [build_edition, render_edition, to_json, from_json])
def test_a_public_function_says_what_it_takes_and_raises(function):
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values())
    assert len(inspect.getdoc(function) or "") > 60


def test_an_edition_is_built_written_read_and_rendered(newsletter: Path):
    config = load_config(newsletter / "digest.toml")
    steps: list[str] = []
    built = build_edition(
        config, now=NOW, numbered=lambda _id: 41, progress=lambda step, _: steps.append(step)
    )
    told = ["clean", "study", "theme", "merge", "select"]
    assert [step for step in steps if step in told] == told
    assert (built.edition.id, built.edition.number) == ("2024-W13", 41)
    assert (built.report.read, built.report.used, built.report.problems) == (1, 1, ())
    write_files(config.out / built.edition.id, {"edition.json": to_json(built.edition).encode()})
    again = read_edition(config.out / "2024-W13")
    assert again == built.edition
    assert render_edition(again) == render_edition(built.edition)
    assert "Chip maker hires" in render_edition(again).fill().text


def test_named_files_are_taken_in_place_of_the_folder(newsletter: Path):
    config = load_config(newsletter / "digest.toml")
    other = newsletter / "aside.md"
    other.write_text("---\ntitle: Aside\npublished: 2024-03-27\n---\nOne thing. And another.\n", "utf-8")
    built = build_edition(config, [other], now=NOW)
    assert [brief.headline for brief in built.edition.briefs] == ["Aside"]
    assert built.edition.briefs[0].segment.article.origin.path == "aside.md"


def test_now_stands_for_a_date_where_there_is_none(newsletter: Path):
    (newsletter / "content" / "good.md").write_text(
        "---\ntitle: Undated\n---\nOne thing. And another.\n", "utf-8"
    )
    config = load_config(newsletter / "digest.toml")
    assert build_edition(config, now=datetime(2026, 1, 1, 14, 59, tzinfo=UTC)).edition.id == "2026-W01"
    # In Seoul it is Monday already.
    assert build_edition(config, now=datetime(2026, 1, 4, 15, 0, tzinfo=UTC)).edition.id == "2026-W02"


def test_the_sample_leads_back_to_its_sources():
    edition = from_json(to_json(build_edition(load_config(ROOT / "digest.toml"), now=NOW).edition))
    for brief in edition.briefs:
        assert (ROOT / brief.segment.article.origin.path).is_file()
        text = brief.segment.article.text
        spans = brief.standfirst.spans
        assert not spans or brief.standfirst.text == " ".join(" ".join(s.of(text).split()) for s in spans)
    shown = {p.segment.id for brief in edition.briefs for p in brief.story.placements}
    assert {quote.segment.id for quote in edition.pull_quotes} <= shown
    assert edition.pull_quotes


def test_numbers_are_read_from_editions_of_any_schema(tmp_path: Path):
    for name, text in {
        "2024-W13": json.dumps({"schema": 1, "number": 7}),
        "2031-W01": json.dumps({"schema": 99, "number": 8, "more": []}),
        "broken": "{",
        "none": "{}",
        "a truth": '{"number": true}',
        "bytes": "\udcff",
    }.items():
        write_files(tmp_path / name, {"edition.json": text.encode("utf-8", "surrogateescape")})
    assert numbers(tmp_path) == {"2024-W13": 7, "2031-W01": 8}

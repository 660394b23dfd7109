"""The house: how large its rooms are, what they are called, and what may lie about in them."""

from __future__ import annotations

import ast
import os
import re
import shutil
import statistics
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "digest").rglob("*.py"))
FOLDERS = {"digest", "templates", "tests", "content", "docs", "benchmarks", ".ci"}

# Built from parts, so that this file does not hold what it forbids.
MACHINE_PATHS = [f"/{name}/" for name in ("wor" + "k", "roo" + "t", "opt/" + "pypi", "opt/" + "wheels")]
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "proxy.go" + "lang.org",
]
LEFT_OVER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


@cache
def tracked() -> tuple[str, ...]:
    """Return the paths that git knows; outside a checkout (an sdist) there is nothing to look at."""
    listed = None
    if shutil.which("git"):
        listed = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "-z"], check=False, capture_output=True, encoding="utf-8"
        )
    if listed is None or listed.returncode:
        why = listed.stderr.strip() if listed else "there is no git"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI runs in a checkout: {why}")
        pytest.skip(f"this is no git checkout: {why}")
    return tuple(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def tracked_texts() -> list[tuple[str, str]]:
    texts = []
    for name in tracked():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data:
            texts.append((name, data.decode("utf-8", "replace")))
    return texts


def lines_with(found) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if found(line)
    ]


def nodes(kind: type | tuple[type, ...]):
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield path.relative_to(ROOT), node


def sizes() -> dict[str, int]:
    return {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES
    }


def test_there_is_a_house():
    assert len(MODULES) > 10
    assert len(tracked()) > 10


def test_no_file_is_over_400_lines():
    assert {name: lines for name, lines in sizes().items() if lines > 400} == {}


def test_the_median_file_is_under_150_lines():
    assert statistics.median(sizes().values()) < 150


def test_no_function_is_over_60_lines():
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        if node.end_lineno - node.lineno >= 60
    ]
    assert long == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "common", "misc"}
    assert [str(path) for path in MODULES if path.stem in drawers] == []


def test_no_class_is_named_for_nothing():
    empty = ("Manager", "Helper", "Util", "Utils", "Handler", "Service")
    assert [f"{path} {node.name}" for path, node in nodes(ast.ClassDef) if node.name.endswith(empty)] == []


def test_every_module_says_what_it_is():
    silent = [str(path.relative_to(ROOT)) for path in MODULES if not docstring(path)]
    assert silent == []


def docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_only_the_folders_of_the_plan_are_tracked():
    top = {name.partition("/")[0] for name in tracked() if "/" in name}
    assert top - FOLDERS == set()


def test_no_path_of_a_machine_is_tracked():
    assert lines_with(lambda line: any(path in line for path in MACHINE_PATHS)) == []


def test_no_host_of_a_registry_is_tracked():
    assert lines_with(lambda line: any(host in line for host in REGISTRY_HOSTS)) == []


def test_nothing_is_left_for_later_in_a_comment():
    assert lines_with(LEFT_OVER.search) == []


def test_every_requirement_is_pinned_and_without_an_address():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(r for extra in project["optional-dependencies"].values() for r in extra),
    ]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []
    pinned = {plain_name(line.partition("==")[0]) for line in lines}
    own = plain_name(project["name"])  # an extra takes in others of our own
    assert {plain_name(re.match(r"[\w.-]+", r)[0]) for r in asked} - pinned == {own}
    assert own not in pinned


def plain_name(name: str) -> str:
    """Return a package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()

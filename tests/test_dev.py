"""The set-up script where it can't do its work; `.ci/run` is the proof that it can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def dev(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(folder / "dev.py"), *words],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | env,
        timeout=120,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with what the script reads, and no .venv yet."""
    for name in ("dev.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", [(), ("smaple",), ("sample", "twice")])
def test_a_wrong_word_shows_the_right_ones(checkout: Path, words: tuple[str, ...]):
    done = dev(checkout, *words)
    assert done.returncode == 2
    assert "python3 dev.py sample" in done.stdout
    assert not (checkout / ".venv").exists()


def test_help_is_no_error(checkout: Path):
    assert dev(checkout, "--help").returncode == 0


def test_where_nothing_can_be_installed_it_says_so_in_one_line(checkout: Path):
    """As without a network: pip may look nowhere."""
    nowhere = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(checkout), "PIP_CONFIG_FILE": os.devnull}
    done = dev(checkout, "sample", **nowhere)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("dev.py: pip failed: ERROR: ")
    assert "check the network and run it again" in line
    assert not (checkout / ".venv" / "installed.stamp").exists()


def test_where_no_folder_can_be_made_it_says_so_in_one_line(checkout: Path):
    (checkout / ".venv").write_text("in the way")
    done = dev(checkout, "sample")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("dev.py: can't make ")

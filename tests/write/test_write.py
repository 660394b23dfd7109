from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from digest.errors import StoppedError, WriteError
from digest.write import numbers, write_files


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_all_files_are_written_and_nothing_else_stays(tmp_path: Path) -> None:
    write_files(tmp_path / "out", {"a": b"1", "images/b": b"2"})
    write_files(tmp_path / "out", {"a": b"3"})
    assert names(tmp_path / "out") == {"a", "images/b"}
    assert (tmp_path / "out/a").read_bytes() == b"3"


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"old", "c": b"in the way"})
    with pytest.raises(WriteError, match="can't be written"):
        write_files(tmp_path, {"a": b"new", "c/b": b"new"})
    assert names(tmp_path) == {"a", "c"}
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.fixture
def small_disk(tmp_path: Path):
    """Mount a real file system of 64 kB."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "none", place], check=False).returncode
    ):
        pytest.skip("mounting a small file system needs root")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_stops_with_nothing_half_written(small_disk: Path) -> None:
    write_files(small_disk, {"a": b"old"})
    with pytest.raises(StoppedError, match="make room and run it again") as stopped:
        write_files(small_disk, {"a": b"new", "b": b"x" * 200_000})
    assert stopped.value.exit_code == 3
    assert names(small_disk) == {"a"}
    assert (small_disk / "a").read_bytes() == b"old"


def test_numbers_are_those_of_the_editions_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "2024-W12").mkdir()
    (tmp_path / "2024-W12/edition.json").write_text("{broken")
    assert numbers(tmp_path) == {}
    assert numbers(tmp_path / "none") == {}

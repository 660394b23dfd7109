from __future__ import annotations

import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.errors import ConfigError, StoppedError
from digest.model import Article, Block, Metadata, Origin, Problem, Segment, Span
from digest.work import FileCache, MemoryCache, Workshop, one_by_one
from digest.work.stow import stow, unstow

MANY = list(range(250))


def squared(number: int, more: int = 0) -> int:
    return number * number + more


def noted(folder: Path, number: int) -> int:
    (folder / f"{number}").touch()
    return -number


def complaining(number: int) -> int:
    if number == 201:
        raise ConfigError("has no such thing", where="digest.toml:3", mend="name another")
    return number


def dying(number: int) -> int:
    if number == 201:
        os._exit(9)
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_workshop_gives_what_a_loop_gives_whatever_the_processes_and_however_often(jobs: int) -> None:
    plain = one_by_one(partial(squared, more=3), MANY)
    with Workshop(MemoryCache(), jobs) as each:
        assert each(partial(squared, more=3), iter(MANY)) == plain
        assert each(partial(squared, more=3), MANY[::-1]) == plain[::-1]
        assert each(partial(squared, more=4), [5, 5, 6]) == [29, 29, 40]
        assert each(squared, []) == []


def test_what_was_found_once_is_not_looked_for_again(tmp_path: Path) -> None:
    (tmp_path / "seen").mkdir()
    for _ in range(2):
        with Workshop(FileCache(tmp_path / "cache")) as each:
            assert each(partial(noted, tmp_path / "seen"), [1, 2, 1]) == [-1, -2, -1]
    for name in ("1", "2"):
        (tmp_path / "seen" / name).unlink()
    with Workshop(FileCache(tmp_path / "cache")) as each:
        assert each(partial(noted, tmp_path / "seen"), [2, 3]) == [-2, -3]
    assert [p.name for p in (tmp_path / "seen").iterdir()] == ["3"]


class _Call:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch '{self.marker}'",)


def test_bytes_that_somebody_else_put_there_call_nothing_and_are_made_again(tmp_path: Path) -> None:
    store = MemoryCache()
    with Workshop(store) as each:
        assert each(squared, [3]) == [9]
    for foreign in (pickle.dumps(_Call(tmp_path / "called")), b"", b"\x80\x05nonsense", pickle.dumps(len)):
        store.rows = dict.fromkeys(store.rows, foreign)
        with Workshop(store) as each:
            assert each(squared, [3]) == [9]
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_function_raises_is_raised_whole(jobs: int) -> None:
    with Workshop(MemoryCache(), jobs) as each, pytest.raises(ConfigError) as error:
        each(complaining, MANY)
    assert str(error.value) == "digest.toml:3: has no such thing; name another"


def test_a_process_that_is_ended_stops_the_run_in_one_line() -> None:
    with Workshop(MemoryCache(), 2) as each, pytest.raises(StoppedError, match="ended from outside"):
        each(dying, MANY)


WAITING = """
import sys, time
from digest.work import MemoryCache, Workshop
if __name__ == "__main__":
    print("begun", flush=True)
    with Workshop(MemoryCache(), 2) as each:
        each(time.sleep, [0.2 + n / 1000 for n in range(400)])
"""


def test_its_processes_end_when_the_first_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "waiting.py"
    script.write_text(WAITING, "utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE) as first:
        assert first.stdout
        first.stdout.readline()
        children = Path(f"/proc/{first.pid}/task/{first.pid}/children")
        if not children.exists():
            pytest.skip("this system does not list a process's children")
        deadline = time.monotonic() + 60
        while len(started := children.read_text().split()) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)  # two processes, and one that keeps their semaphores
        time.sleep(1)
        first.kill()
    assert len(started) == 3
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in started):
        time.sleep(0.05)
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


@dataclass(frozen=True, slots=True)
class _Foreign:
    value: int


def test_values_come_back_as_they_were_and_what_was_one_is_one() -> None:
    seoul = datetime(2024, 3, 27, 9, tzinfo=ZoneInfo("Asia/Seoul"))
    meta = Metadata(title="제목", published=seoul, tags=("a",))
    article = Article("id", Origin("a.md"), meta, "글.", (Block("paragraph", Span(0, 2)),))
    values = [
        Segment("s", article, Span(0, 2)),
        Segment("t", article, Span(1, 2)),
        Problem("code", "what"),
        frozenset({1 << 60}),
        datetime(2024, 3, 27, tzinfo=UTC),
    ]
    again = unstow(stow(values))
    assert again == values
    assert again[0].article is again[1].article
    assert again[0].article.meta.published.tzinfo is ZoneInfo("Asia/Seoul")
    assert stow(again) == stow(values)
    with pytest.raises(pickle.UnpicklingError, match="is no value of Digest's"):
        unstow(stow(_Foreign(1)))


def test_a_row_that_stands_under_anothers_key_or_was_damaged_is_forgotten(tmp_path: Path) -> None:
    cache = FileCache(tmp_path)
    cache.write({"a": b"one", "b": b"two"})
    with closing(sqlite3.connect(tmp_path / "cache.sqlite3")) as file, file:
        (one,) = file.execute("SELECT value FROM kept WHERE key = 'a'").fetchone()
        file.execute("UPDATE kept SET value = ? WHERE key = 'b'", (one,))
    assert cache.read(["a", "b"]) == {"a": b"one"}


@pytest.mark.parametrize(
    "other",
    [
        "CREATE VIEW kept AS WITH RECURSIVE r(key, value) AS (SELECT 1, 2 UNION ALL SELECT key, value FROM r) SELECT * FROM r",
        "CREATE TABLE kept (key, value)",
    ],
)
def test_a_file_that_holds_anything_but_our_table_is_made_anew(other: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "cache.sqlite3")) as file, file:
        file.execute(other)
    cache = FileCache(tmp_path)
    assert cache.read(["a"]) == {}
    cache.write({"a": b"one"})
    assert cache.read(["a"]) == {"a": b"one"}


def test_bytes_can_not_change_what_a_class_holds() -> None:
    # BUILD with a state for slots, on the class itself: Counter.update = "x".
    with suppress(Exception):
        unstow(b"\x80\x02ccollections\nCounter\nN}X\x06\x00\x00\x00updateX\x01\x00\x00\x00xs\x86b.")
    assert callable(Counter.update)


def test_an_interrupt_while_processes_start_ends_at_once_and_leaves_none(tmp_path: Path) -> None:
    script = tmp_path / "waiting.py"
    script.write_text(WAITING, "utf-8")
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as first:
        assert first.stdout
        first.stdout.readline()
        time.sleep(0.3)
        os.killpg(first.pid, signal.SIGINT)
        _, printed = first.communicate(timeout=60)
    assert first.returncode in (-signal.SIGINT, 130, 1)
    assert printed.count(b"Traceback") <= 1
    deadline = time.monotonic() + 30
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(first.pid, 0)  # the one that keeps their semaphores ends a moment later
            time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.killpg(first.pid, 0)

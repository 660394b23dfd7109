"""The file of state: laid out once, never half-written, its troubles told in one line."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from digest.errors import DigestError, InputError, StoppedError, WriteError
from digest.state.store import VERSION, State, open_state

SUPPRESS = "INSERT INTO suppression VALUES (?, 'editor', '', '')"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "digest.sqlite3"


def test_a_file_that_lacks_a_part_is_one_line(path: Path):
    with open_state(path) as state:
        state.run("DROP TABLE delivery")
    with pytest.raises(InputError) as found, open_state(path):
        pass
    assert "parts of it are missing" in one_line(found.value, path)


def test_a_file_that_another_took_the_place_of_is_written_no_more(path: Path):
    with open_state(path) as state:
        other = path.with_name("other")
        other.write_bytes(path.read_bytes())
        other.replace(path)
        with pytest.raises(StoppedError) as found, state.transaction():
            state.run(SUPPRESS, ("a@example.org",))
        assert "moved or replaced" in one_line(found.value, path)
        assert count(state) == 0


def count(state: State) -> int:
    return state.row("SELECT count(*) FROM suppression")[0]


def one_line(error: DigestError, path: Path) -> str:
    text = str(error)
    assert "\n" not in text
    assert str(path) in text
    assert error.mend
    return text


def test_a_new_file_is_laid_out_and_its_owner_alone_may_read_it(path: Path):
    with open_state(path) as state:
        assert state.row("PRAGMA user_version") == (VERSION,)
        assert state.row("PRAGMA journal_mode") == ("wal",)
        assert state.row("PRAGMA synchronous") == (2,)  # FULL
        assert state.row("PRAGMA foreign_keys") == (1,)
        for name in ("", "-wal", "-shm"):
            assert stat.S_IMODE(Path(f"{path}{name}").stat().st_mode) == 0o600
    with open_state(path) as again:
        assert count(again) == 0


def test_a_transaction_is_whole_or_nothing(path: Path):
    with open_state(path) as state, open_state(path) as other:

        def cut_short():
            with state.transaction():
                state.run(SUPPRESS, ("a@example.org",))
                assert (count(state), count(other)) == (1, 0)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            cut_short()
        assert count(state) == 0
        with state.transaction():
            assert state.run_many(SUPPRESS, [("a@example.org",), ("b@example.org",)]) == 2
        assert count(other) == 2


def test_what_is_read_together_is_of_one_moment(path: Path):
    with open_state(path) as state, open_state(path) as other:
        with state.reading():
            assert count(state) == 0
            other.run(SUPPRESS, ("a@example.org",))
            assert count(state) == 0
        assert count(state) == 1


def test_rows_that_nobody_wants_any_more_are_let_go_in_silence(
    path: Path, capsys: pytest.CaptureFixture[str]
):
    with open_state(path) as state:
        state.run_many(SUPPRESS, [("a@example.org",), ("b@example.org",)])
        rows = state.rows("SELECT mailbox FROM suppression")
        assert next(rows) == ("a@example.org",)
    rows.close()
    del rows
    assert capsys.readouterr().err == ""


def test_a_fault_of_the_caller_is_not_dressed_up(path: Path):
    with open_state(path) as state:
        with pytest.raises(sqlite3.OperationalError):
            state.run("SELECT FROM")
        state.run(SUPPRESS, ("a@example.org",))
        with pytest.raises(sqlite3.IntegrityError), state.transaction():
            state.run(SUPPRESS, ("a@example.org",))


def test_who_waits_for_a_lock_in_vain_is_told(path: Path):
    with open_state(path) as state, open_state(path, patience=0.05) as other, state.transaction():
        with pytest.raises(StoppedError) as caught, other.transaction():
            pytest.fail("two wrote at once")
        assert "locked by another process" in one_line(caught.value, path)
        assert caught.value.exit_code == 3


def test_a_full_disk_is_told_and_leaves_nothing_behind(path: Path):
    with open_state(path) as state:
        state.row("PRAGMA max_page_count = 15")
        rows = [(f"{'x' * 200}{n}@example.org",) for n in range(1000)]
        with pytest.raises(StoppedError) as caught, state.transaction():
            state.run_many(SUPPRESS, rows)
        assert "make room" in one_line(caught.value, path)
        assert count(state) == 0
        state.row("PRAGMA max_page_count = 10000")
        with state.transaction():
            state.run_many(SUPPRESS, rows)
        assert count(state) == 1000


@pytest.mark.parametrize("content", [b"email,name\n" * 100, b"SQLite format 3\x00" + b"\xff" * 4080])
def test_a_broken_file_is_told_and_left_alone(path: Path, content: bytes):
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(DigestError) as caught:
        open_state(path)
    one_line(caught.value, path)
    assert path.read_bytes() == content


def test_a_file_of_a_later_version_is_refused(path: Path):
    with open_state(path) as state:
        state.run(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(InputError) as caught:
        open_state(path)
    assert "later version" in one_line(caught.value, path)


def test_another_programs_database_is_not_taken(path: Path):
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    with pytest.raises(InputError) as caught:
        open_state(path)
    assert "another program's" in one_line(caught.value, path)


def test_a_place_that_can_hold_no_file_is_told(tmp_path: Path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(WriteError) as caught:
        open_state(tmp_path / "state" / "digest.sqlite3")
    one_line(caught.value, tmp_path)
    with pytest.raises(WriteError):
        open_state(tmp_path)


def test_a_question_makes_no_file(path: Path):
    with pytest.raises(InputError) as caught:
        open_state(path, create=False)
    assert "no subscribers" in one_line(caught.value, path)
    assert not path.exists()


def test_many_processes_may_open_a_new_file_at_once(path: Path):
    program = (
        "import sys, pathlib\nfrom digest.state.store import open_state\n"
        "with open_state(pathlib.Path(sys.argv[1])) as s:\n"
        f"    s.run({SUPPRESS!r}, (sys.argv[2],))\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, path, str(n)], env=os.environ) for n in range(6)
    ]
    assert [process.wait(60) for process in started] == [0] * 6
    with open_state(path) as state:
        assert count(state) == 6

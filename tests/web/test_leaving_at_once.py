"""Many readers leave while an import runs: everyone is let go, and the import takes every row."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from readers import KEYS, NOW, ONE_CLICK, newsletter, serving

from digest.deliver import read_subscribers
from digest.deliver.leaving import token_of
from digest.model import Problem
from digest.state.people import active_readers, counts, take
from digest.state.store import open_state

if TYPE_CHECKING:
    from pathlib import Path

READERS, LEAVING, THREADS = 5000, 200, 20


def test_twenty_threads_leave_while_an_import_runs(tmp_path: Path):
    config = newsletter(tmp_path)
    path = tmp_path / "readers.csv"
    path.write_text("email,name\n" + "".join(f"r{n}@example.org,Reader {n}\n" for n in range(READERS)))

    def imported(name: str) -> int:
        path.write_text(path.read_text().replace("Reader", name))
        with open_state(config.state) as state:
            found = (row for row in read_subscribers(path) if not isinstance(row, Problem))
            taken = take(state, found, NOW)
        return taken.added + taken.changed + taken.same

    assert imported("Reader") == READERS
    with open_state(config.state) as state:
        leaving = [r.id for r in active_readers(state)][-LEAVING:]
    with serving(config) as site, ThreadPoolExecutor(THREADS + 1) as pool:
        # While it changes each row's name, each reader posts twice, as a mail program that got no answer does.
        working = pool.submit(imported, "Renamed")
        posts = [f"/weekly/leave/{token_of(KEYS, public)}" for public in leaving for _ in range(2)]
        answers = list(pool.map(lambda post: site.ask("POST", post, ONE_CLICK).status, posts))
        assert working.result() == READERS
    assert set(answers) == {200}
    with open_state(config.state) as state:
        left = {r.id for r in active_readers(state)}
        assert left.isdisjoint(leaving)
        assert counts(state)["unsubscribed"] == LEAVING
        assert len(left) == READERS + 3 - LEAVING
        assert state.row("SELECT count(*) FROM subscriber WHERE name LIKE 'Renamed%'") == (READERS,)

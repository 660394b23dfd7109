"""Taking lists: what they speak of changes, what they do not stays."""

from __future__ import annotations

import itertools
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from states import NOW, entries, saved, state_in, taken

from digest.deliver import read_subscribers
from digest.errors import StoppedError
from digest.model import Problem
from digest.state.people import (
    BATCH,
    Taken,
    active_readers,
    counts,
    field_names,
    language_of,
    people,
    strangers,
    take,
)
from digest.state.store import open_state
from digest.state.suppress import suppress

if TYPE_CHECKING:
    from pathlib import Path

LIST = 'email,name,language,tags,City\nhana@example.org,김하나,ko,"a, b",서울\nduri@example.org,Duri,en,,\n'


@pytest.fixture
def state(tmp_path: Path):
    with state_in(tmp_path) as opened:
        yield opened


def test_a_list_becomes_readers_in_its_order(state, tmp_path: Path):
    assert taken(state, tmp_path, LIST) == Taken(added=2)
    hana, duri = active_readers(state)
    assert (hana.email, hana.name, hana.language, hana.tags) == (
        "hana@example.org",
        "김하나",
        "ko",
        ("a", "b"),
    )
    assert (hana.fields, duri.fields) == ({"City": "서울"}, {})
    assert hana.id != duri.id
    assert "hana" not in hana.id
    assert language_of(state, hana.id) == "ko"
    assert field_names(state) == ["City"]


def test_the_same_list_again_changes_nothing(state, tmp_path: Path):
    taken(state, tmp_path, LIST)
    before = list(state.rows("SELECT * FROM subscriber"))
    assert taken(state, tmp_path, LIST) == Taken(same=2)
    assert list(state.rows("SELECT * FROM subscriber")) == before


def test_a_list_changes_what_it_speaks_of_and_nothing_else(state, tmp_path: Path):
    taken(state, tmp_path, LIST)
    ids = [reader.id for reader in active_readers(state)]
    assert taken(state, tmp_path, "email,City,Shoe\nHana@Example.org,,38\n") == Taken(changed=1)
    hana, _ = active_readers(state)
    assert (hana.email, hana.name, hana.language, hana.tags) == (
        "Hana@example.org",
        "김하나",
        "ko",
        ("a", "b"),
    )
    assert hana.fields == {"Shoe": "38"}
    assert [reader.id for reader in active_readers(state)] == ids
    taken(state, tmp_path, '{"email": "hana@example.org", "name": ""}\n', "readers.jsonl")
    assert next(active_readers(state)).name == ""
    assert next(active_readers(state)).tags == ("a", "b")


@pytest.mark.parametrize("standing", ["unsubscribed", "bounced", "complained", "suppressed"])
def test_a_row_that_says_so_is_taken_and_gets_no_mail(state, tmp_path: Path, standing: str):
    assert taken(state, tmp_path, f"email,status\nhana@example.org,{standing.upper()}\n") == Taken(
        added=1, suppressed=1
    )
    assert list(active_readers(state)) == []
    assert [p.standing for p in people(state)] == [standing]
    assert counts(state)[standing] == 1
    assert taken(state, tmp_path, "email,status\nhana@example.org,active\n") == Taken(same=1, suppressed=1)


def test_who_is_only_on_the_suppression_list_is_no_subscriber(state, tmp_path: Path):
    taken(state, tmp_path, LIST)
    with state.transaction():
        suppress(state, "other@example.org", "editor", NOW)
    assert [(p.written, p.standing) for p in strangers(state)] == [("other@example.org", "suppressed")]
    assert sum(counts(state).values()) == 2


def test_an_import_that_is_cut_short_is_taken_again(state, tmp_path: Path):
    rows = BATCH + 300
    found = entries(saved(tmp_path, "email\n" + "".join(f"r{n}@example.org\n" for n in range(rows))))

    def cut():
        yield from found[: BATCH + 5]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(state, cut(), NOW)
    assert counts(state)["active"] == BATCH
    assert take(state, found, NOW) == Taken(added=300, same=BATCH)


def test_an_import_stops_whole_where_another_process_writes(state, tmp_path: Path):
    found = entries(saved(tmp_path, LIST))
    with (
        open_state(state.path, patience=0.05) as other,
        state.transaction(),
        pytest.raises(StoppedError, match="locked"),
    ):
        take(other, found, NOW)
    assert take(state, found, NOW) == Taken(added=2)


def test_neither_a_list_nor_the_readers_are_held_in_memory(state, tmp_path: Path):
    def peak(rows: int) -> int:
        path = saved(
            tmp_path, "email,name\n" + "".join(f"r{rows}-{n}@example.org,{'x' * 400}\n" for n in range(rows))
        )
        tracemalloc.start()
        found = (row for row in read_subscribers(path) if not isinstance(row, Problem))
        assert take(state, found, NOW).added == rows
        assert sum(1 for _ in active_readers(state)) >= rows
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    # Two batches live at once: the one that is put down while the next is read.
    assert peak(3 * BATCH) < 1.2 * peak(2 * BATCH)


def test_ids_do_not_repeat(state, tmp_path: Path):
    taken(state, tmp_path, "email\n" + "".join(f"r{n}@example.org\n" for n in range(500)))
    ids = sorted(reader.id for reader in active_readers(state))
    assert all(one != two for one, two in itertools.pairwise(ids))

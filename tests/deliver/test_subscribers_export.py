"""Export and import again: all comes back, and no spreadsheet runs a cell of it."""

from __future__ import annotations

import csv
import json
import string
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.deliver import read_subscribers
from digest.deliver.readers.cells import lines_of, meant, one_line_of, shown
from digest.deliver.readers.exporting import export
from digest.errors import DigestError, UsageError, WriteError
from digest.model import Problem, Subscriber
from digest.state.people import STANDINGS, Entry, people, strangers, take
from digest.state.store import open_state
from digest.state.suppress import suppress

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# What begins a formula, ends a cell or a line, or is a mark of ours, often; any other character too.
TRICKY = st.text(st.sampled_from("=+-@'\",;\t\r\n ＝0|aZ하\u202e\u2028\x00\ud800\U0001f600"), max_size=12)
ANY = st.one_of(TRICKY, st.text(max_size=12))
NAMES = ANY.map(one_line_of)
LOCAL = st.one_of(
    st.text(string.ascii_letters + string.digits + "!#$%&'*+-/=^_`{|}~", min_size=1, max_size=12),
    st.text(string.ascii_letters + " @,;=", min_size=2, max_size=8).map(lambda t: f'"{t} ,"'),
)
ADDRESSES = st.builds(
    lambda local, domain: f"{local}@{domain}", LOCAL, st.sampled_from(["Example.org", "한국.kr", "straße.de"])
)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, object]]:
    """Rows as an editor might give them in JSON Lines, addresses of any kind with names and fields of any kind."""
    columns = draw(
        st.lists(NAMES.filter(lambda n: n and n.lower() not in COLUMNS), max_size=3, unique_by=str.lower)
    )
    return [
        {
            "email": draw(ADDRESSES),
            "name": draw(ANY),
            "language": draw(st.sampled_from(["", "ko", "en-GB"])),
            "tags": draw(st.lists(ANY, max_size=3)),
            "status": draw(st.sampled_from(["", *STANDINGS])),
            **{column: draw(ANY) for column in columns},
        }
        for _ in range(draw(st.integers(1, 6)))
    ]


COLUMNS = ("email", "name", "language", "tags", "status")


def everyone(path: Path) -> list[tuple[object, ...]]:
    with open_state(path) as state:
        return [
            (
                p.written,
                p.reader.email,
                p.reader.name,
                p.reader.language,
                p.reader.tags,
                p.reader.fields,
                p.standing,
            )
            for p in (*people(state), *strangers(state))
        ]


def imported(source: Path, into: Path) -> list[Problem]:
    found = list(read_subscribers(source))
    with open_state(into) as state:
        take(state, (row for row in found if isinstance(row, Entry)), NOW)
    return [row for row in found if isinstance(row, Problem) and row.severity == "error"]


def exported(source: Path, into: Path) -> int:
    with open_state(source) as state:
        return export(state, into)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows(), st.sampled_from(["csv", "jsonl"]))
def test_whatever_went_in_comes_back(tmp_path_factory: pytest.TempPathFactory, given_rows, kind: str):
    folder = tmp_path_factory.mktemp("round")
    first = folder / "first.jsonl"
    first.write_text("".join(json.dumps(row) + "\n" for row in given_rows), "utf-8")
    imported(first, folder / "one.sqlite3")
    before = everyone(folder / "one.sqlite3")
    assert exported(folder / "one.sqlite3", folder / f"out.{kind}") == len(before)
    assert imported(folder / f"out.{kind}", folder / "two.sqlite3") == []
    assert everyone(folder / "two.sqlite3") == before
    for row in given_rows:
        kept = next((p for p in before if p[0] == row["email"]), None)
        if (
            kept
            and sum(str(other["email"]).lower() == str(row["email"]).lower() for other in given_rows) == 1
        ):
            assert kept[2] == one_line_of(str(row["name"]))
            assert kept[5] == {k: t for k, v in row.items() if k not in COLUMNS and (t := lines_of(str(v)))}
    if kind == "csv":
        with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [cell for line in csv.reader(file) for cell in line if cell.startswith(RUN)] == []


@settings(max_examples=500)
@given(ANY)
def test_a_cell_means_what_it_was_and_is_never_run(text: str):
    assert meant(shown(text)) == text
    assert not shown(text).startswith(RUN)


@settings(max_examples=500)
@given(ANY, ANY)
def test_two_texts_are_two_cells(one: str, other: str):
    assert (shown(one) == shown(other)) == (one == other)


@pytest.mark.parametrize("cell", ["O'Neil", "'t Hooft", "'", "김하나", "a=b", "2024-01-01", ""])
def test_an_ordinary_cell_is_left_as_it_is(cell: str):
    assert shown(cell) == meant(cell) == cell


def entry(email: str, **of_reader: object) -> Entry:
    return Entry(Subscriber(email, **of_reader), email, email)  # type: ignore[arg-type]


def test_a_csv_as_a_spreadsheet_gets_it(tmp_path: Path):
    with open_state(tmp_path / "s.sqlite3") as state:
        fields = {"@City": "+82", "note": "one\ntwo"}
        take(state, [entry("=a@example.org", name='=HYPERLINK("x")', tags=("a", "b"), fields=fields)], NOW)
        with state.transaction():
            suppress(state, "gone@example.org", "complained", NOW)
        assert export(state, tmp_path / "out.csv") == 2
    assert (tmp_path / "out.csv").read_bytes().decode() == (
        "\ufeffemail,name,language,tags,status,'@City,note\r\n"
        '\'=a@example.org,"\'=HYPERLINK(""x"")",,a;b,active,\'+82,"one\ntwo"\r\n'
        "gone@example.org,,,,complained,,\r\n"
    )
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600


def test_who_is_only_suppressed_stays_so_wherever_the_file_is_taken(tmp_path: Path):
    with open_state(tmp_path / "one.sqlite3") as state, state.transaction():
        suppress(state, "gone@example.org", "editor", NOW)
    exported(tmp_path / "one.sqlite3", tmp_path / "out.jsonl")
    imported(tmp_path / "out.jsonl", tmp_path / "two.sqlite3")
    assert [row[-1] for row in everyone(tmp_path / "two.sqlite3")] == ["suppressed"]


def test_an_export_that_fails_leaves_the_earlier_file(tmp_path: Path):
    out = tmp_path / "out.csv"
    out.write_text("earlier")
    with open_state(tmp_path / "s.sqlite3") as state:
        take(state, [entry("a@example.org")], NOW)
        state.run("DROP TABLE suppression")
        with pytest.raises(Exception, match="no such table"):
            export(state, out)
    assert out.read_text() == "earlier"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize(("name", "kind"), [("out.xlsx", UsageError), ("nowhere/out.csv", WriteError)])
def test_a_place_that_can_take_no_list_is_one_line(tmp_path: Path, name: str, kind: type[DigestError]):
    with open_state(tmp_path / "s.sqlite3") as state, pytest.raises(kind) as caught:
        export(state, tmp_path / name)
    assert str(caught.value).isprintable()
    assert caught.value.mend

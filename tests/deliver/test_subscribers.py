"""Lists of subscribers as people save them."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from digest.deliver import read_subscribers
from digest.deliver.address import same_mailbox, wire_address
from digest.errors import InputError
from digest.model import Problem, Subscriber

if TYPE_CHECKING:
    from pathlib import Path

    from digest.state.people import Entry

HANA, DURI = Subscriber("hana@example.net", "김하나", "ko"), Subscriber("duri@example.net", "Duri", "en")
LIST = "email,name,language\nhana@example.net,김하나,ko\nduri@example.net,Duri,en\n"


def saved(folder: Path, content: str | bytes, name: str = "readers.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path) -> tuple[list[Entry], list[Problem]]:
    rows = list(read_subscribers(path))
    return (
        [row for row in rows if not isinstance(row, Problem)],
        [row for row in rows if isinstance(row, Problem)],
    )


def readers(path: Path) -> list[Subscriber]:
    return [entry.reader for entry in read(path)[0]]


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("cp949"),
        LIST.replace("\n", "\r\n").encode(),
        LIST.replace("\n", "\r").encode(),
        LIST.replace(",", ";").encode(),
        LIST.replace(",", "\t").encode(),
        b"\n\n" + LIST.encode() + b"\n , ,\n",
        "Language, EMAIL ,,Name\nko, hana@example.net ,,김하나\nen,duri@example.net,,Duri".encode(),
        '{"email":"hana@example.net","name":"김하나","language":"ko"}\n\n{"language":"en","EMAIL":"duri@example.net","name":"Duri"}'.encode(),
        '\ufeff{"email":"hana@example.net","name":"\\uae40하나","language":"ko"}\r\n{"email":"duri@example.net","name":"Duri","language":"en","tags":[],"status":null}\r\n'.encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "cp949",
        "crlf",
        "cr",
        "semicolons",
        "tabs",
        "blank",
        "own order",
        "json",
        "json bom",
    ],
)
def test_one_list_in_many_spellings(tmp_path: Path, content: bytes):
    entries, problems = read(saved(tmp_path, content))
    assert [entry.reader for entry in entries] == [HANA, DURI]
    assert problems == []


def test_all_columns_of_csv_and_of_json_lines(tmp_path: Path):
    csv = 'email,name,language,tags,status,City,Age\nHana@한국.kr,김하나,ko,"a; b,a",Bounced,서울,41\n'
    line = (
        '{"email": "Hana@한국.kr", "name": "김하나", "language": "ko", "tags": ["a", "b"], "status": "bounced",'
        ' "City": "서울", "Age": 41}\n'
    )
    [[one], _], [[other], _] = read(saved(tmp_path, csv)), read(saved(tmp_path, line, "readers.jsonl"))
    assert one == other
    assert one.reader == Subscriber(
        "Hana@xn--3e0b707e.kr", "김하나", "ko", tags=("a", "b"), fields={"City": "서울", "Age": "41"}
    )
    assert (one.mailbox, one.written, one.standing) == ("hana@xn--3e0b707e.kr", "Hana@한국.kr", "bounced")


def test_a_quoted_cell_holds_commas_and_lines_and_later_lines_still_count_right(tmp_path: Path):
    path = saved(tmp_path, 'email,name,note\nhana@example.net,"김,\n하나","one\ntwo"\nnobody,,\n')
    [hana], [problem] = read(path)
    assert hana.reader.name == "김, 하나"  # a name goes into a header, where no line may end
    assert hana.reader.fields == {"note": "one\ntwo"}
    assert problem.where == f"{path}:5"


def test_missing_columns_are_not_spoken_of(tmp_path: Path):
    [hana], problems = read(saved(tmp_path, "email\nhana@example.net\n"))
    assert hana.reader == Subscriber("hana@example.net")
    assert hana.says == frozenset()
    assert problems == []


def test_a_short_row_leaves_the_rest_empty_and_a_strange_language_is_unknown(tmp_path: Path):
    path = saved(tmp_path, "email,name,language\nhana@example.net\nduri@example.net,Duri,한국어\n")
    [hana, duri], [problem] = read(path)
    assert [hana.reader, duri.reader] == [
        Subscriber("hana@example.net"),
        Subscriber("duri@example.net", "Duri"),
    ]
    assert "language" in hana.says
    assert "language" not in duri.says
    assert problem.severity == "warning"


@pytest.mark.parametrize(
    ("written", "wire", "mailbox"),
    [
        ("Hana.Kim+News@Example.NET", "Hana.Kim+News@example.net", "hana.kim+news@example.net"),
        ("hana@한국.kr", "hana@xn--3e0b707e.kr", "hana@xn--3e0b707e.kr"),
        ("hana@XN--3E0B707E.kr", "hana@xn--3e0b707e.kr", "hana@xn--3e0b707e.kr"),
        ("a@straße.de", "a@xn--strae-oqa.de", "a@xn--strae-oqa.de"),
        ('"a b"@example.net', '"a b"@example.net', '"a b"@example.net'),
        ('"A@B"@example.net', '"A@B"@example.net', '"a@b"@example.net'),
        ('"plain"@example.net', "plain@example.net", "plain@example.net"),
        ("  o'neil@example.net\n", "o'neil@example.net", "o'neil@example.net"),
    ],
)
def test_an_address_as_it_goes_over_the_wire_and_as_it_counts(written: str, wire: str, mailbox: str):
    assert wire_address(written) == wire
    assert wire_address(wire) == wire
    assert same_mailbox(wire) == mailbox


def test_two_spellings_of_a_mailbox_are_one(tmp_path: Path):
    path = saved(tmp_path, "email\nhana@한국.kr\nHANA@xn--3e0b707e.kr\nhana+x@한국.kr\n")
    entries, [problem] = read(path)
    assert [entry.written for entry in entries] == ["hana@한국.kr", "hana+x@한국.kr"]
    assert problem.code == "subscriber-repeated"
    assert "stands in line 2 already" in problem.what


def test_a_list_may_come_through_a_pipe(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(LIST,))
    writer.start()
    found = readers(pipe)
    writer.join()
    assert found == [HANA, DURI]


def test_bytes_that_only_happen_to_be_cp949_greet_nobody_by_a_wrong_name(tmp_path: Path):
    path = tmp_path / "latin1.csv"
    path.write_bytes("email,name\nasa@example.org,\xc5SA Berg\n".encode("latin-1"))
    with pytest.raises(InputError, match="no text file"):
        read(path)
    path.write_bytes("email,name\nhana@example.org,김하나\n".encode("cp949"))
    assert readers(path) == [Subscriber("hana@example.org", "김하나")]


def test_who_stops_reading_early_leaves_nothing_open(tmp_path: Path):
    rows = read_subscribers(saved(tmp_path, LIST))
    assert next(rows).reader == HANA
    rows.close()
    assert list(rows) == []

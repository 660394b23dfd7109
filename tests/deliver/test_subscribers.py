"""Lists of subscribers as people save them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.deliver import read_subscribers
from digest.errors import InputError
from digest.model import Subscriber

if TYPE_CHECKING:
    from pathlib import Path

HANA, DURI = Subscriber("hana@example.net", "김하나", "ko"), Subscriber("duri@example.net", "Duri", "en")
LIST = "email,name,language\nhana@example.net,김하나,ko\nduri@example.net,Duri,en\n"


def saved(folder: Path, content: str | bytes) -> Path:
    path = folder / "readers.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("cp949"),
        LIST.replace("\n", "\r\n").encode(),
        LIST.replace(",", ";").encode(),
        LIST.replace(",", "\t").encode(),
        b"\n\n" + LIST.encode() + b"\n , ,\n",
        "Language, EMAIL ,note,Name\nko, hana@example.net ,x,김하나\nen,duri@example.net,,Duri".encode(),
    ],
    ids=["utf-8", "bom", "cp949", "crlf", "semicolons", "tabs", "blank lines", "own order"],
)
def test_one_list_in_many_spellings(tmp_path: Path, content: bytes):
    assert read_subscribers(saved(tmp_path, content)) == ([HANA, DURI], [])


def test_a_quoted_cell_holds_commas_and_lines_and_later_lines_still_count_right(tmp_path: Path):
    path = saved(tmp_path, 'email,name,language\nhana@example.net,"김,\n하나",ko\nnobody,,\n')
    [hana], [problem] = read_subscribers(path)
    assert hana.name == "김,\n하나"
    assert problem.where == f"{path}:4"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("nobody,,", "no usable address: nobody: it has no @"),
        (",Nobody,", "the cell is empty"),
        ("a b@example.net,,", "before the @ is malformed"),
        (".a@example.net,,", "before the @ is malformed"),
        ('"""a b""@example.net",,', "before the @ is malformed"),
        ("하나@example.net,,", "only ASCII can stand before the @"),
        ("a@example,,", "after the @ is no domain"),
        ("a@example..net,,", "after the @ is no domain"),
        ("a@example.net.,,", "after the @ is no domain"),
        ("a@-x.net,,", "after the @ is no domain"),
        ("a@10.0.0.1,,", "after the @ is no domain"),
        ("a@,,", "after the @ is no domain"),
        (f"{'a' * 65}@example.net,,", "too long"),
        (f"a@{'한글' * 60}.kr,,", "after the @ is no domain"),
        (f"{'a' * 60}@{'x.' * 100}net,,", "too long"),
        (f"a@{'x' * 4000}.net,,", "too long"),
        ('"a@example.net\r\nBcc: b@example.net",,', "before the @ is malformed"),
        ("HANA@example.net,,", "repeated address: HANA@example.net: it stands in line 2 already"),
        ("a@example.net,Kim, Hana,ko", "4 cells under 3 columns"),
    ],
)
def test_a_bad_row_is_one_problem_and_the_others_stay(tmp_path: Path, row: str, says: str):
    path = saved(
        tmp_path, f"email,name,language\nhana@example.net,김하나,ko\n{row}\nduri@example.net,Duri,en\n"
    )
    subscribers, [problem] = read_subscribers(path)
    assert subscribers == [HANA, DURI]
    assert str(problem).startswith(f"{path}:3: ")
    assert says in str(problem)
    assert problem.mend
    assert problem.severity == "error"


def test_an_international_domain_is_kept_as_it_goes_over_the_wire(tmp_path: Path):
    path = saved(tmp_path, "email\nhana@한국.kr\nhana@xn--3e0b707e.kr\n")
    [hana], problems = read_subscribers(path)
    assert hana.email == "hana@xn--3e0b707e.kr"
    assert [p.code for p in problems] == ["subscriber-repeated"]


def test_missing_columns_are_left_empty(tmp_path: Path):
    [hana], problems = read_subscribers(saved(tmp_path, "email\nhana@example.net\n"))
    assert hana == Subscriber("hana@example.net")
    assert problems == []


def test_a_short_row_leaves_the_rest_empty_and_a_strange_language_is_unknown(tmp_path: Path):
    path = saved(tmp_path, "email,name,language\nhana@example.net\nduri@example.net,Duri,한국어\n")
    subscribers, [problem] = read_subscribers(path)
    assert subscribers == [Subscriber("hana@example.net"), Subscriber("duri@example.net", "Duri")]
    assert problem.severity == "warning"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"name,language\nHana,ko\n", "no column named email"),
        (b"hana@example.net\n", "no column named email"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no text file"),
        (LIST.encode("utf-16"), "no text file"),
        (b'email,name\na@example.net,"open\nb@example.net,x\n', "readers.csv:2: no CSV"),
        (b"email,name\na@example.net," + b"x" * 200_000, "readers.csv:2: no CSV"),
    ],
)
def test_an_unusable_file_is_one_line(tmp_path: Path, content: bytes, says: str):
    with pytest.raises(InputError) as caught:
        read_subscribers(saved(tmp_path, content))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.mend


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path):
    with pytest.raises(InputError, match=r"nowhere\.csv: can't be read: No such file"):
        read_subscribers(tmp_path / "nowhere.csv")


def test_a_folder_is_no_list(tmp_path: Path):
    with pytest.raises(InputError, match="can't be read"):
        read_subscribers(tmp_path)


def test_bytes_that_only_happen_to_be_cp949_greet_nobody_by_a_wrong_name(tmp_path: Path):
    path = tmp_path / "latin1.csv"
    path.write_bytes("email,name\nasa@example.org,\xc5SA Berg\n".encode("latin-1"))
    with pytest.raises(InputError, match="no text file"):
        read_subscribers(path)
    path.write_bytes("email,name\nhana@example.org,김하나\n".encode("cp949"))
    assert read_subscribers(path)[0] == [Subscriber("hana@example.org", "김하나")]

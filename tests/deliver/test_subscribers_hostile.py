"""Bad rows and bad files: one clear line each, and the rows beside them are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver import read_subscribers
from digest.deliver.address import wire_address
from digest.errors import InputError
from digest.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {
    "no at": ("nobody,,", "no usable address: nobody: an email address must have an @-sign"),
    "no address": (",Nobody,", "the cell is empty"),
    "a space": ("a b@example.net,,", "invalid characters before the @-sign: SPACE"),
    "a leading dot": (".a@example.net,,", "cannot start with a period"),
    "two dots": ("a..b@example.net,,", "two periods in a row"),
    "an empty quoted part": ('"""""@example.net",,', "something before the @-sign"),
    "an open quoted part": ('"""a b@example.net",,', "no usable address"),
    "hangul before the at": ("하나@example.net,,", "internationalized characters before the @-sign"),
    "no dot in the domain": ("a@example,,", "It should have a period"),
    "two dots in the domain": ("a@example..net,,", "two periods in a row"),
    "a final dot": ("a@example.net.,,", "cannot end with a period"),
    "a hyphen in front": ("a@-x.net,,", "hyphen immediately after the @-sign"),
    "an IP address": ("a@10.0.0.1,,", "not within a valid top-level domain"),
    "a literal": ("a@[10.0.0.1],,", "bracketed IP address"),
    "a reserved domain": ("a@mail.invalid,,", "special-use or reserved name"),
    "no domain": ("a@,,", "something after the @-sign"),
    "a long local part": (f"{'a' * 65}@example.net,,", "too long before the @-sign"),
    "a long label": (f"a@{'한글' * 60}.kr,,", "after the @-sign is invalid"),
    "a long address": (f"{'a' * 60}@{'x.' * 100}net,,", "too long"),
    "a huge domain": (f"a@{'x' * 4000}.net,,", "too long"),
    "a header": ('"a@example.net\r\nBcc: b@example.net",,', "U+000D"),
    "an encoded word": ("=?utf-8?q?x?=@example.net,,", "looks like an encoded word"),
    "a name and brackets": ("Hana <a@example.net>,,", "angle brackets"),
    "two addresses": ("a@example.net b@example.net,,", "no usable address"),
    "a zero-width space": ("a@exam\u200bple.net,,", "ZERO WIDTH SPACE"),
    "repeated": ("HANA@example.net,,", "repeated address: HANA@example.net: it stands in line 2 already"),
    "too many cells": ("a@example.net,Kim, Hana,active", "4 cells under 3 columns"),
    "an unknown status": ("a@example.net,,cleaned", "no such status: cleaned"),
}
LINES = {
    "not JSON": ("nonsense", "no JSON object of texts: Expecting value"),
    "cut off": ('{"email": "a@example.net"', "Expecting ',' delimiter"),
    "an array": ('["a@example.net"]', "it is no object"),
    "a text": ('"a@example.net"', "it is no object"),
    "a table inside": ('{"email": "a@example.net", "x": {"y": 1}}', "'x' holds neither a text nor a number"),
    "an array inside": ('{"email": "a@example.net", "x": ["y"]}', "'x' holds neither a text nor a number"),
    "tags of nothing": ('{"email": "a@example.net", "tags": [null]}', "'tags' holds neither"),
    "a name twice": ('{"email": "a@example.net", "Email": "b@example.net"}', "a name stands in it twice"),
    "no name": ('{"email": "a@example.net", " ": "b"}', "a name stands in it twice, or is empty"),
    "not a number": ('{"email": "a@example.net", "x": NaN}', "NaN is no number"),
    "deep": ('{"email": ' + "[" * 100_000 + "]" * 100_000 + "}", "it is nested too deeply"),
    "no address": ('{"name": "Hana"}', "the cell is empty"),
    "an address that is a number": ('{"email": 5}', "no usable address: 5"),
}


def result(path: Path) -> tuple[list[str], Problem]:
    rows = list(read_subscribers(path))
    [problem] = [row for row in rows if isinstance(row, Problem)]
    return [row.reader.email for row in rows if not isinstance(row, Problem)], problem


def check(problem: Problem, says: str, where: str) -> None:
    text = str(problem)
    assert text.startswith(f"{where}: ")
    assert says in text
    assert text.isprintable()
    assert problem.mend
    assert problem.severity == "error"


@pytest.mark.parametrize(("row", "says"), ROWS.values(), ids=ROWS)
def test_a_bad_row_of_csv_is_one_line_and_the_others_stay(tmp_path: Path, row: str, says: str):
    path = tmp_path / "readers.csv"
    text = f"email,name,status\nhana@example.net,김하나,active\n{row}\nduri@example.net,Duri,\n"
    path.write_text(text, "utf-8", newline="")
    good, problem = result(path)
    assert good == ["hana@example.net", "duri@example.net"]
    check(problem, says, f"{path}:3")


@pytest.mark.parametrize(("line", "says"), LINES.values(), ids=LINES)
def test_a_bad_line_of_json_is_one_line_and_the_others_stay(tmp_path: Path, line: str, says: str):
    path = tmp_path / "readers.jsonl"
    path.write_text(f'{{"email": "hana@example.net"}}\n{line}\n{{"email": "duri@example.net"}}\n', "utf-8")
    good, problem = result(path)
    assert good == ["hana@example.net", "duri@example.net"]
    check(problem, says, f"{path}:2")


def test_a_cell_under_no_name_is_one_line(tmp_path: Path):
    path = tmp_path / "readers.csv"
    path.write_text("email,,name\nhana@example.net,x,Hana\nduri@example.net,,Duri\n")
    good, problem = result(path)
    assert good == ["duri@example.net"]
    check(problem, "a column that has no name", f"{path}:2")


FILES = {
    "empty": (b"", "the file is empty"),
    "blank": (b"\n \n", "the file is empty"),
    "a header alone": (b"email,name\n", "it has no row"),
    "no email column": (b"name,language\nHana,ko\n", "readers.csv:1: no column named email"),
    "no header": (b"hana@example.net\n", "no column named email"),
    "a column twice": (b"email,x,Email\na@example.net,,\n", "readers.csv:1: two columns named email"),
    "an own column twice": (b"email,x, x\na@example.net,,\n", "two columns named x"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "no text file"),
    "UTF-16": ("email\na@example.net\n".encode("utf-16"), "no text file"),
    "a NUL": (b"email,name\na@example.net,\x00\n", "no text file"),
    "a workbook": (b"PK\x03\x04" + bytes(range(256)), "no text file"),
    "an open quote": (b'email,name\na@example.net,"open\nb@example.net,x\n', "readers.csv:2: no CSV"),
    "a quote inside": (b'email,name\nb@example.net,x\na@example.net,"a"b\n', "readers.csv:3: no CSV"),
    "a huge cell": (b"email,name\na@example.net," + b"x" * 200_000, "readers.csv:2: no CSV"),
    "a huge line": (b"email,name\n" + b"x," * 600_000, "readers.csv:2: a line of over 1,048,576 characters"),
    "a JSON array": (b'[{"email": "a@example.net"}]', "a JSON array"),
}


@pytest.mark.parametrize(("content", "says"), FILES.values(), ids=FILES)
def test_an_unusable_file_is_one_line_and_nothing_of_it_is_taken(tmp_path: Path, content: bytes, says: str):
    path = tmp_path / "readers.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        next(read_subscribers(path))
    assert says in str(caught.value)
    assert str(caught.value).isprintable()
    assert caught.value.mend


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_what_is_no_file_is_one_line(tmp_path: Path, name: str):
    with pytest.raises(InputError, match="can't be read"):
        next(read_subscribers(tmp_path / name))


def test_control_characters_become_spaces_and_are_told(tmp_path: Path):
    path = tmp_path / "readers.jsonl"
    path.write_text(
        '{"email": "a@example.net", "name": "Ha\\u0000na\\r\\nBcc: x\\u2028y\\u0085z \\ud800",'
        ' "tags": "a\\u001bb", "ci\\nty": "one\\ntwo\\u0007"}\n'
    )
    *problems, entry = read_subscribers(path)
    assert entry.reader.name == "Ha na Bcc: x y z \ufffd"
    assert entry.reader.tags == ("a b",)
    assert entry.reader.fields == {"ci ty": "one\ntwo"}
    assert {problem.code for problem in problems} == {"subscriber-control"}
    assert {problem.severity for problem in problems} == {"warning"}
    assert all(str(problem).isprintable() for problem in problems)


BITS = st.sampled_from(
    [
        "email",
        "name",
        "a@example.net",
        '"',
        "'",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "{",
        "}",
        "[",
        ":",
        "\\u0000",
        "하",
        "=1",
        "\ufeff",
        "@",
    ]
)
FILES_OF_BITS = st.lists(BITS, max_size=30).map("".join)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        FILES_OF_BITS.map(str.encode),
        FILES_OF_BITS.map(lambda text: f"email,name\n{text}".encode("cp949", "ignore")),
        FILES_OF_BITS.map(lambda text: f'{{"email": "a@example.net"}}\n{{{text}}}\n'.encode()),
    )
)
def test_any_bytes_are_entries_and_lines_or_one_line(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(data)
    rows: list[object] = []
    try:
        rows = list(read_subscribers(path))
    except InputError as error:
        refused = error
    assert rows or (str(refused).isprintable() and refused.mend)
    for row in rows:
        if isinstance(row, Problem):
            assert str(row).isprintable()
            assert row.where.startswith(f"{path}:")
        else:
            assert wire_address(row.reader.email) == row.reader.email
            assert row.reader.name.isprintable() or not row.reader.name.isascii()
            assert "\n" not in row.reader.name

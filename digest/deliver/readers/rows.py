"""The rows of a list of people, CSV or JSON Lines, one after the other: nothing of the file is held in memory."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from digest.deliver.readers.cells import meant, one_line_of
from digest.errors import NO_ROOM, InputError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

HEADER = "the first row names the columns: email,name,language"
COLUMNS = ("email", "name", "language", "tags", "status")
"""The columns that mean something to us, in any letter case; any other is the editor's own field."""
_LONGEST = 1 << 20
"""Characters of a line: a longer one is no list, and would be held in memory."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row by the names of its columns, as written; or why it can't be read, with the mend."""

    line: int
    cells: Mapping[str, str]
    fault: str = ""
    mend: str = ""


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], str]]:
    """Open a list and find its encoding: UTF-8, with or without a byte order mark, or CP949.

    What can be read only once, such as a pipe, is copied first. Raises InputError, StoppedError for a full disk.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    with file, tempfile.TemporaryFile() as copy:
        data: IO[bytes] = file
        try:
            if not file.seekable():
                shutil.copyfileobj(file, copy)
                data = copy
            encoding = _encoding(data, path)
        except OSError as error:
            raise _unreadable(path, error) from error
        yield data, encoding


def rows(data: IO[bytes], encoding: str, path: Path) -> Iterator[Row]:
    """Yield the rows that are not blank. Raises InputError where nobody can tell what a row is.

    What ends in .jsonl or .ndjson, or begins with a brace, is JSON Lines, all else CSV.
    """
    first = next((line for line in _lines(data, encoding, path) if line.strip()), "").strip()
    if path.suffix.lower() in {".jsonl", ".ndjson"} or first.startswith("{"):
        return _json_rows(data, encoding, path)
    if first.startswith("["):
        raise InputError("a JSON array", where=f"{path}:1", mend="write one object a line (JSON Lines)")
    return _csv_rows(data, encoding, path)


def column(name: str) -> str:
    """Return the name of a column as it counts."""
    plain = one_line_of(name)
    return plain.lower() if plain.lower() in COLUMNS else plain


def _unreadable(path: Path, error: OSError) -> InputError | StoppedError:
    cause = error.strerror or str(error)
    if error.errno in NO_ROOM:
        return StoppedError(f"can't be copied: {cause}", where=str(path), mend="make room and run it again")
    return InputError(f"can't be read: {cause}", where=str(path), mend="check the path and its permissions")


def _encoding(data: IO[bytes], path: Path) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        seen = common = syllables = 0
        try:
            for line in _lines(data, encoding, path):
                if "\0" in line:
                    raise InputError("no text file", where=str(path), mend="save it as CSV in UTF-8")
                if encoding == "cp949" and not line.isascii():
                    hangul = [c for c in line if "\uac00" <= c <= "\ud7a3"]
                    syllables += len(hangul)
                    # The two thousand in use are those of KS X 1001; EUC-KR spells the others in 8 bytes.
                    common += sum(len(c.encode("euc-kr", "ignore")) == 2 for c in hangul)
                    seen += sum(c > "\x7f" for c in line)
        except UnicodeDecodeError:
            continue
        # Latin-1's ÅS reads as one rare syllable in CP949.
        if encoding != "cp949" or (syllables and common >= 0.9 * seen):
            return encoding
    raise InputError("no text file", where=str(path), mend="save it as CSV in UTF-8")


def _lines(data: IO[bytes], encoding: str, path: Path) -> Iterator[str]:
    """Yield the lines from the beginning, line ends as they are."""
    data.seek(0)
    text = io.TextIOWrapper(data, encoding, newline="")
    try:
        number = 0
        while line := text.readline(_LONGEST):
            number += 1
            if len(line) == _LONGEST:
                what, where = f"a line of over {_LONGEST:,} characters", f"{path}:{number}"
                raise InputError(what, where=where, mend="give a CSV file or JSON Lines")
            yield line
    finally:
        with suppress(ValueError):  # closed already, when nobody wanted the rest
            text.detach()


def _csv_rows(data: IO[bytes], encoding: str, path: Path) -> Iterator[Row]:
    head = next((line for line in _lines(data, encoding, path) if line.strip()), "")
    delimiter = max(",;\t", key=lambda mark: _named(head, mark))
    # All of it is parsed before the first row is given: where a quote is open nobody can tell which rows were
    # meant, so none is taken.
    for _ in _cells(data, encoding, path, delimiter):
        pass
    found = _cells(data, encoding, path, delimiter)
    line, header = next(found, (0, []))
    if not line:
        raise InputError("no subscribers: the file is empty", where=str(path), mend=HEADER)
    names = [column(meant(name.strip())) for name in header]
    _check_header(names, f"{path}:{line}")
    for line, cells in found:
        yield _csv_row(line, names, cells)


def _check_header(names: Sequence[str], where: str) -> None:
    if "email" not in names:
        raise InputError("no column named email", where=where, mend=HEADER)
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        raise InputError(f"two columns named {twice:.60}", where=where, mend="rename or remove one")


def _csv_row(line: int, names: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(names):
        fault = f"{len(cells)} cells under {len(names)} columns"
        return Row(line, {}, fault, "put quotes round a cell that holds a comma")
    pairs = list(zip(names, cells, strict=False))
    if any(cell.strip() for name, cell in pairs if not name):
        return Row(line, {}, "a cell under a column that has no name", "name the column or empty the cell")
    given = {name: meant(cell.strip()) for name, cell in pairs if name}
    return Row(line, {**dict.fromkeys(filter(None, names), ""), **given})


def _named(head: str, delimiter: str) -> tuple[bool, int]:
    """Return whether a first line that is cut at this mark has an email column, and how many it has."""
    cells = [cell.strip().lower() for cell in next(csv.reader([head], delimiter=delimiter), [])]
    return "email" in cells, len(cells)


def _cells(data: IO[bytes], encoding: str, path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the line it begins on."""
    reader = csv.reader(_lines(data, encoding, path), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            mend = "close the quotes or double those inside"
            raise InputError(f"no CSV: {error}", where=f"{path}:{line}", mend=mend) from error
        if any(cell.strip() for cell in row):
            yield line, row


def _json_rows(data: IO[bytes], encoding: str, path: Path) -> Iterator[Row]:
    for number, line in enumerate(_lines(data, encoding, path), start=1):
        if line.strip():
            try:
                yield Row(number, _json_row(line))
            except (ValueError, RecursionError) as error:
                cause = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
                yield Row(number, {}, f"no JSON object of texts: {cause}", "mend or remove the line")


def _json_row(line: str) -> dict[str, str]:
    """Return an object's texts by the names of its columns; numbers are texts as they are spelled."""
    value = json.loads(
        line, parse_int=str, parse_float=str, parse_constant=_no_constant, object_pairs_hook=list
    )
    if not isinstance(value, list) or not all(isinstance(pair, tuple) for pair in value):
        raise ValueError("it is no object")
    cells = {column(name): _text(column(name), item) for name, item in value}
    if len(cells) < len(value) or "" in cells:
        raise ValueError("a name stands in it twice, or is empty")
    return cells


def _text(name: str, value: Any) -> str:
    """Return a value as a cell would hold it; tags with semicolons between."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if name == "tags" and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    raise ValueError(f"{name!r:.40} holds neither a text nor a number")


def _no_constant(name: str) -> str:
    raise ValueError(f"{name} is no number")

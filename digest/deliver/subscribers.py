"""The list of subscribers: a CSV file with the columns email, name and language."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from digest.deliver.address import same_mailbox, wire_address
from digest.errors import InputError
from digest.model import Problem, Subscriber

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# The shape of a BCP 47 tag (RFC 5646), not its registry.
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,6}", re.IGNORECASE)


def read_subscribers(path: Path) -> tuple[list[Subscriber], list[Problem]]:
    """Return the subscribers in the file's order, and one Problem for each row left out.

    The file is UTF-8, with or without a byte order mark, or CP949 as Korean spreadsheets save it;
    comma, semicolon or tab between the cells; the column names in the first row, in any order.
    Raises InputError when nothing of the file can be used.
    """
    rows = _rows(_text(path), path)
    first = next(rows, None)
    if first is None:
        raise InputError("no subscribers: the file is empty", where=str(path), mend=_HEADER)
    line, header = first
    names = [name.strip().lower() for name in header]
    if "email" not in names:
        raise InputError("no column named email", where=f"{path}:{line}", mend=_HEADER)
    problems: list[Problem] = []
    subscribers: list[Subscriber] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        found = _subscriber(names, row, f"{path}:{number}", seen, number)
        problems += [item for item in found if isinstance(item, Problem)]
        subscribers += [item for item in found if isinstance(item, Subscriber)]
    return subscribers, problems


_HEADER = "the first row names the columns: email,name,language"


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"can't be read: {error.strerror}", where=str(path), mend="check the path and its permissions"
        ) from error
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (encoding != "cp949" or _is_korean(text)):
            return text
    raise InputError("no text file", where=str(path), mend="save it as CSV in UTF-8")


def _is_korean(text: str) -> bool:
    """Tell whether what was read as CP949 is Korean: Latin-1's ÅS reads as one rare syllable there.

    The two thousand syllables in use are those of KS X 1001, which EUC-KR holds; the others are not.
    """
    syllables = [c for c in text if "\uac00" <= c <= "\ud7a3"]
    common = sum(len(c.encode("euc-kr", "ignore")) == 2 for c in syllables)  # others are spelled in 8 bytes
    beyond = sum(c > "\x7f" for c in text)
    return bool(syllables) and common >= 0.9 * beyond


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the line it begins on."""
    head = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # Where a quote is open nobody can tell which rows were meant, so none is taken.
            raise InputError(
                f"no CSV: {error}", where=f"{path}:{line}", mend="close the quotes or double those inside"
            ) from error
        if any(cell.strip() for cell in row):
            yield line, row


def _subscriber(
    names: Sequence[str], row: Sequence[str], where: str, seen: dict[str, int], line: int
) -> list[Subscriber | Problem]:
    """Return the row's subscriber with its warnings, or the one Problem that leaves it out."""
    if len(row) > len(names):
        what = f"{len(row)} cells under {len(names)} columns"
        return [Problem("subscriber-row", what, where, "put quotes round a cell that holds a comma")]
    cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
    written = cells.get("email", "")
    try:
        email = wire_address(written)
    except ValueError as reason:
        what = f"no usable address: {written or 'the cell is empty'}: {reason}"
        return [Problem("subscriber-address", what, where, "mend or remove the row")]
    earlier = seen.setdefault(same_mailbox(email), line)
    if earlier != line:
        what = f"repeated address: {email}: it stands in line {earlier} already"
        return [Problem("subscriber-repeated", what, where, "remove one of the rows")]
    language = cells.get("language", "")
    warnings: list[Subscriber | Problem] = []
    if language and not _LANGUAGE.fullmatch(language):
        what = f"no language tag: {language}"
        mend = "write ko or en, say; it is taken as unknown"
        warnings.append(Problem("subscriber-language", what, where, mend, severity="warning"))
        language = ""
    return [Subscriber(email, cells.get("name", ""), language), *warnings]

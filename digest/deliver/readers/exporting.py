"""Export: every subscriber into a file that an import reads back without loss."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from digest.deliver.readers.cells import shown
from digest.deliver.readers.rows import COLUMNS
from digest.errors import NO_ROOM, StoppedError, UsageError, WriteError
from digest.state.people import field_names, people, strangers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.state.people import Person
    from digest.state.store import State

_KINDS = (".csv", ".jsonl", ".ndjson")


def export(state: State, path: Path) -> int:
    """Write all subscribers into `path`, CSV or JSON Lines by its ending; returns how many rows.

    Who is on the suppression list alone stands at the end, so that the file keeps them from mail wherever it is
    imported. The file is there whole or not at all, readable by its owner only. Raises UsageError for another
    ending, StoppedError for a full disk, WriteError.
    """
    kind = path.suffix.lower()
    if kind not in _KINDS:
        raise UsageError(f"no such kind of list: {path.name:.60}", mend="end its name in .csv or .jsonl")
    with _beside(path) as file, state.reading():
        if kind == ".csv":
            return _write_csv(file, field_names(state), _all(state))
        return _write_json(file, _all(state))


def _all(state: State) -> Iterator[Person]:
    yield from people(state)
    yield from strangers(state)


def _write_csv(file: IO[str], own: Sequence[str], everyone: Iterable[Person]) -> int:
    file.write("\ufeff")  # without it Excel takes UTF-8 for the code page of the machine
    writer = csv.writer(file)  # RFC 4180
    writer.writerow([*COLUMNS, *map(shown, own)])
    count = 0
    for person in everyone:
        count += 1
        reader = person.reader
        known = (person.written, reader.name, reader.language, ";".join(reader.tags), person.standing)
        writer.writerow([shown(cell) for cell in (*known, *(reader.fields.get(name, "") for name in own))])
    return count


def _write_json(file: IO[str], everyone: Iterable[Person]) -> int:
    count = 0
    for person in everyone:
        count += 1
        reader = person.reader
        known = (person.written, reader.name, reader.language, reader.tags, person.standing)
        row = {**dict(zip(COLUMNS, known, strict=True)), **reader.fields}
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count


@contextmanager
def _beside(path: Path) -> Iterator[IO[str]]:
    """Give a file to write; when all is written it takes its place, else it is gone."""
    temporary = ""
    try:
        # mkstemp lets nobody else read it.
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        cause = f"can't write: {error.strerror or error}"
        if error.errno in NO_ROOM:
            mend = "make room and run the same command again"
            raise StoppedError(cause, where=str(path), mend=mend) from error
        raise WriteError(cause, where=str(path), mend="choose a place that you may write to") from error
    finally:
        if temporary:
            with suppress(OSError):  # it is gone where it took its place
                Path(temporary).unlink()

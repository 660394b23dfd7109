"""The log of a run: one line of JSON for each thing that happened, without addresses unless asked for.

It tells people how a run went; what became of whom is in the ledger alone, so a log that can't be written
(the disk is full) ends nothing.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any, Self

from digest.state.ledger import stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

# What a server says of an address is told without it: "550 5.1.1 <hana@example.net>: no such user".
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'=]+@[^\s<>()\[\],;:\"']+|\"[^\"]*\"@[^\s<>()\[\],;:\"']+")


class RunLog:
    """Writes `<edition>-<time>.jsonl` into a folder, which is made where absent. Raises nothing."""

    def __init__(
        self, folder: Path, edition: str, now: Callable[[], datetime], *, addresses: bool = False
    ) -> None:
        self._now, self._addresses = now, addresses
        self._file: IO[str] | None = None
        at = stamp(now())[:23].replace(":", "").replace(".", "")
        self.path = folder / f"{_name(edition)}-{at}.jsonl"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = self.path.open("x", encoding="utf-8")
        except OSError:
            self._file = None

    def write(self, event: str, to: str = "", **values: Any) -> None:
        """Write a line; `to` is an address, which stands there only where that was asked for."""
        if self._file is None:
            return
        shown = {key: value for key, value in values.items() if value not in ("", None)}
        if self._addresses and to:
            shown["to"] = to
        elif not self._addresses:
            shown = {k: without_addresses(v) if isinstance(v, str) else v for k, v in shown.items()}
        try:
            self._file.write(
                json.dumps({"at": stamp(self._now()), "event": event, **shown}, ensure_ascii=False) + "\n"
            )
            if event != "receipt":
                self._file.flush()
        except OSError:
            self._give_up()

    def _give_up(self) -> None:
        file, self._file = self._file, None
        try:
            if file:
                file.close()
        except OSError:
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._give_up()


def without_addresses(text: str) -> str:
    """Return the text with "(address)" in place of each email address."""
    return _ADDRESS.sub("(address)", text)


def _name(edition: str) -> str:
    """Return an edition's id as a file's name may hold it."""
    return re.sub(r"[^A-Za-z0-9-]", "-", edition)


def last_run(folder: Path, edition: str) -> dict[str, Any] | None:
    """Return how the newest run of an edition ended, by its log; None where no log tells."""
    paths = sorted(folder.glob(f"{_name(edition)}-????-??-??T*.jsonl"))
    if not paths:
        return None
    begun: dict[str, Any] = {"log": str(paths[-1])}
    try:
        with paths[-1].open(encoding="utf-8") as lines:
            for line in lines:
                if '"event": "begin"' in line or '"event": "end"' in line:
                    begun |= _event(line)
    except OSError:
        return None
    return begun


def _event(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:  # the last line of a run that was killed
        return {}
    name = found.pop("event", "")
    at = found.pop("at", "")
    return {f"{name}": at, **found} if isinstance(found, dict) else {}

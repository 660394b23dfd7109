"""`digest subscribers`: the list, and who must not get mail."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from digest.cli import show
from digest.deliver.address import same_mailbox, wire_address
from digest.deliver.readers import read_subscribers
from digest.deliver.readers.exporting import export
from digest.errors import InputError, StrictError, UsageError
from digest.model import Problem
from digest.state.people import STANDINGS, counts, people, strangers, take
from digest.state.store import open_state
from digest.state.suppress import lift, suppress, suppressions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from digest.config import Config
    from digest.state.people import Entry


def import_list(config: Config, path: Path, *, strict: bool, as_json: bool) -> None:
    """Take a CSV or JSON Lines file into the state; with `strict` only one without a fault, else none of it."""
    if strict:
        _faultless(path)
    found: list[Problem] = []
    severities: Counter[str] = Counter()

    def good() -> Iterator[Entry]:
        for row in read_subscribers(path):
            if not isinstance(row, Problem):
                yield row
                continue
            severities[row.severity] += 1
            if as_json or not found:
                found.append(row)
            if not as_json:
                show.problems([row], notes=True)

    with open_state(config.state) as state:
        taken = take(state, good(), datetime.now(UTC))
    total = taken.added + taken.changed + taken.same
    if not total:
        first = found[0]
        raise InputError(f"no address could be used: {first.what}", where=first.where, mend=first.mend)
    left_out = severities["error"]
    if as_json:
        rows = {"added": taken.added, "changed": taken.changed, "same": taken.same}
        more = {"suppressed": taken.suppressed, "left_out": left_out, "problems": show.problem_rows(found)}
        show.print_json({**rows, **more})
        return
    show.out.say(
        f"{show.counted(taken.added, 'subscriber')} added, {taken.changed:,} changed, {taken.same:,} as they were;"
        f" {taken.suppressed:,} of them get no mail; {show.counted(left_out, 'row')} left out"
    )


def _faultless(path: Path) -> None:
    """Print every fault of a list. Raises StrictError where there is one."""
    count = 0
    for row in read_subscribers(path):
        if isinstance(row, Problem):
            count += 1
            show.problems([row], notes=True)
    if count:
        what = f"{show.counted(count, 'problem')}; nobody was taken in"
        raise StrictError(what, where=str(path), mend="mend them, or leave out --strict")


def export_list(config: Config, path: Path, *, as_json: bool) -> None:
    """Write all subscribers into a file, CSV or JSON Lines by its ending."""
    with open_state(config.state, create=False) as state:
        written = export(state, path)
    if as_json:
        show.print_json({"written": written, "file": str(path)})
    else:
        show.out.say(f"{show.counted(written, 'row')} written to {path}")


def show_list(config: Config, standing: str, *, as_json: bool) -> None:
    """Print a line for each subscriber, and for who is on the suppression list alone; or those of one standing."""
    if standing not in {"", *STANDINGS}:
        raise UsageError(f"no such status: {standing:.60}", mend=f"one of {', '.join(STANDINGS)}")
    with open_state(config.state, create=False) as state:
        everyone: Iterator[dict[str, Any]] = (
            {
                "email": p.written,
                "name": p.reader.name,
                "language": p.reader.language,
                "tags": list(p.reader.tags),
                "status": p.standing,
                "fields": dict(p.reader.fields),
            }
            for these in (people(state), strangers(state))
            for p in these
            if standing in {"", p.standing}
        )
        if as_json:
            _print_array(everyone)
            return
        for row in everyone:
            parts = (row["email"], row["status"], row["language"], row["name"], ", ".join(row["tags"]))
            show.out.say("  ".join(filter(None, parts)))


def count_list(config: Config, *, as_json: bool) -> None:
    """Print how many subscribers stand how; no address."""
    found: Mapping[str, int] = dict.fromkeys(STANDINGS, 0)
    if config.state.exists():
        with open_state(config.state) as state:
            found = counts(state)
    if as_json:
        show.print_json({"subscribers": sum(found.values()), **found})
        return
    show.out.say(show.counted(sum(found.values()), "subscriber"))
    for name, count in found.items():
        show.out.say(f"{count:>9,} {name}")


def suppress_address(config: Config, address: str, reason: str, note: str, *, as_json: bool) -> None:
    """Put an address on the suppression list, known or not."""
    mailbox = _mailbox(address)
    with open_state(config.state) as state, state.transaction():
        is_new = suppress(state, mailbox, reason, datetime.now(UTC), note)
    if as_json:
        show.print_json({"suppressed": True, "changed": is_new})
    else:
        show.out.say(f"{mailbox} gets no mail{'' if is_new else ', as before'}")


def lift_address(config: Config, address: str, *, as_json: bool) -> None:
    """Take an address off the suppression list: its reader gets mail again."""
    mailbox = _mailbox(address)
    with open_state(config.state, create=False) as state:
        stood = lift(state, mailbox, datetime.now(UTC))
    if as_json:
        show.print_json({"lifted": stood})
    else:
        show.out.say(f"{mailbox} {'may get mail again' if stood else 'was not on the suppression list'}")


def show_suppressions(config: Config, *, as_json: bool) -> None:
    """Print the suppression list: who, why, since when, by what."""
    with open_state(config.state, create=False) as state:
        rows = (
            {"mailbox": s.mailbox, "reason": s.reason, "since": s.since, "note": s.note}
            for s in suppressions(state)
        )
        if as_json:
            _print_array(rows)
            return
        for row in rows:
            show.out.say("  ".join(filter(None, row.values())))


def _mailbox(address: str) -> str:
    try:
        return same_mailbox(wire_address(address))
    except ValueError as reason:
        raise UsageError(f"no usable address: {address:.100}: {reason}", mend="check its spelling") from None


def _print_array(rows: Iterable[dict[str, Any]]) -> None:
    """Print a JSON array, an item a line, none held in memory."""
    before = "["
    for row in rows:
        sys.stdout.write(f"{before}\n{json.dumps(row, ensure_ascii=False)}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")

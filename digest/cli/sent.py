"""What is said of a sending: before it, to have it confirmed, and when it has ended."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import typer

from digest.cli import show
from digest.cli.progress import duration
from digest.deliver.run import INTERRUPTED
from digest.errors import UsageError
from digest.state import ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from digest.deliver.letter import EditionLetter
    from digest.deliver.run.orders import Orders, Outcome
    from digest.model import Subscriber
    from digest.protocols import Provider
    from digest.state.store import State

_SHOWN = 8
"""Languages and tags that a summary names."""


def audience(readers: Iterable[Subscriber]) -> tuple[int, str]:
    """Return how many they are, and who, in words: "ko 1,500, en 500; tags: press 12"."""
    languages: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for reader in readers:
        languages[reader.language or "no language"] += 1
        tags.update(reader.tags)
    words = _most(languages)
    return languages.total(), f"{words}; tags: {_most(tags)}" if tags else words


def summary(letter: EditionLetter, provider: Provider, orders: Orders, count: int, who: str) -> None:
    """Print on stderr what is about to be done."""
    copy = letter.copy
    rate = f"{orders.rate:g} a second" if orders.rate else "as fast as the provider takes them"
    takes = f", about {duration(count / orders.rate)}" if orders.rate else ""
    rows = {
        "provider": provider.name,
        "from": f"{copy.from_name} <{copy.from_email}>",
        "subject": copy.subject,
        "readers": f"{count:,} ({who})" if who else f"{count:,}",
        "rate": f"{rate}, {show.counted(orders.limits.connections, 'connection')}{takes}",
    }
    show.err.say(f"{orders.edition}", style="bold")
    for name, value in rows.items():
        show.err.say(f"  {name:<9} {value}")


def confirm(count: int, *, yes: bool) -> None:
    """Have the number of readers typed. Raises UsageError where it is not, or nobody is there to type it."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nobody is here to confirm it; nothing was sent", mend="add --yes")
    show.err.print(f"Type {count} to send it: ", end="")
    typed = sys.stdin.readline().strip().replace(",", "")
    if typed != str(count):
        raise UsageError("not confirmed; nothing was sent", mend=f"type {count}, or add --yes")


def report(
    state: State,
    edition: str,
    provider: str,
    outcome: Outcome,
    log: Path | None,
    *,
    addresses: bool,
    as_json: bool,
) -> None:
    """Print what became of it. Raises the error that ended it, or typer.Exit with the code that is not 0."""
    if as_json:
        row: dict[str, Any] = {
            "edition": edition,
            "provider": provider,
            "code": outcome.code,
            "why": outcome.why,
            "counts": outcome.counts,
            "accepted_now": outcome.accepted,
            "seconds": round(outcome.seconds, 3),
            "unknown": unknown_rows(state, edition, addresses=addresses),
            "log": str(log or ""),
        }
        show.print_json(row)
    else:
        tell_unknown(unknown_rows(state, edition, addresses=addresses), edition)
        took = f" in {duration(outcome.seconds)}" if outcome.accepted else ""
        show.out.say(f"{edition}: {in_words(outcome.counts)}; {outcome.accepted:,} accepted now{took}")
    if outcome.error:
        raise outcome.error
    rest = outcome.counts["planned"]
    more = f"{rest:,} still to go, `digest send {edition}` goes on" if rest else ""
    if outcome.code == INTERRUPTED and more:  # that it was interrupted, whoever ends the program says
        show.err.say(more)
    elif outcome.why and outcome.code != INTERRUPTED:
        show.error_line("; ".join(filter(None, (outcome.why, more))))
    if outcome.code:
        raise typer.Exit(outcome.code)


def in_words(counts: dict[str, int]) -> str:
    """Return the counts that are not 0, and how many were frozen."""
    parts = [f"{counts[name]:,} {name}" for name in ledger.STATES if counts[name]]
    return f"{', '.join(parts) or 'nobody'} of {sum(counts.values()):,}"


def unknown_rows(state: State, edition: str, *, addresses: bool) -> list[dict[str, str]]:
    """Return the unknown deliveries for JSON: by their opaque ids, with the addresses where that is asked for."""
    return [
        {"id": each.reader.id, "detail": each.detail, "since": each.changed}
        | ({"email": each.reader.email} if addresses else {})
        for each in ledger.deliveries(state, edition, "unknown")
    ]


def tell_unknown(rows: Sequence[Mapping[str, str]], edition: str) -> None:
    """Print a line for each delivery of which nobody knows whether it was accepted, and what can be done."""
    for row in rows:
        who = f"{row['id']}  {row['email']}" if "email" in row else row["id"]
        show.out.say(f"unknown  {who}  {row['detail']}")
    if rows:
        show.out.say(
            f"{len(rows):,} may have got it: look into the provider's own log, then `digest send {edition} --retry-unknown`"
            " sends it to them, to some a second time"
        )


def _most(counted: Counter[str]) -> str:
    parts = [f"{name} {count:,}" for name, count in counted.most_common(_SHOWN)]
    more = len(counted) - len(parts)
    return ", ".join(parts) + (f" and {more} more" if more else "")

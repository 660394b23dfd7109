"""`digest send --to FILE`: one .eml for each address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.cli import show
from digest.deliver import compose, file_provider, read_subscribers
from digest.errors import InputError, StrictError
from digest.render.settings import render_configured
from digest.write import pictures_in, read_edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.config import Config


def send(config: Config, folder: Path, to: Path, out: Path, *, strict: bool, as_json: bool) -> None:
    """Render the edition for each subscriber and write the messages into `out`."""
    subscribers, problems = read_subscribers(to)
    faults = [problem for problem in problems if problem.severity != "note"]
    if strict and faults:
        raise StrictError(faults[0].what, where=faults[0].where, mend=faults[0].mend)
    if not subscribers:
        first = problems[0] if problems else None
        where, mend = (
            (first.where, first.mend) if first else (str(to), "write one address a line under `email`")
        )
        raise InputError(
            f"no address could be used{f': {first.what}' if first else ''}", where=where, mend=mend
        )
    edition = read_edition(folder)
    rendered = render_configured(config, edition)
    pictures = pictures_in(folder)
    now = datetime.now(UTC)
    messages = (compose(edition, rendered, subscriber, now, pictures) for subscriber in subscribers)
    receipts = list(file_provider(out)(messages))
    accepted = sum(receipt.state == "accepted" for receipt in receipts)
    if as_json:
        show.print_json(
            {
                "edition": edition.id,
                "written": accepted,
                "folder": str(out),
                "problems": show.problem_rows(problems),
            }
        )
        return
    show.problems(problems, notes=True)
    for lack in _lacking(config):
        show.err.say(f"warning  digest.toml: {lack}")
    show.out.say(f"{accepted} message{'s' if accepted != 1 else ''} written to {out}/")


def _lacking(config: Config) -> Iterator[str]:
    """Yield what a mailing should have and this newsletter lacks."""
    letter = config.newsletter
    if not letter.address:
        yield "newsletter: address is empty; most countries' law asks for a postal address under a mailing"
    if not letter.unsubscribe_url:
        yield "newsletter: unsubscribe_url is empty; readers need a way to leave"

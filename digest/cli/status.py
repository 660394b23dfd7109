"""`digest status`: what became of an edition, at any time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.cli import sent, show
from digest.cli.newsletter import chosen_edition
from digest.deliver.run.runlog import last_run
from digest.state import drafts, ledger
from digest.state.lock import is_held
from digest.state.store import open_state

if TYPE_CHECKING:
    from digest.config import Config


def status(config: Config, name: str, *, addresses: bool, as_json: bool) -> None:
    """Print what the ledger knows of an edition: counts, who is unknown, the last run, drafts at services.

    `name` is its id or path, "" for the newest in out/. Raises InputError for one that is neither there nor known.
    """
    edition = Path(name).name
    row = _row(config, edition, addresses=addresses) if edition else {}
    if not row:
        edition = chosen_edition(config, name).name
        row = _row(config, edition, addresses=addresses)
    if as_json:
        show.print_json(row or {"edition": edition, "drafts": []})
    elif row:
        _tell(row, edition)
    else:
        show.out.say(f"{edition} was never sent; `digest send {edition}` sends it")


def _row(config: Config, edition: str, *, addresses: bool) -> dict[str, Any]:
    """Return what is known of an edition's sending and of its drafts; nothing where there are none."""
    if not config.state.exists():
        return {}
    row: dict[str, Any] = {"edition": edition}
    with open_state(config.state) as state:
        sending, handed = ledger.sending_of(state, edition), drafts.of_edition(state, edition)
        if sending:
            row |= {
                "provider": sending.provider,
                "began": sending.began,
                "frozen": sending.readers,
                "under_way": is_held(config.state.with_name("sending.lock")),
                "counts": ledger.counts(state, edition),
                "unknown": sent.unknown_rows(state, edition, addresses=addresses),
                "last_run": last_run(config.state.parent / "log", edition),
            }
    drafted = [
        {"service": service, "id": kept.id, "state": kept.state, "at": kept.at, "url": kept.url}
        for service, kept in handed
    ]
    return {**row, "drafts": drafted} if sending or drafted else {}


def _tell(row: dict[str, Any], edition: str) -> None:
    if "counts" in row:
        show.out.say(f"{edition}: {sent.in_words(row['counts'])}, by {row['provider']}", style="bold")
        show.out.say(f"  frozen    {row['began'][:16]} UTC, for {row['frozen']:,}")
        if row["under_way"]:
            show.out.say("  under way: a `digest send` is at work")
        elif row["counts"]["in flight"]:
            show.out.say("  the run was cut off: what is in flight will be unknown to the next")
        if run := row["last_run"]:
            ended = f"ended {run['end'][:16]} UTC with {run['code']}" if "end" in run else "did not end"
            why = f": {run['why']}" if run.get("why") else ""
            show.out.say(f"  last run  began {run.get('begin', '')[:16]} UTC, {ended}{why}")
    for draft in row["drafts"]:
        show.out.say(f"{edition}: {draft['service']} holds it as {draft['id'] or '?'}, {draft['state']}")
    sent.tell_unknown(row.get("unknown", ()), edition)

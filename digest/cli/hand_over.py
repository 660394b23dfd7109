"""`digest send` where the provider is a service: the edition goes there as a draft, is scheduled, or sent."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.beside import written_beside
from digest.cli import show
from digest.cli.ready import passed, setup_of
from digest.deliver.secrets import Secret
from digest.deliver.services import SERVICES
from digest.deliver.services.handing import Orders, check_time
from digest.deliver.services.handing import hand_over as handed_over
from digest.deliver.services.handover import handover, with_places
from digest.errors import (
    NO_ROOM,
    SelfCheckError,
    StoppedError,
    UnsupportedError,
    UsageError,
    WriteError,
)
from digest.render.settings import render_configured
from digest.state import ledger
from digest.state.lock import only_sender
from digest.state.store import open_state
from digest.write import read_edition

if TYPE_CHECKING:
    from pathlib import Path

    from digest.config import Config
    from digest.deliver.services.handing import Handed
    from digest.model import Edition, Handover
    from digest.protocols import Broadcaster
    from digest.state.store import State

_FILES = {"html": "email.html", "text": "email.txt", "markdown": "edition.md"}


def hand_over(
    config: Config,
    folder: Path,
    out: Path,
    *,
    at: str = "",
    now: bool = False,
    yes: bool = False,
    dry_run: bool = False,
    test: str = "",
    create_again: bool = False,
    overwrite: bool = False,
    as_json: bool = False,
) -> None:
    """Hand the edition in `folder` over to the service that digest.toml names; `--dry-run` writes into `out`."""
    if at and now:
        raise UsageError("--at and --now exclude each other", mend="give one of them")
    if test:
        mend = f"hand it over as a draft, and have {config.deliver.provider} send a test from there"
        raise UnsupportedError("--test: a service sends its own tests", mend=mend)
    setup = setup_of(config, out)
    service = SERVICES[setup.name](replace(setup, secret=_nobodys) if dry_run else setup)
    orders = Orders(moment(at, config) if at else None, now, create_again, overwrite)
    check_time(service, orders.at, datetime.now(UTC))
    edition = with_places(read_edition(folder), service)
    rendered = render_configured(config, edition)
    passed(config, edition, rendered)
    what = handover(edition, rendered, service, config.deliver.reply_to)
    if dry_run:
        _write(what, out)
        _tell(edition.id, service, None, out, as_json=as_json)
        return
    if now and not yes:
        _confirm(edition, what, service)
    with (
        only_sender(config.state.with_name("sending.lock")),
        open_state(config.state) as state,
        closing(service),
    ):
        _not_as_messages(state, edition.id, service.name)
        handed = handed_over(state, service, edition.id, what, orders, lambda: datetime.now(UTC))
    _tell(edition.id, service, handed, out, as_json=as_json)


def _nobodys(name: str) -> Secret:
    """Return a key for a run that asks the service nothing; Mailchimp's tells the computer centre."""
    return Secret(name, "dry-us1")


def moment(at: str, config: Config) -> datetime:
    """Return the time that `--at` names; without a zone it is the newsletter's. Raises UsageError."""
    try:
        named = datetime.fromisoformat(at)
    except ValueError:
        mend = "write it as 2026-11-30T07:00, with or without +09:00"
        raise UsageError(f"--at: {at!r:.40} is no time", mend=mend) from None
    if len(at) <= len("2026-11-30"):
        raise UsageError(f"--at: {at!r:.40} has no hour", mend=f"write it as {named:%Y-%m-%d}T07:00")
    return named if named.tzinfo else named.replace(tzinfo=config.zone)


def _not_as_messages(state: State, edition: str, service: str) -> None:
    """Raise SelfCheckError where messages of the edition have gone: a service would send it to them again."""
    sending, counts = ledger.sending_of(state, edition), ledger.counts(state, edition)
    gone = sum(counts[name] for name in ("in flight", "accepted", "unknown"))
    if sending and gone:
        what = f"{edition} went to {gone:,} readers by {sending.provider} already"
        raise SelfCheckError(what, mend=f"{service} would send it to them a second time")


def _confirm(edition: Edition, what: Handover, service: Broadcaster) -> None:
    """Say what is about to be sent and have the edition's id typed.

    Raises UsageError where it is not, or nobody is there to type it.
    """
    if not sys.stdin.isatty():
        raise UsageError("--now: nobody is here to confirm it; nothing was sent", mend="add --yes")
    rows = {
        "service": service.name,
        "from": f"{what.from_name} <{what.from_email}>",
        "subject": what.subject,
        "readers": "the whole list that the service has for it, at once; it can't be called back",
    }
    show.err.say(show.heading(edition), style="bold")
    for name, value in rows.items():
        show.err.say(f"  {name:<9} {value}")
    show.err.print(f"Type {edition.id} to send it: ", end="")
    if sys.stdin.readline().strip() != edition.id:
        raise UsageError("not confirmed; nothing was sent", mend=f"type {edition.id}, or add --yes")


def _write(what: Handover, out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for field, name in _FILES.items():
            path = out / name
            written_beside(path, getattr(what, field).encode()).replace(path)
    except OSError as error:
        kind = StoppedError if error.errno in NO_ROOM else WriteError
        raise kind(f"can't write: {error.strerror}", where=str(out), mend="choose another folder") from error


def _tell(edition: str, service: Broadcaster, handed: Handed | None, out: Path, *, as_json: bool) -> None:
    """Print what became of it; without `handed`, what would go."""
    if as_json:
        held = asdict(handed.draft) if handed else None
        row = {"edition": edition, "service": service.name, "draft": held, "lacks": service.lacks}
        show.print_json({**row, "did": handed.did} if handed else {**row, "folder": str(out)})
        return
    for lack in service.lacks:
        show.err.say(f"note     {service.name} takes {lack}")
    if not handed:
        show.out.say(f"{edition}: what {service.name} would get is written to {out}/")
        return
    draft = handed.draft
    did = ", ".join(handed.did) or "nothing to do, it has this edition already"
    when = f" for {draft.at}" if draft.at else ""
    show.out.say(f"{edition}: {service.name} holds it as {draft.id}, {draft.state}{when} ({did})")
    if draft.url:
        show.out.say(f"  {draft.url}")
    if draft.state == "draft":
        show.out.say("  look at it there, and send it there or with --at or --now")

"""Sending that leaves no trace in the ledger: to a file's addresses, to one address, or into files to look at."""

from __future__ import annotations

import secrets as random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.cli import show
from digest.cli.ready import Secrets, built, frozen, nobody, passed, provider_of
from digest.deliver import make_letter, read_subscribers
from digest.deliver.address import same_mailbox, wire_address
from digest.deliver.providers.eml import FileProvider
from digest.errors import InputError, ProviderError, StrictError, UsageError
from digest.model import Problem, Subscriber
from digest.render.settings import render_configured
from digest.state import ledger, people, suppress
from digest.state.store import open_state
from digest.write import pictures_in, read_edition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from digest.config import Config
    from digest.deliver.letter import EditionLetter

_NOBODY = "test"
"""The opaque id of a test's reader: nobody's, as all others are random."""


def to_file(config: Config, folder: Path, to: Path, out: Path, *, strict: bool, as_json: bool) -> None:
    """Write the edition for each address of a list that nobody keeps into `out`."""
    problems = [found for found in read_subscribers(to) if isinstance(found, Problem)]
    faults = [problem for problem in problems if problem.severity != "note"]
    if strict and faults:
        raise StrictError(faults[0].what, where=faults[0].where, mend=faults[0].mend)
    if not any(True for _ in _who_get_mail(config, to)):
        raise _nobody(to, problems)
    edition = read_edition(folder)
    rendered = render_configured(config, edition)
    letter = make_letter(
        edition, rendered, pictures_in(folder), now=datetime.now(UTC), reply_to=config.deliver.reply_to
    )
    written = _written(letter, _who_get_mail(config, to), out)
    if as_json:
        row = {"edition": edition.id, "written": written, "folder": str(out)}
        show.print_json({**row, "problems": show.problem_rows(problems)})
        return
    show.problems(problems, notes=True)
    for lack in _lacking(config):
        show.err.say(f"warning  digest.toml: {lack}")
    show.out.say(f"{show.counted(written, 'message')} written to {out}/")


def dry_run(config: Config, edition: str, folder: Path, out: Path, *, as_json: bool) -> None:
    """Write into `out` what would go now: to whom it is still planned, else to all who would be frozen."""
    secrets = Secrets()
    if not config.state.exists():
        raise nobody(config)
    with open_state(config.state) as state:
        sending = ledger.sending_of(state, edition)
        letter: EditionLetter
        readers: Iterator[Subscriber]
        if sending:
            letter = frozen(config, ledger.letter_of(state, edition), secrets)
            readers = (d.reader for d in ledger.deliveries(state, edition, "planned"))
        else:
            made = built(config, folder, secrets)
            passed(config, made.edition, made.rendered)
            if next(people.active_readers(state), None) is None:
                raise nobody(config)
            letter, readers = made.letter, people.active_readers(state)
        written = _written(letter, readers, out)
    if as_json:
        show.print_json({"edition": edition, "written": written, "folder": str(out)})
        return
    show.out.say(f"{show.counted(written, 'message')} written to {out}/; nothing was sent")


def test(config: Config, folder: Path, address: str, out: Path, *, as_json: bool) -> None:
    """Send the edition to one address, its subject marked."""
    try:
        wire = wire_address(address)
    except ValueError as reason:
        raise UsageError(f"--test: {address!r:.80} is no address: {reason}") from None
    if config.state.exists():
        with open_state(config.state) as state:
            if suppress.is_suppressed(state, same_mailbox(wire)):
                raise UsageError("--test: this address is on the suppression list", mend="name another one")
    secrets = Secrets()
    made = built(config, folder, secrets, mark="[test]")
    provider = provider_of(config, made.letter, out, secrets)
    # An id that is nobody's: the message has a link of its own as readers' have, and nobody leaves by it.
    message = made.letter.message(Subscriber(wire, id=_NOBODY))
    provider.check(message)
    connection = provider.connect()
    try:
        [receipt] = connection.send([message], random.token_hex(16))
    finally:
        connection.close()
    detail = secrets.clean(receipt.detail)
    if as_json:
        row = {"edition": folder.name, "provider": provider.name, "state": receipt.state, "detail": detail}
        show.print_json(row)
    if receipt.state != "accepted":
        what = f"the test was not accepted ({receipt.state}){f': {detail}' if detail else ''}"
        raise ProviderError(what, where=provider.name)
    if not as_json:
        show.out.say(f"{made.edition.subject}: {provider.name} accepted it for {wire}")
        if detail:
            show.out.say(f"  {detail}")


def _who_get_mail(config: Config, to: Path) -> Iterator[Subscriber]:
    """Yield the readers of a list, but for those who have left by what it says or by our own suppression list."""
    entries = (found for found in read_subscribers(to) if not isinstance(found, Problem))
    active = (entry for entry in entries if entry.standing in {"", "active"})
    if not config.state.exists():
        yield from (entry.reader for entry in active)
        return
    with open_state(config.state) as state:
        yield from (entry.reader for entry in active if not suppress.is_suppressed(state, entry.mailbox))


def _nobody(to: Path, problems: Sequence[Problem]) -> InputError:
    if problems:
        first = problems[0]
        return InputError(f"no address could be used: {first.what}", where=first.where, mend=first.mend)
    mend = "write one address a line under `email`"
    return InputError("no address could be used: all have left", where=str(to), mend=mend)


def _written(letter: EditionLetter, readers: Iterable[Subscriber], out: Path) -> int:
    """Write a file for each reader; returns how many. Raises StoppedError on a full disk, else WriteError."""
    connection = FileProvider(out).connect()
    count = 0
    for reader in readers:
        count += len(connection.send([letter.message(reader)], ""))
    return count


def _lacking(config: Config) -> Iterator[str]:
    """Yield what a mailing should have and this newsletter lacks."""
    letter = config.newsletter
    if not letter.address:
        yield "newsletter: address is empty; most countries' law asks for a postal address under a mailing"
    if not letter.unsubscribe_url:
        yield "newsletter: unsubscribe_url is empty; readers need a way to leave"

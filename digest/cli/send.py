"""`digest send`: a built edition to its readers, by the provider that digest.toml names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from digest.cli import progress, sent, show, trial
from digest.cli.hand_over import hand_over
from digest.cli.newsletter import chosen_edition
from digest.cli.ready import Secrets, built, frozen, nobody, passed, provider_of
from digest.deliver.run import send as carry
from digest.deliver.run.orders import Outcome, orders_for
from digest.deliver.run.runlog import RunLog
from digest.deliver.run.stop import on_signals
from digest.deliver.services import SERVICES
from digest.errors import DigestError, InputError, SelfCheckError, UsageError
from digest.state import drafts, ledger, people, unknown
from digest.state.ledger import Sending
from digest.state.lock import only_sender
from digest.state.store import open_state
from digest.write import read_edition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.config import Config
    from digest.deliver.letter import EditionLetter
    from digest.deliver.run.orders import Orders
    from digest.model import Subscriber
    from digest.protocols import Provider
    from digest.state.store import State


@dataclass(frozen=True, slots=True)
class Options:
    """The words of the command line. `out` is where messages are written, by --to, --dry-run or the file provider."""

    to: Path | None = None
    out: Path | None = None
    dry_run: bool = False
    test: str = ""
    yes: bool = False
    limit_rate: float = 0.0
    retry_unknown: bool = False
    at: str = ""
    now: bool = False
    create_again: bool = False
    overwrite: bool = False
    show_addresses: bool = False
    strict: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """One run about one edition; `folder` is None where out/ does not have it any more."""

    config: Config
    edition: str
    folder: Path | None
    out: Path
    options: Options
    state: State
    secrets: Secrets

    def orders(self, provider: Provider) -> Orders:
        deliver, limit = self.config.deliver, self.options.limit_rate
        return orders_for(self.edition, provider.traits, deliver, limit, self.secrets.clean)

    def carry(self, letter: EditionLetter, provider: Provider, orders: Orders) -> None:
        """Send what is planned, and report it."""
        folder, addresses = self.config.state.parent / "log", self.options.show_addresses
        with RunLog(folder, self.edition, lambda: datetime.now(UTC), addresses=addresses) as log:
            shown = not self.options.as_json
            with on_signals() as stop, progress.sending(shown=shown) as tell:
                outcome = carry(self.state, orders, provider, letter.message, log=log, stop=stop, tell=tell)
        self.report(provider.name, outcome, log.path)

    def report(self, provider: str, outcome: Outcome, log: Path | None) -> None:
        addresses, as_json = self.options.show_addresses, self.options.as_json
        sent.report(self.state, self.edition, provider, outcome, log, addresses=addresses, as_json=as_json)


def send(config: Config, name: str, options: Options) -> None:
    """Do what the command line asks for; `name` is the edition's id or path, "" for the newest.

    Raises a DigestError for what ends it, typer.Exit with 1 where a person must look, 3 where it stopped
    part-way, 130 where it was interrupted.
    """
    _fit_together(options)
    if options.to:
        where = chosen_edition(config, name)
        out = options.out or where / "messages"
        trial.to_file(config, where, options.to, out, strict=options.strict, as_json=options.as_json)
    elif config.deliver.provider in SERVICES:
        _hand_over(config, name, options)
    elif options.at or options.now or options.create_again or options.overwrite:
        what = "--at, --now, --create-again and --overwrite are for a service that holds the list"
        raise UsageError(f"{what}; {config.deliver.provider!r} is none", mend="leave them out")
    else:
        edition, folder = _found(config, name)
        # A trial writes beside the messages, not over them: they may be all that readers will be sent.
        place = "test" if options.test else "dry-run" if options.dry_run else "messages"
        out = options.out or (folder or config.out / edition) / place
        _by_provider(config, edition, folder, out, options)


def _by_provider(config: Config, edition: str, folder: Path | None, out: Path, options: Options) -> None:
    if options.test:
        trial.test(config, folder or out.parent, options.test, out, as_json=options.as_json)
        return
    if options.dry_run:
        trial.dry_run(config, edition, folder or out.parent, out, as_json=options.as_json)
        return
    with only_sender(config.state.with_name("sending.lock")), open_state(config.state) as state:
        run = _Run(config, edition, folder, out, options, state, Secrets())
        sending = ledger.sending_of(state, edition)
        if sending:
            _go_on(run, sending)
        else:
            _begin(run)


def _fit_together(options: Options) -> None:
    ways = {"--to": options.to, "--test": options.test, "--dry-run": options.dry_run}
    chosen = [word for word, given in ways.items() if given]
    if len(chosen) > 1:
        raise UsageError(f"{' and '.join(chosen)} exclude each other", mend="give one of them")
    if not math.isfinite(options.limit_rate):
        raise UsageError("--limit-rate: no number of messages a second", mend="such as --limit-rate 10")
    if chosen and options.retry_unknown:
        raise UsageError(f"--retry-unknown has no meaning with {chosen[0]}", mend="leave one of them out")


def _hand_over(config: Config, name: str, options: Options) -> None:
    if options.retry_unknown:
        what = f"--retry-unknown: {config.deliver.provider} holds the list itself"
        raise UsageError(what, mend="leave it out")
    folder = chosen_edition(config, name)
    hand_over(
        config,
        folder,
        options.out or folder / "draft",
        at=options.at,
        now=options.now,
        yes=options.yes,
        dry_run=options.dry_run,
        test=options.test,
        create_again=options.create_again,
        overwrite=options.overwrite,
        as_json=options.as_json,
    )


def _found(config: Config, name: str) -> tuple[str, Path | None]:
    """Return the edition's id and its folder; None where it can't be read, but its sending has begun."""
    try:
        folder = chosen_edition(config, name)
        return read_edition(folder).id, folder
    except InputError:
        edition = Path(name).name
        if not (edition and config.state.exists()):
            raise
        with open_state(config.state) as state:
            if ledger.sending_of(state, edition) is None:
                raise
        return edition, None


def _not_at_a_service(run: _Run) -> None:
    """Raise SelfCheckError where a service sends the edition or will."""
    for service, kept in drafts.of_edition(run.state, run.edition):
        if kept.state in {"scheduled", "sending", "sent"}:
            what = f"{run.edition} is {kept.state} by {service} ({kept.id}); its readers would get it twice"
            raise SelfCheckError(what, mend="see `digest status`")


def _begin(run: _Run) -> None:
    """Freeze the edition and its readers, and send it."""
    _not_at_a_service(run)
    if run.folder is None:
        raise InputError("no edition here", where=str(run.config.out), mend="build it with `digest build`")
    made = built(run.config, run.folder, run.secrets)
    passed(run.config, made.edition, made.rendered)
    count, who = sent.audience(people.active_readers(run.state))
    if not count:
        raise nobody(run.config)
    provider = provider_of(run.config, made.letter, run.out, run.secrets)
    orders = run.orders(provider)
    provider.check(made.letter.message(next(people.active_readers(run.state))))
    sent.summary(made.letter, provider, orders, count, who)
    sent.confirm(count, yes=run.options.yes)
    sending = Sending(run.edition, made.content, provider.name)
    readers = _at_most(count, people.active_readers(run.state))
    ledger.freeze(run.state, sending, made.letter.to_bytes(), readers, datetime.now(UTC))
    run.carry(made.letter, provider, orders)


def _go_on(run: _Run, sending: Sending) -> None:
    """Send what an earlier run left, as it was frozen then; or tell that nothing is left."""
    _not_at_a_service(run)
    state, edition = run.state, run.edition
    unknown.recover(state, edition)
    counts = ledger.counts(state, edition)
    changed = _difference(run, sending)
    if not (counts["planned"] or counts["unknown"]):
        _finished(run, sending, counts, changed)
        return
    letter = frozen(run.config, ledger.letter_of(state, edition), run.secrets)
    provider = provider_of(run.config, letter, run.out, run.secrets, resumed=True)
    orders = run.orders(provider)
    same = provider.name == sending.provider
    live = unknown.live_calls(state, edition, datetime.now(UTC), orders.key_life) if same else ()
    again = counts["unknown"] if run.options.retry_unknown else unknown.size(state, edition, live)
    if not (counts["planned"] + again):
        _finished(run, sending, counts, changed)
        return
    _check_one(run, letter, provider)
    sent.summary(letter, provider, orders, counts["planned"] + again, "")
    show.err.say(
        f"  goes on   frozen on {sending.began[:16]} UTC for {sending.readers:,}; {sent.in_words(counts)}"
    )
    if changed:
        show.err.say(f"warning  {changed}: what was frozen goes on")
    sent.confirm(counts["planned"] + again, yes=run.options.yes)
    if not same:
        unknown.change_provider(state, edition, provider.name)
    if run.options.retry_unknown:
        unknown.forget_unknown(state, edition, live, datetime.now(UTC))
    run.carry(letter, provider, orders)


def _check_one(run: _Run, letter: EditionLetter, provider: Provider) -> None:
    """Show the provider a message, as before the first run: digest.toml may have changed since."""
    rows = (ledger.deliveries(run.state, run.edition, name) for name in ("planned", "unknown"))
    one = next(chain.from_iterable(rows))
    provider.check(letter.message(one.reader))


def _difference(run: _Run, sending: Sending) -> str:
    """Return in words how the edition as it stands differs from what was frozen; "" where it does not."""
    if run.folder is None:
        return f"{run.edition} is not in {run.config.out}"
    try:
        same = built(run.config, run.folder, run.secrets).content == sending.content
    except DigestError as error:
        return f"{run.edition} can't be made anew ({error.what})"
    return "" if same else f"{run.edition} has changed since its sending began"


def _finished(run: _Run, sending: Sending, counts: dict[str, int], changed: str) -> None:
    """Tell that nothing is left to send. Raises SelfCheckError for an edition that changed since."""
    if changed and run.folder:
        unsure = sent.unknown_rows(run.state, run.edition, addresses=run.options.show_addresses)
        sent.tell_unknown(unsure, run.edition)
        what = (
            f"{changed} on {sending.began[:10]}; it was sent to {counts['accepted']:,} and does not go again"
        )
        raise SelfCheckError(what, mend="send what is new as an edition of its own")
    show.err.say(
        f"{run.edition}: its sending by {sending.provider} began on {sending.began[:16]} UTC; nothing is left to send"
    )
    if sending.provider == "file" != run.config.deliver.provider:
        show.err.say(
            "warning  it was written as files, and counts as sent; `digest send --dry-run` writes files without that"
        )
    code = 1 if counts["unknown"] or counts["refused"] else 0
    run.report(sending.provider, Outcome(code, "", counts, 0, 0.0), None)


def _at_most(count: int, readers: Iterable[Subscriber]) -> Iterator[Subscriber]:
    """Yield the readers. Raises UsageError where they are more than were confirmed: nothing is frozen then."""
    for number, reader in enumerate(readers, start=1):
        if number > count:
            raise UsageError(
                "the list has grown since you confirmed it; nothing was sent", mend="run it again"
            )
        yield reader

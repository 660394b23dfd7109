"""Measure how fast an edition is sent, beside Postfix's own smtp-source and a plain loop over smtplib.

    benchmarks/send                          both servers, 1 and 10 connections
    benchmarks/send --server sink --rounds 3
    benchmarks/send --memory                 peak memory with 1,000 and with 100,000 subscribers

Ours renders the edition, freezes it and its readers in the ledger (synchronous=FULL), sends it over SMTP and puts
down what became of each message. The plain loop makes an EmailMessage for each reader and keeps nothing.
smtp-source sends messages of the same size that are ready, to as many addresses (-N). The three go in turn, and the figures are the medians
of the rounds, in messages a second of the clock. The servers stand on this machine: `postfix` queues each message
(and throws it away later), `sink` is smtp-sink, which reads and forgets.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from full_edition import UTM, full_edition, settings
from servers_mail import HOST, postfix, program, smtp_sink

from digest.config.tables import Deliver
from digest.deliver import make_letter
from digest.deliver.providers.smtp import SmtpProvider
from digest.deliver.run import send as carry
from digest.deliver.run.orders import orders_for
from digest.deliver.run.runlog import RunLog
from digest.deliver.wire.dial import Server
from digest.model import Subscriber, Traits
from digest.render import render_edition
from digest.state import ledger, people
from digest.state.people import Entry
from digest.state.store import open_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from digest.model import Edition

    Way = Callable[["Edition", int, int, int], float]

GOALS = {"postfix": {"smtp-source": 0.8}, "sink": {"smtp-source": 0.3, "plain": 2.5}}
SENDER = "letters@example.org"
GROWTH = 1.2


def edition_of(folder: Path) -> Edition:
    """Return an edition whose message has some 60 kB: the full one but for its last section."""
    (folder / "newsletter").mkdir()
    made = full_edition(settings(folder / "newsletter", "en", "briefing"))
    letter = replace(made.newsletter, from_email=SENDER)
    return replace(made, newsletter=letter, sections=made.sections[:4])


def readers(count: int) -> Iterator[Subscriber]:
    """Yield readers with a name of their own and an id each."""
    return (Subscriber(f"reader{n}@example.net", f"김하나{n}", "ko", f"id{n:08}") for n in range(count))


def leave(public: str) -> str:
    return f"https://letter.example/leave/{public}.9s8fj3hf83hf8h3f8h38fh38hf83"


def ours(edition: Edition, port: int, connections: int, count: int) -> float:
    """Return how many seconds it takes us: rendering, freezing, sending, and what became of each put down."""
    with tempfile.TemporaryDirectory(prefix="digest-bench-") as name:
        folder = Path(name)
        with open_state(folder / "digest.sqlite3") as state:
            subscribe(state, count)
            began = time.perf_counter()
            letter = make_letter(
                edition, render_edition(edition, utm=UTM), {}, now=datetime.now(UTC), leave=leave
            )
            frozen = ledger.Sending(edition.id, "", "smtp")
            ledger.freeze(state, frozen, letter.to_bytes(), people.active_readers(state), datetime.now(UTC))
            provider = SmtpProvider(Server(HOST, port, 60.0), traits=Traits(connections=connections))
            orders = orders_for(edition.id, provider.traits, Deliver(), 0.0, str)
            with RunLog(folder / "log", edition.id, lambda: datetime.now(UTC)) as log:
                outcome = carry(state, orders, provider, letter.message, log=log)
            took = time.perf_counter() - began
    if outcome.counts["accepted"] != count:
        sys.exit(f"not all were accepted: {outcome}")
    return took


def subscribe(state: Any, count: int) -> None:
    entries = (Entry(replace(reader, id=""), reader.email, reader.email) for reader in readers(count))
    people.take(state, entries, datetime.now(UTC))


def plain(edition: Edition, port: int, connections: int, count: int) -> float:
    """Return how many seconds a loop takes as a program writes it that sends few mails."""
    began = time.perf_counter()
    rendered = render_edition(edition, utm=UTM)

    def send(part: Iterable[Subscriber]) -> None:
        with SMTP(HOST, port) as server:
            for reader in part:
                mine = rendered.fill(first_name=reader.name, unsubscribe_url=leave(reader.id))
                message = EmailMessage()
                message["From"] = SENDER
                message["To"] = Address(reader.name, addr_spec=reader.email)
                message["Subject"] = edition.subject
                message.set_content(mine.text)
                message.add_alternative(mine.html, subtype="html")
                server.send_message(message)

    everybody = list(readers(count))
    threads = [threading.Thread(target=send, args=(everybody[n::connections],)) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def smtp_source(edition: Edition, port: int, connections: int, count: int) -> float:
    """Return how many seconds smtp-source takes for messages of the same size."""
    command = [
        program("smtp-source"),
        "-d",
        "-N",
        "-s",
        str(connections),
        "-m",
        str(count),
        "-l",
        str(size_of(edition)),
    ]
    began = time.perf_counter()
    subprocess.run(
        [*command, "-f", SENDER, "-t", "reader@example.net", f"{HOST}:{port}"],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def size_of(edition: Edition) -> int:
    """Return the bytes of one reader's message."""
    letter = make_letter(edition, render_edition(edition, utm=UTM), {}, now=datetime.now(UTC), leave=leave)
    return len(letter.raw(next(readers(1))))


WAYS: dict[str, Way] = {"ours": ours, "smtp-source": smtp_source, "plain": plain}


@contextmanager
def server(name: str) -> Iterator[int]:
    """Run a server and return its port."""
    if name == "sink":
        with smtp_sink() as port:
            yield port
    else:
        with postfix("discard:") as relay:
            yield relay.plain


def measured(edition: Edition, name: str, connections: int, count: int, rounds: int) -> dict[str, Any]:
    """Return the figures to one server over so many connections."""
    took: dict[str, list[float]] = {way: [] for way in WAYS}
    with server(name) as port:
        for _ in range(rounds):
            for way, seconds in WAYS.items():
                took[way].append(count / seconds(edition, port, connections, count))
    rates = {way: statistics.median(each) for way, each in took.items()}
    return {"server": name, "connections": connections, "rates": rates, "rounds": took}


def table(rows: list[dict[str, Any]]) -> None:
    """Print the figures, then what of the goals is reached."""
    print(f"{'server':<9}{'connections':>11}" + "".join(f"{way:>13}" for way in WAYS) + "   ours beside")
    for row in rows:
        rates = row["rates"]
        beside = {way: rates["ours"] / rates[way] for way in WAYS if way != "ours"}
        shares = ", ".join(f"{way} {share:.2f}" for way, share in beside.items())
        print(
            f"{row['server']:<9}{row['connections']:11}"
            + "".join(f"{rates[way]:13,.0f}" for way in WAYS)
            + f"   {shares}"
        )
    for row in rows:
        for way, goal in GOALS[row["server"]].items():
            share = row["rates"]["ours"] / row["rates"][way]
            reached = "reached" if share >= goal else "not reached"
            where = f"{row['server']}, {row['connections']} connections"
            print(f"{where}: {share:.2f} of {way} (goal: at least {goal}): {reached}")


def memory(counts: tuple[int, int]) -> None:
    """Print the peak memory of a process that sends to few, and of one that sends to many."""
    program = (
        "import resource, sys, tempfile; from pathlib import Path; import measure_send as m\n"
        "with tempfile.TemporaryDirectory() as name:\n"
        "    edition = m.edition_of(Path(name))\n"
        "    m.ours(edition, int(sys.argv[1]), 10, int(sys.argv[2]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    peaks = []
    with smtp_sink() as port:
        for count in counts:
            command = [sys.executable, "-c", program, str(port), str(count)]
            ran = subprocess.run(
                command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent
            )
            peaks.append(int(ran.stdout) / 1024)
            print(f"{count:>9,} subscribers: {peaks[-1]:,.1f} MB at its peak")
    growth = peaks[1] / peaks[0]
    reached = "reached" if growth <= GROWTH else "not reached"
    print(f"{growth:.2f} times as much (goal: at most {GROWTH}): {reached}")


def main() -> None:
    """Print the figures that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--server", nargs="+", choices=list(GOALS), default=list(GOALS))
    parser.add_argument("--connections", nargs="+", type=int, default=[1, 10])
    parser.add_argument("--messages", type=int, default=2000, help="of each way in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", action="store_true", help="measure memory, not speed")
    parser.add_argument("--subscribers", nargs=2, type=int, default=[1000, 100_000], help="with --memory")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    if options.memory:
        memory(tuple(options.subscribers))
        return
    with tempfile.TemporaryDirectory(prefix="digest-bench-") as name:
        edition = edition_of(Path(name))
        rows = [
            measured(edition, server_name, connections, options.messages, options.rounds)
            for server_name in options.server
            for connections in options.connections
        ]
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"messages a second, {size_of(edition):,} bytes each, median of {options.rounds} rounds")
    table(rows)


if __name__ == "__main__":
    main()

"""Kills senders, breaks servers, fills disks and locks ledgers, then counts: nobody twice, nobody lost.

benchmarks/crash                       2,000 readers, 50 kills; then each fault with 200 readers
benchmarks/crash --only kills --readers 200 --kills 5
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from drill import Count, Drill, count
from servers_mail import smtp_sink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Fault = Callable[[Drill, Path, random.Random], None]

SINK = "sink"


def kills(drill: Drill, sink: Path, chance: random.Random, wanted: int = 50) -> None:
    """Kill senders at random moments until so many were hit, then send to the end."""
    with smtp_sink(keep=sink) as port:
        drill.point_to(port)
        longest, before = 0.05, _planned(drill)
        while drill.kills < wanted and before:
            early = chance.random() < 0.1  # within the start, the freezing, the first claim
            drill.killed(chance.uniform(0, 2.0 if early else longest), from_start=early)
            now = _planned(drill)
            # So that there are readers left for each kill, whatever the machine's pace.
            longest *= 0.7 if before - now > now / max(1, wanted - drill.kills) else 1.1
            before = now
        _to_the_end(drill)


def stored_then_cut(drill: Drill, sink: Path, _chance: random.Random) -> None:
    """The server stores the message and cuts the connection before it answers."""
    with smtp_sink("-q", ".", keep=sink) as port:
        drill.point_to(port)
        code, _, _ = drill.run()
        drill.faults = 1
        assert code == 1, code
    send_all(drill, sink)


def answers(*options: str) -> Fault:
    """Return the fault of a server that answers so, while senders are killed; then it is well again.

    smtp-sink stores a message before it turns it away, so these go where they do not count as arrived.
    """

    def fault(drill: Drill, sink: Path, chance: random.Random) -> None:
        with smtp_sink(*options, keep=sink.with_name("turned away")) as port:
            drill.point_to(port, timeout=2.0)
            for _ in range(3):
                drill.killed(chance.uniform(0.05, 1.5))
        send_all(drill, sink)

    return fault


def stall(drill: Drill, sink: Path, chance: random.Random) -> None:
    """The server takes each message and stays silent; senders are killed meanwhile."""
    with smtp_sink("-W", ".:100", keep=sink) as port:
        drill.point_to(port, timeout=0.2)
        for _ in range(2):
            drill.killed(chance.uniform(0.2, 1.0))
    send_all(drill, sink)


def refused_tls(drill: Drill, sink: Path, _chance: random.Random) -> None:
    """The server does not offer TLS, and digest.toml asks for it: nothing goes."""
    with smtp_sink(keep=sink) as port:
        drill.point_to(port, security="starttls")
        code, _, err = drill.run()
        assert code == 1, err
        assert drill.counts()["planned"] == drill.readers, err
    send_all(drill, sink)


def full_disk(drill: Drill, sink: Path, chance: random.Random) -> None:
    """The disk of state/ fills up while it sends, twice, once with a kill; then there is room again."""
    with smtp_sink(keep=sink) as port:
        drill.point_to(port)
        drill.killed(0.05)
        for _ in range(2):
            _fill(drill.state.parent, chance.randrange(8_000, 60_000))
            code, _, err = drill.run()
            assert code == 3, err
            drill.faults += 1
            (drill.state.parent / "ballast").unlink()
        _to_the_end(drill)


def locked_ledger(drill: Drill, sink: Path, _chance: random.Random) -> None:
    """Another process holds the ledger for longer than we wait: nothing is sent, and it can be run again."""
    with smtp_sink(keep=sink) as port:
        drill.point_to(port)
        drill.killed(0.03)
        other = sqlite3.connect(drill.state, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        code, _, err = drill.run()
        other.execute("ROLLBACK")
        other.close()
        assert code == 3, err
        assert "locked by another process" in err, err
        _to_the_end(drill)


def two_senders(drill: Drill, sink: Path, _chance: random.Random) -> None:
    """Two senders at once: one sends, the other says who does and ends."""
    with smtp_sink(keep=sink) as port:
        drill.point_to(port)
        both = [drill.start("--limit-rate", str(drill.readers / 60)) for _ in range(2)]
        while not (over := [each for each in both if each.poll() is not None]):
            time.sleep(0.02)
        code, _, err = drill.ended(over[0])
        still = [each.pid for each in both if each.poll() is None]
        assert (code, "another `digest send` is at work" in err) == (3, True), (code, err, still)
        [other] = [each for each in both if each is not over[0]]
        other.send_signal(signal.SIGINT)
        code, _, err = drill.ended(other)
        assert code == 130, err
        _to_the_end(drill)


FAULTS: dict[str, Fault] = {
    "stored, then cut": stored_then_cut,
    "421 at RCPT": answers("-Q", "rcpt"),
    "421 after the dot": answers("-Q", "."),
    "451 at RCPT": answers("-r", "rcpt", "-b", "451 4.3.0 try again later"),
    "451 after the dot": answers("-r", ".", "-b", "451 4.3.0 try again later"),
    "552 after the dot": answers("-f", ".", "-B", "552 5.2.2 mailbox is full"),
    "stall after the dot": stall,
    "TLS refused": refused_tls,
    "full disk": full_disk,
    "ledger locked": locked_ledger,
    "two senders": two_senders,
}


def drilled(name: str, fault: Fault, readers: int, seed: int, connections: int = 4) -> Count:
    """Run one drill in a folder of its own, and count. Raises NoDisk where it wants one and none can be had."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digest-drill-")))
        home.chmod(0o755)
        drill = Drill(home / "newsletter", readers, connections)
        (drill.folder / "state").mkdir(parents=True)
        if fault is full_disk:
            stack.enter_context(small_disk(drill.folder / "state"))
        (home / SINK).mkdir()
        drill.make()
        fault(drill, home / SINK, random.Random(seed))
        return count(name, drill, home / SINK)


class NoDiskError(Exception):
    """No small disk can be mounted here."""


@contextmanager
def small_disk(place: Path, size: str = "2m") -> Iterator[None]:
    """Mount a disk of that size. Raises NoDiskError where that is not allowed."""
    if os.geteuid() != 0:
        raise NoDiskError("only root can mount a small disk")
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
    mounted = subprocess.run(command, check=False, capture_output=True, text=True)
    if mounted.returncode:
        raise NoDiskError(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _fill(folder: Path, leave: int) -> None:
    """Fill the disk but for so many bytes."""
    room = os.statvfs(folder)
    (folder / "ballast").write_bytes(b"\0" * max(0, room.f_bavail * room.f_frsize - leave))


def _planned(drill: Drill) -> int:
    counts = drill.counts()
    return counts["planned"] if any(counts.values()) else drill.readers


def send_all(drill: Drill, sink: Path) -> None:
    """Send to the end over a server that is well."""
    with smtp_sink(keep=sink) as port:
        drill.point_to(port)
        _to_the_end(drill)


def _to_the_end(drill: Drill) -> None:
    code, out, err = drill.run()
    if code not in (0, 1):
        raise RuntimeError(f"the last run ended with {code}: {out}{err}")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--readers", type=int, default=2000)
    words.add_argument("--kills", type=int, default=50)
    words.add_argument("--seed", type=int, default=20261125)
    words.add_argument("--connections", type=int, default=4)
    words.add_argument("--only", nargs="*", metavar="DRILL", help="kills, " + ", ".join(FAULTS))
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    drills: dict[str, tuple[Fault, int]] = {
        "kills": (lambda *with_: kills(*with_, wanted=given.kills), given.readers),
        **{name: (fault, min(given.readers, 200)) for name, fault in FAULTS.items()},
    }
    if not given.json:
        print(
            f"seed {given.seed}; {given.connections} connections; SIGKILL at random moments, then sent to the end"
        )
    rows, bad = [], 0
    for name, (fault, readers) in drills.items():
        if given.only and name not in given.only:
            continue
        try:
            made = drilled(name, fault, readers, given.seed, given.connections)
        except (NoDiskError, pytest.skip.Exception) as why:
            print(f"{name}: not run: {why}", file=sys.stderr)
            continue
        rows.append(made.row())
        bad += not made.good
        if not given.json:
            _print(rows[-1], head=len(rows) == 1)
    if given.json:
        print(json.dumps(rows, indent=2))
    sys.exit(1 if bad else 0)


def _print(row: dict[str, object], *, head: bool) -> None:
    names = [name for name in row if name != "scenario"]
    if head:
        print(f"{'scenario':<20}" + "".join(f"{name:>{max(len(name), 5) + 2}}" for name in names))
    print(
        f"{row['scenario']!s:<20}" + "".join(f"{row[name]!s:>{max(len(name), 5) + 2}}" for name in names),
        flush=True,
    )


if __name__ == "__main__":
    main()

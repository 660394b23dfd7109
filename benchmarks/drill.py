"""A newsletter that is sent by real `digest send` processes to a real smtp-sink, and the count of what arrived."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from digest.model import Subscriber
from digest.state import ledger, people
from digest.state.people import Entry
from digest.state.store import open_state

if TYPE_CHECKING:
    from pathlib import Path

WEEK = "2024-W13"
PATIENCE = 300.0
"""Seconds after which a run that should have ended has hung."""

_SETTINGS = """\
[newsletter]
name = "The Drill"
language = "en"
timezone = "Asia/Seoul"
from_name = "The Drill"
from_email = "drill@example.org"
web_url = "https://example.org/{{id}}"
unsubscribe_url = "https://example.org/leave"
address = "1 Sample Street, Sampletown"

[themes]
scorer = "words"

[deliver]
provider = "smtp"
connections = {connections}

[deliver.smtp]
host = "127.0.0.1"
port = {port}
security = "{security}"
timeout = {timeout}
"""

_STORY = """\
---
title: Chip maker hires a team of engineers
byline: Ann Writer
source: Sample Wire
url: https://example.com/good
published: 2024-03-27
language: en
---

A chip maker hired a team of forty engineers from a rival on Wednesday, its largest recruitment so far.
The salaries it offered were twice the usual. The talent war goes on.

“We looked for people who had built such a thing before, and there are not many of them,” said
Mary Jones, the head of hiring at Example Corp. The rival declined to comment.
"""


@dataclass
class Drill:
    """A newsletter with readers and a built edition; `connections` is what digest.toml says."""

    folder: Path
    readers: int
    connections: int = 4
    kills: int = 0
    faults: int = 0
    runs: list[int] = field(default_factory=list)

    @property
    def state(self) -> Path:
        return self.folder / "state" / "digest.sqlite3"

    def make(self) -> None:
        """Write the newsletter, build its edition and take its readers in."""
        (self.folder / "content").mkdir(parents=True)
        (self.folder / "content" / "good.md").write_text(_STORY, "utf-8")
        self.point_to(25)
        built = subprocess.run(
            [*digest(), "build", "-C", str(self.folder)], check=False, capture_output=True, text=True
        )
        if built.returncode:
            raise RuntimeError(built.stderr)
        with open_state(self.state) as state:
            people.take(state, (_entry(n) for n in range(self.readers)), datetime.now(UTC))

    def point_to(self, port: int, *, security: str = "none", timeout: float = 10.0) -> None:
        """Have digest.toml name that server."""
        settings = _SETTINGS.format(
            port=port, connections=self.connections, security=security, timeout=timeout
        )
        (self.folder / "digest.toml").write_text(settings, "utf-8")

    def start(self, *more: str) -> subprocess.Popen[str]:
        """Start a sender."""
        command = [*digest(), "send", WEEK, "-C", str(self.folder), "--yes", *more]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ended(self, sender: subprocess.Popen[str]) -> tuple[int, str, str]:
        """Return how a sender ended: code, stdout, stderr."""
        try:
            out, err = sender.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            sender.kill()
            sender.communicate()
            raise
        self.runs.append(sender.returncode)
        return sender.returncode, out, err

    def run(self, *more: str) -> tuple[int, str, str]:
        """Send until the sender ends by itself."""
        return self.ended(self.start(*more))

    def killed(self, after: float, *more: str, from_start: bool = False) -> bool:
        """Kill a sender with SIGKILL so many seconds after its sending began; tells whether it still ran."""
        logs = set(self.logs())
        sender = self.start(*more)
        while not from_start and sender.poll() is None and set(self.logs()) == logs:
            time.sleep(0.002)
        time.sleep(after)
        alive = sender.poll() is None
        if alive:
            sender.send_signal(signal.SIGKILL)
        sender.communicate()
        self.kills += alive
        self.runs.append(sender.returncode)
        return alive

    def logs(self) -> list[Path]:
        return list((self.folder / "state" / "log").glob("*.jsonl"))

    def counts(self) -> dict[str, int]:
        if not self.state.exists():
            return {}
        with open_state(self.state) as state:
            return ledger.counts(state, WEEK)

    def in_state(self, name: str) -> set[str]:
        with open_state(self.state) as state:
            return {d.reader.email for d in ledger.deliveries(state, WEEK, name)}


@dataclass(frozen=True)
class Count:
    """What a drill came to."""

    scenario: str
    kills: int
    faults: int
    connections: int
    frozen: int
    states: dict[str, int]
    twice: int
    lost: int
    not_there: int
    named: bool
    runs: list[int]

    @property
    def bound(self) -> int:
        return (self.kills + self.faults) * self.connections

    @property
    def good(self) -> bool:
        ended = sum(self.states[name] for name in ("accepted", "refused", "unknown"))
        return (
            not (self.twice or self.lost or self.not_there)
            and self.named
            and ended == self.frozen
            and self.states["unknown"] <= self.bound
        )

    def row(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "kills": self.kills,
            "faults": self.faults,
            **{name: self.states[name] for name in ("accepted", "refused", "unknown", "planned")},
            "frozen": self.frozen,
            "twice": self.twice,
            "lost": self.lost,
            "accepted, not there": self.not_there,
            "unknown <=": self.bound,
            "named": self.named,
            "runs": len(self.runs),
            "good": self.good,
        }


def count(scenario: str, drill: Drill, sink: Path) -> Count:
    """Compare what the sink stored with what the ledger says, and with what `digest status` names."""
    arrived = arrivals(sink)
    states = drill.counts()
    accepted, unknown, refused = (drill.in_state(name) for name in ("accepted", "unknown", "refused"))
    everybody = {_address(n) for n in range(drill.readers)}
    told = subprocess.run(
        [*digest(), "status", WEEK, "-C", str(drill.folder), "--json", "--show-addresses"],
        check=True,
        capture_output=True,
        text=True,
    )
    named = {row["email"] for row in json.loads(told.stdout)["unknown"]}
    return Count(
        scenario,
        drill.kills,
        drill.faults,
        drill.connections,
        sum(states.values()),
        states,
        twice=sum(times > 1 for times in arrived.values()),
        lost=len(everybody - set(arrived) - unknown - refused),
        not_there=len(accepted - set(arrived)),
        named=named == unknown,
        runs=drill.runs,
    )


def arrivals(sink: Path) -> Counter[str]:
    """Return how often each address is on a message that the sink stored whole: its last boundary is there."""
    found: Counter[str] = Counter()
    for path in sink.iterdir():
        data = path.read_bytes()
        boundary = re.search(rb'boundary="([^"]+)"', data)
        to = re.search(rb"^To: .*?<?([^<>\s]+@[^<>\s]+?)>?\r?$", data, re.MULTILINE)
        if boundary and to and b"--" + boundary[1] + b"--" in data:
            found[to[1].decode("ascii")] += 1
    return found


def digest() -> list[str]:
    return [sys.executable, "-c", "from digest.cli import main; main()"]


def _address(number: int) -> str:
    return f"reader{number}@example.net"


def _entry(number: int) -> Entry:
    address = _address(number)
    return Entry(Subscriber(address, f"Reader {number}", "en"), address, address)

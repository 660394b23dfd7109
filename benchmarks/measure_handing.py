"""Kills hand-overs at random moments and runs them again, then counts the drafts: one each, never two.

    benchmarks/handing                     20 kills a service
    benchmarks/handing --kills 5 --seed 7 --only mailchimp

Each round is a newsletter without a state and a service without a draft. `digest send` is killed with SIGKILL at a
random moment after its first request; half of the runs that follow are killed, too. The service, a stateful fake
behind its OpenAPI description, shows drafts late in its lists, cuts the line after storing, and lets twins in.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "deliver" / "services")]

from drill import digest  # noqa: E402 -- found by the line above
from service_api import served  # noqa: E402 -- found by the line above
from service_fakes import FAKES  # noqa: E402

if TYPE_CHECKING:
    from service_api import Fake

WEEK = "2024-W13"
_SETTINGS = """\
[newsletter]
name = "The Drill"
language = "en"
from_email = "drill@example.org"
web_url = "https://example.org/{id}"
address = "1 Sample Street, Sampletown"

[themes]
scorer = "words"

[deliver]
"""
_STORY = """\
---
title: Chip maker hires a team of engineers
url: https://example.com/good
published: 2024-03-27
language: en
---

A chip maker hired a team of forty engineers from a rival on Wednesday, its largest recruitment so far.
The salaries it offered were twice the usual. The talent war goes on.
"""
_WARM = """\
import json, os, sys
from digest.cli.run import run
run(json.loads(sys.argv[1]))
print("warm", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        out = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1), os.dup2(out, 2)
        code = run(json.loads(line))
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""A process that has everything imported, and forks one real `digest send` for each line."""


@dataclass
class Tally:
    """What was counted at one service."""

    kills: int = 0
    runs: int = 0
    cut: int = 0
    stopped: int = 0  # said that nobody can tell, and made nothing
    again: int = 0  # --create-again, after a look at what is really there
    none: int = 0
    one: int = 0
    twins: int = 0


class Sender:
    """Starts `digest send` in a newsletter's folder, and kills it."""

    def __init__(self, folder: Path, fake: Fake) -> None:
        self.folder, self.fake, self.said = folder, fake, folder / "said.txt"
        self.words = ["send", WEEK, "-C", str(folder)]
        dry = [*self.words, "--dry-run", "--out", str(folder / "dry")]
        environment = {**os.environ, fake.variable: fake.key}
        self.warm = subprocess.Popen(
            [sys.executable, "-c", _WARM, json.dumps(dry), str(self.said)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        while "warm" not in (line := self.warm.stdout.readline()):
            if not line:
                raise RuntimeError("the sender did not start")

    def run(self, *more: str, kill_after: float | None = None) -> tuple[int, str]:
        """Run it; killed so many seconds after its first request where that is said. Returns code and words."""
        before = len(self.fake.calls)
        self.warm.stdin.write(json.dumps([*self.words, *more]) + "\n")
        self.warm.stdin.flush()
        child = int(self.warm.stdout.readline())
        if kill_after is not None:
            with suppress(ProcessLookupError):  # it has ended already
                self._kill(os.pidfd_open(child), before, kill_after)
        return int(self.warm.stdout.readline()), self.said.read_text("utf-8", "replace")

    def _kill(self, child: int, before: int, after: float) -> None:
        try:
            while len(self.fake.calls) == before and not select.select([child], [], [], 0.001)[0]:
                pass
            time.sleep(after)
            signal.pidfd_send_signal(child, signal.SIGKILL)
        finally:
            os.close(child)

    def close(self) -> None:
        self.warm.stdin.close()
        self.warm.wait(30)
        self.warm.stdout.close()


def measured(name: str, kills: int, chance: random.Random) -> Tally:
    """Return what was counted over so many kills at a service."""
    fake = FAKES[name]()
    with tempfile.TemporaryDirectory() as place, served(fake):
        folder = _newsletter(Path(place), fake)
        sender = Sender(folder, fake)
        try:
            tally = Tally()
            fake.pause = 0.02
            span = _span(sender, fake)
            while tally.kills < kills:
                _forget(folder, fake)
                _round(sender, fake, tally, span, chance)
        finally:
            sender.close()
    if fake.faults:
        raise AssertionError(fake.faults[:3])
    return tally


def _round(sender: Sender, fake: Fake, tally: Tally, span: float, chance: random.Random) -> None:
    fake.late = chance.choice((0.0, 1.0))
    fake.cut.extend(["POST"] * 3 if chance.random() < 0.3 else [])
    tally.cut += bool(fake.cut)
    for _ in range(2 if chance.random() < 0.5 else 1):
        code, _ = sender.run(kill_after=chance.uniform(0, span))
        tally.runs += 1
        tally.kills += code == -signal.SIGKILL
    fake.cut.clear()
    more: list[str] = []
    for _ in range(10):
        code, said = sender.run(*more)
        tally.runs += 1
        if code == 0:
            break
        tally.stopped += "none is shown there yet" in said
        time.sleep(fake.late)
        if "none is shown there yet" in said and not fake.items:  # what a person sees who looks there
            more = ["--create-again"]
            tally.again += 1
    held = len(fake.items)
    whole = "unsub" in f"{fake.items} {getattr(fake, 'contents', '')}".lower()
    tally.none += held == 0 or code != 0 or not whole
    tally.one += held == 1
    tally.twins += held > 1


def _span(sender: Sender, fake: Fake) -> float:
    """Return for how many seconds a hand-over talks to the service, and a little more."""
    code, said = sender.run()
    if code != 0:
        raise RuntimeError(said)
    return 1.1 * (fake.calls[-1].at - fake.calls[0].at) + 2 * fake.pause


def _newsletter(place: Path, fake: Fake) -> Path:
    folder = place / "newsletter"
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "good.md").write_text(_STORY, "utf-8")
    (folder / "digest.toml").write_text(_SETTINGS + fake.table.format(base=fake.base), "utf-8")
    command = [*digest(), "build", "-C", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return folder


def _forget(folder: Path, fake: Fake) -> None:
    shutil.rmtree(folder / "state", ignore_errors=True)
    fake.items.clear()
    fake.born.clear()
    fake.cut.clear()
    getattr(fake, "contents", {}).clear()
    getattr(fake, "replies", {}).clear()


def main() -> None:
    """Print the table; ends with 1 where a round did not end with one draft."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--seed", type=int, default=random.randrange(10_000))
    asked.add_argument("--only", choices=list(FAKES))
    words = asked.parse_args()
    print(f"seed {words.seed}")
    names = [field.name for field in fields(Tally)]
    print(f"{'service':<18}" + "".join(f"{name:>9}" for name in names))
    bad = 0
    for name in [words.only] if words.only else FAKES:
        tally = measured(name, words.kills, random.Random(words.seed))
        print(f"{name:<18}" + "".join(f"{getattr(tally, each):>9}" for each in names), flush=True)
        bad += tally.twins + tally.none
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()

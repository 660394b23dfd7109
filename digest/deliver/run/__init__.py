"""The sending: from the ledger over the wire and back into the ledger. Never twice, never lost.

one thread    settle what came back and claim what goes next, in one transaction; then hand it to the crew
the crew      a thread for each connection (`digest.deliver.run.crew`); as many calls are out as there are connections

So what a crash can leave unknown is what was in flight: at most one call a connection. Nothing is held in memory but
that, and who waits after being deferred.
"""

from __future__ import annotations

import heapq
import random
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.deliver.run.crew import Crew
from digest.deliver.run.orders import Outcome
from digest.deliver.run.pace import Weather, bucket
from digest.deliver.run.runlog import without_addresses
from digest.deliver.run.stop import Stop
from digest.errors import DigestError, one_line
from digest.state import ledger, unknown
from digest.state.ledger import Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.deliver.run.crew import Compose, Done
    from digest.deliver.run.orders import Orders
    from digest.deliver.run.runlog import RunLog
    from digest.model import Receipt
    from digest.protocols import Provider
    from digest.state.ledger import Call, Claim, Delivery
    from digest.state.store import State

INTERRUPTED = 130
_WAITING = 10_000
"""Deferred messages that are remembered; beyond, no new ones are begun until some of these have gone."""
_DETAIL = 300
"""Characters that are kept of what a provider says."""
_TICK = 0.5
"""Seconds between two looks at the clock while nothing comes back."""


def send(
    state: State,
    orders: Orders,
    provider: Provider,
    compose: Compose,
    *,
    log: RunLog,
    stop: Stop | None = None,
    tell: Callable[[dict[str, int]], None] = lambda _: None,
    jitter: Callable[[], float] = random.random,
) -> Outcome:
    """Send what is planned, until there is no more or something halts it; the caller holds the sender's lock.

    `tell` is given the counts now and then. What ends a run is in the outcome; raises KeyboardInterrupt where
    `stop` was asked twice, and leaves in flight what is.
    """
    stop = stop or Stop()
    crew = Crew(provider, compose, orders.limits.connections)
    stop.wake = crew.wake
    run = _Run(state, orders, log, jitter)
    began = time.monotonic()
    log.write("begin", edition=orders.edition, provider=provider.name, counts=dict(run.counts))
    while True:
        run.look(stop)
        for call in run.step():
            crew.give(call)
        tell(run.counts)
        if run.ended:
            break
        run.note(crew.back(run.patience()))
    crew.end()
    outcome = run.outcome(time.monotonic() - began)
    log.write(
        "end", code=outcome.code, why=outcome.why, counts=outcome.counts, seconds=round(outcome.seconds, 1)
    )
    return outcome


class _Run:
    """What a run knows: what is out, what came back and is not settled yet, who waits, the rate and the weather."""

    def __init__(self, state: State, orders: Orders, log: RunLog, jitter: Callable[[], float]) -> None:
        self.state, self.orders, self.log, self.jitter = state, orders, log, jitter
        self.counts = Counter(ledger.counts(state, orders.edition))
        self.frozen = sum(self.counts.values())
        self.accepted = 0
        self.live = list(unknown.live_calls(state, orders.edition, _now(), orders.key_life))
        self.after, self.more = 0, True  # which planned ones were claimed, and whether there may be others
        self.out = 0
        self.back: list[Settled] = []
        self.waiting: list[tuple[float, int]] = []
        self.tried: Counter[int] = Counter()
        self.weather, self.bucket = Weather(), bucket(orders.rate, orders.batch, time.monotonic())
        self.code, self.why = 0, ""
        self.error: DigestError | None = None
        self.cannot_write = False
        self.said = ""  # by the provider, the last time it did not accept

    @property
    def ended(self) -> bool:
        rest = self.more or self.waiting or self.live
        return not self.out and not self.back and bool(self.code or not rest)

    def look(self, stop: Stop) -> None:
        """Halt the run where there is a reason to."""
        if stop.asked:
            self.halt(INTERRUPTED, "interrupted")
        if self.counts["accepted"] > self.frozen:
            self.halt(1, f"{self.counts['accepted']} were accepted and only {self.frozen} frozen")
        code, why = self.weather.verdict(time.monotonic(), self.orders.limits)
        self.halt(code, f"{why}: {self.said}" if self.said else why)

    def halt(self, code: int, why: str, error: DigestError | None = None) -> None:
        """Begin nothing more, where `code` is one; the first reason stands."""
        if code and not self.code:
            self.code, self.why, self.error = code, why, error
            self.log.write("halt", code=code, why=why)

    def step(self) -> Sequence[Call]:
        """Settle what came back and claim what may go, in one transaction; return what is in flight by that."""
        room = self._room()
        if not (self.back or room) or (self.cannot_write and self.out):
            return ()
        try:
            with self.state.transaction():
                ledger.settle(self.state, self.orders.edition, self.back, _now())
                again, claim, asked = self._claim(room)
        except DigestError as error:
            self.halt(error.exit_code, error.what, error)
            if self.cannot_write:
                self.back.clear()  # they stay in flight on the disk: the next run will name them unknown
                self.counts = Counter(ledger.counts(self.state, self.orders.edition))
            self.cannot_write = True
            return ()
        self.back.clear()
        self.after, self.more = claim.after, self.more and _size(claim.calls) + claim.left >= asked
        self.counts["left"] += claim.left
        self.counts["planned"] -= claim.left + _size(claim.calls)
        self.counts["unknown"] -= _size(again)
        calls = (*again, *claim.calls)
        self.counts["in flight"] += _size(calls)
        self.bucket = self.bucket.take(_size(calls), time.monotonic())
        self.out += len(calls)
        return calls

    def note(self, done: Sequence[Done]) -> None:
        """Take in what came back."""
        for one in done:
            self.out -= 1
            states = [r.state for r in one.receipts]
            if one.failure:
                what = self.orders.clean(one.failure.what)
                failure = type(one.failure)(what, where=one.failure.where, mend=one.failure.mend)
                self.halt(failure.exit_code, what, failure)
            else:
                wait = max(r.wait for r in one.receipts)
                self._weather(
                    self.weather.after(states, wait, time.monotonic(), self.orders.limits, self.jitter)
                )
            for delivery, receipt in zip(one.call.deliveries, one.receipts, strict=True):
                self._settle(delivery, receipt)

    def patience(self) -> float:
        """Return for how many seconds nothing is to do unless something comes back."""
        now = time.monotonic()
        ends = (
            self.weather.until - now,
            self.bucket.wait(self.orders.batch, now),
            self.waiting[0][0] - now if self.waiting else 0.0,
        )
        return min([_TICK, *(end for end in ends if end > 0)])

    def outcome(self, seconds: float) -> Outcome:
        code, why, error = self.code, self.why, self.error
        planned, unknown, refused = (self.counts[s] for s in ("planned", "unknown", "refused"))
        if not planned and code == INTERRUPTED:
            code, why = 0, ""  # it came when all was done
        if not code and planned:
            tries = self.orders.limits.patience.tries
            code, why = 3, f"the provider deferred {planned} of them {tries} times: {self.said}"
        if not code and (unknown or refused):
            code = 1
        counts = {name: self.counts[name] for name in ledger.STATES}
        return Outcome(code, why, counts, self.accepted, seconds, error)

    def _room(self) -> int:
        """Return how many calls may be claimed now."""
        now = time.monotonic()
        due = bool(self.waiting) and self.waiting[0][0] <= now
        if self.code or not (self.more or due or self.live):
            return 0
        free = self.weather.calls(now, self.orders.limits) - self.out
        return int(max(0, min(free, self.bucket.ready(now) // self.orders.batch)))

    def _claim(self, room: int) -> tuple[list[Call], Claim, int]:
        """Return the live calls taken again, what else was claimed, and how many messages that could have been."""
        edition, batch, now = self.orders.edition, self.orders.batch, time.monotonic()
        again = [unknown.retake(self.state, edition, key) for key in self.live[:room]]
        del self.live[:room]
        room -= len(again)
        due: list[int] = []
        while self.waiting and self.waiting[0][0] <= now and len(due) < room * batch:
            due.append(heapq.heappop(self.waiting)[1])
        if not self.more or len(self.waiting) >= _WAITING:
            room = -(-len(due) // batch)
        claim = ledger.claim(
            self.state, edition, _now(), calls=room, batch=batch, after=self.after, again=sorted(due)
        )
        return again, claim, room * batch

    def _settle(self, delivery: Delivery, receipt: Receipt) -> None:
        state = "planned" if receipt.state == "deferred" else receipt.state
        detail = self.orders.clean(one_line(receipt.detail, "", ""))[:_DETAIL]
        provider_id = one_line(receipt.provider_id, "", "")[:_DETAIL]
        self.back.append(Settled(delivery.number, state, detail, provider_id))
        self.counts["in flight"] -= 1
        self.counts[state] += 1
        self.accepted += state == "accepted"
        if state != "accepted":
            self.said = without_addresses(detail)
        if state == "planned":
            self._wait(delivery.number, receipt.wait)
        else:
            self.tried.pop(delivery.number, None)
        self.log.write(
            "receipt",
            to=delivery.reader.email,
            number=delivery.number,
            reader=delivery.reader.id,
            state=receipt.state,
            detail=detail,
            provider_id=provider_id,
        )

    def _wait(self, number: int, asked: float) -> None:
        """Have a deferred message wait for its next turn; after enough of them it is left for the next run."""
        patience = self.orders.limits.patience
        self.tried[number] += 1
        if self.tried[number] < patience.tries:
            wait = max(asked, patience.delay(self.tried[number], self.jitter()))
            heapq.heappush(self.waiting, (time.monotonic() + wait, number))
        else:
            del self.tried[number]

    def _weather(self, new: Weather) -> None:
        if new.until > self.weather.until:
            self.log.write("pause", seconds=round(new.until - time.monotonic(), 1))
        self.weather = new


def _size(calls: Sequence[Call]) -> int:
    return sum(len(call.deliveries) for call in calls)


def _now() -> datetime:
    return datetime.now(UTC)

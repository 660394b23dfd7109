"""When the next call may go: the rate, waiting after trouble, and when to give up. Pure values; the clock is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

State = Literal["accepted", "refused", "deferred", "unknown"]


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket: `rate` messages a second, 0 for as many as come; it holds `room` of them at most."""

    rate: float = 0.0
    room: float = 1.0
    tokens: float = 1.0
    at: float = 0.0

    def ready(self, now: float) -> float:
        """Return how many messages may go at `now`."""
        if self.rate <= 0:
            return float("inf")
        return min(self.room, self.tokens + max(0.0, now - self.at) * self.rate)

    def take(self, count: int, now: float) -> Bucket:
        """Return the bucket after so many went."""
        return replace(self, tokens=self.ready(now) - count, at=now) if self.rate > 0 else self

    def wait(self, count: int, now: float) -> float:
        """Return in how many seconds so many may go."""
        if self.rate <= 0:
            return 0.0
        return max(0.0, (min(count, self.room) - self.ready(now)) / self.rate)


def bucket(rate: float, batch: int, now: float) -> Bucket:
    """Return a bucket for calls of `batch` messages.

    It holds one call, or a twentieth of a second where that is more: what the operating system's sleep misses.
    """
    room = max(float(batch), rate / 20)
    return Bucket(rate, room, float(batch), now)


@dataclass(frozen=True, slots=True)
class Patience:
    """How trouble is met, in seconds and counts.

    A message that was deferred waits `first`, then twice as long each time, `most` at most, and is left for the
    next run after `tries`. When calls are deferred one after the other (five of them, or one on each connection),
    everything waits in the same way, then one call tries; after `pauses` of these the run ends. It ends too when
    the provider asks for more than `longest`.
    """

    first: float = 2.0
    most: float = 120.0
    tries: int = 5
    pauses: int = 5
    longest: float = 300.0

    def delay(self, tried: int, jitter: float) -> float:
        """Return how long to wait after the `tried`-th time; `jitter`, from 0 to 1, spreads it over its half."""
        return float(min(self.most, self.first * 2 ** min(tried - 1, 30))) * (0.5 + 0.5 * jitter)


@dataclass(frozen=True, slots=True)
class Limits:
    """When the provider is to be left alone: `connections` calls at once, `stop_after` refusals in a row."""

    connections: int = 1
    stop_after: int = 20
    patience: Patience = field(default_factory=Patience)

    @property
    def unknown(self) -> int:
        """How many calls in a row may become unknown: as many as are under way when a connection breaks."""
        return max(self.connections, 3)

    @property
    def deferred(self) -> int:
        """How many calls in a row may be deferred before everything waits."""
        return max(self.connections, 5)


@dataclass(frozen=True, slots=True)
class Weather:
    """What has come back lately, each counted in a row: `refused` messages, `deferred` and `unknown` calls."""

    refused: int = 0
    deferred: int = 0
    unknown: int = 0
    pauses: int = 0
    until: float = 0.0

    def after(
        self, call: Collection[State], wait: float, now: float, limits: Limits, jitter: Callable[[], float]
    ) -> Weather:
        """Return the weather after a call whose messages came to these states; `wait` is what the provider asks."""
        new = replace(self, until=max(self.until, now + wait)) if wait > 0 else self
        if "accepted" in call:
            fair = not (new.refused or new.deferred or new.unknown or new.pauses)  # as nearly always
            return new if fair else replace(new, refused=0, deferred=0, unknown=0, pauses=0)
        if "unknown" in call:
            return replace(new, unknown=new.unknown + 1)
        if "refused" in call:
            return replace(
                new, refused=new.refused + sum(s == "refused" for s in call), deferred=0, unknown=0
            )
        if new.deferred + 1 < limits.deferred:
            return replace(new, deferred=new.deferred + 1)
        if new.pauses and now < new.until:  # it was under way already when the pause began
            return new
        pause = limits.patience.delay(new.pauses + 1, jitter())
        return replace(
            new, deferred=limits.deferred - 1, pauses=new.pauses + 1, until=max(new.until, now + pause)
        )

    def calls(self, now: float, limits: Limits) -> int:
        """Return how many calls may be under way now: none in a pause, one after it, one less for each unknown."""
        if now < self.until:
            return 0
        return 1 if self.pauses else max(0, min(limits.connections, limits.unknown - self.unknown))

    def verdict(self, now: float, limits: Limits) -> tuple[int, str]:
        """Return the exit code with which to halt and why; (0, "") to go on."""
        if self.refused >= limits.stop_after:
            return 1, f"{self.refused} messages in a row were refused"
        if self.unknown >= limits.unknown:
            return 1, f"{self.unknown} calls in a row had no answer"
        if self.pauses > limits.patience.pauses:
            return 3, "the provider takes nothing now"
        if self.until - now > limits.patience.longest:
            return 3, f"the provider asks to wait {(self.until - now) / 60:.0f} minutes"
        return 0, ""

"""How an edition is to be sent, and how a run of it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.deliver.run.pace import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.config.tables import Deliver
    from digest.errors import DigestError
    from digest.model import Traits

_TOGETHER = 50
"""Messages of one call without a live key: they become unknown together."""


@dataclass(frozen=True, slots=True)
class Orders:
    """How an edition is to be sent. `clean` takes out of a provider's words what may not be shown: secrets."""

    edition: str
    batch: int = 1
    rate: float = 0.0
    key_life: float = 0.0
    limits: Limits = field(default_factory=Limits)
    clean: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the run ended: the exit code and why, and how many deliveries are in each state."""

    code: int
    why: str
    counts: dict[str, int]
    accepted: int
    seconds: float
    error: DigestError | None = None


def orders_for(
    edition: str, traits: Traits, deliver: Deliver, limit: float, clean: Callable[[str], str]
) -> Orders:
    """Return the orders: the lowest of the rates that are set, and a call of one second's messages at most."""
    rates = [rate for rate in (traits.rate, deliver.rate, limit) if rate > 0]
    rate = min(rates, default=0.0)
    batch = traits.batch if traits.key_life > 0 else min(traits.batch, _TOGETHER)
    if rate:
        batch = min(batch, max(1, int(rate)))
    connections = min(traits.connections, deliver.connections or traits.connections)
    limits = Limits(max(1, connections), deliver.stop_after)
    return Orders(edition, max(1, batch), rate, traits.key_life, limits, clean)

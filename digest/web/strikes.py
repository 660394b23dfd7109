"""How many wrong links an address has tried of late: who guesses is held up, and nobody else.

A right link is never counted or held up: a mailbox provider posts for many readers from one address.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ALLOWED = 20
"""Wrong links in a window: an old mail whose link was cut is tried a few times, not more."""
WINDOW = 60.0
"""Seconds."""
_HELD = 10_000
"""Addresses remembered; beyond it the one seen longest ago is forgotten."""


class Strikes:
    """Counts by address; one event loop asks. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def too_many(self, address: str) -> bool:
        """Count a wrong link from this address; tells whether they are too many."""
        now, who = self._clock(), _network(address)
        began, count = self._seen.pop(who, (now, 0))
        if now - began >= WINDOW:
            began, count = now, 0
        self._seen[who] = (began, count + 1)
        if len(self._seen) > _HELD:
            self._seen.popitem(last=False)
        return count >= ALLOWED


def _network(address: str) -> str:
    """Return what one customer holds: an address of IPv4, a /64 of IPv6 (RFC 6177)."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(known, ipaddress.IPv6Address):
        return str(known.ipv4_mapped or ipaddress.ip_network((int(known) >> 64 << 64, 64)))
    return str(known)

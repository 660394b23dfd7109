"""Those who carry the messages: a thread for each connection. They touch neither ledger nor clock."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from digest.errors import DigestError, ProviderError, UnansweredError, one_line
from digest.model import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.model import Message, Subscriber
    from digest.protocols import Connection, Provider
    from digest.state.ledger import Call

    Compose = Callable[[Subscriber], Message]


@dataclass(frozen=True, slots=True)
class Done:
    """What came back of a call: a receipt for each of its deliveries, in their order.

    `failure` is why no other message can go either.
    """

    call: Call
    receipts: tuple[Receipt, ...]
    failure: DigestError | None = None


class Crew:
    """Carries calls over `size` connections; whoever gives no more than that at once finds no queue."""

    def __init__(self, provider: Provider, compose: Compose, size: int) -> None:
        self._provider, self._compose, self._size = provider, compose, size
        self._calls: SimpleQueue[Call | None] = SimpleQueue()
        self._done: SimpleQueue[Done | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def give(self, call: Call) -> None:
        """Have a call carried; its `Done` will come."""
        if len(self._threads) < self._size:
            # A daemon: at a second Ctrl-C nobody waits for a server that does not answer.
            thread = threading.Thread(target=self._carry, daemon=True)
            self._threads.append(thread)
            thread.start()
        self._calls.put(call)

    def back(self, timeout: float) -> list[Done]:
        """Return what has come back, after waiting for the first of it or for `wake`."""
        found: list[Done | None] = []
        try:
            found.append(self._done.get(timeout=max(timeout, 0.0)))
            while True:
                found.append(self._done.get_nowait())
        except Empty:
            return [done for done in found if done is not None]

    def wake(self) -> None:
        """End a wait; may be called by a signal's handler."""
        self._done.put(None)

    def end(self) -> None:
        """Close the connections when their calls are carried, and wait for it."""
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()

    def _carry(self) -> None:
        connection: Connection | None = None
        while (call := self._calls.get()) is not None:
            try:
                connection = connection or self._provider.connect()
            except Exception as error:  # noqa: BLE001 -- a provider that breaks its promise must not hang the run
                self._done.put(_not_sent(call, _fault(error)))
            else:
                self._done.put(carried(connection, call, self._compose))
        if connection:
            with suppress(Exception):
                connection.close()


def carried(connection: Connection, call: Call, compose: Compose) -> Done:
    """Send a call, and say what became of it whatever happens."""
    messages: list[Message] = []
    try:
        messages = [compose(delivery.reader) for delivery in call.deliveries]
        return Done(call, _matched(messages, connection.send(messages, call.key)))
    except UnansweredError as error:
        return Done(call, _all(messages, "unknown", str(error)))
    except DigestError as error:  # by the protocol none was accepted: a full disk is one too
        return _not_sent(call, error)
    except Exception as error:  # noqa: BLE001 -- a fault of the provider's code
        fault = _fault(error)
        if len(messages) < len(call.deliveries):
            return _not_sent(call, fault)
        return Done(call, _all(messages, "unknown", fault.what), fault)  # nobody knows how far it came


def _fault(error: Exception) -> ProviderError:
    return ProviderError(f"a fault in sending: {type(error).__name__}: {one_line(str(error), '', '')[:200]}")


def _not_sent(call: Call, failure: DigestError) -> Done:
    return Done(call, tuple(Receipt("", "deferred", failure.what) for _ in call.deliveries), failure)


def _all(messages: Sequence[Message], state: str, detail: str) -> tuple[Receipt, ...]:
    return tuple(Receipt(message.key, state, detail) for message in messages)  # type: ignore[arg-type]


def _matched(messages: Sequence[Message], receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """Return the receipts in the messages' order; what has none, or two, is unknown."""
    often = Counter(receipt.key for receipt in receipts)
    known = {r.key: r for r in receipts if often[r.key] == 1 and r.state in _STATES}
    return tuple(
        known.get(m.key, Receipt(m.key, "unknown", "the provider's answer did not tell")) for m in messages
    )


_STATES = ("accepted", "refused", "deferred", "unknown")

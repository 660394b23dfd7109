"""How a person or the system ends a run: the first signal asks, the second does not wait."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """Whether the run was asked to end. `wake` is called when it is, to end a wait."""

    def __init__(self) -> None:
        self.asked = False
        self.wake: Callable[[], None] = lambda: None

    def ask(self) -> None:
        """Ask the run to finish what is in flight and to begin nothing. Raises KeyboardInterrupt at the second time."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        self.wake()


@contextmanager
def on_signals() -> Iterator[Stop]:
    """Yield a Stop that Ctrl-C and the signals that end a process ask, while the block runs in the main thread.

    One that is ignored already stays so: `nohup` ignores SIGHUP.
    """
    stop = Stop()
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            if signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, lambda _number, _frame: stop.ask())
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

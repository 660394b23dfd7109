"""The workshop: what earlier runs have kept, several processes for what is new."""

from __future__ import annotations

import gc
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache, partial
from hashlib import sha256
from itertools import islice
from multiprocessing import active_children, connection, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from digest.errors import StoppedError
from digest.work.stow import stow, unstow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_T = TypeVar("_T")
_R = TypeVar("_R")
_BATCH = 1024
"""Things taken at a time: so many are held as bytes, whatever there are in all."""
_WORTH = 100
"""New things for which processes are started: that takes about as long as doing them here."""
_PIECES = 8
"""Parts for each process, so that none waits long for one that has the slow things."""


_SELDOM = 200_000
"""New objects after which Python looks for circles among them: ours make none, and looking takes a fifth of the time."""


class Store(Protocol):
    """Keeps bytes by key; whatever it forgets is made again."""

    def read(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """Return what is known of the keys. Raises nothing."""

    def write(self, rows: Mapping[str, bytes]) -> None:
        """Keep the rows, or don't. Raises nothing."""


class Workshop:
    """An `Each` with a memory and hands: `with Workshop(store, jobs) as each: each(function, things)`.

    `jobs` is the number of processes, 1 for none but this one.
    """

    def __init__(self, store: Store, jobs: int = 1) -> None:
        self._store, self._jobs = store, jobs
        self._pool: ProcessPoolExecutor | None = None
        self._others = set(active_children())

    def __enter__(self) -> Self:
        self._collected = gc.get_threshold()
        gc.set_threshold(_SELDOM)
        return self

    def __exit__(self, *_: object) -> None:
        gc.set_threshold(*self._collected)
        if self._pool:
            with _unbroken():
                # Killed, for one that is at work would end it first; they hold nothing that has to be kept.
                for process in set(active_children()) - self._others:
                    process.kill()
                self._pool.shutdown()
            self._pool = None

    def __call__(self, function: Callable[[_T], _R], things: Iterable[_T]) -> list[_R]:
        """Return the results in the order of the things (the `Each` protocol).

        Raises what the function raises; StoppedError where a process was ended from outside.
        """
        left = iter(things)
        results: list[_R] = []
        while batch := list(islice(left, _BATCH)):
            results += self._batch(function, batch)
        return results

    def _batch(self, function: Callable[[_T], _R], things: Sequence[_T]) -> list[_R]:
        name = _name(function)
        keys = [sha256(name + stow(thing)).hexdigest() for thing in things]
        asked = dict(zip(keys, things, strict=True))
        kept = self._store.read(keys)
        made = {key: value for key, data in kept.items() if (value := _read(data, asked[key]))}
        new = {key: thing for key, thing in asked.items() if key not in made}
        if new:
            found = dict(zip(new, self._done(function, list(new.values())), strict=True))
            self._store.write(found)
            made |= {key: (unstow(data, new[key]),) for key, data in found.items()}
        return [made[key][0] for key in keys]

    def _done(self, function: Callable[[_T], _R], things: Sequence[_T]) -> list[bytes]:
        if self._jobs == 1 or (not self._pool and len(things) < _WORTH):
            return _all(function, things)
        self._pool = self._pool or ProcessPoolExecutor(
            self._jobs,
            # A fresh process each: a copy of this one would copy locks that its threads hold.
            get_context("spawn"),
            _begin,
        )
        size = -(-len(things) // (self._jobs * _PIECES))
        parts = [things[n : n + size] for n in range(0, len(things), size)]
        try:
            with _unbroken():
                begun = [self._pool.submit(_all, function, part) for part in parts]
            return [data for part in begun for data in part.result()]
        except BrokenProcessPool:
            mend = "run it again; with --jobs 1 if memory is short"
            raise StoppedError("a process of the build was ended from outside", mend=mend) from None


def _all(function: Callable[[_T], _R], things: Sequence[_T]) -> list[bytes]:
    return [stow(function(thing), thing) for thing in things]


def _read(data: bytes, given: Any) -> tuple[Any] | None:
    """Return the value, alone in a tuple; None where the bytes are none of ours, and it is made again."""
    try:
        return (unstow(data, given),)
    except Exception:  # noqa: BLE001 -- bytes that somebody else wrote can fail in any way
        return None


@contextmanager
def _unbroken() -> Iterator[None]:
    """Let Ctrl-C wait: a process that is just being started inherits that, and shows no traceback."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Begin a process: Ctrl-C is for the first one, and when that is gone this one ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_SELDOM)
    first = parent_process()
    if first:
        Thread(target=lambda: (connection.wait([first.sentinel]), os._exit(1)), daemon=True).start()


def _name(function: Callable[..., Any]) -> bytes:
    """Return the name under which a function's results are kept: its own, what is bound to it, and its code."""
    bound: tuple[Any, ...] = ()
    while isinstance(function, partial):
        bound += (function.args, sorted(function.keywords.items()))
        function = function.func
    return f"{_code()}\0{function.__module__}.{function.__qualname__}\0{bound!r}\0".encode()


@lru_cache(maxsize=1)
def _code() -> str:
    """Return a hash of all the code that results come from: ours, and the versions of all that is installed."""
    ours = Path(__file__).parents[1]
    found = sha256(sys.version.encode())
    for path in sorted(path for kind in ("*.py", "*.toml") for path in ours.rglob(kind)):
        found.update(path.read_bytes())
    for folder in sys.path:
        place = Path(folder)
        if place.is_dir():
            found.update(" ".join(sorted(p.name for p in place.glob("*.dist-info"))).encode())
    return found.hexdigest()

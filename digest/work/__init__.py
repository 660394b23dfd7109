"""Work on many things, each by itself: in several processes, and once for all runs.

A step whose function looks at one thing alone takes an `Each` and calls `each(function, things)`. Plainly
that is a loop (`one_by_one`). A `Workshop` looks first among what earlier runs have kept, gives what is
new to several processes, and keeps what they bring. Neither changes a result: only how long it takes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol, TypeVar

from digest.work.cache import FileCache, MemoryCache
from digest.work.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Each", "FileCache", "MemoryCache", "Workshop", "one_by_one", "processors"]

_T = TypeVar("_T")
_R = TypeVar("_R")
_MOST = 4
"""Processes past which a week's articles gain little, and each may hold a model of 150 MB."""


class Each(Protocol):
    """Applies a function to each of many things and returns the results, in their order."""

    def __call__(self, function: Callable[[_T], _R], things: Iterable[_T]) -> list[_R]:
        """Apply `function`, which is pure and stands in a module (or is a partial of one that does)."""


def one_by_one(function: Callable[[_T], _R], things: Iterable[_T]) -> list[_R]:
    """Apply the function to each thing, here and now (the plain `Each`)."""
    return [function(thing) for thing in things]


def processors() -> int:
    """Return how many processes are worth starting on this machine, 1 to 4."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(_MOST, usable or 1)

"""Values of ours ↔ bytes, for the cache and between processes.

Python's own format (pickle) is fast and keeps what is one object one object, but whoever writes its
bytes may name any function to be called. So only our own dataclasses and a few plain types are read.
"""

from __future__ import annotations

import io
import pickle  # the names it may call are listed below
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from importlib import import_module
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

_PLAIN: dict[tuple[str, str], Callable[..., Any]] = {
    ("builtins", "frozenset"): frozenset,
    ("collections", "Counter"): lambda counts: Counter(counts),  # noqa: PLW0108
    ("datetime", "datetime"): datetime,
    ("datetime", "timedelta"): timedelta,
    ("datetime", "timezone"): timezone,
    ("zoneinfo", "ZoneInfo"): lambda key: ZoneInfo(key),  # noqa: PLW0108
}
"""What is made besides dataclasses. A class that can be changed is not handed out itself, for bytes may
ask to set what a class holds."""


def stow(value: Any, given: Any = None) -> bytes:
    """Return a value as bytes; the same bytes for the same value built in the same way.

    A dataclass `given` to the function that made the value is not written into it again: a segment holds its
    article, and would take it along.
    """
    out = io.BytesIO()
    _Writer(out, given).dump(value)
    return out.getvalue()


def unstow(data: bytes, given: Any = None) -> Any:
    """Return the value, with `given` where it stood.

    Raises pickle.UnpicklingError for bytes that name anything else than values of ours.
    """
    return _Reader(io.BytesIO(data), given).load()


def _given() -> None:
    """Stand in the bytes for what was given; only the name of this function is read."""


class _Writer(pickle.Pickler):
    """Writes a dataclass as its class and fields: several times as fast as what frozen ones do themselves."""

    def __init__(self, out: io.BytesIO, given: Any) -> None:
        super().__init__(out, protocol=5)
        self._given = given

    def reducer_override(self, value: Any) -> Any:
        """Return how a value is made again."""
        if value is self._given and value is not None:
            return _given, ()
        if isinstance(value, ZoneInfo):  # it would name a method of its class
            return ZoneInfo, (value.key,)
        kind: type = type(value)
        fields_of = _fields_of(kind)
        return (kind, fields_of(value)) if fields_of else NotImplemented


@lru_cache(maxsize=256)
def _fields_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


class _Reader(pickle.Unpickler):
    def __init__(self, data: io.BytesIO, given: Any) -> None:
        super().__init__(data)
        self._given = given

    def find_class(self, module: str, name: str) -> Any:
        """Return what makes a value of that class."""
        if (module, name) == (__name__, "_given"):
            return lambda: self._given
        return _maker(module, name)


@lru_cache(maxsize=256)
def _maker(module: str, name: str) -> Callable[..., Any]:
    if (module, name) in _PLAIN:
        return _PLAIN[module, name]
    if module.partition(".")[0] == "digest" and "." not in name:
        found = getattr(import_module(module), name)
        if isinstance(found, type) and is_dataclass(found):
            return lambda *values: found(*values)  # noqa: PLW0108 -- not the class itself
    raise pickle.UnpicklingError(f"{module}.{name} is no value of Digest's")

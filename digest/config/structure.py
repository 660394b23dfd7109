"""A table of TOML → its dataclass. An unknown key is an error with a suggestion, never ignored."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NoReturn

import cattrs
from cattrs import transform_error

from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection

    from digest.config.place import Place

_CONVERTER = cattrs.Converter(forbid_extra_keys=True)


def _exact(value: Any, kind: type) -> Any:
    if type(value) is not kind:  # cattrs itself would turn 3 into "3" and true into 1
        raise TypeError
    return value


def _number(value: Any, _: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise TypeError  # cattrs itself would take "3" and true for numbers
    return float(value)


def _texts(value: Any, _: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError  # cattrs itself would take a text apart into its letters
    return tuple(_exact(each, str) for each in value)


for _kind in (str, int, bool):
    _CONVERTER.register_structure_hook(_kind, _exact)
_CONVERTER.register_structure_hook(float, _number)
_CONVERTER.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _texts)


def structure(table: Any, kind: type, place: Place) -> Any:
    """Return the table as its dataclass. Raises ConfigError with the line of what is wrong in it."""
    if not isinstance(table, dict):
        raise ConfigError(
            f"{place.table}: must be a table", where=place.line(), mend=f"write [{place.table}]"
        )
    known = [f.name for f in fields(kind)]
    for key in table:
        if key not in known:
            unknown(key, known, place)
    try:
        return _CONVERTER.structure(table, kind)
    except cattrs.ClassValidationError as error:
        cause = transform_error(error)[0]
        key = match[1] if (match := re.search(r"@ \$\.(\w+)", cause)) else ""
        missing = re.search(r"required field missing @ \$\.(\w+)", cause)
        by_type = next((str(f.type) for f in fields(kind) if f.name == key), "")
        wanted = _FORMS.get(f"{place.table}.{key}", _FORMS.get(by_type, ""))
        cause = "is missing" if missing else f"has a value of the wrong kind: {table.get(key)!r:.60}"
        where, mend = place.line("" if missing else key), wanted.format(key=key)
        raise ConfigError(f"{place.table}: {key}: {cause}", where=where, mend=mend) from None


_FORMS = {
    "str": 'write text in quotes: {key} = "…"',
    "int": "write a whole number without quotes: {key} = 5",
    "float": "write a number without quotes: {key} = 2.5",
    "bool": "write true or false without quotes: {key} = true",
    "int | None": "write a whole number without quotes: {key} = 5",
    "tuple[str, ...]": 'write a list: {key} = ["…", "…"]',
    "Mapping[str, str]": 'write it by language: {key} = {{ en = "…", ko = "…" }}',
    "Mapping[str, tuple[str, ...]]": 'write lists by language: {key} = {{ en = ["…"], ko = ["…"] }}',
    "links.utm": 'write it by parameter: {key} = {{ source = "…", medium = "…", campaign = "…" }}',
    "check.off": 'write a reason by rule: {key} = {{ "link-https" = "…" }}',
}
"""How a value of each type, or of one key, is written: the mend of one that is of the wrong kind."""


def unknown(key: str, known: Collection[str], place: Place) -> NoReturn:
    """Raise the ConfigError of a key that no table has."""
    near = difflib.get_close_matches(key, known, 1, 0.6)
    mend = f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(known)
    prefix = f"{place.table}: " if place.table else ""
    raise ConfigError(f"{prefix}unknown key {key!r}", where=place.line(key), mend=mend)

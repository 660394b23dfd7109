"""The catalogue of chrome: what kinds of furniture a line of a news page can be.

The phrases are data (`chrome.toml`, which says how they are compared); this reads them once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from digest.clean.lines import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

UP_TO = 240
"""How wide a line may be to be furniture, in columns, where its kind does not say otherwise."""


_BUTTON = 20
"""How wide an entry of a row of buttons is at most."""
_FIGURE = re.compile(r"\d")
_NO_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of furniture: its phrases, folded, and what it does to its surroundings."""

    name: str
    role: str
    up_to: int
    exact: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    contains: tuple[str, ...]

    def fits(self, folded: str, key: str, width: int) -> bool:
        """Whether a line is of this kind: `folded` without case, `key` its letters alone."""
        if width > self.up_to:
            return False
        return (
            key in self.exact
            or folded.startswith(self.starts)
            or folded.endswith(self.ends)
            or any(phrase in folded for phrase in self.contains)
        )


def letters_of(text: str) -> str:
    """Return the words of `text` without case, figures and marks: "Comments (12)" is "comments"."""
    return _NO_LETTERS.sub(" ", text.casefold()).strip()


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the catalogue, in the order of the file."""
    data = tomllib.loads(resources.files("digest.clean").joinpath("chrome.toml").read_text("utf-8"))
    return tuple(_kind(name, table) for name, table in data.items())


def _kind(name: str, table: dict[str, Any]) -> Kind:
    def phrases(how: str) -> Iterable[str]:
        return (phrase for language in table.get(how, {}).values() for phrase in language)

    return Kind(
        name=name,
        role=table["role"],
        up_to=table.get("up_to", UP_TO),
        exact=frozenset(letters_of(phrase) for phrase in phrases("exact")) - {""},
        starts=tuple(sorted({phrase.casefold() for phrase in phrases("starts")})),
        ends=tuple(sorted({phrase.casefold() for phrase in phrases("ends")})),
        contains=tuple(sorted({phrase.casefold() for phrase in phrases("contains")})),
    )


WIDEST_KIND = 500


def kind_of(text: str, width: int | None = None) -> Kind | None:
    """Return the first kind of the catalogue that a line is, or None for a line of no kind."""
    columns = width_of(text) if width is None else width
    if columns > WIDEST_KIND:
        return None
    folded = text.casefold()
    key = letters_of(text)
    kind = next((kind for kind in kinds() if kind.fits(folded, key, columns)), None)
    return kind or _row_of_buttons(text)


def _row_of_buttons(text: str) -> Kind | None:
    """Return the kind of a line of short entries between bars, half of which at least are furniture."""
    entries = text.split("|")
    if len(entries) < 2 or _FIGURE.search(text) or any(width_of(e.strip()) > _BUTTON for e in entries):
        return None
    found = [kind for e in entries if (kind := kind_of(e.strip())) and kind.role == "drop"]
    return found[0] if 2 * len(found) >= len(entries) else None

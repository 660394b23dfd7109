"""The themes that digest.toml declares, and those a newsletter starts with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from digest.config.place import Place, read
from digest.config.structure import structure
from digest.errors import ConfigError
from digest.model import OTHER, Theme

STARTING_THEMES = Path(__file__).parent.with_name("themes.toml")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class _ThemeTable:
    """A [[theme]] as written; `order` moves it, else the order of the file holds."""

    id: str
    title: Mapping[str, str]
    order: int | None = None
    colour: str = "#5b5f66"
    dark_colour: str = ""
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def starting_themes() -> tuple[Theme, ...]:
    """Return the themes a newsletter has until its editor declares others."""
    raw, text = read(STARTING_THEMES)
    return themes(raw["theme"], text, STARTING_THEMES.name)


def themes(rows: Any, text: str, name: str) -> tuple[Theme, ...]:
    """Return the themes as declared, in their order. Raises ConfigError."""
    if not isinstance(rows, list) or not rows:
        raise ConfigError("theme: must be a list of tables", where=name, mend="write [[theme]] above each")
    seen: dict[str, int] = {}
    ordered: list[tuple[float, Theme]] = []
    for index, row in enumerate(rows):
        place = Place(text, name, "theme", index)
        table: _ThemeTable = structure(row, _ThemeTable, place)
        _check_theme(table, place, seen)
        seen[table.id] = index
        values = {f.name: getattr(table, f.name) for f in fields(Theme)}
        values["dark_colour"] = table.dark_colour or lightened(table.colour)
        ordered.append((table.order if table.order is not None else index, Theme(**values)))
    return tuple(theme for _, theme in sorted(ordered, key=lambda pair: pair[0]))


def lightened(colour: str) -> str:
    """Return a colour (#rrggbb) made light enough for text on the dark ground: 7:1 and more there.

    By relative luminance as WCAG 2.2 defines it; the ground is nearly black, so .35 is enough.
    """
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for share in range(0, 101, 5):
        mixed = [round(c + (255 - c) * share / 100) for c in channels]
        linear = [(v / 12.92) if (v := c / 255) <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for c in mixed]
        if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] >= 0.35:
            break
    return "#" + "".join(f"{c:02x}" for c in mixed)


def _check_theme(table: _ThemeTable, place: Place, seen: dict[str, int]) -> None:
    def wrong(key: str, cause: str, mend: str) -> ConfigError:
        return ConfigError(f"theme {table.id!r}: {key}: {cause}", where=place.line(key), mend=mend)

    if not _ID.fullmatch(table.id) or table.id == OTHER:
        raise wrong("id", "is no theme id", "use small letters, digits and hyphens; 'other' is taken")
    if table.id in seen:
        raise wrong("id", "stands twice", "give each theme an id of its own")
    if not any(title.strip() for title in table.title.values()):
        raise wrong("title", "is empty", "give a title in one language at least")
    for key in ("colour", "dark_colour"):
        if getattr(table, key) and not _COLOUR.fullmatch(getattr(table, key)):
            raise wrong(key, f"{getattr(table, key)!r} is no colour", "write it as #rrggbb")
    evidence = (table.keywords, table.phrases, table.examples)
    if not any(text.strip() for texts in evidence for listed in texts.values() for text in listed):
        raise wrong("keywords", "says nothing", "give keywords, phrases or examples in one language at least")

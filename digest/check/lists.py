"""The words and hosts that rules look for, from lists.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Lists:
    """Each list of lists.toml, folded as `folded` does."""

    vague_links: frozenset[str]
    empty_alt: frozenset[str]
    shorteners: frozenset[str]
    secrets: frozenset[str]
    readers: frozenset[str]
    unwritten: tuple[str, ...]
    spam: tuple[str, ...]


def folded(text: str) -> str:
    """Return a text without case, and without what ends it that is no letter."""
    return " ".join(text.casefold().split()).strip(" .…:!→»›>[]()")


@cache
def read(name: str) -> str:
    """Return the text of a file of this package."""
    return resources.files(__package__ or "").joinpath(name).read_text("utf-8")


def _lists() -> Lists:
    table: dict[str, list[str]] = tomllib.loads(read("lists.toml"))
    every = {name: tuple(map(folded, texts)) for name, texts in table.items()}
    return Lists(
        vague_links=frozenset(every["vague_links"]),
        empty_alt=frozenset(every["empty_alt"]),
        shorteners=frozenset(every["shorteners"]),
        secrets=frozenset(every["secrets"]),
        readers=frozenset(every["readers"]),
        unwritten=every["unwritten"],
        spam=every["spam"],
    )


LISTS = _lists()

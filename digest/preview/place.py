"""Where a fault or a finding is: the view to open there, or the lines of the file it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

_LINE = re.compile(r"(?P<file>.+?):(?P<line>\d+)")
_UNDER = re.compile(r"(?P<file>email|edition)\.html: (?:under|section) “(?P<words>.*?)…?”")
_VIEWS = {"email.html": "html", "edition.html": "web", "email.txt": "text", "edition.md": "markdown"}
_AROUND = 4
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Target:
    """The view to open ("source": the lines of a file) and what to find there: an id, a line, a heading."""

    view: str
    anchor: str = ""
    line: int = 0
    under: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of a file with their numbers; `line` is the one that matters."""

    name: str
    line: int
    lines: tuple[tuple[int, str], ...]


def target(place: str, anchor: str = "") -> Target:
    """Return where a finding's place is to be seen."""
    if anchor:
        return Target("html", anchor=anchor)
    if place in {"subject", "preheader"}:
        return Target("inbox")
    under = _UNDER.match(place)
    if under:
        return Target(_VIEWS[f"{under['file']}.html"], under=under["words"])
    at = _LINE.fullmatch(place)
    name, line = (at["file"], int(at["line"])) if at else (place.partition(": ")[0], 0)
    view = _VIEWS.get(name)
    return Target(view or "source", line=line)


def excerpt(root: Path, where: str) -> Excerpt | None:
    """Return the lines around a place such as "digest.toml:12" or "templates/parts/story.mjml:3".

    None where no such file is in the newsletter's folder or among the shipped templates, or its text
    can't be read.
    """
    at = _LINE.match(where)
    name, line = (at["file"], int(at["line"])) if at else (where, 1)
    for folder in (root, shipped("templates").parent):
        try:
            path = (folder / name).resolve()
            inside = path.is_relative_to(folder.resolve())
            if inside and path.is_file() and path.stat().st_size <= _LARGEST:
                return _around(name, line, path.read_text("utf-8", "replace"))
        except (OSError, ValueError):
            continue
    return None


def _around(name: str, line: int, text: str) -> Excerpt:
    every = text.split("\n")
    line = min(max(1, line), len(every))
    first = max(1, line - _AROUND)
    return Excerpt(
        name, line, tuple(enumerate((t.rstrip("\r")[:400] for t in every[first - 1 : line + _AROUND]), first))
    )

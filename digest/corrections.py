"""What an editor has put right: corrections.toml beside digest.toml ↔ corrections.

A correction pins the very segment it is about, and teaches the scorers by its title and opening, which
it holds itself: so it still teaches when the article is gone.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Segment

FILE = "corrections.toml"
KEPT = 400
"""Characters of a segment that a correction keeps: enough to teach, too little to publish again."""
_HEAD = "# What the editor has put right: written by `digest theme`, read by the next build.\n"


@dataclass(frozen=True, slots=True)
class Correction:
    """A segment that belongs into a theme: its id, title and first characters."""

    theme: str
    segment: str
    title: str
    text: str


def correction(segment: Segment, theme: str) -> Correction:
    """Return the correction that puts a segment into a theme."""
    text = segment.text
    if segment.heading:
        text = segment.article.text[segment.heading.end : segment.span.end]
    return Correction(theme, segment.id, _whole(segment.title), _whole(text.strip()[:KEPT].rstrip()))


def _whole(text: str) -> str:
    """Return the text without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def with_correction(known: Iterable[Correction], new: Correction) -> tuple[Correction, ...]:
    """Return the corrections with another; an earlier one of the same segment gives way to it."""
    return (*(c for c in known if c.segment != new.segment), new)


def parse(text: str, where: str = FILE) -> tuple[Correction, ...]:
    """Return the corrections of a file's text. Raises ConfigError: broken TOML, or a wrong key or value."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"broken TOML: {error}", where=where, mend="see https://toml.io") from None
    names = {field.name for field in fields(Correction)}
    rows = document.pop("correction", [])
    good = isinstance(rows, list) and all(isinstance(row, dict) and row.keys() == names for row in rows)
    if document or not good or not all(isinstance(v, str) for row in rows for v in row.values()):
        mend = f"each [[correction]] has the texts {', '.join(sorted(names))}, and nothing else stands there"
        raise ConfigError("corrections: has keys or values of the wrong kind", where=where, mend=mend)
    latest = {row["segment"]: Correction(**row) for row in rows}
    return tuple(latest.values())


def written(corrections: Sequence[Correction]) -> str:
    """Return the text of a file that holds the corrections; `parse` gives them back."""
    rows = [
        "\n[[correction]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in asdict(each).items())
        for each in corrections
    ]
    return _HEAD + "".join(rows)


def _quoted(value: str) -> str:
    # JSON's escapes are TOML's too, but for the delete character, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

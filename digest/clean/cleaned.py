"""What every cleaner returns: the story as blocks over one text, with what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from digest.model import Block, Metadata, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind: TypeAlias = Literal["paragraph", "subhead", "item", "quote", "other"]
"""The kinds of a block, as in `digest.model.Block`."""

SEPARATOR = "\n\n"
"""What stands between two blocks: a blank line, so that the text reads as paragraphs anywhere."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page without its chrome: `blocks` are spans of `text`, in reading order."""

    meta: Metadata
    text: str
    blocks: tuple[Block, ...]


def compose(meta: Metadata, parts: Sequence[tuple[Kind, str]]) -> Cleaned:
    """Join the parts (kind, text) by a blank line and tell where each of them stands.

    A part is taken as it is, line breaks inside it included; an empty one is left out.
    """
    blocks: list[Block] = []
    start = 0
    for kind, text in parts:
        if text:
            blocks.append(Block(kind, Span(start, start + len(text))))
            start += len(text) + len(SEPARATOR)
    return Cleaned(meta, SEPARATOR.join(text for _, text in parts if text), tuple(blocks))

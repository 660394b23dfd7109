"""What stands in a story's container and is not of the story: its headline again, dates, notices, links on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clean.html_second import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.clean.html_blocks import Piece
    from digest.model import Metadata


def trimmed(story: Sequence[Piece], meta: Metadata) -> list[Piece]:
    """Return the story's pieces without its headline and without chrome's lines."""
    title = fold(meta.title)
    return [p for n, p in enumerate(story) if not (n < 5 and title and fold(p.text) == title)]

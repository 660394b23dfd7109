"""What stands in a story's container and is not of the story, by place: its headline again, datelines, threads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from digest.clean.html_lines import ends_sentence, is_chrome_line, is_dateline, opens_comments
from digest.clean.html_second import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.clean.html_blocks import Piece
    from digest.model import Metadata

_PROSE: Final = 80
_TOLD: Final = 200
"""A thread's heading counts once this much of the story has been read; before, it is a link to it."""
_ABOVE: Final = 40
"""How many blocks above the story its summary may stand."""


def trimmed(story: Sequence[Piece], pieces: Sequence[Piece], meta: Metadata) -> list[Piece]:
    """Return the story's pieces without its headline, comment thread, repeats and chrome's lines.

    `pieces` are all of the page's, as the heading of a thread mostly stands outside the story.
    """
    title = fold(meta.title)
    kept = [p for n, p in enumerate(story) if not (n < 5 and title and fold(p.text) == title)]
    kept = _before_comments(kept, pieces)
    kept = _once([p for p in kept if not is_chrome_line(p)])
    kept = _without_datelines(kept, meta)
    while kept and kept[-1].kind == "subhead":
        kept.pop()
    return kept


def lead_of(story: Sequence[Piece], pieces: Sequence[Piece], summaries: Sequence[str]) -> Piece | None:
    """Return the block above the story that is the page's own summary of it, else None.

    It is known by the page's description (OpenGraph, meta, ld+json), which says the same words.
    """
    if not story:
        return None
    first = next((n for n, piece in enumerate(pieces) if piece is story[0]), 0)
    told = fold(" ".join(piece.text for piece in story[:6]))
    wanted = [fold(summary)[:80] for summary in summaries]
    for piece in reversed(pieces[max(0, first - _ABOVE) : first]):
        if piece.width < 50 or piece.link_share >= 0.3:
            continue
        text = fold(piece.text)
        known = any(
            text.startswith(words) or (len(text) >= 30 and words.startswith(text)) for words in wanted
        )
        if known and text not in told:
            return piece
    return None


def _before_comments(story: list[Piece], pieces: Sequence[Piece]) -> list[Piece]:
    kept = set(map(id, story))
    read = number = 0
    for piece in pieces:
        if id(piece) in kept:
            read += piece.width
            number += 1
        if read > _TOLD and opens_comments(piece):
            return story[:number]
    return story


def _once(story: Sequence[Piece]) -> list[Piece]:
    """Leave out what is said again (a page's mobile double), and a short line that stands three times."""
    times = Counter(piece.text for piece in story)
    seen: set[str] = set()
    kept = []
    for piece in story:
        again = piece.text in seen and piece.width >= 60
        label = piece.kind == "paragraph" and piece.width <= 20 and times[piece.text] >= 3
        if not (again or label):
            kept.append(piece)
        seen.add(piece.text)
    return kept


def _without_datelines(story: Sequence[Piece], meta: Metadata) -> list[Piece]:
    """Leave out lines of date or author before the first prose and after the last."""
    prose = [n for n, p in enumerate(story) if p.width >= _PROSE and p.link_share < 0.5 and ends_sentence(p)]
    if not prose:
        return list(story)
    names = [fold(name) for name in meta.byline]
    return [
        piece
        for n, piece in enumerate(story)
        if prose[0] <= n <= prose[-1] or not (is_dateline(piece) or _names_author(piece, names))
    ]


def _names_author(piece: Piece, names: Sequence[str]) -> bool:
    text = fold(piece.text)
    return (
        piece.kind == "paragraph"
        and not ends_sentence(piece)
        and any(name in text and len(text) <= len(name) + 20 for name in names)
    )

"""The pieces of a page that are its story: two readings compared, then trimmed at both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from digest.clean.html_reader import read
from digest.clean.html_second import second_opinion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.clean.html_blocks import Piece
    from digest.clean.html_second import Opinion

_PROSE: Final = 80
"""A piece this wide with few links is prose."""
_SURE: Final = 100
"""Prose this wide counts as the story's even beyond what both readings hold."""
_AGREED: Final = 40


def story_of(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the story's pieces in order, or none.

    The reading by containers is taken, unless trafilatura finds a story twice as long or a wholly
    other one. Short lines before the first and after the last piece on which both agree are left out.
    """
    reading = read(pieces).pieces
    opinion = second_opinion(text, pieces)
    if opinion is None:
        return list(reading)
    other = _seconded(pieces, opinion)
    both = [number for number, piece in enumerate(reading) if piece.width >= _AGREED and opinion.holds(piece)]
    if not both or _width(reading) < 0.5 * _width(other):
        return other or list(reading)
    first, last = both[0], both[-1]
    return [piece for n, piece in enumerate(reading) if first <= n <= last or piece.width >= _SURE]


def is_prose(piece: Piece) -> bool:
    """Whether a piece is wide enough to be told, and is no link."""
    return piece.width >= _PROSE and piece.link_share < 0.5


def _width(pieces: Sequence[Piece]) -> int:
    return sum(piece.width for piece in pieces)


def _seconded(pieces: Sequence[Piece], opinion: Opinion) -> list[Piece]:
    """Return the pieces in the second opinion, from just before its first prose to just after its last.

    A short text such as a menu's `News` may stand in it by chance, so those far from prose are left out.
    """
    held = [n for n, piece in enumerate(pieces) if piece.link_share < 0.8 and opinion.holds(piece)]
    prose = [n for n in held if is_prose(pieces[n])]
    return [pieces[n] for n in held if prose and prose[0] - 3 <= n <= prose[-1] + 3]

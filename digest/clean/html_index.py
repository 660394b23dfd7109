"""Whether a page is a front page or a list of teasers, which holds no story of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from digest.clean.html_blocks import Piece


def is_index(root: Element, pieces: Sequence[Piece], story: Sequence[Piece], data: Mapping[str, Any]) -> bool:
    """Whether what was read is teasers: each bit of prose has a linked headline near it.

    A page that calls itself an article (ld+json, `og:type`) is taken at its word when its prose is long.
    """
    prose = [piece for piece in story if piece.width >= 80]
    if not prose:
        return True
    long = sum(piece.width for piece in prose)
    if data and long >= 400:
        return False
    chosen = set(map(id, story))
    places = [n for n, piece in enumerate(pieces) if id(piece) in chosen]
    within = pieces[places[0] : places[-1] + 1] if places else []
    headlines = sum(20 <= piece.width <= 250 and piece.link_share > 0.8 for piece in within)
    return headlines >= 3 and headlines >= len(prose)

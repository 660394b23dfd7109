"""Whether a page is a front page or a list of teasers, which holds no story of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.clean.html_blocks import Piece

_FRONT = frozenset({"", "index.html", "index.htm", "index.php", "main", "home"})


def is_index(pieces: Sequence[Piece], story: Sequence[Piece], url: str, *, declared: bool) -> bool:
    """Whether what was read is teasers: linked headlines as many as the paragraphs between them.

    `declared` says that the page calls itself an article (ld+json, `og:type`); it is believed unless
    the headlines are twice as many. A site's front page that does not is one by its address alone.
    """
    prose = sum(piece.width >= 80 for piece in story)
    if not prose:
        return True
    if not declared and is_front_page(url):
        return True
    chosen = set(map(id, story))
    places = [n for n, piece in enumerate(pieces) if id(piece) in chosen]
    within = pieces[max(0, places[0] - 2) : places[-1] + 3]
    headlines = sum(20 <= piece.width <= 250 and piece.link_share > 0.8 for piece in within)
    return headlines >= 3 and headlines >= prose * (2 if declared else 0.9)


def is_front_page(url: str) -> bool:
    """Whether an address is a site's front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and not parts.query and parts.path.strip("/").lower() in _FRONT

"""Clean an HTML page: its story as blocks, and what the page says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from digest.clean.cleaned import compose
from digest.clean.html_blocks import pieces_of, wide
from digest.clean.html_dom import parse
from digest.clean.html_index import is_index
from digest.clean.html_json import article_data, story_in_json
from digest.clean.html_meta import metadata_of
from digest.clean.html_story import story_of
from digest.clean.html_trim import trimmed

if TYPE_CHECKING:
    from digest.clean.cleaned import Cleaned, Kind

_LEAST: Final = 120
"""The least width of a story's text; a notice such as "page not found" has less."""


def clean_html(text: str, url: str = "") -> Cleaned | None:
    """Return a page's story and metadata, or None where it has none (an index or an error page).

    `text` is the page's markup, `url` where it was found, for what it links relatively. The headline
    is in `meta.title` and not in the text. Raises nothing, whatever the markup.
    """
    root = parse(text)
    if root is None:
        return None
    data = article_data(root)
    meta = metadata_of(root, data, url)
    pieces = pieces_of(root)
    story = trimmed(story_of(text, pieces), pieces, meta)
    parts: list[tuple[Kind, str]] = [(piece.kind, piece.text) for piece in story]
    in_json = story_in_json(root, data)
    shown = _width([text for _, text in parts])
    if shown < 0.4 * _width(in_json):
        parts = [("paragraph", paragraph) for paragraph in in_json]
    elif is_index(root, pieces, story, data):
        return None
    if _width([text for _, text in parts]) < _LEAST or all(kind == "subhead" for kind, _ in parts):
        return None
    return compose(meta, parts)


def _width(texts: list[str] | tuple[str, ...]) -> int:
    return sum(map(wide, texts))

"""Clean an HTML page: its story as blocks, and what the page says about it.

Two readings are compared, by containers (`html_reader`) and trafilatura's (`html_second`); a catalogue
of lines (`html_lines`) takes out what sites set among a story's paragraphs. `benchmarks/measure_extract.py`
measures the whole beside trafilatura alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from digest.clean.cleaned import compose
from digest.clean.html_blocks import pieces_of, wide
from digest.clean.html_caption import without_captions
from digest.clean.html_dom import meta_values, parse
from digest.clean.html_index import is_index
from digest.clean.html_json import article_data, story_in_json
from digest.clean.html_meta import descriptions_of, metadata_of
from digest.clean.html_picture import story_picture
from digest.clean.html_story import story_of
from digest.clean.html_trim import lead_of, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import _Element as Element

    from digest.clean.cleaned import Cleaned, Kind

_LEAST: Final = 120
"""The least width of a story's text; a notice such as "page not found" has less."""
_SHOWN: Final = 0.4
"""A page that shows less than this part of the story in its JSON leaves the drawing of it to a script."""


def clean_html(text: str, url: str = "", path: str = "") -> Cleaned | None:
    """Return a page's story and metadata, or None where it has none (an index or an error page).

    `text` is the page's markup, `url` where it was found, for what it links relatively, `path` where its
    file is in the newsletter's folder, for the pictures that were saved with it. The headline
    is in `meta.title` and not in the text; a summary above the story begins the text and is the
    standfirst. Raises nothing, whatever the markup; asks nothing of disk, network or clock.
    """
    root = parse(text)
    if root is None:
        return None
    data = article_data(root)
    meta = metadata_of(root, data, url)
    pieces = pieces_of(root)
    story = trimmed(without_captions(story_of(text, pieces), root), pieces, meta)
    parts: list[tuple[Kind, str]]
    in_json = story_in_json(root, data)
    if _width(piece.text for piece in story) < _SHOWN * _width(in_json):
        parts = [("paragraph", paragraph) for paragraph in in_json]
    elif is_index(pieces, story, meta.url or url, declared=_is_article(root, data)):
        return None
    else:
        lead = lead_of(story, pieces, descriptions_of(root, data))
        picture = meta.image or story_picture(root, story, meta.url or url, path)
        meta = replace(meta, standfirst=lead.text if lead else "", image=picture)
        parts = [("paragraph", lead.text)] if lead else []
        parts += [(piece.kind, piece.text) for piece in story]
    if _width(words for _, words in parts) < _LEAST or all(kind == "subhead" for kind, _ in parts):
        return None
    return compose(meta, parts)


def _is_article(root: Element, data: Mapping[str, Any]) -> bool:
    return bool(data) or "article" in meta_values(root).get("og:type", [""])[0].lower()


def _width(texts: Iterable[str]) -> int:
    return sum(map(wide, texts))

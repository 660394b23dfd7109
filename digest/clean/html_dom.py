"""A page's text to a tree that the rules can walk, whatever the text holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree, html

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST: Final = 20_000_000
"""Characters of a page that are read; the largest real pages are under a tenth of it."""

_DECLARATION: Final = re.compile(r"\s{0,99}<\?xml[^>]{0,300}>", re.IGNORECASE)
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f]+")


def parse(text: str) -> Element | None:
    """Return the page's root, or None where there is no element at all. Raises nothing.

    What XML can't hold is dropped, and so is what nests deeper than the parser follows.
    """
    text = _NOT_XML.sub("", text[:MOST])
    text = _DECLARATION.sub("", text, count=1)
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        return None
    return root


def squeeze(text: str) -> str:
    """Return text as a browser shows it: each run of white space one blank, none at the ends."""
    return " ".join(_INVISIBLE.sub("", text).split())


def words_of(element: Element) -> str:
    """Return all text in an element, squeezed."""
    return squeeze("".join(map(str, element.itertext("*"))))


def meta_values(root: Element) -> dict[str, list[str]]:
    """Return the page's meta tags: name, property or itemprop (lower case) to its values, in order."""
    found: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        value = squeeze(tag.get("content") or "")
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = (tag.get(key) or "").strip().lower()
            if name and value:
                found.setdefault(name, []).append(value)
    return found

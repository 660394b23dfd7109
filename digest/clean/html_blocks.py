"""A page's tree flattened to blocks in reading order, each knowing the elements it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from digest.clean.html_dom import squeeze, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from digest.clean.cleaned import Kind

_HEADS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD: Final = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "svg", "math", "canvas", "object", "embed", "applet",
        "video", "audio", "source", "track", "map", "area", "img", "picture", "button", "select", "option",
        "input", "textarea", "label", "datalist", "head", "title", "meta", "link", "base", "rt", "rp",
    },
)  # fmt: skip
_ASIDE: Final = frozenset({"nav", "menu", "dialog"})
_BREAKING: Final = _HEADS | frozenset(
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "body", "html", "form", "fieldset",
        "ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption",
        "blockquote", "pre", "figure", "figcaption", "address", "details", "summary", "center", "hr", "hgroup",
    },
)  # fmt: skip
# Elements that hold one block's text; a block in any other has that element itself as its container.
_LEAVES: Final = _HEADS | frozenset(
    {"p", "li", "dt", "dd", "pre", "figcaption", "blockquote", "tr", "caption"}
)
_HIDDEN: Final = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_ROLES: Final = frozenset(
    {"navigation", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "tablist"}
)
_SENTENCE_END: Final = re.compile(r"[.!?…。！？:：][\"'”’»」』)\]）]{0,3}$")
_WIDE: Final = re.compile("[\u2e80-\ud7a3\uf900-\ufaff\uff01-\uff60]+")
_FEW: Final = 300
"""A page whose blocks are together narrower than this shows next to nothing."""
_CELL: Final = 160
"""A table cell with more text than this, or with blocks in it, is there for the layout."""


@dataclass(eq=False, slots=True)
class Piece:
    """A block as it stands on the page: `inside` are its elements from its container to the root."""

    kind: Kind
    text: str
    linked: int
    tag: str
    inside: tuple[Element, ...]
    width: int = field(init=False)
    link_share: float = field(init=False)

    def __post_init__(self) -> None:
        """Measure the text once: its width, and what part of it is links."""
        self.width = wide(self.text)
        self.link_share = min(1.0, self.linked / max(1, len(self.text)))


def wide(text: str) -> int:
    """Return the width of a text: a Chinese, Japanese or Korean character says as much as two letters."""
    return len(text) if text.isascii() else 2 * len(text) - len(_WIDE.sub("", text))


def pieces_of(root: Element) -> list[Piece]:
    """Return the blocks of a page that a reader would see, in reading order.

    A page whose text nearly all stands in what is hidden or navigation never closed its menu, or
    waits for a script to be shown: there neither is believed.
    """
    pieces = _flattened(root, everything=False)
    if sum(piece.width for piece in pieces) < _FEW:
        more = _flattened(root, everything=True)
        if sum(piece.width for piece in more) > 5 * _FEW:
            return more
    return pieces


def _flattened(root: Element, *, everything: bool) -> list[Piece]:
    flow = _Flow()
    # (element, entering): a stack in place of recursion, as pages nest as deep as they like.
    waiting: list[tuple[Element, bool]] = [(root, True)]
    while waiting:
        element, entering = waiting.pop()
        if not entering:
            flow.leave(element)
        elif not isinstance(element.tag, str) or element.tag in _UNREAD or not (everything or _seen(element)):
            flow.add(element.tail or "")
        else:
            waiting.append((element, False))
            if element.tag == "tr" and _is_data(element):
                flow.row(element)
            else:
                flow.enter(element)
                waiting.extend((child, True) for child in reversed(element))
    return flow.pieces


def _seen(element: Element) -> bool:
    """Whether a reader sees an element as a part of the page's text."""
    style = element.get("style")
    return not (
        element.tag in _ASIDE
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (element.get("role") or "").lower() in _ROLES
        or (style is not None and _HIDDEN.search(style[:500]))
    )


def _is_data(row: Element) -> bool:
    """Whether a table row holds data, not page layout: short cells, no blocks in them."""
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if len(cells) < 2:
        return False
    for cell in cells:
        for part in cell.iter("table", "p", "div", "ul", "ol", "br", "h1", "h2", "form", "script"):
            if part.tag in {"table", "form", "script"} or sum(1 for _ in cell.iter(part.tag)) > 2:
                return False
    return all(len(words_of(cell)) <= _CELL for cell in cells)


_LINE: Final = "\x00"  # stands for a line break; the parser lets no such character in
_DEPTH: Final = 60  # how far out from a block its elements are looked at


def _breaks(tag: str) -> bool:
    """Whether an element stands on lines of its own; a site's own elements (`story-body`) mostly do."""
    return tag in _BREAKING or "-" in tag


class _Flow:
    """Collects running text, and cuts it into pieces where a browser would begin a new line."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._text: list[str] = []
        self._linked = 0
        self._links = 0
        self._open: list[Element] = []  # breaking elements, outermost first

    def add(self, text: str) -> None:
        if text:
            self._text.append(text)
            if self._links:
                self._linked += len(squeeze(text))

    def enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._break()
        elif _breaks(tag):
            self._cut()
            self._open.append(element)
        elif tag == "a":
            self._links += 1
        self.add(element.text or "")

    def leave(self, element: Element) -> None:
        if self._open and self._open[-1] is element:
            self._cut()
            self._open.pop()
        elif element.tag == "a":
            self._links -= 1
        self.add(element.tail or "")

    def row(self, element: Element) -> None:
        self._cut()
        self._open.append(element)
        cells = [words_of(cell) for cell in element if cell.tag in {"td", "th"}]
        self._text = [" | ".join(cells)] if any(cells) else []
        self._linked = sum(len(words_of(a)) for a in element.iter("a"))

    def _break(self) -> None:
        """End a paragraph at a line break after a sentence's end or another break; else keep the break."""
        last = next((text for text in reversed(self._text) if text.strip(" \t\r\n\xa0")), _LINE)
        if last == _LINE or _SENTENCE_END.search(last[-40:].rstrip()):
            self._cut()
        else:
            self._text.append(_LINE)

    def _cut(self) -> None:
        text = "".join(self._text)
        lines = (squeeze(line) for line in text.split(_LINE))
        text = "\n".join(line for line in lines if line)
        if text:
            self.pieces.append(self._piece(text))
        self._text = []
        self._linked = 0

    def _piece(self, text: str) -> Piece:
        tags = [element.tag for element in self._open]
        tag = tags[-1] if tags else "body"
        outer = (self._open[:-1] if tag in _LEAVES else self._open)[: -_DEPTH - 1 : -1]
        return Piece(_kind(tags, tag), text, self._linked, tag, tuple(outer))


def _kind(tags: list[str], tag: str) -> Kind:
    if tag in _HEADS:
        return "subhead"
    if tag == "tr":
        return "other"
    near = tags[-4:]
    if "blockquote" in near:
        return "quote"
    if "li" in near or tag in {"dd", "dt"}:
        return "item"
    return "other" if tag == "pre" else "paragraph"

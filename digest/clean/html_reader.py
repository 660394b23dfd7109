"""Which part of a page is the story, by where its text stands.

After Arc90's Readability as Mozilla keeps it (https://github.com/mozilla/readability): each paragraph
speaks for the elements it stands in, the nearer the louder, and the element with the most to say is
the story's container. Widths count an East Asian character twice, so one measure serves all languages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element as Element

    from digest.clean.html_blocks import Piece

_CHROME: Final = re.compile(
    r"comment|disqus|related|recommend|share|sharing|social|promo|newsletter|subscri|breadcrumb|sidebar|footer|masthead|"
    r"menu|\btags?\b|advert|\bads?\b|sponsor|popular|trending|outbrain|taboola|cookie|consent|pagination|pager|"
    r"byline|author(?:s|-?(?:bio|box|desc|info|card|meta|name|details?|content))?\b|copyright|caption|most-?(?:read|viewed)|more-?(?:news|stories|on)|"
    r"read-?(?:more|next|also)|\btoc\b|table-?of-?contents|log-?in|sign-?up|banner|modal|popup|toolbar|rss|\bprint\b|"
    r"credit|reporter|journalist|teaser|post-?meta|entry-?meta|timestamp|article-?(?:meta|date|info)",
    re.IGNORECASE,
)
_STORY: Final = re.compile(
    r"article|body|content|entry|main|page|post|text|blog|story|view|read", re.IGNORECASE
)
_OTHER: Final = re.compile(
    r"-ad-|hidden|banner|combx|comment|com-|contact|foot|gdpr|masthead|media|meta|outbrain|promo|related|scroll|"
    r"share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget|nav|menu|list|recommend",
    re.IGNORECASE,
)
_BASE: Final = {
    "article": 10, "div": 5, "main": 5, "pre": 3, "td": 3, "blockquote": 3, "address": -3, "ol": -3, "ul": -3,
    "dl": -3, "li": -3, "form": -3, "th": -5, "html": -50,
}  # fmt: skip
_LONG: Final = 60
"""A piece this wide may be prose; shorter ones are mostly labels."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The pieces of a page that stand in the story's container, and that container."""

    pieces: tuple[Piece, ...]
    container: Element | None = None


class _Sums:
    """What stands in each element: its width, its linked width, its width in prose."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.width: dict[Element, float] = defaultdict(float)
        self.linked: dict[Element, float] = defaultdict(float)
        self.prose: dict[Element, float] = defaultdict(float)
        self.count: dict[Element, int] = defaultdict(int)
        self.all_prose = 0.0
        for piece in pieces:
            width, linked = piece.width, piece.width * piece.link_share
            prose = width - linked if width >= _LONG else 0.0
            self.all_prose += prose
            for element in piece.inside:
                self.width[element] += width
                self.linked[element] += linked
                self.prose[element] += prose
                self.count[element] += 1

    def link_share(self, element: Element) -> float:
        return self.linked[element] / max(1.0, self.width[element])


def label(element: Element) -> str:
    """Return an element's class and id, which name its part in the page."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:400]


def is_chrome(element: Element) -> bool:
    """Whether an element is by name or nature not of the story: related links, comments, share buttons."""
    return element.tag in {"aside", "footer", "figure", "figcaption"} or bool(_CHROME.search(label(element)))


def read(pieces: Sequence[Piece]) -> Reading:
    """Return the pieces in the story's container, without the parts of it that are chrome."""
    left = _without_chrome(pieces)
    sums = _Sums(left)
    points = _points(left, sums)
    if not points:
        return Reading(())
    top = _climbed(max(points, key=points.__getitem__), sums)
    kept = _with_siblings(top, points, sums)
    inside = [piece for piece in left if any(element in kept for element in piece.inside)]
    return Reading(tuple(_without_link_lists(inside, kept)), top)


def _without_chrome(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out what stands in elements that are chrome, unless most of the page's prose stands there."""
    sums = _Sums(pieces)
    chrome = {
        element
        for element, prose in sums.prose.items()
        if element.tag not in {"html", "body", "article", "main"}
        and prose < 0.4 * sums.all_prose
        and is_chrome(element)
    }
    return [p for p in pieces if p.tag != "figcaption" and not any(element in chrome for element in p.inside)]


def _points(pieces: Sequence[Piece], sums: _Sums) -> dict[Element, float]:
    points: dict[Element, float] = {}
    for piece in pieces:
        if piece.kind == "subhead" or piece.width < 25:
            continue
        commas = sum(piece.text.count(mark) for mark in ",，、،;")
        worth = 1 + commas + min(piece.width / 100, 3)
        if piece.kind == "other":
            worth /= 2
        for level, element in enumerate(piece.inside[:5]):
            if element not in points:
                points[element] = _BASE.get(element.tag, 0) + _name_weight(element)
            points[element] += worth / (1 if level == 0 else 2 if level == 1 else level * 3)
    return {element: value * (1 - sums.link_share(element)) for element, value in points.items()}


def _name_weight(element: Element) -> int:
    weight = 0
    for name in (element.get("class"), element.get("id")):
        if name:
            weight += 25 * (bool(_STORY.search(name[:200])) - bool(_OTHER.search(name[:200])))
    return weight


def _climbed(top: Element, sums: _Sums) -> Element:
    """Go out from the best element while that brings in much prose and little else."""
    best = top
    for outer in top.iterancestors():
        if outer.tag == "html" or outer not in sums.width:
            break
        more = sums.prose[outer] - sums.prose[best]
        other = (sums.width[outer] - sums.width[best]) - more
        wrapper = more <= 0 and other <= 0
        if wrapper or (more >= 0.35 * sums.prose[best] and other < 0.35 * more):
            best = outer
    return best


def _with_siblings(top: Element, points: dict[Element, float], sums: _Sums) -> set[Element]:
    """Add the container's neighbours that have as good a claim: a story cut in two by an advertisement."""
    kept = {top}
    outer = top.getparent()
    if outer is None:
        return kept
    enough = max(10.0, 0.2 * points.get(top, 0))
    for sibling in outer:
        bonus = (
            0.2 * points.get(top, 0)
            if sibling.get("class") and sibling.get("class") == top.get("class")
            else 0
        )
        if sibling in points and points[sibling] + bonus >= enough and sums.link_share(sibling) < 0.3:
            kept.add(sibling)
    return kept


def _without_link_lists(pieces: Sequence[Piece], kept: set[Element]) -> list[Piece]:
    """Leave out the parts of a story that are mostly links, and the lines that are nothing else."""
    within: list[tuple[Piece, list[Element]]] = []
    for piece in pieces:
        chain: list[Element] = []
        for element in piece.inside:
            if element in kept:
                break
            chain.append(element)
        within.append((piece, chain))
    sums = _Sums(pieces)
    whole = sum(piece.width for piece in pieces)
    lists = {
        element
        for _, chain in within
        for element in chain
        if sums.width[element] <= 0.5 * whole
        and (sums.link_share(element) > 0.5 or (sums.link_share(element) > 0.25 and sums.prose[element] < 80))
    }
    left = [piece for piece, chain in within if not any(element in lists for element in chain)]
    return [piece for n, piece in enumerate(left) if piece.link_share <= 0.8 or _heads_prose(left, n)]


def _heads_prose(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a linked line is a subhead with prose under it, as in a list of things to buy or make."""
    below = pieces[place + 1] if place + 1 < len(pieces) else None
    return (
        pieces[place].kind == "subhead"
        and below is not None
        and below.width >= _LONG
        and below.link_share < 0.5
    )

"""The page: HTML read once, with its texts, links and styles, shared by all rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from digest.check.cascade import Style, computed
from digest.check.css import Sheet, sheet
from digest.check.features import used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_SILENT = frozenset({"style", "script", "head", "title", "noscript", "template"})


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text as it stands in one element of the page."""

    element: Element
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page: its address, and its name (text, the alt of its pictures, or its label)."""

    element: Element
    href: str
    name: str


@dataclass(frozen=True)
class Page:
    """A page of HTML."""

    html: str

    @cached_property
    def root(self) -> Element:
        """The page's root; an empty page has one too."""
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
        source = self.html.replace("\x00", "").strip().encode("utf-8", "replace")
        root = etree.fromstring(source, parser) if source else None
        return root if root is not None else etree.Element("html")

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every element in the order of the page, comments left out."""
        return tuple(self.root.iter(etree.Element))

    @cached_property
    def comments(self) -> tuple[str, ...]:
        """The words of every comment; Outlook's own part of a page stands in these."""
        return tuple(c.text or "" for c in self.root.iter(etree.Comment))

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every piece of text that is not blank, in the order of the page, the hidden ones included."""
        return tuple(self._runs())

    def _runs(self) -> Iterator[Run]:
        # lxml's texts know their elements, of which its stubs know nothing.
        for text in cast("list[Any]", self.root.xpath("/html/body//text()[normalize-space()]")):
            beside = text.getparent()
            owner = beside.getparent() if text.is_tail else beside
            if owner.tag not in _SILENT:
                yield Run(owner, " ".join(text.split()))

    @cached_property
    def words(self) -> str:
        """All that the page says."""
        return " ".join(run.text for run in self.runs)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link, in the order of the page."""
        return tuple(
            Link(a, href.strip(), _name(a))
            for a in self.elements
            if a.tag == "a" and (href := a.get("href")) is not None
        )

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the page, and the names of its anchors."""
        return frozenset(name for e in self.elements for name in (e.get("id"), e.get("name")) if name)

    @cached_property
    def sheet(self) -> Sheet:
        """All style elements of the page as one sheet."""
        return sheet([(e.text or "", e.get("media", "")) for e in self.elements if e.tag == "style"])

    @cached_property
    def features(self) -> frozenset[str]:
        """What of HTML and CSS it uses, by caniemail's names. Outlook's own part of it is not looked at."""
        return used(self.elements, self.sheet, self.html, has_comments=bool(self.comments))

    @cached_property
    def light(self) -> Mapping[Element, Style]:
        """The style of each element of the body, on a light ground."""
        return computed(self.root, self.sheet, "light")

    @cached_property
    def dark(self) -> Mapping[Element, Style]:
        """The same where the reader prefers a dark scheme."""
        return computed(self.root, self.sheet, "dark")

    @cached_property
    def outlook(self) -> Mapping[Element, Style]:
        """The same in Outlook.com's dark mode."""
        return computed(self.root, self.sheet, "outlook")


def _name(link: Element) -> str:
    pictures = [e.get("alt") or "" for e in link.iter("img")]
    said = " ".join(" ".join([*map(str, link.itertext()), *pictures]).split())
    return said or (link.get("aria-label") or "").strip()

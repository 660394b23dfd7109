"""The proof: an edition with its filled-in formats, and where things stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from digest.check.page import Page
from digest.check.rule import Place

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from digest.check.rule import Options
    from digest.model import Brief, Edition, Quote, Rendered

PAGE, TEXT, MARKDOWN, WEB = "email.html", "email.txt", "edition.md", "edition.html"


@dataclass(frozen=True)
class Proof:
    """What the rules look at. `rendered` is filled in: what a reader gets."""

    edition: Edition
    rendered: Rendered
    options: Options

    @cached_property
    def page(self) -> Page:
        """The HTML, read."""
        return Page(self.rendered.html)

    @cached_property
    def texts(self) -> tuple[tuple[Place, str], ...]:
        """Every text that a reader may meet, with its place."""
        parts = ((TEXT, self.rendered.text), (MARKDOWN, self.rendered.markdown))
        return (
            (Place("subject"), self.edition.subject),
            (Place("preheader"), self.edition.preheader),
            *((self.at(run.element), run.text) for run in self.page.runs),
            *(
                (Place(f"{name}:{number}"), line)
                for name, text in parts
                for number, line in enumerate(text.splitlines(), 1)
            ),
        )

    def at(self, element: Element | None) -> Place:
        """Return where an element stands: its story, else the heading that it comes under."""
        while element is not None:
            if element in self._places:
                return self._places[element]
            element = element.getparent()
        return Place(PAGE)

    @cached_property
    def _places(self) -> dict[Element, Place]:
        places: dict[Element, Place] = {}
        body = self.page.root.find("body")
        wrapper = next(body.iterchildren(etree.Element), None) if body is not None else None
        under = Place(PAGE)
        for element in self.page.elements:
            if element.getparent() is wrapper:
                under = Place(PAGE)  # a heading reaches to the end of its own part of the page
            anchor = element.get("id", "")
            if anchor in self._headlines:
                places[element] = Place(_story(self._headlines[anchor]), anchor)
            elif element.tag in {"h1", "h2"} and element.getparent() not in places:
                under = Place(f"{PAGE}: under “{shortened(' '.join(map(str, element.itertext())))}”")
            parent = element.getparent()
            places.setdefault(
                element, places[parent] if parent in places and places[parent].anchor else under
            )
        return places

    @cached_property
    def _headlines(self) -> dict[str, str]:
        return {
            anchor: b.headline for b in self.edition.briefs if (anchor := f"s-{b.story.id}") in self.page.ids
        }

    def of_story(self, brief: Brief) -> Place:
        """Return the place of a story of the edition."""
        anchor = f"s-{brief.story.id}"
        return Place(_story(brief.headline), anchor if anchor in self.page.ids else "")

    def of_quote(self, quote: Quote) -> Place:
        """Return the place of the story from which a quote was pulled."""
        for brief in self.edition.briefs:
            if any(p.segment.id == quote.segment.id for p in brief.story.placements):
                return self.of_story(brief)
        return Place(PAGE)


def _story(headline: str) -> str:
    return f"{PAGE}: story “{shortened(headline)}”"


def shortened(text: str, longest: int = 40) -> str:
    """Return a text on one line, cut where it is longer than a place can hold."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"

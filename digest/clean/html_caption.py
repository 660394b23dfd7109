"""The caption of a picture: by the element that is for it, by its class, or by the credit it ends in."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from digest.clean.html_dom import squeeze, words_of
from digest.clean.html_second import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from digest.clean.html_blocks import Piece

_CREDIT: Final = re.compile(
    r"(?:[(\[|/.]\s{0,3}|^|\s)"
    r"(?:사진|자료|그래픽|이미지|제공|출처|photo(?:graph)?(?: credit)?(?: by)?|credit|image|foto|bild|crédit|©|ⓒ|\(c\))"
    r"\s{0,3}[=:：|/]?\s{0,3}(?P<who>[^\n]{2,60}?)[)\]]?$",
    re.IGNORECASE,
)
_NAMED_CREDIT: Final = re.compile(
    r"(?:[(\[|/.]\s{0,3}|^|\s)(?:(?:사진|자료|그래픽|이미지|출처|photo(?:graph)?|credit|image|foto|bild|crédit)\s{0,3}[=:：|/]|"
    r"photo(?:graph)? by\s|[©ⓒ])\s{0,3}[^\n]{2,60}$",
    re.IGNORECASE,
)
"""A credit that can be nothing else, where no element or class says that a caption stands there."""
_OWNED: Final = re.compile(
    r"(?:[.。]|다)\s{0,3}[(\[<]?(?P<who>[가-힣A-Za-z0-9·/= ]{0,20}(?:DB|제공|자료사진|연합뉴스|뉴시스|뉴스1|로이터|캡처|갈무리|기자))[)\]>.]{0,2}$"
)
"""How Korea's papers end a caption: the owner behind its last full stop."""
_AGENCY: Final = re.compile(
    r"(?:[(\[/|—–-]|\s)(?:AP|AFP|EPA|Reuters|Getty Images|dpa|Shutterstock|撮影|提供)[)\]]?$"
)
_LABEL: Final = re.compile(
    r"caption|(?:^|[\s_-])(?:cap|capt|legend|l[eé]gende|leyenda|legenda|didascalia|onderschrift|bildunterschrift|"
    r"bildtext|pie-?de-?foto|pie-?foto)(?:$|[\s_-])|(?:photo|img|image|pic|picture|foto|bild)[_-]?"
    r"(?:desc|txt|text|cap|info|exp|credit|legend)",
    re.IGNORECASE,
)
_PHOTO: Final = re.compile(
    r"(?:^|[\s_-])(?:photo|pic|picture|foto|img|image|figure|wp-caption|art_?photo|article_?photo|news_?photo)"
    r"(?:$|[\s_-])|(?:photo|img|image|pic)[_-]?(?:box|wrap|area|con|view|frame|center|item)",
    re.IGNORECASE,
)
_LONGEST: Final = 300
"""A wrapper with more text than this holds part of the story besides the picture."""
_SHORTEST: Final = 4
_OUTWARD: Final = 4
_MOST_IMAGES: Final = 200
_MOST_OF_STORY: Final = 0.3
"""Captions that are together more of a story than this are the story: pictures that tell it."""


def caption_of(image: Element) -> tuple[Element, str] | None:
    """Return the small element around an image in which its caption stands, and the caption; or None."""
    place = image
    for _ in range(_OUTWARD):
        outer = place.getparent()
        if outer is None or outer.tag in {"html", "body", "article", "main"} or not _is_small(outer):
            return None
        place = outer
        named = _named(place)
        if named:
            return place, named
        text = words_of(place)
        if text and (place.tag == "figure" or _PHOTO.search(_marks(place)) or _credited(text)):
            return place, text
    return None


def split_credit(caption: str) -> tuple[str, str]:
    """Return a caption without the credit it ends in, and that credit."""
    found = _CREDIT.search(caption[-90:])
    if found:
        start = max(0, len(caption) - 90) + found.start()
        return caption[:start].rstrip(" /|([").strip(), found["who"].strip(" .)]/")
    owned = _OWNED.search(caption[-60:])
    if owned and owned["who"].strip():
        start = max(0, len(caption) - 60) + owned.start("who")
        return caption[:start].rstrip(" /|([<").strip(), owned["who"].strip()
    return caption, ""


def without_captions(story: Sequence[Piece], root: Element) -> list[Piece]:
    """Return the story's pieces without those that are a picture's caption."""
    around: set[Element] = set()
    said: set[str] = set()
    for image in islice(root.iter("img"), _MOST_IMAGES):
        found = caption_of(image)
        if found and len(fold(found[1])) >= _SHORTEST:
            around.add(found[0])
            said.add(fold(found[1]))
    captions = {
        id(piece)
        for piece in story
        if piece.kind != "subhead"
        and (fold(piece.text) in said or any(element in around for element in piece.inside))
    }
    width = sum(piece.width for piece in story)
    if sum(piece.width for piece in story if id(piece) in captions) > _MOST_OF_STORY * width:
        return list(story)
    return [piece for piece in story if id(piece) not in captions]


def _named(place: Element) -> str:
    for tag in place.iter("figcaption", "p", "span", "div", "em", "dd", "small", "strong"):
        if tag.tag == "figcaption" or _LABEL.search(_marks(tag)):
            text = words_of(tag)
            if text:
                return text
    return ""


def _marks(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300]


def _credited(text: str) -> bool:
    return bool(_NAMED_CREDIT.search(text[-90:]) or _OWNED.search(text[-60:]) or _AGENCY.search(text[-40:]))


def _is_small(element: Element) -> bool:
    """Whether an element holds no more text than a caption; looks at no more of it than that takes."""
    length = 0
    for count, part in enumerate(element.iter("*")):
        length += len(squeeze(part.text or "")) + len(squeeze(part.tail or "") if part is not element else "")
        if length > _LONGEST or count > _LONGEST:
            return False
    return True

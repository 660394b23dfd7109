"""The story's lead picture, with the caption and the credit that stand under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from digest.clean.html_dom import squeeze, words_of
from digest.model import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_CREDIT: Final = re.compile(
    r"(?:[(\[|/.]\s{0,3}|^|\s)"
    r"(?:사진|자료|그래픽|이미지|제공|출처|photo(?:graph)?(?: credit)?(?: by)?|credit|image|foto|bild|crédit|©|ⓒ|\(c\))"
    r"\s{0,3}[=:：|/]?\s{0,3}(?P<who>[^\n]{2,60}?)[)\]]?$",
    re.IGNORECASE,
)


def picture_of(
    root: Element, metas: Mapping[str, list[str]], data: Mapping[str, Any], base: str
) -> Picture | None:
    """Return the picture that the page names as its own (OpenGraph, ld+json), or None; https only.

    Its alt text, caption and credit come from the `img` and `figcaption` that show the same file.
    """
    src = next((address for address in _named(metas, data, base) if address), "")
    if not src:
        return None
    shown = _shown(root, src)
    alt = (metas.get("og:image:alt") or metas.get("twitter:image:alt") or [""])[0]
    caption = ""
    if shown is not None:
        alt = squeeze(shown.get("alt") or "") or alt
        caption = _caption(shown)
    caption, credit = _split_credit(caption)
    size = [_pixels(metas, f"og:image:{side}") for side in ("width", "height")]
    return Picture(src, alt[:300], caption, credit, *size)


def _named(metas: Mapping[str, list[str]], data: Mapping[str, Any], base: str) -> Iterator[str]:
    for name in ("og:image:secure_url", "og:image", "og:image:url", "twitter:image"):
        yield from (_https(value, base) for value in metas.get(name, [])[:1])
    images = data.get("image")
    for image in images if isinstance(images, list) else [images]:
        address = image.get("url") if isinstance(image, dict) else image
        if isinstance(address, str):
            yield _https(address, base)


def _https(address: str, base: str) -> str:
    try:
        full = urljoin(base if base.startswith("https:") else "https:", address.strip())
        return full if urlsplit(full).scheme == "https" and urlsplit(full).hostname else ""
    except ValueError:
        return ""


def _file(address: str) -> str:
    try:
        return urlsplit(address.strip()).path.rsplit("/", 1)[-1]
    except ValueError:
        return ""


def _shown(root: Element, src: str) -> Element | None:
    wanted = _file(src)
    if not wanted:
        return None
    for tag in root.iter("img"):
        if any(_file(tag.get(key) or "") == wanted for key in ("src", "data-src", "data-original")):
            return tag
    return None


def _caption(image: Element) -> str:
    """Return the figcaption of the figure it stands in, else a neighbour whose class says caption."""
    place: Element | None = image
    for _ in range(5):
        place = place.getparent() if place is not None else None
        if place is None or place.tag in {"body", "article"}:
            return ""
        for tag in place.iter("figcaption", "p", "span", "div", "em"):
            marked = f"{tag.get('class') or ''} {tag.get('id') or ''}".lower()
            if tag.tag == "figcaption" or "caption" in marked:
                text = words_of(tag)
                return text if len(text) <= 600 else ""
    return ""


def _split_credit(caption: str) -> tuple[str, str]:
    found = _CREDIT.search(caption[-90:])
    if not found:
        return caption, ""
    start = max(0, len(caption) - 90) + found.start()
    return caption[:start].rstrip(" /|([").strip(), found["who"].strip(" .)]/")


def _pixels(metas: Mapping[str, list[str]], name: str) -> int:
    value = (metas.get(name) or [""])[0]
    return int(value) if re.fullmatch(r"[0-9]{1,5}", value) else 0

"""The story's lead picture, with the caption and the credit that stand under it."""

from __future__ import annotations

import posixpath
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from digest.clean.html_caption import caption_of, split_credit
from digest.clean.html_dom import squeeze
from digest.model import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

    from digest.clean.html_blocks import Piece

_SOURCES: Final = ("src", "data-src", "data-original", "data-lazy-src")
_NARROWEST: Final = 300
"""Pixels: a picture known to be narrower is an icon, a logo or a face."""
_SMALL_PART: Final = re.compile(
    r"logo|icon|avatar|profile|sprite|pixel|spacer|banner|emoji|btn|button|blank|tracking|"
    r"related|recommend|share|social|author|newsletter|promo|advert|sponsor|byline|comment|sidebar|widget|reporter|"
    r"(?:^|[\s/_.-])ads?(?:$|[\s/_.-])",
    re.IGNORECASE,
)
_KINDS: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_SAVED: Final = re.compile(r"[_-](?:files|Dateien|fichiers|archivos|ficheiros|bestanden)$")
"""What browsers call the folder in which they save a page's files, behind the page's name."""
_MOST, _DEEPEST = 200, 60


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
    caption, credit = split_credit(caption)
    size = [_pixels(metas, f"og:image:{side}") for side in ("width", "height")]
    return Picture(src, alt[:300], caption, credit, *size)


def story_picture(root: Element, story: Sequence[Piece], base: str, path: str) -> Picture | None:
    """Return the first large picture in the story, or None: for a page that names none as its own.

    Its `src` is an https address, or for a page saved with its files (`path` is the page's own, in the
    newsletter's folder) the path of the file, which is never outside that folder.
    """
    for part in _parts(root, story):
        for image in islice(part.iter("img"), _MOST):
            src = _usable(image, part, base, path)
            if src:
                caption, credit = split_credit(_caption(image))
                return Picture(src, squeeze(image.get("alt") or "")[:300], caption, credit)
    return None


def _parts(root: Element, story: Sequence[Piece]) -> Iterator[Element]:
    """Yield the innermost element around the whole story, then the page's `article` or `main` around that."""
    chains = [piece.inside for piece in story if piece.inside]
    if not chains:
        return
    shared = set(chains[0]).intersection(*chains[1:])
    inner = next((element for element in chains[0] if element in shared), root)
    yield inner
    yield from islice((e for e in inner.iterancestors("article", "main")), 1)


def _usable(image: Element, part: Element, base: str, path: str) -> str:
    """Return the address of a picture that is large and the story's own, else nothing."""
    width = re.match(r"[0-9]{1,5}", image.get("width") or "")
    if width and "%" not in (image.get("width") or "") and int(width[0]) < _NARROWEST:
        return ""
    for place in (image, *islice(image.iterancestors(), _DEEPEST)):
        if place is part:
            break
        if place.tag in {"aside", "nav", "footer"} or _SMALL_PART.search(_marks(place)):
            return ""
    written = next((value for key in reversed(_SOURCES) if (value := (image.get(key) or "").strip())), "")
    if not written or written.startswith("data:") or _SMALL_PART.search(_file(written)):
        return ""
    return _saved(written, base, path) or (_https(written, base) if _is_address(written, base) else "")


def _marks(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300]


def _is_address(written: str, base: str) -> bool:
    return base.startswith("https:") or written.startswith(("https:", "//"))


def _saved(written: str, base: str, path: str) -> str:
    """Return the path in the newsletter's folder of a file that was saved with its page, else nothing.

    A relative address is one where the page's own address is unknown, or where its folder is called as
    browsers call it.
    """
    bare = unquote(re.split(r"[?#]", written, maxsplit=1)[0]).replace("\\", "/").removeprefix("./")
    if not path or "://" in written or bare.startswith("/") or ":" in bare.split("/")[0]:
        return ""
    if base and not _SAVED.search(bare.split("/")[0]):
        return ""
    full = posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))
    inside = not full.startswith(("../", "/")) and full.isprintable()
    return full if inside and full.lower().endswith(_KINDS) else ""


def _caption(image: Element) -> str:
    found = caption_of(image)
    return found[1] if found else ""


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


def _pixels(metas: Mapping[str, list[str]], name: str) -> int:
    value = (metas.get(name) or [""])[0]
    return int(value) if re.fullmatch(r"[0-9]{1,5}", value) else 0

"""Pictures of the newsletter's folder: found, measured, and made fit for mail.

A picture goes out as `images/<hash of its bytes>.<kind>`, so a name never changes its content.
Mail clients show JPEG, PNG and GIF; Outlook for Windows shows no WebP (caniemail.com), so that and
everything wider than twice the column is drawn anew.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from digest.model import Article, Edition, Picture, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

WIDEST = 1200
"""Pixels: twice the 600 of a mail's column."""
_QUALITY = 82
_KINDS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif"}
_PIXELS = 50_000_000
"""A picture of more pixels (a 'decompression bomb') is refused before it is decoded."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Articles whose local pictures have their size and the name they go out by; the files; what was bad."""

    articles: tuple[Article, ...]
    files: Mapping[str, Path]
    problems: tuple[Problem, ...]


def measure(articles: Iterable[Article], root: Path) -> Measured:
    """Look up the local picture of each article inside `root`; one that can't be shown is taken off."""
    kept: list[Article] = []
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for article in articles:
        image = article.meta.image
        if image is None or "://" in image.src:
            kept.append(article)
            continue
        found = _measured(image, root)
        if isinstance(found, Picture):
            files[found.src] = root / image.src
        else:
            where = f"{article.origin.path}:1"
            mend = "give a JPEG, PNG, GIF or WebP file inside the newsletter's folder"
            problems.append(Problem("picture", f"picture {image.src!r}: {found}", where, mend, "warning"))
        meta = replace(article.meta, image=found if isinstance(found, Picture) else None)
        kept.append(replace(article, meta=meta))
    return Measured(tuple(kept), files, tuple(problems))


def _measured(image: Picture, root: Path) -> Picture | str:
    """Return the picture with its size and outgoing name, or what is wrong with it."""
    path = root / image.src
    if not path.resolve().is_relative_to(root.resolve()):
        return "leads out of the newsletter's folder"
    try:
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as opened:
            kind, (width, height) = opened.format or "", opened.size
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError):
        return "is no picture that can be read"
    except OSError as error:
        return (error.strerror or "can't be read").lower()
    if width * height > _PIXELS or not width or not height:
        return f"has {width} by {height} pixels"
    name = hashlib.sha256(data).hexdigest()[:16]
    if _fits(kind, width):
        return replace(image, src=f"images/{name}.{_KINDS[kind]}", width=width, height=height)
    scale = min(1.0, WIDEST / width)
    src = f"images/{name}.{'png' if kind == 'PNG' else 'jpg'}"
    return replace(image, src=src, width=round(width * scale), height=max(1, round(height * scale)))


def _fits(kind: str, width: int) -> bool:
    return kind in _KINDS and width <= WIDEST


def fitted(edition: Edition, files: Mapping[str, Path]) -> dict[str, bytes]:
    """Return the bytes of the pictures that the edition shows, by their `src`."""
    shown = {picture.src: picture for brief in edition.briefs if (picture := brief.picture)}
    return {src: _bytes(picture, files[src]) for src, picture in sorted(shown.items()) if src in files}


def _bytes(picture: Picture, path: Path) -> bytes:
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as opened:
        if _fits(opened.format or "", opened.width):
            return data
        png = picture.src.endswith(".png")
        drawn = opened.convert("RGBA" if png and "A" in opened.getbands() else "RGB")
        drawn = drawn.resize((picture.width, picture.height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        drawn.save(out, "PNG" if png else "JPEG", quality=_QUALITY, optimize=True)
        return out.getvalue()

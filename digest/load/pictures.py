"""Pictures of the newsletter's folder: found, measured, and made fit for mail.

A picture goes out as `images/<hash of its bytes>.<kind>`, so a name never changes its content.
Mail clients show JPEG, PNG and GIF; Outlook for Windows shows no WebP (caniemail.com), so that and
everything wider than twice the column is drawn anew.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from digest.model import Article, Picture, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDEST = 1200
"""Pixels: twice the 600 of a mail's column."""
_QUALITY = 82
_KINDS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif"}
_READ = (*_KINDS, "WEBP")
"""The only formats that are opened: for others Pillow may start a program (EPS starts Ghostscript)."""
_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
"""Colours that every client shows; CMYK and 16 bits a channel are drawn anew."""
_PIXELS = 50_000_000
"""A picture of more pixels (a 'decompression bomb') is refused before it is decoded."""
_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """Articles whose local pictures have their size and the name they go out by; the bytes; what was bad."""

    articles: tuple[Article, ...]
    pictures: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def measure(articles: Iterable[Article], root: Path) -> Measured:
    """Read the local picture of each article inside `root`; one that can't be shown is taken off."""
    kept: list[Article] = []
    pictures: dict[str, bytes] = {}
    problems: list[Problem] = []
    for article in articles:
        image = article.meta.image
        if image is None or "://" in image.src:
            kept.append(article)
            continue
        try:
            found, data = _drawn(image, _bytes(root, image.src))
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            problems.append(_problem(article, image, root, error))
            kept.append(replace(article, meta=replace(article.meta, image=None)))
        else:
            pictures[found.src] = data
            kept.append(replace(article, meta=replace(article.meta, image=found)))
    return Measured(tuple(kept), pictures, tuple(problems))


def _problem(article: Article, image: Picture, root: Path, error: Exception) -> Problem:
    cause = (error.strerror or "").lower() if isinstance(error, OSError) else ""
    if isinstance(error, RuntimeError):  # how Python 3.11 and 3.12 say that links lead in a circle
        cause = "no such file"
    elif isinstance(error, _UnfitError):
        cause = str(error)
    beside = Path(article.origin.path).parent / image.src
    mend = "give a JPEG, PNG, GIF or WebP file, by its path from the newsletter's folder"
    if ".." not in beside.parts and (root / beside).is_file():
        mend = f"did you mean {beside.as_posix()!r}?"
    what = f"picture {image.src!r:.120}: {cause or 'is no picture that can be read'}"
    return Problem("picture", what, f"{article.origin.path}:1", mend, "warning")


class _UnfitError(ValueError):
    """Why a file can't be shown."""


def _bytes(root: Path, src: str) -> bytes:
    path = (root / src).resolve(strict=True)
    if not path.is_relative_to(root.resolve()):
        raise _UnfitError("leads out of the newsletter's folder")
    if not path.is_file():
        raise _UnfitError("is no file")
    if path.stat().st_size > _BYTES:
        raise _UnfitError(f"has {path.stat().st_size // 2**20} MB")
    return path.read_bytes()


def _drawn(image: Picture, data: bytes) -> tuple[Picture, bytes]:
    """Return the picture with its size and outgoing name, and its bytes, drawn anew where that is needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # _PIXELS is stricter
        opened = Image.open(io.BytesIO(data), formats=_READ)
    with opened:
        width, height = opened.size
        if width * height > _PIXELS or not width or not height:
            raise _UnfitError(f"has {width} by {height} pixels")
        kind = opened.format or ""
        opened.load()  # a file that is cut short shows only now
        upright = ImageOps.exif_transpose(opened)
        turned = upright.size != opened.size or opened.getexif().get(0x0112, 1) != 1
        moving = kind == "GIF" and getattr(opened, "is_animated", False)
        if moving or (kind in _KINDS and width <= WIDEST and opened.mode in _MODES and not turned):
            shown = (width, height)
            suffix = _KINDS[kind]
        else:
            shown = _shrunk(upright.size)
            data, suffix = _encoded(upright, shown)
    name = hashlib.sha256(data).hexdigest()[:16]
    return replace(image, src=f"images/{name}.{suffix}", width=shown[0], height=shown[1]), data


def _shrunk(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, WIDEST / size[0])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _encoded(picture: Image.Image, size: tuple[int, int]) -> tuple[bytes, str]:
    """Draw a picture in 8 bits a channel: as PNG where it can be seen through, else as JPEG."""
    clear = "A" in picture.getbands() or "transparency" in picture.info
    if picture.mode.startswith("I"):  # 16 bits a pixel: Pillow would cut the bright ones off
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    drawn = picture.convert("RGBA" if clear else "RGB").resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    drawn.save(out, "PNG" if clear else "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue(), "png" if clear else "jpg"

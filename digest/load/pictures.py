"""Pictures of the newsletter's folder: found, measured, and made fit for mail.

A picture goes out as `images/<hash of its bytes>.<kind>`, so a name never changes its content.
Mail clients show JPEG, PNG and GIF; Outlook for Windows shows no WebP (caniemail.com), so that and
everything wider than twice the column is drawn anew. What was found out about a file is kept by its content:
the same picture is opened once for all builds.
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
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from PIL.ImageFile import ImageFile

    from digest.work import Each

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
_MEGABYTES = 32
_HELD = 128 * 2**20
"""Bytes of files that are held at a time."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Articles whose local pictures have their size and the name they go out by; the bytes; what was bad."""

    articles: tuple[Article, ...]
    pictures: Mapping[str, bytes]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a picture goes out: its size and kind, and its bytes where they are others than the file's."""

    width: int
    height: int
    suffix: str
    redrawn: bytes = b""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a picture can't go out."""

    cause: str


def measure(articles: Iterable[Article], root: Path, each: Each = one_by_one) -> Measured:
    """Read the local picture of each article inside `root`; one that can't be shown is taken off."""
    kept: list[Article] = []
    pictures: dict[str, bytes] = {}
    problems: list[Problem] = []
    for some in _together(articles, root):
        made = iter(each(fitted, [file for _, file in some if isinstance(file, bytes)]))
        for article, file in some:
            image = article.meta.image
            found = next(made) if isinstance(file, bytes) else file
            if image is None or found is None:
                kept.append(article)
            elif isinstance(found, Unfit):
                problems.append(_problem(article, image, root, found.cause))
                kept.append(replace(article, meta=replace(article.meta, image=None)))
            else:
                data = found.redrawn or (file if isinstance(file, bytes) else b"")
                src = f"images/{hashlib.sha256(data).hexdigest()[:16]}.{found.suffix}"
                pictures[src] = data
                shown = replace(image, src=src, width=found.width, height=found.height)
                kept.append(replace(article, meta=replace(article.meta, image=shown)))
    return Measured(tuple(kept), pictures, tuple(problems))


def _together(
    articles: Iterable[Article], root: Path
) -> Iterator[list[tuple[Article, bytes | Unfit | None]]]:
    """Yield the articles in runs whose pictures may be held in memory beside each other, each with its file."""
    some: list[tuple[Article, bytes | Unfit | None]] = []
    held = 0
    for article in articles:
        file = _read(article.meta.image, root)
        some.append((article, file))
        held += len(file) if isinstance(file, bytes) else 0
        if held > _HELD:
            yield some
            some, held = [], 0
    yield some


def _read(image: Picture | None, root: Path) -> bytes | Unfit | None:
    """Return the file of a local picture, why it can't be read, or None where there is none to read."""
    if image is None or "://" in image.src:
        return None
    try:
        path = (root / image.src).resolve(strict=True)
        refused = _refused(path, root)
        return Unfit(refused) if refused else path.read_bytes()
    except OSError as error:
        return Unfit((error.strerror or "").lower())
    except RuntimeError:  # how Python 3.11 and 3.12 say that links lead in a circle
        return Unfit("no such file")
    except ValueError:  # a path that no file can have
        return Unfit("")


def _refused(path: Path, root: Path) -> str:
    """Return why a file is not even read, "" where it is."""
    if not path.is_relative_to(root.resolve()):
        return "leads out of the newsletter's folder"
    if not path.is_file():
        return "is no file"
    megabytes = path.stat().st_size / 2**20
    return f"has {megabytes:.0f} MB" if megabytes > _MEGABYTES else ""


def _problem(article: Article, image: Picture, root: Path, cause: str) -> Problem:
    beside = Path(article.origin.path).parent / image.src
    mend = "give a JPEG, PNG, GIF or WebP file, by its path from the newsletter's folder"
    if ".." not in beside.parts and (root / beside).is_file():
        mend = f"did you mean {beside.as_posix()!r}?"
    what = f"picture {image.src!r:.120}: {cause or 'is no picture that can be read'}"
    return Problem("picture", what, f"{article.origin.path}:1", mend, "warning")


def fitted(data: bytes) -> Fit | Unfit:
    """Measure a file, and draw it anew where mail programs would not show it as it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # _PIXELS is stricter
            opened = Image.open(io.BytesIO(data), formats=_READ)
        with opened:
            width, height = opened.size
            if width * height > _PIXELS or not width or not height:
                return Unfit(f"has {width} by {height} pixels")
            return _fit(opened)
    except Image.DecompressionBombError:
        return Unfit("has too many pixels")
    except Exception:  # noqa: BLE001 -- a broken file fails in whatever way Pillow's readers do
        return Unfit("")


def _fit(opened: ImageFile) -> Fit:
    kind, (width, height) = opened.format or "", opened.size
    opened.load()  # a file that is cut short shows only now
    upright = ImageOps.exif_transpose(opened)
    turned = upright.size != opened.size or opened.getexif().get(0x0112, 1) != 1
    moving = kind == "GIF" and getattr(opened, "is_animated", False)
    if moving or (kind in _KINDS and width <= WIDEST and opened.mode in _MODES and not turned):
        return Fit(width, height, _KINDS[kind])
    shown = _shrunk(upright.size)
    data, suffix = _encoded(upright, shown)
    return Fit(*shown, suffix, data)


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

"""Clean: a document → the article in it, without what a page puts around a story.

Declared documents (front matter, JSON fields) pass unchanged: somebody said that this is the story.
The model of page chrome runs on the others only. A kind of page has a cleaner in a file of its own.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import fields, replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal

from digest.clean.declared import markdown_blocks, plain_blocks
from digest.clean.dump import clean_dump
from digest.clean.html import clean_html
from digest.language import guess_language
from digest.model import Article, Document, Metadata, Picture, Problem

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from digest.clean.cleaned import Cleaned
    from digest.model import Block


def clean(document: Document, zone: tzinfo) -> Article | Problem:
    """Return the document's article, or the Problem for which there is none.

    `zone` is the newsletter's time zone, taken for a date that names none.
    """
    where = str(document.origin)
    try:
        return _article(document, zone, where)
    except Exception as error:  # noqa: BLE001 -- pages break parsers in ways nobody foresaw; the others shall live
        what = f"can't be read: {type(error).__name__}: {error!s:.80}"
        return Problem("fault", what, where, "save its story as Markdown with front matter")


def _article(document: Document, zone: tzinfo, where: str) -> Article | Problem:
    if document.declared:
        meta, text, blocks = document.meta, document.text, _declared_blocks(document)
    else:
        cleaned = _cleaned(document)
        if cleaned is None:
            mend = "if there is one, save it as Markdown with front matter"
            return Problem("no-story", "no story found on the page", where, mend)
        meta = _joined(document.meta, _legible(cleaned.meta))
        text, blocks = _UNSEEN.sub(" ", cleaned.text), cleaned.blocks
    if not meta.title:
        return Problem(
            "title", "no headline found", where, "save it as Markdown with `title: …` in front matter"
        )
    if not any(block.kind != "subhead" for block in blocks):
        return Problem("empty", "has no text but its headings", where, "put the article's text in")
    meta = replace(
        meta,
        language=meta.language.split("-")[0].lower() or guess_language(f"{meta.title}\n{text}"),
        published=_zoned(meta, zone),
    )
    return Article(_identity(document, meta), document.origin, meta, text, blocks, _markup(document))


def _cleaned(document: Document) -> Cleaned | None:
    if document.kind == "html":
        return clean_html(document.text, document.meta.url, document.origin.path)
    return clean_dump(document.text, document.meta.title)


def _declared_blocks(document: Document) -> tuple[Block, ...]:
    return markdown_blocks(document.text) if document.kind == "markdown" else plain_blocks(document.text)


def _markup(document: Document) -> Literal["markdown", "plain"]:
    return "markdown" if document.kind == "markdown" else "plain"


_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks that turn the direction, halves of characters: a page can spell them as
entities or in its JSON. Each is replaced by one space, so that spans stay where they are."""


def _legible(meta: Metadata) -> Metadata:
    """Return what was found on a page without what a terminal or a header would obey."""

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return " ".join(_UNSEEN.sub(" ", value).split())
        if isinstance(value, tuple):
            return tuple(map(plain, value))
        if isinstance(value, Picture):
            return replace(value, **{f.name: plain(getattr(value, f.name)) for f in fields(Picture)})
        return value

    return Metadata(**{f.name: plain(getattr(meta, f.name)) for f in fields(Metadata)})


def _joined(said: Metadata, found: Metadata) -> Metadata:
    """Return what was found, under what a person said."""
    words = {f.name: value for f in fields(Metadata) if (value := getattr(said, f.name))}
    return replace(found, **words)


def _zoned(meta: Metadata, zone: tzinfo) -> datetime | None:
    published = meta.published
    if published is None or published.tzinfo is not None:
        return published
    # As a fixed offset, as edition.json has it: a zone makes an hour that is struck twice equal to nothing.
    offset = published.replace(tzinfo=zone).utcoffset() or timedelta()
    return published.replace(tzinfo=timezone(timedelta(minutes=round(offset.total_seconds() / 60))))


def _identity(document: Document, meta: Metadata) -> str:
    """Return 12 hex digits: of the URL, else of the path (and the line, where a file holds several)."""
    place = (
        document.origin.path
        if document.kind == "markdown"
        else f"{document.origin.path}:{document.origin.line}"
    )
    return hashlib.sha256((meta.url or place).encode()).hexdigest()[:12]

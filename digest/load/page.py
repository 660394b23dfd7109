"""Pages as a person saved or copied them: HTML files and plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from digest.load.decode import decode
from digest.model import Document, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def load_html(data: bytes, path: str) -> Iterator[Document | Problem]:
    """Yield the page of an HTML file (the `Loader` protocol)."""
    yield _page(data, path, "html")


def load_text(data: bytes, path: str) -> Iterator[Document | Problem]:
    """Yield the text of a plain text file (the `Loader` protocol)."""
    yield _page(data, path, "text")


def _page(data: bytes, path: str, kind: Literal["html", "text"]) -> Document | Problem:
    try:
        text, _ = decode(data, hint="html" if kind == "html" else "")
    except ValueError as error:
        return Problem("encoding", str(error), f"{path}:1", "save it as UTF-8")
    return Document(Origin(path), kind, text)

"""Pages as a person saved or copied them: HTML files and plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from digest.load.decode import decode
from digest.load.fence import opens_front_matter, split_front_matter
from digest.model import Document, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def load_html(data: bytes, path: str) -> Iterator[Document | Problem]:
    """Yield the page of an HTML file (the `Loader` protocol)."""
    text = _text(data, path, "html")
    yield text if isinstance(text, Problem) else Document(Origin(path), "html", text)


def load_text(data: bytes, path: str) -> Iterator[Document | Problem]:
    """Yield the text of a plain text file (the `Loader` protocol).

    Front matter on top of it is what a person says of the page under it, which is cleaned all the same.
    The origin stays the file's first line: an article's id shall not change with a field more.
    """
    text = _text(data, path, "")
    if isinstance(text, Problem):
        yield text
    elif not opens_front_matter(text):
        yield Document(Origin(path), "text", text)
    else:
        fenced = split_front_matter(text, path)
        if isinstance(fenced, Problem):
            yield fenced
            return
        yield from fenced.problems
        if not fenced.body.strip():
            what = "has no text under its front matter"
            yield Problem("empty", what, f"{path}:{fenced.line}", "put the article's text in")
            return
        yield Document(Origin(path), "text", fenced.body, fenced.meta)


def _text(data: bytes, path: str, hint: Literal["html", ""]) -> str | Problem:
    try:
        text, _ = decode(data, hint=hint)
    except ValueError as error:
        return Problem("encoding", str(error), f"{path}:1", "save it as UTF-8")
    return text

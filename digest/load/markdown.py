"""Markdown with YAML front matter; without one, the first heading is the title."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.load.decode import decode
from digest.load.fence import split_front_matter
from digest.model import Document, Metadata, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"#[ \t]+(.+?)[ \t#]*$")


def load_markdown(data: bytes, path: str) -> Iterator[Document | Problem]:
    """Yield the one document of a Markdown file (the `Loader` protocol).

    A front matter that is broken or has no title leaves the article out: what it says of the text
    (its date, its theme) is lost, and a guess would look like the editor's word.
    """
    try:
        text, _ = decode(data)
    except ValueError as error:
        yield Problem("encoding", str(error), f"{path}:1", "save it as UTF-8")
        return
    fenced = split_front_matter(text, path)
    if isinstance(fenced, Problem):
        yield fenced
        return
    yield from fenced.problems
    yield _document(fenced.meta, fenced.body, Origin(path, fenced.line))


def _document(meta: Metadata, body: str, origin: Origin) -> Document | Problem:
    if not meta.title:
        first = next((m for row in body.split("\n")[:50] if (m := _HEADING.match(row))), None)
        if first is None:
            where = f"{origin.path}:1"
            return Problem(
                "title", "has no title", where, "add `title: …` to the front matter, or a # heading"
            )
        meta = replace(meta, title=first[1].strip())
    if not body.strip():
        return Problem(
            "empty", "has no text under its front matter", str(origin), "put the article's text in"
        )
    return Document(origin, "markdown", body, meta, declared=True)

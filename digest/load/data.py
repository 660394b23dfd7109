"""JSON (one article, or a list of them) and JSON Lines (one article a line)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from digest.load.decode import decode, visible
from digest.load.front_matter import declared
from digest.model import Document, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS: dict[str, Literal["markdown", "text", "html"]] = {
    "markdown": "markdown",
    "text": "text",
    "body": "text",
    "content": "text",
    "html": "html",
}


def load_json(data: bytes, path: str) -> Iterator[Document | Problem]:
    """Yield the articles of a JSON file: an object, a list, or an object with a list `articles`."""
    text = _decoded(data, path)
    if isinstance(text, Problem):
        yield text
        return
    value = _parsed(text, path, 1)
    if isinstance(value, Problem):
        yield value
        return
    rows = value.get("articles", [value]) if isinstance(value, dict) else value
    if not isinstance(rows, list):
        yield Problem(
            "json", "holds no article", f"{path}:1", "write an object with title and text, or a list"
        )
        return
    for index, row in enumerate(rows):
        yield from _article(
            row, Origin(path), f"{path}:1 (article {index + 1})" if len(rows) > 1 else f"{path}:1"
        )


def load_json_lines(data: bytes, path: str) -> Iterator[Document | Problem]:
    """Yield the article of each line of a JSON Lines file; a broken line leaves out only itself."""
    text = _decoded(data, path)
    if isinstance(text, Problem):
        yield text
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            value = _parsed(line, path, number)
            if isinstance(value, Problem):
                yield value
            else:
                yield from _article(value, Origin(path, number), f"{path}:{number}")


def _decoded(data: bytes, path: str) -> str | Problem:
    try:
        return decode(data)[0]
    except ValueError as error:
        return Problem("encoding", str(error), f"{path}:1", "save it as UTF-8")


def _parsed(text: str, path: str, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"{path}:{line + error.lineno - 1}"
        return Problem("json", f"broken JSON: {error.msg} (column {error.colno})", where, "mend the line")
    except (RecursionError, ValueError) as error:
        return Problem(
            "json", f"broken JSON: {str(error) or 'nested too deep'}", f"{path}:{line}", "mend the line"
        )


def _article(row: Any, origin: Origin, where: str) -> Iterator[Document | Problem]:
    if not isinstance(row, dict):
        yield Problem("json", "is no article", where, 'write an object: {"title": …, "text": …}')
        return
    key = next((k for k in _TEXTS if isinstance(row.get(k), str) and row[k].strip()), None)
    if key is None:
        yield Problem("empty", "has no text", where, 'give the story in "text", "markdown" or "html"')
        return
    meta, problems = declared({k: v for k, v in row.items() if k not in _TEXTS}, lambda _: where)
    yield from problems
    kind = _TEXTS[key]
    if not meta.title and kind != "html":
        yield Problem("title", "has no title", where, 'add a "title"')
        return
    yield Document(origin, kind, visible(row[key]), meta, declared=kind != "html")

"""Markdown with YAML front matter; without one, the first heading is the title."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from digest.load.decode import decode
from digest.load.front_matter import declared
from digest.model import Document, Metadata, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"#[ \t]+(.+?)[ \t#]*$")


class _Loader(yaml.SafeLoader):
    """YAML's safe subset without aliases: a few of them can make a text of gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias (*name) is not read", event.start_mark)
        return super().compose_node(parent, index)


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
    text = text.lstrip("\n")
    fence = _FENCE.match(text)
    if fence is None and re.match(r"---[ \t]*\n[ \t]*[\w-]+[ \t]*:", text):
        yield Problem("front-matter", "front matter is not closed", f"{path}:1", "end it with a line ---")
        return
    meta, body, line = Metadata(), text, 1
    if fence:
        fields = _fields(fence[1], path)
        if isinstance(fields, Problem):
            yield fields
            return
        lines = {
            str(k): i for i, row in enumerate(fence[1].split("\n"), 2) for k in [row.split(":")[0].strip()]
        }
        meta, problems = declared(fields, lambda key: f"{path}:{lines.get(str(key), 1)}")
        yield from problems
        body = text[fence.end() :]
        line = text.count("\n", 0, fence.end()) + 1
    yield _document(meta, body, Origin(path, line))


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


def _fields(source: str, path: str) -> dict[str, Any] | Problem:
    try:
        fields = yaml.load(source, _Loader)  # noqa: S506 -- a subclass of SafeLoader
    except yaml.MarkedYAMLError as error:
        begun = "end of stream" in str(error.problem)  # something was left open: its beginning is the fault
        mark = (error.context_mark if begun else None) or error.problem_mark
        where = f"{path}:{mark.line + 2 if mark else 1}"
        cause = f"broken YAML in the front matter: {error.problem}"
        return Problem("front-matter", cause, where, "put a value with a colon or quotes in it in quotes")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        cause = f"broken YAML in the front matter: {str(error) or 'nested too deep'}"
        return Problem("front-matter", cause, f"{path}:1", "write one `key: value` a line")
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        return Problem("front-matter", "front matter is no list of fields", f"{path}:2", "write `title: …`")
    return fields

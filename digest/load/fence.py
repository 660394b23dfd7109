"""YAML front matter on top of a text: parted from what stands under it, and read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from digest.load.front_matter import declared
from digest.model import Metadata, Problem

_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(r"\n*---[ \t]*\n[ \t]*[\w-]+[ \t]*:")


@dataclass(frozen=True, slots=True)
class Fenced:
    """What a person declared, the text under it, the line on which that begins, and what was bad."""

    meta: Metadata
    body: str
    line: int
    problems: tuple[Problem, ...] = ()


class _Loader(yaml.SafeLoader):
    """YAML's safe subset without aliases: a few of them can make a text of gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias (*name) is not read", event.start_mark)
        return super().compose_node(parent, index)


# A title of 12:30:45 is no number of seconds and a source called 007 is not 7: all but "nothing" stays text.
_Loader.yaml_implicit_resolvers = {
    first: [rule for rule in rules if rule[0] == "tag:yaml.org,2002:null"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def opens_front_matter(text: str) -> bool:
    """Whether a text begins with a line of three hyphens and a field, no rule that somebody drew."""
    return _OPENED.match(text) is not None


def split_front_matter(text: str, path: str) -> Fenced | Problem:
    """Return the front matter of the text of the file at `path`, read; the Problem where it is broken."""
    text = text.lstrip("\n")
    fence = _FENCE.match(text)
    if fence is None:
        if opens_front_matter(text):
            return Problem(
                "front-matter", "front matter is not closed", f"{path}:1", "end it with a line ---"
            )
        return Fenced(Metadata(), text, 1)
    fields = _fields(fence[1], path)
    if isinstance(fields, Problem):
        return fields
    lines = {row.split(":")[0].strip(): i for i, row in enumerate(fence[1].split("\n"), 2)}
    meta, problems = declared(fields, lambda key: f"{path}:{lines.get(str(key), 1)}")
    line = text.count("\n", 0, fence.end()) + 1
    return Fenced(meta, text[fence.end() :], line, tuple(problems))


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

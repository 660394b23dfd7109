"""The four formats of an edition, each printed by templates of its own from the same view of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.errors import TemplateError
from digest.render.compile import compiled
from digest.render.front import front_matter
from digest.render.templates import environment, printed, traced
from digest.render.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from digest.render.view import EditionView

EMAIL, TEXT, MARKDOWN, PAGE = "email.mjml", "email.txt", "edition.md", "page.html"


@dataclass(frozen=True, slots=True)
class Press:
    """What every format is printed with: the look, the editor's own templates, and the words that all share."""

    look: str
    own: tuple[Path, ...]
    context: Mapping[str, Any]

    def html(self, seen: EditionView, styles: Mapping[str, Any], *, continued: bool = False) -> str:
        """Return the HTML email; `continued` where part of it is left to the web page."""
        env = environment("mjml", self.look, self.own)
        context = {**self.context, **styles, "edition": seen, "continued": continued}

        def fault(line: int, cause: str) -> TemplateError:
            where, down_to = traced(env, EMAIL, context, line)
            near = [s.origin for s in seen.stories if f'"{s.anchor}"' in down_to]
            story = f" (story from {near[-1]})" if near else ""
            return TemplateError(f"template makes MJML that does not compile: {cause}{story}", where=where)

        return compiled(printed(env, EMAIL, context), fault)

    def text(self, seen: EditionView) -> str:
        """Return the plain text, its links numbered in the order of their first use."""
        numbers: dict[str, int] = {}

        def ref(url: str) -> str:
            return f" [{numbers.setdefault(url, len(numbers) + 1)}]" if url else ""

        context = {**self.context, "edition": seen, "ref": ref, "references": numbers}
        return wrapped(printed(environment("txt", self.look, self.own), TEXT, context))

    def markdown(self, seen: EditionView) -> str:
        """Return the Markdown, with front matter."""
        body = printed(environment("md", self.look, self.own), MARKDOWN, {**self.context, "edition": seen})
        lines = (line.rstrip() for line in body.splitlines())
        head = front_matter(seen, self.context["lang"])
        return f"{head}\n" + "\n".join(_squeezed(lines)).strip("\n") + "\n"

    def web(self, seen: EditionView, styles: Mapping[str, Any], own: Mapping[str, str]) -> str:
        """Return the web page; `own` are the values of what is a reader's own in the mail."""
        context = {**self.context, **styles, **own, "edition": seen}
        page = printed(environment("html", self.look, self.own), PAGE, context)
        return re.sub(r"\s*\n\s*", "\n", page).strip() + "\n"


def _squeezed(lines: Iterable[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line

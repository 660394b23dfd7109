"""Rendering: one Edition, three formats, none made from another's output."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from digest.errors import TemplateError
from digest.model import Edition, Rendered
from digest.render.compile import compiled
from digest.render.fields import fields
from digest.render.folders import Folders
from digest.render.languages import Speech, speech
from digest.render.templates import environment, printed, traced
from digest.render.tokens import design, recoloured, styles
from digest.render.viewing import view
from digest.render.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from digest.render.view import EditionView

EMAIL, TEXT, MARKDOWN = "email.mjml", "email.txt", "edition.md"


def render_edition(
    edition: Edition, templates: Sequence[Path] = (), overrides: Mapping[str, Any] | None = None
) -> Rendered:
    """Return the edition as HTML email, plain text and Markdown, personal fields still tokens.

    `templates` are the editor's own folders of templates; a file in them takes the place of the
    shipped file of its name. `overrides` are design tokens (templates/tokens.toml) that go before
    all files. The same edition, templates and overrides give the same bytes. Raises TemplateError,
    with the template's file and line, for a template that does not parse, cannot be filled in, or
    makes MJML that does not compile, and ConfigError for an override that no file of tokens knows.
    """
    here = speech(edition.newsletter.language)
    own = tuple(Path(folder) for folder in templates)
    look = edition.newsletter.look
    tokens = design(Folders(look, own), overrides or {})
    seen = view(replace(edition, themes=recoloured(edition.themes, tokens)), here)
    personal = fields(edition, here)
    context: dict[str, Any] = {
        "edition": seen,
        "words": here.words,
        "lang": here.tag,
        "dir": here.direction,
        **{f.name: f.token if f.default else "" for f in personal},
    }
    return Rendered(
        html=_html(seen, {**context, **styles(tokens, here)}, look, own),
        text=_text(context, look, own),
        markdown=_markdown(seen, here, context, look, own),
        fields=personal,
    )


def _html(seen: EditionView, context: Mapping[str, Any], look: str, own: tuple[Path, ...]) -> str:
    env = environment("mjml", look, own)

    def fault(line: int, cause: str) -> TemplateError:
        where, down_to = traced(env, EMAIL, context, line)
        near = [s.origin for s in seen.stories if f'"{s.anchor}"' in down_to]
        story = f" (story from {near[-1]})" if near else ""
        return TemplateError(f"template makes MJML that does not compile: {cause}{story}", where=where)

    return compiled(printed(env, EMAIL, context), fault)


def _text(context: Mapping[str, Any], look: str, own: tuple[Path, ...]) -> str:
    numbers: dict[str, int] = {}

    def ref(url: str) -> str:
        return f" [{numbers.setdefault(url, len(numbers) + 1)}]" if url else ""

    full = {**context, "ref": ref, "references": numbers}
    return wrapped(printed(environment("txt", look, own), TEXT, full))


def _markdown(
    seen: EditionView, here: Speech, context: Mapping[str, Any], look: str, own: tuple[Path, ...]
) -> str:
    front: dict[str, Any] = {
        "title": seen.title,
        "date": seen.date,
        "number": seen.number,
        "language": here.tag,
    }
    if seen.number <= 0:
        del front["number"]
    front["description"] = seen.preheader
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10**6)
    body = printed(environment("md", look, own), MARKDOWN, context)
    lines = (line.rstrip() for line in body.splitlines())
    return f"---\n{head}---\n\n" + "\n".join(_squeezed(lines)).strip("\n") + "\n"


def _squeezed(lines: Iterable[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line

"""Rendering: one Edition, three formats, none made from another's output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from markupsafe import Markup, escape

from digest.errors import TemplateError
from digest.model import Edition, Rendered
from digest.render.compile import compiled
from digest.render.fields import fields
from digest.render.folders import Folders
from digest.render.languages import Speech, speech
from digest.render.templates import environment, printed, traced
from digest.render.viewing import view
from digest.render.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from digest.render.view import EditionView

EMAIL, TEXT, MARKDOWN = "email.mjml", "email.txt", "edition.md"


def render_edition(edition: Edition, templates: Sequence[Path] = ()) -> Rendered:
    """Return the edition as HTML email, plain text and Markdown, personal fields still tokens.

    `templates` are the editor's own folders of templates; a file in them takes the place of the
    shipped file of its name. The same edition and templates give the same bytes. Raises
    TemplateError, with the template's file and line, for a template that does not parse, cannot
    be filled in, or makes MJML that does not compile.
    """
    here = speech(edition.newsletter.language)
    seen = view(edition, here)
    own = tuple(Path(folder) for folder in templates)
    look = edition.newsletter.look
    personal = fields(edition, here)
    context: dict[str, Any] = {
        "edition": seen,
        "words": here.words,
        "lang": here.tag,
        "dir": here.direction,
        **{f.name: f.token if f.default else "" for f in personal},
    }
    return Rendered(
        html=_html(seen, here, context, look, own),
        text=_text(context, look, own),
        markdown=_markdown(seen, here, context, look, own),
        fields=personal,
    )


def _html(
    seen: EditionView, here: Speech, context: Mapping[str, Any], look: str, own: tuple[Path, ...]
) -> str:
    env = environment("mjml", look, own)
    full = {**context, **_tokens(env.loader, here)}

    def fault(line: int, cause: str) -> TemplateError:
        where, down_to = traced(env, EMAIL, full, line)
        near = [s.origin for s in seen.stories if f'"{s.anchor}"' in down_to]
        story = f" (story from {near[-1]})" if near else ""
        return TemplateError(f"template makes MJML that does not compile: {cause}{story}", where=where)

    return compiled(printed(env, EMAIL, full), fault)


def _tokens(loader: object, here: Speech) -> dict[str, Any]:
    assert isinstance(loader, Folders)  # noqa: S101 (environment() made it)
    tokens = loader.tokens()
    font, size = (_for_language(tokens, key, here.locale.language) for key in ("font", "size"))
    start, end = ("right", "left") if here.direction == "rtl" else ("left", "right")
    styles: dict[str, Any] = _for_styles({**tokens, "font": font, "size": size})
    return {**styles, "start": start, "end": end}


def _for_language(tokens: dict[str, Any], key: str, language: str) -> dict[str, Any]:
    """Return the tokens of a table, with those of the table under it that bears the language's name."""
    own = tokens[key].get(language, {})
    if not isinstance(own, dict):
        raise TemplateError(f"design token {key}.{language} has to be a table", where="templates/tokens.toml")
    return {**tokens[key], **own}


def _for_styles(token: Any) -> Any:
    """Escape tokens for style="…", all but the apostrophes of a font's name: &#39; is five times as long."""
    if isinstance(token, dict):
        return {key: _for_styles(value) for key, value in token.items()}
    return Markup(str(escape(token)).replace("&#39;", "'")) if isinstance(token, str) else token  # noqa: S704


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

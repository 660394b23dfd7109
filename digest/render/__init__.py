"""Rendering: one Edition, four formats, none made from another's output."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.model import Edition, Rendered
from digest.render.fields import fields, on_the_web
from digest.render.fit import Fitted, fitted
from digest.render.folders import Folders
from digest.render.formats import Press
from digest.render.languages import speech
from digest.render.templates import renew
from digest.render.tokens import design, recoloured, styles, with_logo
from digest.render.utm import parameters
from digest.render.viewing import view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.model import Field


def render_edition(
    edition: Edition,
    templates: Sequence[Path] = (),
    overrides: Mapping[str, Any] | None = None,
    *,
    utm: Mapping[str, str] | None = None,
    pictures: str = "",
) -> Rendered:
    """Return the edition as HTML email, plain text, Markdown and a web page, personal fields still tokens.

    A mail that would be cut on the way is shortened (`digest.render.fit`), the others are not.

    `templates` are the editor's own folders of templates; a file in them takes the place of the
    shipped file of its name. `overrides` are design tokens (templates/tokens.toml) that go before
    all files. `utm` is added to the links (`digest.render.utm`), `pictures` is the address under which
    the edition's own pictures stand on the web. The same values give the same bytes. Raises
    TemplateError, with the template's file and line, for a template that does not parse, cannot be
    filled in, or makes MJML that does not compile, and ConfigError for an override that no file of
    tokens knows.
    """
    here = speech(edition.newsletter.language)
    own = tuple(Path(folder) for folder in templates)
    look = edition.newsletter.look
    renew(look, own)
    added = parameters(utm or {}, edition.id)
    personal = fields(edition, here, utm=added, pictures=pictures)
    folder = next(f.token for f in personal if f.name == "picture_url")
    tokens = with_logo(design(Folders(look, own), overrides or {}), folder)
    coloured = replace(edition, themes=recoloured(edition.themes, tokens))
    seen = view(coloured, here, utm=added, pictures=folder)
    context: dict[str, Any] = {
        "words": here.words,
        "lang": here.tag,
        "dir": here.direction,
        **{f.name: f.token if f.default else "" for f in personal},
    }
    press, shown = Press(look, own, context), styles(tokens, here)
    html = press.html(seen, shown)

    def mail(fit: Fitted) -> str:
        if fit.edition is coloured:
            return html
        return press.html(view(fit.edition, here, utm=added, pictures=folder), shown, continued=fit.continued)

    fit = fitted(coloured, lambda cut: _filled_size(mail(cut), personal), web=bool(context["web_url"]))
    everybodys = {f.name: f.default for f in personal if f.name != "picture_url"}
    return Rendered(
        html=mail(fit),
        text=press.text(seen),
        markdown=press.markdown(seen),
        web=press.web(seen, shown, {**everybodys, "web_url": on_the_web(edition)}),
        fields=personal,
        problems=fit.problems,
    )


def _filled_size(html: str, personal: tuple[Field, ...]) -> int:
    """Return the bytes of a mail whose fields have their defaults."""
    longer = (html.count(f.token) * (len(escape(f.default).encode()) - len(f.token)) for f in personal)
    return len(html.encode()) + sum(longer)

"""The pages that a reader sees: the newsletter's look, the reader's language."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from digest.render.folders import Folders
from digest.render.languages import base, speech
from digest.render.settings import own_logo
from digest.render.templates import environment, printed
from digest.render.tokens import design, styles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.config import Config
    from digest.model import Newsletter

Kind = Literal["ask", "left", "back", "out", "invalid", "many", "busy", "wrong"]
_SPOKEN = ("en", "ko")
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes the pages of one newsletter; `shown` are its design tokens by language."""

    newsletter: Newsletter
    templates: Path
    shown: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Mapping[str, str]]

    def html(self, kind: Kind, language: str = "", come_back: str = "") -> str:
        """Return a page in the reader's language, else the newsletter's, else English.

        `come_back` is where a reader who has left is taken back, seen from the page; "" offers nothing.
        """
        letter = self.newsletter
        spoken = next((tag for tag in map(base, (language, letter.language)) if tag in self.words), "en")
        words = {key: text.replace("{name}", letter.name) for key, text in self.words[spoken].items()}
        context = {
            "lang": spoken,
            "name": letter.name,
            "name_lang": letter.language,
            "title": words[f"{kind}_title"],
            "text": words[kind],
            "button": words["return_button"] if come_back else words.get(f"{kind}_button", ""),
            "question": words["return_question"] if come_back else "",
            "action": come_back,
            "publisher": letter.publisher,
            "address": letter.address,
            "edition": {"themes": ()},  # what the style sheet of an edition asks for
            **self.shown[spoken],
        }
        return printed(environment("html", letter.look, (self.templates,)), "leave.html", context)


def pages_of(config: Config) -> Pages:
    """Return the pages in the look of digest.toml. Raises ConfigError and TemplateError, before any reader comes."""
    letter = config.newsletter
    picture = _inside(own_logo(config))
    tokens = design(Folders(letter.look, (config.templates,)), config.look)
    logo = {**tokens["logo"], "src": picture}
    pages = Pages(
        newsletter=letter,
        templates=config.templates,
        shown={tag: styles({**tokens, "logo": logo}, speech(tag)) for tag in _SPOKEN},
        words={tag: _words(tag) for tag in _SPOKEN},
    )
    for tag in _SPOKEN:
        pages.html("left", tag, "../return/x")
    return pages


def policy(html: str) -> str:
    """Return the Content-Security-Policy of a page: its own style, its own form, and nothing else."""
    sums = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in _STYLE.findall(html))
    allowed = " ".join(f"'sha256-{value}'" for value in sums) or "'none'"
    return (
        f"default-src 'none'; style-src {allowed}; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _words(language: str) -> Mapping[str, str]:
    return tomllib.loads(files("digest.web").joinpath("words", f"{language}.toml").read_text("utf-8"))


def _inside(logo: Mapping[str, bytes]) -> str:
    """Return the logo as a data URL: a page without a file beside it; "" where it lies elsewhere on the web."""
    for name, data in logo.items():
        return f"data:{mimetypes.guess_type(name)[0]};base64,{base64.b64encode(data).decode()}"
    return ""

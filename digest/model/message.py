"""An edition in its formats, and how a reader's own values get into them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from digest.model.source import Problem

CLIPPED, NEAR = 100_000, 90_000
"""Bytes of HTML. Gmail cuts near 102 KB; 2 KB are kept for what a sender's system adds on the way, and
from NEAR on what a sending service adds (links that count, a counting picture) may pass the limit."""


@dataclass(frozen=True, slots=True)
class Field:
    """What differs from reader to reader: a name, its token in the rendered parts, its default.

    The token is ASCII letters and digits only, so no encoding folds or escapes it.
    """

    name: str
    token: str
    default: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """An edition in its formats, the personal fields still tokens in each of them.

    `web` is the web page; it is everybody's, so of what is a reader's own it has the defaults already.
    `problems` tells what of the edition the HTML has not room for.
    """

    html: str
    text: str
    markdown: str
    web: str = ""
    fields: tuple[Field, ...] = ()
    problems: tuple[Problem, ...] = ()

    def fill(self, **values: str) -> Rendered:
        """Return a copy for one reader; a field without a value takes its default.

        HTML and the web page take the values escaped (as text and as attribute), Markdown as words or, where
        the field's name ends in "_url", as an address, text on one line.
        Raises KeyError for a name that is no field.
        """
        unknown = set(values) - {f.name for f in self.fields}
        if unknown:
            raise KeyError(min(unknown))
        plain = {f.token: " ".join(values.get(f.name, f.default).split()) for f in self.fields}
        escaped = {token: html.escape(value) for token, value in plain.items()}
        marked = {
            f.token: (_address_safe if f.name.endswith("_url") else _markdown_safe)(plain[f.token])
            for f in self.fields
        }
        return replace(
            self,
            html=_filled(self.html, escaped),
            text=_filled(self.text, plain),
            markdown=_filled(self.markdown, marked),
            web=_filled(self.web, escaped),
            fields=(),
        )


def _filled(text: str, values: dict[str, str]) -> str:
    return "".join([values.get(piece, piece) for piece in _pieces(text, tuple(values))])


@lru_cache(maxsize=16)
def _pieces(text: str, tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a part cut at its tokens, once for all copies of an edition."""
    return tuple(re.split(f"({'|'.join(tokens)})", text)) if tokens else (text,)


def _markdown_safe(value: str) -> str:
    return "".join("\\" + c if c in "\\`*_[]<>" else c for c in value)


def _address_safe(value: str) -> str:
    """Return an address as it stands between the parentheses of a Markdown link."""
    return re.sub(r"[\\`*<>()]", lambda mark: quote(mark[0], safe=""), value).replace("&", "&amp;")

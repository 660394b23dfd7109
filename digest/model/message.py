"""From an edition to one reader: rendered → message → receipt."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from typing import Literal


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
    """An edition in its formats, the personal fields still tokens in each of them."""

    html: str
    text: str
    markdown: str
    fields: tuple[Field, ...] = ()

    def fill(self, **values: str) -> Rendered:
        """Return a copy for one reader; a field without a value takes its default.

        HTML takes the values escaped (as text and as attribute), Markdown and text on one line.
        Raises KeyError for a name that is no field.
        """
        unknown = set(values) - {f.name for f in self.fields}
        if unknown:
            raise KeyError(min(unknown))
        page, text, markdown = self.html, self.text, self.markdown
        for f in self.fields:
            value = " ".join(values.get(f.name, f.default).split())
            page = page.replace(f.token, html.escape(value))
            text = text.replace(f.token, value)
            markdown = markdown.replace(f.token, _markdown_safe(value))
        return replace(self, html=page, text=text, markdown=markdown, fields=())


def _markdown_safe(value: str) -> str:
    return "".join("\\" + c if c in "\\`*_[]<>" else c for c in value)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One who receives the edition."""

    email: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One email to one subscriber, ready for the wire: RFC 5322 bytes with CRLF line ends."""

    to: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message."""

    to: str
    state: Literal["accepted", "refused", "unknown"]
    detail: str = ""

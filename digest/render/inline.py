"""Short texts (headline, standfirst, quote, name), once for each format.

The order that keeps an article's words from becoming markup of ours: Python-Markdown reads the
inline marks, nh3 keeps a short list of elements, and each format is written from that. Text that
is declared plain skips both and is only escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Literal

import nh3
from markdown import Markdown

from digest.render.safe import legible, web_address
from digest.render.utm import tagged

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.render.utm import Parameters

_ELEMENTS = {"em", "strong", "i", "b", "code", "sub", "sup", "a"}
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}

_LONGEST, _MOST_MARKS = 4_000, 100
"""Characters and marks above which no Markdown is read: no headline is so long, and Python-Markdown's
time grows with the square of the marks."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A short text and how to read it; `lang` and `dir` are "" where they are the edition's own.

    `utm` is what its links are given besides.
    """

    text: str
    markup: Literal["markdown", "plain"] = "plain"
    links: bool = True
    lang: str = ""
    dir: str = ""
    utm: Parameters = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> str:
        """Return HTML that is also well-formed XML; Jinja's autoescape calls this."""
        return _html(self.text, self.links, self.utm) if self._is_marked() else escape(self.text)

    def __str__(self) -> str:
        return self.words()

    def words(self) -> str:
        """Return the bare words."""
        return _bare(_html(self.text, links=False)) if self._is_marked() else self.text

    def referred(self, ref: Callable[[str], str]) -> str:
        """Return the bare words, after each link what `ref` makes of its address."""
        page = _html(self.text, self.links, self.utm) if self._is_marked() else ""
        return _walk(page, _References(ref)) if "<a " in page else self.words()

    def markdown(self) -> str:
        """Return CommonMark that reads back as the same words with the same emphasis and links."""
        if self._is_marked():
            return _marked_up(_html(self.text, self.links, self.utm))
        return markdown_words(self.text)

    def _is_marked(self) -> bool:
        if self.markup == "plain" or len(self.text) > _LONGEST:
            return False
        return sum(map(self.text.count, "[*_`<&")) <= _MOST_MARKS


@lru_cache(maxsize=4096)
def markdown_words(text: str) -> str:
    """Return `text` as Markdown that has no markup in it, wherever in a line it stands."""
    return _guard_start(markdown_escape(text))


def markdown_escape(text: str) -> str:
    """Return `text` as Markdown that has no inline markup in it.

    A backslash where both CommonMark and Python-Markdown take it, an entity for the rest.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_\[\]#])", r"\\\1", text)
    # Jekyll and Hugo read {{ }} and {% %} in a page's text before its Markdown.
    return re.sub(r"\{(?=[{%])", "&#123;", text)


def markdown_address(url: str) -> str:
    """Return an address as it stands between the parentheses of a Markdown link."""
    return url.replace("(", "%28").replace(")", "%29").replace("*", "%2A").replace("&", "&amp;")


def _guard_start(text: str) -> str:
    # A list, a rule, or a fence: markup only where a line starts with it.
    text = re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)
    return re.sub(r"^[-+](?=[\s-]|$)", r"\\\g<0>", text).replace("~~~", "&#126;~~", 1)


@lru_cache(maxsize=1)
def _reader() -> Markdown:
    reader = Markdown()
    for name in ("image_link", "image_reference", "short_image_ref"):
        reader.inlinePatterns.deregister(name)
    reader.preprocessors.deregister("html_block")
    for name in (
        "indent",
        "code",
        "hashheader",
        "setextheader",
        "hr",
        "olist",
        "ulist",
        "quote",
        "reference",
        "empty",
    ):
        reader.parser.blockprocessors.deregister(name)
    return reader


_MARKUP = frozenset("[*_`<>&\\\xa0")
"""Without one of these Python-Markdown reads words, and nh3 writes them as they are."""


@lru_cache(maxsize=4096)
def _html(text: str, links: bool, utm: Parameters = ()) -> str:  # noqa: FBT001 (positional for the cache)
    if _MARKUP.isdisjoint(text):
        return text
    try:
        # Without its paragraph, the end of which an element that is left open (<title>) would take for words.
        page = _reader().reset().convert(text).removeprefix("<p>").removesuffix("</p>")
    except RecursionError:  # marks nested past Python's stack: then they are no marks
        return escape(text)
    return nh3.clean(
        page,
        tags=_ELEMENTS if links else _ELEMENTS - {"a"},
        clean_content_tags=set(),
        attributes={"a": {"href"}},
        attribute_filter=lambda _tag, _name, value: tagged(web_address(value), utm) or None,
        url_schemes={"http", "https"},
        link_rel=None,
    ).strip()


class _Words(HTMLParser):
    """Collects the words of HTML that nh3 wrote."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def result(self) -> str:
        return legible("".join(self.parts))


class _References(_Words):
    """Collects the words, and after each link a reference to its address."""

    def __init__(self, ref: Callable[[str], str]) -> None:
        super().__init__()
        self.ref, self.href = ref, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.href = (dict(attrs).get("href") or "") if tag == "a" else self.href

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.parts.append(self.ref(self.href))


class _Marks(_Words):
    """Writes HTML that nh3 wrote as Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, int]] = []

    def handle_data(self, data: str) -> None:
        super().handle_data(markdown_escape(data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, dict(attrs).get("href") or "", len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        _, href, start = self.open.pop()
        inner = "".join(self.parts[start:])
        self.parts[start:] = [_marked(tag, href, inner)]


def _marked(tag: str, href: str, inner: str) -> str:
    if tag == "a":
        return f"[{inner}]({markdown_address(href)})" if href else inner
    # CommonMark opens and closes emphasis at a letter only for certain (its "flanking" rules):
    # beside a quotation mark, as in **“신뢰”**는, the element itself is the mark that holds.
    if tag in _MARKS and inner[:1].isalnum() and inner[-1:].isalnum():
        return f"{_MARKS[tag]}{inner}{_MARKS[tag]}"
    return f"<{tag}>{inner}</{tag}>"


@lru_cache(maxsize=4096)
def _bare(page: str) -> str:
    return _walk(page, _Words())


@lru_cache(maxsize=4096)
def _marked_up(page: str) -> str:
    return _guard_start(_walk(page, _Marks()))


def _walk(page: str, walker: _Words) -> str:
    walker.feed(page)
    walker.close()
    return walker.result()

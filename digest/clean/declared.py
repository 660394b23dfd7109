"""The blocks of a text that a person declared: where its paragraphs and subheads stand.

The text itself is never changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt

from digest.model import Block, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": True}).disable(["inline", "text_join"])
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(?P<words>[^\n]*?)[ \t]*#*[ \t]*(?=\n|$)")
_MARK = re.compile(r"[ \t]*(?:[-*+>]|\d{1,9}[.)])?[ \t]*")
_CONTAINERS: dict[str, Literal["item", "quote"]] = {"list_item_open": "item", "blockquote_open": "quote"}


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text by CommonMark's rules (spec 0.31.2, section 3).

    A heading of the first level at the top is the title said twice, and no block; raw HTML, code and
    rules are "other".
    """
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    starts += [len(text)] * 2
    return tuple(_markdown_blocks(text, _PARSER.parse(text), starts))


def _markdown_blocks(text: str, tokens: list[Token], starts: list[int]) -> Iterator[Block]:
    containers: list[Literal["item", "quote"]] = []
    first = True
    for token in tokens:
        if token.type in _CONTAINERS:
            containers.append(_CONTAINERS[token.type])
        elif token.type in ("list_item_close", "blockquote_close"):
            containers.pop()
        elif token.map is not None and token.type in _LEAVES:
            block = _block(text, token, (starts[token.map[0]], starts[token.map[1]]), containers)
            if block and not (first and token.tag == "h1"):
                yield block
            first = False


_LEAVES = ("heading_open", "paragraph_open", "fence", "code_block", "html_block")


def _block(
    text: str, token: Token, lines: tuple[int, int], containers: list[Literal["item", "quote"]]
) -> Block | None:
    start, end = lines
    end = start + len(text[start:end].rstrip())
    if token.type == "heading_open":
        heading = _HEADING.match(text, start, end)
        if heading:  # else underlined with === or ---: the words are the lines above the last
            start, end = heading.span("words")
        else:
            end = start + len(text[start:end].rpartition("\n")[0].rstrip())
        return Block("subhead", Span(start, end)) if start < end else None
    if token.type != "paragraph_open":
        return Block("other", Span(start, end)) if start < end else None
    if containers:
        mark = _MARK.match(text, start, end)
        start = mark.end() if mark else start
    kind = containers[-1] if containers else "paragraph"
    return Block(kind, Span(start, end)) if start < end else None


_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Return the paragraphs of a plain text: runs of lines parted by empty ones."""
    return tuple(
        Block("paragraph", Span(m.start(), m.start() + len(m.group().rstrip())))
        for m in _PARAGRAPH.finditer(text)
    )

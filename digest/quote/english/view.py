"""How English rules see a text: markup blanked out, cut into paragraphs and sentences.

A view has the text's own length, so every offset in it is an offset in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.model import Span
from digest.quote.english.words import ABBREVIATION, HONORIFIC

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = re.compile(r"^ {0,3}```.*?(?:^ {0,3}```|\Z)|`[^`\n]{1,200}`", re.MULTILINE | re.DOTALL)
_TAG = re.compile(r"<[A-Za-z/!][^<>\n]{0,300}>")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}(?:[ \t]\"[^\"\n]{0,200}\")?\)")
_LINE_MARK = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]|>[ \t]?|[-+*][ \t]|\d{1,3}[.)][ \t])+", re.MULTILINE)
_EMPHASIS = re.compile(r"\*|\\(?=[\W_])|(?<!\w)_|_(?!\w)")
_BREAK = re.compile(r"\n[ \t]*(?:\n[ \t]*)*")
_OWN_LINE = re.compile(r"[ \t]{0,3}(?:#{1,6}[ \t]|>|[-+*][ \t]|\d{1,3}[.)][ \t])")
_NO_END = ABBREVIATION | HONORIFIC
_STOP = re.compile(r"[.?!…][\"”’')\]]{0,3}\s+(?=[\"“‘'(\[]{0,2}(?:[^\W_]|\x01))")
_LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
WRAPPED = 100
"""A longer line is a paragraph of its own, not one of a paragraph broken into lines."""


def veiled(text: str, markup: str) -> str:
    """Return `text` with what Markdown makes of no words turned to spaces; plain text as it is."""
    if markup != "markdown":
        return text
    for pattern, sign in ((_CODE, "`"), (_TAG, "<")):
        if sign in text:  # most texts have none, and to look for a sign is quick
            text = pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    if "](" in text:
        text = _LINK.sub(_link_words, text)
    text = _LINE_MARK.sub(lambda m: " " * len(m[0]), text)
    return _EMPHASIS.sub(" ", text) if any(sign in text for sign in "*_\\") else text


def _link_words(match: re.Match[str]) -> str:
    before = match.start(1) - match.start()
    return " " * before + match[1] + " " * (match.end() - match.end(1))


def paragraphs(text: str, view: str, markup: str) -> tuple[Span, ...]:
    """Return the paragraphs of a view, blank ones left out.

    An empty line parts two. So does a single line end, except between short lines that look wrapped
    (plain text), and in Markdown unless a heading, list or block quote begins.
    """
    found: list[Span] = []
    start = 0
    for gap in _BREAK.finditer(view):
        if gap[0].count("\n") == 1 and _wrapped(text, view, gap, markup):
            continue
        if view[start : gap.start()].strip():
            found.append(Span(start, gap.start()))
        start = gap.end()
    if view[start:].strip():
        found.append(Span(start, len(view)))
    return tuple(found)


def _wrapped(text: str, view: str, gap: re.Match[str], markup: str) -> bool:
    line_start = view.rfind("\n", max(0, gap.start() - 2 * WRAPPED), gap.start()) + 1
    line = text[max(line_start, gap.start() - 2 * WRAPPED) : gap.start()]
    own_line = _OWN_LINE.match(text, gap.start() + 1)
    if markup == "markdown":
        return not own_line and not line.lstrip().startswith("#")
    return 40 < len(line) <= WRAPPED and line.rstrip()[-1:] not in '.?!:"”’…' and not own_line


def sentences(view: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of `view[start:end]`; no sentence ends at an abbreviation or an initial."""
    begin = start
    for stop in _STOP.finditer(view, start, end):
        if view[stop.start()] == "." and not _ends(view, begin, stop):
            continue
        yield Span(begin, stop.end())
        begin = stop.end()
    if view[begin:end].strip():
        yield Span(begin, end)


def _ends(view: str, begin: int, stop: re.Match[str]) -> bool:
    last = _LAST_WORD.search(view, max(begin, stop.start() - 20), stop.start())
    following = view[stop.end() : stop.end() + 1]
    if following.islower():
        return False
    if last is None or stop[0][1:2] in ('"', "”", "’", ")"):
        return True
    word = last[0]
    initials = len(word) == 1 and word.isupper() and word != "I"
    dotted = "." in word and all(len(p) == 1 for p in word.split("."))
    return not (initials or dotted or word.lower() in _NO_END)

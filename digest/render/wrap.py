"""Plain text, wrapped by the width at which it is displayed.

East Asian wide characters take two columns (Unicode Standard Annex 11), combining marks none.
Korean breaks at its spaces as English does; Chinese and Japanese, which have none, break between
characters, but not before a closing mark nor after an opening one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_CLOSING = set("、。，．・：；？！’”）〕］｝〉》」』】,.:;?!)]}%…ー々")
_OPENING = set("‘“（〔［｛〈《「『【([{")


class _Columns(dict[str, int]):
    """How many columns a character takes, found when it is first asked for."""

    def __missing__(self, char: str) -> int:
        if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
            columns = 0
        else:
            columns = 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
        self[char] = columns
        return columns


_columns = _Columns().__getitem__


def display_width(text: str) -> int:
    """Return how many columns `text` takes."""
    return len(text) if text.isascii() else _wide(text)


@lru_cache(maxsize=16_384)
def _wide(text: str) -> int:
    return sum(map(_columns, text))


def wrapped(text: str, width: int = 72) -> str:
    """Wrap each line longer than `width` columns; what follows keeps the line's indent.

    A list's mark ("- ", "[1] ", "1. ") hangs. An address is never broken, whatever its length.
    Runs of empty lines become one, and the text ends in one line end. No line ends in a space, so none
    flows into the next nor opens a signature, whoever reads it as RFC 3676's `format=flowed`; and one that
    would begin as an answer's quotation or as a mailbox's next message does is moved by a space.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.extend(map(_stuffed, _wrapped_line(line.rstrip(), width)))
    return "\n".join(lines).rstrip("\n") + "\n"


def _stuffed(line: str) -> str:
    return f" {line}" if line.startswith((">", "From ")) else line


def _wrapped_line(line: str, width: int) -> Iterator[str]:
    if 2 * len(line) <= width or display_width(line) <= width:
        yield line
        return
    mark = re.match(r" *(?:- |\[\d+\] |\d{1,3}\. )?", line)
    current = mark[0] if mark else ""
    indent = " " * len(current)
    words = line[len(current) :].split(" ")
    wides = [len(word) if word.isascii() else _wide(word) for word in words]
    if all(words) and max(wides) <= width - len(indent) and not _UNSPACED.search(line):
        yield from _by_words(current, words, wides, width)
        return
    column, empty = len(current), True
    for space, unit in _units(line[len(current) :], width - len(indent)):
        wide = display_width(unit)
        if not empty and column + space + wide > width:
            yield current
            current, column, empty = indent, len(indent), True
        current += ("" if empty else " " * space) + unit
        column += wide + (0 if empty else space)
        empty = False
    yield current


def _by_words(mark: str, words: list[str], wides: list[int], width: int) -> Iterator[str]:
    """Yield the lines of words with single spaces, none of them wider than a line, which is nearly every text."""
    first, column = 0, len(mark) - 1
    for n, wide in enumerate(wides):
        if n > first and column + 1 + wide > width:
            yield mark + " ".join(words[first:n])
            mark = " " * len(mark)
            first, column = n, len(mark) - 1
        column += 1 + wide
    yield mark + " ".join(words[first:])


def _units(text: str, width: int) -> Iterator[tuple[int, str]]:
    """Yield what may not be broken, each with the number of spaces before it."""
    is_spaced = not _UNSPACED.search(text)
    for word in text.split(" "):
        if is_spaced and 2 * len(word) <= width:
            yield 1, word
            continue
        space = 1
        for unit in _pieces(word, width):
            yield space, unit
            space = 0


def _pieces(word: str, width: int) -> Iterator[str]:
    fits = 2 * len(word) <= width or display_width(word) <= width
    if (fits and not _UNSPACED.search(word)) or "://" in word:
        yield word
        return
    piece = ""
    for char in word:
        joined = not piece or char in _CLOSING or piece[-1] in _OPENING or not _columns(char)
        narrow = _columns(char) == 1 and display_width(piece[-1:]) == 1 and len(piece) < width
        if joined or narrow:
            piece += char
        else:
            yield piece
            piece = char
    yield piece

"""Finds the stretches of a text that stand in quote marks, of any kind and language.

Straight marks have no side, curly ones are often the wrong way round or mixed ("…”), and either
may be missing. So the side of a mark is read from what stands around it, and its own shape only
decides where that leaves it open. Sources: the Unicode property Quotation_Mark, and the Korean
rule that a particle follows the closing mark without a space ("…"라고, '한글 맞춤법' 부록).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from digest.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

DOUBLES = '"“”„‟＂〝〞'
SINGLES = "'‘’‚‛＇`´"
BRACKETS = {"「": "」", "『": "』", "«": "»", "‹": "›", "｢": "｣"}
MARKS = DOUBLES + SINGLES + "".join(BRACKETS) + "".join(BRACKETS.values())
"""Every character that may open or close a quotation."""

LONGEST = 4000
"""No quotation across paragraphs is longer: past this, a mark was forgotten."""
LONGEST_SINGLE = 600

_OPENING = frozenset("“„‟〝‘‚‛" + "".join(BRACKETS))
_CLOSING = frozenset("”〞’´" + "".join(BRACKETS.values()))
_BEFORE_OPEN = frozenset("([{<〈《【" + "“‘「『" + "\"'")
_AFTER_CLOSE = frozenset(".,!?)]}>〉》】;:…·、。" + "”’」』")
_PARTICLE = re.compile(r"(?:이?라[고며는]|이?라면서|고|며|면서)(?![가-힣])|(?:이?라[고며는])")
_DOUBLE = re.compile(f"[\n{re.escape(DOUBLES)}]")
_SINGLE = re.compile(f"[\n{re.escape(SINGLES)}]")
_BRACKET = re.compile("[" + "".join(BRACKETS) + "".join(BRACKETS.values()) + "]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch in quote marks: `inside` without them, `outside` with them.

    `double` is False for single marks (‘…’), `opening` the character that opens it. A mark that is
    missing leaves `opened` or `closed` False: the stretch then runs from the start of its paragraph,
    or to its end where the next paragraph opens anew (a quotation over several paragraphs in English).
    """

    inside: Span
    outside: Span
    double: bool
    opening: str = ""
    opened: bool = True
    closed: bool = True


def marked(text: str, start: int, end: int) -> tuple[Mark, ...]:
    """Return the outermost stretches in quote marks within `text[start:end]`, in reading order.

    Marks within marks belong to the outer stretch. Where two cross, the double one stands.
    Linear in the length of the range, but for sorting the stretches found.
    """
    found = [
        *_paired(text, start, end, double=True),
        *_paired(text, start, end, double=False),
        *_bracketed(text, start, end),
    ]
    found.sort(key=lambda m: (m.outside.start, -m.outside.end))
    kept: list[Mark] = []
    for mark in found:
        last = kept[-1] if kept else None
        if last is None or mark.outside.start >= last.outside.end:
            kept.append(mark)
        elif mark.outside.end > last.outside.end and mark.double and not last.double:
            kept[-1] = mark
    return tuple(kept)


def _paired(text: str, start: int, end: int, *, double: bool) -> Iterator[Mark]:
    """Pair the marks of one family with a stack; a paragraph's end leaves only the outermost open."""
    longest = LONGEST if double else LONGEST_SINGLE
    opens: list[int] = []
    line, broken, first = start, -1, True
    for token in (_DOUBLE if double else _SINGLE).finditer(text, start, end):
        at = token.start()
        if text[at] == "\n":
            del opens[1:]
            broken = at if opens and broken < 0 else broken
            line, first = at + 1, True
            continue
        if not double and _apostrophe(text, at, start, end):
            continue
        if opens and at - opens[0] > longest:
            opens.clear()
        side = _side(text, at, start, end, inside=bool(opens))
        if side == "open":
            if opens and broken >= 0:  # the paragraph before was never closed
                if double and not text[line:at].strip():
                    yield _mark(text, Span(opens[0], broken), double=double, closed=False)
                opens.clear()
            opens.append(at)
            broken = broken if len(opens) > 1 else -1
        elif opens:
            yield _mark(text, Span(opens.pop(), at + 1), double=double)
            broken = broken if opens else -1
        elif double and first and not text[at - 1 : at].isdigit():
            yield _mark(text, Span(line, at + 1), double=double, opened=False)
        first = False


def _bracketed(text: str, start: int, end: int) -> Iterator[Mark]:
    """Pair the marks that have a side of their own: 「」『』«»."""
    opens: list[int] = []
    for token in _BRACKET.finditer(text, start, end):
        at = token.start()
        if text[at] in BRACKETS:
            opens.append(at)
        elif opens and BRACKETS[text[opens[-1]]] == text[at]:
            opened = opens.pop()
            if at - opened <= LONGEST:
                yield _mark(text, Span(opened, at + 1), double=text[at] != "›")


def _mark(text: str, outside: Span, *, double: bool, opened: bool = True, closed: bool = True) -> Mark:
    inside = Span(outside.start + opened, outside.end - closed)
    return Mark(inside, outside, double, text[outside.start] if opened else "", opened, closed)


def _side(text: str, at: int, start: int, end: int, *, inside: bool) -> Literal["open", "close"]:
    """Say which side the mark at `at` is, given whether one of its family is open already."""
    shape = _shape(text, at, start, end)
    char = text[at]
    if char in _OPENING:
        turned = shape == "close" or (shape == "either" and _PARTICLE.match(text, at + 1, end))
        return "close" if inside and turned else "open"
    if char in _CLOSING:
        return "open" if not inside and shape == "open" else "close"
    if shape == "either":
        return "close" if inside or _PARTICLE.match(text, at + 1, end) else "open"
    if shape == "open" and inside and _PARTICLE.match(text, at + 1, end):
        return "close"
    return shape


def _shape(text: str, at: int, start: int, end: int) -> Literal["open", "close", "either"]:
    before = text[at - 1] if at > start else "\n"
    after = text[at + 1] if at + 1 < end else "\n"
    gap_before = before.isspace() or before in _BEFORE_OPEN
    gap_after = after.isspace() or after in _AFTER_CLOSE
    if gap_before == gap_after:
        return "either"
    return "open" if gap_before else "close"


def _apostrophe(text: str, at: int, start: int, end: int) -> bool:
    """Tell don't and John’s from a mark: a Latin letter on both sides."""
    if at <= start or at + 1 >= end:
        return False
    return _latin(text[at - 1]) and _latin(text[at + 1])


def _latin(char: str) -> bool:
    return char.isalpha() and char < "\u0250"

"""What of the story's run is story: cleaning inside it and at its edges, and what each line is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.clean.dump_byline import is_contact, is_credit, lone_name, names_in, tail_of
from digest.clean.dump_date import date_in
from digest.clean.dump_head import NARROWEST, WIDEST_HEADLINE
from digest.clean.dump_source import is_paper, parted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from digest.clean.cleaned import Kind
    from digest.clean.dump_run import Marked, Run

MARKS = "◆■▶◇●□▲△▷○★☆◈▣◎"
"""What a paper sets before a subhead; it is left out of the block."""
_OPENERS, _CLOSERS = "\"“'‘「", "\"”'’」"
_BULLET = re.compile(r"^(?:[•·‣▪*\-–—]|\(?\d{1,2}[.)])\s+\S")
_SUBHEAD_WIDTH = 120
"""A line of no kind wider than this is a paragraph, whether it closes a sentence or not."""
_SMALL = 160
"""How wide an unfinished line may be to go with the furniture it touches."""
_CONTROL, _CAPTION = 20, 150
"""How wide a picture's control is at most, and a caption that reads like a sentence."""
_SIGNATURE = 80
"""How wide a byline or a date line is at most."""
_SUBTITLE = 4
"""How many lines below a clean text's headline its byline is looked for."""
_STRETCH = 7
"""How many unfinished lines in a row go with the furniture they touch; more are a list of the story."""


def widen(marked: Sequence[Marked], run: Run) -> tuple[int, int]:
    """Return the run's edges, moved out over short sentences that touch it and in over unfinished lines."""
    start, end = run.start, run.end
    while end < len(marked) and marked[end].prose:
        end += 1
    while start > 0 and marked[start - 1].prose:
        start -= 1
    if 1 < start < end and _is_motto(marked[start - 2]) and marked[start - 1].kind is None:
        return start - 2, end
    while (
        start < end and not marked[start].prose and (marked[start].kind or marked[start].line.width <= _SMALL)
    ):
        start += 1
    return start, end


def _is_motto(m: Marked) -> bool:
    """Whether a line is words in quotes, as a story may open with, who said them below."""
    return m.prose and m.line.text[0] in _OPENERS and m.line.text[-1] in _CLOSERS


def story_lines(marked: Sequence[Marked], start: int, end: int, zone: tzinfo) -> list[int]:
    """Return which lines of the run are story, by their number."""
    last = max((i for i in range(start, end) if marked[i].prose), default=start)
    kept = [
        _is_told_of(marked[i], inside=i < last) or not _is_furniture(marked, i, zone)
        for i in range(start, end)
    ]
    _drop_boxes(marked, start, kept)
    _drop_touching(marked, start, kept)
    numbers = [start + i for i, keep in enumerate(kept) if keep]
    while numbers and not marked[numbers[-1]].line.ends and marked[numbers[-1]].line.width <= _SMALL:
        numbers.pop()
    return numbers


def unsigned_lines(marked: Sequence[Marked], start: int, zone: tzinfo) -> list[int]:
    """Return the lines of a text without furniture but for byline, date and address at its two ends.

    What stands between its headline and a byline is the subtitle, and no story either.
    """
    start = _below_subtitle(marked, start, zone)
    prose = [i for i in range(start, len(marked)) if marked[i].prose]
    first, last = (prose[0], prose[-1]) if prose else (len(marked), -1)
    return [
        i
        for i in range(start, len(marked))
        if first <= i <= last or not (_is_signature(marked[i], zone) or is_contact(marked[i].line.text))
    ]


def _below_subtitle(marked: Sequence[Marked], start: int, zone: tzinfo) -> int:
    """Return the first line that is neither subtitle nor the byline under it."""
    told = False
    for i in range(start, min(len(marked) - 1, start + _SUBTITLE) if start else 0):
        line = marked[i].line
        if _is_signature(marked[i], zone):
            # A date signs no sentence, unless the byline stands right under it.
            named = names_in(line.text) or names_in(marked[i + 1].line.text)
            return i + 1 if named or not told else start
        narrow = line.width < NARROWEST and not lone_name(line.text)
        if narrow or line.width > WIDEST_HEADLINE:
            return start
        told = told or line.ends
    return start


def parts_of(marked: Sequence[Marked], numbers: Sequence[int]) -> list[tuple[Kind, str]]:
    """Return the story as blocks: each line with its kind, without mark, dateline's blanks or address."""
    parts: list[tuple[Kind, str]] = []
    for place, number in enumerate(numbers):
        line = marked[number].line
        text = line.text[: tail_of(line.text)[0]].rstrip()
        if text[:1] in MARKS and line.width <= _SUBHEAD_WIDTH and not line.ends:
            parts.append(("subhead", text.lstrip(MARKS + " ")))
        elif _BULLET.match(text):
            parts.append(("item", text))
        elif _is_subhead(marked, numbers, place):
            parts.append(("subhead", text))
        else:
            parts.append(("paragraph", text))
    return parts


def _is_told_of(m: Marked, *, inside: bool) -> bool:
    """Whether a line says what somebody is in the middle of a story: of a person in it, not of the writer."""
    return inside and m.kind is not None and m.kind.role == "author" and m.line.ends


def _is_furniture(marked: Sequence[Marked], i: int, zone: tzinfo) -> bool:
    m = marked[i]
    if m.kind is not None or m.listed or is_contact(m.line.text) or is_credit(m.line.text):
        return True
    if not m.line.letters:
        return True
    if i and is_control(marked[i - 1]):
        # What stands right under a picture's control is its caption; a headline of the story is short.
        if m.line.ends:
            return _CONTROL < m.line.width <= _CAPTION
        return m.line.width > 60 or ". " in m.line.text
    return _is_signature(m, zone)


def _is_signature(m: Marked, zone: tzinfo) -> bool:
    """Whether a line is a byline or a date and no sentence."""
    short = m.line.width <= _SIGNATURE and not m.line.ends
    signed = bool(names_in(m.line.text)) or is_paper(parted(m.line.text)[1])
    return short and (signed or date_in(m.line.text, zone) is not None)


def is_control(m: Marked) -> bool:
    """Whether a line is a picture's control ("Enlarge"), no caption or credit itself."""
    caption = m.kind is not None and m.kind.role == "caption"
    return caption and m.line.width <= _CONTROL and m.line.text[0] not in MARKS


def _drop_boxes(marked: Sequence[Marked], start: int, kept: list[bool]) -> None:
    """Drop what stands right behind the label of a box: headlines, or the sentences of a summary."""
    role = ""
    for i in range(len(kept)):
        m = marked[start + i]
        if m.kind is not None and not kept[i]:
            role = (
                m.kind.role if m.kind.role in ("aside", "summary") else "" if m.kind.role != "drop" else role
            )
        elif role == "aside" and not m.line.ends:
            kept[i] = False
        else:
            role = ""


def _drop_touching(marked: Sequence[Marked], start: int, kept: list[bool]) -> None:
    """Drop a few unfinished lines in a row that touch furniture other than a picture or a button."""
    i = 0
    while i < len(kept):
        j = i
        while j < len(kept) and kept[j] and not marked[start + j].line.ends:
            j += 1
        if i < j <= i + _STRETCH and _touches(marked, start + i, start + j, single=j - i == 1):
            for n in range(i, j):
                kept[n] = kept[n] and (
                    marked[start + n].line.width > _SMALL or marked[start + n].line.text[0] in MARKS
                )
        i = j + 1


def _touches(marked: Sequence[Marked], first: int, last: int, *, single: bool) -> bool:
    beside = [marked[n].kind for n in (first - 1, last) if 0 <= n < len(marked)]
    soft = ("caption", "drop") if single else ()
    return any(kind is not None and kind.role not in soft for kind in beside)


def _is_subhead(marked: Sequence[Marked], numbers: Sequence[int], place: int) -> bool:
    """Whether a line is a headline inside the story: short, unfinished, a paragraph right behind it."""
    line = marked[numbers[place]].line
    if (
        line.ends
        or line.width > _SUBHEAD_WIDTH
        or line.text.endswith((":", ",", "："))
        or place + 1 == len(numbers)
    ):
        return False
    return marked[numbers[place + 1]].line.ends

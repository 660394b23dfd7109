"""What stands above a story: its headline, the paper's subtitle, the byline and the date."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from digest.clean.dump_byline import dateline_of, is_contact, lone_name, names_in, tail_of
from digest.clean.dump_chrome import letters_of
from digest.clean.dump_date import date_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from digest.clean.dump_run import Marked

_LEAST, WIDEST_HEADLINE, _MOST_OF_SENTENCE = 10, 200, 100
"""How wide a headline is: a full stop is rarer there, and none closes a long one."""
_BELOW = 25
"""How many lines below a story are looked through for its byline and date."""


def find_headline(marked: Sequence[Marked], start: int, story: str, zone: tzinfo) -> int | None:
    """Return the number of the line above the story that is its headline.

    Spoken for by: its words stand in the story, it is as wide as a headline, it is on the page more than
    once, it is the line nearest above a byline or a date, it is the first of its group. Against it:
    distance, a full stop, great length.
    """
    grams = _grams(story[:20_000])
    times = Counter(m.line.text for m in marked)
    signed = _lines_over_signs(marked, start, zone)
    best: tuple[float, int] | None = None
    for i in range(start):
        if not _may_be_headline(marked[i], zone):
            continue
        text, width = marked[i].line.text, marked[i].line.width
        own = _grams(text)
        score = _shared(own, grams) * min(1.0, len(own) / 5) + 0.5 * min(1.0, width / 50)
        score += 0.4 * (i in signed) + 0.2 * _is_top(marked, i, zone) + 0.2 * (times[text] > 1 and width > 24)
        score -= 0.2 * text.endswith((".", "。")) + 0.003 * min(start - i, 100) + 0.006 * max(0, width - 90)
        if best is None or score >= best[0]:
            best = (score, i)
    return best[1] if best else None


def has_headline_width(m: Marked) -> bool:
    """Whether a line is as wide as a headline may be."""
    return (
        _LEAST
        <= m.line.width
        <= (_MOST_OF_SENTENCE if m.line.text.endswith((".", "。")) else WIDEST_HEADLINE)
    )


def find_standfirst(marked: Sequence[Marked], headline: int, start: int, story: str, zone: tzinfo) -> str:
    """Return the subtitle lines set by the paper between headline and story, joined by a space."""
    grams = _grams(story[:20_000])
    lines: list[str] = []
    for i in range(start - 1, headline, -1):
        m = marked[i]
        if m.kind is not None and m.kind.role == "caption" and not lines:
            continue
        beside = (
            m.kind is not None or m.listed or bool(date_in(m.line.text, zone)) or bool(names_in(m.line.text))
        )
        if beside or is_contact(m.line.text) or not m.line.letters or m.line.width > WIDEST_HEADLINE:
            if lines:
                break
            continue
        under_control = i > 0 and (above := marked[i - 1].kind) is not None and above.role == "caption"
        if under_control and not lines:
            continue
        lines.append(m.line.text)
        if _shared(_grams(m.line.text), grams) < 0.3:
            lines.pop()
            break
    lines.reverse()
    return " ".join(lines) if lines and len(lines) <= 8 and sum(map(len, lines)) > 12 else ""


def find_byline(
    marked: Sequence[Marked], headline: int, numbers: Sequence[int], zone: tzinfo
) -> tuple[str, ...]:
    """Return the reporters: of the lines between headline and story, else of the story's dateline, end or foot."""
    first, last = numbers[0], numbers[-1]
    above = _above(headline + 1, numbers)
    names = [name for i in above if marked[i].line.width <= 100 for name in names_in(marked[i].line.text)]
    names = names or _lone_names(marked, headline, first, zone)
    names = names or list(dateline_of(marked[first].line.text)[1]) or list(tail_of(marked[last].line.text)[1])
    if not names:
        below = range(last + 1, min(len(marked), last + 1 + _BELOW))
        names = next((list(found) for i in below if (found := names_in(marked[i].line.text))), [])
    return tuple(dict.fromkeys(names))


def _lone_names(marked: Sequence[Marked], headline: int, first: int, zone: tzinfo) -> list[str]:
    """Return the name that a line is, right beside the date or between headline and date."""
    dated = [i for i in range(headline + 1, first) if date_in(marked[i].line.text, zone)]
    beside = [i for d in dated for i in (d - 1, d + 1)]
    below = [
        i for i in range(headline + 1, headline + 4) if headline >= 0 and any(i < d <= i + 6 for d in dated)
    ]
    for i in (*beside, *below):
        if headline < i < first and marked[i].kind is None:
            found = lone_name(marked[i].line.text, below_headline=i == headline + 1)
            if found:
                return list(found)
    return []


def find_date(
    marked: Sequence[Marked], headline: int, numbers: Sequence[int], zone: tzinfo
) -> datetime | None:
    """Return the date near the story that is best labelled: above it, else right below it."""
    _first, last = numbers[0], numbers[-1]
    for span in (_above(headline - 6, numbers), range(last + 1, min(len(marked), last + 1 + _BELOW))):
        best: tuple[int, datetime] | None = None
        for i in span:
            label = marked[i - 1].line.text if i and marked[i - 1].line.width <= 20 else ""
            found = (
                date_in(f"{label} {marked[i].line.text}", zone)
                if label
                else date_in(marked[i].line.text, zone)
            )
            if found and (best is None or found.said > best[0]):
                best = (found.said, found.when)
        if best:
            return best[1]
    return None


def _above(start: int, numbers: Sequence[int]) -> list[int]:
    """Return the lines from `start` to the story's third that are not of the story."""
    return [i for i in range(max(0, start), numbers[:3][-1]) if i not in numbers[:3]]


def _may_be_headline(m: Marked, zone: tzinfo) -> bool:
    text = m.line.text
    if m.kind is not None or m.listed or not has_headline_width(m):
        return False
    return not (date_in(text, zone) or is_contact(text) or (names_in(text) and m.line.width < 60))


def _is_top(marked: Sequence[Marked], i: int, zone: tzinfo) -> bool:
    """Whether a line is the first of several of its kind: a headline stands above its subtitle."""
    above = marked[i - 1] if i else None
    return above is None or above.line.width < 24 or not _may_be_headline(above, zone)


def _lines_over_signs(marked: Sequence[Marked], start: int, zone: tzinfo) -> set[int]:
    """Return the lines that could be headlines and stand nearest above a byline or a date."""
    found: set[int] = set()
    last = -1
    for i in range(start):
        if _signs(marked[i], zone):
            found.add(last)
        elif _may_be_headline(marked[i], zone):
            last = i
    return found


def _signs(m: Marked, zone: tzinfo) -> bool:
    return m.line.width <= 120 and (bool(names_in(m.line.text)) or date_in(m.line.text, zone) is not None)


def _shared(own: set[str], grams: set[str]) -> float:
    return len(own & grams) / len(own) if own else 0.0


def _grams(text: str) -> set[str]:
    """Return what two texts are compared by: pairs of East Asian letters, words of the others."""
    words = letters_of(text).split()
    grams: set[str] = set()
    for word in words:
        if word.isascii() or not any(c >= "\u1100" for c in word):
            grams.add(word)
        else:
            grams.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return {gram for gram in grams if len(gram) > 1}

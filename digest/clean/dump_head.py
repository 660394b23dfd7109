"""What stands above a story: its headline and the paper's subtitle."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from digest.clean.dump_byline import is_contact, lone_name, names_in
from digest.clean.dump_chrome import letters_of
from digest.clean.dump_date import date_in
from digest.clean.dump_source import parted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from digest.clean.dump_run import Marked

_LEAST, WIDEST_HEADLINE, _MOST_OF_SENTENCE = 10, 200, 100
"""How wide a headline is: a full stop is rarer there, and none closes a long one."""
_MOST_OF_GROUP = 6
"""How many lines a headline and its subtitle are at most."""
NARROWEST = 24
"""How wide a line of such a group is at least; shorter ones are a section's name or a rubric."""
_OF_STORY = 0.25
"""What part of a headline's words stand in the story, where a subtitle has all the other signs."""
_SAME = 0.6
"""What part of their words two lines share that say the same."""
_MOST_UNPROVED = 3
"""How many lines of a subtitle are believed whose words do not stand in the story."""
_NO_HEADLINE = re.compile(r"\s[|｜•·>›»]\s|[:：]$|https?:")
"""What parts the entries of a ticker or a breadcrumb, what opens a list, an address."""
_NAME = re.compile(r"(?:[A-Z][\w.&’'-]*)(?: [A-Z][\w.&’'-]*){0,4}")
"""Up to five words that all begin with a capital: a paper or a writer, no sentence about the story."""


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
    return _top_of_group(marked, best[1], story, signed, zone) if best else None


def _top_of_group(marked: Sequence[Marked], best: int, story: str, signed: set[int], zone: tzinfo) -> int:
    """Return the first line of the group above a byline or date that speaks of the story.

    A paper's subtitle stands below its headline, so nearest to the byline. A group is lines that could
    be headlines with nothing between them. A ticker above it shares no words with the story, and a page's
    title or breadcrumb repeats the headline's.
    """
    reach = range(best, min(len(marked), best + _MOST_OF_GROUP))
    lowest = next((i for i in reach if i in signed or not _may_be_headline(marked[i], zone)), best)
    if lowest not in signed:
        return best
    top, told, said = best, _stems(story[:20_000]), _stems(marked[best].line.text)
    for i in range(best - 1, max(-1, best - _MOST_OF_GROUP), -1):
        text, own = marked[i].line.text, _stems(marked[i].line.text)
        if not _may_be_headline(marked[i], zone) or marked[i].line.width < NARROWEST:
            break
        if _NO_HEADLINE.search(text) or all(c.isupper() for c in text if c.isalpha()):
            break
        if _same(own, said):
            return best
        if len(own & told) >= 2 and _shared(own, told) >= _OF_STORY:
            top = i
    return top


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
        beside = beside or bool(_NAME.fullmatch(m.line.text))
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
    lines = lines or _over_sign(marked, headline, start, zone)
    return " ".join(lines) if lines and len(lines) <= 8 and sum(map(len, lines)) > 12 else ""


def _over_sign(marked: Sequence[Marked], headline: int, start: int, zone: tzinfo) -> list[str]:
    """Return the lines between a headline and the byline or date right under them, whatever their words."""
    lines: list[str] = []
    for m in marked[headline + 1 : start]:
        if _signs(m, zone) or lone_name(parted(m.line.text)[0] or m.line.text):
            return lines
        own = _stems(m.line.text)
        said = [_stems(line) for line in (marked[headline].line.text, *lines)]
        if m.kind is not None or m.listed or not NARROWEST <= m.line.width <= WIDEST_HEADLINE:
            return []
        if is_contact(m.line.text) or _NO_HEADLINE.search(m.line.text):
            return []
        if len(lines) == _MOST_UNPROVED or any(_same(own, others) for others in said):
            return []
        lines.append(m.line.text)
    return []


def _same(own: set[str], others: set[str]) -> bool:
    """Whether two lines say the same: a headline and its repeat in the page's title or breadcrumb."""
    return len(own & others) >= _SAME * max(1, min(len(own), len(others)))


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


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words that say something: "trains" and "train" are one."""
    return {
        gram if gram >= "\u1100" else gram[:5] for gram in _grams(text) if gram >= "\u1100" or len(gram) > 3
    }


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

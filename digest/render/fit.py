"""What gives way in a mail that is too long: nothing is lost, for the web page and the Markdown have it all.

In this order, and no further than is needed: the second sentences of standfirsts, then, where the edition
stands on the web, whole standfirsts, for which the mail's end leads there. In both the least weighty stories
go first: the last of each section before the one above it, and later sections before earlier ones; the lead
comes last. Headlines, sources, pictures and quotes stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.language import each_sentence
from digest.model import CLIPPED, NEAR, Problem, Span, Standfirst
from digest.render.inline import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.model import Brief, Edition

_NAMED = 3
"""Headlines that a problem names."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """An edition that is short enough for a mail, or as short as it gets, and what was done to it.

    `continued`: part of it stands on the web only.
    """

    edition: Edition
    problems: tuple[Problem, ...] = ()
    continued: bool = False


def fitted(edition: Edition, size: Callable[[Fitted], int], *, web: bool) -> Fitted:
    """Return the edition as it is where its mail is not cut, else shortened until it is not even near that.

    `size` returns the bytes of its HTML, `web` tells whether it stands on the web.
    """
    whole = size(Fitted(edition))
    if whole < CLIPPED:
        return Fitted(edition)
    shorter = [b for b in _lightest_first(edition) if _first_sentence(b) != b.standfirst]
    left_out = [b for b in _lightest_first(edition) if b.standfirst.text] if web else []
    first, last = 0, len(shorter) + len(left_out)
    while first < last:  # the fewest steps that are enough, or all
        steps = (first + last) // 2
        if size(_after(edition, shorter, left_out, steps)) < NEAR:
            last = steps
        else:
            first = steps + 1
    cut = _after(edition, shorter, left_out, first)
    told = _told(whole, size(cut), shorter[:first], left_out[: max(0, first - len(shorter))])
    return replace(cut, problems=told)


def _after(edition: Edition, shorter: Sequence[Brief], left_out: Sequence[Brief], steps: int) -> Fitted:
    """Return the edition after so many steps."""
    instead = {b.story.id: _first_sentence(b) for b in shorter[:steps]}
    gone = left_out[: max(0, steps - len(shorter))]
    instead |= {b.story.id: Standfirst("") for b in gone}

    def told(brief: Brief) -> Brief:
        return replace(brief, standfirst=instead.get(brief.story.id, brief.standfirst))

    lead = told(edition.lead) if edition.lead else None
    sections = tuple(replace(s, briefs=tuple(map(told, s.briefs))) for s in edition.sections)
    return Fitted(replace(edition, lead=lead, sections=sections), continued=bool(gone))


def _lightest_first(edition: Edition) -> list[Brief]:
    placed = [(n, k, b) for k, s in enumerate(edition.sections) for n, b in enumerate(s.briefs)]
    lightest = sorted(placed, key=lambda one: one[:2], reverse=True)
    return [*(b for _, _, b in lightest), *([edition.lead] if edition.lead else [])]


def _first_sentence(brief: Brief) -> Standfirst:
    """Return the standfirst without its second sentence, or as it is where a mark of Markdown spans both."""
    whole, article = brief.standfirst, brief.segment.article
    first = next(each_sentence(whole.text, Span(0, len(whole.text))), None)
    if first is None or first.end >= len(whole.text.rstrip()):
        return whole
    text = first.of(whole.text)
    shown, before = (Passage(t, article.markup).words() for t in (text, whole.text))
    return Standfirst(text, whole.spans[:1]) if before.startswith(shown) else whole


def _told(whole: int, left: int, shorter: Sequence[Brief], left_out: Sequence[Brief]) -> tuple[Problem, ...]:
    mend = "lower [edition] max_words or stories_per_section"
    done = (
        (shorter, "the second sentence of {} is not in it: {}"),
        (left_out, "the standfirst of {} stands on the web only: {}"),
    )
    why = f"the mail had {whole:,} bytes and Gmail shows some 102,000"
    told = [
        Problem(
            "too-long", f"{why}; {what.format(_count(those), _named(those))}", mend=mend, severity="warning"
        )
        for those, what in done
        if those
    ]
    if left >= CLIPPED:
        what = f"the mail has {left:,} bytes when all is shortened that can be, and Gmail shows some 102,000"
        told.append(Problem("too-long", what, mend=f"{mend}, or set web_url", severity="warning"))
    return tuple(told)


def _count(briefs: Sequence[Brief]) -> str:
    return "1 story" if len(briefs) == 1 else f"{len(briefs)} stories"


def _named(briefs: Sequence[Brief]) -> str:
    more = f" and {len(briefs) - _NAMED} more" if len(briefs) > _NAMED else ""
    return ", ".join(f"“{b.headline}”" for b in briefs[:_NAMED]) + more

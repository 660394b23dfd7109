"""Select: briefs and quotes → what goes into the edition, and what does not and why."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from digest.language import terms, word_count
from digest.model import OTHER, Brief, LeftOut, Quote, Section, Selection, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.config import Limits
    from digest.model import Placement

_CENTRAL = 0.15
"""What a quote's fitness gains that has all the terms which placed its passage in the theme."""
_SAID = 0.6
"""Share of a quote's terms from which a headline that has them has said it."""


def select(
    briefs: Sequence[Brief], quotes: Sequence[Quote], themes: Sequence[Theme], limits: Limits, language: str
) -> Selection:
    """Choose the lead, the stories of each section in the themes' order, and the pull quotes.

    `language` is the edition's: the lead is in it where any story is. Stories that pass a section's
    limit, or the limit of words, are left out, the least weighty first.
    """
    ranked = sorted(briefs, key=lambda brief: (-weight(brief), brief.story.id))
    lead = _lead(ranked, language)
    taken, left_out = _within(lead, [b for b in ranked if b is not lead], limits)
    by_theme: defaultdict[str, list[Brief]] = defaultdict(list)
    for brief in taken:
        by_theme[brief.story.theme].append(brief)
    sections = tuple(
        _section(theme, by_theme[theme.id], quotes, limits) for theme in themes if by_theme[theme.id]
    )
    lead_quotes = pull_quotes([lead], quotes, limits)[:1] if lead else ()
    return Selection(lead, lead_quotes, sections, left_out)


def _section(theme: Theme, briefs: Sequence[Brief], quotes: Sequence[Quote], limits: Limits) -> Section:
    """Return the section; it opens with the story whose words are pulled, for they stand right under it."""
    pulled = pull_quotes(briefs, quotes, limits)
    spoken = {quote.segment.id for quote in pulled[:1]}
    ordered = sorted(
        briefs, key=lambda brief: spoken.isdisjoint(p.segment.id for p in brief.story.placements)
    )
    return Section(theme, tuple(ordered), pulled)


def weight(brief: Brief) -> float:
    """Return how much a story weighs: sources, fulness, a sure theme, a picture, its place in its article."""
    story = brief.story
    sources = len({a.meta.source or a.origin.path for a in story.articles})
    words = min(
        sum(word_count(p.segment.text) for p in story.placements if p.segment.article == story.articles[0]),
        600,
    )
    opening = 0.0 if brief.kicker and brief.segment.heading else 0.4
    picture = 0.3 if brief.picture else 0.0
    sure = 0.0 if story.theme == OTHER else story.lead.score
    return round(1.0 * (sources - 1) + words / 600 + opening + picture + sure, 6)


def _lead(ranked: Sequence[Brief], language: str) -> Brief | None:
    wanted = (
        lambda b: b.story.theme != OTHER and b.segment.article.meta.language == language,
        lambda b: b.segment.article.meta.language == language,
        lambda b: b.story.theme != OTHER,
        lambda _: True,
    )
    return next((b for wish in wanted for b in ranked if wish(b)), None)


def _within(
    lead: Brief | None, ranked: Sequence[Brief], limits: Limits
) -> tuple[list[Brief], tuple[LeftOut, ...]]:
    taken: list[Brief] = []
    left_out: list[LeftOut] = []
    in_theme: defaultdict[str, int] = defaultdict(int)
    words = _words(lead) if lead else 0
    for brief in ranked:
        why = ""
        if in_theme[brief.story.theme] >= limits.stories_per_section:
            why = f"its section has its {limits.stories_per_section} stories"
        elif words + _words(brief) > limits.max_words:
            why = f"the edition has its {limits.max_words} words"
        if why:
            left_out.append(LeftOut(brief.story.id, brief.headline, why))
        else:
            taken.append(brief)
            in_theme[brief.story.theme] += 1
            words += _words(brief)
    return taken, tuple(left_out)


def _words(brief: Brief) -> int:
    return word_count(f"{brief.kicker} {brief.headline} {brief.standfirst.text}")


def pull_quotes(briefs: Iterable[Brief], quotes: Sequence[Quote], limits: Limits) -> tuple[Quote, ...]:
    """Return the fittest quotes of these stories, never two of one speaker.

    None that the headline or the standfirst says already; of equally fit ones the one that speaks of
    the theme, by the terms that placed its passage there.
    """
    shown = {p.segment.id: brief for brief in briefs for p in brief.story.placements}
    fit = [q for q in quotes if q.fit > 0 and q.segment.id in shown and not _repeats(q, shown[q.segment.id])]
    chosen: list[Quote] = []
    speakers: set[tuple[str, str]] = set()
    placed = {p.segment.id: p for brief in shown.values() for p in brief.story.placements}
    central = {id(q): round(q.fit + _CENTRAL * _of_theme(q, placed[q.segment.id]), 6) for q in fit}
    for quote in sorted(fit, key=lambda q: (-central[id(q)], -q.fit, q.segment.id, q.spans)):
        if len(chosen) < limits.quotes_per_section and _speaker(quote) not in speakers:
            chosen.append(quote)
            speakers.add(_speaker(quote))
    return tuple(chosen)


def why_not_pulled(quote: Quote, briefs: Sequence[Brief], pulled: Sequence[Quote]) -> str:
    """Return why a quote of these stories is not among those that were pulled from them."""
    if quote.unfit:
        return quote.unfit
    brief = next((b for b in briefs for p in b.story.placements if p.segment.id == quote.segment.id), None)
    if brief is None:
        return "its story is not in the edition"
    if _repeats(quote, brief):
        return "the headline or the standfirst says it already"
    if any(_speaker(quote) == _speaker(other) for other in pulled):
        return "its speaker is quoted already"
    return "another is fitter, or nearer to the theme" if pulled else "the edition shows no quotes here"


def _speaker(quote: Quote) -> tuple[str, str]:
    said_by = quote.attribution
    if said_by is None:
        return ("", "")
    return (said_by.name or said_by.organisation, "" if said_by.name else said_by.role)


def _of_theme(quote: Quote, placement: Placement) -> float:
    """Return how much of what placed the quote's passage in its theme stands in the quote, 0 to 1."""
    words = "\n".join(quote.parts).casefold()
    weights = [r.weight for r in placement.reasons if r.weight > 0]
    found = [r.weight for r in placement.reasons if r.weight > 0 and r.term.casefold() in words]
    return sum(found) / sum(weights) if weights else 0.0


def _repeats(quote: Quote, brief: Brief) -> bool:
    words = [part for part in quote.parts if part]
    if all(part in brief.standfirst.text or part in brief.headline for part in words):
        return True
    said = set(terms("\n".join(words)))
    return bool(said) and len(said & set(terms(brief.headline))) > _SAID * len(said)

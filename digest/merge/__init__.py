"""Merge: placements → stories. One piece of news told by several articles becomes one story."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from digest.merge import across, nearness
from digest.merge.copies import near_copies
from digest.merge.tellings import Group, Telling, grouped
from digest.model import Placement, Story
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.merge.across import Meaning
    from digest.work import Each

__all__ = ["merge"]


def merge(
    placements: Iterable[Placement], meaning: Meaning | None = None, each: Each = one_by_one
) -> tuple[Story, ...]:
    """Return the stories, each placement in one of them; the order of the input does not matter.

    Segments of one article in one theme are one story; each item of a roundup is its own. Tellings of several articles are one story
    where they are near-copies; where they are at most four days apart and their openings near, in one
    language; and, with `meaning`, across languages where they are each other's nearest and facts
    agree. The fullest leads.
    """
    by_article: defaultdict[tuple[str, str, str], list[Placement]] = defaultdict(list)
    for p in placements:
        item = p.segment.id if p.segment.is_item else ""
        by_article[p.segment.article.id, p.theme, item].append(p)
    tellings = sorted(
        (Telling(tuple(sorted(ps, key=lambda p: p.segment.span))) for ps in by_article.values()),
        key=Telling.key,
    )
    groups = nearness.joined(tellings, _copied(tellings, each), each)
    if meaning is not None:
        groups = across.joined(tellings, sorted(groups, key=lambda g: g.members), meaning, each)
    stories = [_story([tellings[n] for n in group.members]) for group in groups]
    return tuple(
        sorted(stories, key=lambda s: (s.lead.segment.article.origin.path, s.lead.segment.span, s.id))
    )


def _story(tellings: Sequence[Telling]) -> Story:
    first, *others = tellings
    lead = first.lead
    also = (*first.placements[1:], *(p for telling in others for p in telling.placements))
    return Story(lead.segment.id, lead.theme, lead, also)


def _copied(tellings: Sequence[Telling], each: Each) -> list[Group]:
    """Return each telling with its near-copies; what one article says in two themes is no copy."""
    groups: list[list[int]] = []
    alone = set(range(len(tellings)))
    for copies in near_copies([telling.text for telling in tellings], each):
        group: list[int] = []
        articles: set[str] = set()
        for n in copies:
            article = tellings[n].lead.segment.article.id
            if article not in articles:
                group.append(n)
                articles.add(article)
        groups.append(group)
        alone -= set(group)
    return [grouped(tellings, group) for group in sorted([*groups, *([n] for n in alone)])]

"""Tellings: what one article says in one theme, and which of them may be one piece of news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.model import Placement

DAYS_APART = 4
"""Articles further apart than this tell different news, unless they are copies."""
_NEXT_DAY = timedelta(hours=12)
"""What a paper writes on another date and so much later is no late edition of the same day's."""
OPENING = 400
"""Characters of a telling that, with its title, say what the news is: what follows, in a long article,
is background that it shares with others on its subject."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one article says in one theme: its placements there, in reading order."""

    placements: tuple[Placement, ...]

    @property
    def lead(self) -> Placement:
        """The first placement."""
        return self.placements[0]

    @property
    def language(self) -> str:
        """The primary language of its article."""
        return self.lead.segment.article.meta.language.partition("-")[0]

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(p.segment.text for p in self.placements)

    @property
    def opening(self) -> str:
        """Its title and how it begins."""
        segment = self.lead.segment
        start = segment.heading.end if segment.heading else segment.span.start
        end = min(segment.span.end, start + OPENING)
        return f"{segment.title}\n{segment.article.text[start:end]}"

    @property
    def is_news(self) -> bool:
        """Whether it begins its article or is an item of a roundup: no passage under a later subhead."""
        segment = self.lead.segment
        return not segment.heading or segment.opens

    def key(self) -> tuple[int, str]:
        """Sort the fullest first, then by id."""
        return (-sum(len(p.segment.text) for p in self.placements), self.lead.segment.id)


@dataclass(frozen=True, slots=True)
class Group:
    """Tellings of one piece of news, by their numbers: from which articles, in which days."""

    members: tuple[int, ...]
    articles: frozenset[str]
    language: str
    since: datetime | None
    until: datetime | None
    papers: Mapping[tuple[str, str], tuple[datetime, datetime]]
    """The first and the last day that each publication (language and source) tells it."""

    def may_join(self, other: Group) -> bool:
        """Tell whether no article stands in both and none is too many days from another.

        Nor may one paper tell it on two days: what it writes later is the next piece of news.
        """
        if not self.articles.isdisjoint(other.articles):
            return False
        for paper in self.papers.keys() & other.papers.keys():
            (a, b), (c, d) = self.papers[paper], other.papers[paper]
            first, last = min(a, c), max(b, d)
            if first.date() != last.date() and last - first >= _NEXT_DAY:
                return False
        if not (self.since and self.until and other.since and other.until):
            return True
        return max(self.until, other.until) - min(self.since, other.since) <= timedelta(days=DAYS_APART)

    def days_from(self, other: Group) -> int:
        """Return the whole days from the end of one to the beginning of the other."""
        if not (self.since and self.until and other.since and other.until):
            return 0
        return max(0, (max(self.since, other.since) - min(self.until, other.until)).days)


def grouped(tellings: Sequence[Telling], members: Iterable[int]) -> Group:
    """Return the group of these tellings."""
    numbers = tuple(sorted(members))
    articles = [tellings[n].lead.segment.article for n in numbers]
    days = [a.meta.published for a in articles if a.meta.published]
    papers: dict[tuple[str, str], tuple[datetime, datetime]] = {}
    for n, article in zip(numbers, articles, strict=True):
        if article.meta.source and (day := article.meta.published):
            paper = (tellings[n].language, article.meta.source.casefold())
            first, last = papers.get(paper, (day, day))
            papers[paper] = (min(first, day), max(last, day))
    return Group(
        numbers,
        frozenset(a.id for a in articles),
        tellings[numbers[0]].language,
        min(days, default=None),
        max(days, default=None),
        papers,
    )

"""From a passage to a story as it is told: placement → story → quote → brief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from digest.model.source import Article, Picture, Segment, Span

OTHER = "other"
"""The id of the theme of all that fits no declared theme."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject the editor follows. Texts are by language ("ko", "en"); colours are #rrggbb.

    `colour` is for light grounds, `dark_colour` for dark ones; both should hold 4.5:1.
    """

    id: str
    title: Mapping[str, str]
    colour: str = "#5b5f66"
    dark_colour: str = "#a5a29c"
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence for a theme: the term found, how it was declared, what it added."""

    term: str
    via: Literal["keyword", "phrase", "example", "correction"]
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """How well a segment fits a theme: 0 to 1, with the reasons, the heaviest first."""

    theme: str
    value: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A segment in a theme: its score (0 to 1), why, and by what margin over which runner-up."""

    segment: Segment
    theme: str
    score: float
    reasons: tuple[Reason, ...] = ()
    runner_up: str = ""
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news in a theme: the placement that leads, and those that tell the same news."""

    id: str
    theme: str
    lead: Placement
    also: tuple[Placement, ...] = ()

    @property
    def placements(self) -> tuple[Placement, ...]:
        """The leading placement and the others."""
        return (self.lead, *self.also)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles it was told by, each once, the leading one first."""
        return tuple({p.segment.article.id: p.segment.article for p in self.placements}.values())


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, in the article's own words (each a verbatim string of it, or empty).

    kind: "person" has a name; "organisation" and "paper" speak as such (then `name` is theirs);
    "unnamed" has only a role ("이 계약의 관계자"), given in `role`.
    """

    kind: Literal["person", "organisation", "paper", "unnamed"]
    name: str = ""
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech in a segment: spans of the article's text, inside the marks.

    Several spans are parts of one utterance (“…”며 “…”고 말했다). `attribution` is None where the
    text does not say for certain who speaks. `fragment` marks a part of a sentence.
    `fit` (0 to 1) says how good a pull quote it makes; at 0 it is never shown and `unfit` says why.
    """

    segment: Segment
    spans: tuple[Span, ...]
    attribution: Attribution | None = None
    fragment: bool = False
    fit: float = 0.0
    unfit: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The words of each span."""
        return tuple(span.of(self.segment.article.text) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Standfirst:
    """One or two sentences under a headline: the article's own (no spans), or spans of its text."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A story as an edition tells it."""

    story: Story
    headline: str
    standfirst: Standfirst
    kicker: str = ""

    @property
    def segment(self) -> Segment:
        """The passage that leads."""
        return self.story.lead.segment

    @property
    def picture(self) -> Picture | None:
        """The picture of the first article that has one."""
        return next((a.meta.image for a in self.story.articles if a.meta.image), None)

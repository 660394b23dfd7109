"""Theme: segments → placements, each in the theme that fits it best, or in 'other'."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from digest.model import OTHER, Placement, Problem, Score, Theme
from digest.theme.words import score_by_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.model import Segment
    from digest.protocols import ThemeScorer

OTHER_THEME = Theme(OTHER, {"en": "Also this week", "ko": "그 밖의 소식", "ar": "أخبار أخرى"})
"""The section of all that fits no declared theme; it stands last."""

ENOUGH = 0.2
"""Score under which a segment belongs to no theme: about that of one rare keyword, found once."""
CLEAR = 0.05
"""Margin over the runner-up under which the words alone do not say which of the two it is."""


def place(
    segments: Sequence[Segment], themes: Sequence[Theme], scorer: ThemeScorer = score_by_words
) -> tuple[Placement, ...]:
    """Return one placement for each segment, in their order.

    The editor's own word (`theme: …` in front matter) comes first, then the best score. A passage
    between two themes follows its article, where most of that is clearly in one of the two; else it
    goes to 'other', as does one that scores too little.
    """
    known = {theme.id for theme in themes} | {OTHER}
    scored = list(zip(segments, scorer(segments, themes), strict=True))
    leaning = _leaning(scored)
    placements = []
    for segment, scores in scored:
        pinned = segment.article.meta.theme
        theme = pinned if pinned in known else _chosen(scores, leaning.get(segment.article.id, ""))
        placements.append(_placement(segment, scores, theme))
    return tuple(placements)


def unknown_themes(segments: Sequence[Segment], themes: Sequence[Theme]) -> tuple[Problem, ...]:
    """Return a warning for each article whose front matter asks for a theme nobody declared."""
    known = [*(theme.id for theme in themes), OTHER]
    asking = {s.article.id: s.article for s in segments if s.article.meta.theme not in ("", *known)}
    return tuple(
        Problem(
            "theme",
            f"asks for an unknown theme {article.meta.theme!r:.60}",
            f"{article.origin.path}:1",
            f"themes: {', '.join(known)}",
            "warning",
        )
        for article in asking.values()
    )


def _margin(scores: Sequence[Score]) -> float:
    first, second = (*(score.value for score in scores[:2]), 0.0, 0.0)[:2]
    return round(first - second, 6)


def _leaning(scored: Sequence[tuple[Segment, Sequence[Score]]]) -> Mapping[str, str]:
    """Return for each article the theme in which the most of its text clearly stands."""
    lengths: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for segment, scores in scored:
        if scores and scores[0].value >= ENOUGH and _margin(scores) >= CLEAR:
            lengths[segment.article.id][scores[0].theme] += len(segment.text)
    return {article: max(sorted(themes), key=themes.__getitem__) for article, themes in lengths.items()}


def _chosen(scores: Sequence[Score], leaning: str) -> str:
    if not scores or scores[0].value < ENOUGH:
        return OTHER
    if _margin(scores) >= CLEAR:
        return scores[0].theme
    close = [s.theme for s in scores if scores[0].value - s.value < CLEAR and s.value >= ENOUGH]
    return leaning if leaning in close else OTHER


def _placement(segment: Segment, scores: Sequence[Score], theme: str) -> Placement:
    """Return the placement with the score of `theme`, and the best of the others as runner-up.

    For 'other' the score and the reasons are those of the theme that came nearest.
    """
    nearest = scores[0] if scores else Score("", 0.0)
    own = next((score for score in scores if score.theme == theme), nearest)
    best_other = next((score for score in scores if score.theme != theme), Score("", 0.0))
    margin = round(own.value - best_other.value, 6)
    return Placement(segment, theme, own.value, own.reasons, best_other.theme, margin)

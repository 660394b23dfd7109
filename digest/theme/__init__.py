"""Theme: segments → placements, each in the theme that fits it best, or in 'other'."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from digest.corrections import FILE as CORRECTIONS
from digest.model import OTHER, Placement, Problem, Score, Theme
from digest.theme.meaning import score_by_meaning
from digest.theme.words import named_in, score_by_words
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.corrections import Correction
    from digest.meaning import Model
    from digest.model import Segment
    from digest.protocols import ThemeScorer
    from digest.work import Each

OTHER_THEME = Theme(OTHER, {"en": "Also this week", "ko": "그 밖의 소식", "ar": "أخبار أخرى"})
"""The section of all that fits no declared theme; it stands last."""

ENOUGH = 0.2
"""Score under which a segment belongs to no theme: about that of one rare keyword, found once."""
CLEAR = 0.08
"""Margin over the runner-up under which a passage alone does not say which of the two it is."""


def scorer(name: str, corrections: Sequence[Correction] = (), each: Each = one_by_one) -> ThemeScorer:
    """Return the scorer that digest.toml names, taught by the corrections; `each` works on each text by itself."""
    if name == "words":
        return partial(score_by_words, corrections=corrections, each=each)
    model: Model = "large" if name == "meaning-large" else "small"
    return partial(score_by_meaning, model=model, corrections=corrections, each=each)


def place(
    segments: Sequence[Segment],
    themes: Sequence[Theme],
    scorer: ThemeScorer = score_by_words,
    corrections: Sequence[Correction] = (),
    each: Each = one_by_one,
) -> tuple[Placement, ...]:
    """Return one placement for each segment, in their order.

    A correction of the very segment comes first, then the editor's word for the article (`theme: …` in
    front matter), then the best score. A passage
    between two themes follows its article, where most of that is clearly in one of the two; one that
    scores too little, or is between two, is in the best theme where its headline holds a keyword of that
    and of no other. Else it goes to 'other'.
    """
    known = {theme.id for theme in themes} | {OTHER}
    put_right = {correction.segment: correction.theme for correction in corrections}
    scored = list(zip(segments, scorer(segments, themes), strict=True))
    leaning = _leaning(scored)
    placements = []
    headlined = named_in([segment.title for segment in segments], themes, each)
    for (segment, scores), named in zip(scored, headlined, strict=True):
        pinned = put_right.get(segment.id, "")
        pinned = pinned if pinned in known else segment.article.meta.theme
        theme = pinned if pinned in known else _chosen(scores, leaning.get(segment.article.id, ""))
        if theme == OTHER and pinned != OTHER and scores and named == {scores[0].theme}:
            theme = scores[0].theme
        placements.append(_placement(segment, scores, theme))
    return tuple(placements)


def to_look_at(
    placements: Sequence[Placement], themes: Sequence[Theme], corrections: Sequence[Correction] = ()
) -> tuple[Problem, ...]:
    """Return what an editor should see to: unknown themes, then passages whose theme is in doubt."""
    segments = [placement.segment for placement in placements]
    unknown = (*unknown_themes(segments, themes), *stale(corrections, themes))
    return (*unknown, *doubtful(placements, corrections))


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


def doubtful(placements: Sequence[Placement], corrections: Sequence[Correction] = ()) -> tuple[Problem, ...]:
    """Return a note for each passage that was left to 'other', with the command that puts it right.

    Not for those that an editor put there.
    """
    meant = {correction.segment for correction in corrections}
    return tuple(
        Problem(
            "doubtful",
            f"“{_named(p.segment):.60}” stands under 'other', nearest to {p.runner_up} ({p.score:.2f})",
            str(p.segment.article.origin),
            f"`digest theme {p.segment.id} {p.runner_up}` would put it there",
            "note",
        )
        for p in placements
        if p.theme == OTHER
        and p.runner_up
        and p.segment.article.meta.theme != OTHER
        and p.segment.id not in meant
    )


def stale(corrections: Sequence[Correction], themes: Sequence[Theme]) -> tuple[Problem, ...]:
    """Return a warning for each theme that corrections speak of and nobody declares any more."""
    known = [*(theme.id for theme in themes), OTHER]
    return tuple(
        Problem(
            "theme",
            f"speaks of an unknown theme {name!r:.60}",
            CORRECTIONS,
            f"themes: {', '.join(known)}",
            "warning",
        )
        for name in sorted({correction.theme for correction in corrections} - {*known})
    )


def _named(segment: Segment) -> str:
    return " ".join(segment.text.split()) if segment.is_item else segment.title


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
        # Too little by itself, but what its article is about comes first even here.
        follows = scores and scores[0].theme == leaning and scores[0].value >= ENOUGH / 2
        return leaning if follows else OTHER
    if _margin(scores) >= CLEAR:
        return scores[0].theme
    close = [s.theme for s in scores if scores[0].value - s.value < CLEAR]
    return leaning if leaning in close else OTHER


def _placement(segment: Segment, scores: Sequence[Score], theme: str) -> Placement:
    """Return the placement with the score of `theme`, and the best of the others as runner-up.

    For 'other' the score and the reasons are those of the theme that came nearest, which is the runner-up,
    and the margin is what it has over the next.
    """
    nearest = scores[0] if scores else Score("", 0.0)
    own = next((score for score in scores if score.theme == theme), None)
    if own is None:
        return Placement(segment, theme, nearest.value, nearest.reasons, nearest.theme, _margin(scores))
    best_other = next((score for score in scores if score.theme != theme), Score("", 0.0))
    margin = round(own.value - best_other.value, 6)
    return Placement(segment, theme, own.value, own.reasons, best_other.theme, margin)

"""`digest explain`: why each passage is in its theme, and what became of each quote."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from digest.cli import show
from digest.cli.explain_quotes import explain_quotes, fates, outcome, speaker
from digest.model import OTHER
from digest.theme import ENOUGH
from digest.write import read_edition

_TOLD = 8
"""Reasons that are told one by one."""

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.model import Placement, Quote


def explain(folder: Path, about: str, *, quotes: bool, as_json: bool) -> None:
    """Print the placements and quotes of an edition, those about `about` only where it is given.

    With `quotes`, the quotes section by section.
    """
    edition = read_edition(folder)
    if quotes:
        explain_quotes(edition, as_json=as_json)
        return
    placements = [
        p for p in edition.placements if about.casefold() in f"{p.segment.id} {_title(p)}".casefold()
    ]
    told = fates(edition)
    if as_json:
        show.print_json([_row(p, told.get(p.segment.id, [])) for p in placements])
        return
    show.out.say(show.heading(edition), style="bold")
    show.out.say(
        "score: how well a passage fits its theme, 0 to 1: the sum of its reasons (with the scorer `words` s / (s + 3)); "
        "fit: how good a pull quote a quote makes, 0 to 1",
        "dim",
    )
    for placement in placements:
        _tell(placement, told.get(placement.segment.id, []))
    if not placements:
        show.out.say(f"nothing in it is about {about!r}")


def _title(placement: Placement) -> str:
    segment = placement.segment
    title = segment.article.meta.title
    if segment.is_item:
        return f"{title} / {' '.join(segment.text.split())[:60]}…"
    return f"{title} / {segment.title}" if segment.heading else title


def _tell(placement: Placement, quotes: Sequence[tuple[Quote, str]]) -> None:
    text = show.out.say
    text(f"\n{_title(placement)}", style="bold")
    text(f"  {placement.segment.article.origin}  segment {placement.segment.id}", style="dim")
    text(f"  theme {placement.theme}: {_why(placement)}")
    for reason in placement.reasons[:_TOLD]:
        text(f"    {reason.weight:5.2f}  {reason.via} “{reason.term}”")
    if rest := placement.reasons[_TOLD:]:
        text(f"    {sum(reason.weight for reason in rest):5.2f}  and {len(rest)} more")
    for quote, fate in quotes:
        text(f"  quote “{' … '.join(quote.parts)}”")
        text(f"    {outcome(quote, fate)}", style="dim")


def _why(placement: Placement) -> str:
    asked = placement.segment.article.meta.theme
    if asked and asked == placement.theme:
        return "as the article's front matter says"
    if placement.theme != OTHER:
        return (
            f"score {placement.score:.2f}, {placement.margin:.2f} ahead of {placement.runner_up or 'nothing'}"
        )
    if not placement.runner_up or placement.score < ENOUGH:
        return f"no theme scores enough; the nearest is {placement.runner_up or 'none'} with {placement.score:.2f}"
    nearest = f"{placement.runner_up} is nearest with {placement.score:.2f}, but another is too close to tell"
    return f"{nearest}; `digest theme {placement.segment.id} THEME` settles it"


def _row(placement: Placement, quotes: Sequence[tuple[Quote, str]]) -> dict[str, Any]:
    return {
        "segment": placement.segment.id,
        "article": placement.segment.article.meta.title,
        "heading": placement.segment.title,
        "where": str(placement.segment.article.origin),
        "theme": placement.theme,
        "score": placement.score,
        "runner_up": placement.runner_up,
        "margin": placement.margin,
        "reasons": [asdict(reason) for reason in placement.reasons],
        "quotes": [{"parts": q.parts, "speaker": speaker(q), "fate": fate} for q, fate in quotes],
    }

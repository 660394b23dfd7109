"""What is wrong, as the page lists it: the check's findings and the build's problems, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.check import SEVERITIES
from digest.preview.place import Excerpt, Target, excerpt, target

if TYPE_CHECKING:
    from pathlib import Path

    from digest.preview.desk import Shown


@dataclass(frozen=True, slots=True)
class Row:
    """A finding or a problem, where to see it (None: nowhere here), and the lines of the file it is in."""

    severity: str
    rule: str
    place: str
    what: str
    mend: str
    target: Target | None
    excerpt: Excerpt | None


def rows(shown: Shown, root: Path) -> tuple[Row, ...]:
    """Return every row, errors first; in a severity the build's problems go before the check's findings."""
    problems = (
        *(shown.made.problems if shown.made else ()),
        *(shown.rendered.problems if shown.rendered else ()),
    )
    found = [_row(root, p.severity, p.code, p.where, p.what, p.mend) for p in problems]
    found += [_row(root, f.severity, f.rule, f.place, f.what, f.mend, f.anchor) for f in shown.findings or ()]
    return tuple(sorted(found, key=lambda row: SEVERITIES.index(row.severity)))


def _row(root: Path, severity: str, rule: str, place: str, what: str, mend: str, anchor: str = "") -> Row:
    to = target(place, anchor)
    if to.view != "source":
        return Row(severity, rule, place, what, mend, to, None)
    return Row(severity, rule, place, what, mend, None, excerpt(root, place) if place else None)

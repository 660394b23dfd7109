"""Tells speech from what else stands in marks: titles, nicknames, scare quotes, headlines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.quote.english import words as w
from digest.quote.english.clauses import verbs_in
from digest.quote.english.names import tokens

if TYPE_CHECKING:
    from digest.quote.english.marks import Stretch
    from digest.quote.english.mention import Cue
    from digest.quote.english.names import Token
    from digest.quote.english.speakers import Scene

TERMINAL = ".?!…"
DASHED = re.compile(r"\s*[—–-]{1,2}\s*(?=[A-Z])")
HEADLINE = 140
_LONGEST_NAME = 5
"""So many words at most are a name that somebody gives."""


def speech(scene: Scene, stretch: Stretch, cue: Cue | None, words: list[Token]) -> bool:
    """Tell speech from titles, nicknames and scare quotes; `words` are those in the marks."""
    inside, count = stretch.inside, len(words)
    if not count or any(
        (
            _titled(scene, stretch, words),
            _names(scene, stretch, count),
            _listed(scene, stretch),
            _in_headline(scene, stretch),
        )
    ):
        return False
    if count >= 8 or stretch.open_end or stretch.carries_on:
        return not (count < 15 and cue is None and _title_case(words))
    last, follows = scene.view[inside.end - 1], scene.view[inside.end : inside.end + 1]
    comma = follows == "," and (count >= 4 or (cue is not None and cue.near))
    whole = words[0].capital and (last in TERMINAL or comma)
    near = cue is not None and cue.near
    if _attributive(scene, stretch, count):
        return False
    if count >= 4:
        spoken = cue is not None or (
            whole and (_opens_sentence(scene, stretch) or _introduced(scene, stretch))
        )
        return spoken and not (_title_case(words) and not (near and whole and last in TERMINAL))
    if whole and (near or (count > 1 and _opens_sentence(scene, stretch))):
        return True
    return (
        count > 1
        and cue is not None
        and cue.side == "before"
        and not words[0].capital
        and _close_by(scene, stretch)
    )


def rest_of_sentence(scene: Scene, one: Stretch, two: Stretch, words: list[Token]) -> bool:
    """Tell whether two stretches are one sentence around "said X," — speech then, however short the second.

    `words` are those in the marks of the second. Commas part both from "said X", a second verb of saying
    does not come between, and the second closes its sentence or clause.
    """
    view, between = scene.view, tokens(scene.view, one.outside.end, two.outside.start)
    parted = "," in view[one.inside.end : one.outside.end + 1] and view.endswith(
        (", ", ","), 0, two.outside.start
    )
    closed = view[two.inside.end - 1] in TERMINAL or "," in view[two.inside.end : two.outside.end]
    closed = closed or view[two.outside.end : two.outside.end + 1] in ("", "\n", ".", ",", ";")
    one_said = len(verbs_in(between, judging=True)) == 1
    titled = any(t.low == "whose" for t in between) or any(t.low in w.TITLE_CUE for t in between[-1:])
    return parted and closed and one_said and bool(words) and not (titled or _title_case(words))


def _opens_sentence(scene: Scene, stretch: Stretch) -> bool:
    before_it = scene.view[max(0, stretch.outside.start - 3) : stretch.outside.start].rstrip(" \n")
    return stretch.outside.start == scene.paragraphs[stretch.paragraph].start or before_it[-1:] in '.?!”"'


def _attributive(scene: Scene, stretch: Stretch, count: int) -> bool:
    """Tell a scare quote in front of its noun: the “one country, two systems” formula."""
    start, end = stretch.outside.start, stretch.outside.end
    words = tokens(scene.view, max(0, start - 30), start) if count <= 5 else []
    if not words or scene.view[words[-1].end : start].strip():
        return False
    return words[-1].low in w.DETERMINER and re.match(r" [a-z]", scene.view[end : end + 2]) is not None


def _introduced(scene: Scene, stretch: Stretch) -> bool:
    """Tell whether a comma or colon leads up to the opening mark."""
    start = stretch.outside.start
    return scene.view[max(0, start - 3) : start].rstrip()[-1:] in (",", ":")


def _close_by(scene: Scene, stretch: Stretch) -> bool:
    """Tell whether a verb of saying stands at most three words before a short part of a sentence."""
    words = tokens(scene.view, max(0, stretch.outside.start - 60), stretch.outside.start)[-4:]
    follows = scene.view[stretch.outside.end : stretch.outside.end + 1]
    return any(t.low in w.SAY or t.low in w.JUDGE for t in words) and follows in (
        ".",
        ",",
        ";",
        "",
        "\n",
        " ",
    )


def _title_case(words: list[Token]) -> bool:
    words = [t for t in words if t.low not in w.FUNCTION]
    return len(words) > 1 and sum(t.capital for t in words) > 0.7 * len(words)


def _titled(scene: Scene, stretch: Stretch, words: list[Token]) -> bool:
    start = stretch.outside.start
    before = tokens(scene.view, max(0, start - 40), start) if len(words) <= 14 else []
    if not before or scene.view[before[-1].end : start].strip():
        return False
    return (before[-1].low in w.TITLE_CUE and _title_case(words)) or before[-1].low in (
        "entitled",
        "titled",
        "headlined",
    )


def _names(scene: Scene, stretch: Stretch, count: int) -> bool:
    """Tell what somebody or something is called: call it “the library”, so-called “quiet carriages”."""
    start = stretch.outside.start
    before = [t.low for t in tokens(scene.view, max(0, start - 40), start)] if count <= _LONGEST_NAME else []
    if not before or scene.view[start - 1 : start].strip():
        return False
    return before[-1] == "so-called" or (before[-1] in w.OBJECT and bool(w.NAMING & set(before[-2:-1])))


def _listed(scene: Scene, stretch: Stretch) -> bool:
    """Tell a line of sources: “Headline” — outlet, date."""
    part = scene.paragraphs[stretch.paragraph]
    dash = DASHED.match(scene.view, stretch.outside.end)
    if not dash or dash.end() > part.end:
        return False
    rest = scene.view[dash.end() : min(part.end, dash.end() + 100)]
    return len(rest) < 100 and any(c.isdigit() for c in rest)


def _in_headline(scene: Scene, stretch: Stretch) -> bool:
    part = scene.paragraphs[stretch.paragraph]
    line = scene.view[part.start : min(part.end, part.start + 2 * HEADLINE)].rstrip()
    if stretch.paragraph or len(line) > HEADLINE or len(scene.paragraphs) == 1:
        return False
    return line.rstrip("\"”’'")[-1:] not in TERMINAL


def is_fragment(scene: Scene, stretch: Stretch, cue: Cue | None, words: list[Token]) -> bool:
    """Tell a part of a sentence in marks from a whole one."""
    inside = stretch.inside
    if stretch.carries_on:
        return False
    lower = not words[0].capital and not words[0].text[0].isdigit()
    behind = cue is not None and cue.side == "before" and not cue.near
    spoken = cue is not None and cue.side == "after" and cue.near
    return lower or behind or (len(words) < 3 and not spoken and scene.view[inside.end - 1] not in TERMINAL)

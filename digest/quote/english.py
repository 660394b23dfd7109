"""Finds direct speech in English and its speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.model import Attribution, Quote, Span
from digest.quote import english_words as w
from digest.quote.english_cues import Cue, after, before
from digest.quote.english_marks import Stretch, stretches
from digest.quote.english_names import people, tokens
from digest.quote.english_speaker import Scene, Speaker, Spoken, carried, resolve
from digest.quote.english_view import paragraphs, sentences, veiled

if TYPE_CHECKING:
    from digest.model import Segment

_TERMINAL = ".?!…"
_DASHED = re.compile(r"\s*[—–-]{1,2}\s*(?=[A-Z])")
HEADLINE = 140
_DETERMINERS = frozenset("the a an his her its their this that these those of as our my your".split())


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch that is direct speech, with its speaker; `joins` makes it one with the one before."""

    stretch: Stretch
    speaker: Attribution | None
    fragment: bool
    joins: bool


def find_english(segment: Segment) -> tuple[Quote, ...]:
    """Return the direct speech in a segment of English text, in reading order, `fit` still 0.

    Names come from the article's text before the quotation. Raises nothing.
    """
    article = segment.article
    quotes: list[Quote] = []
    for said in _read(article.text, article.markup, article.meta.byline):
        inside = said.stretch.inside
        if inside.start < segment.span.start or inside.end > segment.span.end:
            continue
        if said.joins and quotes:
            last = quotes[-1]
            speaker = last.attribution or said.speaker
            quotes[-1] = replace(last, spans=(*last.spans, inside), attribution=speaker)
        else:
            quotes.append(Quote(segment, (inside,), said.speaker, said.fragment))
    return tuple(quotes)


@lru_cache(maxsize=4)
def _read(text: str, markup: str, byline: tuple[str, ...]) -> tuple[Utterance, ...]:
    """Read a whole article; kept for its next segment."""
    view = veiled(text, markup)
    parts = paragraphs(text, view, markup)
    found = stretches(view, parts)
    narration = narrated(view, found)
    scene = Scene(view, narration, parts, people(view, narration, parts), byline)
    return tuple(_utterances(scene, found))


def narrated(view: str, found: tuple[Stretch, ...]) -> str:
    """Return the view with the words in marks blanked out, their last full stop kept."""
    pieces, at = [], 0
    for stretch in found:
        inside = stretch.inside
        last = view[inside.end - 1]
        keep = last if last in _TERMINAL else "\x01"
        blank = re.sub(r"[^\n]", "\x01", view[inside.start : inside.end - 1]) + keep
        pieces += [view[at : inside.start], blank]
        at = inside.end
    return "".join([*pieces, view[at:]])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stretch stands: the start of its sentence, the next stretch, the end of the sentence."""

    sentence: int
    end: int


def _utterances(scene: Scene, found: tuple[Stretch, ...]) -> list[Utterance]:
    said: list[Utterance] = []
    cues = [_cue(scene, found, n) for n in range(len(found))]
    for n, stretch in enumerate(found):
        cue, place = cues[n]
        if not _speech(scene, stretch, cue):
            continue
        joins = _joins(scene, found, n, said)
        if joins:
            before_it = scene.spoken[-1].speaker
            own = (
                cue and cue.side == "after" and resolve(scene, cue.mention, stretch.paragraph, place.sentence)
            )
            speaker = before_it or own or None
        else:
            speaker = _who(scene, found, cues, n)
        scene.spoken.append(_spoken(stretch, cue, speaker))
        said.append(
            Utterance(
                stretch,
                speaker.attribution if speaker else None,
                _fragment(scene, stretch, cue, joins),
                joins,
            )
        )
    return said


def _spoken(stretch: Stretch, cue: Cue | None, speaker: Speaker | None) -> Spoken:
    end = cue.end if cue and cue.side == "after" else stretch.outside.end
    return Spoken(stretch.inside.start, end, stretch.paragraph, speaker)


def _who(
    scene: Scene, found: tuple[Stretch, ...], cues: list[tuple[Cue | None, _Place]], n: int
) -> Speaker | None:
    """Return the speaker named beside the marks, else the one the next words or the last ones give."""
    stretch = found[n]
    cue, place = cues[n]
    if cue:
        return resolve(scene, cue.mention, stretch.paragraph, place.sentence)
    ahead = n + 1
    while ahead < len(found) and _runs_on(scene, found[ahead - 1], found[ahead]):
        cue, place_ahead = cues[ahead]
        if cue and cue.side == "after" and cue.near:
            return resolve(scene, cue.mention, stretch.paragraph, place.sentence)
        ahead += 1
    if not _own_sentence(scene, stretch, place) or _unread(scene, stretch):
        return None
    return carried(scene, stretch.paragraph, place.sentence)


def _unread(scene: Scene, stretch: Stretch) -> bool:
    """Tell whether an attribution follows that no rule could read."""
    follows = scene.view[stretch.outside.end : stretch.outside.end + 3].strip()
    return scene.view[stretch.inside.end : stretch.outside.end].startswith(",") or follows[:1].islower()


def _own_sentence(scene: Scene, stretch: Stretch, place: _Place) -> bool:
    """Tell whether nothing but the quotation stands in its sentence before it."""
    return not scene.view[place.sentence : stretch.outside.start].strip(" \n\t'‘(")


def _runs_on(scene: Scene, one: Stretch, two: Stretch) -> bool:
    """Tell whether nothing stands between two stretches, in one paragraph or left open in the first."""
    between = scene.view[one.outside.end : two.outside.start]
    return not between.strip() and (one.paragraph == two.paragraph or (one.open_end and two.carries_on))


def _joins(scene: Scene, found: tuple[Stretch, ...], n: int, said: list[Utterance]) -> bool:
    """Tell whether a stretch goes on with the utterance before: over a paragraph, or after "X said"."""
    if not said or n == 0 or said[-1].stretch is not found[n - 1]:
        return False
    one, two = found[n - 1], found[n]
    if one.open_end and two.carries_on:
        return True
    if one.paragraph != two.paragraph or said[-1].fragment:
        return False
    between = scene.view[one.outside.end : two.outside.start]
    words = tokens(scene.view, one.outside.end, two.outside.start)
    last = scene.spoken[-1] if scene.spoken else None
    short = 0 < len(words) <= 25 and last is not None and last.end > one.outside.end
    continues = scene.view[two.inside.start].isupper() or between.rstrip().endswith(",")
    parts = list(sentences(scene.narration, one.outside.end, two.outside.start))
    return short and continues and len(parts) <= 1 and " and " not in between


def _cue(scene: Scene, found: tuple[Stretch, ...], n: int) -> tuple[Cue | None, _Place]:
    """Find the speaker's mention in the sentence of a stretch."""
    stretch = found[n]
    part = scene.paragraphs[stretch.paragraph]
    one = found[n - 1] if n and found[n - 1].paragraph == stretch.paragraph else None
    two = found[n + 1] if n + 1 < len(found) and found[n + 1].paragraph == stretch.paragraph else None
    floor = max(part.start, stretch.outside.start - HEADLINE * 6)
    ahead = min(stretch.outside.start + 3, part.end)  # so that the stop sees what follows it
    starts = [s.start for s in sentences(scene.narration, floor, ahead) if s.start <= stretch.outside.start]
    start = starts[-1] if starts else floor
    end = two.outside.start if two else part.end
    close = stretch.outside.end
    first = next(iter(sentences(scene.narration, close, min(end, close + 600))), Span(close, close))
    place = _Place(start, first.end)
    left = before(scene.narration, start, stretch.outside.start)
    if left and left.near and not stretch.carries_on:
        return left, place
    last = scene.view[stretch.inside.end - 1]
    follows = scene.view[close : close + 1]
    ended = (last == "." and follows != ",") or (follows == "." and not two)
    if stretch.open_end or follows in (";", ":"):
        right = None
    elif one is None and _DASHED.match(scene.view, close):
        right = _signed(scene, stretch, part)
    else:
        right = after(scene.narration, close, first.end, ended=ended) if first.end > close else None
    return right or left, place


def _signed(scene: Scene, stretch: Stretch, part: Span) -> Cue | None:
    """Read the name under a motto: “…” — Name."""
    return after(scene.narration, stretch.outside.end, part.end, ended=False)


def _speech(scene: Scene, stretch: Stretch, cue: Cue | None) -> bool:
    """Tell speech from titles, nicknames and scare quotes."""
    inside = stretch.inside
    words = tokens(scene.view, inside.start, inside.end)
    count = len(words)
    if not count or _titled(scene, stretch, count) or _listed(scene, stretch) or _in_headline(scene, stretch):
        return False
    if count >= 8 or stretch.open_end or stretch.carries_on:
        return not (count < 15 and cue is None and _title_case(scene, stretch))
    last, follows = scene.view[inside.end - 1], scene.view[inside.end : inside.end + 1]
    whole = words[0].capital and (last in _TERMINAL or (follows == "," and cue is not None and cue.near))
    near = cue is not None and cue.near
    if _attributive(scene, stretch, count):
        return False
    if count >= 4:
        spoken = cue is not None or (whole and _opens_sentence(scene, stretch))
        return spoken and not (_title_case(scene, stretch) and not (near and whole and last in _TERMINAL))
    if whole and (near or (count > 1 and _opens_sentence(scene, stretch))):
        return True
    return (
        count > 1
        and cue is not None
        and cue.side == "before"
        and not words[0].capital
        and _close_by(scene, stretch)
    )


def _attributive(scene: Scene, stretch: Stretch, count: int) -> bool:
    """Tell a scare quote in front of its noun: the “one country, two systems” formula."""
    start, end = stretch.outside.start, stretch.outside.end
    words = tokens(scene.view, max(0, start - 30), start)
    if not words or count > 5 or scene.view[words[-1].end : start].strip():
        return False
    if words[-1].low == "so-called":
        return True
    return words[-1].low in _DETERMINERS and re.match(r" [a-z]", scene.view[end : end + 2]) is not None


def _opens_sentence(scene: Scene, stretch: Stretch) -> bool:
    before_it = scene.view[max(0, stretch.outside.start - 3) : stretch.outside.start].rstrip(" \n")
    return stretch.outside.start == scene.paragraphs[stretch.paragraph].start or before_it[-1:] in '.?!”"'


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


def _title_case(scene: Scene, stretch: Stretch) -> bool:
    words = [t for t in tokens(scene.view, stretch.inside.start, stretch.inside.end)]
    words = [t for t in words if t.low not in w.FUNCTION]
    return len(words) > 1 and sum(t.capital for t in words) > 0.7 * len(words)


def _titled(scene: Scene, stretch: Stretch, count: int) -> bool:
    start = stretch.outside.start
    words = tokens(scene.view, max(0, start - 40), start)
    if not words or count > 14 or scene.view[words[-1].end : start].strip():
        return False
    return (
        words[-1].low in w.TITLE_CUE
        and _title_case(scene, stretch)
        or words[-1].low in ("entitled", "titled", "headlined")
    )


def _listed(scene: Scene, stretch: Stretch) -> bool:
    """A line of sources: “Headline” — outlet, date."""
    part = scene.paragraphs[stretch.paragraph]
    dash = _DASHED.match(scene.view, stretch.outside.end)
    if not dash or dash.end() > part.end:
        return False
    rest = scene.view[dash.end() : part.end]
    return len(rest) < 100 and any(c.isdigit() for c in rest)


def _in_headline(scene: Scene, stretch: Stretch) -> bool:
    part = scene.paragraphs[stretch.paragraph]
    line = scene.view[part.start : part.end].rstrip()
    if stretch.paragraph or len(line) > HEADLINE or len(scene.paragraphs) == 1:
        return False
    return line.rstrip("\"”’'")[-1:] not in _TERMINAL


def _fragment(scene: Scene, stretch: Stretch, cue: Cue | None, joins: bool) -> bool:
    inside = stretch.inside
    words = tokens(scene.view, inside.start, inside.end)
    if joins or stretch.carries_on:
        return False
    lower = not words[0].capital and not words[0].text[0].isdigit()
    behind = cue is not None and cue.side == "before" and not cue.near
    return lower or behind or (len(words) < 3 and scene.view[inside.end - 1] not in _TERMINAL)

"""Finds direct speech in English and its speaker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.model import Attribution, Quote, Span
from digest.quote.english.clauses import opening
from digest.quote.english.coreference import carried, resolve
from digest.quote.english.cues import after, before
from digest.quote.english.doubt import doubted
from digest.quote.english.marks import MARK, Stretch, stretches
from digest.quote.english.mention import Cue, asides
from digest.quote.english.names import tokens
from digest.quote.english.people import People, people
from digest.quote.english.speakers import Scene, Speaker, Spoken
from digest.quote.english.speech import DASHED, HEADLINE, TERMINAL, is_fragment, rest_of_sentence, speech
from digest.quote.english.view import paragraphs, sentences, veiled
from digest.quote.english.whose import whose

if TYPE_CHECKING:
    from digest.model import Segment


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch that is direct speech, with its speaker; `joins` makes it one with the one before."""

    stretch: Stretch
    speaker: Attribution | None
    fragment: bool
    joins: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read once for all segments of an article."""

    view: str
    narration: str
    paragraphs: tuple[Span, ...]
    people: People
    stretches: tuple[Stretch, ...]


def find_english(segment: Segment) -> tuple[Quote, ...]:
    """Return the direct speech in a segment of English text, in reading order, `fit` still 0.

    A full name may stand anywhere before in the article; who goes on speaking is only looked for
    in the segment. Rules after the counts of real quotes in North American news. Raises nothing.
    """
    article, inside = segment.article, segment.span
    if not MARK.search(article.text, inside.start, inside.end):
        return ()
    read = _read(article.text, article.markup)
    found = tuple(s for s in read.stretches if inside.start <= s.inside.start and s.inside.end <= inside.end)
    scene = Scene(
        read.view, read.narration, read.paragraphs, read.people, article.meta.byline, floor=inside.start
    )
    quotes: list[Quote] = []
    for said in _utterances(scene, found):
        span, speaker = said.stretch.inside, _verbatim(article.text, said.speaker)
        if said.joins and quotes:
            last = quotes[-1]
            quotes[-1] = replace(last, spans=(*last.spans, span), attribution=last.attribution or speaker)
        else:
            quotes.append(Quote(segment, (span,), speaker, said.fragment))
    return tuple(quotes)


def _verbatim(text: str, speaker: Attribution | None) -> Attribution | None:
    """Keep of an attribution what the article has letter for letter (markup may part the words)."""
    if speaker is None or speaker.name not in text:
        return None
    role = speaker.role if speaker.role in text else ""
    house = speaker.organisation if speaker.organisation in text else ""
    return replace(speaker, role=role, organisation=house) if speaker.name or role else None


@lru_cache(maxsize=4)
def _read(text: str, markup: str) -> Reading:
    """Read a whole article; kept for its next segment."""
    view = veiled(text, markup)
    parts = paragraphs(text, view, markup)
    found = stretches(view, parts)
    narration = narrated(view, found)
    known = people(narration, parts) if found else People(narration)
    return Reading(view, narration, parts, known, found)


def narrated(view: str, found: tuple[Stretch, ...]) -> str:
    """Return the view with the words in marks blanked out, their last full stop kept."""
    pieces, at = [], 0
    for stretch in found:
        inside = stretch.inside
        last = view[inside.end - 1]
        keep = last if last in TERMINAL else "\x01"
        lines = view[inside.start : inside.end - 1].split("\n")
        pieces += [view[at : inside.start], "\n".join("\x01" * len(line) for line in lines), keep]
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
        cue, _ = cues[n]
        words = tokens(scene.view, stretch.inside.start, stretch.inside.end)
        joins = _joins(scene, found, n, said)
        rest = joins and rest_of_sentence(scene, found[n - 1], stretch, words)
        if not (rest or speech(scene, stretch, cue, words)):
            continue
        speaker = _who(scene, found, cues, n)
        last = scene.spoken[-1].speaker if joins else None
        if joins and not _one_voice(cues[n - 1][0], cue, last, speaker, carries_on=stretch.carries_on):
            joins = False
        if joins:
            speaker = last or speaker
        scene.spoken.append(_spoken(stretch, cue, speaker))
        name = speaker.attribution if speaker else None
        part = not joins and is_fragment(scene, stretch, cue, words)
        said.append(Utterance(stretch, name, part, joins))
    return said


def _one_voice(
    before_it: Cue | None, cue: Cue | None, one: Speaker | None, two: Speaker | None, *, carries_on: bool
) -> bool:
    """Tell whether what is said beside a stretch lets it go on with the utterance before."""
    if cue is None or (before_it and cue.mention.begin == before_it.mention.begin):
        return True
    if cue.side == "after" and not carries_on:
        return False
    if one is None or two is None:
        return carries_on or two is not None
    return one.attribution == two.attribution


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
        outside = stretch.outside
        if doubted(scene.narration, place.sentence, outside.start, outside.end, place.end, cue):
            return None
        return resolve(scene, cue.mention, stretch.paragraph, place.sentence)
    ahead = n + 1
    while ahead < len(found) and _runs_on(scene, found[ahead - 1], found[ahead]):
        cue, _ = cues[ahead]
        if cue and cue.side == "after" and cue.near:
            return resolve(scene, cue.mention, stretch.paragraph, place.sentence)
        ahead += 1
    if not _own_sentence(scene, stretch, place) or _unread(scene, stretch):
        return None
    return carried(scene, stretch.paragraph, place.sentence, alone=True)


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
    leads = ended and two is not None and scene.view[close:end].rstrip().endswith((":", ","))
    if stretch.open_end or follows in (";", ":") or leads:
        right = None
    elif one is None and DASHED.match(scene.view, close):
        right = _signed(scene, stretch, part)
    else:
        right = after(scene.narration, close, first.end, ended=ended) if first.end > close else None
    below = None if right or left or stretch.open_end else _below(scene, stretch)
    return (below, _Place(start, below.end)) if below else (right or left, place)


def _below(scene: Scene, stretch: Stretch) -> Cue | None:
    """Read whose words they were where the next paragraph begins by telling so."""
    part, following = scene.paragraphs[stretch.paragraph], stretch.paragraph + 1
    if following == len(scene.paragraphs) or scene.view[stretch.outside.end : part.end].strip():
        return None
    below = scene.paragraphs[following]
    first = next(iter(sentences(scene.narration, below.start, min(below.end, below.start + 600))), None)
    return whose(scene.narration, first.start, first.end) if first else None


def _signed(scene: Scene, stretch: Stretch, part: Span) -> Cue | None:
    """Read the name under a motto: “…” — Name, role."""
    dash = DASHED.match(scene.view, stretch.outside.end)
    if not dash or part.end - dash.end() > HEADLINE or stretch.outside.start != part.start:
        return None
    mention = opening(scene.view, tokens(scene.view, dash.end(), part.end))
    if mention is None or mention.kind != "person" or mention.begin != dash.end():
        return None
    return Cue(asides(scene.view, mention, mention.end, part.end), near=True, end=part.end, side="after")

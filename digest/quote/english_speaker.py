"""Resolves a mention to the person, organisation or paper that the article names before it.

Where the text does not say for certain, the answer is None: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from digest.model import Attribution, Span
from digest.quote import english_words as w
from digest.quote.english_cues import opening, reporter
from digest.quote.english_names import alike, joined, tokens
from digest.quote.english_source import Mention, asides, is_role
from digest.quote.english_view import sentences

if TYPE_CHECKING:
    from digest.quote.english_names import People, Token

_HOUSE = r"(?:['’]s)? (?:CEO|chief|spokes|executive|president|Inc|Corp|employee|customer|shares|stock|user)"
_WALK = 6
_PARAGRAPHS = 5
"""So many sentences, and paragraphs, back a pronoun or an unnamed speaker is looked for."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: the attribution, and the mention's own place."""

    attribution: Attribution
    at: int
    gender: str = ""

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.attribution.name


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation already read: where it stands, its speaker, the end of its attribution."""

    start: int
    end: int
    paragraph: int
    speaker: Speaker | None


@dataclass(slots=True)
class Scene:
    """What has been read of an article so far."""

    view: str
    narration: str
    paragraphs: tuple[Span, ...]
    people: People
    byline: tuple[str, ...] = ()
    spoken: list[Spoken] = field(default_factory=list)


def resolve(scene: Scene, mention: Mention, paragraph: int, sentence: int) -> Speaker | None:
    """Return who a mention is, for a quotation in that paragraph whose sentence begins at `sentence`."""
    if mention.kind == "pronoun":
        return _pronoun(scene, mention, paragraph, sentence)
    if mention.kind == "person":
        return _person(scene, mention)
    if mention.kind == "word":
        return _word(scene, mention)
    if mention.kind == "nominal":
        return _nominal(scene, mention, paragraph, sentence)
    return Speaker(Attribution(mention.kind, mention.name), mention.begin)


def _person(scene: Scene, mention: Mention) -> Speaker | None:
    words = [t.text for t in tokens(scene.view, mention.end - len(mention.name), mention.end)]
    name = scene.people.known(words, mention.begin) or mention.name
    return _speaker(scene, replace(mention, name=name))


def _word(scene: Scene, mention: Mention) -> Speaker | None:
    """Resolve a lone word: a surname (or first name) of exactly one person named in full before."""
    if mention.name.lower() in w.TIME | w.FUNCTION or mention.name in ("I", "We"):
        return None
    names = scene.people.full(mention.name.split()[-1], mention.begin)
    if " " in mention.name:
        names = tuple(n for n in names if n.lower().endswith(mention.name.lower()))
    if len(names) > 1:
        wanted = _cue_gender(mention)
        names = tuple(n for n in names if scene.people.gender(n) == wanted) if wanted else names
    if len(names) == 1:
        return _speaker(scene, replace(mention, name=names[0]))
    if names:
        return None
    if mention.name.lower().removesuffix("s") in w.ROLE | w.NOMINAL or mention.name.lower() in w.NOMINAL:
        return Speaker(Attribution("unnamed", role=mention.name), mention.begin)
    titled = bool(mention.role or _cue_gender(mention) or set(mention.cues) & w.HONORIFIC)
    if not titled and re.search(re.escape(mention.name) + _HOUSE, scene.narration):
        return Speaker(Attribution("organisation", mention.name), mention.begin)
    if not titled and re.search(rf"\b{re.escape(mention.name.lower())}\b", scene.narration):
        return None
    return _speaker(scene, mention)


def _cue_gender(mention: Mention) -> str:
    cues = set(mention.cues)
    if cues & (w.HONORIFIC_HE | w.ROLE_HE):
        return "he"
    return "she" if cues & (w.HONORIFIC_SHE | w.ROLE_SHE) else ""


def _speaker(scene: Scene, mention: Mention) -> Speaker | None:
    name = mention.name
    if _writer(scene, name) or name not in scene.view:
        return None
    role, house = mention.role, mention.organisation
    if not role:
        role, introduced = introduction(scene, name)
        house = house or introduced
    gender = _cue_gender(mention) or scene.people.gender(name)
    return Speaker(Attribution("person", name, role, house), mention.begin, gender)


def _writer(scene: Scene, name: str) -> bool:
    words = name.split()
    return any(words == b.split() or alike(b.split(), words) for b in scene.byline if b.split())


def introduction(scene: Scene, name: str) -> tuple[str, str]:
    """Return the role and organisation that stand beside the first mention of a full name."""
    at = min(
        (found for found in (scene.people.last.get(name.split()[-1], {}).get(name),) if found is not None),
        default=-1,
    )
    if at < 0 or not scene.narration.startswith(name, at):
        return "", ""
    end = at + len(name)
    role = _role_before(scene.narration, at)
    mention = Mention("person", name, at, end, role)
    stop = re.search(r"[.;:\n\x01\"“”(]", scene.narration[end : end + 200])
    limit = end + (stop.start() if stop else 200)
    found = asides(scene.narration, mention, end, limit)
    return found.role, found.organisation


def _role_before(narration: str, at: int) -> str:
    words = tokens(narration, max(0, at - 80), at)
    kept: list[Token] = []
    for token in reversed(words):
        after = kept[0].start if kept else at
        gap = narration[token.end : after]
        fits = gap.isspace() or (gap == ". " and token.low in w.HONORIFIC)
        if not fits or token.low in w.FUNCTION | w.STOP | w.SAY | w.ADVERB or len(kept) >= 5:
            break
        kept.insert(0, token)
    while kept and kept[-1].low in w.HONORIFIC and not is_role(kept[-1]):
        kept.pop()
    if not kept or not is_role(kept[-1]):
        return ""
    lower = next((n for n, t in enumerate(kept) if not t.capital), 0)
    return narration[kept[lower].start : kept[-1].end]


def _nominal(scene: Scene, mention: Mention, paragraph: int, sentence: int) -> Speaker | None:
    """Name the spokesman if the last speaker was introduced as one, else leave the role alone."""
    last = carried(scene, paragraph, sentence)
    words = set(mention.cues)
    if (
        last
        and last.attribution.kind == "person"
        and last.attribution.role.lower().split()[-1:] == list(words)
    ):
        return last
    if not is_role_word(mention.name):
        return Speaker(Attribution("unnamed", role=mention.role), mention.begin)
    return Speaker(Attribution("unnamed", role=mention.role), mention.begin)


def is_role_word(word: str) -> bool:
    """Tell whether a word in lower case says what a person is."""
    return word in w.ROLE


def _pronoun(scene: Scene, mention: Mention, paragraph: int, sentence: int) -> Speaker | None:
    if mention.name not in ("he", "she"):
        last = carried(scene, paragraph, sentence)
        impersonal = last and last.attribution.kind in ("organisation", "paper")
        return last if impersonal else None
    own = scene.people.between(sentence, mention.begin)
    fitting = {name for _, _, name in own if _fits(scene, name, mention.name)}
    if len(fitting) == 1 and mention.begin > sentence:
        return _named(scene, fitting.pop(), mention.begin)
    if len(fitting) > 1:
        return None
    return _focus(scene, paragraph, sentence, mention.name)


def carried(scene: Scene, paragraph: int, sentence: int) -> Speaker | None:
    """Return the speaker who goes on speaking where nobody is named beside the marks."""
    return _focus(scene, paragraph, sentence, "")


def _fits(scene: Scene, name: str, pronoun: str) -> bool:
    return not pronoun or scene.people.gender(name) in ("", pronoun)


def _named(scene: Scene, name: str, at: int) -> Speaker | None:
    return _speaker(scene, Mention("person", name, at, at))


def _focus(scene: Scene, paragraph: int, position: int, pronoun: str) -> Speaker | None:
    """Walk back, sentence by sentence, to the person of whom the text speaks.

    A subject counts, and so does the last speaker; where the two differ, only a new subject that opens
    the quotation's own paragraph is taken. A sentence about several others ends the walk.
    """
    last = next(
        (s for s in reversed(scene.spoken) if s.start < position and s.paragraph >= paragraph - _PARAGRAPHS), None
    )
    steps = 0
    for number in range(paragraph, max(-1, paragraph - _PARAGRAPHS - 1), -1):
        part = scene.paragraphs[number]
        before = [s for s in _sentences(scene, part) if s.start < min(position, part.end)]
        for sentence in reversed(before):
            end = min(sentence.end, position)
            steps += 1
            if steps > _WALK:
                return None
            if last and last.start < end and last.end > sentence.start:
                return _last(scene, last, pronoun, Span(last.end, end))
            rest = Span(sentence.start, end)
            found = _subject(scene, rest)
            if found is False:
                continue
            if found is None or (pronoun and not _fit(found, pronoun)):
                return None
            return _agreed(scene, found, last, rest, pronoun, own=number == paragraph)
    return None


def _sentences(scene: Scene, part: Span) -> list[Span]:
    return list(sentences(scene.narration, part.start, part.end))


def _last(scene: Scene, last: Spoken, pronoun: str, rest: Span) -> Speaker | None:
    speaker = last.speaker
    if speaker is None or speaker.attribution.kind == "unnamed":
        return None if pronoun else speaker
    if pronoun and (speaker.attribution.kind != "person" or speaker.gender not in ("", pronoun)):
        return None
    if pronoun:
        others = {n for _, _, n in scene.people.between(rest.start, rest.end)} - {speaker.name}
        if any(scene.people.gender(n) == pronoun for n in others):
            return None
    return speaker


def _subject(scene: Scene, sentence: Span) -> Speaker | Literal[False] | None:
    """Return of whom a sentence speaks, False to look further back, None to stop."""
    words = tokens(scene.narration, sentence.start, min(sentence.end, sentence.start + 500))
    report = reporter(scene.narration, words)
    mention = report or (opening(scene.narration, words) if words else None)
    named = {name for _, _, name in scene.people.between(sentence.start, sentence.end)}
    if mention is None or mention.kind == "nominal":
        return None if named else False
    if mention.kind == "pronoun":
        return False if mention.name in ("he", "she") or not named else None
    if mention.kind == "person":
        return _person(scene, mention)
    if mention.kind == "word" and scene.people.full(mention.name.split()[-1], mention.begin):
        return _word(scene, mention)
    return Speaker(Attribution("organisation", mention.name), mention.begin) if report else None


def _fit(speaker: Speaker, pronoun: str) -> bool:
    return speaker.attribution.kind == "person" and speaker.gender in ("", pronoun)


def _agreed(
    scene: Scene, found: Speaker, last: Spoken | None, sentence: Span, pronoun: str, *, own: bool
) -> Speaker | None:
    """Take a subject that is not the last speaker only where it says something or is new here."""
    speaker = last.speaker if last else None
    if own or last is None or (speaker and speaker.name == found.name):
        return found
    if pronoun and speaker and not _fit(speaker, pronoun):
        return found
    first = scene.people.last.get(found.name.split()[-1], {}).get(found.name, -1)
    words = tokens(scene.narration, sentence.start, sentence.end)
    says = any(t.low in w.SAY and not t.capital for t in words)
    return found if says or sentence.start <= first < sentence.end else None

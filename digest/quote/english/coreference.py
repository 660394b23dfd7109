"""Resolves a mention to whom the article names before it, and finds who goes on speaking.

Where the text does not say for certain, the answer is None: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Literal

from digest.model import Attribution, Span
from digest.quote.english import words as w
from digest.quote.english.clauses import opening, reporter
from digest.quote.english.doubt import tells
from digest.quote.english.houses import called, house_meant
from digest.quote.english.names import tokens
from digest.quote.english.others import of_another
from digest.quote.english.speakers import Scene, Speaker, Spoken, named, person, word
from digest.quote.english.view import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.quote.english.mention import Mention

_NOTICE = re.compile(
    r"\b(?:continue[sd]?|advertisement|read more|related|sign up|below|photo|image)\b", re.IGNORECASE
)
_MARKED = re.compile('["“”]')
_LOOK = 4000
_WALK = 6
_PARAGRAPHS = 5
_LONG = 40
"""So many sentences, and paragraphs, back a pronoun or an unnamed speaker is looked for."""


def resolve(scene: Scene, mention: Mention, paragraph: int, sentence: int) -> Speaker | None:
    """Return who a mention is, for a quotation in that paragraph whose sentence begins at `sentence`."""
    if mention.kind == "pronoun":
        return _pronoun(scene, mention, paragraph, sentence)
    if mention.kind == "person":
        return person(scene, mention)
    if mention.kind == "word":
        return word(scene, mention)
    if mention.kind == "nominal":
        return _nominal(scene, mention, paragraph, sentence)
    return Speaker(Attribution(mention.kind, mention.name), mention.begin)


def _nominal(scene: Scene, mention: Mention, paragraph: int, sentence: int) -> Speaker | None:
    """Name the house that the sentence before is about, and the last speaker if introduced so, else none."""
    _, before = next(_back(scene, paragraph, sentence), (0, None))
    house = house_meant(scene.narration, scene.people, mention, before) if before else None
    if house:
        return house
    last = carried(scene, paragraph, sentence)
    if last and mention.role.lower().startswith("the ") and called(last, mention.cues[-1]):
        return last
    words = set(mention.cues)
    if (
        last
        and last.attribution.kind == "person"
        and last.attribution.role.lower().rsplit(maxsplit=1)[-1:] == list(words)
    ):
        return last
    return Speaker(Attribution("unnamed", role=mention.role), mention.begin)


def _pronoun(scene: Scene, mention: Mention, paragraph: int, sentence: int) -> Speaker | None:
    if mention.name not in ("he", "she"):
        last = carried(scene, paragraph, sentence)
        impersonal = last and last.attribution.kind in ("organisation", "paper")
        return last if impersonal else None
    own = scene.people.between(sentence, mention.begin)
    fitting = {name for _, _, name in own if _fits(scene, name, mention.name)}
    if len(fitting) == 1 and mention.begin > sentence:
        return named(scene, fitting.pop(), mention.begin)
    if len(fitting) > 1:
        return None
    return _focus(scene, paragraph, sentence, mention.name)


def carried(scene: Scene, paragraph: int, sentence: int, *, alone: bool = False) -> Speaker | None:
    """Return the speaker who goes on speaking where nobody is named beside the marks.

    Where nothing says so (`alone`), nobody goes on in a paragraph that speaks of somebody else.
    """
    found = _focus(scene, paragraph, sentence, "")
    return None if found and alone and _another(scene, found, paragraph, sentence) else found


def _another(scene: Scene, found: Speaker, paragraph: int, position: int) -> bool:
    """Tell whether a paragraph, from its last quotation on, speaks of anybody but `found` outside the marks."""
    part = scene.paragraphs[paragraph]
    last = next((s for s in reversed(scene.spoken) if s.start < position), None)
    start = last.start if last and last.paragraph == paragraph else part.start
    near = islice(sentences(scene.narration, start, part.end), _LONG)
    return any(of_another(scene, found, sentence) for sentence in near)


def _fits(scene: Scene, name: str, pronoun: str) -> bool:
    return not pronoun or scene.people.gender(name) in ("", pronoun)


def _focus(scene: Scene, paragraph: int, position: int, pronoun: str) -> Speaker | None:
    """Walk back, sentence by sentence, to the person of whom the text speaks.

    A subject counts, and so does the last speaker; where the two differ, the subject is taken only if
    it stands in the quotation's own paragraph, says something or is new. A sentence about several
    others ends the walk.
    """
    recent = (s for s in reversed(scene.spoken) if s.start < position)
    last = next((s for s in recent if s.paragraph >= paragraph - _PARAGRAPHS), None)
    for number, sentence in islice(_back(scene, paragraph, position), _WALK):
        end = min(sentence.end, position)
        if last and last.start < end and last.end > sentence.start:
            return _last(scene, last, pronoun, Span(last.start, end))
        rest = Span(sentence.start, end)
        found = _subject(scene, rest, pronoun)
        if found is False or (found and pronoun and _impersonal(found)):
            continue
        if found is None or (pronoun and not _fit(found, pronoun)):
            return None
        return _agreed(scene, found, last, rest, pronoun, own=number == paragraph)
    return None


def _back(scene: Scene, paragraph: int, position: int) -> Iterator[tuple[int, Span]]:
    """Yield the sentences before `position`, the last first, up to a subhead or the segment's start."""
    for number in range(paragraph, max(-1, paragraph - _PARAGRAPHS - 1), -1):
        part = scene.paragraphs[number]
        label = _label(scene, part) if number < paragraph else ""
        if part.end <= scene.floor or label == "heading":
            return
        if not label:
            yield from ((number, s) for s in reversed(_sentences(scene, part, position)))


def _label(scene: Scene, part: Span) -> Literal["heading", "notice", ""]:
    """Tell a subhead, which ends what was said before it, and a notice such as an advertisement's."""
    line = scene.view[part.start : min(part.end, part.start + 200)].strip()
    if len(line) > 90 or line[-1:] in ".?!:;,…" or _MARKED.search(line):
        return ""
    return "notice" if _NOTICE.search(line) else "heading"


def _sentences(scene: Scene, part: Span, position: int) -> list[Span]:
    """Return the sentences of a paragraph that begin before `position`, as far back as is looked."""
    end = min(part.end, position + 3)  # so that the last stop sees what follows it
    start = max(part.start, end - _LOOK)
    found = [s for s in sentences(scene.narration, start, end) if s.start < min(position, part.end)]
    return found[1:] if start > part.start else found


def _last(scene: Scene, last: Spoken, pronoun: str, rest: Span) -> Speaker | None:
    speaker = last.speaker
    if speaker is None or speaker.attribution.kind == "unnamed":
        return None if pronoun else speaker
    if pronoun and (speaker.attribution.kind != "person" or speaker.gender not in ("", pronoun)):
        return None
    if pronoun:
        others = {n for _, _, n in scene.people.between(rest.start, rest.end)} - {speaker.name}
        said = speaker.attribution
        others = {n for n in others if n not in said.role and n not in said.organisation}
        sure = speaker.gender == pronoun
        if any(scene.people.gender(n) in ((pronoun,) if sure else (pronoun, "")) for n in others):
            return None
    return speaker


def _subject(scene: Scene, sentence: Span, pronoun: str) -> Speaker | Literal[False] | None:
    """Return of whom a sentence speaks, False to look further back, None to stop."""
    words = tokens(scene.narration, sentence.start, min(sentence.end, sentence.start + 500))
    report = reporter(scene.narration, words)
    mention = report or (opening(scene.narration, words) if words else None)
    named = {name for _, _, name in scene.people.between(sentence.start, sentence.end)}
    if mention is None or mention.kind == "nominal":
        human = mention is not None and bool(set(mention.cues) & w.ROLE)  # somebody else may be meant now
        return None if named or human else False
    if mention.kind == "pronoun":
        return False if mention.name in ("he", "she") or not named else None
    asks = any(t.low in ("asked", "asks") and not t.capital for t in words)  # who is asked may answer
    if pronoun and (report is None or asks) and _rivals(scene, mention, named, pronoun):
        return None
    if mention.kind == "person":
        return person(scene, mention)
    if mention.kind == "word":
        known = scene.people.full(mention.name.rsplit(maxsplit=1)[-1], mention.begin)
        return word(scene, mention) if known or report else None
    return Speaker(Attribution(mention.kind, mention.name), mention.begin) if report else None


def _impersonal(speaker: Speaker) -> bool:
    """Tell what is surely no person from a name that only no rule could place."""
    words = set(speaker.name.lower().split())
    known = bool(words & (w.ORGANISATION | w.PAPER)) or speaker.name.isupper()
    return speaker.attribution.kind != "person" and known


def _rivals(scene: Scene, mention: Mention, named: set[str], pronoun: str) -> bool:
    """Tell whether a sentence has another person whom the pronoun may mean as well as its subject."""
    last = mention.name.rsplit(maxsplit=1)[-1]
    if any(scene.people.gender(n) == pronoun and n.rsplit(maxsplit=1)[-1] == last for n in named):
        return False
    return any(_fits(scene, n, pronoun) and n.rsplit(maxsplit=1)[-1] != last for n in named)


def _fit(speaker: Speaker, pronoun: str) -> bool:
    return speaker.attribution.kind == "person" and speaker.gender in ("", pronoun)


def _agreed(
    scene: Scene, found: Speaker, last: Spoken | None, sentence: Span, pronoun: str, *, own: bool
) -> Speaker | None:
    """Take a subject that is not the last speaker only where it says something or is new here."""
    speaker = last.speaker if last else None
    words = tokens(scene.narration, sentence.start, min(sentence.end, sentence.start + 500))
    if not pronoun and not (speaker and speaker.name == found.name) and not tells(scene.narration, words):
        return None
    if (
        own
        and pronoun
        and speaker
        and speaker.gender == pronoun != found.gender
        and speaker.name != found.name
    ):
        return None  # she who spoke, or whoever this is
    if own or last is None or (speaker and speaker.name == found.name):
        return found
    if pronoun and speaker and not _fit(speaker, pronoun):
        return found
    first = scene.people.first_at(found.name)
    return found if tells(scene.narration, words) or sentence.start <= first < sentence.end else None

"""Tells whether a sentence speaks of anybody but the one who spoke last, who then may not go on speaking.

Another's name counts wherever it stands, but in an aside of a participle ("inspired by X") it tells nothing of
who speaks. So does another's role, a house that is not theirs, and anybody's promise, answer or view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.quote.english import words as w
from digest.quote.english.clauses import chunks_of, opening, reporter
from digest.quote.english.mention import is_role
from digest.quote.english.names import tokens
from digest.quote.english.whose import views

if TYPE_CHECKING:
    from digest.model import Span
    from digest.quote.english.names import Token
    from digest.quote.english.speakers import Scene, Speaker

_REACH = 500
_HOUSE = w.ORGANISATION | w.PAPER
_STOPS = w.BE | w.VERB | w.SAY | w.STOP | w.ADVERB


def of_another(scene: Scene, found: Speaker, sentence: Span) -> bool:
    """Tell whether a sentence names anybody but `found`, or has another for its subject."""
    view, end = scene.narration, min(sentence.end, sentence.start + _REACH)
    words = tokens(view, sentence.start, end)
    report = reporter(view, words) if words else None
    if not words or (report and _own(found, report.name)):
        return False
    if any(not _own(found, name) for name in _told_of(scene, words)) or _subject_noun(found, words):
        return True
    mention = report or opening(view, words)
    if mention is None:
        mine = any(_own(found, t.text) for t in words if t.capital and t.low not in w.FUNCTION)
        return views(view, sentence.start, end) and not mine
    if mention.kind == "pronoun":
        return mention.name in ("he", "she") and found.gender not in ("", mention.name)
    if mention.kind == "nominal":
        return report is not None and not _own_noun(found, mention.cues[-1])
    common = mention.kind == "word" and scene.people.common(mention.name.lower())
    return not (common or _own(found, mention.name))


def _own(found: Speaker, name: str) -> bool:
    said = found.attribution
    return name in f"{said.name}\n{said.role}\n{said.organisation}" or said.name in name


def _told_of(scene: Scene, words: list[Token]) -> list[str]:
    """Return the persons whom a sentence names, but those in a participle's aside."""
    named = scene.people.between(words[0].start, words[-1].end)
    if any(t.low in w.UTTERANCE for t in words):
        return [name for _, _, name in named]
    asides = [
        (chunk[0].start, chunk[-1].end)
        for chunk in chunks_of(scene.narration, words)[1:]
        if chunk[0].low.endswith(("ed", "ing")) and chunk[0].low not in w.SAY
    ]
    return [name for at, _, name in named if not any(start <= at < end for start, end in asides)]


def _subject_noun(found: Speaker, words: list[Token]) -> bool:
    """Tell whether a sentence begins with another's role, or with a house that is not theirs: The mayor was blunt."""
    rest = words[words[0].low in w.ARTICLE | {"another", "one"} :][:5]
    verb = next((n for n, t in enumerate(rest) if t.low in _STOPS or t.low.endswith("ed")), len(rest))
    if not verb:
        return False
    noun = rest[verb - 1]
    if noun.capital and noun is not words[0]:
        return noun.low in _HOUSE and not _own(found, noun.text)
    return (is_role(noun) or noun.low in w.NOMINAL) and not _own_noun(found, noun.low)


def _own_noun(found: Speaker, noun: str) -> bool:
    """Tell whether a noun without a name ("the mayor", "the company") may be the speaker, or theirs, or a thing."""
    said = found.attribution
    if noun in w.ROLE:
        return noun in said.role.lower().split()
    house = noun in w.NOMINAL & _HOUSE
    return not house or bool(said.organisation) or said.kind != "person"

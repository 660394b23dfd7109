"""Cuts a Korean sentence into its noun phrases, by the particles that close them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from digest.quote.korean.noun_phrase import read_phrase
from digest.quote.korean.tokens import SUBJECT, Words, split_words
from digest.quote.korean.view import ASIDE
from digest.quote.korean.word_kinds import Part, Speaker, moved

if TYPE_CHECKING:
    from digest.quote.korean.view import View

LONGEST_PHRASE = 9
_WITH = ("와", "과")
_BEFORE_TITLE = ("전", "현")


class Phrase(NamedTuple):
    """A noun phrase that can speak. `particle` is what closes it, `end` where it ends with that.

    `read` is its speaker as if the phrase began the text; it begins at `start`. `joint` tells that another
    speaker is joined to it: 김가나 대표와 …는.
    """

    read: Speaker
    start: int
    particle: str
    end: int
    first: int
    last: int
    word: str
    joint: bool

    @property
    def speaker(self) -> Speaker:
        """The speaker, its ranges those of the text; most phrases are never asked for it."""
        return moved(self.read, self.start)


class Reading(NamedTuple):
    """What a sentence tells of speakers: its subjects, the persons it names, and those it may name."""

    subjects: tuple[Phrase, ...]
    named: tuple[Speaker, ...]
    heard: tuple[Speaker, ...]


def read_sentence(scene: View, start: int, end: int) -> Reading:
    """Read a range as a sentence; a name counts as such where it was recognised for certain."""
    subjects: list[Phrase] = []
    named: list[Speaker] = []
    heard: list[Speaker] = []
    for phrase in phrases(split_words(scene, start, end)):
        read, subject = phrase.read, phrase.particle in SUBJECT
        if subject:
            subjects.append(phrase)
        if read.kind == "person":
            if read.sure and not read.short:
                named.append(phrase.speaker)
            elif subject and phrase.last > phrase.first:
                heard.append(phrase.speaker)
    return Reading(tuple(subjects), tuple(named), tuple(heard))


def phrases(words: Words, *, subjects_only: bool = False) -> list[Phrase]:
    """Return the noun phrases that can speak, in order: the subjects, and others that may name somebody."""
    found = []
    every, final = words.words, len(words.words) - 1
    for i, word in enumerate(every):
        if not word.subject and (
            subjects_only
            or not (word.closes or (i == final and word.particle != "의"))
            or not (word.nameable or (i and every[i - 1].given) or (i > 1 and every[i - 2].given))
        ):
            continue
        phrase = phrase_at(words, i)
        if phrase:
            found.append(phrase)
    return found


def phrase_at(words: Words, last: int) -> Phrase | None:
    """Return the phrase whose last word this is."""
    every, starts = words
    word = every[last]
    if not word.ends:
        return None
    first = last
    while first > 0 and last - first < LONGEST_PHRASE:
        joins = every[first - 1].joins
        if not joins or (
            joins == "a title" and not (every[first].titled or every[first].stem in _BEFORE_TITLE)
        ):
            break
        first -= 1
    start = starts[first]
    before = [(every[i].stem, starts[i] - start, every[i].particle == "의") for i in range(first, last)]
    speaker = _read((*before, (word.stem, starts[last] - start, word.particle == "의")))
    if speaker is None:
        return None
    end = starts[last] + len(word.stem) + len(word.particle)
    joint = first > 0 and _joined(words, first - 1)
    fields = (speaker, start, word.particle, end, first, last, word.stem + word.particle, joint)
    return tuple.__new__(Phrase, fields)  # the quick way


def _joined(words: Words, at: int) -> bool:
    """Tell whether a second speaker ends at that word: 김가나 대표와, 김가나 대표 및, 김가나 대표,."""
    word = words.words[at]
    listed = word.comma and not word.particle and word.titled
    if word.stem == "및" or not (listed or word.particle in _WITH):
        return word.stem == "및"
    phrase = phrase_at(words, at)
    if phrase is None:
        return False
    return word.titled or phrase.read.sure or phrase.read.kind in ("unnamed", "role", "pronoun")


@lru_cache(maxsize=1 << 14)
def _read(words: tuple[tuple[str, int, bool], ...]) -> Speaker | None:
    """Read a phrase as if it began the text: the same words mean the same wherever they stand."""
    parts = [Part(stem, at, at + len(stem), of) for stem, at, of in words]
    return read_phrase([p for p in parts if p.stem.strip(ASIDE)] or parts[-1:])

"""Reads the speaker from a form that stands right beside the marks: a bare name, a noun after, a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.quote.korean.phrases import phrase_at
from digest.quote.korean.tokens import SUBJECT, Words, split_words
from digest.quote.korean.word_kinds import is_name

if TYPE_CHECKING:
    from digest.quote.korean.view import View
    from digest.quote.korean.word_kinds import Speaker


def bare_name(before: Words) -> bool:
    """Tell a name that stands before the mark without a particle: 김가나 “…”고 말했다."""
    words = before.words
    return len(words) == 1 and not words[0].particle and is_name(words[0].stem)


def in_headline(before: Words) -> Speaker | None:
    """Return the speaker that the words before the mark of a headline are: 김가나 대표 “…”."""
    if not before.words:
        return None
    phrase, last = phrase_at(before, len(before.words) - 1), before.words[-1]
    bare = not last.comma and last.particle in ("", *SUBJECT)
    return phrase.speaker if phrase and phrase.read.sure and bare else None


def noun_after(scene: View, start: int, end: int) -> Speaker | None:
    """Return the speaker that a verb's noun is: “…”고 말한 김가나 대표는."""
    words = split_words(scene, start, end)
    for i, word in enumerate(words.words[:8]):
        if word.particle and word.particle != "의":
            phrase = phrase_at(words, i)
            return phrase.speaker if phrase and phrase.read.sure else None
    return None


def source_in(scene: View, start: int, end: int) -> Speaker | None:
    """Return the speaker that a range ends in: 김가나 대표에 따르면."""
    words = split_words(scene, start, end)
    phrase = phrase_at(words, len(words.words) - 1) if words.words else None
    return phrase.speaker if phrase and (phrase.read.name or phrase.read.sure) else None

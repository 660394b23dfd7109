"""Reads the speaker from a form that stands right beside the marks: a bare name, a noun after, a source."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from digest.quote.korean.phrases import phrase_at
from digest.quote.korean.tokens import SUBJECT, Words, split_words
from digest.quote.korean.view import NEAR, QUOTED
from digest.quote.korean.word_kinds import is_name
from digest.quote.korean.words import OCCASIONS, SAID

if TYPE_CHECKING:
    from digest.quote.korean.view import Sentence, View
    from digest.quote.korean.word_kinds import Speaker

REPORTS = re.compile(r"[다라자냐]고 |달라고 ")
_SPEAKS = re.compile("|".join((*SAID, *OCCASIONS)))
SAID_SO = re.compile(
    r"(?:이렇게|이같이|이처럼)\s+(?:\S+\s+)?(?:말|밝|전|설명|강조|덧붙|썼|쓰|적)"
    r"|이(?:런)? (?:말|한마디)(?:을|로)\s+(?:\S+\s+)?(?:시작|끝|마[쳤무]|남[겼긴]|맺|열었|전했|대신)\S*[.\s]*$"
)
"""A sentence after a quotation that ends so gives it to its subject."""


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


def speaks(scene: View, sentence: Sentence) -> bool:
    """Tell whether a sentence has a quotation or a verb of saying, and so introduces bare words."""
    words = scene.words(sentence.start, min(sentence.end, sentence.start + 4 * NEAR))
    return QUOTED in words or bool(_SPEAKS.search(words))


def sentence_after(scene: View, end: int, until: int) -> Sentence | None:
    """Return the sentence after a quotation that ends there, None where it may lead up to words of its own.

    So it does where a quotation follows it, and over an empty line where it has one itself or reports something.
    """
    n = bisect_left(scene.sentences, end, key=lambda s: s.start)
    if n == len(scene.sentences) or scene.sentences[n].start >= until:
        return None
    found, then = scene.sentences[n], scene.sentences[n + 1 : n + 2]
    words = scene.words(found.start, found.end)
    leads = "다음과 같" in words or any(scene.words(s.start, s.end).lstrip()[1:2] == QUOTED for s in then)
    own = (QUOTED in words or REPORTS.search(words)) and "\n\n" in scene.text[end : found.start]
    return None if leads or own else found


def source_in(scene: View, start: int, end: int) -> Speaker | None:
    """Return the speaker that a range ends in: 김가나 대표에 따르면."""
    words = split_words(scene, start, end)
    phrase = phrase_at(words, len(words.words) - 1) if words.words else None
    return phrase.speaker if phrase and (phrase.read.name or phrase.read.sure) else None

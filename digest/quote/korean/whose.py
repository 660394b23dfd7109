"""Tells whose words they were: a sentence that says so (김가나 대표의 말이다), or one that speaks of another."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from digest.model import Span
from digest.quote.korean.phrases import phrase_at
from digest.quote.korean.tokens import SUBJECT, split_words
from digest.quote.korean.view import NEAR, QUOTED
from digest.quote.korean.word_kinds import is_plain_name, plain
from digest.quote.korean.words import SAID, STANCES, UTTERANCES

if TYPE_CHECKING:
    from digest.quote.korean.people import Known
    from digest.quote.korean.view import View
    from digest.quote.korean.word_kinds import Speaker

_UTTERANCE = "|".join((*STANCES, *UTTERANCES))
_IS = r"(?:이?다|이었다|였다|입니다|이에요|예요)[.\s]*$"
_WHOSE = re.compile(rf"(?<=의)\s(?:\S+\s)?(?:{_UTTERANCE}){_IS}")
_WHO = re.compile(
    rf"(?:(\S*(?:{'|'.join(SAID)})\S{{0,2}})|\S*[한던린진운준낸쓴온된은는])\s(?:사람|인물|주인공|이)(?:은|는)\s(?:바로\s)?"
)
"""The one who did so, before a name: 이렇게 말한 사람은 김가나 대표다."""
_NAMED = re.compile(_IS)
_VIEWS = re.compile(rf"의\s(?:\S+\s)?(?:{_UTTERANCE})(?:은|는|이|가|을|를|도|에|로|과|와)?(?:[\s,.]|$)")
_SAYS = re.compile(rf"[^.\n]*(?:{'|'.join(SAID)})[^\s.]{{0,6}}(?:[.\n]|$)")
_THIS = re.compile(r"(?:이?라)?는\s+(?:게|것이|것은|건)\s")


def whose_words(scene: View, start: int, end: int) -> Speaker | Literal[False] | None:
    """Return the speaker whose words a range calls what was quoted: 김가나 대표의 말이다.

    False where it says no such thing, None where it can't be told whose words they are.
    """
    text = scene.words(start, end)
    this = _THIS.match(text)
    start, text = (start + this.end(), text[this.end() :]) if this else (start, text)
    who = _WHO.search(text)
    noun = (_NAMED if who else _WHOSE).search(text)
    if not noun or QUOTED in text:
        return False
    words = split_words(scene, start + (who.end() if who else 0), start + noun.start())
    phrase = phrase_at(words, len(words.words) - 1) if words.words else None
    if phrase is None or phrase.joint or (who and not who[1]):
        return None
    return phrase.speaker if phrase.particle == ("" if who else "의") and _named(phrase.read) else None


def _named(read: Speaker) -> bool:
    return read.kind == "pronoun" or read.sure


def tells_of_views(words: str) -> bool:
    """Tell whether words speak of somebody's promise, answer or view: 김가나 대표의 말에."""
    return bool(_VIEWS.search(words))


def another_since(
    scene: View, known: Known, topic: Speaker, topic_at: int, index: int, *, alone: bool
) -> bool:
    """Tell whether the text from the topic's sentence to a quotation, or its paragraph's end, names another.

    A sentence with a verb of saying leaves out its subject, so whom it names besides is of no account, and
    so is what follows it; `alone` tells that there is none.
    """
    sentences = scene.sentences
    start, at = sentences[min(topic_at + 1, index)].start, sentences[index].start
    line = scene.blank.find("\n", at, at + 2 * NEAR) if alone else at
    end = line if line >= 0 else min(at + 2 * NEAR, len(scene.text))
    return _names_another(scene, known, Span(max(start, at - 4 * NEAR), end), at, topic)


def _names_another(scene: View, known: Known, inside: Span, at: int, topic: Speaker) -> bool:
    """Tell whether a range names anybody but the topic, or speaks of another's promise, answer, view.

    A house counts as a subject, and with what it says; the topic's own is no other. After `at`, any subject
    of a verb of saying counts.
    """
    text, end = scene.text, inside.end
    own = " ".join(span.of(text) for span in topic[1:5] if span)
    words = split_words(scene, inside.start, end)
    for i, word in enumerate(words.words):
        phrase = phrase_at(words, i) if word.subject or word.nameable or word.particle else None
        if phrase is None or phrase.read.kind == "pronoun":
            continue
        views = word.particle == "의" and bool(_VIEWS.match(scene.words(phrase.end - 1, phrase.end + 20)))
        says = word.subject and phrase.start > at and _says(scene, phrase.end, end)
        if not (phrase.read.sure or views or says):
            continue
        found = known.meant(phrase.speaker) or phrase.speaker
        name = (found.name or found.span).of(text)
        acts = word.subject and not (word.particle == "도" and found.kind == "unnamed")
        if (found.kind == "person" or acts or views) and name not in own:
            return True
    return False


def _says(scene: View, start: int, end: int) -> bool:
    """Tell whether the sentence whose subject ends there has a verb of saying at its end."""
    return bool(_SAYS.match(scene.words(start, min(end, start + NEAR // 4))))


def rivals(scene: View, known: Known, topic: Speaker, topic_at: int, index: int) -> bool:
    """Tell whether somebody else was named since the topic, whom 그 may mean as well."""
    sentences, text = scene.sentences, scene.text
    name = set(topic.name.of(text).split()) if topic.name else set()
    start, end = sentences[topic_at].start, sentences[index].start
    others = known.between(start, end)
    if any(o.role and o.name and not name & set(o.name.of(text).split()) for o in others):
        return True
    words = split_words(scene, start, min(end, start + 4 * NEAR))
    return any(
        is_plain_name(one.stem)
        and plain(one.stem) not in name
        and {one.particle, two.particle} & set(SUBJECT)
        for one, two in pairwise(words.words)
        if one.particle in ("", *SUBJECT)
    )

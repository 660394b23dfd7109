"""Finds direct speech in a Korean segment, with its speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.model import Quote, Span
from digest.quote.korean_speakers import Discourse
from digest.quote.korean_speech import Speech, speech
from digest.quote.korean_view import NEAR, View, view
from digest.quote.marks import MARKS

if TYPE_CHECKING:
    from digest.model import Segment

LOOK_BACK = 20_000
"""How many characters before the segment may introduce a speaker: bounds the work on a long text."""

MARK = re.compile(f"[{re.escape(MARKS)}]")
_JOIN = re.compile(r" ?(?:이?라)?(?:며|면서)도?,?[ ]+(?:(?:이어|또|또한|이어서|그러면서)[ ]+)?$")
_SAYING = re.compile(r"(?:이?라)?고[ ]+(?:[^\s.]+[ ]+){0,3}[^\s.]*(?:며|면서),?[ ]+$")
_SUBJECT = re.compile(r"\S(?:은|는|이|가)\s")


def find_korean(segment: Segment) -> tuple[Quote, ...]:
    """Return the quotes of the segment, in reading order; raises nothing.

    A name is taken from what stands before the quote in the article, or in the quote's own sentence.
    """
    article = segment.article
    if not MARK.search(article.text, segment.span.start, segment.span.end):
        return ()
    start = max(0, segment.span.start - LOOK_BACK)
    start = max(start, article.text.find("\n", start, segment.span.start) + 1) if start else 0
    scene = view(article.text, article.blocks, start, segment.span.end)
    discourse = Discourse(scene, segment.span.start)
    quotes = []
    for utterance in _utterances(scene, discourse):
        attribution = discourse.attribute(utterance)
        if utterance[0].mark.outside.start < segment.span.start:
            continue
        spans = tuple(_trimmed(article.text, s.mark.inside) for s in utterance)
        fragment = all(s.fragment for s in utterance)
        quotes.append(Quote(segment, spans, attribution, fragment))
    return tuple(quotes)


def _utterances(scene: View, discourse: Discourse) -> list[tuple[Speech, ...]]:
    """Return the stretches that are speech, those of one utterance together."""
    found: list[tuple[Speech, ...]] = []
    for mark in scene.marks:
        if not mark.closed:
            continue
        sentence = scene.sentences[scene.sentence_at(mark.outside.start)] if scene.sentences else None
        said = speech(
            scene.text,
            mark,
            scene.before(mark.outside.start),
            scene.after(mark.outside.end),
            headline=bool(sentence and sentence.headline),
        )
        if said is None or (not mark.opened and not discourse.opens(mark.inside)):
            continue
        last = found[-1][-1].mark.outside.end if found else -NEAR
        between = scene.words(last, mark.outside.start) if mark.outside.start - last < NEAR else "\n"
        if _JOIN.match(between) or (_SAYING.match(between) and not _SUBJECT.search(between)):
            found[-1] = (*found[-1], said)
        else:
            found.append((said,))
    return found


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

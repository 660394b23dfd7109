"""Finds direct speech in a Korean segment, with its speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.model import Quote, Span
from digest.quote.korean.phrases import phrases
from digest.quote.korean.speakers import Discourse
from digest.quote.korean.speech import Speech, speech
from digest.quote.korean.tokens import Words, split_words
from digest.quote.korean.view import NEAR, View, view
from digest.quote.marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Article, Segment

MARK = re.compile(f"[{re.escape(MARKS)}]")
_JOIN = re.compile(r" ?(?:이?라)?(?:며|면서)도?,?[ ]+(?:(?:이어|또|또한|이어서|그러면서)[ ]+)?$")
_SAYING = re.compile(r"(?:이?라)?고[ ]+(?:[^\s.]+[ ]+){0,3}[^\s.]*(?:며|면서),?[ ]+$")
_SUBJECT = re.compile(r"\S(?:은|는|이|가)\s")


class _Reader:
    """An article as it is read for all its segments, from one to the next."""

    def __init__(self, scene: View) -> None:
        self._scene = scene
        self._utterances = _utterances(scene)
        self._starts = [u[0].mark.outside.start for u in self._utterances]
        self._begin()

    def _begin(self) -> None:
        end = len(self._scene.text)
        self._discourse, self._read = Discourse(self._scene, end, end), 0

    def utterances(self, inside: Span) -> Iterator[tuple[Speech, ...]]:
        """Yield the utterances of a segment."""
        for n in range(bisect_left(self._starts, inside.start), bisect_left(self._starts, inside.end)):
            whole = [s for s in self._utterances[n] if s.mark.outside.end <= inside.end]
            if whole:
                yield tuple(whole)

    def discourse(self, inside: Span) -> Discourse:
        """Return what is known of the speakers where a segment begins."""
        first = bisect_left(self._starts, inside.start)
        if first < self._read:
            self._begin()
        for utterance in self._utterances[self._read : first]:
            self._discourse.attribute(utterance)
        self._read = first
        return self._discourse.within(inside.start, inside.end)


class _Same:
    """An article as a key: the same one, not an equal one, for to compare all its blocks takes long."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def __hash__(self) -> int:
        return hash(self.article.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.article is other.article


@lru_cache(maxsize=4)
def _reader(same: _Same) -> _Reader:
    """Return the reader of an article; kept for its next segment."""
    return _Reader(view(same.article.text, same.article.blocks))


def find_korean(segment: Segment) -> tuple[Quote, ...]:
    """Return the quotes of the segment, in reading order; raises nothing.

    A name is taken from what stands before the quote in the article, or in the quote's own sentence.
    """
    article, inside = segment.article, segment.span
    if not MARK.search(article.text, inside.start, inside.end):
        return ()
    reader = _reader(_Same(article))
    discourse = reader.discourse(inside)
    quotes = []
    for utterance in reader.utterances(inside):
        attribution = discourse.attribute(utterance)
        spans = tuple(_trimmed(article.text, s.mark.inside) for s in utterance)
        quotes.append(Quote(segment, spans, attribution, all(s.fragment for s in utterance)))
    return tuple(quotes)


def _utterances(scene: View) -> list[tuple[Speech, ...]]:
    """Return the stretches that are speech, those of one utterance together."""
    found: list[tuple[Speech, ...]] = []
    for mark in scene.marks if scene.sentences else ():  # no sentence: all of it is a byline in brackets
        if not mark.closed:
            continue
        sentence = scene.sentences[scene.sentence_at(mark.outside.start)]
        said = speech(
            scene.text,
            mark,
            scene.before(mark.outside.start),
            scene.after(mark.outside.end),
            headline=sentence.headline,
        )
        if said is None or (not mark.opened and not _opens(scene, mark.inside)):
            continue
        last = found[-1][-1].mark.outside.end if found else -NEAR
        between = scene.words(last, mark.outside.start) if mark.outside.start - last < NEAR else "\n"
        if _JOIN.match(between) or (_SAYING.match(between) and not _SUBJECT.search(between)):
            found[-1] = (*found[-1], said)
        else:
            found.append((said,))
    return found


def _opens(scene: View, inside: Span) -> bool:
    """Tell whether a quotation whose first mark is missing can begin here: not with its speaker."""
    words, starts = split_words(scene, inside.start, inside.end)
    found = phrases(Words(words[:5], starts[:5]), subjects_only=True)
    return not any(p.read.sure or p.read.kind == "pronoun" for p in found)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

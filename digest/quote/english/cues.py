"""Finds who speaks in the sentence of a quotation: before it, after it, or around it."""

from __future__ import annotations

from digest.quote.english import words as w
from digest.quote.english.clauses import (
    EDGE,
    WINDOW,
    according,
    apposed,
    chunks_of,
    inverts,
    opening,
    short_report,
    subject,
    verbs_in,
    whole_phrase,
)
from digest.quote.english.doubt import leads_up
from digest.quote.english.mention import Cue, Mention, asides, is_role
from digest.quote.english.names import Token, tokens
from digest.quote.english.noun_phrase import head
from digest.quote.english.whose import whose

_FAR = 12


def before(view: str, start: int, mark: int) -> Cue | None:
    """Find the speaker in the part of the sentence that stands before the opening mark."""
    start = max(start, mark - WINDOW)
    words = tokens(view, start, mark)
    if not words:
        return None
    first = words[0]
    if first.capital and first.low in w.SAY - w.FUNCTION and not first.low.endswith("ing") and len(words) > 1:
        inverted = apposed(view, words[1:])
        return Cue(inverted, near=True, end=mark, side="before") if inverted else None
    source = according(view, words)
    verbs = verbs_in(words, judging=True)
    colon = view[start:mark].rstrip().endswith(":")
    if source and not verbs:
        return Cue(source, view[start:mark].rstrip().endswith((",", ":")), mark, "before")
    if not verbs:
        lone = opening(view, words) if colon and not _two_clauses(words) else None
        return (
            Cue(lone, near=True, end=mark, side="before")
            if lone and lone.kind in ("person", "pronoun", "word") and leads_up(view, words, lone)
            else None
        )
    mentions = [_of_verb(view, start, words, n) for n in verbs]
    gap = len(words) - 1 - verbs[-1]
    between = view[words[verbs[-1]].end : mark]
    near = gap == 0 or (gap <= _FAR and between.rstrip().endswith((",", ":")))
    if near or len(verbs) == 1:
        found = mentions[-1]
        return Cue(found, near, mark, "before") if found else None
    named = {m.name for m in mentions if m}
    return (
        Cue(next(m for m in mentions if m), near=False, end=mark, side="before")
        if len(named) == 1 and all(mentions)
        else None
    )


def _two_clauses(words: list[Token]) -> bool:
    """Tell whether a second subject may stand between the first one and the colon."""
    joins = (n for n, t in enumerate(words[:-1]) if t.low in ("and", "but", "while", "as", "that", "when"))
    return any(words[n + 1].capital or words[n + 1].low in w.PRONOUN | w.NOBODY for n in joins)


def _of_verb(view: str, start: int, words: list[Token], at: int) -> Mention | None:
    """Return who does the saying of the verb `words[at]`."""
    if at and words[at - 1].low in w.BE | {"not"}:
        by = next((n for n in range(at + 1, min(at + 4, len(words))) if words[n].low == "by"), None)
        read = head(view, words[by + 1 :]) if by is not None else None
        return read[0] if read else None
    if words[at].low.endswith("ing") and (at == 0 or EDGE.search(view, words[at - 1].end, words[at].start)):
        return opening(view, words[:at])
    return subject(view, start, words[at].start)


def after(view: str, mark: int, end: int, *, ended: bool) -> Cue | None:
    """Find the speaker in the part of the sentence after the closing mark.

    `ended` tells that the words in marks end in a full stop: a sentence that follows is then
    somebody's only if it is nothing but "X said".
    """
    end = min(end, mark + WINDOW)
    words = tokens(view, mark, end)
    if not words:
        return None
    told = whose(view, mark, end)
    if told:
        return told
    first = 1 if words[0].low in w.ADVERB and not words[0].capital and len(words) > 1 else 0
    if inverts(words[first]) and not ended:
        inverted = apposed(view, words[first + 1 :])
        return Cue(inverted, near=True, end=end, side="after") if inverted else None
    if words[0].low == "according" and len(words) > 2 and words[1].low == "to":
        source = apposed(view, words[2:])
        return Cue(source, near=True, end=end, side="after") if source else None
    for n in verbs_in(words, judging=False)[:3]:
        found = subject(view, mark, words[n].start)
        if found and found.begin == words[0].start and (not ended or _nothing_more(view, words, n, end)):
            return Cue(found, near=True, end=end, side="after")
    return None if ended else _long_aside(view, words) or _trailing(view, words, mark, end)


def _long_aside(view: str, words: list[Token]) -> Cue | None:
    """Read "Name, a fellow at X who did Y told Z", whose aside is never closed by a comma."""
    chunks = chunks_of(view, words)
    first = whole_phrase(view, chunks[0])
    if first is None or first.kind != "person" or first.begin != words[0].start or len(chunks) < 2:
        return None
    second = chunks[1]
    says = any(t.low in w.SAY and not t.capital for chunk in chunks[1:3] for t in chunk)
    if not says or not (second[0].low in ("a", "an", "the", "who") or any(is_role(t) for t in second[:3])):
        return None
    last = next(chunk for chunk in chunks[1:3] if any(t.low in w.SAY for t in chunk))
    return Cue(asides(view, first, first.end, last[-1].end), near=True, end=words[-1].end, side="after")


def _nothing_more(view: str, words: list[Token], verb: int, end: int) -> bool:
    rest = words[verb + 1 :]
    return (
        not rest
        or rest[0].low in w.AFTER_VERB
        or rest[0].low in w.TIME
        or view[words[verb].end : end].lstrip()[:1] in (",", ".")
    )


def _trailing(view: str, words: list[Token], mark: int, end: int) -> Cue | None:
    """Read ", X said" or ", according to X" further on in a sentence that goes on after the mark."""
    chunks = chunks_of(view, words)
    if not view[mark:end].lstrip().startswith(","):
        chunks = chunks[1:]
    for chunk in chunks:
        found = according(view, chunk) if chunk[0].low == "according" else short_report(view, chunk)
        if found:
            return Cue(found, near=False, end=end, side="after")
    return None

"""Finds who speaks in the sentence of a quotation: before it, after it, or around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.quote import english_words as w
from digest.quote.english_names import Token, personal, runs, tokens
from digest.quote.english_source import Mention, asides, head, is_role

_EDGE = re.compile(r"[,;:()\[\]—–\x01\"“”]|--|\.\.\.")
_CONJUNCTION = frozenset(
    "but and so yet then still now however meanwhile as while instead again or that because when if though although"
    " since until whether where which plus".split()
)
_BE = frozenset("is was are were be been being get gets got".split())
_LEAD = frozenset(
    "but and so yet then still now however meanwhile instead again also later besides plus".split()
)
_NOT_A_LEAD = frozenset("the a an his her its their he she it they one".split())
_AFTER_VERB = frozenset(
    "in on at during to of after before when as from about via by with while if for earlier".split()
)
_FAR = 12
WINDOW = 500


class Cue(NamedTuple):
    """A speaker's mention, how near it stands, and where its clause ends.

    `near` is False where other words stand between verb and marks, as before a part of a sentence.
    """

    mention: Mention
    near: bool
    end: int
    side: str


def _chunks(view: str, words: list[Token]) -> list[list[Token]]:
    """Cut words at commas, dashes, brackets and marks."""
    found: list[list[Token]] = [[]]
    for token in words:
        if found[-1] and _EDGE.search(view, found[-1][-1].end, token.start):
            found.append([])
        found[-1].append(token)
    return found if found[0] else []


def subject(view: str, start: int, verb: int) -> Mention | None:
    """Return the subject of the verb at `verb`, in a sentence that begins at `start`."""
    words = tokens(view, max(start, verb - WINDOW), verb)
    while words and not words[-1].capital and words[-1].low in w.ADVERB:
        words.pop()
    if not words or view[words[-1].end : words[-1].end + 2] in ("'s", "’s"):
        return None
    chunks = _chunks(view, words)
    if _EDGE.search(view, words[-1].end, verb):
        return _apposed_subject(view, chunks)
    last = chunks[-1]
    if [t.low for t in last] == ["who"] and len(chunks) > 1:
        return _clean(view, chunks[-2])
    whole = _clean(view, last)
    if whole or _joint(view, last):
        return whole
    for n in range(len(last) - 1, -1, -1):
        if last[n].low in _CONJUNCTION:
            rest = last[n + 1 :]
            return _clean(view, rest) if rest else opening(view, words)
    if (
        all(t.low in ("quoted", "as", "to", "went", "on", "was", "by", "is") for t in last[1:])
        and len(last) > 1
    ):
        return opening(view, words)
    return None


def _joint(view: str, words: list[Token]) -> bool:
    """Two speakers (X and Y said) are no one's words for certain."""
    for n, token in enumerate(words):
        if token.low == "and" and 0 < n < len(words) - 1:
            return _clean(view, words[:n]) is not None and _clean(view, words[n + 1 :]) is not None
    return False


def _clean(view: str, words: list[Token]) -> Mention | None:
    """Return the mention if the words are one noun phrase from first to last."""
    while words and words[0].low in _LEAD:
        words = words[1:]
    read = head(view, words)
    if read is None:
        return None
    mention, taken = read
    rest = words[taken:]
    if not rest:
        return mention
    plain = not any(t.low in w.NOBODY or t.low in w.PRONOUN or t.low in w.SAY for t in rest)
    if (
        rest[0].low in ("of", "at", "for", "from", "with", "in")
        and len(rest) <= 12
        and plain
        and _no_verb(rest)
    ):
        return asides(view, mention, mention.end, words[-1].end)
    if rest[0].low in w.TIME and len(rest) == 1:
        return mention
    return None


def _no_verb(words: list[Token]) -> bool:
    lows = {t.low for t in words}
    return not lows & (
        _BE | {"who", "that", "has", "had", "have", "which", "because", "if", "when", "and", "but"}
    )


def _apposed_subject(view: str, chunks: list[list[Token]]) -> Mention | None:
    """Read "Name, 20, a student," or "Role, Name," from the start of its clause."""
    chunks = _after_lead_in(chunks)
    if not chunks:
        return None
    end = chunks[-1][-1].end
    mention = _clean(view, chunks[0])
    second = chunks[1] if len(chunks) > 1 else []
    if mention is None or mention.kind == "nominal":
        named = _second_name(view, chunks[0], second)
        return named or (mention if not second else None)
    return asides(view, mention, mention.end, end)


def _second_name(view: str, role: list[Token], name: list[Token]) -> Mention | None:
    """Read the name after a role and a comma: "the team's captain, Name"."""
    run = next(runs(view, name), []) if name else []
    if not run or len(run) != len(name) or not role or not is_role(role[-1]):
        return None
    if len(role) > 14 or any(t.low in _BE or t.low in w.SAY for t in role):
        return None
    begin = next(
        (n for n in range(len(role) - 1, -1, -1) if view[role[n].end : role[n].end + 1] in ("'", "’")), -1
    )
    text = view[role[begin + 1].start : role[-1].end]
    text = re.sub(r"^(?:the|a|an|his|her|its|their)\s+", "", text, flags=re.I)
    kind = "person" if personal(name) else "word"
    words = view[name[0].start : name[-1].end]
    if kind == "word" and len(name) > 1:
        return None
    return Mention(kind, words, role[0].start, name[-1].end, text, "", tuple(t.low for t in role))


def _after_lead_in(chunks: list[list[Token]]) -> list[list[Token]]:
    """Drop what opens a sentence before its subject: "On Monday,", "Speaking in Ottawa,", "But"."""
    while chunks:
        words = chunks[0]
        while words and words[0].low in _LEAD:
            words = words[1:]
        if not words:
            chunks = chunks[1:]
            continue
        first = words[0]
        lead = first.low in w.FUNCTION and first.low not in _NOT_A_LEAD and first.low not in w.NOBODY
        if (
            first.low in w.TIME
            or lead
            or (first.low.endswith(("ing", "ed")) and len(words) > 1 and not words[1].capital)
        ):
            chunks = chunks[1:]
            continue
        return [words, *chunks[1:]]
    return []


def opening(view: str, words: list[Token]) -> Mention | None:
    """Return the subject that opens a sentence, whatever its verb."""
    chunks = _after_lead_in(_chunks(view, words))
    if not chunks:
        return None
    read = head(view, chunks[0])
    if read is None:
        return None
    mention, taken = read
    if mention.kind == "nominal":
        return _second_name(view, chunks[0], chunks[1] if len(chunks) > 1 else []) or mention
    following = chunks[0][taken : taken + 1]
    if following and (following[0].low in ("and", "or") or view[mention.end : mention.end + 1] in ("'", "’")):
        return None
    return mention


def _verbs(words: list[Token], *, judging: bool) -> list[int]:
    return [
        n for n, t in enumerate(words) if not t.capital and (t.low in w.SAY or (judging and t.low in w.JUDGE))
    ]


def before(view: str, start: int, mark: int) -> Cue | None:
    """Find the speaker in the part of the sentence that stands before the opening mark."""
    start = max(start, mark - WINDOW)
    words = tokens(view, start, mark)
    if not words:
        return None
    source = _according(view, words)
    verbs = _verbs(words, judging=True)
    colon = view[start:mark].rstrip().endswith(":")
    if source and not verbs:
        return Cue(source, view[start:mark].rstrip().endswith((",", ":")), mark, "before")
    if not verbs:
        lone = opening(view, words) if colon and not _two_clauses(words) else None
        return (
            Cue(lone, near=True, end=mark, side="before")
            if lone and lone.kind in ("person", "pronoun", "word")
            else None
        )
    mentions = [m for m in (_of_verb(view, start, words, n) for n in verbs)]
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
    if at and words[at - 1].low in _BE | {"not"}:
        by = next((n for n in range(at + 1, min(at + 4, len(words))) if words[n].low == "by"), None)
        read = head(view, words[by + 1 :]) if by is not None else None
        return read[0] if read else None
    if words[at].low.endswith("ing") and (at == 0 or _EDGE.search(view, words[at - 1].end, words[at].start)):
        return opening(view, words[:at])
    return subject(view, start, words[at].start)


def _according(view: str, words: list[Token]) -> Mention | None:
    for n, token in enumerate(words[:-2]):
        if token.low == "according" and words[n + 1].low == "to":
            return _apposition(view, words[n + 2 :])
    return None


def _apposition(view: str, words: list[Token]) -> Mention | None:
    """Read a noun phrase and what stands in apposition to it, to the right of a verb."""
    chunks = _chunks(view, words)
    if not chunks:
        return None
    read = head(view, chunks[0])
    second = chunks[1] if len(chunks) > 1 else []
    if read is None or read[0].kind == "nominal":
        named = _second_name(view, chunks[0], next(runs(view, second), []) if second else [])
        return named or (read[0] if read else None)
    mention, taken = read
    if mention.kind == "word" and view[mention.end : mention.end + 1] in ("'", "’"):
        return None
    rest = chunks[0][taken:]
    if rest and rest[0].low == "and":
        return None
    return asides(view, mention, mention.end, words[-1].end)


def _inverts(token: Token) -> bool:
    """Tell said, says, told from saying: the subject of a participle does not follow it."""
    return token.low in w.SAY and not token.capital and not token.low.endswith("ing")


def after(view: str, mark: int, end: int, *, ended: bool) -> Cue | None:
    """Find the speaker in the part of the sentence after the closing mark.

    `ended` tells that the words in marks end in a full stop: a sentence that follows is then
    somebody's only if it is nothing but "X said".
    """
    end = min(end, mark + WINDOW)
    words = tokens(view, mark, end)
    if not words:
        return None
    first = 1 if words[0].low in w.ADVERB and not words[0].capital and len(words) > 1 else 0
    if _inverts(words[first]) and not ended:
        inverted = _apposition(view, words[first + 1 :])
        return Cue(inverted, near=True, end=end, side="after") if inverted else None
    if words[0].low == "according" and len(words) > 2 and words[1].low == "to":
        source = _apposition(view, words[2:])
        return Cue(source, near=True, end=end, side="after") if source else None
    for n in _verbs(words, judging=False)[:3]:
        found = subject(view, mark, words[n].start)
        if found and found.begin == words[0].start and (not ended or _nothing_more(view, words, n, end)):
            return Cue(found, near=True, end=end, side="after")
    return None if ended else _long_aside(view, words) or _trailing(view, words, mark, end)


def _long_aside(view: str, words: list[Token]) -> Cue | None:
    """Read "Name, a fellow at X who did Y told Z", whose aside is never closed by a comma."""
    chunks = _chunks(view, words)
    first = _clean(view, chunks[0])
    if first is None or first.kind != "person" or first.begin != words[0].start or len(chunks) < 2:
        return None
    second = chunks[1]
    says = any(t.low in w.SAY and not t.capital for chunk in chunks[1:3] for t in chunk)
    if not says or not (second[0].low in ("a", "an", "the", "who") or is_role(second[0])):
        return None
    last = next(chunk for chunk in chunks[1:3] if any(t.low in w.SAY for t in chunk))
    return Cue(asides(view, first, first.end, last[-1].end), near=True, end=words[-1].end, side="after")


def _nothing_more(view: str, words: list[Token], verb: int, end: int) -> bool:
    rest = words[verb + 1 :]
    return (
        not rest
        or rest[0].low in _AFTER_VERB
        or rest[0].low in w.TIME
        or view[words[verb].end : end].lstrip()[:1] in (",", ".")
    )


def _trailing(view: str, words: list[Token], mark: int, end: int) -> Cue | None:
    """Read ", X said" or ", according to X" further on in a sentence that goes on after the mark."""
    chunks = _chunks(view, words)
    if not view[mark:end].lstrip().startswith(","):
        chunks = chunks[1:]
    for chunk in chunks:
        found = _according(view, chunk) if chunk[0].low == "according" else _short_report(view, chunk)
        if found:
            return Cue(found, near=False, end=end, side="after")
    return None


def _short_report(view: str, chunk: list[Token]) -> Mention | None:
    """Read a clause that is nothing but "X said", "said X" or "X said in Ottawa"."""
    verb = next(iter(_verbs(chunk, judging=False)), None)
    if verb is None or chunk[0].low in _LEAD:
        return None
    if verb == 0:
        return _inverted(view, chunk)
    rest = chunk[verb + 1 :]
    short = not rest or rest[0].low in _AFTER_VERB or rest[0].low in w.TIME
    return _clean(view, [t for t in chunk[:verb] if t.low not in w.ADVERB]) if short else None


def _inverted(view: str, chunk: list[Token]) -> Mention | None:
    """Read "said X", but not the start of "said X was": there X is no speaker."""
    read = head(view, chunk[1:]) if _inverts(chunk[0]) else None
    if read is None or read[0].kind == "pronoun":
        return None
    rest = chunk[1 + read[1] :]
    return read[0] if not rest or rest[0].low in w.STOP | w.TIME else None


def reporter(view: str, words: list[Token]) -> Mention | None:
    """Return who says something in a sentence without marks, where it is one speaker only."""
    found: list[Mention] = []
    for chunk in _chunks(view, words):
        verb = next(iter(_verbs(chunk, judging=False)), None)
        if chunk[0].low == "according":
            mention = _according(view, chunk)
        elif verb is None:
            continue
        elif verb == 0:
            mention = _inverted(view, chunk)
        else:
            mention = _clean(view, [t for t in chunk[:verb] if t.low not in w.ADVERB])
        if mention:
            found.append(mention)
    return found[0] if len({m.name for m in found}) == 1 else None

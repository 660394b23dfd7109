"""Reads the clauses of a sentence: who says something in it, or of whom it speaks."""

from __future__ import annotations

import re

from digest.quote.english import words as w
from digest.quote.english.mention import Mention, asides, is_role
from digest.quote.english.names import Token, personal, runs, tokens
from digest.quote.english.noun_phrase import head

EDGE = re.compile(r"[,;:()\[\]—–\x01\"“”]|--|\.\.\.| - ")
WINDOW = 500
_CLAUSE = w.BE | w.VERB | {"who", "that", "which", "because", "if", "when", "and", "but"}
_IDIOMS = (("was", "quoted", "as"), ("is", "quoted", "as"), ("went", "on", "to"), ("goes", "on", "to"))


def chunks_of(view: str, words: list[Token]) -> list[list[Token]]:
    """Cut words at commas, dashes, brackets and marks."""
    found: list[list[Token]] = [[]]
    for token in words:
        if found[-1] and EDGE.search(view, found[-1][-1].end, token.start):
            found.append([])
        found[-1].append(token)
    return found if found[0] else []


def subject(view: str, start: int, verb: int) -> Mention | None:
    """Return the subject of the verb at `verb`, in a sentence that begins at `start`."""
    words = tokens(view, max(start, verb - WINDOW), verb)
    while words and not words[-1].capital and words[-1].low in w.ADVERB:
        words.pop()
    for idiom in _IDIOMS:
        if tuple(t.low for t in words[-len(idiom) :]) == idiom:
            words = words[: -len(idiom)]
    if not words or view[words[-1].end : words[-1].end + 2] in ("'s", "’s"):
        return None
    chunks = chunks_of(view, words)
    if EDGE.search(view, words[-1].end, verb):
        return _apposed_subject(view, chunks)
    last = chunks[-1]
    if [t.low for t in last] == ["who"] and len(chunks) > 1:
        return whole_phrase(view, chunks[-2])
    whole = whole_phrase(view, last)
    if whole or _joint(view, last):
        return whole
    return _last_clause(view, words, last)


def _last_clause(view: str, words: list[Token], last: list[Token]) -> Mention | None:
    """Return the subject that follows the last conjunction, or of the sentence where none does."""
    at = next((n for n in range(len(last) - 1, -1, -1) if last[n].low in w.CONJUNCTION), None)
    if at is None:
        return None
    rest = last[at + 1 :]
    if rest:
        return whole_phrase(view, rest)
    thing = last[at].low in ("that", "which")  # a letter that said: not who got it
    return None if thing else opening(view, words)


def _joint(view: str, words: list[Token]) -> bool:
    """Two speakers (X and Y said) are no one's words for certain."""
    for n, token in enumerate(words):
        if token.low == "and" and 0 < n < len(words) - 1:
            return (
                whole_phrase(view, words[:n]) is not None and whole_phrase(view, words[n + 1 :]) is not None
            )
    return False


def whole_phrase(view: str, words: list[Token]) -> Mention | None:
    """Return the mention if the words are one noun phrase from first to last."""
    while words and words[0].low in w.LEAD:
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
    """Tell whether nothing in the words makes a clause of them."""
    return not any(t.low in _CLAUSE or (t.low.endswith("ed") and not t.capital) for t in words)


def _apposed_subject(view: str, chunks: list[list[Token]]) -> Mention | None:
    """Read "Name, 20, a student," or "Role, Name," from the start of its clause."""
    chunks = _after_lead_in(chunks)
    if not chunks:
        return None
    end = chunks[-1][-1].end
    mention = whole_phrase(view, chunks[0])
    second = chunks[1] if len(chunks) > 1 else []
    if mention is None or mention.kind == "nominal":
        named = _second_name(view, chunks[0], second)
        return named or (mention if not second else None)
    return asides(view, mention, mention.end, end)


def _second_name(view: str, role: list[Token], name: list[Token]) -> Mention | None:
    """Read the name after a role and a comma: "the team's captain, Name"."""
    run = next(runs(view, name), []) if name else []
    stop = next((n for n, t in enumerate(role) if n and t.low in w.STOP), len(role))
    if not run or len(run) != len(name) or not role or not is_role(role[stop - 1]):
        return None
    if len(role) > 14 or any(t.low in w.BE or t.low in w.SAY for t in role):
        return None
    begin = next(
        (n for n in range(len(role) - 1, -1, -1) if view[role[n].end : role[n].end + 1] in ("'", "’")), -1
    )
    text = view[role[begin + 1].start : role[-1].end]
    text = re.sub(r"^(?:the|a|an|his|her|its|their)\s+", "", text, flags=re.IGNORECASE)
    full = personal(name)
    words = view[name[0].start : name[-1].end]
    if not full and len(name) > 1:
        return None
    return Mention(
        "person" if full else "word", words, role[0].start, name[-1].end, text, "", tuple(t.low for t in role)
    )


def _after_lead_in(chunks: list[list[Token]]) -> list[list[Token]]:
    """Drop what opens a sentence before its subject: "On Monday,", "Speaking in Ottawa,", "But"."""
    while chunks:
        words = chunks[0]
        while words and words[0].low in w.LEAD:
            words = words[1:]
        if not words:
            chunks = chunks[1:]
            continue
        first = words[0]
        lead = first.low in w.FUNCTION and first.low not in w.ARTICLE and first.low not in w.NOBODY
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
    chunks = _after_lead_in(chunks_of(view, words))
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


def verbs_in(words: list[Token], *, judging: bool) -> list[int]:
    """Return where verbs of saying stand; `judging` adds those that only precede a part of a sentence."""
    return [
        n for n, t in enumerate(words) if not t.capital and (t.low in w.SAY or (judging and t.low in w.JUDGE))
    ]


def according(view: str, words: list[Token]) -> Mention | None:
    """Return X of "according to X"."""
    for n, token in enumerate(words[:-2]):
        if token.low == "according" and words[n + 1].low == "to":
            return apposed(view, words[n + 2 :])
    return None


def apposed(view: str, words: list[Token]) -> Mention | None:
    """Read a noun phrase and what stands in apposition to it, to the right of a verb."""
    chunks = chunks_of(view, words)
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


def inverts(token: Token) -> bool:
    """Tell said, says, told from saying: the subject of a participle does not follow it."""
    told = token.low in ("told", "tells", "tell")
    return token.low in w.SAY and not token.capital and not told and not token.low.endswith("ing")


def _inverted(view: str, chunk: list[Token]) -> Mention | None:
    """Read "said X", but not the start of "said X was": there X is no speaker."""
    read = head(view, chunk[1:]) if inverts(chunk[0]) else None
    if read is None or read[0].kind == "pronoun":
        return None
    rest = chunk[1 + read[1] :]
    return read[0] if not rest or rest[0].low in w.STOP | w.TIME else None


def short_report(view: str, chunk: list[Token]) -> Mention | None:
    """Read a clause that is nothing but "X said", "said X" or "X said in Ottawa"."""
    verb = next(iter(verbs_in(chunk, judging=False)), None)
    if verb is None or chunk[0].low in w.LEAD:
        return None
    if verb == 0:
        return _inverted(view, chunk)
    rest = chunk[verb + 1 :]
    short = not rest or rest[0].low in w.AFTER_VERB or rest[0].low in w.TIME
    return whole_phrase(view, [t for t in chunk[:verb] if t.low not in w.ADVERB]) if short else None


def reporter(view: str, words: list[Token]) -> Mention | None:
    """Return who says something in a sentence without marks, where it is one speaker only."""
    found: list[Mention] = []
    chunks = _after_lead_in(chunks_of(view, words))
    for chunk in chunks:
        verb = next(iter(verbs_in(chunk, judging=False)), None)
        if chunk[0].low == "according":
            mention = according(view, chunk)
        elif verb is None:
            continue
        elif verb == 0:
            first = whole_phrase(view, chunks[0])
            mention = _inverted(view, chunk) or (opening(view, words) if first else None)
        else:
            mention = whole_phrase(view, [t for t in chunk[:verb] if t.low not in w.ADVERB])
        if mention:
            found.append(mention)
    return found[0] if len({m.name for m in found}) == 1 else None

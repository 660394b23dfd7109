"""Tells words that somebody is named beside but did not say: denied, supposed, heard, read or received.

A verb of saying gives its subject the words only as a fact: never said, would have said, wanted to say,
"quoted X as saying" and "recalled X saying" do not; nor does a sign that is read or a letter that came.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.quote.english import words as w
from digest.quote.english.clauses import chunks_of
from digest.quote.english.names import tokens

if TYPE_CHECKING:
    from digest.quote.english.mention import Cue, Mention
    from digest.quote.english.names import Token

_REACH = 500
_ASIDE = 12
_DENIES = frozenset(("never", "not", "cannot", "nobody", "hardly", "without"))
_MODAL = frozenset(("would", "could", "should", "might", "must", "may"))
_IF = frozenset(("if", "had", "unless", "suppose", "imagine", "should", "whether"))
_WISHES = frozenset(
    ("wanted", "want", "wants", "wished", "refused", "refuses", "declined", "hoped", "meant", "dared")
)
_OF_ANOTHER = frozenset(
    (
        *(
            "quoted",
            "quotes",
            "quoting",
            "misquoted",
            "recalled",
            "recalls",
            "recalling",
            "remembered",
            "remembers",
        ),
        *("heard", "hears", "imagined", "imagines", "overheard", "saw", "cited", "cites", "citing"),
    )
)
_DENIED = frozenset(("denied", "denies", "deny", "denying", "short", "accused"))
_READS = frozenset(("read", "reads", "sang", "sings", "sing"))
_THING = re.compile(
    r"\b(?:the|a|this|that|her|his|their) (?:\w+ )?(?:sign|placard|banner|poster|rule|line|lyrics?|song|motto|slogan"
    r"|headline|verse|envelope|criticism|proverb|saying)\W*$",
    re.IGNORECASE,
)
_WORDS_OF = re.compile(
    r"\b(?:the words|a line|lines|a verse) (?:of|from|by) (?!his|her|their)"
    r"|\bto (?:the|a) (?:question|claim|charge|accusation)\W*$",
    re.IGNORECASE,
)
_PERSONAL = ("person", "pronoun", "word")


def doubted(view: str, start: int, mark: int, close: int, end: int, cue: Cue) -> bool:
    """Tell whether the sentence `view[start:end]` with words in marks `view[mark:close]` denies them to the cue.

    `view` is the narration, quoted words blanked out.
    """
    first, last = (start, mark) if cue.side == "before" else (close, end)
    first = max(first, last - _REACH) if cue.side == "before" else first
    words = tokens(view, first, min(last, first + _REACH))
    is_told = bool(words) and words[0].low in w.BE  # “…” is what X would say
    if cue.side == "after" and (is_told or _told_by(view, words, cue.mention)):
        return True
    if cue.mention.kind in _PERSONAL:
        near = view[max(start, mark - 60) : mark] if cue.side == "before" else ""
        thing = _THING.search(near) and not any(t.low in w.TELLING for t in words)
        if thing or _WORDS_OF.search(near) or _supposed(view, words, cue.mention) or _read_out(words, cue):
            return True
    return any(_unsaid(view, words, n) for n, t in enumerate(words) if t.low in w.SAY and not t.capital)


def _unsaid(view: str, words: list[Token], at: int) -> bool:
    """Tell whether the verb of saying at `at` is denied, supposed, wished for, or another's."""
    near = [t.low for t in chunks_of(view, words[max(0, at - 6) : at + 1])[-1][:-1]]
    last = near[-3:]
    if _DENIES & set(last) or any(t.endswith(("n't", "n’t")) for t in last):
        return True
    if "have" in last[-2:] and _MODAL & set(near):
        return True
    if last[-1:] == ["to"] and (_WISHES & set(near) or {"told", "asked", "urged"} & set(near)):
        return True
    verb = words[at].low
    if verb in ("quoted", "quotes", "quoting") and not set(last[-1:]) & w.BE:
        return True
    if verb.endswith("ing") or verb == "say":
        quoted = [n for n, t in enumerate(near) if t in _OF_ANOTHER]
        passive = bool(quoted) and quoted[-1] > 0 and near[quoted[-1] - 1] in w.BE
        named = bool(quoted) and len(near) - 1 > quoted[-1]  # recalled X saying, not: recalled saying
        return bool(_DENIED & set(last)) or (named and not passive)
    return verb == "say" and bool(_MODAL & set(last)) and any(t.low == "if" for t in words[at:])


def _told_by(view: str, words: list[Token], mention: Mention) -> bool:
    """Tell "X said Y told her": the words are Y's."""
    says = next((n for n, t in enumerate(words) if t.start >= mention.end and t.low in w.SAY), len(words))
    rest = words[says + 1 : says + 7]
    if (
        not rest
        or words[says].low in ("told", "tells")
        or rest[0].low in w.TIME
        or view[words[says].end] != " "
    ):
        return False
    for n, token in enumerate(rest):
        if token.low in w.STOP or (n and view[rest[n - 1].end : token.start] != " "):
            return False
        if n and token.low in w.SAY and not token.capital and not token.low.endswith("ing"):
            return rest[0].capital or rest[0].low in w.PRONOUN
    return False


def tells(view: str, words: list[Token]) -> bool:
    """Tell whether a sentence says that somebody speaks: only such a one introduces words without a verb."""
    for n, token in enumerate(words):
        if token.capital or token.low not in w.SAY | w.JUDGE:
            continue
        nothing = n + 1 < len(words) and words[n + 1].low in ("nothing", "little", "goodbye")
        asks = token.low in ("asked", "asks")  # the answer is another's
        if not nothing and not asks and not _unsaid(view, words, n):
            return True
    return False


def _supposed(view: str, words: list[Token], mention: Mention) -> bool:
    """Tell "If X said …": the clause that names the speaker begins with if."""
    before = [t for t in words if t.end <= mention.begin]
    if not before or before[-1].low not in _IF:
        follows = [t.low for t in words if t.start >= mention.end][:2]
        return bool({"might", "could"} & set(follows[:1])) and follows[1:] == ["say"]
    return not view[before[-1].end : mention.begin].strip()


def _read_out(words: list[Token], cue: Cue) -> bool:
    """Tell what a person reads or sings: somebody else's words."""
    verbs = [t.low for t in words if t.low in w.SAY and not t.capital]
    return bool(verbs) and verbs[-1 if cue.side == "before" else 0] in _READS


def leads_up(view: str, words: list[Token], mention: Mention) -> bool:
    """Tell whether a sentence with a colon and no verb of saying leads up to its subject's words.

    A name alone does (as in a transcript), and so does one who is blunt or puts it so; one who faces
    criticism, or gets an answer, does not.
    """
    rest = [t for t in words if t.start >= mention.end]
    of_another = any(t.low in w.RECEIVED for t in rest) or any(
        t.low in ("from", "by", "about") for t in chunks_of(view, words)[-1] if t.start >= mention.end
    )
    verbs = any(t.low in w.VERB | w.BE or (t.low.endswith("ed") and not t.capital) for t in rest)
    if verbs or len(rest) > _ASIDE:
        return any(t.low in w.TELLING for t in rest) and not of_another
    plain = not rest or rest[0].capital or not rest[0].low.endswith("s")
    return plain and not of_another

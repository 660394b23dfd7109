"""Names in English text: words with capitals that stand together.

A full name is two to five words with capitals that stand together, none of them a word that only
organisations, places, days or sentence openings have. No list of persons is used.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from digest.quote.english import words as w

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_CAPITAL = re.compile(
    # any letter that may be a capital comes first, for a character that opens a match is quick to find
    r"[A-Z\u00c0-\U0010ffff](?<=[^\W\d_])(?<![^\W_].)(?<![^\W_][-'’.&].)[^\W_]*(?:[-'’.&][^\W_]+)*"
)
_PARTICLE = re.compile(rf"\s(?:{'|'.join(sorted(w.PARTICLE))})\s+\Z")
_PARTICLES = 24
"""No particles between two words of a name are longer together."""
_SUFFIX = frozenset(("Jr", "Sr", "II", "III", "IV"))
_FORENAMES = frozenset(("dean", "baker", "star", "guard", "model"))
_POSSESSIVE = ("'s", "’s")
_NEVER = w.ORGANISATION | w.PAPER | w.NOBODY
LONGEST_NAME = 5


class Token(NamedTuple):
    """A word and where it stands; `low` is it in lower case, `capital` whether it begins with a capital."""

    text: str
    start: int
    end: int
    low: str
    capital: bool


def tokens(view: str, start: int, end: int) -> list[Token]:
    """Return the words of `view[start:end]`; a possessive ending is cut off the word before it."""
    found = []
    at = start
    for raw in _TOKEN.findall(view, start, end):
        at = view.index(raw, at)
        text, low, capital = _word(raw)
        found.append(tuple.__new__(Token, (text, at, at + len(text), low, capital)))  # the quick way
        at += len(raw)
    return found


def capitals(view: str, start: int, end: int) -> list[Token]:
    """Return the words of `view[start:end]` that a name is made of: with a capital, and de, van between them."""
    kept: list[Token] = []
    last = start
    for match in _CAPITAL.finditer(view, start, end):
        text, low, capital = _word(match[0])
        if not capital:
            continue
        at = match.start()
        if kept and 2 < at - last < _PARTICLES and _PARTICLE.search(view, last, at):
            kept += [t for t in tokens(view, last, at) if t.low in w.PARTICLE]
        last = at + len(text)
        kept.append(tuple.__new__(Token, (text, at, last, low, capital)))
    return kept


def word_count(view: str, start: int, end: int) -> int:
    """Return how many words `view[start:end]` has."""
    return len(_TOKEN.findall(view, start, end))


def lower_case(view: str) -> frozenset[str]:
    """Return the words of a view that do not begin with a capital."""
    words = map(_word, set(_TOKEN.findall(view)))
    return frozenset(text for text, _, capital in words if not capital)


@lru_cache(maxsize=1 << 14)
def _word(text: str) -> tuple[str, str, bool]:
    text = text[:-2] if text.endswith(_POSSESSIVE) else text
    return text, text.lower(), text[0].isupper()


def joined(view: str, one: Token, two: Token) -> bool:
    """Tell whether two words stand together as words of one name do."""
    gap = view[one.end : two.start]
    if gap.isspace():
        return "\n\n" not in gap
    if gap.startswith(".") and gap[1:].isspace():
        return initial(one) or one.low in w.ABBREVIATION or one.low in w.HONORIFIC
    return one.end == two.start - 1 and gap == "." and initial(one)


def initial(token: Token) -> bool:
    """Tell J, J.P and JJ from a word."""
    return token.text.isupper() and len(token.text.replace(".", "")) <= 2 and token.text != "I"


def runs(view: str, words: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield the stretches of capitalised words; a particle (de, van) may stand inside, not at an end."""
    run: list[Token] = []
    for token in words:
        if run and not joined(view, run[-1], token):
            yield from _closed(run)
            run = []
        if token.capital or (run and token.low in w.PARTICLE):
            run.append(token)
        elif run:
            yield from _closed(run)
            run = []
    if run:
        yield from _closed(run)


def _closed(run: list[Token]) -> Iterator[list[Token]]:
    while run and not run[-1].capital:
        run = run[:-1]
    if run:
        yield run


def bare(run: list[Token]) -> list[Token]:
    """Return a run without openings, days, honorifics and roles that stand before the name."""
    start = 0
    for n, token in enumerate(run[:-1]):
        if token.low in _FORENAMES and len(run) == 2:
            continue
        if token.low in w.ROLE or token.low in w.HONORIFIC or token.low.split("-")[-1] in w.ROLE:
            start = n + 1
    while start < len(run) and _opens(run, start):
        start += 1
    end = len(run)
    while end > start and run[end - 1].low in w.TIME and end - start > 2:
        end -= 1
    while end - start > 2 and run[end - 1].text in _SUFFIX:
        end -= 1
    return run[start:end]


def _opens(run: list[Token], at: int) -> bool:
    """Tell whether a word is no name but opens a sentence, or dates it; Will Smith is a name."""
    token = run[at]
    if initial(token) or (token.low in w.FORENAME_TOO and len(run) - at == 2):
        return False
    inverted = at == 0 and len(run) > 1 and token.low in w.SAY  # "Wrote Smith:"
    return inverted or token.low in w.FUNCTION or token.low in w.TIME


def personal(name: list[Token]) -> bool:
    """Tell whether a bare run can be a person's full name."""
    words = [t for t in name if t.low not in w.PARTICLE]
    if len(words) < 2 or len(name) > LONGEST_NAME:
        return False
    plain = [t for n, t in enumerate(name) if not initial(t) and (n or t.low not in w.FORENAME_TOO)]
    if any(t.low in _NEVER or t.low in w.TIME or t.low in w.FUNCTION for t in plain):
        return False
    if any(t.low in w.NO_FORENAME for t in name[:-1]):
        return False
    if initial(words[-1]) or any(c.isdigit() for t in name for c in t.text):
        return False
    return not any(t.text.isupper() and len(t.text) > 3 and "." not in t.text for t in words)


def alike(one: list[str], two: list[str]) -> bool:
    """Tell whether two full names with the same last word are one person's: J., Jane and Jane Q. are."""
    if one[-1] != two[-1]:
        return False
    a, b = one[0].rstrip("."), two[0].rstrip(".")
    if a == b or set(one) <= set(two) or set(two) <= set(one):
        return True
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    if min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a)):
        return True
    return len(a) == len(b) > 4 and sum(x != y for x, y in zip(a, b, strict=True)) == 1

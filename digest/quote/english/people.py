"""The persons that an article names, and the full name that an earlier passage gives for a surname."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from digest.quote.english import words as w
from digest.quote.english.names import Token, alike, bare, capitals, lower_case, personal, runs, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.model import Span

Gender = Literal["he", "she", ""]

_GENDERED = re.compile(r"\b(?:he|she|his|her|him|himself|herself)\b", re.IGNORECASE)
_OFFICER = re.compile(
    r" (?:CEO|chief|spokes|executive|president|Inc|Corp|employee|customer|shares|stock|user)"
)
_BEFORE_OFFICER = re.compile(r"(\w{1,40})(?:['’]s)?$")
_NO_SURNAME = w.ORGANISATION | w.PAPER | w.ROLE
_TAIL = ' \n\x01.,?!"“”'
_LATER_GENDER = 120


@dataclass(slots=True)
class People:
    """The persons an article names in full, where each first stands, and what is known of them.

    `last` and `first` map a word to the full names that end or begin with it, and their first places;
    `where` holds every mention; `houses` the words that have officers.
    """

    narration: str
    last: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    first: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    where: list[tuple[int, int, str]] = field(default_factory=list)
    votes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    houses: set[str] = field(default_factory=set)
    _common: frozenset[str] | None = None

    def common(self, word: str) -> bool:
        """Tell whether the article has the word in lower case."""
        if self._common is None:
            self._common = lower_case(self.narration)
        return word in self._common

    def full(self, word: str, before: int) -> tuple[str, ...]:
        """Return the full names that end in `word` and stand before `before`, else that begin with it."""
        for index in (self.last, self.first):
            names = [name for name, at in index.get(word, {}).items() if at < before]
            if names:
                return tuple(names)
        return ()

    def known(self, words: list[str], before: int) -> str:
        """Return the earlier full form of a full name ("J. Smith" after "Jane Smith"), else ""."""
        for name, at in self.last.get(words[-1], {}).items():
            if at < before and alike(name.split(), words):
                return name
        return ""

    def first_at(self, name: str) -> int:
        """Return where a full name first stands, else -1."""
        return self.last.get(name.rsplit(maxsplit=1)[-1], {}).get(name, -1)

    def gender(self, name: str) -> Gender:
        """Return "he" or "she" where the article's words speak clearly for one, else ""."""
        votes = self.votes.get(name, Counter())
        if votes["he"] > 3 * votes["she"]:
            return "he"
        return "she" if votes["she"] > 3 * votes["he"] else ""

    def between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Return the mentions of known persons in a range: start, end, full name."""
        begin = bisect_left(self.where, (start, 0, ""))
        stop = bisect_left(self.where, (end, 0, ""))
        return self.where[begin:stop]


def people(narration: str, parts: Iterable[Span]) -> People:
    """Read the persons of an article from its narration (the view with quoted words blanked out)."""
    found = People(narration, houses=set(_houses(narration)))
    lone: list[tuple[list[Token], list[Token]]] = []
    for part in parts:
        words = capitals(narration, part.start, part.end)
        if _headline(narration, part, words):
            continue
        for run in runs(narration, words):
            whole = bare(run)
            name = _shorn(narration, whole)
            if personal(name) and not _article_before(narration, name):
                _add(found, narration, name, run)
            elif name:
                lone.append((run, whole))
    for run, name in lone:
        _solo(found, run, name)
    for run, name in lone:
        _mention(found, run, name[-1])
    found.where.sort()
    _vote_by_pronoun(found, narration)
    return found


def _houses(narration: str) -> Iterator[str]:
    """Yield the words that a chief executive, a spokesman, shares belong to."""
    for officer in _OFFICER.finditer(narration):
        word = _BEFORE_OFFICER.search(narration[max(0, officer.start() - 45) : officer.start()])
        if word:
            yield word[1]


def _shorn(narration: str, name: list[Token]) -> list[Token]:
    """Drop a participle or adverb that only opens the sentence ("Hosting Cook")."""
    if len(name) == 2 and name[0].low.endswith(("ing", "ed", "ly")):
        before = narration[max(0, name[0].start - 3) : name[0].start].rstrip()
        if not before or before[-1] in '.?!"”\x01':
            return name[1:]
    return name


def _headline(narration: str, part: Span, words: list[Token]) -> bool:
    """Tell a line in title case without a full stop: its capitals mean nothing."""
    end = part.start + len(narration[part.start : part.end].rstrip(_TAIL))
    while end > part.start and not narration[end - 1].isalnum():
        end -= 1
    if narration[end : end + 2].strip(" \n\x01") not in ("", '"', "”"):
        return False  # as most lines end, and the end is quick to see
    if narration.endswith(("'s", "’s"), part.start, end):
        return False
    count = word_count(narration, part.start, end)
    return count >= 4 and sum(t.capital for t in words) > 0.7 * count


def _article_before(narration: str, name: list[Token]) -> bool:
    return narration[max(0, name[0].start - 4) : name[0].start].lower() == "the "


def _add(found: People, narration: str, name: list[Token], run: list[Token]) -> None:
    text = narration[name[0].start : name[-1].end]
    words = [t.text for t in name]
    text = found.known(words, len(narration)) or " ".join(text.split())
    if text not in found.last[words[-1]]:
        found.last[words[-1]].setdefault(text, name[0].start)
    if text not in found.first[words[0]]:
        found.first[words[0]].setdefault(text, name[0].start)
    found.where.append((name[0].start, name[-1].end, text))
    before = run[: run.index(name[0])]
    for token in before:
        _vote_by_title(found, text, token.low)


def _solo(found: People, run: list[Token], name: list[Token]) -> None:
    """Keep a surname that stands nowhere with a forename but has a title: "President Smith"."""
    token = name[-1]
    if len(name) > 1 or token.low in _NO_SURNAME:
        return
    if not any(t.low in w.HONORIFIC or t.low in w.ROLE for t in run[: run.index(token)]):
        return
    if not found.last.get(token.text) and not found.first.get(token.text):
        found.last[token.text][token.text] = token.start


def _mention(found: People, run: list[Token], token: Token) -> None:
    names = found.full(token.text, token.start)
    if len(names) == 1:
        found.where.append((token.start, token.end, names[0]))
        for other in run:
            if other is not token:
                _vote_by_title(found, names[0], other.low)


def _vote_by_title(found: People, name: str, word: str) -> None:
    if word in w.HONORIFIC_HE or word in w.ROLE_HE:
        found.votes[name]["he"] += 3
    if word in w.HONORIFIC_SHE or word in w.ROLE_SHE:
        found.votes[name]["she"] += 3


def _vote_by_pronoun(found: People, narration: str) -> None:
    """Let the first he or she after a mention speak for it, where no other person stands between."""
    for n, (_, end, name) in enumerate(found.where):
        limit = found.where[n + 1][0] if n + 1 < len(found.where) else len(narration)
        window = narration[end : min(limit, end + _LATER_GENDER)]
        stop = re.search(r"[.!?]\s|\n|\x01|\s[A-Z]", window)
        window = window[: stop.start()] if stop else window
        pronoun = _GENDERED.search(window)
        if pronoun:
            female = pronoun[0].lower() in ("she", "her", "herself")
            found.votes[name]["she" if female else "he"] += 1
        word = re.match(r",? (?:a |an |the |his |her )?([\w-]+)", window)
        if word:
            _vote_by_title(found, name, word[1].lower())

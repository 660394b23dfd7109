"""The metric of English quotes and their speakers, as benchmarks/measure_quotes_en.py asks for it beside its set.

The unit is one span, the words inside one pair of marks. Spans are found exactly, or matched one to one where
they overlap by four fifths. A speaker is right who holds the words of the gold one, or the reverse, or ends in
the same word; a bare pronoun is no name; where the gold has nobody, any name is wrong. Partial quotes (`mixed`)
may be shown or not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKS = "\"“”‘’' \t\n,"
ENOUGH = 0.8
PRONOUN = re.compile(
    r"he|she|they|it|i|we|you|who|him|her|them|us|me|his|their|our|my|this|that|these|one", re.IGNORECASE
)
EMPTY = re.compile(
    PRONOUN.pattern + r"|the|a|an|of|and|for|in|at|to|with|by|from|on|its|former|mr|mrs|ms|dr", re.IGNORECASE
)
ASIDE = re.compile(r",|\b(?:who|whose|which|of|from|at|for)\b")

Span = tuple[int, int]
Quotes = list[dict[str, Any]]


def units(text: str, quotes: Quotes) -> Iterator[tuple[Span, dict[str, Any]]]:
    """Yield each span without the marks at its ends, and its quote."""
    for quote in quotes:
        for start, end in quote["spans"]:
            words = text[start:end]
            first = start + len(words) - len(words.lstrip(MARKS))
            last = start + len(words.rstrip(MARKS))
            if first < last:
                yield (first, last), quote


def judge(shown: str | None, speaker: dict[str, Any]) -> str:
    """Say whether the shown speaker is right, wrong, a pronoun, nobody ('none'), or can't be judged."""
    if not (shown or "").strip():
        return "none"
    if is_pronoun(shown):
        return "pronoun"
    known = [name for name in (speaker.get("text"), speaker.get("name")) if name and not is_pronoun(name)]
    if any(same(shown, name) for name in known):
        return "right"
    return "unknown" if not known and speaker.get("text") else "wrong"


def is_pronoun(name: str) -> bool:
    return bool(PRONOUN.fullmatch(name.strip(" ,.")))


def same(shown: str, gold: str) -> bool:
    pairs = [
        (words(a), words(b)) for a in (shown, ASIDE.split(shown)[0]) for b in (gold, ASIDE.split(gold)[0])
    ]
    return shown.strip().lower() == gold.strip().lower() or any(
        a and b and (set(a) <= set(b) or (set(b) <= set(a) and len(a) <= len(b) + 6) or a[-1] == b[-1])
        for a, b in pairs
    )


def words(name: str) -> list[str]:
    found = (re.sub(r"['’]s?$", "", word) for word in re.findall(r"\w[\w'’-]*", name.lower()))
    return [word for word in found if word and not EMPTY.fullmatch(word)]


def overlap(a: Span, b: Span) -> float:
    """Return intersection over union."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def score(
    gold: list[dict[str, Any]], predicted: dict[str, Quotes]
) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Return the counts of all documents, and the verdicts by the class of the gold speaker."""
    count: Counter[str] = Counter()
    classes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in gold:
        wanted = list(units(document["text"], document["quotes"]))
        shown = list(dict(units(document["text"], predicted.get(document["id"], []))).items())
        count_spans(wanted, [span for span, _ in shown], count)
        matched = matches(wanted, shown)
        for at, number in matched.items():
            speaker = wanted[number][1].get("speaker") or {}
            verdict = judge(name_of(shown[at][1]), speaker)
            count[verdict] += 1
            classes[speaker.get("class") or "none"][verdict] += 1
        count["stray"] += sum(
            judge(name_of(quote), {}) == "wrong" for at, (_, quote) in enumerate(shown) if at not in matched
        )
    return count, classes


def count_spans(wanted: list[tuple[Span, dict[str, Any]]], shown: list[Span], count: Counter[str]) -> None:
    must = [quote.get("kind") != "mixed" for _, quote in wanted]
    exact = {span for span, _ in wanted} & set(shown)
    found = [needed for (span, _), needed in zip(wanted, must, strict=True) if span in exact]
    count["gold"] += sum(must)
    count["units"] += len(wanted)
    count["hit exact"] += sum(found)
    count["shown exact"] += len(shown) - found.count(False)


def matches(
    wanted: list[tuple[Span, dict[str, Any]]], shown: list[tuple[Span, dict[str, Any]]]
) -> dict[int, int]:
    """Return for each shown span that has one the number of its gold span, the nearest pairs first."""
    near = [(overlap(s, w), at, n) for at, (s, _) in enumerate(shown) for n, (w, _) in enumerate(wanted)]
    found: dict[int, int] = {}
    for value, at, number in sorted(near, reverse=True):
        if value >= ENOUGH and at not in found and number not in found.values():
            found[at] = number
    return found


def name_of(quote: dict[str, Any]) -> str | None:
    return (quote.get("speaker") or {}).get("text")

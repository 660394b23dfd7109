"""What the steps need to know of languages: which one, where sentences end, how long, which terms.

Nothing here assumes spaces between words, ASCII quotes or one script a text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from operator import add
from sys import intern
from typing import TYPE_CHECKING

from snowballstemmer.english_stemmer import EnglishStemmer

from digest.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCRIPTS = (
    # The first whose share of the letters is passed: Korean and Japanese pages hold much Latin or Han.
    ("ko", re.compile(r"[\uac00-\ud7a3]"), 0.15),
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.1),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), 0.3),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.3),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.3),
)
_LETTER = re.compile(r"[^\W\d_]")


def guess_language(text: str) -> str:
    """Return the primary language subtag of `text` ("ko", "en", …); "" for a text without letters.

    By script where the script tells; Latin and Cyrillic texts by py3langid's model, which is inside
    its package (short texts of under 20 letters count as English).
    """
    sample = text[:4000]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return ""
    for language, script, share in _SCRIPTS:
        if len(script.findall(sample)) > share * letters:
            return language
    return "en" if letters < 20 else _by_model(sample)


def _by_model(sample: str) -> str:
    import py3langid  # noqa: PLC0415 -- its model takes half a second to load, and few runs need it

    return str(py3langid.classify(sample)[0])


_STOP = re.compile(r"[.!?…。！？]+[\"”’'」』)\]»]*")
_WIDE_STOP = frozenset("。！？")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St|Jr|Sr|Inc|Corp|Ltd|Co|No|vs|etc|"
    r"Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|e\.g|i\.e|U\.S|U\.K|U\.N|a\.m|p\.m|Ph\.D))\.$"
)
_LONGEST_ABBREVIATION = 6


def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """Return the sentences of `text[span.start:span.end]`, white space at their ends left out.

    A sentence ends at a stop and the marks that close after it, before white space (a wide stop
    needs none) or a line break. A stop inside a quotation that the sentence goes on after
    ('"Stop!" he said', “…다.”라고) ends nothing, nor does an English abbreviation.
    """
    return tuple(each_sentence(text, span))


def each_sentence(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences one by one, for who needs but the first of a long text."""
    start = span.start
    for line in re.finditer(r"[^\n]+", text[span.start : span.end]):
        start, end = span.start + line.start(), span.start + line.end()
        for stop in _STOP.finditer(text, start, end):
            if _ends(text, stop, end):
                yield from _trimmed(text, start, stop.end())
                start = stop.end()
        yield from _trimmed(text, start, end)


def _ends(text: str, stop: re.Match[str], end: int) -> bool:
    after = stop.end()
    if after >= end:
        return True
    mark = stop.group()
    if not text[after].isspace():
        return mark[-1] in _WIDE_STOP
    upcoming = text[after:end].lstrip()[:1] if after + 80 > end else text[after : after + 80].lstrip()[:1]
    if mark[-1] not in ".!?…。！？" and upcoming.islower():
        return False
    if mark != ".":
        return True
    return not _ABBREVIATION.search(text, max(0, after - _LONGEST_ABBREVIATION), after)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def width(text: str) -> int:
    """Return how many columns `text` takes: an East Asian wide character takes two (Unicode UAX #11)."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def opening(text: str, columns: int) -> str:
    """Return the beginning of `text` that takes up to so many columns: half as many wide characters."""
    if text.isascii():
        return text[:columns]
    taken = list(accumulate(map(_columns, text[:columns])))
    return text[: bisect_left(taken, columns) + 1]


@lru_cache(maxsize=20_000)
def _columns(character: str) -> int:
    return 1 + (unicodedata.east_asian_width(character) in "WF")


_LATIN_WORD = re.compile(r"[^\W_\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+(?:['’][^\W\d_]+)?")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_HANGUL_RUN = re.compile(r"[\uac00-\ud7a3]+")


def word_count(text: str) -> int:
    """Return the length of `text` in words: as spelled, else three Hangul or two other CJK characters."""
    hangul, cjk = _letters(_HANGUL_RUN, text), _letters(_CJK_RUN, text)
    return len(_LATIN_WORD.findall(text)) + (hangul + 2) // 3 + (cjk + 1) // 2


def _letters(run: re.Pattern[str], text: str) -> int:
    return 0 if text.isascii() else sum(map(len, run.findall(text)))


def reading_seconds(text: str) -> float:
    """Return how long `text` takes to read: 230 words or 500 Hangul or CJK characters a minute.

    The rates are means for adults reading silently (Brysbaert 2019 for English: 238 words; Korean
    and other wide scripts read by the character).
    """
    wide = _letters(_HANGUL_RUN, text) + _letters(_CJK_RUN, text)
    return 60 * (len(_LATIN_WORD.findall(text)) / 230 + wide / 500)


_ENGLISH = EnglishStemmer()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a Latin word, casefolded (Snowball's English stemmer)."""
    folded = word.casefold().replace("’", "'").removesuffix("'s")
    return str(_ENGLISH.stemWord(folded))


_FUNCTION_WORDS = frozenset(
    """
    a about after all also an and any are as at be been before but by can could did do does for from had has
    have he her his how i if in into is it its just may me more most my no not of on one or other our out over
    said say says she should so some such than that the their them then there these they this those to up was
    we were what when where which while who will with would you your
    """.split()  # noqa: SIM905 -- as a list it is 120 lines
)


def terms(text: str) -> list[str]:
    """Return the terms of `text`: stems of Latin words, and character pairs of Hangul and CJK runs.

    Korean words carry particles and take no fixed ends, so pairs of characters stand for them.
    English words that carry no subject ("the", "said") are left out.
    """
    found = [term for word in _LATIN_WORD.findall(text) if (term := _term(word))]
    for run in (*_HANGUL_RUN.findall(text), *_CJK_RUN.findall(text)):
        found += map(intern, map(add, run, run[1:])) if len(run) > 1 else [run]  # a pair is kept once
    return found


@lru_cache(maxsize=100_000)
def _term(word: str) -> str:
    """Return the stem of a Latin word, or nothing for one that carries no subject."""
    return "" if word.casefold() in _FUNCTION_WORDS else stem(word)

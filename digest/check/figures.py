"""The numbers of a text, whatever they are written as: 2.75bn, 27억5000만, twenty, 세 명."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_KOREAN = re.compile(
    rf"(?:{_DIGITS}\s?(?:조|억|만|천)(?:여)?\s?)+(?:\d+(?:,\d{{3}})*(?!\d|\.\d|\s?[조억만천]))?"
)
_PART = re.compile(rf"({_DIGITS})\s?(조|억|만|천)?")
_KOREAN_UNITS = {"조": 10**12, "억": 10**8, "만": 10**4, "천": 10**3, "": 1}
_PLAIN = re.compile(
    rf"({_DIGITS})(?:[\s-]?(thousand|million|billion|trillion|bn|tn|mn|[kmb])\b)?", re.IGNORECASE
)
_UNITS = {
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
    "": 1,
}
_ENGLISH = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SPELT = {
    **{word: n for n, word in enumerate(_ENGLISH)},
    **{word: n for n, word in enumerate(_ORDINALS, 1)},
    **{word: n * 10 for n, word in enumerate(_TENS, 2)},
    "once": 1,
    "twice": 2,
    "double": 2,
    "doubled": 2,
    "dozen": 12,
    "hundred": 100,
    "hundreds": 100,
}
_NATIVE = {
    "한": 1,
    "두": 2,
    "세": 3,
    "석": 3,
    "네": 4,
    "넉": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "스무": 20,
    "스물": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
}
_COUNTED = re.compile(
    f"({'|'.join(_NATIVE)})"
    r"\s?(?:명|개|곳|가지|번|차례|건|달|배|사람|회사|나라|해|살|시간|주|대|편|권|장|마리|쪽|자리|시|곱|째)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_BEFORE = re.compile(rf"\b{_MONTH}\s+(?:\d{{1,2}},\s*)?$")
_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s+{_MONTH}|\s?[년월일]")
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written, what it is worth, the figures that it is written with, and whether of a date."""

    shown: str
    worth: Decimal
    parts: frozenset[Decimal]
    dated: bool = False


def figures(text: str) -> tuple[Figure, ...]:
    """Return the numbers that a text has in figures."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    taken: list[tuple[int, int]] = []
    for match in _KOREAN.finditer(text):
        taken.append(match.span())
        pairs = [(_decimal(p[1]), _KOREAN_UNITS[p[2] or ""]) for p in _PART.finditer(match.group())]
        yield Figure(
            match.group().strip(), sum((d * u for d, u in pairs), Decimal(0)), frozenset(d for d, _ in pairs)
        )
    for match in _PLAIN.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            digits = _decimal(match[1])
            worth = digits * _UNITS[(match[2] or "").lower()]
            dated = bool(
                _BEFORE.search(text[max(0, match.start() - 20) : match.start()])
                or _AFTER.match(text, match.end())
            )
            yield Figure(match.group(), worth, frozenset({digits}), dated)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "")).normalize()


def known(text: str) -> frozenset[Decimal]:
    """Return every number that a text speaks of, in figures or in words."""
    found = {value for f in figures(text) for value in (f.worth, *f.parts)}
    found |= {Decimal(_SPELT[word]) for word in _WORD.findall(text.lower()) if word in _SPELT}
    found |= {Decimal(_NATIVE[match[1]]) for match in _COUNTED.finditer(text)}
    return frozenset(found)

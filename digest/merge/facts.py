"""Facts that two languages write alike: numbers, and names spelled by their sound."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS_KO = {"조": 10**12, "억": 10**8, "만": 10**4, "천": 1000, "백": 100}
_UNITS_EN = {
    "trillion": 10**12,
    "tn": 10**12,
    "billion": 10**9,
    "bn": 10**9,
    "million": 10**6,
    "m": 10**6,
    "thousand": 1000,
    "k": 1000,
}
_DIGITS = r"\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,6})?"
_NUMBER = re.compile(
    rf"(?P<korean>(?:{_DIGITS}[조억만천백]{{1,2}}\s?){{1,4}}(?:{_DIGITS})?)"
    rf"|(?P<number>{_DIGITS})(?:[\s-]?(?P<unit>trillion|tn|billion|bn|million|m|thousand|k)\b)?",
    re.IGNORECASE,
)
_PART = re.compile(rf"({_DIGITS})([조억만천백]*)")
_SMALL = 10
"""Whole numbers up to this stand in every text and tell nothing."""

_LAST_DAY, _MANY = 31, 100
_YEARS = range(1900, 2101)

_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_LATIN = re.compile(r"[A-Za-z]{2,40}")
_CAPITAL = re.compile(r"\b[A-Z][a-z]{1,39}")
_SHORTEST = 3
"""Consonants of a name: with fewer, many words sound like it."""

# The sounds of Hangul by the order of Unicode: initials, then finals. Sounds that English spells now this
# way now that are one letter: K for g and k, T for d and t, P for b, f, p and v, S for s, z, j and ch.
_INITIALS = ("K", "K", "N", "T", "T", "L", "M", "P", "P", "S", "S", "", "S", "S", "S", "K", "T", "P", "")
_FINALS = tuple(" KKKNNNTLLLLLLLLMPPTTNTTKTP ")
_SPELLED = (
    # What several letters spell, in this order: (pattern, what it sounds like).
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"tch|sch|sh|ch"), "s"),
    (re.compile(r"mc|ck|qu"), lambda m: {"mc": "mk", "ck": "k", "qu": "k"}[m.group()]),
    (re.compile(r"ng"), "n"),
    (re.compile(r"gh|wh"), ""),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ph"), "p"),
    (re.compile(r"[cg](?=[eiy])"), "s"),
    (re.compile(r"r(?![aeiouy])"), ""),
)
_SOUNDS = str.maketrans("kcqgntdrlmpbfvszj", "KKKKNTTLLMPPPPSSS", "aeiouyhw")
_TWICE = re.compile(r"([LMN])\1+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says that another language writes alike; see the functions of these names."""

    numbers: frozenset[str]
    words: frozenset[str]
    latin: frozenset[str]
    hangul: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """All of them."""
        return self.numbers | self.words | self.latin | self.hangul


def facts_of(text: str) -> Facts:
    """Return the facts of a text."""
    found = (numbers(text), latin_words(text), latin_sounds(text), hangul_sounds(text))
    return Facts(*map(frozenset, found))


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of `text` by value: "27억5000만" and "2.75 billion" are the same one."""
    found = set()
    for match in _NUMBER.finditer(text):
        if match["korean"]:
            value = sum(_value(part) for part in _PART.finditer(match["korean"]))
        else:
            value = float(match["number"].replace(",", "")) * _UNITS_EN.get((match["unit"] or "").lower(), 1)
        if value > _SMALL or value != int(value):
            found.add(f"{value:.4g}")
    return frozenset(found)


def weight(number: str) -> float:
    """Return how much it says that two texts of one language tell a number, 0 to 1.

    What may be a day of a month or a year stands in many texts of a week; a small whole number is
    half a fact, as another thing may be as many.
    """
    value = float(number)
    if value != int(value):
        return 1.0
    if value <= _LAST_DAY or int(value) in _YEARS:
        return 0.0
    return 0.5 if value < _MANY else 1.0


def _value(part: re.Match[str]) -> float:
    value = float(part[1].replace(",", ""))
    for unit in part[2]:
        value *= _UNITS_KO[unit]
    return value


def latin_words(text: str) -> set[str]:
    """Return the words in Latin letters, casefolded: in a Korean text they are names, as a rule."""
    return {word.lower() for word in _LATIN.findall(text)}


def latin_sounds(text: str) -> set[str]:
    """Return how the capitalised words sound, as consonants: "Washington" is SNTN."""
    return {sound for word in _CAPITAL.findall(text) if len(sound := _sound(word.lower())) >= _SHORTEST}


def _sound(word: str) -> str:
    for pattern, sound in _SPELLED:
        word = pattern.sub(sound, word)
    return _TWICE.sub(r"\1", word.translate(_SOUNDS))


def hangul_sounds(text: str) -> set[str]:
    """Return how the beginnings of Hangul words sound, syllable by syllable, as particles follow names."""
    found = set()
    for word in _HANGUL.findall(text):
        sound = ""
        for syllable in word[:8]:
            initial, final = divmod(ord(syllable) - 0xAC00, 588)[0], (ord(syllable) - 0xAC00) % 28
            sound = _TWICE.sub(r"\1", sound + _INITIALS[initial] + _FINALS[final].strip())
            if len(sound) >= _SHORTEST:
                found.add(sound)
    return found

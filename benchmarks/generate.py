"""Generated articles for measuring speed: as many as wanted, the same ones for the same seed.

Half are Korean, half English; lengths spread like those of news (1,000 to 9,000 characters, the
median 3,000), all dated within one week. Each tells an event of its own (made-up people, firms,
places, sums) on one of eight themes; one in twelve tells the event of an earlier one again in other
words. Two in five have subheads, five in six quote somebody. The sentences are nonsense with a news
story's vocabulary (words.toml): good for measuring how fast, never how well.
"""

from __future__ import annotations

import html
import math
import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST, MEDIAN, LONGEST = 1000, 3000, 9000
_SPREAD = 0.55
"""Standard deviation of the logarithm of the lengths: the middle half is from 2,070 to 4,350."""
_HALF_A_PARAGRAPH = 250
"""An article ends at the paragraph that comes nearest to its length."""
_WEEK = range(18, 25)
"""The days of March 2024 that are week 12 of that year."""
_MONTHS = ("January", "March", "May", "July", "September", "November")
_PARTICLES = {"은": "는", "이": "가", "을": "를", "과": "와", "으로": "로"}
_LISTS = ("themes", "roles", "sentences", "quotes")


def _read() -> dict[str, dict[str, list[str]]]:
    languages = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return {
        language: {name: value if name in _LISTS else value.split() for name, value in table.items()}
        for language, table in languages.items()
    }


_WORDS = _read()


@dataclass
class _Event:
    """What an article tells of: its fixed names, and a stock of words that it comes back to."""

    language: str
    theme: list[str]
    fixed: dict[str, str]
    nouns: list[str]
    verbs: list[str]
    qualities: list[str]


def write_articles(folder: Path, count: int, seed: int = 12, *, pages: bool = False) -> None:
    """Write `count` articles into the folder, as Markdown files with front matter or as HTML pages."""
    for name, text in articles(count, seed):
        path = folder / name
        if pages:
            path.with_suffix(".html").write_text(_page(text), encoding="utf-8")
        else:
            path.write_text(text, encoding="utf-8")


def _page(text: str) -> str:
    """Return an article as a news page: a menu, the story, related headlines, a footer."""
    _, front, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.strip().split("\n"))
    title = html.escape(fields["title"].strip('"'))
    links = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(40))
    parts = (part for part in body.strip().split("\n\n"))
    story = "".join(
        f"<h2>{html.escape(part[3:])}</h2>" if part.startswith("## ") else f"<p>{html.escape(part)}</p>"
        for part in parts
    )
    return (
        f'<!doctype html><html lang="{fields["language"]}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{fields["published"]}">'
        f'<link rel="canonical" href="{fields["url"]}"></head><body><nav><ul>{links}</ul></nav>'
        f"<article><h1>{title}</h1>{story}</article>"
        f"<aside><h3>More</h3><ul>{links}</ul></aside><footer>All rights reserved.</footer></body></html>"
    )


def articles(count: int, seed: int = 12) -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of each article; every second one is Korean."""
    dice = random.Random(seed)
    told: dict[str, list[_Event]] = {"en": [], "ko": []}
    for number in range(count):
        language = ("en", "ko")[number % 2]
        again = told[language] and dice.random() < 1 / 12
        event = dice.choice(told[language][-50:]) if again else _event(dice, language)
        told[language].append(event)
        yield f"{number:05}-{language}.md", _article(dice, event, number)


def _event(dice: random.Random, language: str) -> _Event:
    """Return an event; half of its nouns are names of its own, as in news."""
    words, firms = _WORDS[language], _WORDS[language]["firms"]
    surname, name = _person(dice, language)
    fixed = {
        "org": _made_up(dice, language, firms),
        "org2": _made_up(dice, language, firms),
        "place": _made_up(dice, language, firms if language == "en" else ["시", "군", "동"]),
        "product": _made_up(dice, language, ["ix", "on", "a"] if language == "en" else ["원", "나", ""]),
        "surname": surname,
        "name": name,
        "role": dice.choice(words["roles"]),
    }
    nouns, verbs, qualities = (dice.sample(words[stock], 24) for stock in ("nouns", "verbs", "qualities"))
    names = [_made_up(dice, language, firms, 3) for _ in range(24)]
    theme = dice.sample(dice.choice(words["themes"]).split(), 6)
    return _Event(language, theme, fixed, [*nouns, *names], verbs, qualities)


def _person(dice: random.Random, language: str) -> tuple[str, str]:
    if language == "ko":
        surname = dice.choice(_WORDS["ko"]["surnames"])
        return surname, surname + "".join(dice.sample(_WORDS["ko"]["syllables"], 2))
    surname = _made_up(dice, "en", ["ley", "son", "ard", "well"])
    return surname, f"{dice.choice(_WORDS['en']['given'])} {surname}"


def _made_up(dice: random.Random, language: str, ends: list[str], syllables: int = 2) -> str:
    return ("".join(dice.sample(_WORDS[language]["syllables"], syllables)) + dice.choice(ends)).capitalize()


def _article(dice: random.Random, event: _Event, number: int) -> str:
    length = min(LONGEST, max(SHORTEST, round(dice.lognormvariate(math.log(MEDIAN), _SPREAD))))
    subheads, quoted = dice.random() < 0.4, dice.random() < 5 / 6
    title = _sentence(dice, event)[:80].strip(" ,.")
    parts: list[str] = []
    written = 0
    while written < length - _HALF_A_PARAGRAPH:
        if subheads and len(parts) % 5 == 4:
            parts.append(f"## {_said(dice, event, '{t1} {n1} {n2}')}")
        sentences = [_sentence(dice, event) for _ in range(dice.randint(3, 7))]
        if quoted and len(parts) % 2:
            quote = _said(dice, event, dice.choice(_WORDS[event.language]["quotes"]))
            sentences.insert(dice.choice((0, len(sentences))), quote)
        parts.append(" ".join(sentences))
        written += len(parts[-1]) + 2
    day, hour = dice.choice(_WEEK), dice.randint(6, 20)
    front = (
        f'---\ntitle: "{title}"\nsource: {_made_up(dice, event.language, [""])}\n'
        f"url: https://example.org/{number:05}\npublished: 2024-03-{day}T{hour:02}:30:00+09:00\n"
        f"language: {event.language}\n---\n\n"
    )
    return front + "\n\n".join(parts) + "\n"


def _sentence(dice: random.Random, event: _Event) -> str:
    return _said(dice, event, dice.choice(_WORDS[event.language]["sentences"]))


def _said(dice: random.Random, event: _Event, pattern: str) -> str:
    """Fill in a pattern of words.toml."""
    words = {
        **event.fixed,
        **{name.capitalize(): event.fixed[name] for name in ("org", "org2", "place", "product")},
        **_chosen(dice, "t", event.theme, 2),
        **_chosen(dice, "n", event.nouns, 2),
        **_chosen(dice, "v", event.verbs, 2),
        **_chosen(dice, "a", event.qualities, 3),
        "n": str(dice.randint(2, 29)),
        "pc": str(dice.randint(2, 90)),
        "sum": str(dice.randint(3, 950)),
        "day": dice.choice(_WORDS[event.language]["days"]),
        "month": dice.choice(_MONTHS) if event.language == "en" else str(dice.randint(1, 12)),
    }
    return re.sub(r"\{(\w+):?(\w*)\}", lambda m: words[m[1]] + _particle(words[m[1]], m[2]), pattern)


def _chosen(dice: random.Random, slot: str, words: list[str], count: int) -> dict[str, str]:
    return {f"{slot}{i}": word for i, word in enumerate(dice.sample(words, count), 1)}


def _particle(word: str, wanted: str) -> str:
    """Return the form of a Korean particle that follows the word's last syllable."""
    final = (ord(word[-1]) - 0xAC00) % 28
    closed = final and not (wanted == "으로" and final == 8)
    return wanted if closed or not wanted else _PARTICLES[wanted]

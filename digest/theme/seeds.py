"""What a theme is known by: the editor's words and examples, and the passages put right since."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.corrections import Correction
    from digest.model import Theme


_MOST = 100
"""Corrections of a theme that teach, the newest: more say little more, and the work grows with their square."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A text that stands for a theme, and what a reason calls it: a correction goes by its title."""

    theme: str
    text: str
    name: str
    via: Literal["keyword", "phrase", "example", "correction"]


def seeds_of(themes: Sequence[Theme], corrections: Sequence[Correction] = ()) -> tuple[Seed, ...]:
    """Return the seeds of the themes, in the themes' order; each text of a theme once."""
    newest: defaultdict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        newest[correction.theme].append(correction)
    put_right = {name: sorted(of[-_MOST:], key=lambda c: (c.segment, c.theme)) for name, of in newest.items()}
    found: dict[tuple[str, str], Seed] = {}
    for theme in themes:
        for seed in (*_declared(theme), *map(_put_right, put_right.get(theme.id, ()))):
            if seed.text.strip():
                found.setdefault((seed.theme, seed.text), seed)
    return tuple(found.values())


def _put_right(correction: Correction) -> Seed:
    text = f"{correction.title}\n{correction.text}".strip()
    return Seed(correction.theme, text, correction.title or correction.text[:40], "correction")


def _declared(theme: Theme) -> Iterator[Seed]:
    for title in theme.title.values():
        yield Seed(theme.id, title, title, "keyword")
    for language in sorted(theme.keywords):
        words = theme.keywords[language]
        for word in words:
            yield Seed(theme.id, word, word, "keyword")
        # One word says little of what is meant; beside each other they make each other clear.
        together = ", ".join(words)
        yield Seed(theme.id, together, together, "keyword")
    for language in sorted(theme.phrases):
        for phrase in theme.phrases[language]:
            yield Seed(theme.id, phrase, phrase, "phrase")
    for language in sorted(theme.examples):
        for example in theme.examples[language]:
            yield Seed(theme.id, example, example, "example")

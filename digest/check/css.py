"""CSS as far as mails use it: rules with their media, declarations, and what stands after an @."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART = re.compile(r"""(?:"[^"]*"|'[^']*'|\([^)]*\)|[^;"'(])+""")
_COMMA = re.compile(r"""(?:"[^"]*"|'[^']*'|\([^)]*\)|\[[^\]]*\]|[^,"'(\[])+""")
_BRACE = re.compile(r"""[{};]|"[^"\n]*"|'[^'\n]*'|\([^(){}]*\)""")
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declaration:
    """`name: value`, in small letters but for what is quoted; `important` tells of the mark."""

    name: str
    value: str
    important: bool = False


@dataclass(frozen=True, slots=True)
class StyleRule:
    """Selectors with their declarations; `media` are the conditions around them, the outermost first."""

    selectors: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rules in order, all at-rules (as "@media (…)"), and whether there were comments."""

    rules: tuple[StyleRule, ...]
    at_rules: tuple[str, ...]
    comments: bool


@lru_cache(maxsize=2048)
def declarations(text: str) -> tuple[Declaration, ...]:
    """Return the declarations of a `style` attribute or of a rule's body."""
    return tuple(_declarations(_COMMENT.sub(" ", text)))


def _declarations(text: str) -> Iterator[Declaration]:
    for part in _PART.findall(text):
        name, colon, value = part.partition(":")
        if colon and name.strip() and value.strip():
            bare = _IMPORTANT.sub("", value)
            yield Declaration(name.strip().lower(), " ".join(bare.split()), bare != value)


def sheet(sources: Sequence[tuple[str, str]]) -> Sheet:
    """Return one sheet of several, each with the condition of its `media` attribute (or "")."""
    rules: list[StyleRule] = []
    at_rules: list[str] = []
    for text, media in sources:
        conditions = (media,) if media and media.strip().lower() != "all" else ()
        if conditions:
            at_rules.append(f"@media {media}")
        _read(_COMMENT.sub(" ", text), conditions, rules, at_rules)
    return Sheet(tuple(rules), tuple(at_rules), any("/*" in text for text, _ in sources))


def _read(text: str, media: tuple[str, ...], rules: list[StyleRule], at_rules: list[str]) -> None:
    for prelude, body in _blocks(text):
        if not prelude.startswith("@"):
            selectors = tuple(s.strip() for s in _COMMA.findall(prelude) if s.strip())
            rules.append(StyleRule(selectors, declarations(body), media))
            continue
        at_rules.append(prelude)
        name, _, condition = prelude.partition(" ")
        if name.startswith("@media"):
            _read(body, (*media, (prelude[6:]).strip()), rules, at_rules)
        elif name == "@supports":
            _read(body, (*media, f"supports {condition}"), rules, at_rules)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each pair of braces with what stands in it; a statement has no body."""
    depth, start, prelude = 0, 0, ""
    for mark in _BRACE.finditer(text):
        if mark.group() == "{":
            if not depth:
                prelude, start = " ".join(text[start : mark.start()].split()), mark.end()
            depth += 1
        elif mark.group() == "}":
            depth = max(0, depth - 1)
            if not depth:
                yield prelude, text[start : mark.start()]
                start = mark.end()
        elif mark.group() == ";" and not depth:
            yield " ".join(text[start : mark.start()].split()), ""
            start = mark.end()

"""Which elements a selector takes: types, classes, ids, attributes, descendants and children."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TOKEN = re.compile(
    r"""(?P<gap>\s*[>+~]\s*|\s+)|(?P<kind>[.#]?)(?P<name>(?:[\w-]|\\.)+|\*)"""
    r"""|\[\s*(?P<attr>[\w-]+)\s*(?:(?P<how>[~|^$*]?=)\s*["']?(?P<value>[^"'\]]*)["']?\s*)?\]"""
    r"""|(?P<pseudo>::?[\w-]+)(?:\((?P<inside>[^)]*)\))?"""
)


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element has to be; `gap` is how it stands to the compound before it (" ", ">", "+", "~")."""

    gap: str
    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    pseudos: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1024)
def compounds(selector: str) -> tuple[Compound, ...]:
    """Return the compounds of a selector, the subject last."""
    parts: list[dict[str, list[re.Match[str]]]] = [{}]
    gaps = [" "]
    for token in _TOKEN.finditer(selector.strip()):
        if token["gap"]:
            gaps.append(token["gap"].strip() or " ")
            parts.append({})
        else:
            kind = "attr" if token["attr"] else "pseudo" if token["pseudo"] else token["kind"]
            parts[-1].setdefault(kind, []).append(token)
    return tuple(_compound(gap, part) for gap, part in zip(gaps, parts, strict=True))


def _compound(gap: str, part: dict[str, list[re.Match[str]]]) -> Compound:
    return Compound(
        gap,
        tag=next((t["name"].lower() for t in part.get("", ())), ""),
        id=next((t["name"] for t in part.get("#", ())), ""),
        classes=tuple(t["name"] for t in part.get(".", ())),
        attributes=tuple((t["attr"], t["how"] or "", t["value"] or "") for t in part.get("attr", ())),
        pseudos=tuple((t["pseudo"].lower(), t["inside"] or "") for t in part.get("pseudo", ())),
    )


@lru_cache(maxsize=1024)
def specificity(selector: str) -> tuple[int, int, int]:
    """Return the weight of a selector by CSS: ids, classes and their like, types."""
    every = compounds(selector)
    ids = sum(bool(c.id) for c in every)
    classes = sum(len(c.classes) + len(c.attributes) + len(c.pseudos) for c in every)
    return ids, classes, sum(c.tag not in {"", "*"} for c in every)


def takes(selector: tuple[Compound, ...], element: Element) -> bool:
    """Tell whether the selector takes the element. A pseudo-class that is not known takes nothing."""
    *before, subject = selector
    if not _is(subject, element):
        return False
    if not before:
        return True
    rest = tuple(before)
    if subject.gap == ">":
        parent = element.getparent()
        return parent is not None and takes(rest, parent)
    if subject.gap == " ":
        return any(takes(rest, above) for above in element.iterancestors())
    siblings = list(element.itersiblings(preceding=True))
    return any(takes(rest, s) for s in (siblings[:1] if subject.gap == "+" else siblings))


def _is(compound: Compound, element: Element) -> bool:
    if compound.tag not in {"", "*", element.tag} or (compound.id and element.get("id") != compound.id):
        return False
    if compound.classes and not set(compound.classes) <= set((element.get("class") or "").split()):
        return False
    return all(_has(element, *a) for a in compound.attributes) and all(
        _pseudo(element, *p) for p in compound.pseudos
    )


def _has(element: Element, name: str, how: str, value: str) -> bool:
    actual = element.get(name)
    if actual is None:
        return False
    ways = {
        "": True,
        "=": actual == value,
        "~=": value in actual.split(),
        "|=": actual == value or actual.startswith(f"{value}-"),
        "^=": actual.startswith(value),
        "$=": actual.endswith(value),
        "*=": value in actual,
    }
    return ways[how]


def _pseudo(element: Element, name: str, inside: str) -> bool:
    if name == ":root":
        return element.getparent() is None
    if name == ":link":
        return element.tag == "a" and element.get("href") is not None
    if name == ":first-child":
        return element.getprevious() is None
    if name == ":last-child":
        return element.getnext() is None
    if name == ":lang":
        tagged = next((e for e in (element, *element.iterancestors()) if e.get("lang")), None)
        spoken = (tagged.get("lang") or "").lower() if tagged is not None else ""
        return any(
            spoken == t or spoken.startswith(f"{t}-") for t in (t.strip().lower() for t in inside.split(","))
        )
    return False

"""Colours and their contrast as WCAG 2.2 defines it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from PIL import ImageColor

_HALF_TURN = ((-0.574, 1.43, 0.144), (0.426, 0.43, 0.144), (0.426, 1.43, -0.856))
"""The matrix of hue-rotate(180deg) (Filter Effects Module, 8.5)."""
_NUMBERS = re.compile(r"rgba?\(([^)]*)\)")


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255, and how much of it there is from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def __str__(self) -> str:
        return "#" + "".join(f"{round(c):02x}" for c in self[:3])


@lru_cache(maxsize=1024)
def parsed(value: str) -> Colour | None:
    """Return the colour that CSS means by `value`, None where it is none or not a colour."""
    value = value.strip().lower()
    if value == "transparent":
        return Colour(0, 0, 0, 0.0)
    functional = _NUMBERS.fullmatch(value)
    if functional:
        parts = re.split(r"[\s,/]+", functional[1].strip())
        try:
            return Colour(*(_channel(p, 255) for p in parts[:3]), *(_channel(p, 1) for p in parts[3:4]))
        except (TypeError, ValueError):
            return None
    try:
        red, green, blue, *alpha = ImageColor.getrgb(value)
    except ValueError:
        return None
    return Colour(red, green, blue, alpha[0] / 255 if alpha else 1.0)


def _channel(part: str, whole: int) -> float:
    return float(part.removesuffix("%")) / 100 * whole if part.endswith("%") else float(part)


def over(colour: Colour | None, ground: Colour) -> Colour:
    """Return what is seen where `colour` (None: nothing) lies on a ground."""
    if colour is None:
        return ground
    share = max(0.0, min(1.0, colour.alpha))
    return Colour(*(c * share + g * (1 - share) for c, g in zip(colour[:3], ground[:3], strict=True)))


def inverted(colour: Colour) -> Colour:
    """Return what is left of a colour where a client turns light into dark by force and keeps the hue.

    As the filter `invert(1) hue-rotate(180deg)` does, by which the preview shows it.
    """
    red, green, blue = (255 - c for c in colour[:3])
    mixed = (row[0] * red + row[1] * green + row[2] * blue for row in _HALF_TURN)
    red, green, blue = (max(0.0, min(255.0, c)) for c in mixed)
    return Colour(red, green, blue, colour.alpha)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def _luminance(colour: Colour) -> float:
    linear = [(v / 12.92) if (v := c / 255) <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

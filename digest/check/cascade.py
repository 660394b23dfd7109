"""The style that elements end up with: cascade and inheritance for what contrast and tap targets need.

Seen at the width of the mail's body (600 px). What the rules do not ask for is not computed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from lxml import etree

from digest.check.colour import Colour, over, parsed
from digest.check.css import Declaration, Sheet, declarations
from digest.check.selector import Compound, compounds, specificity, takes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

WIDTH = 600
_FEATURE = re.compile(r"\(\s*([\w-]+)\s*(?::\s*([^)]*))?\)")
_LENGTH = re.compile(r"(-?[\d.]+)(px|pt|em|rem|%)?")
_FONT = re.compile(r"([\d.]+(?:px|pt|em|rem|%))(?:\s*/\s*([\d.]+(?:px|pt|em|rem|%)?))?\s")
_HEADINGS = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67}
_BOLD = frozenset({*_HEADINGS, "b", "strong", "th"})
_BLOCKS = frozenset({*_HEADINGS, *("div", "p", "table", "td", "th", "li", "ul", "ol", "blockquote", "body")})
_BESIDE = frozenset({":first-child", ":last-child"})
BLACK, WHITE, LINK = Colour(0, 0, 0), Colour(255, 255, 255), Colour(0, 0, 238)
Scheme = Literal["light", "dark", "outlook"]
"""The third is Outlook.com's dark mode: it marks with data-ogsc and data-ogsb the elements whose colours it has
changed, so rules with these in their selectors hold, and what no such rule colours it colours by itself."""
OUTLOOKS, OUTLOOKS_GROUND = Colour(51, 51, 51, 0), Colour(51, 51, 51)
"""A colour that Outlook.com fits to the ground by itself, and the lightest ground it makes
(hteumeuleu.com, "Dealing with Outlook.com's dark mode")."""
_OUTLOOKS_OWN = {"color": "rgba(51,51,51,0)", "background-color": str(OUTLOOKS_GROUND)}
_MARKS = frozenset({"data-ogsc", "data-ogsb"})


@dataclass(frozen=True, slots=True)
class Style:
    """Lengths are in px; `leading` is a factor of `size` unless `fixed`. `above` is the padding on top."""

    colour: Colour = BLACK
    ground: Colour = WHITE
    size: float = 16.0
    bold: bool = False
    leading: float = 1.2
    fixed: bool = False
    above: float = 0.0
    below: float = 0.0
    display: str = "inline"
    hidden: bool = False
    pictured: bool = False

    @property
    def line(self) -> float:
        """The height of a line."""
        return self.leading if self.fixed else self.leading * self.size


class _Rule(NamedTuple):
    weight: tuple[int, int, int]
    order: int
    parts: tuple[Compound, ...]
    declarations: tuple[Declaration, ...]
    kept: bool
    """Its colours hold as they are."""


_Bucket = dict[str, list[_Rule]]


def computed(root: Element, sheet: Sheet, scheme: Scheme) -> dict[Element, Style]:
    """Return the style of every element in a scheme."""
    bucket = _by_subject(sheet, scheme)
    first = Style(OUTLOOKS, OUTLOOKS_GROUND) if scheme == "outlook" else Style()
    asked = _asked(bucket)
    looks: dict[tuple[object, ...], tuple[int, Style]] = {}
    seen: dict[Element, tuple[int, Style]] = {}
    for element in root.iter(etree.Element):
        parent = element.getparent()
        group, inherited = seen[parent] if parent is not None else (0, first)
        # What is alike, under alike ancestors, has one style: a mail's stories are computed once.
        unlike = (element,) if asked is None else tuple(map(element.get, asked))
        alike = (group, element.tag, element.get("href") is None, *unlike)
        if alike not in looks:
            style = _styled(element, inherited, _cascaded(element, bucket, scheme))
            looks[alike] = (len(looks) + 1, style)
        seen[element] = looks[alike]
    return {element: style for element, (_, style) in seen.items()}


def _asked(bucket: _Bucket) -> tuple[str, ...] | None:
    """Return the attributes on which styles depend; None where they depend on what stands beside, too."""
    every = [part for rules in bucket.values() for rule in rules for part in rule.parts]
    if any(c.gap in "+~" or any(name in _BESIDE for name, _ in c.pseudos) for c in every):
        return None
    named = {name for c in every for name, _, _ in c.attributes}
    named |= {"id"} if any(c.id for c in every) else set()
    return ("class", "style", "lang", "bgcolor", *sorted(named))


def _by_subject(sheet: Sheet, scheme: Scheme) -> _Bucket:
    bucket: _Bucket = defaultdict(list)
    for order, rule in enumerate(sheet.rules):
        if not all(_applies(m, dark=scheme == "dark") for m in rule.media):
            continue
        for selector in rule.selectors:
            parts = compounds(selector)
            kept = scheme != "outlook" or any(name in _MARKS for c in parts for name, _, _ in c.attributes)
            if scheme == "outlook" and kept:  # every element may be marked
                parts = tuple(
                    replace(c, attributes=tuple(a for a in c.attributes if a[0] not in _MARKS)) for c in parts
                )
            subject = parts[-1]
            key = f"#{subject.id}" if subject.id else f".{subject.classes[0]}" if subject.classes else ""
            found = _Rule(specificity(selector), order, parts, rule.declarations, kept)
            bucket[key or subject.tag or "*"].append(found)
    return bucket


def _applies(media: str, *, dark: bool) -> bool:
    return any(_one_applies(query, dark=dark) for query in media.lower().split(","))


def _one_applies(query: str, *, dark: bool) -> bool:
    if query.startswith("supports") or "print" in query or "not " in query:
        return False
    known = {"prefers-color-scheme": lambda v: v.strip() == ("dark" if dark else "light")}
    known["min-width"] = lambda v: _px(v, 16, 0) <= WIDTH
    known["max-width"] = lambda v: _px(v, 16, 0) >= WIDTH
    return all(known[name](value) if name in known else False for name, value in _FEATURE.findall(query))


def _cascaded(element: Element, bucket: _Bucket, scheme: Scheme) -> Mapping[str, str]:
    keys = ["*", str(element.tag), f"#{element.get('id')}"]
    keys += [f".{name}" for name in (element.get("class") or "").split()]
    found = [
        (d.important, (0, *rule.weight), rule.order, d, rule.kept)
        for key in keys
        for rule in bucket.get(key, ())
        if takes(rule.parts, element)
        for d in rule.declarations
    ]
    kept = scheme != "outlook"
    style = element.get("style")
    if style:
        found += [(d.important, (1, 0, 0, 0), 0, d, kept) for d in declarations(style)]
    if element.get("bgcolor"):
        ground = Declaration("background-color", element.get("bgcolor") or "")
        found.append((False, (0, 0, 0, 0), -1, ground, kept))
    found.sort(key=lambda each: each[:3])
    return {
        name: value if own else _outlooks(name, value) for *_, d, own in found for name, value in _longhand(d)
    }


def _outlooks(name: str, value: str) -> str:
    """Return what Outlook.com makes of a declaration in its dark mode."""
    colour = parsed(value)
    return _OUTLOOKS_OWN.get(name, value) if colour and colour.alpha else value


@lru_cache(maxsize=4096)
def _longhand(declared: Declaration) -> tuple[tuple[str, str], ...]:
    return tuple(_longhands(declared.name, declared.value))


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    if name == "font":
        sized = _FONT.search(value)
        if sized:
            before = value[: sized.start()].lower()
            weight = re.search(r"\b(bold|bolder|[1-9]00)\b", before)
            yield "font-size", sized[1]
            yield "line-height", sized[2] or "normal"
            yield "font-weight", weight[1] if weight else "normal"
    elif name == "padding":
        sides = value.split()
        yield "padding-top", sides[0]
        yield "padding-bottom", sides[2] if len(sides) > 2 else sides[0]
    elif name == "background":
        colour = next((part for part in re.split(r"\s+(?![^(]*\))", value) if parsed(part)), "")
        yield "background-color", colour or "transparent"
        yield "background-image", "url()" if "url(" in value or "gradient(" in value else "none"
    else:
        yield name, value


def _styled(element: Element, parent: Style, given: Mapping[str, str]) -> Style:
    tag = str(element.tag)
    size = parent.size * _HEADINGS.get(tag, 1.0)
    size = _px(given["font-size"], parent.size, size) if "font-size" in given else size
    weight = given.get("font-weight", "").lower()
    bold = _is_bold(weight) if weight and weight != "inherit" else parent.bold or tag in _BOLD
    display = given.get("display", "block" if tag in _BLOCKS else "inline").lower()
    is_link = tag == "a" and element.get("href") is not None and parent.colour != OUTLOOKS
    hidden = parent.hidden or display == "none" or given.get("visibility") == "hidden"
    base = replace(parent, size=size, bold=bold, display=display, hidden=hidden)
    base = _leaded(base, given.get("line-height", ""))
    return replace(
        base,
        colour=_colour(given.get("color", ""), LINK if is_link else parent.colour, parent),
        ground=over(parsed(given.get("background-color", "")), parent.ground),
        pictured=_is_pictured(given, parent),
        above=_px(given.get("padding-top", "0"), size, 0),
        below=_px(given.get("padding-bottom", "0"), size, 0),
    )


def _is_pictured(given: Mapping[str, str], parent: Style) -> bool:
    image = given.get("background-image", "none")
    ground = parsed(given.get("background-color", ""))
    return image not in {"none", ""} or (parent.pictured and not (ground and ground.alpha == 1))


def _colour(value: str, otherwise: Colour, parent: Style) -> Colour:
    if value.lower() in {"inherit", "currentcolor"}:
        return parent.colour
    return parsed(value) or otherwise


def _is_bold(weight: str) -> bool:
    return weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 700)


def _leaded(style: Style, value: str) -> Style:
    if not value or value == "inherit":
        return style
    if value == "normal":
        return replace(style, leading=1.2, fixed=False)
    length = _LENGTH.fullmatch(value)
    if length and not length[2]:
        return replace(style, leading=float(length[1]), fixed=False)
    return replace(style, leading=_px(value, style.size, style.line), fixed=True)


def _px(value: str, size: float, otherwise: float) -> float:
    """Return a length in px; em and % are of `size`."""
    length = _LENGTH.fullmatch(value.strip())
    if not length or length[1].count(".") > 1 or length[1] in {".", "-."}:
        return otherwise
    each = {"px": 1.0, None: 1.0, "pt": 4 / 3, "em": size, "rem": 16.0, "%": size / 100}
    return float(length[1]) * each[length[2]]

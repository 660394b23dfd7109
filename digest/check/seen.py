"""What is seen and touched: contrast in both schemes, and how large a link is under a thumb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.cascade import OUTLOOKS
from digest.check.colour import contrast, inverted, over
from digest.check.example import Example
from digest.check.proof import shortened
from digest.check.rule import Fault, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element as Element

    from digest.check.cascade import Style
    from digest.check.colour import Colour
    from digest.check.page import Link
    from digest.check.proof import Proof

_LARGE, _LARGE_BOLD = 24.0, 18.66
"""Pixels from which WCAG calls text large: 18 points, 14 where bold."""
_STANDING, _BUTTON = 24.0, 44.0
_INLINE = frozenset({"span", "b", "strong", "i", "em", "small", "a"})


def _light(proof: Proof) -> Iterator[Fault]:
    yield from _pale(proof, proof.page.light, "")


def _dark(proof: Proof) -> Iterator[Fault]:
    if any("prefers-color-scheme" in at for at in proof.page.sheet.at_rules):
        yield from _pale(proof, proof.page.dark, " in the dark scheme")


def _outlook(proof: Proof) -> Iterator[Fault]:
    if any("[data-ogs" in selector for rule in proof.page.sheet.rules for selector in rule.selectors):
        yield from _pale(proof, proof.page.outlook, " in Outlook.com's dark mode")


def _inverted(proof: Proof) -> Iterator[Fault]:
    yield from _pale(proof, proof.page.light, " when it is inverted", inverted)


def _pale(
    proof: Proof,
    styles: Mapping[Element, Style],
    scheme: str,
    turned: Callable[[Colour], Colour] | None = None,
) -> Iterator[Fault]:
    """Yield a fault for each pair of colours that is too pale, at its first place."""
    first: dict[tuple[str, str, float], tuple[Element, str, float]] = {}
    count: dict[tuple[str, str, float], int] = {}
    for run in proof.page.runs:
        style = styles[run.element]
        unseen = style.hidden or style.pictured or style.size < 2 or style.colour == OUTLOOKS
        if unseen or not any(c.isalnum() for c in run.text):
            continue
        needed = 3.0 if style.size >= (_LARGE_BOLD if style.bold else _LARGE) else 4.5
        ground, shown = style.ground, over(style.colour, style.ground)
        ratio = contrast(shown, ground)
        if turned:
            if ratio < needed:  # it is told already
                continue
            ground, shown = turned(ground), turned(shown)
            ratio = contrast(shown, ground)
        if ratio < needed:
            pair = (str(shown), str(ground), needed)
            first.setdefault(pair, (run.element, run.text, ratio))
            count[pair] = count.get(pair, 0) + 1
    for pair, (element, text, ratio) in first.items():
        colour, under, needed = pair
        more = f" and {count[pair] - 1} more" if count[pair] > 1 else ""
        # Cut, not rounded: 4.499 is not 4.5.
        yield Fault(
            proof.at(element),
            f"“{shortened(text)}”{more}: {colour} on {under} has {int(ratio * 100) / 100}:1{scheme}",
            f"{needed:g}:1 is needed: change the design token or the theme's colour",
        )


def _targets(proof: Proof) -> Iterator[Fault]:
    """Yield a fault for each height that is too small, at its first link."""
    small: dict[tuple[float, float], list[Link]] = {}
    for link in proof.page.links:
        style = proof.page.light[link.element]
        if style.hidden or any(e.tag == "img" for e in link.element.iter()):
            continue
        is_button = style.display in {"block", "inline-block"}
        if not is_button and not _stands_alone(link):
            continue
        height = style.line + (style.above + style.below if is_button else 0)
        needed = _BUTTON if is_button else _STANDING
        if height < needed:
            small.setdefault((height, needed), []).append(link)
    for (height, needed), those in small.items():
        first, more = those[0], f" and {len(those) - 1} more" if len(those) > 1 else ""
        yield Fault(
            proof.at(first.element),
            f"the link “{shortened(first.name)}”{more}: {height:g} px tall",
            f"{needed:g} px are needed: give it padding or a taller line",
        )


def _stands_alone(link: Link) -> bool:
    """Tell whether the link has its block for itself; one in a sentence has its line's height."""
    block = link.element.getparent()
    while block is not None and block.tag in _INLINE:
        block = block.getparent()
    if block is None:
        return False
    around = " ".join(" ".join(map(str, block.itertext())).split())
    return around == " ".join(" ".join(map(str, link.element.itertext())).split())


_TOGETHER = "@media (prefers-color-scheme:dark){div{color:%s!important;background-color:#15171a!important}}"

RULES = (
    Rule(
        "contrast",
        "error",
        "Text has a contrast of 4.5:1, large text 3:1.",
        "Below it people with weak eyes, and everybody in the sun, cannot read it (WCAG 2.2, 1.4.3).",
        _light,
        bad=Example(body='<p style="color:#999999">Too pale to read</p>'),
        good=Example(body='<p style="color:#6b6b6b">Grey enough</p>'),
    ),
    Rule(
        "contrast-dark",
        "error",
        "So it has where the reader prefers a dark scheme, as the page's own styles make it.",
        "A colour made for white is often too dark on black (WCAG 2.2, 1.4.3).",
        _dark,
        bad=Example(style=_TOGETHER % "#555555"),
        good=Example(
            style=_TOGETHER % "#e7e5e1" + "@media (prefers-color-scheme:dark){a{color:#8fb9dd!important}}"
        ),
    ),
    Rule(
        "contrast-outlook",
        "error",
        "So it has in Outlook.com's dark mode, where the page has rules for that ([data-ogsc], [data-ogsb]).",
        "Outlook.com fits text to ground by itself, but not what such a rule colours (WCAG 2.2, 1.4.3; hteumeuleu.com).",
        _outlook,
        bad=Example(style="[data-ogsc] p{color:#555555!important}", body="<p>A story</p>"),
        good=Example(style="[data-ogsc] p{color:#e7e5e1!important}", body="<p>A story</p>"),
    ),
    Rule(
        "contrast-inverted",
        "warning",
        "So it has where a client turns light into dark by force.",
        "Some clients do so whatever the page asks for; colours of middling lightness come out too alike.",
        _inverted,
        bad=Example(body='<p style="color:#767676;background-color:#000000">It was pale before</p>'),
        good=Example(body='<p style="color:#6b6b6b">Grey enough</p>'),
    ),
    Rule(
        "tap-target",
        "warning",
        "A link that stands alone is 24 px tall, one that is made a block, such as a button, 44 px.",
        "Thumbs miss smaller ones (WCAG 2.2, 2.5.8 and 2.5.5; links within a sentence are excepted).",
        _targets,
        bad=Example(
            body='<p style="line-height:18px"><a href="https://letter.example/a">The first story</a></p>'
        ),
        good=Example(
            body='<p style="line-height:26px"><a href="https://letter.example/a">The first story</a></p>'
        ),
    ),
)

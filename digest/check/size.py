"""How large the page is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.example import Example
from digest.check.proof import PAGE
from digest.check.rule import Fault, Place, Rule
from digest.model import CLIPPED, NEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.proof import Proof

STYLES = 16_384
"""Bytes of a style element."""


def _clipped(proof: Proof) -> Iterator[Fault]:
    size = len(proof.rendered.html.encode("utf-8", "replace"))
    if size >= CLIPPED:
        yield Fault(
            Place(PAGE),
            f"the page has {size:,} bytes; Gmail shows some 102,000 and hides the rest, the way out included",
            "lower [edition] max_words or stories_per_section",
        )


def _near(proof: Proof) -> Iterator[Fault]:
    size = len(proof.rendered.html.encode("utf-8", "replace"))
    if NEAR <= size < CLIPPED:
        yield Fault(
            Place(PAGE),
            f"the page has {size:,} bytes; from {CLIPPED:,} on Gmail may cut it",
            "leave a story or two out",
        )


def _styles(proof: Proof) -> Iterator[Fault]:
    for element in proof.page.elements:
        size = len((element.text or "").encode("utf-8", "replace")) if element.tag == "style" else 0
        if size > STYLES:
            yield Fault(
                Place(PAGE),
                f"a style element has {size:,} bytes; Gmail drops one of more than {STYLES:,}",
                "take rules out of the templates, or part them into two style elements",
            )


_RULE = '<hr style="margin:0 0 10px">'

RULES = (
    Rule(
        "size-clip",
        "error",
        f"The page has less than {CLIPPED:,} bytes.",
        "Gmail cuts a message near 102 KB of HTML, as those say who measured it, and with its end the unsubscribe link.",
        _clipped,
        bad=Example(body=_RULE * 3700),
        good=Example(body=_RULE * 3000),
    ),
    Rule(
        "size-near",
        "warning",
        f"The page has less than {NEAR:,} bytes.",
        "What a sending service adds (links that count, a counting picture) may pass Gmail's limit.",
        _near,
        bad=Example(body=_RULE * 3300),
        good=Example(body=_RULE * 3000),
    ),
    Rule(
        "size-styles",
        "error",
        f"No style element has more than {STYLES:,} bytes.",
        "Gmail drops a longer one as a whole (caniemail.com, <style>, note 6; hteumeuleu/email-bugs 90).",
        _styles,
        bad=Example(style=".a{color:#222222}\n" * 1000),
        good=Example(style=".a{color:#222222}\n" * 800),
    ),
)

from __future__ import annotations

import pytest

from digest.clean.declared import markdown_blocks, plain_blocks

CASES = {
    "paragraphs": ("One\ntwo\n\nThree", [("paragraph", "One\ntwo"), ("paragraph", "Three")]),
    "headings": ("## A b ##\n\nText\n\nUnder\n---\n", [("subhead", "A b"), ("paragraph", "Text"), ("subhead", "Under")]),
    "the title said twice": ("# Title\n\nText", [("paragraph", "Text")]),
    "items": ("- one\n- two\n\n  more\n\n1. three", [("item", "one"), ("item", "two"), ("item", "more"), ("item", "three")]),
    "a block quote": ("> said\n> twice", [("quote", "said\n> twice")]),
    "code and markup": ("```\nx = 1\n```\n\n<div>\na\n</div>", [("other", "```\nx = 1\n```"), ("other", "<div>\na\n</div>")]),
    "a hash without a space": ("#tag is text", [("paragraph", "#tag is text")]),
    "nothing": ("\n\n", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_markdown_blocks(name: str) -> None:
    text, expected = CASES[name]
    assert [(b.kind, b.span.of(text)) for b in markdown_blocks(text)] == expected


def test_plain_blocks_are_parted_by_empty_lines() -> None:
    text = "One\ntwo\n \n  \n\nThree  \n"
    assert [b.span.of(text) for b in plain_blocks(text)] == ["One\ntwo", "Three"]

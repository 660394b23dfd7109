"""Every headline, quote, attribution, link and number of one format is in all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from golden.newsletters import NEWSLETTERS

from digest.check import check_edition
from digest.codec import from_json
from digest.config import LOOKS
from digest.model import Edition, Rendered
from digest.render import render_edition

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "expected"


def golden(name: str, look: str = "") -> Edition:
    edition = from_json((GOLDEN / name / "edition.json").read_text("utf-8"))
    letter = edition.newsletter
    return replace(edition, newsletter=replace(letter, look=look or letter.look))


def unlike(edition: Edition, rendered: Rendered) -> list[str]:
    found = check_edition(edition, rendered)
    return [f"{f.place}: {f.what}" for f in found if f.rule == "parity"]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", NEWSLETTERS)
def test_a_golden_edition_tells_the_same_in_all_formats(name: str, look: str):
    edition = golden(name, look)
    assert unlike(edition, render_edition(edition, utm={"source": "letter", "campaign": "{id}"})) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ["headline", "quote", "attribution", "link", "number"])
@pytest.mark.parametrize("part", ["html", "text", "markdown", "web"])
def test_what_one_format_lacks_is_told(part: str, kind: str, look: str):
    edition = golden("essay_english", look)
    rendered = render_edition(edition).fill()
    old = {
        "headline": "neighbours",
        "quote": "had to",
        "attribution": "Paul Miller",
        "link": "example.com/river",
        "number": "degrees",
    }[kind]
    new = {"number": "degrees 17", "link": "example.com/lake"}.get(kind, "")
    if kind == "headline":
        old = "cold river"
    text = getattr(rendered, part)
    # a quote is wrapped in the text and marked up in none
    spoilt, count = re.subn(old.replace(" ", r"\s+"), new, text)
    assert count
    told = unlike(edition, replace(rendered, **{part: spoilt}))
    assert any(f"the {kind} “" in line for line in told)
    names = {"html": "email.html", "text": "email.txt", "markdown": "edition.md", "web": "edition.html"}
    assert all(names[part] in line for line in told)


def test_without_a_web_page_nothing_is_compared():
    edition = golden("one_story")
    rendered = render_edition(edition)
    assert unlike(edition, replace(rendered, text="", web="")) == []
    assert unlike(edition, replace(rendered, text=""))

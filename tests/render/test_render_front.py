"""Front matter: what Hugo, Jekyll and Buttondown (YAML) and Pelican (a line, a value) each read of it."""

from __future__ import annotations

import re
from datetime import date

import editions
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from digest.render import render_edition
from digest.render.front import front_matter
from digest.render.languages import speech
from digest.render.safe import legible
from digest.render.viewing import view

TITLES = [
    "Laboratories bid for the few",
    "연구소들이 값을 부른다",
    "40 engineers change sides",
    "A title: with a colon, a # and a “quote”",
    '따옴표 " 와 쌍점: 이 있는 제목',
    "‘Single’ — and a dash",
    "It's Ida's, isn't it?",
    "[Exclusive] A lab hires",
    "'Straight' at the front",
    '"우리는 짓는다"라는 말',
    "- a dash",
    "@someone",
    "% of what",
    "2024-03-31",
    "1e3",
    "yes",
    "null",
    "Ends in a colon:",
    "*bold* {brace} `code`",
    'back\\slash "and" marks',
    "---",
]


def front(title):
    """Return the front matter of an edition, and the body that follows it."""
    whole = render_edition(editions.korean(subject=title)).markdown
    _, head, body = re.split("^---\n", whole, maxsplit=2, flags=re.MULTILINE)
    return head, body, whole


def read_by_pelican(whole):
    reader = Markdown(extensions=["meta"])
    return {name: value for name, (value,) in (reader.convert(whole), reader.Meta)[1].items()}


def spaced(text):
    """Return a title without what keeps it from being taken for marks of YAML."""
    return text.replace("\xa0", " ").strip()


@pytest.mark.parametrize("title", TITLES)
def test_all_read_the_same_title(title):
    head, body, whole = front(title)
    read = yaml.safe_load(head)
    line = read_by_pelican(whole)
    assert spaced(read["title"]) == spaced(read["subject"]) == spaced(line["title"]) == title
    assert (read["date"], line["date"]) == (date(2024, 3, 31), "2024-03-31")
    assert (read["number"], line["number"]) == (12, "12")
    assert (read["language"], line["language"]) == ("ko", "ko")
    assert read["description"] == line["description"]
    assert read["description"].startswith("한 주의 채용")
    assert body.startswith("\n# 주물공장 편지\n")


def test_a_language_that_yaml_takes_for_no_is_quoted():
    seen = view(editions.english(), speech("en"))
    assert yaml.safe_load(front_matter(seen, "no").removesuffix("---\n"))["language"] == "no"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet=":# -[]{}'\"&*!|>%@`,?ab가1.~=\\", max_size=20))
def test_any_title_reads_back(text):
    edition = editions.english(subject=text, preheader=text, number=0)
    seen = view(edition, speech("en"))
    read = yaml.safe_load(front_matter(seen, "en").removesuffix("---\n"))
    assert spaced(read["title"]) == spaced(legible(text) or "The Foundry Letter")
    assert spaced(read.get("description", "")) == spaced(legible(text))
    assert "number" not in read

"""A page pasted as text: what is clean already stays as it is."""

from __future__ import annotations

import unicodedata

import strategies as some
from hypothesis import given
from hypothesis import strategies as st

from digest.clean.dump import clean_dump

korean = st.lists(st.sampled_from(some.KOREAN), min_size=2, max_size=5).map(" ".join)
english = st.lists(st.sampled_from(some.ENGLISH), min_size=2, max_size=5).map(" ".join)
chrome = st.lists(st.sampled_from(some.CHROME), max_size=6)
headlines = st.sampled_from(
    ("Fernwood Labs hires forty engineers from a rival", "가람전자, 경쟁사 엔지니어 40명 채용…몸값 두 배로")
)


@st.composite
def pages(draw):
    story = draw(
        st.one_of(st.lists(korean, min_size=2, max_size=6), st.lists(english, min_size=2, max_size=6))
    )
    lines = [*draw(chrome), draw(headlines), *draw(chrome), *story, *draw(chrome)]
    return draw(st.sampled_from(["\n", "\n\n"])).join(lines)


@some.ANY
@given(st.one_of(pages(), some.body, some.odd_text))
def test_cleaning_twice_is_cleaning_once(page):
    once = clean_dump(page)
    assert clean_dump(page) == once
    if once is None or not once.meta.title:  # the first sentence of a page without a headline may be one
        return
    twice = clean_dump(f"{once.meta.title}\n\n{once.text}")
    assert twice is not None
    assert twice.text == once.text


@some.ANY
@given(st.one_of(pages(), some.body, some.odd_text))
def test_each_line_of_the_story_stands_on_the_page(page):
    cleaned = clean_dump(page)
    if cleaned:
        squeezed = seen(page)
        at = 0
        for block in cleaned.blocks:
            assert at <= block.span.start < block.span.end <= len(cleaned.text)
            assert seen(block.span.of(cleaned.text)) in squeezed
            at = block.span.end


def seen(text: str) -> str:
    """Return what a reader sees of a text: no white space, no soft hyphens and other formatting characters."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")

"""Of any declared article: cleaning leaves it alone, and its passages are it, cut up."""

from __future__ import annotations

import hashlib
from datetime import UTC

import strategies as some
from hypothesis import example, given
from hypothesis import strategies as st

from digest.clean import clean
from digest.clean.dump import clean_dump
from digest.language import sentences
from digest.load.markdown import load_markdown
from digest.model import Article, Document
from digest.segment import cut


def has_text(text: str) -> bool:
    """Whether something stands in it that is no heading, as far as a test can tell without the parser."""
    return any(sentence in text for sentence in (*some.ENGLISH, *some.KOREAN))


edges = st.sampled_from(("", "\n", "\n\n  ", " \t\n"))


@some.ANY
@given(some.body, edges, edges, some.language)
def test_declared_markdown_passes_cleaning_unchanged(body, before, after, language):
    text = f"{before}{body}{after}"
    (document,) = load_markdown(some.front("A title", text, language=language).encode(), "content/a.md")
    if isinstance(document, Document):
        assert document.text == text
        article = clean(document, UTC)
        assert isinstance(article, Article) or not has_text(text)
        if isinstance(article, Article):
            assert article.text == text
            assert article.meta.title == "A title"
    else:
        assert not text.strip()


@some.ANY
@given(st.lists(st.sampled_from(some.CHROME), min_size=1, max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_lines_that_look_like_chrome_are_left_alone_where_they_are_declared(lines, between):
    text = between.join(lines)
    (article,) = some.articles_of(text, "ko")
    assert article.text == text
    assert {line for line in lines if any(line in b.span.of(text) for b in article.blocks)} == set(lines)
    assert clean_dump(text) is None  # and undeclared they are no article


@some.ANY
@given(some.body, some.language)
def test_blocks_are_in_order_and_hold_all_words(text, language):
    for article in some.articles_of(text, language):
        at = 0
        for block in article.blocks:
            assert at <= block.span.start < block.span.end <= len(text)
            at = block.span.end


@some.ANY
@given(some.body, some.language)
def test_segments_are_the_article_cut_up(text, language):
    for article in some.articles_of(text, language):
        parts = cut(article)
        assert parts
        at = 0
        for part in parts:
            assert at <= part.span.start < part.span.end <= len(text)
            at = part.span.end
            assert part.heading is None or part.span.start == part.heading.start < part.heading.end
        assert len({part.id for part in parts}) == len(parts)
        held = [block for part in parts for block in part.blocks]
        assert len(held) == len(set(held))
        assert [b for b in article.blocks if b not in held] == headings_over_nothing(article)


def headings_over_nothing(article: Article) -> list:
    """A subhead right before another, or at the end, has no passage."""
    follow = [*article.blocks[1:], None]
    empty = [
        b
        for b, after in zip(article.blocks, follow, strict=True)
        if b.kind == "subhead" and (after is None or after.kind == "subhead")
    ]
    inside = [b for part in cut(article) for b in part.blocks]
    return [b for b in empty if b not in inside]


@some.ANY
@given(some.body, some.language)
@example(f"{some.LONG[0]}\n\n## Hiring\n\n{some.ENGLISH[0]} {some.ENGLISH[1]}", "en")
@example(f"{some.LONG[1]}\n\n## 채용\n\n{some.KOREAN[0]} {some.KOREAN[1]}", "ko")
def test_no_segment_is_one_dangling_sentence(text, language):
    for article in some.articles_of(text, language):
        parts = cut(article)
        if len(parts) > 1:
            for part in parts:
                told = [s for b in part.blocks if b.kind != "subhead" for s in sentences(text, b.span)]
                assert len(told) >= 2, part.text


@some.ANY
@given(some.body)
def test_a_segments_id_is_its_words(text):
    for part in some.segments_of(text):
        words = hashlib.sha256(part.text.encode()).hexdigest()[:8]
        assert part.id.split("-")[:2] == [part.article.id, words]

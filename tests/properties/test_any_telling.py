"""Of any article: what the edition shows of it stands in it."""

from __future__ import annotations

import strategies as some
from hypothesis import given
from hypothesis import strategies as st

from digest.language import sentences
from digest.merge import merge
from digest.quote import find_quotes, verify
from digest.standfirst import tell
from digest.theme import place

said = st.lists(st.one_of(st.sampled_from(some.SAID), some.block), min_size=1, max_size=8).map("\n\n".join)
marks = st.lists(
    st.sampled_from(
        [
            *"“”‘’\"'「」『』«»‹›„‚()[]…—,.!? \n",
            "said",
            "말했다",
            "고",
            "며",
            "Oakley",
            "홍가람",
            "대표는",
            "a",
        ]
    ),
    max_size=60,
).map("".join)


@some.ANY
@given(said, st.sampled_from(["ko", "en"]))
def test_a_quote_is_spans_of_its_segment_and_its_names_stand_in_the_article(text, language):
    check_quotes(text, language)


@some.ANY
@given(st.one_of(marks, some.any_text), st.sampled_from(["ko", "en"]))
def test_marks_in_any_order_make_no_false_quote(text, language):
    check_quotes(text, language)


def check_quotes(text: str, language: str) -> None:
    parts = some.segments_of(text, language)
    quotes = find_quotes(parts)
    verify(quotes)
    for quote in quotes:
        article = quote.segment.article
        assert quote.spans
        at = quote.segment.span.start
        for span, words in zip(quote.spans, quote.parts, strict=True):
            assert at <= span.start < span.end <= quote.segment.span.end
            assert article.text[span.start : span.end] == words
            assert words.strip()
            at = span.end
        known = f"{article.meta.title}\n{article.text}"
        if quote.attribution:
            by = quote.attribution
            assert all(name in known for name in (by.name, by.role, by.organisation))
            assert bool(by.name) == (by.kind != "unnamed")
            assert by.kind != "unnamed" or by.role
        assert 0 <= quote.fit <= 1
        assert (quote.fit == 0) == bool(quote.unfit)


def test_the_passages_hold_quotes_at_all():
    found = find_quotes(some.segments_of("\n\n".join(some.SAID[:3]), "en"))
    found += find_quotes(some.segments_of("\n\n".join(some.SAID[5:9]), "ko"))
    assert len(found) >= 6
    assert {"Mary Oakley", "홍가람"} <= {q.attribution.name for q in found if q.attribution}


@some.ANY
@given(some.body, some.language)
def test_a_standfirst_is_sentences_of_its_article(text, language):
    for story in merge(place(some.segments_of(text, language), some.THEMES)):
        (brief,) = tell([story])
        article = brief.segment.article
        spans = brief.standfirst.spans
        assert brief.headline.strip()
        assert brief.headline in f"{article.meta.title}\n{article.text}"
        assert len(spans) <= 2
        taken = [span.of(article.text) for span in spans]
        assert brief.standfirst.text == " ".join(" ".join(words.split()) for words in taken)
        whole = {s for b in brief.segment.blocks for s in sentences(article.text, b.span)}
        assert set(spans) <= whole
        assert list(spans) == sorted(spans)

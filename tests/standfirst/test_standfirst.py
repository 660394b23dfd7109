from __future__ import annotations

from making import article, segments

from digest.merge import merge
from digest.model import Placement
from digest.standfirst import LONGEST, tell


def briefs(text: str, **meta: object):
    return tell(merge(Placement(s, f"t{n}", 0.5) for n, s in enumerate(segments(article(text, **meta)))))


def test_the_articles_own_standfirst_is_taken() -> None:
    (brief,) = briefs("One. Two. Three.", standfirst="What it is about.")
    assert (brief.standfirst.text, brief.standfirst.spans) == ("What it is about.", ())


def test_one_that_is_but_the_title_or_the_paper_again_is_not() -> None:
    for own in ("Norwick opens its harbour.", "The Norwick Post", "By Ann Harbour"):
        (brief,) = briefs(
            "The ships came in before noon. Nobody was there.",
            title="Norwick opens its harbour",
            source="Norwick Post",
            byline=("Ann Harbour",),
            standfirst=own,
        )
        assert brief.standfirst.text == "The ships came in before noon. Nobody was there."


def test_else_it_is_one_or_two_sentences_word_for_word() -> None:
    (brief,) = briefs("The first is short. The second too. The third is not taken.\n\nNor this.")
    assert brief.standfirst.text == "The first is short. The second too."
    text = brief.segment.article.text
    assert [span.of(text) for span in brief.standfirst.spans] == ["The first is short.", "The second too."]


def test_a_second_sentence_that_would_make_it_too_long_is_left() -> None:
    (brief,) = briefs("Short enough. " + "word " * (LONGEST // 4) + "end.")
    assert brief.standfirst.text == "Short enough."


def test_a_korean_one_counts_by_width() -> None:
    (brief,) = briefs("가" * 70 + "다. " + "나" * 70 + "다.", language="ko")
    assert brief.standfirst.text == "가" * 70 + "다."


def test_a_later_passage_has_its_subhead_for_a_headline_and_the_title_above_it() -> None:
    first, second = briefs(
        "## One\n\nIt is so. It was.\n\n## Two\n\nThis too. And that.", title="The whole", kicker="Kicker"
    )
    assert (first.headline, first.kicker) == ("The whole", "Kicker")
    assert (second.headline, second.kicker) == ("Two", "The whole")
    assert second.standfirst.text == "This too. And that."


def test_a_second_sentence_that_leans_on_one_left_out_is_not_first() -> None:
    (brief,) = briefs(
        "Of ships. But the harbour of ships at Norwick is full. The harbour of ships at Norwick is old."
    )
    assert not brief.standfirst.text.startswith("But")


def test_a_korean_one_is_what_the_title_says() -> None:
    text = "바다는 넓다. 어느 날 아침이었다. 노르빅 항구가 십 년 만에 다시 문을 연다. 항구 사람들은 기뻐했다."
    (brief,) = briefs(text, title="노르빅 항구 다시 문 연다", language="ko")
    assert brief.standfirst.text == "노르빅 항구가 십 년 만에 다시 문을 연다."


def test_an_item_of_a_roundup_has_its_first_sentence_for_a_headline() -> None:
    paragraphs = "Ships lie still. Nobody sails.\n\nBees came back to Norwick. They had been gone a year."
    whole = article(paragraphs, title="In brief")
    items = segments(whole)
    first, second = tell([merge([Placement(item, "t", 0.5)])[0] for item in items])
    assert (first.headline, first.kicker) == ("Ships lie still", "In brief")
    assert (second.headline, second.standfirst.text) == (
        "Bees came back to Norwick",
        "They had been gone a year.",
    )

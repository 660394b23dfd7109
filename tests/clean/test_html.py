"""clean_html: the story of a page as blocks, and its metadata."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from html_pages import EN, KO, LD, english, korean, paragraphs

from digest.clean.html import clean_html


def kinds(cleaned):
    return [block.kind for block in cleaned.blocks]


def texts(cleaned):
    return [block.span.of(cleaned.text) for block in cleaned.blocks]


def test_a_news_page_gives_its_story_in_blocks():
    cleaned = clean_html(english(), "https://courier.example.org/news/pier?ref=mail")
    standfirst = "Two years after the storm, the board has voted: the eastern pier returns."
    assert texts(cleaned) == [standfirst, *EN[:2], "What it costs", *EN[2:]]
    assert kinds(cleaned) == ["paragraph", "paragraph", "paragraph", "subhead", "paragraph", "paragraph"]
    assert cleaned.meta.standfirst == standfirst


def test_its_metadata_comes_with_it():
    meta = clean_html(english(), "https://courier.example.org/news/pier?ref=mail").meta
    assert meta.title == "Mellin Point to rebuild its pier"
    assert meta.byline == ("Tamsin Oake", "Idris Vale")
    assert meta.source == "Mellin Courier"
    assert meta.url == "https://courier.example.org/news/pier"
    assert meta.language == "en-GB"
    assert meta.published == datetime(2026, 11, 17, 18, 5, tzinfo=timezone(timedelta(hours=2)))


def test_the_picture_has_alt_caption_and_credit():
    picture = clean_html(english()).meta.image
    assert picture.src == "https://img.example.org/pier-900.jpg"
    assert picture.alt == "The broken pier at low tide"
    assert picture.caption == "The pier after the storm"
    assert picture.credit == "Lena Marsh"


def test_a_korean_page_of_line_breaks():
    cleaned = clean_html(korean(), "https://garam.example.org/a/1")
    assert texts(cleaned) == list(KO)
    assert cleaned.meta.title == "가람시, 동쪽 부두 다시 짓는다"
    assert cleaned.meta.byline == ("오누리",)
    assert cleaned.meta.source == "가람일보"
    assert cleaned.meta.published == datetime(2026, 11, 24, 15, 7, tzinfo=timezone(timedelta(hours=9)))
    assert cleaned.meta.image is None  # it is not https


def test_lists_quotes_and_tables_keep_their_kind():
    body = (
        "<ul><li>The pier will be nine metres wide.</li><li>It will hold two ferries.</li></ul>"
        "<blockquote><p>Nobody here has forgotten the night of the storm.</p></blockquote>"
        "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2027</td><td>4.1 million</td></tr></table>"
        f"{paragraphs(['The council will look at the plan once more in January, and then there is no way back.'])}"
    )
    cleaned = clean_html(english(body))
    found = dict(zip(texts(cleaned), kinds(cleaned), strict=True))
    assert found["It will hold two ferries."] == "item"
    assert found["Nobody here has forgotten the night of the storm."] == "quote"
    assert found["2027 | 4.1 million"] == "other"


def test_a_comment_thread_longer_than_the_story_is_left_out():
    comments = "".join(
        f"<div class='x{n}'><p>I have lived by that pier for {n} years, and nobody ever asked me what I think of it.</p></div>"
        for n in range(30)
    )
    cleaned = clean_html(english(around=f"<div><h3>30 Comments</h3>{comments}</div>"))
    assert "nobody ever asked me" not in cleaned.text
    assert EN[-1] in cleaned.text


@pytest.mark.parametrize(
    "script",
    [
        LD.replace('"author"', f'"articleBody":{json.dumps(chr(10).join(EN))},"author"', 1),
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"story": {"body": paragraphs(EN)}}})}</script>',
        "<script>window.Fusion={};Fusion.globalContent="
        + json.dumps({"content_elements": [{"type": "text", "content": text} for text in EN]})
        + ";Fusion.x=1</script>",
    ],
    ids=["ld+json", "next", "fusion"],
)
def test_a_story_only_in_the_pages_json_is_found(script):
    page = f"<html><head>{script}<title>A pier returns</title></head><body><div id=app>Loading…</div></body></html>"
    cleaned = clean_html(page)
    assert texts(cleaned) == list(EN)


def test_a_story_in_a_menu_that_was_never_closed():
    story = [f"On day {n} of the debate: {text}" for n in range(1, 6) for text in EN]
    page = f"<html><body><nav><a href=/>Home</a><h1>A pier returns</h1>{paragraphs(story)}</body></html>"
    assert clean_html(page).text == "\n\n".join(story)


def test_the_same_page_gives_the_same_answer():
    assert clean_html(english()) == clean_html(english())


@pytest.mark.parametrize(
    ("written", "year_to_minute", "hours"),
    [
        ("2026-11-17T18:05:00+02:00", (2026, 11, 17, 18, 5), 2),
        ("2026-11-17T18:05:00Z", (2026, 11, 17, 18, 5), 0),
        ("Published 17 Nov 2026, 18:05", (2026, 11, 17, 18, 5), 0),
        ("November 17th, 2026 at 6:05 pm", (2026, 11, 17, 18, 5), 0),
        ("입력 2026.11.17. 오전 12:05", (2026, 11, 17, 0, 5), 0),
        ("2026年11月17日 18:05", (2026, 11, 17, 18, 5), 0),
    ],
)
def test_dates_as_pages_write_them(written, year_to_minute, hours):
    page = f"<html lang=en><body><h1>A pier returns</h1><p>{written}</p>{paragraphs(EN)}</body></html>"
    published = clean_html(page).meta.published
    assert published == datetime(*year_to_minute, tzinfo=timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    "written", ["2026-13-45", "2026-11-17T99:99:00", "2026-11-17T10:00:00+99:99", "30 Feb 2026"]
)
def test_a_date_that_cannot_be_is_none(written):
    page = f"<meta name=date content='{written}'><h1>A pier returns</h1>{paragraphs(EN)}"
    assert clean_html(page).meta.published is None


def test_a_page_that_declares_another_language_than_its_headline():
    page = korean().replace('lang="ko"', 'lang="en"')
    assert clean_html(page).meta.language == "ko"

"""What stands above a pasted story: headline, subtitle, byline, publication."""

from __future__ import annotations

import pytest

from digest.clean.dump import clean_dump

# Every paper, person, company and place in these pages is made up.
ENGLISH = (
    "The lighthouse at Cape Brand will be lit again in June, forty years after its keeper left, the trust said.",
    "Volunteers have rebuilt the stairs and the lamp room, and a grant will pay for the keeper's cottage.",
    "“A dark tower on that rock is a scandal,” said Odile Farran, who leads the trust that bought it.",
    "Fishermen asked for the light after two boats struck the reef last winter in a week of thick fog.",
)
KOREAN = (
    "곶머리 등대가 오는 6월 다시 불을 켠다. 등대지기가 떠난 지 마흔 해 만이라고 보존회는 밝혔다.",
    "자원봉사자들이 계단과 등실을 고쳤다. 등대지기가 살던 집을 고치는 데에는 지원금이 들어간다.",
    "하나린 보존회장은 “저 바위에 불 꺼진 탑이 서 있는 것은 부끄러운 일”이라고 말했다.",
    "어민들은 지난겨울 짙은 안개 속에서 배 두 척이 암초에 부딪힌 뒤 등대를 켜 달라고 했다.",
)
MENU = "Skip to main content\nMenu\nHome\nWorld\nBusiness\nSign in\n"
KOREAN_MENU = "본문 바로가기\n메뉴\n정치\n경제\n사회\n로그인 | 구독하기\n"
TITLE = "Cape Brand lighthouse to shine again after forty dark years"
DECK = "A village that lost two boats to the reef would rather pay for a lamp than for another rescue"
KOREAN_TITLE = "마흔 해 만에 불 켜는 곶머리 등대…집도 고친다"
KOREAN_DECK = ("배 두 척 잃은 마을, 구조보다 불빛에 돈 쓴다", "“탑이 어두우면 부끄럽다”")


def page(
    *head, menu=MENU, story=ENGLISH, foot="Related articles\nHarbour dues to rise again in the spring\n"
):
    return "\n".join((menu, *head, "", "\n\n".join(story), "", foot))


def heads(text):
    meta = clean_dump(text).meta
    return meta.title, meta.standfirst


@pytest.mark.parametrize("menu", [MENU, "", MENU + "Travel > Coast\n"], ids=["menu", "no menu", "breadcrumb"])
@pytest.mark.parametrize("end", ["", "."])
def test_a_subtitle_over_the_byline_is_no_headline(menu, end):
    text = page(TITLE, "", DECK + end, "", "By Hester Vane in Brand", "16 May 2031 • 6:00am", menu=menu)
    assert heads(text) == (TITLE, DECK + end)


@pytest.mark.parametrize(
    "menu", [KOREAN_MENU, "", KOREAN_MENU + "[속보] 태풍 접근…항공편 결항\n여행 > 바다\n"]
)
def test_a_korean_subtitle_of_two_lines(menu):
    head = (KOREAN_TITLE, "", *KOREAN_DECK, "", "입력 2031.05.16 06:00", "곶머리=오세린 특파원")
    text = page(*head, menu=menu, story=KOREAN, foot="많이 본 기사\n1 눈 오는 날 지하철은 왜 느려지나\n")
    cleaned = clean_dump(text)
    assert (cleaned.meta.title, cleaned.meta.standfirst) == (KOREAN_TITLE, " ".join(KOREAN_DECK))
    assert cleaned.meta.byline == ("오세린",)
    assert cleaned.text == "\n\n".join(KOREAN)


def test_a_headline_that_the_page_says_twice_stands_lowest():
    text = page(f"Coast: {TITLE}", TITLE, "By Hester Vane", "16 May 2031")
    assert heads(text)[0] == TITLE


def test_a_ticker_above_the_headline_is_none():
    text = page("Storm warning for the coast as shares close much higher", TITLE, DECK, "By Hester Vane")
    assert heads(text) == (TITLE, DECK)


@pytest.mark.parametrize("deck", [DECK, DECK + "."])
def test_the_subtitle_of_a_text_without_furniture_is_no_story(deck):
    text = page(TITLE, "", deck, "", "By Hester Vane", "16 May 2031", menu="", foot="")
    cleaned = clean_dump(text)
    assert (cleaned.meta.title, cleaned.meta.standfirst) == (TITLE, deck)
    assert cleaned.meta.byline == ("Hester Vane",)
    assert cleaned.text == "\n\n".join(ENGLISH)


def test_a_short_first_paragraph_without_a_byline_under_it_is_story():
    text = page(TITLE, "", "It was dark.", menu="", foot="")
    assert clean_dump(text).text == "\n\n".join(("It was dark.", *ENGLISH))


@pytest.mark.parametrize("menu", [MENU, ""])
@pytest.mark.parametrize("by", ["By ", ""])
def test_a_byline_that_names_the_publication(menu, by):
    text = page(TITLE, "", f"{by}Hester Vane, Brand Gazette", "21 May 2031", menu=menu)
    meta = clean_dump(text).meta
    assert (meta.title, meta.byline, meta.source) == (TITLE, ("Hester Vane",), "Brand Gazette")


def test_a_publication_is_known_by_the_rights_line_as_well():
    signed = (TITLE, "", "By Hester Vane, Brand Matters", "21 May 2031")
    meta = clean_dump(page(*signed, foot="Related articles\nCopyright Brand Matters\n")).meta
    assert (meta.byline, meta.source) == (("Hester Vane",), "Brand Matters")


@pytest.mark.parametrize("behind", ["Staff Writer", "News Editor", "Port Ellis", "News"])
def test_what_else_stands_behind_a_name_is_no_publication(behind):
    meta = clean_dump(page(TITLE, "", f"By Hester Vane, {behind}", "21 May 2031")).meta
    assert meta.byline[0] == "Hester Vane"
    assert meta.source == ""


def test_two_writers_are_two_writers():
    meta = clean_dump(page(TITLE, "", "By Hester Vane, Odo Marsh", "21 May 2031")).meta
    assert (meta.byline, meta.source) == (("Hester Vane", "Odo Marsh"), "")


def test_a_korean_byline_that_names_the_paper():
    text = page(
        KOREAN_TITLE, "오세린 곶머리일보 기자", "입력 2031.05.16 06:00", menu=KOREAN_MENU, story=KOREAN
    )
    meta = clean_dump(text).meta
    assert (meta.byline, meta.source) == (("오세린",), "곶머리일보")


@pytest.mark.parametrize(
    ("foot", "source"),
    [
        ("© The Brand Traveller 2031", "The Brand Traveller"),
        ("Copyright © 2029-2031 Brand Traveller. All rights reserved.", "Brand Traveller"),
        ("<저작권자 ⓒ 곶머리일보, 무단전재 및 재배포 금지>", "곶머리일보"),
        ("ⓒ 곶머리경제, 무단 전재 및 재배포 금지", "곶머리경제"),
        ("© The Brand Traveller", ""),
        ("© 2031 All rights reserved", ""),
        ("© 2031 Brand Traveller Holdings Ltd", ""),
        ("© 2031 Getty Images", ""),
        ("© 2031 the people who made this page and all others", ""),
        ("© The Brand Traveller 2031\n© Another Paper 2031", ""),
    ],
)
def test_the_holder_of_the_rights_is_the_source_where_it_is_certain(foot, source):
    text = page(TITLE, "", "By Hester Vane", "21 May 2031", foot=f"Related articles\n{foot}\n")
    assert clean_dump(text).meta.source == source


def test_a_paragraph_under_a_marked_subhead_is_no_caption():
    story = (KOREAN[0], KOREAN[1], "▲ 불빛이 모자란다", "등대를 켜는 데는 사람이 둘 든다.", *KOREAN[2:])
    text = page(KOREAN_TITLE, "입력 2031.05.16 06:00", menu=KOREAN_MENU, story=story, foot="많이 본 기사\n")
    assert "등대를 켜는 데는 사람이 둘 든다." in clean_dump(text).text


def test_a_sentence_on_top_is_story_where_the_title_was_declared():
    text = "\n\n".join(ENGLISH)
    assert clean_dump(text, TITLE).text == text
    assert clean_dump(f"{TITLE}\n\n{text}", TITLE).text == text
    assert clean_dump(f"Another headline\n\n{text}", TITLE).text == text


def test_a_papers_name_between_headline_and_story_is_no_subtitle() -> None:
    story = (ENGLISH[0].replace("the trust said", "the Cape Brand Chronicle reported"), *ENGLISH[1:])
    assert heads(page(TITLE, "The Cape Brand Chronicle", "12:01 JST, March 27, 2024", story=story)) == (
        TITLE,
        "",
    )

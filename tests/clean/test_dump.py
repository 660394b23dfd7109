"""A pasted page gives its story and nothing else; a clean text comes through whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.clean.dump import clean_dump

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "hankyung-ai-talent-raw.txt"

# Every paper, person, company and place in these pages is made up.
KOREAN_STORY = (
    "가온시가 내년부터 시내버스 요금을 받지 않기로 했다. 인구 이십만이 넘는 도시 가운데 처음이라고 시는 밝혔다.",
    "시는 한 해에 드는 돈을 백십억 원으로 잡았다. 주차장에서 거두는 돈과 국비를 합쳐 마련한다는 계획이다.",
    "한가람 가온시 교통과장은 “버스를 타는 사람이 늘면 길이 덜 막히고, 길이 덜 막히면 버스가 더 빨라진다”고 말했다.",
    "기사들은 반기면서도 걱정한다. 손님이 늘어난 만큼 배차를 늘리지 않으면 쉬는 시간이 줄어들기 때문이다.",
    "시의회는 다음 달 본회의에서 예산을 다룬다. 반대하는 의원은 아직 셋뿐인 것으로 알려졌다.",
)
KOREAN_PAGE = f"""
본문 바로가기
로그인 | 회원가입
가온일보
정치
경제
사회
국제
코스피
2,611.30
▲ 12.44
사회
가온시, 내년부터 시내버스 공짜로 탄다
입력 2031.03.04 09:15
수정 2031.03.04 11:20
페이스북 공유
카카오톡에 공유하기
글자 크기 변경하기
가1단계
가2단계
뉴스 요약
AI 요약은 기사의 핵심을 빠르게 전달합니다. 전체 맥락은 기사 본문을 함께 확인하는 것이 좋습니다.
가온시가 내년부터 버스 요금을 받지 않는다고 밝혔으며 예산은 백십억 원으로 알려졌다.
교통과장은 길이 덜 막힐 것으로 내다보았고 기사들은 배차를 걱정하고 있는 것으로 나타났다.
닫기
인구 이십만 넘는 도시로는 처음
예산 백십억 원, 주차장 수입으로
이미지 확대보기

새 버스가 시청 앞 정류장에 서 있다. 가온일보 자료사진

{KOREAN_STORY[0]}

{KOREAN_STORY[1]}
◆길이 덜 막히면 더 빨라진다
{KOREAN_STORY[2]}
이미지 확대보기

정류장에서 버스를 기다리는 시민들. 조하루 기자

{KOREAN_STORY[3]}

{KOREAN_STORY[4]} 조하루 기자 haru.jo@gaon.example

- 눈 오는 날 지하철은 왜 느려지나

조하루 기자의 다른 기사 보기
관련기사
도심 주차장 요금 두 배로 오른다…내달 시행
자전거 도로 백 킬로미터 시대, 남은 숙제는
많이 본 뉴스
1
호수 마라톤 참가 신청 이틀 만에 마감
2
가온시, 내년부터 시내버스 공짜로 탄다
댓글 3
버스가 공짜면 자전거 도로는 누가 씁니까. 세금이 어디로 가는지 저는 그것이 더 궁금합니다.
답글
2시간 전
기사님들 쉬는 시간부터 챙겨 주십시오. 사고가 나면 그때는 늦습니다. 공짜보다 안전이 먼저입니다.
답글
3시간 전
저는 찬성합니다. 우리 어머니는 요금이 아까워 시장을 걸어 다니십니다. 한 해에 백십억이면 싸다고 봅니다.
답글
5시간 전
<저작권자 ⓒ 가온일보. 무단 전재 및 재배포 금지>
"""
ENGLISH_STORY = (
    (
        "The last ferry to Skarrow will sail on the first of May, the operator said on Monday, ending a service that "
        "has run since 1871."
    ),
    (
        "Fewer than nine people a day have used the boat since the bridge was opened, and the engine needs a repair "
        "that would cost more than the hull is worth."
    ),
    (
        "“We would have kept her going for love, but love does not buy diesel,” said Orla Penhaven, who runs the line "
        "with her brother."
    ),
    (
        "The council has asked for bids for a summer service. Two firms have shown interest, and a decision is due "
        "before the end of the month."
    ),
)
ENGLISH_PAGE = f"""
Skip to content
The Skarrow Mail
News
Sport
Subscribe
Home > News > Local

Skarrow ferry to make its last crossing in May

By Wren Hollis and Tobin Marsh
Published: 3 March 2031 14:05 GMT

Share on Facebook
Share on Twitter
Advertisement
{ENGLISH_STORY[0]}

{ENGLISH_STORY[1]}

Read more:
How the bridge changed the island for good

{ENGLISH_STORY[2]}

Advertisement

{ENGLISH_STORY[3]}

Related articles
Island school to close after a century of lessons
Harbour dues to rise again in the spring
Sign up for our daily newsletter
Comments
Jo M. 2 hours ago
I took that boat every day to school, and so did my mother, and nobody asked either of us what we thought.
Reply
Pat 3 hours ago
The bridge toll was promised to be free by now. Ask the council where that promise went, and good luck.
Reply
Sam 4 hours ago
A summer service will lose money just as this one did. Put the money into the buses, which people use.
Reply
© The Skarrow Mail. All rights reserved.
"""


def paragraphs(cleaned):
    return tuple(b.span.of(cleaned.text) for b in cleaned.blocks if b.kind == "paragraph")


def test_a_korean_page_gives_its_story():
    cleaned = clean_dump(KOREAN_PAGE)
    assert cleaned.meta.title == "가온시, 내년부터 시내버스 공짜로 탄다"
    assert cleaned.meta.standfirst == "인구 이십만 넘는 도시로는 처음 예산 백십억 원, 주차장 수입으로"
    assert cleaned.meta.byline == ("조하루",)
    assert cleaned.meta.published == datetime.fromisoformat("2031-03-04T09:15:00+09:00")
    assert paragraphs(cleaned) == KOREAN_STORY


def test_a_marked_line_is_a_subhead_without_its_mark():
    cleaned = clean_dump(KOREAN_PAGE)
    subheads = [b.span.of(cleaned.text) for b in cleaned.blocks if b.kind == "subhead"]
    assert subheads == ["길이 덜 막히면 더 빨라진다"]


def test_an_english_page_gives_its_story():
    cleaned = clean_dump(ENGLISH_PAGE)
    assert cleaned.meta.title == "Skarrow ferry to make its last crossing in May"
    assert cleaned.meta.byline == ("Wren Hollis", "Tobin Marsh")
    assert cleaned.meta.published == datetime.fromisoformat("2031-03-03T14:05:00+00:00")
    assert paragraphs(cleaned) == ENGLISH_STORY


@pytest.mark.parametrize(
    ("title", "story"),
    [
        ("가온시, 내년부터 시내버스 공짜로 탄다", KOREAN_STORY),
        ("Skarrow ferry to make its last crossing in May", ENGLISH_STORY),
        ("짧은 소식", ("가온시가 내년부터 시내버스 요금을 받지 않기로 했다.",)),
        (
            "A short one",
            ("It rained.", "Nobody minded.", "Then it stopped, and the fair went on until midnight."),
        ),
        (
            "두 사람",
            ("“가요.”", "“어디로요?”", "그는 대답하지 않았다. 문은 열려 있었고 밖은 아직 어두웠다.", "끝."),
        ),
    ],
)
def test_a_text_without_furniture_comes_through_whole(title, story):
    cleaned = clean_dump("\n\n".join((title, *story)))
    assert cleaned.meta.title == title
    assert cleaned.text == "\n\n".join(story)


def test_byline_and_date_of_a_text_without_furniture_are_no_story():
    text = "\n".join(
        ("가온시, 시내버스 공짜로", "조하루 기자", "2031년 3월 4일", *KOREAN_STORY, "haru@gaon.example")
    )
    cleaned = clean_dump(text)
    assert cleaned.meta.title == "가온시, 시내버스 공짜로"
    assert cleaned.meta.byline == ("조하루",)
    assert cleaned.meta.published == datetime.fromisoformat("2031-03-04T00:00:00+09:00")
    assert cleaned.text == "\n\n".join(KOREAN_STORY)


@pytest.mark.parametrize("page", [KOREAN_PAGE, ENGLISH_PAGE])
def test_cleaning_again_changes_nothing(page):
    once = clean_dump(page)
    again = clean_dump(f"{once.meta.title}\n\n{once.text}")
    assert again.text == once.text
    assert again.meta.title == once.meta.title


def test_a_syndication_note_is_furniture():
    note = "이 기사는 국내 최대 등산 잡지 봉우리에 게재된 기사입니다."
    page = KOREAN_PAGE.replace(KOREAN_STORY[0], f"{note}\n\n{KOREAN_STORY[0]}")
    assert paragraphs(clean_dump(page)) == KOREAN_STORY


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028"])
def test_line_ends_of_other_systems_are_line_ends(ends):
    assert clean_dump(KOREAN_PAGE.replace("\n", ends)) == clean_dump(KOREAN_PAGE)


def test_a_person_in_the_story_is_not_taken_for_its_writer():
    said = "“I rode it for a year,” said Mara Quill, who is a reporter for the rival Harbour Ledger."
    page = ENGLISH_PAGE.replace(ENGLISH_STORY[1], f"{ENGLISH_STORY[1]}\n\n{said}")
    assert said in paragraphs(clean_dump(page))
    below = "Wren Hollis is a staff writer at the paper and covers the islands and the sea."
    page = ENGLISH_PAGE.replace(ENGLISH_STORY[3], f"{ENGLISH_STORY[3]}\n\n{below}")
    assert paragraphs(clean_dump(page)) == ENGLISH_STORY


@pytest.mark.parametrize(
    "piece", ["가", "a@", "[", "(서울=", " ", "2031.01.01 ", "홍길동 기자 ", "“", "\n", "By A B\n"]
)
def test_a_long_hostile_text_is_read(piece):
    cleaned = clean_dump(piece * (300_000 // len(piece)))
    assert cleaned is None or cleaned.text


def test_the_blocks_are_spans_of_the_text_in_order():
    cleaned = clean_dump(KOREAN_PAGE)
    assert "\n\n".join(b.span.of(cleaned.text) for b in cleaned.blocks) == cleaned.text


def test_an_empty_text_gives_nothing():
    assert clean_dump("") is None
    assert clean_dump(" \n\u200b\n\t") is None


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=400)
    | st.lists(st.sampled_from((*KOREAN_PAGE.split("\n"), *ENGLISH_PAGE.split("\n")))).map("\n".join)
)
def test_no_text_raises(text):
    cleaned = clean_dump(text)
    assert cleaned is None or cleaned.text


@pytest.mark.skipif(not SAMPLE.exists(), reason="the raw sample is not beside the repository")
def test_the_first_page_the_product_was_given():
    cleaned = clean_dump(SAMPLE.read_text("utf-8"))
    assert cleaned.meta.title == "AI 엔지니어 얼마면 돼?…저커버그 직접 러브콜"
    assert cleaned.meta.byline == ("김인엽",)
    assert cleaned.text.startswith("인공지능(AI) 주도권을")
    assert cleaned.text.endswith("발표했다.")
    subheads = [b.span.of(cleaned.text) for b in cleaned.blocks if b.kind == "subhead"]
    assert subheads == ["직접 구애 나선 빅테크 CEO들", "아마존, 앤스로픽에 27.5억달러 투자"]
    assert len(paragraphs(cleaned)) == 11

"""Korean speakers: posts on -관, surnames of two syllables, and who is named after the words."""

from __future__ import annotations

import pytest

from digest.model import Article, Attribution, Metadata, Origin, Segment, Span
from digest.quote.korean import find_korean

Q = "“밤에도 식지 않는 바다가 가장 큰 원인”이라고 분석했다."
ALONE = "“첫 공연을 앞두고 모두가 밤을 새웠습니다. 피로가 싹 가셨어요.”"


def speakers(text: str) -> list[Attribution | None]:
    article = Article("a", Origin("a.md"), Metadata(language="ko"), text, ())
    return [q.attribution for q in find_korean(Segment("a-1", article, Span(0, len(text))))]


def first(text: str) -> tuple[str, str, str] | None:
    """Return name, role and organisation of the first quotation's speaker."""
    said = speakers(text)[0]
    return (said.name, said.role, said.organisation) if said else None


POSTS = {
    "여해온 기상청 예보분석관은": ("여해온", "예보분석관", "기상청"),
    "기상청 여해온 예보분석관은": ("여해온", "예보분석관", "기상청"),
    "기상청 예보분석관 여해온은": ("여해온", "예보분석관", "기상청"),
    "여해온 기상청 수석예보관은": ("여해온", "수석예보관", "기상청"),
    "여해온 농촌진흥청 연구관은": ("여해온", "연구관", "농촌진흥청"),
    "여해온 국토교통부 기획담당관은": ("여해온", "기획담당관", "국토교통부"),
    "여해온 예보분석관은": ("여해온", "예보분석관", ""),
    "기상청 예보분석관은": ("", "기상청 예보분석관", ""),
}


@pytest.mark.parametrize("who", POSTS)
def test_a_word_on_gwan_that_is_no_house_is_a_post(who):
    assert first(f"{who} {Q}") == POSTS[who]


@pytest.mark.parametrize(
    "who", ["예보분석관은", "전시관은", "여해온 기상청 전시관은", "이도윤 문화재단 예술관은"]
)
def test_a_post_or_a_hall_is_nobodys_name(who):
    assert first(f"{who} {Q}") is None


def test_a_museum_speaks_as_an_organisation():
    said = speakers(f"누리박물관은 {Q}")[0]
    assert said == Attribution("organisation", "누리박물관")


def test_a_surname_with_a_post_is_who_had_it():
    text = f"회의에는 여해온 기상청 예보분석관이 나왔다. 여 분석관은 {Q}"
    assert first(text) == ("여해온", "예보분석관", "기상청")


TWO_SYLLABLES = {
    "선우별 에너지위원회 위원장이 회의를 열었다. 선우 위원장은": "선우별",
    "선우해린 위원장이 회의를 열었다. 선우 위원장은": "선우해린",
    "남궁민 교수가 강단에 섰다. 남궁 교수는": "남궁민",
    "황보가람 감독이 이겼다. 황보 감독은": "황보가람",
    "제갈민 의원이 왔다. 제갈 의원은": "제갈민",
    "사공나래 대표가 왔다. 사공 대표는": "사공나래",
    "독고탁 선수가 이겼다. 독고 선수는": "독고탁",
    "서문하늘 작가가 책을 냈다. 서문 작가는": "서문하늘",
    "황보람 작가가 책을 냈다. 황 작가는": "황보람",
}


@pytest.mark.parametrize("lead", TWO_SYLLABLES)
def test_a_surname_of_two_syllables_means_the_full_name_before(lead):
    said = first(f"{lead} {Q}")
    assert said
    assert said[0] == TWO_SYLLABLES[lead]


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("선우해린 위원장이 회의를 열었다. 선 위원장은", "선 위원장"),
        ("남궁민 교수가 강단에 섰다. 남 교수는", "남 교수"),
        ("김선우 대표가 왔다. 선우 대표는", "선우 대표"),
        ("선우별 위원과 선우해린 위원이 왔다. 선우 위원은", "선우 위원"),
    ],
)
def test_a_surname_that_may_be_anothers_stays_as_it_is(lead, name):
    said = first(f"{lead} {Q}")
    assert said
    assert said[0] == name


AFTER = {
    "whose words": f"{ALONE} 지난 3일 늘봄극장에서 만난 연출가 하지온의 말이다.",
    "whose words, with a particle": "“모두가 밤을 새웠다”는 게 연출가 하지온의 설명이다.",
    "whose words, in a line of their own": f"{ALONE}\n연출가 하지온의 말이다.",
    "whose words, in a paragraph": f"{ALONE}\n\n연출가 하지온의 말이다.",
    "another before": f"김하나 대표는 웃었다. {ALONE} 연출가 하지온의 말이다.",
    "his": f"연출가 하지온은 바빴다. {ALONE} 그의 말이다.",
    "began so": f"{ALONE}\n연출가 하지온은 강연을 이 말로 시작했다. 그는 30년을 일했다.",
    "left these": f"{ALONE}\n\n연출가 하지온은 이런 말을 남겼다.",
    "said so": f"{ALONE}\n\n연출가 하지온은 3일 이같이 말했다.",
    "said": f"{ALONE}\n\n연출가 하지온은 웃으며 말했다.",
}
NOBODY = {
    "leads up to the next": f"{ALONE}\n\n연출가 하지온은 이같이 말했다.\n\n“새 무대는 누구나 봅니다.”",
    "looks ahead": f"{ALONE}\n\n연출가 하지온은 다음과 같이 말했다.",
    "heard": f"{ALONE}\n\n연출가 하지온은 이런 말을 들었다.",
    "words of the next paragraph": f"{ALONE}\n\n연출가 하지온은 “새 무대는 누구나 본다”고 말했다.",
    "a report in the next paragraph": f"{ALONE}\n\n연출가 하지온은 무대가 좁다고 말했다.",
    "of a meeting": f"{ALONE} 이 회의의 전망이다.",
    "a line of a book": f"{ALONE} 책에 나오는 구절이다.",
    "his, nobody before": f"{ALONE} 그의 말이다.",
    "a verdict on words": "“모두가 밤을 새웠다”는 하지온 연출가의 말이 맞다.",
}


@pytest.mark.parametrize("case", AFTER)
def test_the_speaker_is_named_after_the_words(case):
    assert first(AFTER[case]) == ("하지온", "연출가", "")


@pytest.mark.parametrize("case", NOBODY)
def test_what_follows_the_words_names_nobody_where_it_is_not_certain(case):
    assert first(NOBODY[case]) is None


def test_an_aide_or_kin_whose_words_they_are_is_not_the_one_named():
    assert first(f"{ALONE} 김하나 대표 아버지의 말이다.") == ("", "김하나 대표 아버지", "")


UNIVERSITY = {
    "서울대 김영대 교수는": ("김영대", "교수", "서울대"),
    "경제학과 김영대 교수는": ("김영대", "교수", "경제학과"),
    "누리병원 김영대 교수는": ("김영대", "교수", "누리병원"),
    "김영대 교수는": ("", "김영대 교수", ""),
    "김영대 경제학과 교수는": ("", "김영대 경제학과 교수", ""),
    "경제학과 교수는": ("", "경제학과 교수", ""),
    "박가나 한강대 교수는": ("박가나", "교수", "한강대"),
    "한강대 경제학과 박가나 교수는": ("박가나", "교수", "한강대 경제학과"),
}


@pytest.mark.parametrize("who", UNIVERSITY)
def test_a_word_on_dae_is_a_name_only_after_a_university_or_a_part_of_one(who):
    assert first(f"{who} {Q}") == UNIVERSITY[who]


NAMESAKE = "가람전자 이하나 대표는 “도크를 새로 여는 데 3년이 걸렸다”고 말했다.\n\n"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("누리랩스 이하나 본부장은", ("이하나", "본부장", "누리랩스")),
        ("해담산업 이하나 대표는", ("이하나", "대표", "")),  # a word that is read as no organisation
        ("이 회사 이하나 대표는", ("이하나", "대표", "가람전자")),
        ("이하나 대표는", ("이하나", "대표", "가람전자")),
        ("이 대표는", ("이하나", "대표", "가람전자")),
    ],
)
def test_where_a_person_belongs_is_what_stands_beside_the_name_before_what_stood_elsewhere(who, said):
    last = speakers(f"{NAMESAKE}{who} {Q}")[-1]
    assert last
    assert (last.name, last.role, last.organisation) == said


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_words_of_somebody_who_cannot_be_read_are_not_given_to_the_speaker_before(gap):
    text = f"{NAMESAKE}{ALONE}{gap}토단랩스 장람갉 본부장의 말이다."
    assert [s.name if s else None for s in speakers(text)] == ["이하나", None]


def test_a_language_model_is_nobodys_title():
    assert first(f"모솔시 언어모델은 {Q}") != ("모솔시", "언어모델", "")

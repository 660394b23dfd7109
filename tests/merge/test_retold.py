"""A small week: what two papers tell of one event is one story, what comes of it days later another."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from making import MARCH, article, segments

from digest.merge import merge
from digest.merge.facts import weight
from digest.model import Article, Placement

BRIDGE = (
    "The first footbridge over the Ling since the flood of 1978 was opened to walkers on Wednesday, two years "
    "behind time. It cost £26.4m and is 380 metres long. A ferryman who had rowed people across for half his life "
    "was given the first ticket back for nothing, and went home by bus."
)
BRIDGE_AGAIN = (
    "Schoolchildren with lanterns led several hundred people across the new crossing between Marl and Easterby, "
    "where the river Ling could be passed only by boat. At 380 metres the footbridge is the longest in the county. "
    "Taxpayers gave £26.4 million for it; a toll was ruled out by the council."
)
FIRE = (
    "Fire destroyed a paint warehouse in Oxmoor on Tuesday night. Some 120 firefighters needed until dawn to put "
    "out the flames, and 45 families were told to keep their windows shut. Nobody was hurt, a spokesman said. The "
    "owner puts the damage at £7.5m."
)
OTHER_FIRE = (
    "Flames went through a warehouse for carpets in Stell on Tuesday. Police led 230 people out of the cinema next "
    "door; nobody was hurt. A spokesman for the insurers guessed the damage at £1.3m. It took 60 firefighters and "
    "a helicopter to put the fire out."
)
MILK = (
    "Dairy farms around Thornby were forbidden to sell milk on Monday after thirty-five people who had drunk it "
    "caught a fever. Vets traced the germ to one barn in Thornby, where a pump had failed and dirty water ran into "
    "the tanks. The ban lasts three weeks at least."
)
PUMPS = (
    "Lowmoor Pumps is to replace 240 valves at no charge, the maker said on Thursday, after a pump failed in a barn "
    "near Thornby and dirty water ran into the milk of dairy farms there. The work will take until the autumn and "
    "costs it £3.2m. Its shares fell by a tenth."
)
CHEESE = (
    "Cheesemakers near Thornby throw their wheels away before anybody asks them to, since dairy farms there were "
    "forbidden to sell milk. None of the wheels was found to carry the germ. Shops have sent back every second box."
)
LIBRARY = "A library lends telescopes. Readers queue for them on clear nights, the librarian says."
BUDGET = "The town council passed its budget of £88m by a single vote. Two swimming baths will close in May."

LIFT = (
    "새별산 케이블카가 27일 첫 손님을 태웠다. 산 아래 주차장에서 정상까지 3.2㎞를 9분에 오른다. 공사비는 730억원이며 "
    "어른 요금은 1만4500원이다. 상인들은 손님이 늘 것으로 기대했다."
)
LIFT_AGAIN = (
    "730억원을 들인 새별산 삭도가 문을 열었다. 길이 3.2㎞로 도내에서 가장 길다. 환경단체는 개통식장 앞에서 숲이 잘려 나간 "
    "사진을 들고 반대 집회를 열었다. 왕복표는 1만4500원에 판다."
)
BLAZE = (
    "25일 밤 가온군의 한 페인트 창고에서 불이 나 1억8000만원의 재산 피해가 났다. 인명 피해는 없었다. 소방서는 소방관 144명을 보내 "
    "세 시간 만에 불을 껐다. 경찰은 화재 원인을 조사하고 있다."
)
OTHER_BLAZE = (
    "누리시 양탄자 공장에서 화재가 나 직원 130명이 대피했다. 소방차 67대가 불을 끄는 데 다섯 시간이 걸렸다. 소방서는 손실을 "
    "9억5000만원으로 추산했다. 경찰은 25일 원인 조사를 시작했다."
)
NURSES = (
    "누리의료원이 응급실 병상 64개 중 38개를 비워 두고 있다. 의사가 모자란 탓이다. 지난달 응급실을 떠난 의사는 일곱 명으로 "
    "전체의 절반이다. 환자 420명이 다른 도시로 실려 갔다."
)
NURSES_AGAIN = (
    "지난달 구급차를 타고 다른 도시로 간 환자가 420명에 이른다. 누리의료원 응급실에서 의사 절반이 그만뒀기 때문이다. 병상 "
    "64개 가운데 38개가 비었다. 도는 군의관을 보내 달라고 요청했다."
)
BAKERY = "작은 빵집이 전국 빵 대회에서 1등을 했다. 주인은 가격을 올리지 않겠다고 했다."
RICE = "쌀값이 한 해 전보다 14% 내렸다. 두 해 연속 풍년이 든 덕분이다."


def stories(*articles: Article) -> int:
    return len(merge(Placement(s, "t", 0.5) for s in segments(*articles)))


def told(text: str, days: float = 0, **meta: str) -> Article:
    """Return an article of so many days after the others; its name and its title are its beginning."""
    title = text.partition(".")[0][:40]
    return article(text, name=text[:60], title=title, published=MARCH + timedelta(days=days), **meta)


def test_one_event_of_two_papers_is_one_story_in_a_small_week() -> None:
    week = [told(BRIDGE, source="Post"), told(BRIDGE_AGAIN, source="Mercury"), told(LIBRARY), told(BUDGET)]
    assert stories(*week) == 3
    assert {stories(*order) for order in permutations(week)} == {3}


@pytest.mark.parametrize(("one", "again"), [(LIFT, LIFT_AGAIN), (NURSES, NURSES_AGAIN)])
def test_one_event_of_two_korean_papers_is_too(one: str, again: str) -> None:
    papers = {one: "일보", again: "신문", BAKERY: "", RICE: ""}
    assert stories(*(told(text, source=source, language="ko") for text, source in papers.items())) == 3


@pytest.mark.parametrize(("one", "other", "language"), [(FIRE, OTHER_FIRE, "en"), (BLAZE, OTHER_BLAZE, "ko")])
def test_two_of_a_kind_whose_numbers_differ_are_two(one: str, other: str, language: str) -> None:
    assert stories(told(one, language=language), told(other, language=language)) == 2


def test_what_somebody_does_about_it_days_later_is_other_news() -> None:
    assert stories(told(MILK, source="Tide"), told(PUMPS, days=3, source="Post"), told(LIBRARY)) == 3


def test_a_paper_does_not_tell_the_same_news_on_another_day() -> None:
    week = told(LIBRARY), told(BUDGET)
    same = told(BRIDGE, source="Post"), told(BRIDGE_AGAIN, source="post")
    later = told(BRIDGE_AGAIN, days=1, source="Post")
    assert stories(*same, *week) == 3, "on one day it may"
    assert stories(same[0], later, *week) == 4
    assert stories(same[0], told(BRIDGE_AGAIN, days=1, source="Mercury"), *week) == 3, "another paper may"
    assert stories(told(BRIDGE), told(BRIDGE_AGAIN, days=1), *week) == 3, "nobody knows which paper"
    assert stories(told(MILK, source="Tide"), told(CHEESE, days=4, source="Tide"), *week) == 4


def test_a_late_edition_past_midnight_is_the_same_paper() -> None:
    late, past = MARCH.replace(hour=23), MARCH.replace(hour=23) + timedelta(hours=3)
    pair = (
        article(BRIDGE, name="late", published=late, source="Post"),
        article(BRIDGE_AGAIN, name="past", published=past, source="Post"),
    )
    assert stories(*pair, told(LIBRARY)) == 2


def test_a_near_copy_in_the_same_paper_is_the_same_story_days_later() -> None:
    again = told(f"Corrected. {BRIDGE}", days=6, source="Post")
    assert stories(told(BRIDGE, source="Post"), again) == 1


def test_days_and_years_say_nothing_and_small_numbers_little() -> None:
    assert [weight(number) for number in ("17", "2026", "58", "4100", "1.8", "4.1e+11")] == [
        0,
        0,
        0.5,
        1,
        1,
        1,
    ]

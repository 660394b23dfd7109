from __future__ import annotations

import pytest
from making import article, segments

from digest.merge import merge
from digest.model import Placement, Span
from digest.standfirst import LONGEST, tell
from digest.standfirst.alone import is_broken, leans


def standfirst(text: str, **meta: object) -> str:
    (segment,) = segments(article(text, **meta))
    return tell(merge([Placement(segment, "t", 0.5)]))[0].standfirst.text


def broken(text: str, sentence: str) -> bool:
    start = text.index(sentence)
    return is_broken(text, Span(0, len(text)), Span(start, start + len(sentence)))


@pytest.mark.parametrize(
    "sentence",
    [
        "It opened in May.",
        "However, the port stayed shut.",
        "The port, however, stayed shut.",
        "The company also hired forty people.",
        "The minister added that nobody was hurt.",
        "For example, the port is full.",
        "According to him, the port is full.",
        "After leaving the harbour, they sailed north.",
        "“We were not told.”",
        "“We were not told,” he said on Friday.",
        "'We were not told,' said she.",
        "그는 항구를 열었다.",
        "이날 항구에는 사람이 많았다.",
        "이번 연구는 새롭다.",
        "이 회사는 항구를 샀다.",
        "앞서 시는 항구를 닫았다.",
        "이어 배가 들어왔다.",
        "또 다른 배가 들어왔다.",
        "같은 날 배가 들어왔다.",
        "한 대표는 항구를 열겠다고 했다.",
        "한바다 대표는 이날 항구를 열겠다고 했다.",
        "배를 잃은 그는 항구를 떠났다.",
        "한바다 대표는 이같이 말했다.",
        "한바다 위원도 “문을 열겠다”고 말했다.",
        "“문을 열겠다”고 말했다.",
        "“문을 열겠다”고 그는 말했다.",
    ],
)
def test_what_points_back_leans(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "IT firms moved to the harbour.",
        "Still-life painters met in Norwick.",
        "The harbour of Norwick opened in May, and it is full.",
        "“We were not told,” said Ann Harbour, who owns two ships.",
        "이번 주 항구가 문을 연다.",
        "이어폰을 파는 배가 들어왔다.",
        "그룹 측은 항구를 샀다.",
        "더불어숲이라는 배가 들어왔다.",
        "즉석 음식을 파는 배가 들어왔다.",
        "한바다 대표는 항구를 열겠다고 했다.",
        "시는 전쟁 당시 항구를 닫았다.",
        "“문을 열겠다”고 한바다 대표는 말했다.",
    ],
)
def test_what_names_its_subject_stands_alone(sentence: str) -> None:
    assert not leans(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("“The port is shut. Nobody sails. We wait,” said Ann Harbour.", "“The port is shut."),
        ("“The port is shut. Nobody sails. We wait,” said Ann Harbour.", "Nobody sails."),
        ("“The port is shut. Nobody sails. We wait,” said Ann Harbour.", "We wait,” said Ann Harbour."),
        ('"항구는 닫혔다. 배가 없다"고 말했다.', '배가 없다"고 말했다.'),
        ("These are the ships:", "These are the ships:"),
        ("Ships of Norwick", "Ships of Norwick"),
        ("Full: The harbour of Norwick in May.", "Full: The harbour of Norwick in May."),
        ("Ann Harbour (left) opens the port.", "Ann Harbour (left) opens the port."),
        ("Scroll down for the film.", "Scroll down for the film."),
        ("which opened in May.", "which opened in May."),
        ("1. Open the harbour.", "1."),
        ("*Ships of over ten tons.", "*Ships of over ten tons."),
        ("See https://norwick.example/ships.", "See https://norwick.example/ships."),
        ("▲ 항구에 배가 들어온다.", "▲ 항구에 배가 들어온다."),
        ("[사진=노르빅시] 항구가 열렸다.", "[사진=노르빅시] 항구가 열렸다."),
        ("2024년 봄.", "2024년 봄."),
        ("노르빅에 자리 잡은 조선소(norwick.example).", "노르빅에 자리 잡은 조선소(norwick.example)."),
    ],
)
def test_a_part_of_something_is_broken(text: str, sentence: str) -> None:
    assert broken(text, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "“The port is shut,” said Ann Harbour.",
        "NEW NORWICK: The harbour is open.",
        "Was the harbour open?",
        "*Nobody* sails.",
        "[Norwick](https://norwick.example) opens its harbour.",
        '시는 "항구는 닫혔다"고 말했다.',
        "시는 항구를 닫았다(3월 2일).",
        "시는 항구를 닫았다",
    ],
)
def test_a_sentence_with_all_its_parts_is_whole(sentence: str) -> None:
    assert not broken(sentence, sentence)


def test_a_korean_lead_that_leans_gives_way_to_one_that_does_not() -> None:
    text = "이날 노르빅 항구가 다시 문을 열었다. 노르빅시는 십 년 만에 항구의 문을 다시 열었다고 밝혔다."
    assert standfirst(text, language="ko").startswith("노르빅시는")


def test_nothing_is_taken_out_of_a_quotation_in_the_middle() -> None:
    text = (
        "“Ships and harbours and docks of Norwick are shut. Ships and harbours and docks of Norwick wait,” said"
        " Ann Harbour.\n\nNorwick has closed its harbour. The ships lie outside the docks."
    )
    assert standfirst(text) == "Norwick has closed its harbour. The ships lie outside the docks."


def test_the_title_is_not_said_again() -> None:
    text = "Norwick opens its harbour. The ships came in before noon. Nobody was there to greet them."
    assert "opens" not in standfirst(text, title="Norwick opens its harbour")
    korean = "노르빅 항구가 다시 열린다. 배 열 척이 오전에 노르빅 항구로 들어왔다."
    assert standfirst(korean, title="노르빅 항구가 다시 열린다", language="ko").startswith("배 열 척이")


def test_a_passage_of_nothing_but_parts_still_has_one() -> None:
    assert standfirst("These are the ships:") == "These are the ships:"
    assert standfirst("“항구는 닫혔다.", language="ko") == "“항구는 닫혔다."


def test_a_second_that_leans_comes_only_with_what_it_leans_on() -> None:
    first, between = "Norwick has opened its harbour again.", "Ships wait."
    second = "It cost Norwick ten years, nine ministers, two storms and much of the money of the harbour."
    assert standfirst(f"{first} {second} {between}") == f"{first} {second}"
    assert standfirst(f"{first} {between} {second}") != f"{first} {second}"


def test_two_that_are_long_are_one() -> None:
    long = "Norwick " + "sails " * (LONGEST // 8) + "on."
    assert standfirst(f"{long} {long} {long}", title="Ships") == long.strip()

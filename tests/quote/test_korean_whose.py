"""Korean: a sentence that tells whose words they were, who goes on where another is named, and who is two."""

from __future__ import annotations

import pytest

from digest.model import Article, Attribution, Metadata, Origin, Segment, Span
from digest.quote.korean import find_korean

BEFORE = "고은별 어촌계 계장은 “바닷물이 해마다 올라온다”고 말했다.\n\n"
WORDS = "“내년 봄까지 방파제를 높이겠습니다.”"
SAID = "“이제는 바꿔야 한다”고 말했다."


def speakers(text: str) -> list[Attribution | None]:
    article = Article("a", Origin("a.md"), Metadata(language="ko"), text, ())
    return [q.attribution for q in find_korean(Segment("a-1", article, Span(0, len(text))))]


def last(text: str) -> str:
    """Return whom the last quotation of a text is given to; "" for nobody."""
    said = speakers(text)[-1]
    return said.name or said.role if said else ""


TELLS = (
    " 항구시 도시과 임하준 과장의 약속이다.",
    " 임하준 과장의 경고다.",
    " 이것이 임하준 과장의 답이었다.",
    " 임하준씨의 말이다.",
    " 이렇게 말한 사람은 임하준 과장이다.",
    " 약속한 이는 임하준 과장이었다.",
    "\n\n임하준 과장의 약속이다.",
)


@pytest.mark.parametrize("after", TELLS)
def test_a_sentence_after_the_words_tells_whose_they_were(after: str) -> None:
    assert last(BEFORE + WORDS + after) == "임하준"


ANOTHER = (
    " 임폴 항구시 도시과장의 약속이다.",
    " 임하준 과장과 김하늘 대표의 말이다.",
    " 항구시의 약속이다.",
    " 임하준 과장의 답은 짧았다.",
    " 임하준 과장은 고개를 끄덕였다.",
    " 옆에 있던 임하준 과장도 고개를 끄덕였다.",
    " 항구시청 도시과는 그렇게 약속했다.",
    " 누리전자는 지난달 문을 열었다.",
    " 문을 연 사람은 임하준 과장이다.",
    " 그는 임하준 과장의 말에 웃었다.",
)


@pytest.mark.parametrize("after", ANOTHER)
def test_nobody_goes_on_speaking_where_the_paragraph_names_another(after: str) -> None:
    assert last(BEFORE + WORDS + after) == ""


@pytest.mark.parametrize(
    "before",
    [
        "임하준 과장의 답은 짧았다. ",
        "임하준 과장에게 물었다. ",
        "항구시의 답은 이랬다. ",
        "임하준 과장의 답은 짧았다.\n\n",
    ],
)
def test_nor_where_one_is_named_before_the_words(before: str) -> None:
    assert last(BEFORE + before + WORDS) == ""


def test_nor_with_a_verb_of_saying_after_another_was_named() -> None:
    assert last(f"{BEFORE}임하준 과장을 만났다. {SAID}") == ""


GOES_ON = (
    "",
    " 고 계장은 고개를 끄덕였다.",
    " 계장은 고개를 끄덕였다.",
    " 어촌계는 지난달 문을 열었다.",
    " 방파제는 오월부터 막혔다.",
    " 그의 생각이다.",
)


@pytest.mark.parametrize("after", GOES_ON)
def test_the_last_speaker_goes_on_where_the_paragraph_names_nobody_else(after: str) -> None:
    assert last(BEFORE + WORDS + after) == "고은별"


def test_whom_a_sentence_that_leaves_out_its_subject_names_besides_is_no_speaker() -> None:
    assert last(f"{BEFORE}이어 임하준 과장에게 {SAID}") == "고은별"


TOGETHER = (
    f"하늘 대표와 노동조합 간부는 입을 모아 {SAID}",
    f"김하늘 대표와 박도윤 위원장은 {SAID}",
    f"김하늘 대표 및 박도윤 위원장은 {SAID}",
    f"김하늘 대표, 박도윤 위원장은 {SAID}",
    "“이제는 바꿔야 한다”고 김하늘 대표와 박도윤 위원장은 말했다.",
    "“이제는 모두 바꿔야 합니다.” 김하늘 대표와 박도윤 위원장은 이같이 말했다.",
    f"김하늘 대표와 박도윤 위원장은 만났다. 이어 {SAID}",
    f"김하늘 대표와 박도윤 위원장은 만났다. 그는 {SAID}",
)


@pytest.mark.parametrize("text", TOGETHER)
def test_two_who_say_it_together_are_nobody(text: str) -> None:
    assert last(text) == ""


@pytest.mark.parametrize(
    "who",
    [
        "김하늘 대표와 함께 온 박도윤 위원장은",
        "정부와 협상해 온 박도윤 위원장은",
        "김하늘 대표를 만난 박도윤 위원장은",
    ],
)
def test_one_who_came_with_another_says_it_alone(who: str) -> None:
    assert last(f"{who} {SAID}") == "박도윤"


@pytest.mark.parametrize(
    "clause",
    [
        "먼저 해 본",
        "급식을 바꾼",
        "지난해 문을 연",
        "새로 생긴",
        "앞서 시험했던",
        "불이 난",
        "함께 간",
        "체험을 한",
        "새로 세운",
    ],
)
@pytest.mark.parametrize("of", ["의", ""])
def test_a_verb_before_a_house_is_no_part_of_its_name(clause: str, of: str) -> None:
    said = speakers(f"{clause} 새길초등학교{of} 배상철 조리장은 {SAID}")
    assert said == [Attribution("person", "배상철", "조리장", "새길초등학교")]


@pytest.mark.parametrize("who", ["진 대표", "연 대표", "진 전 교수", "정세운 대표"])
def test_a_surname_that_is_a_verb_too_stays_with_its_title(who: str) -> None:
    said = speakers(f"{who}는 {SAID}")[0]
    assert said
    assert said.name in (who, "정세운")


def test_a_name_with_ssi_keeps_what_stands_before_it() -> None:
    said = speakers("“아이들에게 억지로 시키지 않아요.” 등대식당 주방장 안소라씨의 말이다.")
    assert said == [Attribution("person", "안소라", "주방장", "등대식당")]


@pytest.mark.parametrize(
    "who", ["마동석(가명)은", "마동석(가명)씨는", "마동석(가명) 씨는", "마동석(가명) 대표는"]
)
def test_a_name_that_is_not_ones_own_is_marked_as_such(who: str) -> None:
    text = f"{who} {SAID} 마씨는 떠났다. 마동석씨는 “다시 오겠다”고 말했다."
    assert [said.name for said in speakers(text) if said] == ["마동석(가명)", "마동석(가명)"]

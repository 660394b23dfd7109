"""Korean words that somebody is named beside but did not say: received, denied, supposed, another's."""

from __future__ import annotations

import pytest

from digest.model import Article, Attribution, Metadata, Origin, Segment, Span
from digest.quote.korean import find_korean

Q = "“일자리를 줄이는 데에만 골몰해 왔다”"
MORE = "“내년에는 사람을 더 뽑겠다”"


def speakers(text: str) -> list[Attribution | None]:
    article = Article("a", Origin("a.md"), Metadata(language="ko"), text, ())
    return [q.attribution for q in find_korean(Segment("a-1", article, Span(0, len(text))))]


def last(text: str) -> tuple[str, str, str] | None:
    """Return name, role and organisation of the last quotation's speaker."""
    said = speakers(text)[-1]
    return (said.name, said.role, said.organisation) if said else None


NOT_HIS = {
    "criticism received": f"김하나 대표는 {Q}라는 비판을 받았다.",
    "faced": f"김하나 대표는 {Q}라는 지적에 직면했다.",
    "a question put to him": f"김하나 대표는 {Q}라는 질문을 받고 웃었다.",
    "a question before the answer": f"김하나 대표는 {Q}는 질문에 답하지 않았다.",
    "a letter received": f"김하나 대표는 {Q}는 협박 편지를 받았다.",
    "words heard": f"김하나 대표는 {Q}는 말을 들었다.",
    "words heard from another": f"김하나 대표는 {Q}는 말을 이바다 의원에게서 들었다고 말했다.",
    "negated": f"김하나 대표는 {Q}고 하지 않았다.",
    "negated, said": f"김하나 대표는 {Q}고 말하지는 않았다.",
    "never said": f"김하나 대표는 {Q}고 말한 적이 없다.",
    "supposed": f"김하나 대표는 {Q}고 말했을 것이다.",
    "a condition": f"만약 김하나 대표가 {Q}고 말한다면 주가는 떨어질 것이다.",
    "meant to say": f"김하나 대표는 {Q}고 말하려다 말았다.",
    "yet to be said": f"김하나 대표는 {Q}라고 말해 달라는 부탁을 받았다.",
    "plagued": f"김하나 대표는 {Q}는 비난에 시달렸다.",
    "suspected": f"김하나 대표는 {Q}는 의혹에 휩싸였다.",
    "opposed": f"김하나 대표는 {Q}는 반대에 부딪혔다.",
    "passive": f"김하나 대표는 {Q}고 비판받았다.",
    "passive, and": f"김하나 대표는 {Q}며 비판을 받았다.",
    "scolded": f"김하나 대표는 {Q}고 욕을 먹었다.",
    "the voice of a crowd": f"김하나 대표는 {Q}고 외치는 시위대를 지나쳤다.",
    "asked by reporters": f"김하나 대표는 {Q}고 묻는 기자들에게 고개를 저었다.",
    "a placard": f"김하나 대표는 {Q}라고 적힌 팻말을 들었다.",
    "a song": f"김하나 대표는 {Q}는 노래를 불렀다.",
    "a rule": f"김하나 대표는 {Q}는 규정을 어겼다.",
    "a comment read": f"김하나 대표는 {Q}는 댓글을 봤다.",
    "a post shared": f"김하나 대표는 {Q}는 트윗을 공유했다.",
    "another's words passed on": f"김하나 대표는 {Q}는 이웃의 말을 전했다.",
    "a claim denied": f"김하나 대표는 {Q}는 주장을 반박했다.",
    "a charge": f"김하나 대표는 {Q}는 혐의로 기소됐다.",
    "said, it is charged": f"김하나 대표는 {Q}는 말을 했다는 비판을 받았다.",
    "a rumour": f"김하나 대표는 {Q}고 했다는 소문에 시달렸다.",
    "a report that is false": f"김하나 대표가 {Q}고 말했다는 보도는 사실이 아니다.",
    "who laughs did not ask": f"{Q}고 묻자 김하나 대표는 웃었다.",
    "who was told did not tell": f"김하나 대표는 상대가 {Q}고 하자 자리를 떴다.",
    "asked of him": f"김하나 대표는 자리를 떴다. 그에게 {Q}고 물었다.",
    "somebody else": f"김하나 대표는 자리를 떴다. {Q} 누군가 외쳤다.",
    "a book": "김하나 대표는 책을 폈다. “일자리를 줄이는 데에만 골몰해 왔다.” 첫 문장이었다.",
}


@pytest.mark.parametrize("text", NOT_HIS.values(), ids=NOT_HIS)
def test_who_gets_or_denies_words_did_not_say_them(text: str) -> None:
    assert not [s for s in speakers(text) if s and s.name]


HIS = {
    "criticism offered": f"김하나 대표는 {Q}는 비판을 내놨다.",
    "a position": f"김하나 대표는 {Q}는 입장을 밝혔다.",
    "his position is": f"김하나 대표는 {Q}는 입장이다.",
    "a post": f"김하나 대표는 {Q}는 글을 남겼다.",
    "words spoken": f"김하나 대표는 {Q}는 말을 했다.",
    "a claim": f"김하나 대표는 {Q}는 주장을 폈다.",
    "a point stressed": f"김하나 대표는 {Q}는 점을 강조했다.",
    "to the effect": f"김하나 대표는 {Q}는 취지로 말했다.",
    "retorted": f"김하나 대표는 {Q}고 받아쳤다.",
    "cannot but say": f"김하나 대표는 {Q}고 하지 않을 수 없다고 말했다.",
    "applauded for it": f"김하나 대표는 {Q}고 비판해 박수를 받았다.",
    "what he will not do": f"김하나 대표는 {Q}며 뜻을 굽히지 않겠다고 말했다.",
    "what he can do": f"김하나 대표는 {Q}며 할 수 있는 일을 다하겠다고 말했다.",
    "what he can't take": f"김하나 대표는 {Q}며 받아들일 수 없다는 입장을 밝혔다.",
    "criticised before": f"김하나 대표는 비판을 받자 {Q}고 말했다.",
    "the answer, not the question": f"김하나 대표는 {MORE}는 질문에 {Q}고 답했다.",
    "asked, then answered": f"{MORE}고 묻자 김하나 대표는 {Q}고 답했다.",
}


@pytest.mark.parametrize("text", HIS.values(), ids=HIS)
def test_who_gives_words_said_them(text: str) -> None:
    assert last(text) == ("김하나", "대표", "")


def test_who_retells_words_did_not_say_them() -> None:
    assert last(f"이바다 의원은 김하나 대표가 {Q}는 말을 했다고 전했다.") == ("김하나", "대표", "")


def test_a_question_is_not_the_answerers() -> None:
    assert speakers(f"김하나 대표는 {MORE}는 질문에 {Q}고 답했다.")[0] is None


HOUSES = {
    "university after the name": ("노동시장을 연구하는 노아람 한강대 교수", ("노아람", "교수", "한강대")),
    "one like a name": ("노아람 한라대 교수", ("노아람", "교수", "한라대")),
    "emeritus": ("노아람 신한대 명예교수", ("노아람", "명예교수", "신한대")),
    "subject between": ("노아람 신한대 정치학 명예교수", ("노아람", "정치학 명예교수", "신한대")),
    "university before the name": ("신한대 노아람 교수", ("노아람", "교수", "신한대")),
    "a name in 대 at a known university": ("서울대 김영대 교수", ("김영대", "교수", "서울대")),
    "university alone": ("한강대 교수", ("", "한강대 교수", "")),
    "foreign name, railway": (
        "마르쿠스 헬러 스위스연방철도 국제사업본부장",
        ("마르쿠스 헬러", "국제사업본부장", "스위스연방철도"),
    ),
    "foreign name, railway's head": (
        "마르쿠스 헬러 스위스연방철도 대표",
        ("마르쿠스 헬러", "대표", "스위스연방철도"),
    ),
    "two nouns are no name": ("업계 최대 한강재단 이사장", ("", "업계 최대 한강재단 이사장", "")),
    "contractor": ("시공사인 미래건설 관계자", ("", "미래건설 관계자", "")),
    "contractor's head": ("시공사인 미래건설 김하나 대표", ("김하나", "대표", "미래건설")),
}


@pytest.mark.parametrize(("phrase", "expected"), HOUSES.values(), ids=HOUSES)
def test_a_house_is_no_person(phrase: str, expected: tuple[str, str, str]) -> None:
    particle = "는" if (ord(phrase[-1]) - 0xAC00) % 28 == 0 else "은"
    assert last(f"{phrase}{particle} {Q}고 말했다.") == expected

"""Korean direct speech: who said what, on passages written for each thing that occurs in news."""

from __future__ import annotations

import pytest

from digest.model import Article, Attribution, Block, Metadata, Origin, Quote, Segment, Span
from digest.quote.korean import find_korean

FULL = "가나전자 김가나 대표는 27일 기자간담회를 열었다. "


def quotes(text: str, *, start: int = 0, blocks: tuple[Block, ...] = ()) -> tuple[Quote, ...]:
    article = Article("a", Origin("a.md"), Metadata(language="ko"), text, blocks)
    return find_korean(Segment("a-1", article, Span(start, len(text))))


def only(text: str) -> Quote:
    (quote,) = quotes(text)
    return quote


def who(text: str) -> tuple[str, str, str, str] | None:
    """Return kind, name, role and organisation of the last quotation's speaker."""
    said = quotes(text)[-1].attribution
    return (said.kind, said.name, said.role, said.organisation) if said else None


NAMED = {
    "organisation, name, title": (
        "가나증권 박다라 수석연구원은 “시장이 곧 안정될 것으로 본다”고 말했다.",
        ("person", "박다라", "수석연구원", "가나증권"),
    ),
    "name, organisation, title": (
        "박다라 가나증권 수석연구원은 “시장이 곧 안정될 것으로 본다”고 말했다.",
        ("person", "박다라", "수석연구원", "가나증권"),
    ),
    "organisation's, kind of it left out": (
        "반도체 기업 가나칩의 마이클 가드너 기술책임자는 “설계를 처음부터 다시 했다”고 말했다.",
        ("person", "마이클 가드너", "기술책임자", "가나칩"),
    ),
    "two titles": (
        "박다라 부총리 겸 기획부 장관은 “세금을 올리지 않겠다”고 밝혔다.",
        ("person", "박다라", "부총리 겸 기획부 장관", ""),
    ),
    "title with letters": (
        "마이클 가드너 가나소프트 최고경영자(CEO)는 “내년에 흑자를 낸다”고 했다.",
        ("person", "마이클 가드너", "최고경영자(CEO)", "가나소프트"),
    ),
    "occupation, name": (
        "가수 하람은 “무대에 다시 서서 행복하다”며 웃었다.",
        ("person", "하람", "가수", ""),
    ),
    "copula": (
        "“법이 바뀌어야 합니다.”라고 가나대 법학 교수인 마이클 가드너(Michael Gardner)는 말했습니다.",
        ("person", "마이클 가드너", "법학 교수", "가나대"),
    ),
    "name that ends like a particle": (
        "김나도 대표는 “약속을 지키겠다”고 말했다.",
        ("person", "김나도", "대표", ""),
    ),
    "two names": (
        "박다라·정하람 의원은 “법안을 함께 내겠다”고 밝혔다.",
        ("person", "박다라·정하람", "의원", ""),
    ),
    "after the quotation": (
        "“우리는 물러서지 않습니다.”라고 박다라 회장이 덧붙였다.",
        ("person", "박다라", "회장", ""),
    ),
    "another's name nearer": (
        "정하람 의원은 박다라 회장을 향해 “자료를 먼저 내라”고 요구했다.",
        ("person", "정하람", "의원", ""),
    ),
    "the one who is answered": (
        "박다라 지사가 19일 “예산이 모자란다”고 지적한 정하람 의원을 향해 “와서 보라”고 말했다.",
        ("person", "박다라", "지사", ""),
    ),
    "a clause of another's": (
        "검찰은 정하람 씨를 불렀고, 박다라 변호사는 “조사에 응하겠다”고 밝혔다.",
        ("person", "박다라", "변호사", ""),
    ),
    "paper": (
        "가나저널(GNJ)은 27일(현지시간) “인재 전쟁이 새로운 단계에 들어섰다”고 보도했다.",
        ("paper", "가나저널", "", ""),
    ),
    "paper's letters": (
        "가나저널(GNJ)이 이 소식을 전했다. GNJ는 “협상이 막바지에 이르렀다”고 보도했다.",
        ("paper", "가나저널", "", ""),
    ),
    "according to a paper": (
        "가나통신에 따르면 “두 회사의 협상이 막바지에 이르렀다”.",
        ("paper", "가나통신", "", ""),
    ),
    "retold by a paper": (
        "영국 매체 BDC는 12일 박다라 회장이 총회에서 “비판은 거짓이다”고 말했다고 보도했다.",
        ("person", "박다라", "회장", ""),
    ),
    "organisation": (
        "나라연대는 “정부가 답할 차례다”고 밝혔다.",
        ("organisation", "나라연대", "", ""),
    ),
    "unnamed": (
        "이 계약의 관계자는 “앞으로 5년간 비용을 나눠 내기로 했다”고 전했다.",
        ("unnamed", "", "이 계약의 관계자", ""),
    ),
    "a group": (
        "가나시장 점주들은 “손님이 절반으로 줄었다”고 말했다.",
        ("unnamed", "", "가나시장 점주들", ""),
    ),
    "an aide": (
        "박다라 대표 비서실장은 “대표의 뜻과 다르다”고 말했다.",
        ("unnamed", "", "박다라 대표 비서실장", ""),
    ),
    "kin": (
        "박다라 아버지는 “아들이 자랑스럽다”고 말했다.",
        ("unnamed", "", "박다라 아버지", ""),
    ),
    "a foundation with a person's name": (
        "박다라 재단 이사장은 “장학금을 늘리겠다”고 말했다.",
        ("unnamed", "", "박다라 재단 이사장", ""),
    ),
    "some member": ("회의에 온 한 위원은 “물가가 아직 높다”고 지적했다.", ("unnamed", "", "한 위원", "")),
    "another member": ("다른 위원은 “경기를 살펴야 한다”고 맞섰다.", ("unnamed", "", "다른 위원", "")),
    "a committee before the party": (
        "국회 법제위원회 소속 나라당 박다라 의원은 “표결을 미룰 이유가 없다”고 했다.",
        ("person", "박다라", "의원", "나라당"),
    ),
    "the byline is no speaker": (
        "(서울=가나뉴스) 김가나 기자 = “더는 미룰 수 없습니다.” 박다라 지사는 이렇게 말문을 열었다.",
        ("person", "박다라", "지사", ""),
    ),
    "surname with title": (
        "정 전 총리는 “책임을 통감한다”고 말했다.",
        ("person", "정 전 총리", "", ""),
    ),
    "a letter for a name": (
        "경찰에 따르면 A씨(34)는 “계약서를 쓴 적이 없다”고 진술했다.",
        ("person", "A씨", "", ""),
    ),
}


@pytest.mark.parametrize(("text", "speaker"), NAMED.values(), ids=NAMED)
def test_the_sentence_names_the_speaker(text: str, speaker: tuple[str, str, str, str]) -> None:
    assert who(text) == speaker


CARRIED = {
    "surname and title": "김 대표는 “올해 안에 공장을 세우겠다”고 말했다.",
    "pronoun": "그는 “올해 안에 공장을 세우겠다”고 말했다.",
    "left out": "이어 “올해 안에 공장을 세우겠다”고 덧붙였다.",
    "left out after a new line": "\n그러면서 “올해 안에 공장을 세우겠다”고 말했다.",
    "standing alone": "\n\n“올해 안에 공장을 세우겠습니다.”",
}


@pytest.mark.parametrize("text", CARRIED.values(), ids=CARRIED)
def test_the_full_name_stands_earlier(text: str) -> None:
    assert who(FULL + text) == ("person", "김가나", "대표", "가나전자")


def test_a_name_may_stand_before_the_segment() -> None:
    text = FULL + "\n\n김 대표는 “공장을 세우겠다”고 말했다."
    (quote,) = quotes(text, start=text.index("김 대표"))
    assert quote.attribution == Attribution("person", "김가나", "대표", "가나전자")


def test_a_speaker_left_out_is_not_carried_into_another_segment() -> None:
    text = FULL + "\n\n이어 “공장을 세우겠다”고 말했다."
    (quote,) = quotes(text, start=text.index("이어"))
    assert quote.attribution is None


OPEN = {
    "nobody before": "그는 “아무도 모르는 일이다”고 말했다.",
    "nobody at all": "“아무도 모르는 일이다”라는 말이 돌았다.",
    "continued from nowhere": "이어 “아무도 모르는 일이다”고 덧붙였다.",
    "somebody else named since": FULL + "정하람 감사가 물러났다. 그는 “할 일을 다 했다”고 말했다.",
    "a noun follows the words": "정치권에서는 “무책임하다”는 비판이 나온다.",
    "a thing is the subject": "이번 보고서는 “위험이 커지고 있다”고 적었다.",
    "a subhead": FULL + "\n“올해 안에 공장 세운다”\n행사는 두 시간 만에 끝났다.",
    "the reporter": "본지 김가나 기자는 “언제 결정하느냐”고 물었다.",
}


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_no_name_where_the_text_does_not_say_for_certain(text: str) -> None:
    said = quotes(text)[-1].attribution
    assert said is None or not said.name


def test_two_of_one_surname_leave_the_short_form() -> None:
    text = "김가나 의원과 김마루 의원이 맞섰다. 김 의원은 “표결에 부치자”고 말했다."
    assert who(text) == ("person", "김 의원", "", "")


def test_two_parts_of_one_utterance_are_one_quote() -> None:
    quote = only("김가나 대표는 “인재가 모자란다”며 “한쪽에는 사람이 넘친다”고 말했다.")
    assert quote.parts == ("인재가 모자란다", "한쪽에는 사람이 넘친다")


def test_two_acts_are_two_quotes() -> None:
    text = "김가나 대표는 “인재가 모자란다”면서 걱정한 뒤 “사람을 더 뽑겠다”고 말했다."
    assert [q.parts for q in quotes(text)] == [("인재가 모자란다",), ("사람을 더 뽑겠다",)]


def test_a_quotation_over_lines_is_one_span() -> None:
    text = "김가나 대표는 이렇게 말했다.\n\n“길이 없습니다. 만들어야 합니다.\n그래서 시작했습니다.”"
    assert only(text).parts == ("길이 없습니다. 만들어야 합니다.\n그래서 시작했습니다.",)
    assert who(text) == ("person", "김가나", "대표", "")


def test_a_line_break_within_a_block_is_a_space() -> None:
    text = "가나전자 김가나\n대표는 “올해 안에\n공장을 세우겠다”고 말했다."
    (quote,) = quotes(text, blocks=(Block("paragraph", Span(0, len(text))),))
    assert quote.parts == ("올해 안에\n공장을 세우겠다",)
    assert quote.attribution == Attribution("person", "김가나", "대표", "가나전자")


def test_only_the_segment_is_searched() -> None:
    text = "김가나 대표는 “처음 말이다”고 했다.\n\n그는 “나중 말이다”고 했다."
    assert [q.parts for q in quotes(text, start=text.index("그는"))] == [("나중 말이다",)]


def test_markdown_emphasis_is_no_part_of_a_name() -> None:
    assert who("**김가나** 대표는 “공장을 세우겠다”고 말했다.") == ("person", "김가나", "대표", "")


def test_segments_are_read_alike_in_any_order() -> None:
    passages = [
        f"{FULL}김 대표는 “올해 안에 공장을 세우겠다”고 말했다. 이어 “내년에는 사람을 더 뽑겠다”고 덧붙였다.",
        "그는 “일자리는 줄지 않는다”고 말했다.\n이어 “오히려 늘어날 것으로 본다”고 강조했다.",
        "나다증권 박다라 연구원은 “시장이 곧 안정된다”고 했다.\n김 대표는 “투자를 더 하겠다”고 했다.",
    ]
    text = "\n\n".join(passages)
    article = Article("a", Origin("a.md"), Metadata(language="ko"), text, ())
    starts = [text.index(passage) for passage in passages]
    ends = [start + len(passage) for start, passage in zip(starts, passages, strict=True)]
    segments = [Segment(f"a-{s}", article, Span(s, e)) for s, e in zip(starts, ends, strict=True)]
    forward = [find_korean(segment) for segment in segments]
    backward = [find_korean(segment) for segment in reversed(segments)]
    apart = [
        find_korean(Segment(s.id, Article("a", article.origin, article.meta, text, ()), s.span))
        for s in segments
    ]
    assert forward == backward[::-1] == apart
    names = [[q.attribution.name if q.attribution else "" for q in quotes] for quotes in forward]
    assert names == [["김가나", "김가나"], ["김가나", "김가나"], ["박다라", "김가나"]]


def test_nobody_named_in_the_next_segment_speaks_here() -> None:
    text = "“올해 안에 공장을 세우겠다.”\n가나전자 김가나 대표는 이같이 말했다."
    article = Article("a", Origin("a.md"), Metadata(language="ko"), text, ())
    (alone,) = find_korean(Segment("a-1", article, Span(0, text.index("\n"))))
    (whole,) = find_korean(Segment("a-1", article, Span(0, len(text))))
    assert alone.attribution is None
    assert whole.attribution is not None
    assert whole.attribution.name == "김가나"


def test_a_text_that_is_nothing_but_a_byline_in_brackets_has_no_quotes() -> None:
    assert quotes("[“그는 정말로 그렇다”고 말했다]") == ()

"""What is direct speech in Korean and what only stands in quote marks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model import Article, Attribution, Metadata, Origin, Quote, Segment, Span
from digest.quote.korean import find_korean

SAMPLE = Path(__file__).parents[2] / "../shared/samples/hankyung-ai-talent-raw.txt"


def quotes(text: str) -> tuple[Quote, ...]:
    article = Article("a", Origin("a.md"), Metadata(language="ko"), text, ())
    return find_korean(Segment("a-1", article, Span(0, len(text))))


SPEECH = {
    "double, 고": ("김가나 대표는 “값을 올리지 않겠다”고 말했다.", "값을 올리지 않겠다"),
    "straight": ('김가나 대표는 "값을 올리지 않겠다"고 말했다.', "값을 올리지 않겠다"),
    "mixed": ('김가나 대표는 "값을 올리지 않겠다”고 말했다.', "값을 올리지 않겠다"),
    "full width": ("김가나 대표는 ＂값을 올리지 않겠다＂고 말했다.", "값을 올리지 않겠다"),
    "corner brackets": ("김가나 대표는 「값을 올리지 않겠다」고 말했다.", "값을 올리지 않겠다"),
    "single": (
        "김가나 대표는 사내 공지에서 ‘올해 값을 올리지 않겠다’고 약속했다.",
        "올해 값을 올리지 않겠다",
    ),
    "noun and copula": ("김가나 대표는 “지금이 투자할 때”라며 웃었다.", "지금이 투자할 때"),
    "space before the particle": ("김가나 대표는 “값을 올리지 않겠다” 고 말했다.", "값을 올리지 않겠다"),
    "nested": (
        "김가나 대표는 “직원이 ‘힘들다’고 할 때 가장 아프다”고 말했다.",
        "직원이 ‘힘들다’고 할 때 가장 아프다",
    ),
    "는 것이다": ("그의 뜻은 분명하다. “나라가 먼저 나서야 한다”는 것이다.", "나라가 먼저 나서야 한다"),
    "announced": ("김가나 대표가 말하길, “값은 그대로 둘 것입니다.”", "값은 그대로 둘 것입니다."),
    "colon": ("김가나 대표는 덧붙였다: “값은 그대로 둔다.”", "값은 그대로 둔다."),
    "opening mark missing": (
        '값을 올려도 아무런 문제가 없다"고 자신감을 보였다.',
        "값을 올려도 아무런 문제가 없다",
    ),
    "headline": ("김가나 총재 “물가 잡힐 때까지 긴축”…시장은 긴장", "물가 잡힐 때까지 긴축"),
}


@pytest.mark.parametrize(("text", "words"), SPEECH.values(), ids=SPEECH)
def test_direct_speech(text: str, words: str) -> None:
    assert [q.parts for q in quotes(text)] == [(words,)]


OTHER = {
    "product": "회사는 새 모델 ‘구름3’을 공개했다.",
    "a word stressed": "업계는 ‘윈윈’이 될 수 있다고 본다.",
    "a term": "대기업이 ‘인력 재배치’에 나섰다는 분석이 나온다.",
    "titles": "영화 “푸른 언덕”과 소설 “마지막 겨울”이 나란히 상을 받았다.",
    "an event's name": "행사는 “별의 잔치”라는 이름으로 열렸다.",
    "named so": "직원들은 그를 “걸어 다니는 사전”이라고 부른다.",
    "a rule": "당규 5조는 ‘대표는 투표로 뽑는다’고 규정한 바 있다.",
    "a rule in double marks": "정관은 “대표는 투표로 뽑는다”고 명시하고 있다.",
    "a scare quote": '수도권이 "유령 도시"가 되어 가고 있다.',
    "a slogan": "벽에는 표어가 새겨져 있다. “우리는 하나다.”",
    "titles in brackets": "그는 『먼 나라의 바다』를 썼다.",
}


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_what_is_no_speech(text: str) -> None:
    assert quotes(text) == ()


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("김가나 의원은 “명백한 규칙 위반”이라고 말했다.", True),
        ("김가나 의원은 “이 결정은 명백한 규칙 위반”이라고 말했다.", False),
        ("김가나 의원은 “규칙을 어겼다”고 말했다.", False),
        ("그는 총리가 “엉망이 되어 버린 이 나라의 시장”을 고쳐야 한다고 말했다.", True),
    ],
)
def test_part_of_a_sentence(text: str, *, fragment: bool) -> None:
    (quote,) = quotes(text)
    assert quote.fragment is fragment


def test_the_sample_article() -> None:
    if not SAMPLE.exists():
        pytest.skip(f"{SAMPLE} is not on this machine")
    journal, rao, insider = quotes(SAMPLE.read_text("utf-8"))
    assert journal.attribution == Attribution("paper", "월스트리트저널")
    assert len(rao.spans) == 2
    assert rao.attribution == Attribution("person", "나빈 라오", "생성AI책임자", "데이터브릭스")
    assert insider.attribution == Attribution("unnamed", role="이 계약의 관계자")


PIECES = [
    "“",
    "”",
    '"',
    "‘",
    "’",
    "「",
    "」",
    "(",
    ")",
    "\n",
    "\n\n",
    " ",
    "그는 ",
    "김가나 대표는 ",
    "고 말했다. ",
    "며 ",
    "의 ",
    "인 ",
    "이어 ",
    "가",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_every_quote_is_a_span_and_every_name_stands_in_the_text(text: str) -> None:
    at = 0
    for quote in quotes(text):
        for span in quote.spans:
            assert at <= span.start < span.end <= len(text)
            at = span.end
        said = quote.attribution
        if said:
            assert said.name or said.role
            assert all(s in text for s in (said.name, said.role, said.organisation))


@pytest.mark.parametrize(
    "piece", ["가나 ", "그는 “간다”고 했다. ", "“", "(", "김가나 대표는 “간다”며 ", "‘가 ", "의 "]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        quotes(piece * times)
        return time.process_time() - begun

    seconds(100)
    assert seconds(4_000) < 12 * max(seconds(1_000), 0.02)

from __future__ import annotations

import numpy as np
from making import article

from digest.meaning import vectors
from digest.segment import cut

TWO = "It began on Monday. Nobody had expected it."


def parts(text: str) -> list[str]:
    return [segment.text for segment in cut(article(text))]


def test_an_article_without_subheads_stays_whole() -> None:
    text = f"{TWO}\n\n{TWO}\n\n{TWO}"
    assert parts(text) == [text]


def test_an_article_is_cut_at_its_subheads() -> None:
    first, second = f"## The first\n\n{TWO}", f"## The second\n\n{TWO}"
    found = cut(article(f"{first}\n\n{second}"))
    assert [s.title for s in found] == ["The first", "The second"]
    assert [s.text for s in found] == [first.removeprefix("## "), second.removeprefix("## ")]


def test_a_short_opening_leads_into_the_first_passage() -> None:
    found = cut(article(f"{TWO}\n\n## The first\n\n{TWO}\n\n## The second\n\n{TWO}", title="The whole"))
    assert [s.title for s in found] == ["The whole", "The second"]


def test_a_long_opening_is_a_passage_of_its_own() -> None:
    found = cut(article(f"{' '.join([TWO] * 9)}\n\n## The first\n\n{TWO}", title="The whole"))
    assert [s.title for s in found] == ["The whole", "The first"]


def test_one_dangling_sentence_stays_with_the_passage_before() -> None:
    found = cut(article(f"## One\n\n{TWO}\n\n## Two\n\nOnly this.\n\n## Three\n\n{TWO}"))
    assert [s.title for s in found] == ["One", "Three"]
    assert found[0].text.endswith("Two\n\nOnly this.")


def test_korean_sentences_are_counted_without_spaces_or_capitals() -> None:
    found = cut(article("## 하나\n\n첫 문장이다. 둘째 문장이다.\n\n## 둘\n\n한 문장뿐이다.", language="ko"))
    assert [s.title for s in found] == ["하나"]


def test_ids_tell_the_article_and_the_text() -> None:
    one, other = (cut(article(TWO, name=name))[0].id for name in ("one", "other"))
    assert one != other
    assert one.rpartition("-")[2] == other.rpartition("-")[2]


ROWS = {"Tide": [1.0, 0.0, 0.0], "Bees": [0.0, 1.0, 0.0], "Loan": [0.0, 0.0, 1.0]}
ITEMS = (
    "Tide gauges on the coast stood high. Tide tables were wrong. Tide watchers met.",
    "Bees came back to the orchard. Bees had been gone a year. Bees need warmth.",
    "Loan offices closed early. Loan rates had risen. Loan seekers waited outside.",
)
MORE = (
    "The harbour master took no chances. Boats stayed in. Old pilots shook their heads.",
    "The keeper counted nine hives. Blossom had come early. Honey is expected by June.",
    "The treasurer wrote to the bank. Savers paid the price. A hearing is set for Friday.",
)


def by_first_word(texts):
    return np.array([ROWS[text.partition(" ")[0]] for text in texts])


def test_a_roundup_is_cut_into_its_items_by_meaning() -> None:
    assert [s.text for s in cut(article("\n\n".join(ITEMS)), by_first_word)] == list(ITEMS)


def test_korean_items_of_one_sentence_a_paragraph_are_cut_by_meaning() -> None:
    lines = (
        *("조석 관측소의 물높이가 올랐다.", "조석 예보가 빗나갔다.", "조석을 살피는 이들이 모였다."),
        *("꿀벌이 과수원에 돌아왔다.", "꿀벌은 일 년 동안 보이지 않았다.", "꿀벌에게는 볕이 필요하다."),
        *("대출 창구가 일찍 닫혔다.", "대출 금리가 뛴 뒤였다.", "대출을 바라던 줄이 길었다."),
    )
    rows = {"조석": [0.98, 0.14, 0.14], "꿀벌": [0.14, 0.98, 0.14], "대출": [0.14, 0.14, 0.98]}
    found = cut(
        article("\n\n".join(lines), language="ko"), lambda texts: np.array([rows[t[:2]] for t in texts])
    )
    assert [s.text for s in found] == ["\n\n".join(lines[n : n + 3]) for n in (0, 3, 6)]


def test_items_of_one_long_paragraph_each_are_told_apart() -> None:
    lines = [f"{item} {more}" for item, more in zip(ITEMS, MORE, strict=True)]
    assert [s.text for s in cut(article("\n\n".join(lines)), by_first_word)] == lines


def test_items_of_several_paragraphs_stay_together_and_no_sentence_dangles() -> None:
    lines = [f"{sentence.rstrip('.')}." for item in ITEMS for sentence in item.split(". ")]
    found = cut(article("\n\n".join(lines)), by_first_word)
    assert [s.text.count("\n\n") for s in found] == [2, 2, 2]


def test_one_story_stays_whole_whatever_its_meanings() -> None:
    text = "\n\n".join([TWO + " Nobody knew why it began. " + TWO] * 5)
    found = cut(article(text), lambda texts: np.eye(len(texts)))
    assert [s.text for s in found] == [text]


def test_items_that_are_near_each_other_are_one_story() -> None:
    near = {"Tide": [1.0, 0.0, 0.0], "Bees": [0.8, 0.6, 0.0], "Loan": [0.8, 0.0, 0.6]}
    found = cut(
        article("\n\n".join(ITEMS)), lambda texts: np.array([near[t.partition(" ")[0]] for t in texts])
    )
    assert len(found) == 1


def test_without_meaning_only_a_title_that_says_so_has_its_text_cut() -> None:
    text = "\n\n".join(ITEMS)
    assert len(cut(article(text, title="Three things"))) == 1
    assert len(cut(article(text, title="In brief"))) == 3


def test_a_title_that_most_of_the_text_comes_back_to_keeps_it_whole() -> None:
    text = (
        "\n\n".join(ITEMS)
        .replace("a year", "a harbour opening")
        .replace("outside", "for the harbour opening")
    )
    text = text.replace("watchers met", "watchers met at the harbour opening")
    title = "Harbour opening and what it changes"
    assert len(cut(article(text, title=title), by_first_word)) == 1
    assert len(cut(article("\n\n".join(ITEMS), title=title), by_first_word)) == 3


SHORT_ITEMS = (
    "솔섬을 오가는 여객선이 선체 수리 때문에 5주 동안 멈춘다. 표를 산 승객은 낮 배를 탈 수 있다.",
    "작은 빵집 ‘가람’이 전국 빵 대회에서 1등을 했다. 주인은 가격을 올리지 않겠다고 했다.",
    "사과 농가의 올해 수확은 서리 탓에 20% 줄었다. 사과주 업체들이 남은 물량을 사 갔다.",
    "안과 진료실이 23일 시립병원 본관으로 옮긴다. 예약한 환자에게는 안내문을 보낸다.",
)


def test_a_titled_roundup_of_short_items_is_cut_into_them() -> None:
    text = "\n\n".join(SHORT_ITEMS)
    assert [s.text for s in cut(article(text, title="이번 주 단신", language="ko"), vectors)] == [
        *SHORT_ITEMS
    ]

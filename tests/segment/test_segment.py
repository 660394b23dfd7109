from __future__ import annotations

from making import article

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

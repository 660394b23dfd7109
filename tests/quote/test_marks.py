"""The stretches in quote marks: every kind of mark, wrong sides, missing marks, nesting."""

from __future__ import annotations

import pytest

from digest.quote.marks import marked


def inside(text: str) -> list[str]:
    return [mark.inside.of(text) for mark in marked(text, 0, len(text))]


CASES = {
    "curly": ("He said “no” and left.", ["no"]),
    "straight": ('He said "no" and left.', ["no"]),
    "mixed": ('그는 "아니다”고 했다.', ["아니다"]),
    "wrong way round": ("그는 “아니다“고 했다. ”그렇다”고도 했다.", ["아니다", "그렇다"]),
    "low and high": ("„nein‟ sagte er", ["nein"]),
    "guillemets": ("il a dit « non » hier", [" non "]),
    "corner brackets": ("그는 「아니다」 『책』이라 했다", ["아니다", "책"]),
    "single": ("‘하나’와 '둘'과 `셋'을", ["하나", "둘", "셋"]),
    "a particle follows": ('"한국"이라는 말과 "나라"를', ["한국", "나라"]),
    "single within double": ("“그가 ‘아니다’라고 했다”고", ["그가 ‘아니다’라고 했다"]),
    "double within single": ("‘he said “no” to me’ once", ["he said “no” to me"]),
    "straight within straight": ('"그가 "아니다"고 했다"고', ['그가 "아니다"고 했다']),
    "apostrophes": ("John's dog didn’t bark at the boys' door", []),
    "a quotation with an apostrophe": ("‘I don’t know’ he said", ["I don’t know"]),
    "inches": ('a 55" screen and "no" more', ["no"]),
    "never closed": ("그는 “아니다고 했다.\n그리고 “그렇다”고 했다.", ["그렇다"]),
    "over a line": ("“하나다.\n둘이다.”", ["하나다.\n둘이다."]),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "found"), CASES.values(), ids=CASES)
def test_stretches(text: str, found: list[str]) -> None:
    assert inside(text) == found


def test_a_quotation_over_paragraphs_opens_anew_in_each() -> None:
    text = "“First.\n\n“Second,” he said."
    first, second = marked(text, 0, len(text))
    assert (first.closed, first.inside.of(text)) == (False, "First.")
    assert (second.closed, second.inside.of(text)) == (True, "Second,")


def test_a_missing_opening_mark_leaves_the_paragraph_from_its_start() -> None:
    text = '하나.\n문제가 없다"고 했다.'
    (mark,) = marked(text, 0, len(text))
    assert not mark.opened
    assert mark.inside.of(text) == "문제가 없다"


def test_offsets_count_in_the_whole_text() -> None:
    text = "“하나” “둘” “셋”"
    (mark,) = marked(text, 4, 9)
    assert mark.inside.of(text) == "둘"
    assert mark.outside.of(text) == "“둘”"
    assert mark.double
    assert mark.opening == "“"


def test_a_forgotten_mark_does_not_swallow_the_article() -> None:
    text = "“가\n" + "나다라 " * 2000 + "”고 했다. “말이다”고 했다."
    assert inside(text) == ["말이다"]

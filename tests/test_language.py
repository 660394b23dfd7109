from __future__ import annotations

import pytest

from digest.language import guess_language, reading_seconds, sentences, terms, width, word_count
from digest.model import Span

SENTENCES = {
    "plain": ["It rained. ", "It stopped!", " Did it?"],
    "abbreviations": ["Dr. Brown met Mr. J. Smith of Acme Inc. on Jan. 5. ", "They spoke."],
    "numbers": ["It cost $2.75bn, or 3.7 trillion won. ", "No more."],
    "a quotation that goes on": ["“Stop!” he said. ", "She did."],
    "a quotation that ends": ["He said, “I stop.” ", "She did."],
    "Korean": ["비가 왔다. ", "“그칠 것이다.”라고 그가 말했다. ", "그쳤다."],
    "wide stops need no space": ["雨が降った。", "止んだ。"],
    "lines": ["One line\n", "Another line without a stop"],
    "an ellipsis": ["And then… ", "Nothing came."],
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences(name: str) -> None:
    text = "".join(SENTENCES[name])
    found = [span.of(text) for span in sentences(text, Span(0, len(text)))]
    assert found == [sentence.strip() for sentence in SENTENCES[name]]


def test_sentences_of_a_part_stay_inside_it() -> None:
    text = "One. Two. Three."
    assert [s.of(text) for s in sentences(text, Span(5, 9))] == ["Two."]


LANGUAGES = {
    "ko": "반도체 회사가 AI 엔지니어를 채용했다.",
    "ja": "半導体メーカーがエンジニアを採用した。",
    "zh": "芯片公司雇用了四十名工程师。",
    "en": "The chip maker hired forty engineers from a rival this week.",
    "de": "Der Hersteller hat in dieser Woche vierzig Ingenieure eingestellt, die vorher woanders waren.",
    "fr": "Le fabricant a embauché cette semaine quarante ingénieurs venus d'un concurrent.",
    "ar": "وظفت شركة للرقائق أربعين مهندسًا من منافستها هذا الأسبوع.",
    "": "12 345 … !",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_guessed(language: str) -> None:
    assert guess_language(LANGUAGES[language]) == language


def test_a_korean_page_full_of_names_in_latin_letters_is_korean() -> None:
    assert (
        guess_language("OpenAI, Google DeepMind, Microsoft가 AI 인재를 놓고 경쟁한다고 WSJ가 전했다") == "ko"
    )


def test_terms_meet_across_inflections() -> None:
    assert set(terms("Hiring engineers")) == set(terms("hired engineer"))
    assert set(terms("인재를")) & set(terms("인재가")) == {"인재"}
    assert terms("The company said that it was") == terms("company")


def test_lengths_do_not_need_spaces() -> None:
    assert word_count("one two three") == 3
    assert word_count("가나다라마바") == 2
    assert reading_seconds("word " * 230) == pytest.approx(60)
    assert reading_seconds("가" * 500) == pytest.approx(60)


def test_width_counts_a_wide_character_twice_and_a_curly_quote_once() -> None:
    assert (width("abc"), width("가나"), width("“a”"), width("Ａ")) == (3, 4, 3, 2)

from __future__ import annotations

from dataclasses import replace

import pytest
from making import article, segments

from digest.config import starting_themes
from digest.model import OTHER, Score, Theme
from digest.theme import place, unknown_themes

THEMES = starting_themes()
PASSAGES = {
    ("ai-talent", "en"): "The start-up poached six researchers with million-dollar salaries. Recruiters call it a talent war.",
    ("ai-talent", "ko"): "스타트업이 연구원 여섯 명을 영입했다. 수백만달러의 연봉을 두고 인재 쟁탈전이 벌어졌다.",
    ("ai-investment", "en"): "The fund invested two billion dollars for a minority stake. The funding round valued it at ten billion.",
    ("ai-investment", "ko"): "펀드가 20억달러를 투자해 소수 지분을 확보했다. 이번 투자 유치로 기업가치가 올랐다.",
    ("models-research", "en"): "The open model has fewer parameters. It leads the benchmark for reasoning, the paper says.",
    ("models-research", "ko"): "새 언어모델은 매개변수가 더 적다. 논문에 따르면 추론 벤치마크에서 앞섰다.",
    ("chips-infrastructure", "en"): "The foundry ships memory for GPU servers. The data centre needs a gigawatt of power.",
    ("chips-infrastructure", "ko"): "파운드리가 GPU 서버용 메모리를 양산한다. 데이터센터는 1기가와트의 전력이 필요하다.",
    ("policy-regulation", "en"): "Parliament passed the bill on Tuesday. The regulator may fine those who break the law.",
    ("policy-regulation", "ko"): "국회가 화요일 법안을 처리했다. 당국은 규제를 어기면 과징금을 물릴 수 있다.",
    ("products", "en"): "The app gets a voice assistant. Subscribers can try the feature in a preview.",
    ("products", "ko"): "앱에 음성 비서 기능이 들어간다. 구독 이용자는 미리보기로 써 볼 수 있다.",
    ("security", "en"): "An attacker hid a backdoor in the library. The vulnerability has a CVE number.",
    ("security", "ko"): "공격자가 라이브러리에 백도어를 숨겼다. 이 취약점으로 개인정보가 유출됐다.",
}  # fmt: skip


@pytest.mark.parametrize(("theme", "language"), PASSAGES)
def test_a_passage_finds_its_theme_in_both_languages(theme: str, language: str) -> None:
    found = place(segments(article(PASSAGES[theme, language], language=language)), THEMES)
    assert found[0].theme == theme
    assert found[0].margin > 0
    assert found[0].reasons


def test_a_score_is_the_sum_of_its_reasons() -> None:
    placed = place(segments(article(PASSAGES["security", "en"])), THEMES)[0]
    total = sum(reason.weight for reason in placed.reasons)
    assert placed.score == pytest.approx(total / (total + 3.0), abs=1e-4)
    assert {"backdoor", "vulnerability"} <= {reason.term for reason in placed.reasons}


def test_what_fits_nothing_goes_to_other() -> None:
    found = place(segments(article("The tulips are late this year. It rained for a month.")), THEMES)
    assert found[0].theme == OTHER


def test_one_article_feeds_two_themes() -> None:
    text = f"## People\n\n{PASSAGES['ai-talent', 'en']}\n\n## Money\n\n{PASSAGES['ai-investment', 'en']}"
    assert [p.theme for p in place(segments(article(text)), THEMES)] == ["ai-talent", "ai-investment"]


def test_the_order_of_the_segments_does_not_matter() -> None:
    found = segments(
        *(article(text, name=f"{n}", language=key[1]) for n, (key, text) in enumerate(PASSAGES.items()))
    )
    forwards, backwards = place(found, THEMES), place(found[::-1], THEMES)
    assert forwards == backwards[::-1]


def test_the_editors_word_comes_first() -> None:
    pinned = article(PASSAGES["security", "en"], theme="products")
    placed = place(segments(pinned), THEMES)[0]
    assert (placed.theme, placed.runner_up) == ("products", "security")
    assert unknown_themes(segments(pinned), THEMES) == ()
    (problem,) = unknown_themes(segments(article("It is so. It was so.", theme="sport")), THEMES)
    assert str(problem).startswith("content/a.md:1: asks for an unknown theme 'sport'; themes: ai-talent")


A, B = (Theme(name, {"en": name}, keywords={"en": (name,)}) for name in "ab")


def scorer(*values: tuple[float, float]):
    """Return a scorer that gives themes a and b these scores (the seam's in-memory twin)."""

    def score(found, _themes):
        pairs = [(Score("a", a), Score("b", b)) for a, b in values[: len(found)]]
        return [sorted(pair, key=lambda s: -s.value) for pair in pairs]

    return score


def test_a_passage_between_two_themes_follows_its_article() -> None:
    clear = f"## One\n\n{'Some words. ' * 9}\n\n## Two\n\nMore words. And more."
    found = segments(article(clear))
    assert [p.theme for p in place(found, (A, B), scorer((0.4, 0.6), (0.52, 0.5)))] == ["b", "b"]
    assert [p.theme for p in place(found, (A, B), scorer((0.1, 0.1), (0.52, 0.5)))] == [OTHER, OTHER]


def test_in_other_the_runner_up_is_the_nearest_and_the_margin_what_it_has_over_the_next() -> None:
    found = segments(article("Some words. And more."))
    (between,) = place(found, (A, B), scorer((0.5, 0.52)))
    assert (between.theme, between.runner_up, between.score, between.margin) == (OTHER, "b", 0.52, 0.02)
    (little,) = place(found, (A,), scorer((0.1, 0.04)))
    assert (little.theme, little.runner_up, little.margin) == (OTHER, "a", 0.06)
    (pinned,) = place(segments(article("Some words. And more.", theme=OTHER)), (A, B), scorer((0.9, 0.2)))
    assert (pinned.theme, pinned.runner_up, pinned.margin) == (OTHER, "a", 0.7)
    (none,) = place(found, (), lambda found, _themes: [()] * len(found))
    assert (none.theme, none.runner_up, none.margin) == (OTHER, "", 0.0)


def test_a_theme_of_the_editors_own_needs_no_code() -> None:
    gardens = Theme("gardens", {"en": "Gardens"}, keywords={"en": ("tulip",), "ko": ("튤립",)})
    found = segments(
        article("The tulips are late. It rained.", name="1"),
        article("튤립이 늦게 핀다. 비가 왔다.", name="2", language="ko"),
    )
    assert [p.theme for p in place(found, (*THEMES, replace(gardens)))] == ["gardens", "gardens"]


def test_a_passage_that_says_little_follows_its_article_where_that_comes_first() -> None:
    found = segments(article(f"## One\n\n{'Some words. ' * 9}\n\n## Two\n\nMore words. And more."))
    assert [p.theme for p in place(found, (A, B), scorer((0.6, 0.4), (0.15, 0.1)))] == ["a", "a"]
    assert [p.theme for p in place(found, (A, B), scorer((0.6, 0.4), (0.1, 0.15)))] == ["a", OTHER]
    assert [p.theme for p in place(found, (A, B), scorer((0.6, 0.4), (0.05, 0.0)))] == ["a", OTHER]


def test_a_keyword_in_the_headline_is_enough_where_no_other_theme_has_one() -> None:
    themes = [
        Theme("moving", {"en": "Moving"}, keywords={"ko": ("트램",), "en": ("tram",)}),
        Theme("food", {"en": "Food"}, keywords={"ko": ("수확",), "en": ("harvest",)}),
    ]

    def faint(segments, themes):
        return tuple(tuple(Score(theme.id, 0.05) for theme in themes) for _ in segments)

    titles = ("트램 기관사들 파업 투표", "Tram carries the harvest", "Nothing of either")
    passages = segments(*(article("They talked.", name=f"a{n}", title=t) for n, t in enumerate(titles)))
    assert [p.theme for p in place(passages, themes, faint)] == ["moving", OTHER, OTHER]

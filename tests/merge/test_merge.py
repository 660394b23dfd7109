from __future__ import annotations

from datetime import timedelta

import numpy as np
from making import MARCH, article, segments

from digest.merge import merge
from digest.merge.copies import near_copies
from digest.merge.facts import hangul_sounds, latin_sounds, numbers
from digest.model import Article, Placement

NEWS = (
    "Amazon put another $2.75bn into Anthropic on Wednesday, which completes the $4bn it promised in "
    "September. It is the largest sum that the company has put into another. Anthropic will use "
    "Amazon's Trainium chips and its cloud."
)
RETOLD = (
    "Anthropic received $2.75bn from Amazon on Wednesday, the second part of the $4bn that Amazon promised "
    "in September. No other company ever had as much from Amazon. The start-up will train on Trainium chips in Amazon's cloud. "
    "A spokesman would not say how long the money lasts."
)
OTHER_NEWS = "A library in Ohio lends telescopes. Readers queue for them on clear nights, the librarian says."


def stories(*articles: Article, theme: str = "t"):
    return merge(Placement(s, theme, 0.5) for s in segments(*articles))


def test_the_same_news_from_two_sources_is_one_story() -> None:
    other, amazon = stories(
        article(NEWS, name="one", source="Wire"),
        article(RETOLD, name="two", source="Daily"),
        article(OTHER_NEWS, name="three"),
    )
    assert [a.meta.source for a in amazon.articles] == ["Daily", "Wire"], (
        "the fullest leads, both are credited"
    )
    assert other.articles[0].id == "three"


def test_the_order_does_not_matter() -> None:
    texts = (NEWS, RETOLD, OTHER_NEWS, NEWS + " It was cut.")
    articles = [article(text, name=str(n)) for n, text in enumerate(texts)]
    assert stories(*articles) == stories(*articles[::-1])


def test_days_apart_or_in_two_languages_it_is_not_joined() -> None:
    later = article(RETOLD, name="two", published=MARCH + timedelta(days=9))
    assert len(stories(article(NEWS, name="one"), later)) == 2
    assert len(stories(article(NEWS, name="one"), article(RETOLD, name="two", language="de"))) == 2


def test_passages_of_one_article_in_one_theme_are_one_story_in_two_themes_two() -> None:
    text = f"## One\n\n{NEWS}\n\n## Two\n\n{OTHER_NEWS}"
    first, second = segments(article(text))
    assert len(merge([Placement(first, "t", 0.5), Placement(second, "t", 0.5)])) == 1
    assert len(merge([Placement(first, "t", 0.5), Placement(second, "u", 0.5)])) == 2


def test_no_placement_is_lost() -> None:
    found = segments(*(article(text, name=str(n)) for n, text in enumerate((NEWS, RETOLD, OTHER_NEWS))))
    placed = {
        p.segment.id for story in merge(Placement(s, "t", 0.5) for s in found) for p in story.placements
    }
    assert placed == {s.id for s in found}


def test_korean_news_is_joined_too() -> None:
    one = "아마존이 앤스로픽에 27억5000만달러를 추가로 투자했다. 지난해 약속한 40억달러를 모두 채웠다. 앤스로픽은 아마존의 반도체를 쓴다."
    two = "앤스로픽이 아마존에서 27억5000만달러를 추가로 투자받았다. 약속한 40억달러가 모두 채워졌다. 아마존의 반도체를 쓰기로 했다."
    assert len(stories(article(one, name="1", language="ko"), article(two, name="2", language="ko"))) == 1


FILLER = " ".join(f"word{n} stands beside word{n + 1} here." for n in range(20))


def test_a_near_copy_is_the_same_story_whatever_its_date_and_its_frame() -> None:
    framed = f"Share this page. {NEWS} Most read today."
    later = article(framed, name="two", published=MARCH + timedelta(days=9))
    assert len(stories(article(NEWS, name="one"), later)) == 1


def test_near_copies_are_found_by_what_they_share() -> None:
    long = f"{NEWS} {FILLER}"
    texts = [long, f"Share. {long} Most read.", RETOLD, OTHER_NEWS, FILLER, "", RETOLD]
    assert near_copies(texts) == [(0, 1, 4), (2, 6)]


def test_a_long_text_that_holds_a_short_one_is_no_copy_of_it() -> None:
    long = " ".join(f"This is sentence {n * n} of {n * 7} that nobody else wrote down." for n in range(60))
    assert near_copies([NEWS, f"{long} {NEWS}"]) == []


def test_short_notices_of_one_pattern_are_no_copies() -> None:
    assert near_copies([f"Bug {n} was found. It was mended the same day." for n in range(4)]) == []


def test_a_thousand_copies_are_one_group() -> None:
    assert near_copies([NEWS] * 1000) == [tuple(range(1000))]


KOREAN = "아마존이 앤스로픽에 27억5000만달러를 추가로 투자했다. 지난해 약속한 40억달러를 모두 채웠다."


def by_language(vectors: dict[str, list[float]]):
    return lambda parts: np.array([vectors[part.article.id] for part in parts])


def across(korean: str, english: str, cosine: float):
    """Return how many stories two articles make whose meanings are as near as `cosine`."""
    rows = {"ko": [1.0, 0.0], "en": [cosine, (1 - cosine**2) ** 0.5]}
    articles = (
        article(korean, name="ko", title="투자", language="ko"),
        article(english, name="en", title="Sums"),
    )
    placed = [Placement(s, "t", 0.5) for s in segments(*articles)]
    return len(merge(placed, by_language(rows)))


def test_languages_are_joined_where_meaning_and_facts_agree() -> None:
    assert across(KOREAN, NEWS, 0.5) == 1
    assert across(KOREAN, NEWS, 0.4) == 2, "facts alone are not enough"


def test_no_shared_fact_of_several_keeps_two_languages_apart() -> None:
    other = "Microsoft paid Inflection $650m on Monday. Mustafa Suleyman left Palo Alto for Redmond with Karen Simonyan."
    assert across(KOREAN, other, 0.6) == 2


def test_a_story_has_one_partner_in_the_other_language_the_nearest() -> None:
    rows = {"ko": [1.0, 0.0], "en": [0.8, 0.6], "further": [0.6, 0.8]}
    articles = (
        article(KOREAN, name="ko", title="투자", language="ko"),
        article(NEWS, name="en", title="Sums"),
        article(OTHER_NEWS, name="further", title="Stars"),
    )
    placed = [Placement(s, "t", 0.5) for s in segments(*articles)]
    made = merge(placed, by_language(rows))
    assert sorted(sorted(a.id for a in story.articles) for story in made) == [["en", "ko"], ["further"]]


def test_numbers_are_the_same_in_both_languages() -> None:
    assert numbers("27억5000만달러, 2조3100억 원, 4.6%") == {"2.75e+09", "2.31e+12", "4.6"}
    assert numbers("$2.75bn, 2.31 trillion won, 4.6 per cent, 3 of them") == {"2.75e+09", "2.31e+12", "4.6"}


def test_names_sound_the_same_in_both_scripts() -> None:
    names = "Washington Richard McCain Condoleezza"
    assert latin_sounds(names) <= hangul_sounds("워싱턴에서 리처드 매케인과 콘돌리자가")


def test_the_items_of_a_roundup_are_stories_of_their_own_in_one_theme_too() -> None:
    text = f"{NEWS}\n\n{OTHER_NEWS}\n\nTwo ferries stop for a month. Their hulls are repaired in the yard."
    told = stories(article(text, title="The week in brief"))
    assert len(told) == 3
    assert [len(story.placements) for story in told] == [1, 1, 1]

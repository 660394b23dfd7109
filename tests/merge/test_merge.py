from __future__ import annotations

from datetime import timedelta

from making import MARCH, article, segments

from digest.merge import merge
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

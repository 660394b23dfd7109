from __future__ import annotations

from dataclasses import replace

from making import article, segments

from digest.config import Limits
from digest.merge import merge
from digest.model import OTHER, Attribution, Picture, Placement, Quote, Reason, Span, Theme
from digest.select import pull_quotes, select
from digest.standfirst import tell
from digest.theme import OTHER_THEME

THEMES = (Theme("a", {"en": "A"}), Theme("b", {"en": "B"}), OTHER_THEME)
TEXT = "It is so. It was so. “We shall see what comes of it in the end,” she said. {}"


def briefs(*wanted: tuple[str, str], **meta: object):
    """Return a brief for each (name, theme)."""
    articles = {
        name: article(TEXT.format(f"{name} only. " * 9), name=name, title=name, **meta) for name, _ in wanted
    }
    placed = [Placement(segments(articles[name])[0], theme, 0.5) for name, theme in wanted]
    return tell([story for p in placed for story in merge([p])])


def said(brief, name: str, fit: float, start: int = 22) -> Quote:
    return Quote(brief.segment, (Span(start, start + 41),), Attribution("person", name), fit=fit)


def test_sections_stand_in_the_themes_order_and_other_last() -> None:
    found = select(briefs(("w", "a"), ("x", OTHER), ("y", "b"), ("z", "a")), [], THEMES, Limits(), "en")
    assert found.lead.story.theme == "a"
    assert [s.theme.id for s in found.sections] == ["a", "b", OTHER]


def test_the_lead_is_the_weightiest_in_the_editions_language() -> None:
    english = briefs(("w", "a"), ("x", "a"))
    pictured = replace(english[1].segment.article.meta, image=Picture("https://example.com/x.jpg"))
    placed = replace(english[1].segment, article=replace(english[1].segment.article, meta=pictured))
    (heavier,) = tell(merge([Placement(placed, "a", 0.5)]))
    korean = briefs(("y", "a"), language="ko", image=Picture("https://example.com/y.jpg"))
    for language, name in (("en", "x"), ("ko", "y")):
        found = select([english[0], heavier, *korean], [], THEMES, Limits(), language)
        assert found.lead.headline == name


def test_what_passes_a_limit_is_left_out_with_its_reason() -> None:
    stories = briefs(*((f"story {n}", "a") for n in range(5)))
    found = select(stories, [], THEMES, Limits(stories_per_section=2), "en")
    assert len(found.sections[0].briefs) == 2
    assert [left.why for left in found.left_out] == ["its section has its 2 stories"] * 2
    short = select(stories, [], THEMES, Limits(max_words=20), "en")
    assert {left.why for left in short.left_out} == {"the edition has its 20 words"}
    shown = [short.lead, *(b for s in short.sections for b in s.briefs)]
    assert len(shown) + len(short.left_out) == 5


def test_pull_quotes_are_the_fittest_of_the_stories_shown() -> None:
    first, second, third = briefs(("w", "a"), ("x", "a"), ("y", "a"))
    quotes = [
        said(first, "Ann", 0.9),
        said(second, "Bob", 0.5),
        said(third, "Cid", 0.7),
        said(third, "Dee", 0),
    ]
    found = select([first, second, third], quotes, THEMES, Limits(quotes_per_section=2), "en")
    lead_name = found.lead.headline
    assert [q.attribution.name for q in found.lead_quotes] == [
        {"w": "Ann", "x": "Bob", "y": "Cid"}[lead_name]
    ]
    others = {"w": "Ann", "x": "Bob", "y": "Cid"}
    others.pop(lead_name)
    assert {q.attribution.name for q in found.sections[0].pull_quotes} == set(others.values())


def test_never_two_of_one_speaker_nor_one_from_a_story_left_out() -> None:
    first, second = briefs(("w", "a"), ("x", "a"))
    (outside,) = briefs(("z", "b"))
    quotes = [
        said(second, "Ann", 0.9),
        said(second, "Ann", 0.8, 0),
        said(first, "Ann", 0.7),
        said(outside, "Eve", 1),
    ]
    found = select([first, second], quotes, THEMES, Limits(quotes_per_section=2), "en")
    assert len(found.lead_quotes) <= 1
    for section in found.sections:
        assert [q.attribution.name for q in section.pull_quotes] == ["Ann"]


def test_a_quote_that_the_standfirst_says_already_is_not_shown() -> None:
    (brief,) = briefs(("w", "a"))
    shown = Quote(brief.segment, (Span(0, 9),), Attribution("person", "Ann"), fit=0.9)
    assert select([brief], [shown], THEMES, Limits(), "en").lead_quotes == ()


def test_nothing_in_nothing_out() -> None:
    assert select([], [], THEMES, Limits(), "en").lead is None


def test_a_quote_that_the_headline_says_already_is_not_shown() -> None:
    (brief,) = briefs(("w", "a"))
    told = replace(brief, headline="We shall see what comes in the end")
    assert select([told], [said(told, "Ann", 0.9)], THEMES, Limits(), "en").lead_quotes == ()


def test_of_equally_fit_quotes_the_one_of_the_theme_is_shown() -> None:
    first, second = (brief.story.lead for brief in briefs(("w", "a"), ("x", "a")))
    for central in (first, second):
        placed = [
            replace(p, reasons=(Reason("comes" if p is central else "nowhere", "keyword", 0.5),))
            for p in (first, second)
        ]
        told = tell([merge([p])[0] for p in placed])
        quotes = [said(b, b.headline, 0.5) for b in told]
        chosen = pull_quotes(told, quotes, Limits(quotes_per_section=1))
        assert [q.segment for q in chosen] == [central.segment]

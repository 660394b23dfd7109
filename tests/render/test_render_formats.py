"""What an edition says, it says in each of its formats."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import editions
import pytest
import yaml
from lxml import html as lxml_html
from markdown import markdown

from digest.config import LOOKS
from digest.model import Attribution, Picture, Window
from digest.render import render_edition
from digest.render.wrap import display_width

ORDINARY = {"en": editions.english, "ko": editions.korean, "ar": editions.arabic}


def squeezed(text: str) -> str:
    return "".join(text.split())


def words_of(page: str) -> str:
    root = lxml_html.fromstring(page)
    for drop in root.iter("style", "title"):
        drop.text = ""
    return squeezed(root.text_content())


def front_and_body(text: str) -> tuple[dict[str, object], str]:
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "ko", "ar"])
def test_every_headline_quote_name_and_source_is_in_each_format(language, look):
    edition = editions.looking(ORDINARY[language](), look)
    rendered = render_edition(edition)
    told = [b.headline for b in edition.briefs] + [b.standfirst.text for b in edition.briefs]
    told += [p for q in edition.pull_quotes for p in (*q.parts, q.attribution.name, q.attribution.role)]
    told += [t.title[language] for t in {s.theme.id: s.theme for s in edition.sections}.values()]
    told += [
        *edition.sources,
        edition.newsletter.name,
        edition.newsletter.tagline,
        edition.newsletter.address,
    ]
    pages = words_of(rendered.html), words_of(rendered.web)
    text = squeezed(rendered.text)
    read_back = words_of(markdown(front_and_body(rendered.markdown)[1]))
    for words in map(squeezed, told):
        assert all(words in part for part in (*pages, text, read_back))
    for brief in edition.briefs:
        url = brief.segment.article.meta.url
        assert f'href="{url}"' in rendered.html
        assert f'href="{url}"' in rendered.web
        assert url in rendered.text
        assert f"]({url})" in rendered.markdown


def test_dates_and_numbers_follow_the_language():
    assert "No. 12 · March 25–31, 2024 · 6 min read" in render_edition(editions.english()).text
    assert "제12호 · 2024년 3월 25일–31일 · 6분 분량" in render_edition(editions.korean()).text
    assert "العدد 12 · 25–31 مارس 2024" in render_edition(editions.arabic()).text


@pytest.mark.parametrize(
    ("since", "until", "english", "korean"),
    [
        (date(2024, 3, 29), date(2024, 4, 4), "March 29 – April 4, 2024", "2024년 3월 29일 – 4월 4일"),
        (
            date(2024, 12, 30),
            date(2025, 1, 5),
            "December 30, 2024 – January 5, 2025",
            "2024년 12월 30일 – 2025년 1월 5일",
        ),
        (date(2024, 3, 25), date(2024, 3, 25), "March 25, 2024", "2024년 3월 25일"),
    ],
)
def test_a_window_names_each_month_and_year_once(since, until, english, korean):
    window = Window(since, until)
    assert f" · {english} · " in render_edition(editions.english(window=window)).text
    assert f" · {korean} · " in render_edition(editions.korean(window=window)).text


def test_a_story_is_dated_in_the_newsletters_time_zone():
    late = editions.article(1, "Late", "Very.", published=datetime(2024, 3, 26, 20, tzinfo=UTC))
    sections = (editions.section("chips", (editions.brief(late, "chips"),)),)
    assert "3월 27일" in render_edition(editions.edition(editions.KO, None, sections)).text
    assert "Mar 26" in render_edition(editions.edition(editions.EN, None, sections)).text


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_unknown_leaves_no_trace(look):
    rendered = render_edition(editions.looking(editions.alone(), look)).fill()
    for part in (rendered.html, rendered.text, rendered.markdown, rendered.web):
        assert "No. 0" not in part
        assert "Models" not in part  # a section without a story
        assert "Unsubscribe" not in part
        assert "<blockquote" not in part
        assert "In this edition" not in part
    assert "number" not in front_and_body(rendered.markdown)[0]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "ko", "ar"])
def test_headings_skip_no_level_and_there_is_one_h1(language, look):
    rendered = render_edition(editions.looking(ORDINARY[language](), look))
    for page in (rendered.html, rendered.web, markdown(front_and_body(rendered.markdown)[1])):
        levels = [int(tag[1]) for tag, _ in Elements(page).seen if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        # a briefing's stories are lead-ins in Markdown: there is no heading that runs into its text
        assert (3 in levels) == (look != "briefing" or page in {rendered.html, rendered.web})


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "ko", "ar"])
def test_language_direction_and_roles_are_declared(language, look):
    seen = Elements(render_edition(editions.looking(ORDINARY[language](), look)).html).seen
    direction = "rtl" if language == "ar" else "ltr"
    first_div = next(attrs for tag, attrs in seen if tag == "div")
    for attrs in (seen[0][1], first_div):
        assert (attrs["lang"], attrs["dir"]) == (language, direction)
    assert all(attrs.get("role") == "presentation" for tag, attrs in seen if tag == "table")
    assert all("alt" in attrs and attrs.get("width") for tag, attrs in seen if tag == "img")
    metas = {attrs.get("name"): attrs.get("content") for tag, attrs in seen if tag == "meta"}
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"


@pytest.mark.parametrize("look", LOOKS)
def test_contents_lead_to_their_stories(look):
    seen = Elements(render_edition(editions.looking(editions.english(), look)).html).seen
    targets = {attrs["id"] for _, attrs in seen if "id" in attrs}
    links = [attrs["href"][1:] for tag, attrs in seen if tag == "a" and attrs["href"].startswith("#")]
    assert 3 <= len(links) <= 6
    assert set(links) <= targets


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_loaded_but_pictures(look):
    page = render_edition(editions.looking(editions.english(), look)).html
    loaded = {tag for tag, attrs in Elements(page).seen if "src" in attrs}
    assert loaded == {"img"}
    assert not re.search(r"<link|<script|<form|@import|url\(", page)


def test_another_language_keeps_its_words_and_says_so():
    words = editions.STORIES["ko"][0]
    told = editions.article(
        1, words["headline"], words["standfirst"], words["quote"], language="ko", source="항구신문"
    )
    brief = editions.brief(told, "chips")
    said = editions.quote(brief, words["quote"], who=editions.PEOPLE["ko"])
    arab = editions.article(2, editions.STORIES["ar"][0]["headline"], "نعم.", language="ar", source="صحيفة")
    sections = (editions.section("chips", (brief, editions.brief(arab, "chips")), (said,)),)
    page = lxml_html.fromstring(render_edition(editions.edition(editions.EN, None, sections)).html)
    tongues = {element.get("lang") for element in page.iter("h3", "p", "a", "span", "b")}
    assert {"ko", "ar"} <= tongues
    headline = next(h for h in page.iter("h3") if h.get("lang") == "ar")
    assert headline.get("dir") == "rtl"
    # an organisation stands before a role in Korean, whatever the edition's language
    assert "북쪽빛 연구소장" in page.text_content()


def test_a_quote_in_another_language_is_not_slanted():
    words = editions.STORIES["ko"][0]
    told = editions.article(1, words["headline"], words["standfirst"], words["quote"], language="ko")
    brief = editions.brief(told, "chips")
    sections = (editions.section("chips", (brief,), (editions.quote(brief, words["quote"]),)),)
    edition = editions.edition(editions.EN, None, sections)
    page = lxml_html.fromstring(render_edition(editions.looking(edition, "essay")).html)
    (said,) = (p for p in page.iter("p") if words["quote"] in p.text_content())
    assert "italic" not in said.get("style")


def test_merged_sources_are_credited():
    main = editions.article(1, "Told twice", "By two papers.")
    other = editions.article(
        2, "Told again", "By another.", source="Inland Post", url="https://inland.example/2"
    )
    sections = (editions.section("chips", (editions.brief(main, "chips", other),)),)
    rendered = render_edition(editions.edition(editions.EN, None, sections))
    assert "also in [Inland Post](https://inland.example/2)" in rendered.markdown
    assert "also in Inland Post [2]" in rendered.text
    assert "[2] https://inland.example/2" in rendered.text
    assert re.search(
        r'also in\s*<a class="a" href="https://inland.example/2"[^>]*>Inland Post</a>', rendered.html
    )


def test_a_remark_in_two_parts_is_one_quotation():
    told = editions.article(
        1, "Two parts", "And a standfirst.", "“We build it,” she said, “and then we wait.”"
    )
    brief = editions.brief(told, "chips")
    said = editions.quote(
        brief, "We build it,", "and then we wait.", who=Attribution("unnamed", role="a founder")
    )
    rendered = render_edition(
        editions.edition(editions.EN, None, (editions.section("chips", (brief,), (said,)),))
    )
    assert "“We build it, … and then we wait.”" in rendered.html
    assert "“We build it, … and then we wait.”" in rendered.text
    assert "> “We build it, … and then we wait.”" in rendered.markdown
    assert rendered.html.count("<blockquote") == 1


@pytest.mark.parametrize("look", LOOKS)
def test_two_quotes_of_a_section_never_touch(look):
    page = lxml_html.fromstring(render_edition(editions.looking(editions.long("en"), look)).html)
    order = [e.tag for e in page.iter("h3", "blockquote", "h2")]
    assert ("blockquote", "blockquote") not in set(itertools.pairwise(order))


def test_pictures_keep_their_shape_and_are_not_enlarged():
    small = Picture("images/small.png", "A stamp", "", "", 120, 90)
    tall = Picture("images/tall.png", "", "", "", 600, 1800)
    outside = Picture("../secret.png", "No", "", "", 10, 10)
    unknown = Picture("https://pictures.example/a.jpg", "Someone")
    briefs = tuple(
        editions.brief(editions.article(n, f"Number {n}", "Yes.", image=picture), "chips")
        for n, picture in enumerate((small, tall, outside, unknown))
    )
    sections = (editions.section("chips", briefs[1:]),)
    page = render_edition(editions.edition(editions.EN, briefs[0], sections)).fill().html
    images = {a["src"]: a for tag, a in Elements(page).seen if tag == "img"}
    assert images["images/small.png"]["width"] == "120"
    assert images["images/tall.png"]["width"] == "80"
    assert images["images/tall.png"]["alt"] == ""
    assert images["https://pictures.example/a.jpg"]["width"] == "264"
    assert len(images) == 3


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "ko", "ar"])
def test_plain_text_keeps_to_72_columns(language, look):
    for line in render_edition(editions.looking(ORDINARY[language](), look)).fill().text.splitlines():
        assert display_width(line) <= 72 or "://" in line
        assert line == line.rstrip()


@pytest.mark.parametrize("look", LOOKS)
def test_text_numbers_its_links_once_each(look):
    text = render_edition(editions.looking(editions.english(), look)).text
    body, links = text.split("\nLinks\n")
    listed = re.findall(r"^\[(\d+)\] https?://\S+$", links, re.MULTILINE)
    assert listed == [str(n) for n in range(1, len(listed) + 1)]
    assert set(re.findall(r"\[(\d+)\]", body)) == set(listed)


@pytest.mark.parametrize("look", LOOKS)
def test_the_same_edition_gives_the_same_bytes(look):
    edition = editions.looking(editions.korean(), look)
    assert render_edition(edition) == render_edition(edition)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_twenty_five_full_stories_stay_far_below_gmails_limit(language, look):
    edition = editions.looking(editions.long(language), look)
    assert (len(edition.briefs), len(edition.pull_quotes)) == (25, 8)
    assert all(
        len(b.headline) >= 50 and len(b.standfirst.text) >= 200 and b.picture.alt for b in edition.briefs
    )
    assert len(render_edition(edition).html.encode()) <= 80_000


def test_an_unknown_language_speaks_english_under_its_own_tag():
    letter = replace(editions.EN, language="tlh")
    page = render_edition(editions.english(newsletter=letter)).html
    assert '<html lang="tlh"' in page
    assert "In this edition" in page

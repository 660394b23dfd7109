"""The look's promises that need no browser."""

from __future__ import annotations

import re
import tomllib
from html.parser import HTMLParser

import editions
import pytest
from lxml import html as lxml_html

from digest.check import check_edition
from digest.check.page import Page
from digest.config import LOOKS
from digest.render import render_edition
from digest.render.wrap import display_width, wrapped
from digest.shipped import shipped

ORDINARY = {"en": editions.english, "ko": editions.korean, "ar": editions.arabic}
TOKENS = tomllib.loads((shipped("templates") / "tokens.toml").read_text("utf-8"))


def luminance(colour):
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "meta", "link"])
def test_words_stand_out_from_their_ground(scheme, ink):
    lighter, darker = sorted(
        (luminance(TOKENS[scheme][ink]), luminance(TOKENS[scheme]["ground"])), reverse=True
    )
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_dark_mode_is_spelled_out_for_those_that_ask_and_for_outlook_com():
    edition = editions.english()
    page = render_edition(edition).html
    media = page.split("@media (prefers-color-scheme:dark)")[1]
    for theme in (s.theme for s in edition.sections):
        assert (
            media.count(f"color:{theme.dark_colour}!important;border-color:{theme.dark_colour}!important")
            == 2
        )
    assert "[data-ogsc] .t" in page
    assert f"[data-ogsb] .g{{background-color:{TOKENS['dark']['ground']}" in page


@pytest.mark.parametrize("look", LOOKS)
def test_a_link_in_a_standfirst_is_coloured_in_both_schemes(look):
    marked = editions.article(9, "Marked", "It is [told at length](https://far.example/).", markup="markdown")
    brief = editions.brief(marked, "chips")
    edition = editions.edition(editions.EN, brief, (editions.section("chips", (brief,)),))
    read = Page(render_edition(editions.looking(edition, look)).fill().html)
    links = [link.element for link in read.links if link.href == "https://far.example/"]
    headlines = [link.element for link in read.links if link.name == "Marked" and "://" in link.href]
    assert len(links) == len(headlines) == 2
    for scheme, styles in (("light", read.light), ("dark", read.dark)):
        assert {str(styles[link].colour) for link in links} == {TOKENS[scheme]["link"]}
        assert {str(styles[link].colour) for link in headlines} == {TOKENS[scheme]["text"]}


@pytest.mark.parametrize("make", ORDINARY.values(), ids=ORDINARY)
@pytest.mark.parametrize("density", ["airy", "dense"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_link_is_tall_enough_for_a_thumb(look, density, make):
    edition = editions.looking(make(), look)
    rendered = render_edition(edition, overrides={"density": density})
    assert [f for f in check_edition(edition, rendered) if f.rule == "tap-target"] == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_style_blocks_are_small_enough_for_gmail(look):
    for block in re.findall(
        r"<style[^>]*>(.*?)</style>",
        render_edition(editions.looking(editions.long("ko"), look)).html,
        re.DOTALL,
    ):
        assert len(block.encode()) < 16_000
        assert block.count("{") == block.count("}")


@pytest.mark.parametrize("look", LOOKS)
def test_hangul_is_never_slanted(look):
    assert "italic" not in render_edition(editions.looking(editions.korean(), look)).html
    slanted = "italic" in render_edition(editions.looking(editions.english(), look)).html
    assert slanted == (look != "briefing")


def test_outlook_is_given_a_font_it_knows():
    assert re.search(
        r"<!--\[if mso\]><style>[^<]*'Malgun Gothic'!important", render_edition(editions.korean()).html
    )


@pytest.mark.parametrize("look", LOOKS)
def test_the_preheader_is_the_first_text_and_is_padded(look):
    edition = editions.looking(editions.english(), look)
    body = lxml_html.document_fromstring(render_edition(edition).html).body
    first = next(t for t in body.itertext() if t.strip())
    assert first == edition.preheader
    padding = body.xpath('.//span[@aria-hidden="true"]')[0].text
    assert len(padding) >= 150
    assert not re.search(r"\w", padding)


@pytest.mark.parametrize("look", LOOKS)
def test_right_to_left_is_mirrored(look):
    page = render_edition(editions.looking(editions.arabic(), look)).html
    assert ("border-right:3px solid" in page) == (look != "essay")  # whose quotes have a rule above and below
    assert "border-left:3px solid" not in page
    assert 'align="left"' not in page


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("- one two three", ["- one two", "  three"]),
        ("  하나 둘 셋 넷", ["  하나 둘", "  셋 넷"]),
        ("日本語の文章です。", ["日本語の文", "章です。"]),
        ("see https://a.example/long now", ["see", "https://a.example/long", "now"]),
        ("abcdefghijklmnop", ["abcdefghij", "klmnop"]),
        ("a\n\n\n\nb", ["a", "", "b"]),
    ],
)
def test_text_wraps_by_display_width(text, lines):
    assert wrapped(text, 10) == "\n".join(lines) + "\n"


def test_width_counts_columns():
    assert [display_width(t) for t in ("abc", "가나", "e\u0301", "\u200bx", "ＡＢ")] == [3, 4, 1, 1, 4]


class Nesting(HTMLParser):
    """Raises at an element that is not closed where it should be."""

    VOID = frozenset({"meta", "img", "br", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, *_):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, *_):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "ko", "ar"])
def test_outlook_and_the_others_each_get_balanced_html(language, look):
    page = render_edition(editions.looking(ORDINARY[language](), look)).html
    others = re.sub(r"<!--\[if [^!].*?<!\[endif\]-->", "", page, flags=re.DOTALL)
    outlook = re.sub(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", "", page, flags=re.DOTALL)
    outlook = re.sub(r"<!--\[if [^\]]*\]>(.*?)<!\[endif\]-->", r"\1", outlook, flags=re.DOTALL)
    Nesting(others)
    Nesting(outlook)
    assert "<!--[if" not in outlook
    assert outlook.count("<table") > others.count("<table")

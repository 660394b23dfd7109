"""What the rules stand on: cascade, selectors, colours, the features of a page."""

from __future__ import annotations

import pytest

from digest.check import Example, FeatureSupport, check_edition, support
from digest.check.cascade import OUTLOOKS
from digest.check.colour import Colour, contrast, inverted, parsed
from digest.check.css import declarations, sheet
from digest.check.page import Page
from digest.check.selector import compounds, takes


def styled(css: str, body: str, scheme: str = "light"):
    page = Page(f"<html><head><style>{css}</style></head><body>{body}</body></html>")
    (target,) = (e for e in page.elements if e.get("id") == "x")
    return getattr(page, scheme)[target]


@pytest.mark.parametrize(
    ("css", "body", "colour"),
    [
        ("", '<p id="x">', "#000000"),
        ("p{color:#111111}", '<p id="x">', "#111111"),
        ("p{color:#111111}.a{color:#222222}", '<p id="x" class="a">', "#222222"),
        (".a{color:#222222}p{color:#111111}", '<p id="x" class="a">', "#222222"),
        ("#x{color:#333333}.a.b{color:#222222}", '<p id="x" class="a b">', "#333333"),
        (".a{color:#222222}", '<p id="x" class="a" style="color:#444444">', "#444444"),
        (".a{color:#222222!important}", '<p id="x" class="a" style="color:#444444">', "#222222"),
        (".a{color:#222222!important}", '<p id="x" class="a" style="color:#444444 !important">', "#444444"),
        (".a{color:#222222}", '<div class="a"><p><b id="x">', "#222222"),
        (".a p{color:#222222}", '<div class="a"><div><p id="x">', "#222222"),
        (".a>p{color:#222222}", '<div class="a"><div><p id="x">', "#000000"),
        ("h2+p{color:#222222}", '<h2>T</h2><p id="x">', "#222222"),
        ("h2~p{color:#222222}", '<h2>T</h2><p>A</p><p id="x">', "#222222"),
        ("p:first-child{color:#222222}", '<div><p>A</p><p id="x">', "#000000"),
        ("[data-ogsc] p{color:#222222}", '<p id="x">', "#000000"),
        (":root{color:#222222}", '<p id="x">', "#222222"),
        (":lang(ja){color:#222222}", '<div lang="ja-JP"><p id="x">', "#222222"),
        ("p:hover{color:#222222}", '<p id="x">', "#000000"),
        ("@media (max-width:599px){p{color:#222222}}", '<p id="x">', "#000000"),
        ("@media (min-width:600px){p{color:#222222}}", '<p id="x">', "#222222"),
        ("@media print{p{color:#222222}}", '<p id="x">', "#000000"),
        ("@media (prefers-color-scheme:dark){p{color:#222222}}", '<p id="x">', "#000000"),
        ("/* p{color:red} */p{color:rgb(34, 34, 34)}", '<p id="x">', "#222222"),
        ("", '<div style="color:#222222"><a id="x" href="https://a.example/">', "#0000ee"),
        ("", '<div style="color:#222222"><a id="x">', "#222222"),
    ],
)
def test_a_colour_is_what_css_makes_it(css: str, body: str, colour: str):
    assert str(styled(css, body).colour) == colour


@pytest.mark.parametrize(
    ("css", "body", "colour", "ground"),
    [
        ("", '<p id="x" style="color:#111111">', OUTLOOKS, "#333333"),
        ("[data-ogsc] p{color:#eeeeee!important}", '<p id="x" style="color:#111111">', "#eeeeee", "#333333"),
        ("p[data-ogsc]{color:#eeeeee!important}", '<p style="color:#111111"><b id="x">', "#eeeeee", "#333333"),
        ("[data-ogsc] div{color:#eeeeee}", '<div><p id="x" style="color:#111111">', OUTLOOKS, "#333333"),
        ("[data-ogsb] .g{background-color:#101010!important}", '<p class="g" id="x" style="background:#ffffff">', OUTLOOKS, "#101010"),
        ("p{color:#111111!important}[data-ogsc] p{color:#eeeeee}", '<p id="x">', OUTLOOKS, "#333333"),
        ("@media (prefers-color-scheme:dark){p{color:#eeeeee}}", '<p id="x">', OUTLOOKS, "#333333"),
    ],
)  # fmt: skip
def test_outlooks_dark_mode_keeps_what_rules_for_it_say_and_colours_the_rest(css, body, colour, ground):
    style = styled(css, body, "outlook")
    assert (style.colour if style.colour == OUTLOOKS else str(style.colour), str(style.ground)) == (
        colour,
        ground,
    )


@pytest.mark.parametrize(
    ("colour", "turned"),
    [("#ffffff", "#000000"), ("#000000", "#ffffff"), ("#a5a5a5", "#5a5a5a"), ("#0000ff", "#dadaff")],
)
def test_an_inverted_colour_keeps_its_hue(colour, turned):
    assert str(inverted(parsed(colour))) == turned


def test_the_dark_scheme_has_rules_of_its_own():
    css = "p{color:#111111}@media (prefers-color-scheme:dark){p{color:#eeeeee}}"
    assert str(styled(css, '<p id="x">').colour) == "#111111"
    assert str(styled(css, '<p id="x">', "dark").colour) == "#eeeeee"


def test_two_elements_alike_under_other_ancestors_have_other_styles():
    css = ".a p{color:#222222}"
    page = Page(f"<style>{css}</style><div class='a'><p>one</p></div><div class='b'><p>two</p></div>")
    one, two = (e for e in page.elements if e.tag == "p")
    assert (str(page.light[one].colour), str(page.light[two].colour)) == ("#222222", "#000000")


@pytest.mark.parametrize(
    ("style", "size", "line", "bold"),
    [
        ("", 16, 19.2, False),
        ("font:bold 30px/36px Georgia,'Noto Serif KR',serif", 30, 36, True),
        ("font:italic 16px/1.5 serif", 16, 24, False),
        ("font-size:12pt;line-height:150%", 16, 24, False),
        ("font-size:2em;line-height:2;font-weight:700", 32, 64, True),
    ],
)
def test_type_is_read_from_shorthand_and_from_single_properties(style: str, size, line, bold):
    seen = styled("", f'<p id="x" style="{style}">')
    assert (seen.size, pytest.approx(seen.line), seen.bold) == (size, line, bold)


def test_a_ground_shows_through_what_is_not_opaque():
    seen = styled(
        "", '<div style="background:#000000"><p id="x" style="background-color:rgba(255,255,255,.5)">'
    )
    assert str(seen.ground) == "#808080"
    assert styled("", '<div style="background:url(a.png) #000"><p id="x">').pictured


def test_contrast_is_wcag_s():
    assert contrast(Colour(0, 0, 0), Colour(255, 255, 255)) == pytest.approx(21)
    grey = parsed("#777777")
    assert grey is not None
    assert 4.47 < contrast(grey, Colour(255, 255, 255)) < 4.49  # the well-known one that just fails
    assert (parsed("no colour"), parsed("rgb(1,2)")) == (None, None)


def test_css_is_cut_where_it_ends():
    read = sheet([("@import 'a;b';p,.a{color:red;background:url(data:a;b)}@media x{q{top:0}}", "screen")])
    assert read.at_rules == ("@media screen", "@import 'a;b'", "@media x")
    assert [rule.selectors for rule in read.rules] == [("p", ".a"), ("q",)]
    assert [rule.media for rule in read.rules] == [("screen",), ("screen", "x")]
    assert [d.value for d in read.rules[0].declarations] == ["red", "url(data:a;b)"]
    assert declarations("color : red ! important; ; top")[0].important


def test_an_attribute_selector_takes_what_it_says():
    page = Page('<p data-a="one two" lang="en-GB">x</p>')
    (target,) = (e for e in page.elements if e.tag == "p")
    yes = (
        "[data-a]",
        "[data-a~=two]",
        "[data-a^='one']",
        "[data-a$=two]",
        '[data-a*="e t"]',
        "[lang|=en]",
        "p",
    )
    no = ("[data-b]", "[data-a=two]", "[data-a~=on]", "[data-a^=two]", "[lang|=e]", "q", "p q")
    assert [s for s in yes if not takes(compounds(s), target)] == []
    assert [s for s in no if takes(compounds(s), target)] == []


@pytest.mark.parametrize(
    ("html", "slugs"),
    [
        ("<ul><li>a</li></ul>", {"html-lists"}),
        ('<a href="#x">a</a><a href="mailto:a@b.example">b</a>', {"html-anchor-links", "html-mailto-links"}),
        ('<img src="a.webp?x=1" srcset="b 2x">', {"html-img", "image-webp", "html-srcset"}),
        ('<img src="data:image/png;base64,AA">', {"image-base64"}),
        (
            '<p style="display:inline-flex;gap:1em">',
            {"css-display", "css-display-flex", "css-gap", "css-unit-em"},
        ),
        (
            '<p style="width:calc(100% - 1rem)">',
            {"css-width", "css-unit-calc", "css-unit-percent", "css-unit-rem"},
        ),
        ('<p style="margin-inline-start:1px;margin-block-end:0">', {"css-margin-inline-start-end"}),
        ('<p style="margin-block-end:0">', {"css-margin-block-start-end"}),
        (
            '<p style="color:var(--a);background:linear-gradient(red,blue)">',
            {"css-variables", "css-linear-gradient"},
        ),
        (
            "<style>a:hover+p::before,*{top:0}</style>",
            {"css-pseudo-class-hover", "css-selector-adjacent-sibling"},
        ),
        ("<style>p::before{top:0}.a.b>c{}</style>", {"css-pseudo-element-before", "css-selector-chaining"}),
        ("<style>@media (prefers-color-scheme:dark){p{}}</style>", {"css-at-media-prefers-color-scheme"}),
        ("<style>@font-face{}@supports (top:0){}</style>", {"css-at-font-face", "css-at-supports"}),
        ('<input type="checkbox"><button type="submit">', {"html-input-checkbox", "html-button-submit"}),
        ("<article><h4>x</h4></article>", {"html-semantics", "html-h1-h6"}),
    ],
)
def test_features_are_found_by_their_names(html: str, slugs: set[str]):
    assert slugs <= {feature.slug for feature in support(html).features}


def test_what_is_not_used_is_not_found():
    plain = {
        feature.slug
        for feature in support('<p style="color:#222">10px, display:flex, <b>bold</b></p>').features
    }
    assert plain <= {"html-body", "html-p"}
    assert "css-unit-px" not in {f.slug for f in support("<p style=\"font-family:'A 10px'\">").features}


def test_support_counts_clients_that_were_tested_and_names_the_others():
    (radius,) = (
        f for f in support('<p style="border-radius:4px">').features if f.slug == "css-border-radius"
    )
    assert radius.tested == 41
    assert radius.full == 28
    assert "Outlook (Windows, Windows Mail)" in radius.lacking
    assert {"AOL", "Yahoo! Mail"} <= set(radius.partly)
    assert radius.fallback == "corners are square"
    assert any("Shorthand" in note for note in radius.notes)
    assert FeatureSupport("x", "x", 0, 0, (), ()).share == 1


def test_a_finding_on_support_names_clients_and_notes():
    edition, rendered, options = Example(body='<div style="display:flex">a</div>').made()
    (finding,) = (f for f in check_edition(edition, rendered, options) if f.rule == "client-support")
    assert "32 of 41 clients (78%)" in finding.what
    assert "not at all" in finding.what
    assert "Not supported with non Google accounts" in finding.what

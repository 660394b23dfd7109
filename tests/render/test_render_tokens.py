"""Design tokens: what is chosen in a word, what digest.toml overrides, and how a wrong one is told."""

from __future__ import annotations

import re

import editions
import pytest
from lxml import html as lxml_html

from digest.config import LOOKS, lightened
from digest.errors import ConfigError, TemplateError
from digest.render import render_edition

LOGO = {"src": "images/logo.png", "width": 220}


def page(overrides, look="broadsheet", own=(), edition=editions.english):
    return render_edition(editions.looking(edition(), look), own, overrides).fill().html


def sizes(html):
    """Return how many pixels the text of the stories, and the space over sections, are set in."""
    return sorted({int(n) for n in re.findall(r"(?:font-size:|bold |normal )(\d+)px", html)})


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_overridden_is_the_look_as_it_is(look):
    assert page({}, look) == page(None, look)


@pytest.mark.parametrize("look", LOOKS)
def test_serif_or_sans_is_chosen_for_each_look(look):
    serif, sans = (page({"fonts": word}, look) for word in ("serif", "sans"))
    assert "Georgia" in serif
    assert "Georgia" not in sans
    assert "Arial" in sans
    korean = page({"fonts": "sans"}, look, edition=editions.korean)
    assert "Serif" not in korean
    assert "Myeongjo" not in korean


@pytest.mark.parametrize("look", LOOKS)
def test_dense_is_smaller_than_airy(look):
    airy, dense = (sizes(page({"density": word}, look)) for word in ("airy", "dense"))
    assert max(dense) < max(airy)
    assert sum(dense) / len(dense) < sum(airy) / len(airy)


@pytest.mark.parametrize("look", LOOKS)
def test_the_accent_colours_links_and_rules_in_both_schemes(look):
    html = page({"accent": "#9a3412"}, look)
    assert 'class="a" href="https://gazette' in html
    assert re.search(r'class="a"[^>]*color:#9a3412', html)
    assert f".a{{color:{lightened('#9a3412')}!important}}" in html
    assert "3px double #9a3412" in html
    assert f".r{{border-color:{lightened('#9a3412')}!important}}" in html


def test_a_single_key_goes_before_what_a_word_stands_for(tmp_path):
    (tmp_path / "tokens.toml").write_text('fonts = "sans"\n[light]\nlink = "#123456"\n', "utf-8")
    html = page({"accent": "#9a3412", "font": {"headline": "Charter,serif"}}, own=[tmp_path])
    assert "color:#123456" in html  # the file's, though the accent was chosen in digest.toml
    assert "30px/36px Charter,serif" in html
    assert "Georgia" not in html


@pytest.mark.parametrize("look", LOOKS)
def test_a_logo_takes_the_names_place_on_a_ground_of_its_own(look):
    html = page({"logo": {**LOGO, "ground": "#ffffff"}}, look)
    (heading,) = lxml_html.document_fromstring(html).iter("h1")
    (image,) = heading.iter("img")
    assert (image.get("src"), image.get("alt"), image.get("width")) == (
        "images/logo.png",
        "The Foundry Letter",
        "220",
    )
    plate = image.getparent().get("style")
    assert "background-color:#ffffff;background-image:linear-gradient(#ffffff,#ffffff)" in plate
    assert "[data-ogsb] .o{background-color:#ffffff!important}" in html
    assert page({"logo": {**LOGO, "alt": "Foundry"}}, look).count('alt="Foundry"') == 1


def test_a_theme_is_recoloured_wherever_it_stands():
    html = page({"theme": {"chips": {"colour": "#00695c"}}})
    assert "#1d4f7c" not in re.sub(
        r'class="a"[^>]*|div a\{[^}]*\}', "", html
    )  # what was the theme's is now the links' only
    assert "color:#00695c" in html
    assert f"color:{lightened('#00695c')}!important" in html
    both = page({"theme": {"chips": {"colour": "#00695c", "dark_colour": "#aaeeff"}}})
    assert "color:#aaeeff!important" in both


def test_a_language_may_have_any_token_of_its_table():
    overrides = {"size": {"ko": {"name": "51px/57px"}, "de": {"name": "52px/57px"}}}
    assert "51px/57px" in page(overrides, edition=editions.korean)
    assert "51px/57px" not in page(overrides)


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        ({"acent": "#9a3412"}, "look: acent: no such design token; did you mean 'accent'?"),
        ({"light": {"lnk": "#9a3412"}}, "look: light.lnk: no such design token; did you mean 'link'?"),
        ({"size": {"ko": {"headline": "1px/2px"}}}, "look: size.ko.headline: no such design token"),
        ({"logo": {"source": "x"}}, "look: logo.source: no such design token"),
        ({"width": {"body": "600"}}, "look: width.body: has to be a whole number, not '600'"),
        ({"width": {"body": True}}, "look: width.body: has to be a whole number, not True"),
        ({"light": "#9a3412"}, "look: light: has to be a table, not '#9a3412'"),
        ({"accent": {"light": "#9a3412"}}, "look: accent: has to be text in quotes"),
        ({"accent": "red"}, "look: accent: 'red' is no colour; write it as #rrggbb"),
        ({"dark": {"link": ""}}, "look: dark.link: '' is no colour"),
        ({"logo": {"src": "../logo.png", "width": 10}}, "look: logo.src: '../logo.png' is no address"),
        ({"logo": {"src": "logo.png"}}, "look: logo.width: is missing"),
        ({"fonts": "mono"}, "look: fonts: no such choice 'mono'; 'serif' or 'sans'"),
        ({"density": "tight"}, "look: density: no such choice 'tight'; 'airy' or 'dense'"),
        ({"theme": {"chip": {"colour": "#00695c"}}}, "look: theme.chip: no such design token; did you mean"),
        ({"theme": {"chips": {"colour": "teal"}}}, "look: theme.chips.colour: 'teal' is no colour"),
        ({"theme": {"chips": "#00695c"}}, "look: theme.chips: has to be a table"),
    ],
)
def test_a_wrong_override_names_its_key(overrides, told):
    with pytest.raises(ConfigError) as caught:
        page(overrides)
    assert told in str(caught.value)
    assert str(caught.value).startswith("digest.toml: ")
    assert not isinstance(caught.value, TemplateError)
    assert caught.value.exit_code == 2


def test_a_wrong_choice_in_a_file_of_tokens_is_told_there(tmp_path):
    for text in ('fonts = "mono"\n', 'accent = "red"\n'):
        (tmp_path / "tokens.toml").write_text(text, "utf-8")
        with pytest.raises(ConfigError, match=r"^templates/tokens\.toml: look: "):
            page({}, own=[tmp_path])


def test_a_looks_own_tokens_replace_single_keys(tmp_path):
    (tmp_path / "essay").mkdir()
    (tmp_path / "essay" / "tokens.toml").write_text("[width]\nbody = 620\n", "utf-8")
    assert "max-width:620px" in page({}, "essay", own=[tmp_path])
    assert page({}, own=[tmp_path]) == page({})
    assert "max-width:640px" in page({}, "essay")  # the shipped look's
    assert "background-color:#fbfaf7" in page({}, "essay")  # and what it shares with the others


def test_a_briefing_counts_its_stories_through():
    rendered = render_edition(editions.looking(editions.english(), "briefing"))
    cells = [
        td.text_content().strip()
        for td in lxml_html.document_fromstring(rendered.html).iter("td")
        if "width:28px" in (td.get("style") or "")
    ]
    numbers = [str(n) for n in range(1, 11)]
    assert cells == numbers
    assert re.findall(r"^ ?(\d+)\. ", rendered.text, re.MULTILINE) == numbers
    assert re.findall(r"^\*\*(\d+)\\\. ", rendered.markdown, re.MULTILINE) == numbers


def test_an_essay_ends_with_its_contents():
    rendered = render_edition(editions.looking(editions.korean(), "essay"))
    for part in (rendered.html, rendered.text, rendered.markdown):
        last = editions.korean().briefs[-1].standfirst.text[:12]
        assert part.rindex("이번 호에서") > part.index(last)

"""UTM parameters: added to the links that lead out of the edition, in every format alike."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import editions
import pytest
from lxml import html as lxml_html

from digest.config import LOOKS
from digest.render import render_edition
from digest.render.utm import parameters, tagged

UTM = {"source": "letter", "medium": "email", "campaign": "week {id}"}
ADDED = parameters({"source": "letter", "medium": "email"}, "2024-W13")
BOTH = "utm_source=letter&utm_medium=email"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://a.example", f"https://a.example?{BOTH}"),
        ("https://a.example/x", f"https://a.example/x?{BOTH}"),
        ("http://a.example/x?p=1", f"http://a.example/x?p=1&{BOTH}"),
        ("https://a.example/x?p=1&", f"https://a.example/x?p=1&{BOTH}"),
        ("https://a.example/x?", f"https://a.example/x?{BOTH}"),
        ("https://a.example/x#part-2", f"https://a.example/x?{BOTH}#part-2"),
        ("https://a.example/x?p=%20a&q#/s?t=1", f"https://a.example/x?p=%20a&q&{BOTH}#/s?t=1"),
        ("https://a.example/?utm_source=mine", "https://a.example/?utm_source=mine&utm_medium=email"),
        (
            "https://a.example/?UTM_Source=mine&utm%5Fmedium=x",
            "https://a.example/?UTM_Source=mine&utm%5Fmedium=x",
        ),
        ("https://한글.example/가?나=다", f"https://한글.example/가?나=다&{BOTH}"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#s-1", "#s-1"),
        ("images/a.png", "images/a.png"),
        ("", ""),
    ],
)
def test_an_address_keeps_what_it_has(url: str, wanted: str):
    assert tagged(url, ADDED) == wanted
    assert tagged(tagged(url, ADDED), ADDED) == wanted
    assert tagged(url, ()) == url


def test_a_value_is_encoded_and_holds_the_editions_id():
    told = dict(parameters({"campaign": "주간 {id}&x=1", "source": " a b "}, "2024-W13"))
    assert unquote(told["utm_campaign"]) == "주간 2024-W13&x=1"
    assert told["utm_campaign"].isascii()
    assert told["utm_source"] == "a%20b"


def leading_out(page: str) -> set[str]:
    links = {a.get("href", "") for a in lxml_html.document_fromstring(page).iter("a")}
    return {link for link in links if link.startswith("http")}


@pytest.mark.parametrize("look", LOOKS)
def test_every_format_has_the_same_links_and_each_its_parameters(look: str):
    edition = editions.looking(editions.english(), look)
    marked = editions.article(
        77, "One more", "It is *said* [at length](https://far.example/a?b=c_d&e=f#g).", markup="markdown"
    )
    also = editions.article(78, "One more", "The same.", source="Other", url="https://other.example/")
    told = editions.section("policy", (editions.brief(marked, "policy", also),))
    rendered = render_edition(replace(edition, sections=(*edition.sections, told)), utm=UTM).fill()
    links = leading_out(rendered.html)
    leave = editions.EN.unsubscribe_url
    assert leave in links
    assert len(links) > 12
    for link in links - {leave}:
        assert parse_qs(urlsplit(link).query)["utm_campaign"] == ["week 2024-W13"]
        assert link in rendered.text or link.startswith("https://far.example")
        unescaped = re.sub(r"\\([_*])", r"\1", rendered.markdown.replace("&amp;", "&"))
        assert link in unescaped
    assert (
        "https://far.example/a?b=c_d&e=f&utm_source=letter&utm_medium=email&utm_campaign=week%202024-W13#g"
        in links
    )
    assert (
        "https://letter.example/2024-W13/?utm_source=letter&utm_medium=email&utm_campaign=week%202024-W13"
        in links
    )
    assert f"{leave}?" not in rendered.html + rendered.text + rendered.markdown


def test_without_parameters_nothing_is_added():
    edition = editions.english()
    assert render_edition(edition, utm={}) == render_edition(edition)
    assert "utm_" not in render_edition(edition).fill().html


def test_pictures_and_places_in_the_page_have_none():
    page = render_edition(editions.english(), utm=UTM).fill().html
    for element in lxml_html.document_fromstring(page).iter("img", "a"):
        address = element.get("src") or element.get("href", "")
        if element.tag == "img" or address.startswith("#"):
            assert "utm_" not in address

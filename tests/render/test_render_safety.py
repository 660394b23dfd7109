"""Words from outside stay words, in every format and field."""

from __future__ import annotations

import editions
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from markdown import markdown

from digest.config import LOOKS
from digest.model import Picture
from digest.render import render_edition
from digest.render.inline import Passage
from digest.render.safe import legible, picture_address, web_address

ALLOWED = {
    *(
        "html",
        "head",
        "title",
        "meta",
        "style",
        "noscript",
        "xml",
        "body",
        "div",
        "table",
        "tbody",
        "tr",
        "td",
    ),
    *(
        "h1",
        "h2",
        "h3",
        "p",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "code",
        "sub",
        "sup",
        "span",
        "img",
        "blockquote",
    ),
}


WEB = ALLOWED | {
    *("link", "header", "main", "nav", "ol", "li", "section", "article", "figure", "figcaption", "footer"),
}


def unsafe(page: str, allowed: set[str] = ALLOWED) -> list[str]:
    """Name every element and attribute in `page` that no template of ours wrote."""
    found = []
    for element in lxml_html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag not in allowed:
            found.append(element.tag)
        for name, value in element.attrib.items():
            if name.startswith("on") or (
                name in {"href", "src"} and value.startswith(("javascript", "data"))
            ):
                found.append(f"{name}={value}")
    return found


def test_the_check_sees_a_planted_fault():
    assert unsafe("<p onclick='x'>a<script>b</script><a href='javascript:c'>d</a></p>")


@pytest.mark.parametrize("markup", ["plain", "markdown"])
@pytest.mark.parametrize("bad", [*editions.HOSTILE, " ".join(editions.HOSTILE)])
def test_hostile_words_do_nothing_and_stay_in_their_place(markup, bad):
    rendered = render_edition(editions.hostile(markup, bad))
    assert unsafe(rendered.html) == []
    assert unsafe(rendered.web, WEB) == []
    page = lxml_html.document_fromstring(rendered.html)
    assert [h.text_content().strip()[-3:] for h in page.iter("h3")] == ["end"]
    assert len(list(page.iter("blockquote"))) == 2
    body = markdown(rendered.markdown.split("---\n", 2)[2])
    assert unsafe(body) == ["hr"]  # the imprint's
    back = lxml_html.document_fromstring(body)
    assert [h.tag for h in back.iter("h1", "h2", "h3")] == ["h1", "h2", "h2", "h3"]
    assert len(list(back.iter("li"))) == 0
    for element in (*page.iter("h3"), *back.iter("h3")):
        assert element.text_content().strip().startswith("Headline")


@pytest.mark.parametrize("bad", editions.HOSTILE)
def test_plain_words_come_out_as_they_are(bad):
    words = legible(f"Headline {bad} end")
    rendered = render_edition(editions.hostile("plain", bad))
    for html in (rendered.html, rendered.web):
        page = lxml_html.document_fromstring(html)
        assert page.findtext(".//h3/a") == words
    back = lxml_html.document_fromstring(markdown(rendered.markdown.split("---\n", 2)[2]))
    assert back.findtext(".//h3/a") == words
    assert "".join(words.split()) in "".join(rendered.text.split())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("markup", ["plain", "markdown"])
def test_every_look_keeps_hostile_words_in_their_place(markup, look):
    for bad in (*editions.HOSTILE, " ".join(editions.HOSTILE)):
        rendered = render_edition(editions.looking(editions.hostile(markup, bad), look))
        back = markdown(rendered.markdown.split("---\n", 2)[2])
        assert unsafe(rendered.html) == []
        assert unsafe(rendered.web, WEB) == []
        # the imprint's rule, and the contents at the essay's end
        assert unsafe(back) == [*(["ul", "li", "li"] if look == "essay" else []), "hr"]
        page = lxml_html.document_fromstring(rendered.html)
        assert [h.tag for h in page.iter("h1", "h2", "h3")] == ["h1", "h2", "h2", "h3"]
        words = "".join(page.findtext(".//h3/a").split()) if markup == "plain" else "end"
        assert words in "".join(lxml_html.document_fromstring(back).text_content().split())
        assert words in "".join(rendered.text.split())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80), st.sampled_from(["plain", "markdown"]))
def test_any_text_survives_every_format(text, markup):
    passage = Passage(legible(text), markup)
    etree.fromstring(f"<!DOCTYPE p [<!ENTITY nbsp '&#160;'>]><p>{passage.__html__()}</p>")
    passage.words().encode()
    back = markdown(passage.markdown())
    assert unsafe(f"<div>{back}</div>") == []
    if markup == "plain" and passage.text:
        assert lxml_html.fragment_fromstring(back).text_content() == passage.text


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&'\"*_`[](){}%#!-=~\\\n\0 aㄱ가“”"), max_size=40))
def test_any_text_in_every_field_renders(text):
    assert unsafe(render_edition(editions.hostile("markdown", text)).html) == []


@pytest.mark.parametrize(
    "run", ["*" * 3_900, "[" * 3_900, "<" * 1_000_000, "a" * 1_000_000, "![](" * 900, "**a _b " * 500]
)
def test_long_runs_of_marks_are_only_long(run):
    assert Passage(run, "markdown").__html__()
    assert Passage(run, "markdown").markdown()


def test_markdown_in_a_declared_article_is_read():
    told = Passage(
        "A **bold** move by [the lab](https://lab.example/?a=1&b=2), *twice* & <u>once</u>", "markdown"
    )
    assert told.__html__() == (
        'A <strong>bold</strong> move by <a href="https://lab.example/?a=1&amp;b=2">the lab</a>, '
        "<em>twice</em> &amp; once"
    )
    assert told.words() == "A bold move by the lab, twice & once"
    assert told.markdown() == (
        "A **bold** move by [the lab](https://lab.example/?a=1&amp;b=2), *twice* &amp; once"
    )
    assert Passage("**“신뢰”**는 남는다", "markdown").markdown() == "<strong>“신뢰”</strong>는 남는다"


def test_block_marks_in_a_short_text_are_words():
    for text in (
        "# Not a heading",
        "1. Not a list",
        "- Nor this",
        "> nor a quote",
        "+ plus",
        "~~~ fence",
        "10) ten",
    ):
        for markup in ("plain", "markdown"):
            passage = Passage(text, markup)
            assert lxml_html.fragment_fromstring(f"<p>{passage.__html__()}</p>").text == text
            assert passage.words() == text
            assert markdown(passage.markdown()).startswith("<p>")
            assert lxml_html.fragment_fromstring(markdown(passage.markdown())).text == text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "ftp://a.example/",
        "http://[",
        "https://",
        "",
        "mailto:a@b.example",
    ],
)
def test_an_address_is_http_or_none(url):
    assert web_address(url) == ""


def test_an_address_cannot_leave_its_attribute():
    assert web_address('https://a.example/"><script>') == "https://a.example/%22%3E%3Cscript%3E"
    assert (
        web_address("https://a.example/100%/x?y=5%&z=%zz%2")
        == "https://a.example/100%25/x?y=5%25&z=%25zz%252"
    )
    assert web_address("https://a.example/#a#b#c") == "https://a.example/#a%23b%23c"
    assert web_address("https://a.example/%EA%b0%80?q=%20%25") == "https://a.example/%EA%b0%80?q=%20%25"
    assert picture_address("images/a b.png") == "images/a%20b.png"
    for src in ("../a.png", "/etc/a.png", "images\\a.png", "data:image/png;base64,AAAA", "//x.example/a.png"):
        assert picture_address(src) == ""


def test_an_article_cannot_print_the_readers_own_link():
    token = next(f.token for f in render_edition(editions.english()).fields if f.name == "unsubscribe_url")
    told = editions.article(
        1,
        f"Take {token}",
        f"See https://evil.example/?{token}",
        url=f"https://evil.example/?{token}",
        source=token,
        image=Picture(f"https://evil.example/{token}.png", token),
    )
    sections = (editions.section("chips", (editions.brief(told, "chips"),)),)
    rendered = render_edition(editions.edition(editions.EN, None, sections))
    for part in (rendered.html, rendered.text, rendered.markdown):
        assert part.count(token) == 1  # the imprint's own

"""Article text that looks like a service's tag arrives as text; our own tags are left alone."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from deliver.deliver_editions import NEWSLETTER, edition, rendered
from hypothesis import given
from hypothesis import strategies as st
from service_parts import service, what

from digest.deliver.services.handover import handover, with_places
from digest.errors import ConfigError, UnsupportedError

TAGS = {
    "buttondown": re.compile(r"\{[{%#]"),
    "mailchimp": re.compile(r"\*\|"),
    "resend_broadcast": re.compile(r"\{\{"),
}
"""What opens a tag."""
KEYS = {
    "buttondown": ("DIGEST_BUTTONDOWN_KEY", "k"),
    "mailchimp": ("DIGEST_MAILCHIMP_KEY", "k-us6"),
    "resend_broadcast": ("DIGEST_RESEND_KEY", "k"),
}
HOSTILE = [
    "{{ unsubscribe_url }}",
    "{{{RESEND_UNSUBSCRIBE_URL}}}",
    "{% include 'x' %}",
    "{# gone #}",
    "*|UNSUB|*",
    "*|IF:X|*",
    "{{{{ nested }}}}",
    "{{ {{ x }} }}",
    "{ { apart } }",
    "{{ never closed",
    "}} {{",
    "**|X|**",
    "*|*|X|*|*",
    "{%{{x}}%}",
    "{${x}}",
    "&#123;{ x }}",
    "{&#x7B; x }}",
    "&lbrace;&lcub;&#123&#0123;% x %}",
    "&#42;|X|&ast;",
]


@pytest.fixture(params=TAGS, scope="module")
def of(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(*KEYS[request.param])
        yield service(request.param, "https://api.example.org")


class _Shown(HTMLParser):
    """What a browser shows: words, and what attributes say; addresses as they are asked for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.values: list[tuple[str, str]] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, _tag: str, attrs) -> None:
        for name, value in attrs:
            self.values.append((name, unquote(value or "") if name in ("href", "src") else value or ""))


def shown(page: str) -> tuple[str, list[tuple[str, str]]]:
    reader = _Shown()
    reader.feed(page)
    reader.close()
    return "".join(reader.words), reader.values


def page_of(text: str) -> str:
    safe = html.escape(text)
    return (
        f'<!doctype html><title>{safe}</title><p title="{safe}">{safe}<b>{safe}</b>{safe}</p>'
        f'<a href="https://example.org/?q={safe}">{safe}</a><img src="https://example.org/{safe}" alt="{safe}">'
    )


ANY = st.text(st.sampled_from("{}%#*|$<>&\"'/ =ab인\n1237;x")) | st.lists(st.sampled_from(HOSTILE)).map(
    "".join
)


@given(text=ANY)
def test_no_tag_remains_in_any_text_or_page(of, text):
    for escaped in (of.escape(text), of.escape(text, html=True), of.escape(page_of(text), html=True)):
        assert not TAGS[of.name].search(escaped)
        assert not TAGS[of.name].search(html.unescape(escaped))  # as a service may parse it first


@given(text=ANY)
def test_a_reader_sees_the_same(of, text):
    before, after = shown(page_of(text)), shown(of.escape(page_of(text), html=True))
    assert after[0].replace("\u200c", "") == before[0]
    assert [(n, v.replace("\u200c", "")) for n, v in after[1]] == before[1]
    assert of.escape(text).replace("\u200c", "") == text


@given(text=ANY)
def test_a_page_that_is_escaped_and_then_read_by_a_parser_has_no_tag_either(of, text):
    words, _ = shown(of.escape(page_of(text), html=True))
    assert not TAGS[of.name].search(words)


def test_addresses_keep_leading_where_they_did(of):
    page = '<a href="https://example.org/{{x}}/*|y|*?a=1&amp;b={%25z%25}">go</a>'
    href = shown(of.escape(page, html=True))[1][0][1]
    assert href == "https://example.org/{{x}}/*|y|*?a=1&b={%z%}"
    assert "\u200c" not in of.escape(page, html=True)
    assert "\u200c" not in of.escape(
        "see https://example.org/{{x}}/*|y|* and\n[a](https://example.org/{{b}})"
    )


def test_a_style_sheet_still_means_the_same(of):
    style = "<style>@media(max-width:1px){#a{color:red}.b{margin:0}}</style>"
    escaped = of.escape(style + "<p>{#}</p>", html=True)
    assert not TAGS[of.name].search(escaped)
    assert "\u200c" not in escaped[: len(style)]
    assert re.sub(r"\s", "", escaped[: len(style) + 1]).startswith(re.sub(r"\s", "", style)[:-1])


@pytest.mark.parametrize("text", HOSTILE)
def test_an_article_cannot_bring_a_tag_and_ours_stand(of, text):
    safe = html.escape(text)
    page = rendered().html.replace("공장", safe).replace("안녕하세요", safe)
    hostile = replace(edition(subject=f"제목 {text}"), preheader=text)
    page = rendered(html=page, text=rendered().text + text, markdown=f"[x](qLEAVEq) {text}")
    over = handover(hostile, page, of)
    for value in (over.subject, over.preheader, over.title, over.from_name):
        assert not TAGS[of.name].search(value)
    ours = of.tags["unsubscribe_url"]
    for value in (over.html, over.text, over.markdown):
        assert ours in value
        bare = value
        for tag in of.tags.values():
            bare = bare.replace(tag.replace("$default", "독자"), "")
        assert not TAGS[of.name].search(bare)
    assert f'href="{ours}"' in over.html
    assert f"[x]({ours})" in over.markdown


def test_the_greeting_has_words_for_who_has_no_name(of):
    tag = of.tags["first_name"].replace("$default", "독자")
    assert f"{tag} 님" in what(of).text


def test_a_brace_before_our_tag_does_not_lengthen_it(of):
    page = rendered(html=rendered().html.replace("qNAMEq", "{qNAMEq"), text="{qNAMEq *qNAMEq")
    over = handover(edition(), page, of)
    assert "{{{ subscriber" not in over.html
    assert "{{{{" not in over.text


def test_control_characters_go_into_no_field(of):
    odd = replace(edition(subject="a\u2028b\x00c\r\nBcc: x@example.org"), preheader="x\x1b[2J\x85y")
    over = handover(odd, rendered(text=rendered().text + "\x0b\x7f"), of)
    assert over.subject == "a b c Bcc: x@example.org"
    for value in (over.subject, over.preheader, over.title, over.text.replace("\n", "")):
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", value)


def test_an_edition_without_a_sender_is_refused(of):
    for wrong in ("", "nobody", "a@b c.org"):
        nobody = edition(newsletter=replace(NEWSLETTER, from_email=wrong))
        with pytest.raises(ConfigError, match=r"no (usable )?sender"):
            handover(nobody, rendered(), of)


def test_an_edition_without_a_way_to_leave_is_refused(of):
    with pytest.raises(UnsupportedError, match="no way to leave"):
        handover(edition(), rendered(html="<p>nothing</p>"), of)
    bare = edition(newsletter=replace(NEWSLETTER, unsubscribe_url="", web_url=""))
    placed = with_places(bare, of).newsletter
    assert placed.unsubscribe_url
    assert bool(placed.web_url) == ("web_url" in of.tags)


def test_pictures_without_an_address_are_refused(of):
    from digest.model import Field

    page = rendered(html=rendered().html + '<img src="qPICq1.jpg">')
    own = (*page.fields, Field("picture_url", "qPICq", "images/"))
    with pytest.raises(UnsupportedError, match="base_url"):
        handover(edition(), replace(page, fields=own), of)
    there = (*page.fields, Field("picture_url", "qPICq", "https://img.example.org/"))
    assert 'src="https://img.example.org/1.jpg"' in handover(edition(), replace(page, fields=there), of).html

"""What differs from reader to reader is a token until it is filled in."""

from __future__ import annotations

import re
from dataclasses import replace

import editions
from markdown import Markdown

from digest.render import render_edition


def test_tokens_are_letters_and_digits_and_stand_in_every_format():
    rendered = render_edition(editions.english())
    assert [f.name for f in rendered.fields] == ["unsubscribe_url", "web_url", "first_name", "picture_url"]
    for field in rendered.fields:
        assert re.fullmatch("field[a-z]+[0-9a-f]{16}", field.token)
    for field in rendered.fields[:2]:
        for part in (rendered.html, rendered.text, rendered.markdown):
            assert part.count(field.token) == 1


def test_defaults_come_from_the_newsletter_and_the_catalogue():
    defaults = {f.name: f.default for f in render_edition(editions.korean()).fields}
    assert defaults["web_url"] == "https://letter.example/2024-W13/"
    assert defaults["unsubscribe_url"] == "https://letter.example/leave"
    assert defaults["first_name"] == "독자"


def test_filling_leaves_no_token():
    filled = render_edition(editions.english()).fill(unsubscribe_url="https://l.example/?a=1&b=2")
    for part in (filled.html, filled.text, filled.markdown):
        assert not re.search("field[a-z]+[0-9a-f]{16}", part)
    assert 'href="https://l.example/?a=1&amp;b=2"' in filled.html
    assert "\nhttps://l.example/?a=1&b=2\n" in filled.text


def test_tokens_differ_from_edition_to_edition():
    one, other = (render_edition(editions.english(id=i)).fields[0].token for i in ("2024-W13", "2024-W14"))
    assert one != other


def test_without_an_address_the_imprint_has_no_line_for_it():
    letter = replace(editions.EN, unsubscribe_url="")
    rendered = render_edition(editions.english(newsletter=letter))
    for part in (rendered.html, rendered.text, rendered.markdown):
        assert "Unsubscribe" not in part
        assert "Read this edition on the web" in part


def test_in_markdown_an_address_stays_an_address():
    url = "https://letter.example/a_(b)*c?utm_source=x&y=1"
    rendered = render_edition(editions.english()).fill(web_url=url, unsubscribe_url=url)
    links = re.findall(r'href="([^"]*)"', Markdown().convert(rendered.markdown))
    assert links.count("https://letter.example/a_%28b%29%2Ac?utm_source=x&amp;y=1") == 2
    assert "utm\\_" not in rendered.markdown

"""The editor's own templates: they override by name, and a fault in one is told in one line."""

from __future__ import annotations

import os
from dataclasses import replace

import editions
import pytest

from digest.errors import TemplateError
from digest.render import render_edition


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("place", ["imprint.txt", "parts/imprint.txt", "broadsheet/imprint.txt"])
def test_a_file_of_the_same_name_takes_the_place_of_the_shipped_one(own, place):
    write(own, place, "Bye, {{ first_name }}!\n")
    rendered = render_edition(editions.english(), [own])
    assert rendered.fill(first_name="Ida").text.endswith("Bye, Ida!\n")
    assert rendered.html == render_edition(editions.english()).html


def test_tokens_are_replaced_one_by_one(own):
    write(own, "tokens.toml", '[light]\nlink = "#990000"\n')
    page = render_edition(editions.english(), [own]).html
    assert "color:#990000" in page
    assert "background-color:#fbfaf7" in page


def test_a_template_added_or_changed_later_is_seen(own):
    edition = editions.english()
    before = render_edition(edition, [own]).text
    path = write(own, "imprint.txt", "First\n")
    assert render_edition(edition, [own]).text.endswith("First\n")
    path.write_text("Second\n", "utf-8")
    os.utime(path, (1, 1))
    assert render_edition(edition, [own]).text.endswith("Second\n")
    path.unlink()
    assert render_edition(edition, [own]).text == before


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("story.mjml", "<p>one</p>\n{% if story %}\n<p>two</p>", 3, "does not parse"),
        ("imprint.txt", "{{ edition.name }}\n\n{{ 1 + }}\n", 3, "does not parse"),
        ("quote.md", "fine\n{{ quote.wrods }}\n", 2, "wrods"),
        ("credit.mjml", "<p>\n\n{{ nothing }}</p>\n", 3, "nothing"),
        ("story.txt", "{{ story.headline }}\n{{ 1 // 0 }}\n", 2, "ZeroDivisionError"),
        ("story.txt", "{{ ''.__class__.__mro__ }}\n", 1, "unsafe"),
        ("story.md", "a\nb\n{% include 'no-such.md' %}\n", 3, "no-such.md"),
        ("tokens.toml", '[light]\nlink = "#990000"\nground = \n', 3, "TOML"),
    ],
)
def test_a_fault_is_one_line_with_file_and_line(own, name, text, line, words):
    write(own, name, text)
    with pytest.raises(TemplateError) as caught:
        render_edition(editions.english(), [own])
    assert caught.value.where == f"templates/{name}:{line}"
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("story.mjml", '<h3 id="{{ story.anchor }}">{{ story.headline }}</h3>\n<p>\n1 < 2\n</p>\n', 3),
        ("quote.mjml", "<p>a</p>\n<p>{{ quote.words }}</p>\n<p class=x>c</p>\n", 3),
        ("masthead.mjml", "<h1>\n{{ edition.name }}\n</h1>\n<!-- a -- b -->\n", 4),
    ],
)
def test_mjml_that_does_not_compile_is_traced_to_the_template(own, name, text, line):
    write(own, name, text)
    with pytest.raises(TemplateError) as caught:
        render_edition(editions.english(), [own])
    assert caught.value.where == f"templates/{name}:{line}"
    assert "does not compile" in str(caught.value)


def test_mjml_broken_by_an_articles_words_names_the_article(own):
    write(own, "story.mjml", '<h3 id="{{ story.anchor }}">\n{{ story.headline.text | safe }}</h3>\n')
    told = editions.article(7, "1 < 2", "Yes.")
    good = editions.brief(editions.article(6, "Good", "Yes."), "chips")
    sections = (editions.section("chips", (good, editions.brief(told, "chips"))),)
    with pytest.raises(TemplateError, match=r"story from content/7\.md:1") as caught:
        render_edition(editions.edition(editions.EN, None, sections), [own])
    assert caught.value.where == "templates/story.mjml:2"


def test_a_look_that_is_not_there_is_named():
    with pytest.raises(TemplateError, match=r"email\.mjml.*gazette") as caught:
        render_edition(editions.english(newsletter=replace(editions.EN, look="gazette")))
    assert "\n" not in str(caught.value)


def test_a_template_that_is_no_utf8_is_told(own):
    (own / "imprint.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match="UTF-8"):
        render_edition(editions.english(), [own])


def test_a_table_of_tokens_cannot_become_a_word(own):
    write(own, "tokens.toml", 'font = "Georgia"\n')
    with pytest.raises(TemplateError, match="font has to be a table") as caught:
        render_edition(editions.english(), [own])
    assert caught.value.where == "templates/tokens.toml:1"

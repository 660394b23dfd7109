from __future__ import annotations

from zoneinfo import ZoneInfo

from digest.clean import clean
from digest.load.page import load_text
from digest.model import Document, Problem

STORY = (
    "The lighthouse at Cape Brand will be lit again in June, forty years after its keeper left, the trust said.",
    "Volunteers have rebuilt the stairs and the lamp room, and a grant will pay for the keeper's cottage.",
    "“A dark tower on that rock is a scandal,” said Odile Farran, who leads the trust that bought it.",
)
PAGE = "\n\n".join(
    ("Menu\nHome\nSign in", "A headline of the page about the lighthouse", "By Hester Vane", *STORY)
)
FIELDS = (
    "---\ntitle: What the editor calls it\nsource: Brand Gazette\npublished: 2031-05-16\ntheme: coast\n---\n"
)


def loaded(text: str) -> list[Document | Problem]:
    return list(load_text(text.encode(), "content/a.txt"))


def test_front_matter_on_a_page_is_what_a_person_said_and_the_page_is_cleaned() -> None:
    (document,) = loaded(f"\n{FIELDS}\n{PAGE}\n")
    assert isinstance(document, Document)
    assert (document.kind, document.declared, document.meta.theme) == ("text", False, "coast")
    article = clean(document, ZoneInfo("UTC"))
    assert (article.meta.title, article.meta.source) == ("What the editor calls it", "Brand Gazette")
    assert article.meta.byline == ("Hester Vane",)
    assert article.meta.published.isoformat() == "2031-05-16T00:00:00+00:00"
    assert article.text == "\n\n".join(STORY)


def test_the_first_sentence_under_a_declared_title_is_story() -> None:
    (document,) = loaded(FIELDS + "\n\n".join(STORY))
    assert clean(document, ZoneInfo("UTC")).text == "\n\n".join(STORY)


def test_an_article_keeps_its_id_when_a_field_is_added() -> None:
    (bare,), (fielded,) = loaded(PAGE), loaded(FIELDS + PAGE)
    assert clean(bare, ZoneInfo("UTC")).id == clean(fielded, ZoneInfo("UTC")).id


def test_a_bad_field_is_told_by_its_line_and_the_page_is_taken() -> None:
    problem, document = loaded("---\ntitle: A\npublished: soon\n---\n" + PAGE)
    assert (problem.where, problem.severity) == ("content/a.txt:3", "warning")
    assert document.meta.title == "A"


def test_front_matter_that_is_broken_or_open_leaves_the_page_out() -> None:
    (broken,) = loaded("---\ntitle: [A\n---\n" + PAGE)
    (unclosed,) = loaded("---\ntitle: A\n\n" + PAGE)
    (bare,) = loaded(FIELDS)
    assert (broken.code, broken.where) == ("front-matter", "content/a.txt:3")
    assert (unclosed.code, unclosed.where) == ("front-matter", "content/a.txt:1")
    assert (bare.code, bare.where) == ("empty", "content/a.txt:7")


def test_a_rule_on_top_of_a_page_is_no_front_matter() -> None:
    (document,) = loaded(f"---\n{PAGE}\n---\n")
    assert document.text == f"---\n{PAGE}\n---\n"

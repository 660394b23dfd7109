"""What single rules find and what they pass: numbers, addresses, words, years, quotes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from digest.check import Example, check_edition
from digest.check.figures import figures, known


def rules(**changed) -> set[str]:
    edition, rendered, options = Example(**changed).made()
    return {f.rule for f in check_edition(edition, rendered, options) if f.severity != "note"}


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("1,250 people", [1250]),
        ("$2.75bn and 3 million", [2750000000, 3000000]),
        ("27억5000만달러", [2750000000]),
        ("3만2천 명, 5000만원", [32000, 50000000]),
        ("12.5%", [Decimal("12.5")]),
        ("no number", []),
    ],
)
def test_numbers_are_worth_the_same_in_all_units(text: str, worth: list[Decimal]):
    assert [figure.worth for figure in figures(text)] == worth


@pytest.mark.parametrize(
    ("standfirst", "source", "is_fine"),
    [
        ("It paid $2.75bn.", "아마존은 27억5000만달러를 냈다.", True),
        ("It paid $2.75bn.", "아마존은 27억달러를 냈다.", False),
        ("It hired 3 people.", "It hired three people.", True),
        ("3명을 채용했다.", "세 명을 채용했다.", True),
        ("3명을 채용했다.", "세상이 변했다.", False),
        ("27일 밝혔다.", "The maker said so.", True),  # the day it was published
        ("1,500 were asked.", "1500 were asked.", True),
        ("15 were asked.", "1500 were asked.", False),
        ("GPT-4 leads.", "GPT-4 leads the list.", True),
    ],
)
def test_a_number_of_a_standfirst_has_to_be_in_its_source(standfirst: str, source: str, is_fine):
    assert ("number-source" not in rules(standfirst=standfirst, source=source)) == is_fine
    assert known(source) >= {f.worth for f in figures(source)}


@pytest.mark.parametrize(
    ("href", "rule"),
    [
        ("", "link-malformed"),
        ("https://a.example/50%", "link-malformed"),
        ("https://https://a.example/", "link-malformed"),
        ("https://[a.example/", "link-malformed"),
        ("https://a.example:port/", "link-malformed"),
        ("javascript:alert(1)", "link-malformed"),
        ("mailto:nobody", "link-malformed"),
        ("story.html", "link-relative"),
        ("//a.example/x", "link-relative"),
        ("https://127.0.0.1/x", "link-local"),
        ("https://192.168.0.4/x", "link-local"),
        ("https://[::1]/x", "link-local"),
        ("https://intranet/x", "link-local"),
        ("https://printer.local/x", "link-local"),
        ("https://www.bit.ly/x", "link-short"),
        ("https://user:word@a.example/x", "link-secret"),
        ("https://a.example/x;jsessionid=0A1B", "link-secret"),
        ("https://a.example/x?utm_source=b&mc_eid=0a1b", "link-secret"),
        ("https://a.example/x#eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl", "link-secret"),
        ("http://a.example/x", "link-https"),
    ],
)
def test_an_address_that_is_not_fit_is_found_once(href: str, rule: str):
    assert rules(body=f'<p>On <a href="{href}">the story</a> and <a href="{href}">it</a>.</p>') - {
        "client-support"
    } == {rule}


@pytest.mark.parametrize(
    "href",
    [
        "https://a.example/x?utm_source=letter&utm_medium=email",
        "https://a.example/기사/1",
        "https://한국.example/",
        "https://a.example/x?token=",
        "https://a.example/(x)?y=1,2;3#z",
        "mailto:editor@letter.example?subject=Hello",
        "tel:+8225550100",
        "https://letter.example/leave?token=0a1b",
    ],
)
def test_an_address_that_is_fit_passes(href: str):
    body = f'<p>On <a href="{href}">the story</a>.</p>'
    edition, rendered, options = Example(body=body, leave="https://letter.example/leave?token=0a1b").made()
    letter = replace(edition.newsletter, unsubscribe_url="https://letter.example/leave?token=0a1b")
    found = {f.rule for f in check_edition(replace(edition, newsletter=letter), rendered, options)}
    assert [rule for rule in found if rule.startswith("link-")] == []


@pytest.mark.parametrize(
    ("words", "is_left"),
    [
        ("Lorem Ipsum dolor", True),
        ("The sum is TK.", True),
        ("TKTK", True),
        ("[TK]", True),
        ("기사 작성 예정", True),
        ("TK Elevator grows", False),
        ("대구·경북(TK) 민심", False),
        ("HTK and TK-1", False),
        ("What to do next", False),
        ("Size XXL", False),
    ],
)
def test_what_is_still_to_be_written_is_found(words: str, is_left):
    assert ("leftover-words" in rules(body=f"<p>{words}</p>")) == is_left


@pytest.mark.parametrize(
    ("words", "is_stale"),
    [
        ("© 2023 The Letter", True),
        ("ⓒ2023 편지사", True),
        ("Copyright 2019-2023", True),
        ("© 2024 The Letter", False),
        ("© 2019–2024 The Letter", False),
        ("It began in 2023.", False),
    ],
)
def test_a_year_gone_stale_is_found(words: str, is_stale):
    assert ("stale-year" in rules(body=f"<p>{words}</p>")) == is_stale
    assert "stale-year" in rules(publisher="The Letter of 2023, Press")


@pytest.mark.parametrize(
    "subject", ["광고) 특별호", "(광 고) 특별호", "(AD) 특별호", "특별호 (광고)", " (광고) 특별호"]
)
def test_the_mark_of_advertising_is_taken_just_so(subject: str):
    assert "advertising-mark" in rules(subject=subject, language="ko", advertising=True)
    assert "advertising-mark" not in rules(subject=subject, language="ko")
    assert "advertising-mark" not in rules(subject=subject, advertising=True)


def test_a_quote_altered_in_the_page_or_from_nowhere_is_found():
    said = "We looked for people who had built such a thing before, and there are few of them."
    shown = "<blockquote><p>“{}”</p></blockquote>"
    assert rules(body=shown.format(said), quotes=(said,)) == set()
    assert rules(body=shown.format(said.replace(" few ", " <i>few</i> ")), quotes=(said,)) == set()
    assert rules(body=shown.format("We never said so to anybody."), quotes=()) == {"quote-verbatim"}
    assert rules(body="<p>None.</p>", quotes=(said,)) == {"quote-verbatim"}
    assert rules(body=shown.format(said), quotes=("This was never said by anybody.",)) == {"quote-verbatim"}


def test_a_quote_that_a_standfirst_has_said_is_shown_twice():
    said = "We looked for people who had built such a thing before, and there are few of them."
    shown = f"<blockquote><p>“{said}”</p></blockquote>"
    assert rules(body=shown, quotes=(said,), standfirst=f"“{said}” says a maker.") == {"quote-twice"}

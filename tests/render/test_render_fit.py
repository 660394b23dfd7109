"""A mail that is too long is shortened in a stated order; the other formats keep it all."""

from __future__ import annotations

from dataclasses import replace

import editions
import pytest

from digest.check import check_edition
from digest.config import LOOKS
from digest.model import CLIPPED, NEAR, Standfirst
from digest.render import render_edition
from digest.render.fit import Fitted, fitted

SECOND = "The second sentence counts"


def told(edition):
    return {b.story.id: b.standfirst.text for b in edition.briefs}


def test_what_fits_is_left_as_it_is():
    edition = editions.too_long(12)
    assert fitted(edition, lambda _: CLIPPED - 1, web=True) == Fitted(edition)


def test_second_sentences_go_first_the_least_weighty_storys_before_the_others():
    edition = editions.too_long(12)

    def size(fit):
        return CLIPPED if sum(SECOND in b.standfirst.text for b in fit.edition.briefs) > 8 else NEAR - 1

    fit = fitted(edition, size, web=True)
    cut = {b.story.id for b in fit.edition.briefs if SECOND not in b.standfirst.text}
    last = [s.briefs[n].story.id for n in (2, 1) for s in reversed(edition.sections) if len(s.briefs) > n]
    assert cut == set(last[:4])
    assert not fit.continued
    (problem,) = fit.problems
    assert problem.code == "too-long"
    assert "the second sentence of 4 stories is not in it" in problem.what


@pytest.mark.parametrize("look", LOOKS)
def test_a_mail_that_gmail_would_cut_is_short_enough_and_says_where_the_rest_is(look):
    edition = editions.looking(editions.too_long(150), look)
    whole, rendered = editions.too_long(150), render_edition(edition)
    html = rendered.fill().html
    if look == "broadsheet":
        assert len(html.encode()) >= NEAR  # headlines and pictures alone are too many
        assert len(rendered.problems) == 3
    assert {p.code for p in rendered.problems} == {"too-long"}
    assert {p.severity for p in rendered.problems} == {"warning"}
    assert html.count("https://letter.example/2024-W13/") == 2  # the end of the stories, and the imprint
    for part in (rendered.text, rendered.markdown, rendered.web):
        assert all(f"{1000 + n}" in part for n in range(150))
    assert all(b.headline in html for b in whole.briefs)


def test_the_shortest_that_is_enough_is_chosen_and_the_same_each_time():
    edition = editions.too_long(64)
    rendered = render_edition(edition)
    assert rendered == render_edition(edition)
    sizes = len(rendered.fill().html.encode())
    assert NEAR - 700 < sizes < NEAR
    assert "; the second sentence of 64 stories is not in it: " in rendered.problems[0].what
    assert [
        f.rule for f in check_edition(edition, rendered) if f.rule in {"size-clip", "size-near", "parity"}
    ] == []


def test_without_a_page_on_the_web_no_standfirst_is_left_out():
    edition = editions.too_long(62, replace(editions.EN, web_url=""))
    rendered = render_edition(edition)
    first = edition.briefs[0].standfirst.text.split(f" {SECOND}")[0]
    assert rendered.html.count(first[:60]) == 63  # the preheader too
    assert SECOND not in rendered.html
    assert len(rendered.problems) == 1


def test_quotes_headlines_and_pictures_stay():
    edition = editions.long("ko")
    fit = fitted(edition, lambda _: CLIPPED + 1, web=True)
    assert fit.continued
    assert fit.edition.pull_quotes == edition.pull_quotes
    assert [(b.headline, b.picture) for b in fit.edition.briefs] == [
        (b.headline, b.picture) for b in edition.briefs
    ]
    assert set(told(fit.edition).values()) == {""}
    assert "when all is shortened that can be" in fit.problems[-1].what


def test_a_mark_that_spans_both_sentences_is_not_cut_in_two():
    brief = editions.brief(editions.article(1, "A story", "x", markup="markdown"), "chips")
    for text, left in (
        ("One *two. Three* four.", "One *two. Three* four."),
        ("One *two*. Three *four*.", "One *two*."),
        ("하나다. 둘이다.", "하나다."),
        ("Only one.", "Only one."),
    ):
        only = editions.edition(editions.EN, replace(brief, standfirst=Standfirst(text)), ())
        fit = fitted(only, lambda _: CLIPPED + 1, web=False)
        assert fit.edition.lead.standfirst.text == left

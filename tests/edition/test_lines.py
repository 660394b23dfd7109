"""The subject and the preheader: cut where inboxes cut them, which count columns and not characters."""

from __future__ import annotations

from datetime import date

import pytest

from digest.edition import PREHEADER, SUBJECT, compose
from digest.language import width
from digest.model import (
    Article,
    Block,
    Brief,
    Metadata,
    Newsletter,
    Origin,
    Placement,
    Section,
    Segment,
    Selection,
    Span,
    Standfirst,
    Story,
    Theme,
    Window,
)

CHIPS = Theme("chips", {"en": "Chips"})
LONG = {
    "en": "A maker of chips hires the engineers of a rival, and the talent war goes on for another whole year",
    "ko": "반도체 회사가 경쟁사의 엔지니어 마흔 명을 한꺼번에 데려가면서 인재를 둘러싼 다툼이 한 해 더 이어지게 됐다",
    "mixed": "엔비디아, 새 GPU 아키텍처 Blackwell 공개하며 데이터센터 시장에서의 주도권을 한층 더 굳혔다는 평가를 받다",
    "unspaced": "半導体メーカーが競合他社の技術者を四十人まとめて採用し人材をめぐる争いはさらに一年続くことになったという",
}


def brief(number: int, headline: str) -> Brief:
    told = Article(
        f"a{number}",
        Origin(f"{number}.md"),
        Metadata(headline),
        "It is so.",
        (Block("paragraph", Span(0, 9)),),
    )
    story = Story(f"s{number}", CHIPS.id, Placement(Segment(f"a{number}-0", told, Span(0, 9)), CHIPS.id, 0.9))
    return Brief(story, headline, Standfirst("It is so."))


def composed(lead: str, *others: str):
    briefs = tuple(brief(n, headline) for n, headline in enumerate(others, 1))
    return compose(
        Selection(brief(0, lead), (), (Section(CHIPS, briefs),)),
        newsletter=Newsletter("The Letter"),
        edition_id="2024-W13",
        number=1,
        window=Window(date(2024, 3, 25), date(2024, 3, 31)),
        themes=(CHIPS,),
        placements=(),
        quotes=(),
    )


@pytest.mark.parametrize("language", LONG)
def test_a_subject_takes_the_columns_that_inboxes_show(language: str):
    headline = LONG[language]
    subject = composed(headline, "Two").subject
    assert width(headline) > SUBJECT
    assert SUBJECT - 16 < width(subject) <= SUBJECT
    assert subject.endswith("…")
    assert headline.startswith(subject[:-1])
    if language != "unspaced":
        assert headline[len(subject) - 1] in " ,"


@pytest.mark.parametrize("language", LONG)
def test_a_preheader_takes_the_columns_that_inboxes_show(language: str):
    preheader = composed("One", *[LONG[language]] * 4).preheader
    assert PREHEADER - 16 < width(preheader) <= PREHEADER
    assert preheader.endswith("…")


@pytest.mark.parametrize("unit", ["가", "a", "가a", "a가"])
def test_every_length_is_cut_right(unit: str):
    for count in range(60, 80):
        headline = (unit * count)[:count]
        subject = composed(headline, "Two").subject
        assert width(subject) <= SUBJECT
        assert subject == headline or subject.endswith("…")
        assert (subject == headline) == (width(headline) <= SUBJECT)

"""English direct speech: a sentence parted by its speaker, names in marks, and whom "the company" means."""

from __future__ import annotations

import pytest

from digest.model import Article, Metadata, Origin, Quote, Segment, Span
from digest.quote.english import find_english


def quotes(text: str) -> tuple[Quote, ...]:
    article = Article("a", Origin("a.md"), Metadata(language="en"), text, ())
    return find_english(Segment("a-1", article, Span(0, len(text))))


ONE = "“Bees do not mind the stairs,” said Peter Brandt, "
PARTED = {
    "lower case, short": (ONE + "“and they never complain.”", "and they never complain."),
    "a clause that goes on": (ONE + "“and never did,” and laughed.", "and never did"),
    "a capital": (ONE + "“I promise.”", "I promise."),
    "one word": (ONE + "“never.”", "never."),
    "commas outside": ("“Bees do not mind”, said Peter Brandt, “and never did”.", "and never did"),
    "subject first": ("“Bees do not mind them,” Peter Brandt said, “or so I hear.”", "or so I hear."),
    "an aside": (
        "“Bees do not mind them,” said Peter Brandt, who keeps forty hives, “and never did.”",
        "and never did.",
    ),
}
NOT_PARTED = {
    "a title": ONE + "“Great Expectations.”",
    "a nickname": "“Bees do not mind them,” said Peter Brandt, whose friends call him, “the beekeeper.”",
    "another verb": "“Bees do not mind them,” said Peter Brandt, calling the tale, “a long apology.”",
    "a book": "“Bees do not mind them,” said Peter Brandt of his book, “the last hive,” which sold well.",
    "before a noun": ONE + "“cold” fish in hand.",
}


@pytest.mark.parametrize("case", PARTED)
def test_a_part_after_said_is_the_same_speech_whatever_its_length(case):
    text, part = PARTED[case]
    (quote,) = quotes(text)
    assert quote.parts[1:] == (part,)
    assert not quote.fragment
    assert quote.attribution
    assert quote.attribution.name == "Peter Brandt"


@pytest.mark.parametrize("case", NOT_PARTED)
def test_other_words_in_marks_after_said_are_no_part_of_the_speech(case):
    (quote,) = quotes(NOT_PARTED[case])
    assert len(quote.parts) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Passengers call it “the library”. The operator will hold a trial.",
        "Staff at the mill dubbed him “the man upstairs.” He never minded.",
        "Neighbours nicknamed them “three wise men of Elm Court”.",
        "The trains are so-called “quiet carriages of the line”.",
    ],
)
def test_what_something_is_called_is_no_quote(text):
    assert quotes(text) == ()


def test_what_somebody_calls_a_thing_at_length_stays_a_part_of_a_sentence():
    (quote,) = quotes("Dorrit Halvane called it “one of the worst ideas this town has ever had.”")
    assert quote.fragment


def test_a_name_in_marks_does_not_hide_whose_words_follow():
    text = "Dorrit Halvane called it “a mess.” “Nobody had told us anything about the stairs,” she said."
    (quote,) = quotes(text)
    assert quote.attribution
    assert quote.attribution.name == "Dorrit Halvane"


SAID = " “A signal cabinet was struck by lightning,” the company said."
WROTE = " “Engineers have known about the cracks since autumn,” the newspaper wrote."
MEANT = {
    "a company": ("Brightwater Rail apologised for the delays." + SAID, "organisation", "Brightwater Rail"),
    "a place beside it": (
        "Brightwater Rail cut trains at Port Amsel." + SAID,
        "organisation",
        "Brightwater Rail",
    ),
    "an aside": (
        "Halvane Motors, which makes lifts, recalled them. “Nobody has been hurt so far,” the firm said.",
        "organisation",
        "Halvane Motors",
    ),
    "a museum": (
        "The Tolva Museum closed a wing. “A pipe burst in the night above the wing,” the museum said.",
        "organisation",
        "Tolva Museum",
    ),
    "a paper that reports": (
        "The Hallam Courier reported that the bridge would close." + WROTE,
        "paper",
        "Hallam Courier",
    ),
    "a paper by its name": ("Hallam Daily Post praised the bridge." + WROTE, "paper", "Hallam Daily Post"),
}
NOT_CERTAIN = {
    "another house": "Brightwater Rail apologised to Tolva Steel." + SAID,
    "another company": "Brightwater Rail blamed the company that built the signals." + SAID,
    "a person": "Graham Steel founded the line." + SAID,
    "no company by name": "Halvane County cut trains." + SAID,
    "a museum is no company": "The Tolva Museum closed a wing." + SAID,
    "a sentence further on": "Brightwater Rail sold two mines. It was May." + SAID,
    "no paper by what it does": "The Hallam Courier hired a new pilot." + WROTE,
    "a house is no paper": "The Tolva Museum reported a loss." + WROTE,
    "another paper before": "The Sun Daily was first. The Hallam Courier reported a loss." + WROTE,
    "a mayor": "Mayor Colin Draper denied it." + WROTE,
}


@pytest.mark.parametrize("case", MEANT)
def test_the_company_is_the_one_house_of_the_sentence_before(case):
    text, kind, name = MEANT[case]
    (quote,) = quotes(text)
    assert quote.attribution
    assert (quote.attribution.kind, quote.attribution.name) == (kind, name)


@pytest.mark.parametrize("case", NOT_CERTAIN)
def test_the_company_is_left_unnamed_where_it_is_not_certain(case):
    (quote,) = quotes(NOT_CERTAIN[case])
    assert quote.attribution
    assert quote.attribution.kind == "unnamed"
    assert not quote.attribution.name


def test_the_company_goes_on_speaking():
    text = (
        "Brightwater Rail apologised for the delays." + SAID + "\n\n"
        "“Trains will run at half speed until the river falls,” the company added.\n\n"
        "“Nobody was hurt, and every passenger was home by noon,” the museum said."
    )
    names = [q.attribution.name for q in quotes(text) if q.attribution]
    assert names == ["Brightwater Rail", "Brightwater Rail", ""]

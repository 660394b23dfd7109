"""English: a sentence that tells whose words stand in marks, and who goes on speaking where another is named."""

from __future__ import annotations

import pytest

from digest.model import Article, Metadata, Origin, Segment, Span
from digest.quote.english import find_english

BEFORE = (
    "“The harbour wall is going under,” said Nell Farrow, a teacher, as she packed her stall. “I shall stay.”"
)
WORDS = "“The wall will be a metre higher by the spring.”"


def speakers(text: str) -> list[tuple[str, str]]:
    """Return name and role of each quotation's speaker; empty for nobody."""
    article = Article("a", Origin("a.md"), Metadata(language="en"), text, ())
    found = (q.attribution for q in find_english(Segment("a-1", article, Span(0, len(text)))))
    return [(said.name, said.role) if said else ("", "") for said in found]


def last(after: str, before: str = "") -> str:
    """Return who says the words of a paragraph that follows one of Nell Farrow's."""
    return speakers(f"{BEFORE}\n\n{before}{WORDS}{after}")[-1][0]


TELLS = (
    " That was the promise of Tom Askew, the council's head of works.",
    " That was the blunt warning from Tom Askew, the council's head of works.",
    " This is the view of Tom Askew.",
    " And that was the verdict of the council's head of works, Tom Askew.",
    " That was Tom Askew's answer on Friday.",
    " So said Tom Askew, the head of works.",
    " That, at least, is what Tom Askew says.",
    " That is how Tom Askew put it on Friday.",
    "\n\nThat was the promise of Tom Askew.",
    "\n\nSo said Tom Askew.",
)


@pytest.mark.parametrize("after", TELLS)
def test_a_sentence_after_the_words_tells_whose_they_were(after: str) -> None:
    assert last(after) == "Tom Askew"


def test_it_tells_it_also_beside_words_that_somebody_just_said() -> None:
    text = (
        f"“We want a wall,” Nell Farrow said. {WORDS} That was the promise of Tom Askew, the head of works."
    )
    assert speakers(text) == [("Nell Farrow", ""), ("Tom Askew", "head of works")]


ANOTHER = (
    " That was the promise of Tom Askew and Ida Brook.",
    " That was the promise of Tom Askew, the mayor, and Ida Brook.",
    " That was never the promise of Tom Askew.",
    " That was the promise of spring.",
    " That was the council's view.",
    " Tom Askew shook his head.",
    " Mayor Askew was blunt.",
    " The mayor was blunt.",
    " The Guardian saw the letter.",
    " Harbour Council was blunt.",
    " Police were blunt.",
    " The council's answer was short.",
    " The promise came from Tom Askew.",
    " It was a promise, made by Tom Askew.",
    " With that, Tom Askew sat down.",
    " The work began on Friday. Tom Askew nodded.",
    " He shook his head.",
)


@pytest.mark.parametrize("after", ANOTHER)
def test_nobody_goes_on_speaking_where_the_paragraph_speaks_of_another(after: str) -> None:
    assert last(after) == ""


@pytest.mark.parametrize(
    "before", ["The council sent a note. ", "Tom Askew nodded. ", "Then came Tom Askew. "]
)
def test_nor_where_it_does_so_before_the_words(before: str) -> None:
    assert last("", before) == ""


GOES_ON = (
    "",
    " Farrow shook her head.",
    " She shook her head.",
    " The teacher shook her head.",
    " The wall has been closed since May.",
    " Everyone in the room agreed.",
    " Her stall stands on a quay, named after Tom Askew.",
)


@pytest.mark.parametrize("after", GOES_ON)
def test_the_last_speaker_goes_on_where_the_paragraph_speaks_of_nobody_else(after: str) -> None:
    assert last(after) == "Nell Farrow"


def test_she_is_nobody_where_another_stands_nearer_than_the_one_known_to_be_she() -> None:
    words = "“The wall will be a metre higher,”"
    text = f"{BEFORE}\n\nTom Askew nodded. {words}"
    assert speakers(f"{text} she said.")[-1] == ("", "")
    assert speakers(f"{text} he said.")[-1] == ("Tom Askew", "")

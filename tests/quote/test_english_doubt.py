"""English words that somebody is named beside but did not say: received, denied, supposed, another's."""

from __future__ import annotations

import pytest

from digest.model import Article, Metadata, Origin, Segment, Span
from digest.quote.english import find_english

WORDS = "We have done everything we could to save the jobs here"
Q = f"“{WORDS}.”"
C = f"“{WORDS},”"


def names(text: str) -> list[str]:
    """Return whom each quotation is given to; "" for nobody."""
    article = Article("a", Origin("a.md"), Metadata(language="en"), text, ())
    found = find_english(Segment("a-1", article, Span(0, len(text))))
    return [q.attribution.name if q.attribution else "" for q in found]


NOBODY = {
    "faced": f"Mary Jones faced criticism: {Q}",
    "a letter received": f"Mary Jones received a letter that said: {Q}",
    "quoted another": f"{C} Mary Jones quoted John Smith as saying.",
    "quoted another, before": f"Mary Jones quoted John Smith: {Q}",
    "recalled another": f"{C} Mary Jones recalled John Smith saying.",
    "never said": f"{C} Mary Jones never said.",
    "never said, before": f"Mary Jones never said, {Q}",
    "not said": f"Mary Jones did not say: {Q}",
    "would have said": f"{C} Mary Jones would have said, had she been asked.",
    "may have said": f"Mary Jones may have said, {Q}",
    "what she would say": f"“{WORDS}” is what Mary Jones would say if she were honest, John Smith said.",
    "if": f"If Mary Jones said {C} nobody would believe her.",
    "wanted to say": f"{C} Mary Jones wanted to say.",
    "denied saying": f"{C} Mary Jones denied saying.",
    "told to say": f"{C} Mary Jones told John Smith to say.",
    "said he told her": f"{C} Mary Jones said John Smith told her.",
    "next sentence names another": f"Mary Jones laughed. {Q} John Smith said so to her.",
    "heard another": f"Mary Jones heard John Smith. {Q} He left.",
    "a sentence without speech": f"Mary Jones left. {Q} The crowd was silent.",
    "a paragraph without speech": f"Mary Jones left the building.\n\n{Q}",
    "who is asked may answer": f"Mary Jones asked John Smith why he left. {C} he said.",
    "who asks gives no answer": f"Mary Jones asked John Smith why he left. {Q}",
    "a note": f"Mary Jones received a note. {Q} It was not signed.",
    "said nothing": f"Mary Jones said nothing. {Q} The words were on a banner.",
    "a question put to her": f"Mary Jones was confronted with a question: {Q}",
    "asked": f"Mary Jones was asked: {Q}",
    "a sign read": f"Mary Jones read a sign: {Q}",
    "a placard": f"Mary Jones carried a placard that read: {Q}",
    "a sign that said": f"Mary Jones held a sign that said {Q}",
    "a banner": f"Mary Jones walked past a banner: {Q}",
    "a post passed on": f"Mary Jones shared a tweet that said, {Q}",
    "a text message": f"Mary Jones got a text message: {Q}",
    "a song": f"Mary Jones sang a song: {Q}",
    "a rule": f"Mary Jones broke the rule: {Q}",
    "the words of another": f"Mary Jones remembers the words of John Smith: {Q}",
    "an answer had of another": f"Mary Jones got an answer from John Smith: {Q}",
    "according to a letter": f"{C} according to a letter Mary Jones received.",
    "written on a wall": f"“{WORDS}” was written on a wall, Mary Jones said.",
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY)
def test_who_gets_or_denies_words_did_not_say_them(text: str) -> None:
    assert set(names(text)) == {""}


SPEAKS = {
    "was quoted": f"{C} Mary Jones was quoted as saying.",
    "would say later": f"{C} Mary Jones would say later.",
    "recalled": f"{C} Mary Jones recalled saying.",
    "put it simply": f"Mary Jones put it simply: {Q}",
    "was blunt": f"Mary Jones was blunt: {Q}",
    "did not hesitate": f"Mary Jones did not hesitate: {Q}",
    "had one answer": f"Mary Jones had one answer: {Q}",
    "name and colon": f"Mary Jones: {Q}",
    "role and colon": f"Mary Jones, the mayor: {Q}",
    "in a letter": f"Mary Jones wrote in a letter to the board: {Q}",
    "who is never late": f"{C} said Mary Jones, who is never late.",
    "when asked": f"{C} Mary Jones told reporters when asked about it.",
    "a sentence of speech before": f"Mary Jones said the plan was bad. {Q}",
    "a paragraph of speech before": f"Mary Jones said the plan was bad.\n\n{Q}",
    "a similar experience": f"Mary Jones, who called from the office, had a similar experience: {Q}",
    "a lead-in with if": f"Asked if she would run, Mary Jones said, {Q}",
}


@pytest.mark.parametrize("text", SPEAKS.values(), ids=SPEAKS)
def test_who_gives_words_said_them(text: str) -> None:
    assert names(text) == ["Mary Jones"]


def test_not_before_another_quotation_denies_nothing() -> None:
    text = (
        f"The rules are not “bolt-on things that we put there late,” Mary Jones said, but instead “{WORDS}.”"
    )
    assert names(text)[0] == "Mary Jones"


def test_the_speaker_goes_on_after_a_sentence_of_another_matter() -> None:
    assert names(f"{C} Mary Jones said.\n\nThe crowd left.\n\n{Q}") == ["Mary Jones", "Mary Jones"]

"""English direct speech: longer passages in the manner of the news desks, every quotation in each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Article, Metadata, Origin, Segment, Span
from digest.quote.english import find_english


def told(text: str) -> list[tuple[str, str | None]]:
    article = Article("a", Origin("a.md"), Metadata(language="en"), text, ())
    found = find_english(Segment("a-1", article, Span(0, len(text))))
    return [(q.parts[0], q.attribution.name if q.attribution else None) for q in found]


NAMED = {
    "rally": (
        'Dorrit Halvane ran last year. Halvane said at a rally in Ohio that "we are going to win so much here."',
        "Dorrit Halvane",
    ),
    "rival": (
        'Dorrit Halvane ran last year. Halvane has argued that her rival is "temperamentally unfit to lead a town."',
        "Dorrit Halvane",
    ),
    "spokesman of a surname": (
        'Halvane spokesman Brann Fallowby said: "The letter was never sent to anyone."',
        "Brann Fallowby",
    ),
    "interview": (
        'In an interview with Channel Nine\'s Jarek Tappert, Tim Kainer said: "The letter was never sent to anyone."',
        "Tim Kainer",
    ),
    "asked": (
        'Asked about the poll, Marko Rubicek replied: "The letter was never sent to anyone."',
        "Marko Rubicek",
    ),
    "possessive manager": (
        'Mr. Halvane\'s campaign manager, Kelly-Anne Conwyn, said on Sunday: "The letter was never sent."',
        "Kelly-Anne Conwyn",
    ),
    "spokeswoman for": (
        'A spokeswoman for the Halvane campaign, Jenna Palmgren, said: "The letter was never sent."',
        "Jenna Palmgren",
    ),
    "spokesman for, after": (
        '"The letter was never sent to anyone," said Brann Fallowby, a spokesman for Mrs. Halvane.',
        "Brann Fallowby",
    ),
    "speaking at": (
        'Mr. Brann Fallowby, speaking at a rally in Tampa, Fla., said: "The letter was never sent."',
        "Brann Fallowby",
    ),
    "who lost": (
        "But Jana Dorn, who lost her home in the fire, isn't so sure. \"I can't go back to that street,\" she said.",
        "Jana Dorn",
    ),
    "whose": (
        'Jana Dorn left. "I can\'t go back to that street," said Dorn, whose house burned.',
        "Jana Dorn",
    ),
    "of a town": (
        'John Smithers, 45, of Kelowna, B.C., said he was home. "I can\'t go back to that street."',
        "John Smithers",
    ),
    "said of": ('Jana Dorn left. "He was kind to everyone he met," Dorn said of Carl Odenvald.', "Jana Dorn"),
    "referring": (
        'Jana Dorn left. "She was kind to everyone," Dorn said, referring to Edna Fairlow.',
        "Jana Dorn",
    ),
    "police rank": ('"The road is closed until noon," RCMP Cpl. Janette Shoreham said.', "Janette Shoreham"),
    "constable": (
        '"The road is closed until noon," said Toronto police Const. Davin Hopkirk.',
        "Davin Hopkirk",
    ),
    "health officer": (
        '"The road is closed until noon," Dr. Bonny Henrik, B.C.\'s provincial health officer, said.',
        "Bonny Henrik",
    ),
    "minister": (
        'Justice Minister Jodie Wilton-Rayborne told reporters: "The road is closed until noon."',
        "Jodie Wilton-Rayborne",
    ),
    "child": ('"The road is closed until noon," says eight-year-old Avalina.', "Avalina"),
    "mother": (
        'Rowan Wiseham was nine. "He cried when they called," said his mother, Jana Wiseham.',
        "Jana Wiseham",
    ),
    "chief executive": (
        '"The road is closed until noon," the company\'s chief executive, Jana Dorn, told a newspaper.',
        "Jana Dorn",
    ),
    "two roles": (
        'Wexwork founder and CEO Jensen Hwangbo said: "The road is open for everybody now."',
        "Jensen Hwangbo",
    ),
    "possessive house": ('"The road is open for everybody now," Wexwork\'s Sam Altmark said.', "Sam Altmark"),
    "CEO of": (
        'Sam Altmark, CEO of Wexwork, wrote on Monday: "The road is open for everybody now."',
        "Sam Altmark",
    ),
    "radio": ('Speaking to Radio Nine, Mr Altmark said: "The road is open for everybody now."', "Altmark"),
    "analyst": (
        '"The road is open for everybody now," wrote Morgan Stanwick analyst Katja Huberling.',
        "Katja Huberling",
    ),
    "journal": (
        "The Wall Street Lantern Journal reported that the firm “would close all of its forty shops this year.”",
        "The Wall Street Lantern Journal",
    ),
    "company": ('In a blog post, KNTA said: "The road is open for everybody now."', "KNTA"),
    "adverb": ('Jana Dorn left. "The road is open for everybody," Dorn later added.', "Jana Dorn"),
    "laughed": ('Jana Dorn left. "The road is open for everybody," Dorn says with a laugh.', "Jana Dorn"),
    "participle": ('Jana Dorn spoke to reporters, saying, "The road is open for everybody."', "Jana Dorn"),
    "shrugged and said": ('Jana Dorn shrugged and said, "The road is open for everybody."', "Jana Dorn"),
    "went on to say": ('Jana Dorn went on to say: "The road is open for everybody."', "Jana Dorn"),
    "verb and dash": ('Jana Dorn left. "The road," Dorn said, "is open for everybody now."', "Jana Dorn"),
    "he met the other": (
        'Jana Dorn met Tomas Velderan in June. "She asked me for bread," he said.\n\nTomas Velderan is a baker.',
        None,
    ),
    "surname before the full name": (
        '"The road is open for everybody," Dorn said.\n\nJana Dorn is a baker.',
        "Dorn",
    ),
    "alphabet": (
        'Prime Minister Dorrit Halvane said Friday that "every child will have a place in school by spring."',
        "Dorrit Halvane",
    ),
    "judge": (
        'In his ruling, Judge Abel Corrigan wrote that the city "had every chance to mend the road before winter."',
        "Abel Corrigan",
    ),
    "after the game": (
        '"We were a step behind all night," forward Matts Duchaine said after the 4-1 loss.',
        "Matts Duchaine",
    ),
    "team first": ('"We were a step behind all night," said Senators captain Erik Karlwig.', "Erik Karlwig"),
    "coach": (
        'Leafs coach Mikel Babcourt was blunt. "We were a step behind all night," Babcourt said.',
        "Mikel Babcourt",
    ),
}


@pytest.mark.parametrize(("text", "name"), NAMED.values(), ids=NAMED.keys())
def test_names_the_speaker(text, name):
    assert [n for _, n in told(text)] == [name] or {n for _, n in told(text)} == {name}


def test_a_story_with_two_who_speak_in_turn():
    text = (
        "Farmers wait for rain\n\n"
        "FENNWICK — The river has not been this low since 1962, says the water board.\n\n"
        "“My grandfather would not know this place,” said Edna Fairlow, who farms on the north shore. "
        "“He planted those willows himself.”\n\n"
        "“They were the first thing to go.”\n\n"
        "Down the road, Tomas Velderan has sold half of his herd. “You do what you can,” he said.\n\n"
        "Fairlow has not sold a single cow.\n\n"
        "“I will not,” she said. “Not this year.”\n\n"
        "Article continued below\n\n"
        "“Ask me again in the spring.”\n\n"
        "Velderan laughed when he heard it. “She always says that,” he said."
    )
    assert told(text) == [
        ("My grandfather would not know this place", "Edna Fairlow"),
        ("They were the first thing to go.", "Edna Fairlow"),
        ("You do what you can", "Tomas Velderan"),
        ("I will not", "Edna Fairlow"),
        ("Ask me again in the spring.", "Edna Fairlow"),
        ("She always says that", "Tomas Velderan"),
    ]


def test_two_who_answer_each_other_are_two_quotes():
    text = 'Anna Chudley is the mayor. "You were hiding the truth," she told Bob Leeward. "I was not at all," Leeward replied.'
    assert told(text) == [
        ("You were hiding the truth", "Anna Chudley"),
        ("I was not at all", "Bob Leeward"),
    ]
    text = '"You were hiding the truth," Anna Chudley told Bob Leeward. "I was not at all," he replied.'
    assert told(text) == [("You were hiding the truth", "Anna Chudley"), ("I was not at all", None)]


def test_a_name_and_a_colon_belong_to_what_follows():
    text = (
        'Anna Chudley and Kate Yorkin wrote the song. "It is a different muscle," Yorkin said. "You take yourself out." '
        'Chudley agreed: "It is a different job altogether."'
    )
    assert told(text) == [
        ("It is a different muscle", "Kate Yorkin"),
        ("It is a different job altogether.", "Anna Chudley"),
    ]


def test_a_name_inside_the_report_is_not_the_speaker():
    text = 'Premier Doug Hartnell said Ottawa\'s plan is "a cash grab that will hurt families." Anna Chudley left.'
    assert told(text) == [("a cash grab that will hurt families.", "Doug Hartnell")]


def test_an_office_is_not_its_holder():
    article = Article(
        "a",
        Origin("a.md"),
        Metadata(language="en"),
        '"It is a cash grab," Premier Doug Hartnell\'s office said.',
        (),
    )
    (quote,) = find_english(Segment("a-1", article, Span(0, len(article.text))))
    assert quote.attribution is not None
    assert (quote.attribution.kind, quote.attribution.role) == ("unnamed", "Premier Doug Hartnell's office")


def test_a_name_under_a_motto():
    assert told('"We saw it all from the porch." — Anna Chudley, neighbour') == [
        ("We saw it all from the porch.", "Anna Chudley")
    ]


def test_hostile_text_is_read_in_linear_time():
    for piece in ('"', "“", "“a ", "a” ", "A. ", "Aa ", "[a](", '"It was long," Anna Chudley said. '):
        assert isinstance(told(piece * 3000), list)


INVERTED = ("Wrote", "Said", "Adds")


@pytest.mark.parametrize("verb", INVERTED)
def test_a_verb_that_opens_the_sentence_is_no_forename(verb):
    text = f'Anna Chudley is a judge. {verb} Chudley: "The law cannot stand as it is written today."'
    assert told(text) == [("The law cannot stand as it is written today.", "Anna Chudley")]


def test_another_person_in_between_ends_what_a_pronoun_may_mean():
    start = '"This is a distraction," said Rob Fortin. '
    text = start + 'His brother agreed. "It is what it is," he said.'
    assert told(text) == [("This is a distraction", "Rob Fortin"), ("It is what it is", None)]
    text = start + 'His brother, Doug, agreed. "It is what it is," he said.'
    assert told(text) == [("This is a distraction", "Rob Fortin"), ("It is what it is", "Doug")]


def test_a_short_opening_goes_on_after_the_name():
    article = Article(
        "a",
        Origin("a.md"),
        Metadata(language="en"),
        '"The fans," Will Nyland said, "they are the best of all."',
        (),
    )
    (quote,) = find_english(Segment("a-1", article, Span(0, len(article.text))))
    assert quote.parts == ("The fans", "they are the best of all.")
    assert not quote.fragment


PIECES = (
    '"',
    "“",
    "”",
    "'",
    "\n",
    "\n\n",
    ". ",
    ", ",
    " ",
    "said ",
    "he ",
    "Anna Chudley",
    "Chudley",
    "Mayor ",
    "the mayor",
    "told",
    "according to ",
    "It was a long night for all of us",
    "—",
    "(",
    "[x](y)",
    "**",
    "Dr.",
    "'s ",
    "and ",
    "who",
    "1",
)


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(("plain", "markdown")))
def test_any_text_gives_words_and_names_of_its_own(pieces, markup):
    text = "".join(pieces)
    article = Article("a", Origin("a.md"), Metadata(language="en"), text, (), markup)
    for quote in find_english(Segment("a-1", article, Span(0, len(text)))):
        assert all(0 <= s.start < s.end <= len(text) for s in quote.spans)
        assert list(quote.spans) == sorted(quote.spans)
        shown = quote.attribution
        assert shown is None or all(w in text for w in (shown.name, shown.role, shown.organisation))

"""English direct speech: who said what, on passages written for each thing that occurs in news."""

from __future__ import annotations

import pytest

from digest.model import Article, Metadata, Origin, Quote, Segment, Span
from digest.quote.english import find_english

ORLA = "Mayor Orla Brennick opened the meeting on Monday. "
TOMAS = "Tomas Velderan runs the bakery on the corner. "


def quotes(text: str, *, markup: str = "plain", byline: tuple[str, ...] = ()) -> tuple[Quote, ...]:
    article = Article("a", Origin("a.md"), Metadata(language="en", byline=byline), text, (), markup)
    return find_english(Segment("a-1", article, Span(0, len(text))))


def told(text: str, **options) -> list[tuple[str, str | None]]:
    """Return each quotation with its speaker's name; "" for a speaker without one, None for nobody."""
    return [
        (" | ".join(q.parts), q.attribution.name if q.attribution else None) for q in quotes(text, **options)
    ]


NAMED = {
    "after": (
        '"We will rebuild the bridge before winter," Orla Brennick said.',
        "We will rebuild the bridge before winter",
        "Orla Brennick",
    ),
    "inverted": (
        "“We will rebuild the bridge before winter,” said Orla Brennick.",
        "We will rebuild the bridge before winter",
        "Orla Brennick",
    ),
    "comma outside the marks": (
        '"We will rebuild the bridge before winter", said Orla Brennick.',
        "We will rebuild the bridge before winter",
        "Orla Brennick",
    ),
    "before": (
        'Orla Brennick said, "We will rebuild the bridge before winter."',
        "We will rebuild the bridge before winter.",
        "Orla Brennick",
    ),
    "colon": (
        "Orla Brennick put it in one line: “We will rebuild the bridge before winter.”",
        "We will rebuild the bridge before winter.",
        "Orla Brennick",
    ),
    "said in a statement, colon": (
        "Orla Brennick said in a statement on Tuesday: “We will rebuild the bridge before winter.”",
        "We will rebuild the bridge before winter.",
        "Orla Brennick",
    ),
    "told somebody": (
        'Orla Brennick told reporters at city hall, "We will rebuild the bridge before winter."',
        "We will rebuild the bridge before winter.",
        "Orla Brennick",
    ),
    "according to, after": (
        '"The bridge will be rebuilt before winter," according to Orla Brennick.',
        "The bridge will be rebuilt before winter",
        "Orla Brennick",
    ),
    "according to, before": (
        'According to Orla Brennick, "the bridge will be rebuilt before winter."',
        "the bridge will be rebuilt before winter.",
        "Orla Brennick",
    ),
    "question": (
        '"Who will rebuild the bridge before winter?" asked Orla Brennick.',
        "Who will rebuild the bridge before winter?",
        "Orla Brennick",
    ),
    "exclamation": (
        '"Nobody told us about the bridge!" Orla Brennick shouted.',
        "Nobody told us about the bridge!",
        "Orla Brennick",
    ),
    "surname": (
        ORLA + '"We will rebuild the bridge before winter," Brennick said.',
        "We will rebuild the bridge before winter",
        "Orla Brennick",
    ),
    "courtesy title and surname": (
        ORLA + '"We will rebuild the bridge before winter," Ms. Brennick said.',
        "We will rebuild the bridge before winter",
        "Orla Brennick",
    ),
    "surname in the middle of the sentence": (
        ORLA + '"We will rebuild the bridge," Brennick said at noon, "and we will do it before winter."',
        "We will rebuild the bridge | and we will do it before winter.",
        "Orla Brennick",
    ),
    "pronoun": (
        TOMAS + '"Nobody on this street has slept since Sunday," he said.',
        "Nobody on this street has slept since Sunday",
        "Tomas Velderan",
    ),
    "pronoun before": (
        TOMAS + 'He added: "Nobody on this street has slept since Sunday."',
        "Nobody on this street has slept since Sunday.",
        "Tomas Velderan",
    ),
    "pronoun over a paragraph": (
        TOMAS + '\n\n"Nobody on this street has slept since Sunday," he said.',
        "Nobody on this street has slept since Sunday",
        "Tomas Velderan",
    ),
    "role before the name": (
        '"The dam holds for now," says Fennwick cartoonist Andro Calloway.',
        "The dam holds for now",
        "Andro Calloway",
    ),
    "organisation before the role": (
        '"The dam holds for now," HydraTek director Adro Jagerwell said.',
        "The dam holds for now",
        "Adro Jagerwell",
    ),
    "organisation of two words before the role": (
        '"Salt is in everything we eat," says Salt and Sugar senior manager Eryn Kimball.',
        "Salt is in everything we eat",
        "Eryn Kimball",
    ),
    "capital title before the name": (
        '"The dam holds for now," Environment Minister Jonas Bardell said.',
        "The dam holds for now",
        "Jonas Bardell",
    ),
    "possessive role, then name": (
        "“He paid for every brick himself,” says Calloway’s partner, Jessop Lowth.",
        "He paid for every brick himself",
        "Jessop Lowth",
    ),
    "possessive role, then forename": (
        'Rowan Wiseham grew up there. "He cried when they called," Wiseham\'s dad, Darrow, said.',
        "He cried when they called",
        "Darrow",
    ),
    "name, age, occupation": (
        '"I have never seen so much water," said Fallon Ilesworth, 20, a nursing major.',
        "I have never seen so much water",
        "Fallon Ilesworth",
    ),
    "name with an aside before the verb": (
        '"Rates will stay where they are," Davin Rosenmark, chief economist at Gluskey Shaw + Partners Inc., said.',
        "Rates will stay where they are",
        "Davin Rosenmark",
    ),
    "aside and verb before the marks": (
        'Davin Rosenmark, a senior fellow at the Marlow Institute, said: "Rates will stay where they are."',
        "Rates will stay where they are.",
        "Davin Rosenmark",
    ),
    "aside that no comma closes": (
        '"Rates will stay where they are," Davin Rosenmark, a fellow at the Marlow Institute told Channel Nine.',
        "Rates will stay where they are",
        "Davin Rosenmark",
    ),
    "name of an organisation after for": (
        'Lydda Buchtel for Food Standards Northland said "the guidelines on iodine come by the end of the year."',
        "the guidelines on iodine come by the end of the year.",
        "Lydda Buchtel",
    ),
    "hyphen and initials": (
        '"The file was never closed," said J.P. Wilton-Rayborne.',
        "The file was never closed",
        "J.P. Wilton-Rayborne",
    ),
    "particle": (
        '"The file was never closed," said Annelie van der Moorsel.',
        "The file was never closed",
        "Annelie van der Moorsel",
    ),
    "rank": (
        '"The file was never closed," said Rep. Dorrit Halvane, R-Ohio.',
        "The file was never closed",
        "Dorrit Halvane",
    ),
    "former": (
        '"The file was never closed," former Sen. Dorrit Halvane said.',
        "The file was never closed",
        "Dorrit Halvane",
    ),
    "quoted as saying": (
        '"The file was never closed," Dorrit Halvane was quoted as saying.',
        "The file was never closed",
        "Dorrit Halvane",
    ),
    "nobody named, next paragraph": (
        '"The file was never closed," Dorrit Halvane said.\n\n"We kept it in a drawer for twenty years."',
        "We kept it in a drawer for twenty years.",
        "Dorrit Halvane",
    ),
    "the next paragraph's subject is not the speaker": (
        (
            '"The file was never closed," Dorrit Halvane said.\n\n"We kept it in a drawer for twenty years."\n\n'
            "Lenn Roewick, a nine-time winner, was not there."
        ),
        "We kept it in a drawer for twenty years.",
        "Dorrit Halvane",
    ),
    "verbless introduction": (
        'Kiara Perkwell admitted she had skipped class. Why did she come? "It\'s a legend and I love it."',
        "It's a legend and I love it.",
        "Kiara Perkwell",
    ),
    "report at the end of the sentence before": (
        (
            "Selling soap is easy, but changing minds is hard, Dorrit Halvane said. "
            '"You never know who listens until much later."'
        ),
        "You never know who listens until much later.",
        "Dorrit Halvane",
    ),
    "part of a sentence": (
        'Dorrit Halvane called the plan "a disgrace to everyone who worked on it."',
        "a disgrace to everyone who worked on it.",
        "Dorrit Halvane",
    ),
    "a paper": (
        "The Guardian said the building “gave the city a whole new face to look at.”",
        "gave the city a whole new face to look at.",
        "The Guardian",
    ),
    "an agency": (
        '"The parade was held under a clear sky", said KNTA.',
        "The parade was held under a clear sky",
        "KNTA",
    ),
    "described by": (
        "She was described by The Daily Lantern as “the most stubborn engineer of her time.”",
        "the most stubborn engineer of her time.",
        "The Daily Lantern",
    ),
    "tweet": (
        "“We are here to get the water out,” Dorrit Halvane tweeted Monday night.",
        "We are here to get the water out",
        "Dorrit Halvane",
    ),
    "opened curly, closed straight": (
        '“We are here to get the water out," Dorrit Halvane said.',
        "We are here to get the water out",
        "Dorrit Halvane",
    ),
    "opened and closed with the closing mark": (
        "”We are here to get the water out,” Dorrit Halvane said.",
        "We are here to get the water out",
        "Dorrit Halvane",
    ),
    "marks within marks": (
        "“He told me ‘go home’ and I went home at once,” Dorrit Halvane said.",
        "He told me ‘go home’ and I went home at once",
        "Dorrit Halvane",
    ),
    "double marks within marks": (
        '"He shouted "go home" and I went home," Dorrit Halvane said.',
        'He shouted "go home" and I went home',
        "Dorrit Halvane",
    ),
    "brackets and dots": (
        '"[The committee] kept it ... in a drawer for years," Dorrit Halvane said.',
        "[The committee] kept it ... in a drawer for years",
        "Dorrit Halvane",
    ),
    "doubled stops": (
        "Dorrit Halvane said: “We kept it in a drawer for years.”.",
        "We kept it in a drawer for years.",
        "Dorrit Halvane",
    ),
    "forename that is a verb": (
        '"We kept it in a drawer for years," said Will Tjernholm, a consultant.',
        "We kept it in a drawer for years",
        "Will Tjernholm",
    ),
    "surname that is a place": (
        '"We kept it in a drawer for years," said Kate York.',
        "We kept it in a drawer for years",
        "Kate York",
    ),
    "she, with a man in between": (
        (
            "Spokeswoman Dorrit Halvane met Tomas Velderan on Friday. "
            '"We kept it in a drawer for years," she said.'
        ),
        "We kept it in a drawer for years",
        "Dorrit Halvane",
    ),
    "a weekday before the name": (
        '"We kept it in a drawer for years," Halvane said Sunday. Dorrit Halvane retires.',
        "We kept it in a drawer for years",
        "Halvane",
    ),
    "aside between name and verb": (
        "“This is how it begins,” Dorrit Halvane, who has run the lab since 2011, says.",
        "This is how it begins",
        "Dorrit Halvane",
    ),
    "source of a source": (
        '"We kept it in a drawer for years," Dorrit Halvane said, according to Channel Nine.',
        "We kept it in a drawer for years",
        "Dorrit Halvane",
    ),
}


@pytest.mark.parametrize(("text", "words", "name"), NAMED.values(), ids=NAMED.keys())
def test_names_the_speaker(text, words, name):
    assert (words, name) in told(text)


UNNAMED = {
    "a role": ('"The price was too high," said a person familiar with the deal.', "a person"),
    "the report": ('"The price was too high for years," the report says.', "the report"),
    "a spokesperson": (
        '"We are cooperating in the matter," said a Wexwork spokesperson.',
        "a Wexwork spokesperson",
    ),
}


@pytest.mark.parametrize(("text", "role"), UNNAMED.values(), ids=UNNAMED.keys())
def test_a_speaker_without_a_name_keeps_the_role(text, role):
    (quote,) = quotes(text)
    assert quote.attribution is not None
    assert (quote.attribution.kind, quote.attribution.name) == ("unnamed", "")
    assert quote.attribution.role.startswith(role)


NOBODY = {
    "nobody at all": '"We kept it in a drawer for years." The room went quiet.',
    "two speakers": '"We kept it in a drawer for years," Dorrit Halvane and Tomas Velderan said.',
    "two of one surname": (
        'Dorrit Halvane and Edwin Halvane own the mill. "We kept it in a drawer for years," Halvane said.'
    ),
    "two men before he": (
        "Bus driver Tomas Velderan and his father met Edwin Halvane. The chairman waved. "
        '"We kept it in a drawer for years," he said to Carl Odenvald.'
    ),
    "after a subhead": '"It rained," Dorrit Halvane said.\n\nWhat happens next\n\n"We kept it in a drawer for years."',
    "somebody who is nobody": '"We kept it in a drawer for years," one said.',
    "an attribution that can't be read": '"We kept it in a drawer for years," so the story goes.',
    "they": 'Critics met Dorrit Halvane. "We kept it in a drawer for years," they said.',
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY.keys())
def test_leaves_the_name_out_where_the_text_does_not_say(text):
    assert ("We kept it in a drawer for years", None) in [
        (words.rstrip("."), name) for words, name in told(text)
    ]


NO_SPEECH = {
    "title": 'He wrote an essay entitled "Continuity: Study in Method" that year.',
    "song": 'The silver print called "Cowboys and Horses" hangs there.',
    "nickname": 'Austin Shepley "Shep" Padalik was born in May.',
    "scare quote": 'He waited for his so-called "peace deal" to arrive.',
    "scare quote before a noun": 'Northland is committed to the "one country, two systems" formula, he said.',
    "single word": 'The result was "electric" and so was the crowd.',
    "inches": 'The 6-foot-2" guard bought a 70" screen for the gym.',
    "sources": '"Document found on street not secret, say officials" — The Northern Press, August 15, 2008',
    "headline": '"I will not go" says the mayor of Fennwick\n\nThe mayor stays, the council heard on Monday.',
    "slogan": "The state began a campaign with the slogan “Mud, we’re in it.”",
}


@pytest.mark.parametrize("text", NO_SPEECH.values(), ids=NO_SPEECH.keys())
def test_what_is_no_speech(text):
    assert told(text) == []


def test_role_and_organisation_are_words_of_the_article():
    (quote,) = quotes('"Rates stay," said Davin Rosenmark, chief economist at Gluskey Shaw + Partners Inc.')
    assert quote.attribution is not None
    assert quote.attribution.role == "chief economist"
    assert quote.attribution.organisation == "Gluskey Shaw + Partners Inc."


def test_role_comes_from_the_introduction():
    text = 'Dr. Edna Fairlow, a heart surgeon at Northland University, was tired.\n\n"It was a long night," Fairlow said.'
    (quote,) = quotes(text)
    assert quote.attribution is not None
    assert (quote.attribution.name, quote.attribution.role) == ("Edna Fairlow", "heart surgeon")
    assert quote.attribution.organisation == "Northland University"


def test_organisation_before_the_role():
    (quote,) = quotes('"Nothing was lost," said Wexwork chief executive Edna Fairlow.')
    assert quote.attribution is not None
    assert (quote.attribution.role, quote.attribution.organisation) == ("chief executive", "Wexwork")


def test_the_writer_never_speaks():
    text = '"It was a long night for all of us here," Edna Fairlow said.'
    assert told(text, byline=("Edna Fairlow",)) == [("It was a long night for all of us here", None)]


def test_split_by_the_attribution_is_one_quote():
    text = '"It was a long night," Edna Fairlow said. "Nobody slept at all."'
    (quote,) = quotes(text)
    assert quote.parts == ("It was a long night", "Nobody slept at all.")


def test_several_paragraphs_are_one_quote():
    text = "“It was a long night for us.\n\n“Nobody slept at all,” Edna Fairlow said."
    (quote,) = quotes(text)
    assert quote.parts == ("It was a long night for us.", "Nobody slept at all")
    assert quote.attribution is not None
    assert quote.attribution.name == "Edna Fairlow"


def test_a_forgotten_mark_spoils_its_own_quotation_only():
    text = (
        '"It was a long night, Edna Fairlow said. "Nobody slept at all here."\n\n'
        '"We drank coffee until the sun came up," Fairlow said.'
    )
    assert told(text)[-1] == ("We drank coffee until the sun came up", "Edna Fairlow")
    assert ("Nobody slept at all here.", "Edna Fairlow") in told(text)


def test_part_of_a_sentence_is_a_fragment():
    (quote,) = quotes('Edna Fairlow said the night was "long and cold and without any coffee".')
    assert quote.fragment
    (quote,) = quotes('Edna Fairlow said: "The night was long and cold."')
    assert not quote.fragment


def test_only_the_segment_is_read_but_names_come_from_before_it():
    text = 'Edna Fairlow is a surgeon. "I sleep well these days," she said.\n\nLater\n\n"It was a long night," Fairlow said.'
    article = Article("a", Origin("a.md"), Metadata(language="en"), text, ())
    segment = Segment("a-2", article, Span(text.index("Later"), len(text)))
    (quote,) = find_english(segment)
    assert quote.parts == ("It was a long night",)
    assert quote.attribution is not None
    assert quote.attribution.name == "Edna Fairlow"


def test_nobody_goes_on_speaking_over_the_segments_edge():
    text = '"I sleep well these days," Edna Fairlow said.\n\n"It was a long night for everyone here."'
    article = Article("a", Origin("a.md"), Metadata(language="en"), text, ())
    (quote,) = find_english(Segment("a-2", article, Span(text.index('"It was'), len(text))))
    assert quote.attribution is None


def test_markdown_is_read_without_its_marks():
    text = (
        '## At the clinic\n\n> “It was a *long* night,” said **[Edna Fairlow](https://example.org/e "a title")**.\n\n'
        '```\nprint("we will not be found in any code at all")\n```\n'
    )
    assert told(text, markup="markdown") == [("It was a *long* night", "Edna Fairlow")]


def test_lines_that_are_wrapped_are_one_paragraph():
    text = (
        "“It was a long night and nobody who was there will forget the\nwind that blew,” said Edna Fairlow.\n"
    )
    ((words, name),) = told(text, markup="markdown")
    assert words.startswith("It was a long night")
    assert name == "Edna Fairlow"


def test_paragraphs_parted_by_one_line_end():
    text = '"It was a long night for us," Edna Fairlow said.\n"Nobody slept at all."\n"We drank coffee," she added.'
    assert [name for _, name in told(text)] == ["Edna Fairlow"] * 3


def test_a_role_does_not_begin_with_the_word_that_counts_its_bearer_among_others() -> None:
    (quote,) = quotes(
        "Leaders, including Harbour Party President Orla Brennick, met on Saturday.\n\n"
        "“We will go on with the talks about the bridge until it is built,” Brennick said."
    )
    assert quote.attribution.name == "Orla Brennick"
    assert "including" not in quote.attribution.role

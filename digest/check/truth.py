"""Whether the edition says what its sources say, and says it once."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from digest.check.example import Example
from digest.check.figures import figures, known
from digest.check.proof import PAGE, shortened
from digest.check.rule import Fault, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.proof import Proof
    from digest.model import Article, Brief, Quote

_MARKUP = re.compile(r"(?<=\])\([^)\s]*\)|<(?!https?:)[^<>]*>")
"""What Markdown has between words that no reader sees: a link's address, a tag of HTML."""
_LEAST = 12
"""Letters from which words that stand in two places are the same words and no accident."""


def _letters(text: str) -> str:
    """Return the letters and digits of a text: what is left of it in every format."""
    return "".join(filter(str.isalnum, text))


def _as_shown(text: str, article: Article) -> str:
    """Return the letters of an article's words as a reader sees them."""
    return _letters(html.unescape(_MARKUP.sub(" ", text)) if article.markup == "markdown" else text)


def _not_verbatim(proof: Proof) -> Iterator[Fault]:
    shown = _letters(proof.page.words)
    for quote in proof.edition.pull_quotes:
        article = quote.segment.article
        text, origin = article.text, str(article.origin)
        if any(span.end > len(text) or not span.of(text).strip() for span in quote.spans) or not quote.spans:
            what = f"a quote's span lies outside the text of {origin}"
            yield Fault(proof.of_quote(quote), what, "build the edition again")
        elif any(_as_shown(part, article) not in shown for part in quote.parts):
            what = f"“{_said(quote)}” does not stand in the page as in {origin}"
            yield Fault(proof.of_quote(quote), what, "print a quote's words as they are in the template")
    yield from _unsourced(proof)


def _unsourced(proof: Proof) -> Iterator[Fault]:
    """Yield a fault for each quotation of the page that no source has."""
    articles = {a.id: a for b in proof.edition.briefs for a in b.story.articles}
    articles |= {q.segment.article.id: q.segment.article for q in proof.edition.pull_quotes}
    sources = [_as_shown(a.text, a) for a in articles.values()]
    for block in proof.page.elements:
        words = (
            next((e for e in block if isinstance(e.tag, str)), block) if block.tag == "blockquote" else None
        )
        said = " ".join(" ".join(map(str, words.itertext())).split()) if words is not None else ""
        for part in map(_letters, said.split(" … ")):
            if part and not any(part in source for source in sources):
                what = f"“{shortened(said.strip('“”'))}” stands in none of the sources"
                yield Fault(proof.at(block), what, "quote what the source has, word for word")
                break


def _said(quote: Quote) -> str:
    return shortened(" … ".join(quote.parts))


def _twice(proof: Proof) -> Iterator[Fault]:
    seen: set[str] = set()
    told = [(b.headline, _letters(b.headline)) for b in proof.edition.briefs]
    told += [(b.standfirst.text, _letters(b.standfirst.text)) for b in proof.edition.briefs]
    for quote in proof.edition.pull_quotes:
        parts = [letters for part in quote.parts if (letters := _letters(part))]
        whole = "".join(parts)
        if whole and whole in seen:
            yield Fault(proof.of_quote(quote), f"“{_said(quote)}” is pulled twice", "leave one of them out")
        elif whole:
            seen.add(whole)
            above = next((text for text, letters in told if all(p in letters for p in parts)), "")
            above = above if len(whole) >= _LEAST else ""
            if above:
                what = f"“{_said(quote)}” stands already in “{shortened(above)}”"
                yield Fault(
                    proof.of_quote(quote), what, "pull another quote, or give the story another standfirst"
                )


def _unknown_figures(proof: Proof) -> Iterator[Fault]:
    for brief in proof.edition.briefs:
        asked = figures(brief.standfirst.text)
        there = _known(brief) if asked else frozenset()
        days = _days(brief)
        for figure in asked:
            if not figure.parts <= there and not {figure.worth} <= (there | days if figure.dated else there):
                where = ", ".join(str(a.origin) for a in brief.story.articles)
                what = f"the standfirst says {figure.shown.strip()}, which is not in {where}"
                yield Fault(proof.of_story(brief), what, "write the source's number in the standfirst")


def _known(brief: Brief) -> frozenset[Decimal]:
    """Return the numbers of a story's sources, in their titles and texts."""
    return known("\n".join(f"{a.meta.title}\n{a.text}" for a in brief.story.articles))


def _days(brief: Brief) -> frozenset[Decimal]:
    """Return the numbers of the days on which they were published: “27일” for “today”."""
    days = [a.meta.published for a in brief.story.articles if a.meta.published]
    return frozenset(Decimal(n) for day in days for n in (day.year, day.month, day.day))


def _alone(proof: Proof) -> Iterator[Fault]:
    lead = proof.edition.lead
    for section in proof.edition.sections:
        belongs = [*section.briefs, *([lead] if lead and lead.story.theme == section.theme.id else [])]
        if len(section.briefs) == len(belongs) == 1:
            titles = section.theme.title
            title = titles.get(proof.edition.newsletter.language) or next(
                iter(titles.values()), section.theme.id
            )
            mend = "give it a second story, or join its theme with another"
            yield Fault(Place(f"{PAGE}: section “{shortened(title)}”"), "it has one story", mend)


_QUOTED = "<blockquote><p>“%s”</p><p>The head of hiring</p></blockquote>"
_SAID = "We looked for people who had built such a thing before, and there are few of them."
_ALTERED = "We looked for people who had built this before, and there are few of them."

RULES = (
    Rule(
        "quote-verbatim",
        "error",
        "Each pull quote stands word for word in its source and in the page.",
        "A quotation that nobody said is the worst a newsletter can print.",
        _not_verbatim,
        bad=Example(body=_QUOTED % _ALTERED, quotes=(_SAID,)),
        good=Example(body=_QUOTED % _SAID, quotes=(_SAID,)),
    ),
    Rule(
        "quote-twice",
        "warning",
        "No pull quote is shown twice, nor is what a headline or a standfirst says already.",
        "A reader takes the second for an oversight, and it is one.",
        _twice,
        bad=Example(body=_QUOTED % _SAID, quotes=(_SAID, _SAID)),
        good=Example(body=_QUOTED % _SAID, quotes=(_SAID,)),
    ),
    Rule(
        "number-source",
        "error",
        "Each number of a standfirst stands in one of its sources, be it in other units or in words.",
        "A wrong number is the commonest error of summaries; in the standfirst everybody reads it.",
        _unknown_figures,
        bad=Example(standfirst="The maker hired 50 engineers for $3bn."),
        good=Example(standfirst="The maker hired 40 engineers."),
    ),
    Rule(
        "section-alone",
        "warning",
        "No section has but one story; the lead counts in the section of its theme.",
        "A heading over one story orders nothing, and the contents grow.",
        _alone,
        bad=Example(stories=1),
        good=Example(stories=2),
    ),
)

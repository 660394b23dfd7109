"""Examples: an edition without a fault, and what a rule's example changes in it.

They document the rules (`str` shows what is changed) and are their tests.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from digest.check.rule import Options
from digest.model import (
    Article,
    Block,
    Brief,
    Edition,
    Metadata,
    Newsletter,
    Origin,
    Placement,
    Quote,
    Rendered,
    Section,
    Segment,
    Span,
    Standfirst,
    Story,
    Theme,
    Window,
)

_SAID = "We looked for people who had built such a thing before, and there are few of them."
_SOURCE = f"A maker of chips hired 40 engineers on Wednesday. “{_SAID}” said its head of hiring."
_PAGE = """<!doctype html>
<html lang="en" dir="ltr"><head><title>The Letter</title><style>{style}</style></head>
<body><div lang="en" dir="ltr" style="color:#222222;background-color:#ffffff;font-size:16px;line-height:26px">
<h1>The Letter</h1>
{body}
<p>{address}</p>
<p><a href="{leave}" style="display:inline-block;padding:10px 0;color:#1d4f7c">Unsubscribe</a></p>
</div></body></html>
"""
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Example:
    """What differs from an edition without a fault. `page` is a whole page, `body` what is between.

    `web` is what is between in the page on the web; without it there is no such page.
    """

    body: str = "<p>A maker of chips hired 40 engineers on Wednesday.</p>"
    style: str = ""
    page: str = ""
    text: str = "A maker of chips hired 40 engineers.\nUnsubscribe: {leave}\n{address}\n"
    markdown: str = "# The Letter\n"
    web: str = ""
    subject: str = "A maker of chips hires a team of engineers"
    preheader: str = "Forty engineers change sides, and the talent war goes on for another week"
    language: str = "en"
    publisher: str = "The Letter Press"
    address: str = "12 Example Street, Springfield"
    leave: str = "https://letter.example/leave"
    source: str = _SOURCE
    standfirst: str = "A maker of chips hired 40 engineers on Wednesday."
    quotes: tuple[str, ...] = ()
    stories: int = 2
    advertising: bool = False
    broken: str = ""

    def __str__(self) -> str:
        changed = (
            (f.name, getattr(self, f.name)) for f in fields(self) if getattr(self, f.name) != f.default
        )
        return ", ".join(f"{name}: {_short(str(value))}" for name, value in changed) or "as it should be"

    def made(self) -> tuple[Edition, Rendered, Options]:
        """Return the edition, its formats and the options of this example."""
        known = {"leave": self.leave, "address": self.address}

        def filled(text: str, **more: str) -> str:
            for name, value in {**more, **known}.items():
                text = text.replace(f"{{{name}}}", value)
            return text

        page = filled(self.page or _PAGE, body=self.body, style=self.style)
        web = filled(_PAGE, body=self.web, style=self.style) if self.web else ""
        rendered = Rendered(page, filled(self.text), filled(self.markdown), web)
        fetch = {self.broken: "404 Not Found"}
        options = Options(self.advertising, fetch=(lambda url: fetch.get(url, "")) if self.broken else None)
        return self._edition(), rendered, options

    def _edition(self) -> Edition:
        theme = Theme("chips", {"en": "Chips"})
        briefs = tuple(self._brief(n, theme.id) for n in range(self.stories))
        text = briefs[0].segment.article.text
        quotes = tuple(_quote(briefs[0].segment, words, text) for words in self.quotes)
        letter = Newsletter(
            "The Letter",
            language=self.language,
            publisher=self.publisher,
            address=self.address,
            unsubscribe_url=self.leave,
        )
        return Edition(
            id="2024-W13",
            number=1,
            newsletter=letter,
            window=Window(date(2024, 3, 25), date(2024, 3, 31)),
            subject=self.subject,
            preheader=self.preheader,
            contents=(),
            lead=None,
            lead_quotes=(),
            sections=(Section(theme, briefs, quotes),),
            sources=("Harbour Gazette",),
            minutes=1,
            themes=(theme,),
        )

    def _brief(self, number: int, theme: str) -> Brief:
        meta = Metadata(
            title="A maker of chips hires a team",
            source="Harbour Gazette",
            published=datetime(2024, 3, 27, 6, tzinfo=UTC),
        )
        text = self.source
        blocks = (Block("paragraph", Span(0, len(text))),)
        told = Article(f"a{number}", Origin(f"content/{number}.md"), meta, text, blocks)
        story = Story(
            f"st{number}", theme, Placement(Segment(f"a{number}-0", told, blocks[0].span), theme, 0.9)
        )
        return Brief(story, meta.title, Standfirst(self.standfirst))


def _quote(segment: Segment, words: str, text: str) -> Quote:
    """Return a quote of `words`; where the text has none such, its span has nothing in it."""
    start = text.find(words)
    span = Span(start, start + len(words)) if start >= 0 else Span(len(text), len(text) + len(words))
    return Quote(segment, (span,), fit=0.9)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"

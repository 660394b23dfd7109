"""Every value that travels through Digest, in the order of the pipeline.

document → article → segment → placement → story → quote → brief → section → edition → rendered

All are frozen. A later value holds the earlier one, so every line of an edition leads back to a
character range of a source. Offsets are Python string indices (code points), the end exclusive.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from digest.errors import one_line

OTHER = "other"
"""The id of the theme of all that fits no declared theme."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of characters: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` in this range."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Problem:
    """A bad item: what, where (`file:line`) and the mend. The run goes on without it.

    severity: "error" the item was left out, "warning" it is in but a person should look,
    "note" it is only worth knowing.
    """

    code: str
    what: str
    where: str = ""
    mend: str = ""
    severity: Literal["error", "warning", "note"] = "error"

    def __str__(self) -> str:
        return one_line(self.what, self.where, self.mend)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: a path as written from the newsletter's folder, and a line in it."""

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: `src` is an https URL or a path inside the newsletter's folder; pixels, 0 if unknown."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article besides its text; an empty value means unknown.

    `source` is the publication, `language` a BCP 47 tag, `published` always has a time zone,
    `theme` the editor's own word for where the article belongs.
    """

    title: str = ""
    kicker: str = ""
    standfirst: str = ""
    byline: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    published: datetime | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    theme: str = ""
    image: Picture | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a loader read, uncleaned.

    `declared` tells that a person wrote the metadata (front matter, JSON fields): the text is then
    the story and nothing but the story, and no rule about page chrome touches it.
    """

    origin: Origin
    kind: Literal["markdown", "text", "html"]
    text: str
    meta: Metadata = Metadata()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article; a subhead's span leaves out its mark (`## `, ◆)."""

    kind: Literal["paragraph", "subhead", "item", "quote", "other"]
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One cleaned text from one source. `text` is what every later span counts in.

    `markup` says how to read `text`: as Markdown, or as plain text in which nothing is markup.
    `id` is a hash of the URL, else of the path in the newsletter.
    """

    id: str
    origin: Origin
    meta: Metadata
    text: str
    blocks: tuple[Block, ...]
    markup: Literal["markdown", "plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage of an article. `id` is the article's id and a hash of the passage's own text."""

    id: str
    article: Article
    span: Span
    heading: Span | None = None

    @property
    def text(self) -> str:
        """The passage, its subhead included."""
        return self.span.of(self.article.text)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The article's blocks that stand in this passage."""
        inside = self.span
        return tuple(
            b for b in self.article.blocks if inside.start <= b.span.start and b.span.end <= inside.end
        )

    @property
    def title(self) -> str:
        """The passage's subhead, else the article's title."""
        return self.heading.of(self.article.text) if self.heading else self.article.meta.title


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject the editor follows. Texts are by language ("ko", "en"); colours are #rrggbb.

    `colour` is for light grounds, `dark_colour` for dark ones; both should hold 4.5:1.
    """

    id: str
    title: Mapping[str, str]
    colour: str = "#5b5f66"
    dark_colour: str = "#a5a29c"
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence for a theme: the term found, how it was declared, what it added."""

    term: str
    via: Literal["keyword", "phrase", "example"]
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """How well a segment fits a theme: 0 to 1, with the reasons, the heaviest first."""

    theme: str
    value: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A segment in a theme: its score (0 to 1), why, and by what margin over which runner-up."""

    segment: Segment
    theme: str
    score: float
    reasons: tuple[Reason, ...] = ()
    runner_up: str = ""
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news in a theme: the placement that leads, and those that tell the same news."""

    id: str
    theme: str
    lead: Placement
    also: tuple[Placement, ...] = ()

    @property
    def placements(self) -> tuple[Placement, ...]:
        """The leading placement and the others."""
        return (self.lead, *self.also)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles it was told by, each once, the leading one first."""
        return tuple({p.segment.article.id: p.segment.article for p in self.placements}.values())


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, in the article's own words (each a verbatim string of it, or empty).

    kind: "person" has a name; "organisation" and "paper" speak as such (then `name` is theirs);
    "unnamed" has only a role ("이 계약의 관계자"), given in `role`.
    """

    kind: Literal["person", "organisation", "paper", "unnamed"]
    name: str = ""
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech in a segment: spans of the article's text, inside the marks.

    Several spans are parts of one utterance (“…”며 “…”고 말했다). `attribution` is None where the
    text does not say for certain who speaks. `fragment` marks a part of a sentence.
    `fit` (0 to 1) says how good a pull quote it makes; at 0 it is never shown and `unfit` says why.
    """

    segment: Segment
    spans: tuple[Span, ...]
    attribution: Attribution | None = None
    fragment: bool = False
    fit: float = 0.0
    unfit: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The words of each span."""
        return tuple(span.of(self.segment.article.text) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Standfirst:
    """One or two sentences under a headline: the article's own (no spans), or spans of its text."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A story as an edition tells it."""

    story: Story
    headline: str
    standfirst: Standfirst
    kicker: str = ""

    @property
    def segment(self) -> Segment:
        """The passage that leads."""
        return self.story.lead.segment

    @property
    def picture(self) -> Picture | None:
        """The picture of the first article that has one."""
        return next((a.meta.image for a in self.story.articles if a.meta.image), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A theme as it stands in an edition."""

    theme: Theme
    briefs: tuple[Brief, ...]
    pull_quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story that is not in the edition, and why."""

    story: str
    headline: str
    why: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes in: the lead story with its pull quotes, the sections, and what was left out."""

    lead: Brief | None
    lead_quotes: tuple[Quote, ...]
    sections: tuple[Section, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Newsletter:
    """The newsletter itself: what stands in the masthead and the imprint of each edition.

    `languages` narrows what is taken (empty: all). `web_url` may hold `{id}` for the edition's id.
    """

    name: str
    tagline: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    timezone: str = "UTC"
    look: str = "broadsheet"
    from_name: str = ""
    from_email: str = ""
    publisher: str = ""
    address: str = ""
    reason: str = ""
    web_url: str = ""
    unsubscribe_url: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The days an edition covers, both included, in the newsletter's time zone."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: a theme and the headline that stands for it."""

    theme: str
    headline: str
    story: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated, numbered digest, with all that rendering, explaining and checking needs.

    `sources` are the publications credited, `minutes` how long it takes to read (at least 1),
    `placements` and `quotes` all that were found in the window, shown or not.
    """

    id: str
    number: int
    newsletter: Newsletter
    window: Window
    subject: str
    preheader: str
    contents: tuple[ContentsLine, ...]
    lead: Brief | None
    lead_quotes: tuple[Quote, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    minutes: int
    themes: tuple[Theme, ...]
    placements: tuple[Placement, ...] = ()
    quotes: tuple[Quote, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def briefs(self) -> tuple[Brief, ...]:
        """Every story, in the order of reading."""
        lead = (self.lead,) if self.lead else ()
        return (*lead, *(brief for section in self.sections for brief in section.briefs))

    @property
    def pull_quotes(self) -> tuple[Quote, ...]:
        """Every pull quote shown, in the order of reading."""
        return (*self.lead_quotes, *(quote for section in self.sections for quote in section.pull_quotes))

    def theme(self, theme_id: str) -> Theme:
        """Return the theme of that id, `other` included."""
        return next(t for t in self.themes if t.id == theme_id)


@dataclass(frozen=True, slots=True)
class Field:
    """What differs from reader to reader: a name, its token in the rendered parts, its default.

    The token is ASCII letters and digits only, so no encoding folds or escapes it.
    """

    name: str
    token: str
    default: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """An edition in its formats, the personal fields still tokens in each of them."""

    html: str
    text: str
    markdown: str
    fields: tuple[Field, ...] = ()

    def fill(self, **values: str) -> Rendered:
        """Return a copy for one reader; a field without a value takes its default.

        HTML takes the values escaped (as text and as attribute), Markdown and text on one line.
        Raises KeyError for a name that is no field.
        """
        unknown = set(values) - {f.name for f in self.fields}
        if unknown:
            raise KeyError(min(unknown))
        page, text, markdown = self.html, self.text, self.markdown
        for f in self.fields:
            value = " ".join(values.get(f.name, f.default).split())
            page = page.replace(f.token, html.escape(value))
            text = text.replace(f.token, value)
            markdown = markdown.replace(f.token, _markdown_safe(value))
        return replace(self, html=page, text=text, markdown=markdown, fields=())


def _markdown_safe(value: str) -> str:
    return "".join("\\" + c if c in "\\`*_[]<>" else c for c in value)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the input: counts of documents, and each problem."""

    read: int = 0
    used: int = 0
    skipped: int = 0
    duplicates: int = 0
    outside: int = 0
    undated: int = 0
    other_languages: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One who receives the edition."""

    email: str
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One email to one subscriber, ready for the wire: RFC 5322 bytes with CRLF line ends."""

    to: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message."""

    to: str
    state: Literal["accepted", "refused", "unknown"]
    detail: str = ""

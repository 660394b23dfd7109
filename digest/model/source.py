"""From a file to a passage: document → article → segment."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from digest.errors import one_line


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
class File:
    """A file as it was read: its path as written from the newsletter's folder, and its bytes."""

    path: str
    data: bytes


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
        inside = self.article.blocks[self._from(self.span.start) : self._from(self.span.end)]
        return tuple(b for b in inside if b.span.end <= self.span.end)

    def _from(self, place: int) -> int:
        """Return the number of the first block that begins at a place or after it; blocks stand in order."""
        return bisect_left(self.article.blocks, place, key=lambda b: b.span.start)

    @property
    def opens(self) -> bool:
        """Whether nothing but headings stands in the article before it."""
        before = islice(self.article.blocks, self._from(self.span.start))
        return all(b.kind == "subhead" for b in before)

    @property
    def is_item(self) -> bool:
        """Whether it is one of several stories of a roundup: cut off where no subhead stands."""
        after = self.article.blocks[self._from(self.span.end) :][:1]
        cut_off = bool(after) and after[0].kind != "subhead"
        return not self.heading and (not self.opens or cut_off)

    @property
    def title(self) -> str:
        """The passage's subhead, else the article's title."""
        return self.heading.of(self.article.text) if self.heading else self.article.meta.title

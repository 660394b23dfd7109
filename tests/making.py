"""Small values of the model for tests, made with the real steps."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.clean.declared import markdown_blocks
from digest.model import Article, Metadata, Origin, Segment
from digest.segment import cut

MARCH = datetime(2024, 3, 27, 9, tzinfo=UTC)


def article(
    text: str, *, name: str = "a", title: str = "A title", language: str = "en", **meta: object
) -> Article:
    known = Metadata(title=title, language=language, **{"published": MARCH, **meta})  # type: ignore[arg-type]
    return Article(name, Origin(f"content/{name}.md"), known, text, markdown_blocks(text), "markdown")


def segments(*articles: Article) -> list[Segment]:
    return [segment for each in articles for segment in cut(each)]

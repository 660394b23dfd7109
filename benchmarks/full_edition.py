"""An edition as full as an editor lets it be: 25 stories of generated articles, each with a picture, and 8 quotes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from generate import articles

from digest.config import Config, load_config
from digest.model import (
    Article,
    Attribution,
    Block,
    Brief,
    ContentsLine,
    Edition,
    Metadata,
    Origin,
    Picture,
    Placement,
    Quote,
    Section,
    Segment,
    Span,
    Standfirst,
    Story,
    Window,
)

if TYPE_CHECKING:
    from pathlib import Path

STORIES, QUOTES = 25, 8
HEADLINE, STANDFIRST = 50, 200
"""The fewest characters of each."""
UTM = {"source": "newsletter", "medium": "email", "campaign": "{id}"}
_SETTINGS = """\
[newsletter]
name = "{name}"
tagline = "{tagline}"
language = "{language}"
look = "{look}"
publisher = "Benchmark Press"
address = "12 Example Street, Springfield"
reason = "You get this because you signed up at letter.example."
web_url = "https://letter.example/{{id}}/"
unsubscribe_url = "https://letter.example/leave"
"""
_NAMES = {"en": ("The Full Letter", "All that fits"), "ko": ("가득한 편지", "들어가는 것은 모두")}
_ALT = {
    "en": "A picture of what the story tells, described in a sentence",
    "ko": "기사가 전하는 것을 한 문장으로 설명한 사진",
}
_ROLES = {"en": ("Ida Fairweather", "head of research", "Northlight"), "ko": ("한보기", "연구소장", "북쪽빛")}


def settings(folder: Path, language: str, look: str) -> Config:
    """Write the newsletter's digest.toml into an empty folder and read it."""
    name, tagline = _NAMES[language]
    text = _SETTINGS.format(name=name, tagline=tagline, language=language, look=look)
    (folder / "digest.toml").write_text(text, "utf-8")
    return load_config(folder / "digest.toml")


def full_edition(config: Config, seed: int = 12) -> Edition:
    """Return the edition; another seed gives other texts of the same kind."""
    language = config.newsletter.language
    told = [text for name, text in articles(2 * STORIES + 4, seed) if name.endswith(f"-{language}.md")]
    themes = tuple(theme for theme in config.themes if theme.id != "other")[:5]
    made = [
        _brief(n, language, text, themes[max(0, n - 1) % len(themes)].id)
        for n, text in enumerate(told[:STORIES])
    ]
    (lead, said), *rest = made
    sections, quotes = [], QUOTES - 1
    for theme in themes:
        own = [one for one in rest if one[0].story.theme == theme.id]
        shown = tuple(quote for _, quote in own)[: min(2, quotes)]
        quotes -= len(shown)
        sections.append(Section(theme, tuple(brief for brief, _ in own), shown))
    lines = [lead, *(section.briefs[0] for section in sections)]
    return Edition(
        id="2024-W12",
        number=12,
        newsletter=config.newsletter,
        window=Window(date(2024, 3, 18), date(2024, 3, 24)),
        subject=lead.headline,
        preheader=lead.standfirst.text[:100],
        contents=tuple(ContentsLine(b.story.theme, b.headline, b.story.id) for b in lines),
        lead=lead,
        lead_quotes=(said,),
        sections=tuple(sections),
        sources=tuple(dict.fromkeys(brief.segment.article.meta.source for brief, _ in made)),
        minutes=18,
        themes=config.themes,
    )


def _brief(number: int, language: str, text: str, theme: str) -> tuple[Brief, Quote]:
    """Return a story of an article's first paragraphs, and a quote from it."""
    head, body = text.split("---\n\n", 1)
    title, source = (re.search(rf'^{key}: "?(.+?)"?$', head, re.MULTILINE)[1] for key in ("title", "source"))
    sentences = re.findall(r"\S[^\n.?!]+[.?!]", re.sub(r"\s+", " ", body.replace("## ", "")))
    headline = _long(title.rstrip("."), sentences[-8:], HEADLINE + 1)
    standfirst = f"{_long(f'**{sentences[0][:-1]}**.', sentences[1:], STANDFIRST + 5)}."
    said = _long(sentences[-9], sentences[-10::-1], 80)
    whole = f"{said}\n\n{standfirst}"
    meta = Metadata(
        title=headline,
        byline=(_ROLES[language][0],),
        source=source,
        url=f"https://example.org/2024/03/a-story-with-an-address-of-its-own-{number}",
        published=datetime(2024, 3, 20, 6, tzinfo=UTC),
        language=language,
        image=Picture(
            f"https://pictures.example/2024/03/picture-{number:02}.jpg", _ALT[language], "", "", 1200, 675
        ),
    )
    block = Block("paragraph", Span(0, len(whole)))
    article = Article(f"a{number:07}", Origin(f"content/{number}.md"), meta, whole, (block,), "markdown")
    segment = Segment(f"{article.id}-0", article, block.span)
    brief = Brief(
        Story(f"st{number:07}", theme, Placement(segment, theme, 0.8)), headline, Standfirst(standfirst)
    )
    return brief, Quote(segment, (Span(0, len(said)),), Attribution("person", *_ROLES[language]), fit=0.9)


def _long(text: str, more: list[str], characters: int) -> str:
    """Return a text with more sentences, cut at the first space after so many characters."""
    whole = " ".join([text, *more])
    end = whole.find(" ", characters)
    return whole[:end].rstrip(".,") if end > 0 else whole

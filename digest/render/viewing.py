"""From an Edition to what templates see of it, in the edition's language."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from digest.render.inline import Passage
from digest.render.languages import Speech, base, speech
from digest.render.safe import PICTURES, host, legible, out_picture, picture_address, web_address
from digest.render.utm import tagged
from digest.render.view import (
    ContentsView,
    Credit,
    EditionView,
    PictureView,
    QuoteView,
    SectionView,
    StoryView,
    ThemeView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from digest.model import Article, Attribution, Brief, Edition, Picture, Quote, Section, Theme
    from digest.render.utm import Parameters

_TAG = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_ANCHOR = re.compile("[A-Za-z0-9_-]{1,64}")


def view(edition: Edition, here: Speech, *, utm: Parameters = (), pictures: str = PICTURES) -> EditionView:
    """Return the edition as templates see it, in the language `here`.

    `utm` is added to the addresses of its stories, `pictures` stands before its own pictures' names.
    """
    eye = _Eye(edition, here, utm, pictures)
    letter = edition.newsletter
    sections = tuple(eye.section(s) for s in edition.sections if s.briefs)
    lead = eye.story(edition.lead) if edition.lead else None
    shown = {s.theme.id for s in sections} | ({lead.theme.id} if lead else set())
    contents = [line for line in edition.contents if line.theme in eye.themes]
    return EditionView(
        id=legible(edition.id),
        name=legible(letter.name),
        tagline=legible(letter.tagline),
        title=legible(edition.subject) or legible(letter.name),
        preheader=legible(edition.preheader),
        number=edition.number,
        meta=_meta(edition, here),
        date=edition.window.until,
        contents=tuple(eye.contents(line.theme, line.headline, line.story) for line in contents),
        lead=lead,
        lead_quotes=tuple(eye.quote(q, edition.lead) for q in edition.lead_quotes) if edition.lead else (),
        sections=sections,
        sources=tuple(filter(None, map(legible, edition.sources))),
        reason=legible(letter.reason),
        publisher=legible(letter.publisher or letter.name),
        address=legible(letter.address),
        themes=tuple(t for t in eye.themes.values() if t.id in shown or t.id in {c.theme for c in contents}),
    )


def _meta(edition: Edition, here: Speech) -> tuple[str, ...]:
    number = here.words["number"].format(number=here.number(edition.number)) if edition.number > 0 else ""
    minutes = here.words["minutes"].format(minutes=here.number(max(1, edition.minutes)))
    return tuple(filter(None, (number, here.days(edition.window), minutes)))


class _Eye:
    """How one edition is looked at: its language, its themes, the articles its stories come from."""

    def __init__(self, edition: Edition, here: Speech, utm: Parameters, pictures: str) -> None:
        self.here, self.utm, self.pictures = here, utm, pictures
        self.timezone = edition.newsletter.timezone
        self.tongues: dict[str, tuple[str, str]] = {}
        self.themes = {t.id: self._theme(k, t) for k, t in enumerate(edition.themes)}
        self.places = {b.story.id: place for place, b in enumerate(edition.briefs, 1)}
        self.headlines = {b.story.id: self._headline(b) for b in edition.briefs}

    def _theme(self, k: int, theme: Theme) -> ThemeView:
        return ThemeView(
            id=theme.id,
            title=legible(_in_language(theme.title, self.here.tag)) or legible(theme.id),
            k=k,
            colour=theme.colour,
            dark_colour=theme.dark_colour,
        )

    def passage(self, text: str, article: Article, *, links: bool = True, plain: bool = False) -> Passage:
        lang, direction = self.tongue(article.meta.language)
        return Passage(
            text=legible(text),
            markup="plain" if plain else article.markup,
            links=links,
            lang=lang,
            dir=direction,
            utm=self.utm,
        )

    def tongue(self, tag: str) -> tuple[str, str]:
        """Return the language and the direction of an article, each "" where it is the edition's."""
        if tag not in self.tongues:
            foreign = bool(_TAG.fullmatch(tag)) and base(tag) != base(self.here.tag)
            there = speech(tag).direction if foreign else self.here.direction
            self.tongues[tag] = (tag if foreign else "", there if there != self.here.direction else "")
        return self.tongues[tag]

    def address(self, article: Article) -> str:
        return tagged(web_address(article.meta.url), self.utm)

    def _headline(self, brief: Brief) -> Passage:
        return self.passage(brief.headline, brief.segment.article, links=False)

    def contents(self, theme: str, headline: str, story: str) -> ContentsView:
        known = self.headlines.get(story)
        told = known if known and known.text == legible(headline) else Passage(legible(headline))
        return ContentsView(
            self.themes[theme], told, anchor(story) if known else "", self.places.get(story, 0)
        )

    def section(self, section: Section) -> SectionView:
        return SectionView(
            theme=self.themes[section.theme.id],
            stories=tuple(map(self.story, section.briefs)),
            quotes=tuple(self.quote(q, section.briefs[0]) for q in section.pull_quotes),
        )

    def story(self, brief: Brief) -> StoryView:
        leading, *others = brief.story.articles
        also = (self.credit(a) for a in others)
        return StoryView(
            anchor=anchor(brief.story.id),
            place=self.places[brief.story.id],
            theme=self.themes[brief.story.theme],
            kicker=self.passage(brief.kicker, leading, links=False),
            headline=self.headlines[brief.story.id],
            url=self.address(leading),
            standfirst=self.passage(brief.standfirst.text, leading),
            picture=self.picture(brief.picture, leading) if brief.picture else None,
            credit=self.credit(leading),
            also=tuple({(c.source.text, c.url): c for c in also if c.source}.values()),
            origin=str(leading.origin),
        )

    def picture(self, picture: Picture, article: Article) -> PictureView | None:
        src = out_picture(picture_address(picture.src), self.pictures)
        if not src:
            return None
        words = self.passage(picture.caption, article).words()
        credit = legible(picture.credit)
        caption = f"{words} ({credit})" if words and credit else words or credit
        return PictureView(
            src=src,
            alt=legible(picture.alt),
            caption=self.passage(caption, article, plain=True),
            width=max(0, picture.width),
            height=max(0, picture.height),
        )

    def credit(self, article: Article) -> Credit:
        meta = article.meta
        byline = self.here.words["between"].join(filter(None, map(legible, meta.byline)))
        return Credit(
            source=self.passage(meta.source or host(meta.url), article, plain=True),
            url=self.address(article),
            byline=self.passage(byline, article, plain=True),
            day=self.here.day(meta.published, self.timezone) if meta.published else "",
        )

    def quote(self, quote: Quote, beside: Brief) -> QuoteView:
        article = quote.segment.article
        words = speech(article.meta.language or self.here.tag).words
        name, details = _attribution(quote.attribution, words)
        credit = self.credit(article)
        told_by = name == credit.source.text
        return QuoteView(
            words=self.passage(" … ".join(part.strip() for part in quote.parts), article, links=False),
            opening=words["quote_open"],
            closing=words["quote_close"],
            name=self.passage(name, article, links=False),
            details=self.passage(details, article, links=False),
            source=Passage("") if told_by and not credit.url else credit.source,
            url=credit.url,
            theme=self.themes[beside.story.theme],
        )


def _attribution(who: Attribution | None, words: Mapping[str, str]) -> tuple[str, str]:
    if who is None:
        return "", ""
    role, organisation = legible(who.role), legible(who.organisation)
    if organisation == legible(who.name):
        organisation = ""
    both = words["attribution"].format(role=role, organisation=organisation) if role and organisation else ""
    return legible(who.name), both or role or organisation


def _in_language(texts: Mapping[str, str], tag: str) -> str:
    wanted: Iterable[str] = (tag, base(tag), "en", *sorted(texts))
    return next((texts[t] for t in wanted if texts.get(t)), "")


def anchor(story: str) -> str:
    """Return an id for a story's heading: letters, digits, - and _ only."""
    if _ANCHOR.fullmatch(story):
        return f"s-{story}"
    return "s-" + hashlib.sha256(story.encode("utf-8", "replace")).hexdigest()[:12]

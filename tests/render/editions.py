"""Editions to render: a small builder, and the cases that a mail has to survive."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from digest.model import (
    Article,
    Attribution,
    Block,
    Brief,
    ContentsLine,
    Edition,
    Metadata,
    Newsletter,
    Origin,
    Picture,
    Placement,
    Quote,
    Section,
    Segment,
    Span,
    Standfirst,
    Story,
    Theme,
    Window,
)

THEMES = (
    Theme("ai-talent", {"en": "AI talent", "ko": "AI 인재", "ar": "مواهب"}, "#8a3324", "#e09a88"),
    Theme("ai-investment", {"en": "AI investment", "ko": "AI 투자", "ar": "استثمار"}, "#1f5f4a", "#7fc4a8"),
    Theme(
        "chips", {"en": "Chips & infrastructure", "ko": "반도체·인프라", "ar": "رقائق"}, "#1d4f7c", "#8fb9dd"
    ),
    Theme("models", {"en": "Models & research", "ko": "모델·연구", "ar": "نماذج"}, "#5b3f8c", "#b9a3e3"),
    Theme("policy", {"en": "Policy", "ko": "정책·규제", "ar": "سياسات"}, "#7a4b00", "#dcb060"),
    Theme("other", {"en": "Other", "ko": "그 밖에", "ar": "أخرى"}),
)
EN = Newsletter(
    name="The Foundry Letter",
    tagline="What people build with machines that learn, once a week",
    publisher="Foundry Letter Press",
    address="12 Example Street, Springfield",
    reason="You get this because you signed up at letter.example.",
    web_url="https://letter.example/{id}/",
    unsubscribe_url="https://letter.example/leave",
)
KO = Newsletter(
    name="주물공장 편지",
    tagline="배우는 기계로 사람이 짓는 것들, 한 주에 한 번",
    language="ko",
    timezone="Asia/Seoul",
    publisher="주물공장 편지",
    address="서울시 견본구 보기로 12",
    reason="letter.example에서 구독을 신청하셔서 보내 드립니다.",
    web_url="https://letter.example/{id}/",
    unsubscribe_url="https://letter.example/leave",
)


def article(
    number: int,
    headline: str,
    standfirst: str,
    quote: str = "",
    *,
    markup: Literal["markdown", "plain"] = "plain",
    **meta: Any,
) -> Article:
    said = f"{quote}\n\n" if quote else ""
    text = f"{said}{standfirst}"
    known = {
        "title": headline,
        "source": "Harbour Gazette",
        "byline": ("Mara Quill",),
        "url": f"https://gazette.example/2024/03/a-story-with-an-address-of-its-own-{number}",
        "published": datetime(2024, 3, 27, 6, tzinfo=UTC),
        "language": "en",
    }
    return Article(
        id=f"a{number:07d}",
        origin=Origin(f"content/{number}.md"),
        meta=Metadata(**{**known, **meta}),
        text=text,
        blocks=(Block("paragraph", Span(0, len(text))),),
        markup=markup,
    )


def brief(told: Article, theme: str, *also: Article) -> Brief:
    leading, *others = (
        Placement(Segment(f"{a.id}-0", a, Span(0, len(a.text))), theme, 0.8) for a in (told, *also)
    )
    story = Story(f"st{told.id}", theme, leading, tuple(others))
    return Brief(story, told.meta.title, Standfirst(told.text.rsplit("\n\n", 1)[-1]), told.meta.kicker)


def quote(of: Brief, *words: str, who: Attribution | None = None) -> Quote:
    text = of.segment.article.text
    spans = tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)
    return Quote(of.segment, spans, who, fit=0.9)


def edition(
    letter: Newsletter,
    lead: Brief | None,
    sections: tuple[Section, ...],
    lead_quotes: tuple[Quote, ...] = (),
    **more: Any,
) -> Edition:
    told = [b for s in sections for b in s.briefs[:1]]
    first = [lead] if lead else []
    lines = [ContentsLine(b.story.theme, b.headline, b.story.id) for b in (*first, *told)][:6]
    sources = dict.fromkeys(a.meta.source for s in sections for b in s.briefs for a in b.story.articles)
    whole = Edition(
        id="2024-W13",
        number=12,
        newsletter=letter,
        window=Window(date(2024, 3, 25), date(2024, 3, 31)),
        subject=lead.headline if lead else letter.name,
        preheader=lead.standfirst.text[:100] if lead else letter.tagline,
        contents=tuple(lines),
        lead=lead,
        lead_quotes=lead_quotes,
        sections=sections,
        sources=tuple(sources),
        minutes=6,
        themes=THEMES,
    )
    return replace(whole, **more)


def section(theme: str, briefs: tuple[Brief, ...], quotes: tuple[Quote, ...] = ()) -> Section:
    return Section(next(t for t in THEMES if t.id == theme), briefs, quotes)


STORIES = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))
PEOPLE = {
    "en": Attribution("person", "Ida Fairweather", "head of research", "Northlight Works"),
    "ko": Attribution("person", "한보기", "연구소장", "북쪽빛"),
    "ar": Attribution("person", "سارة المثال", "رئيسة الأبحاث", "مختبر الشمال"),
}
PUBLICATION = {
    "en": ("Harbour Gazette", "Mara Quill"),
    "ko": ("항구신문", "고보람 기자"),
    "ar": ("صحيفة الميناء", "ليلى مثال"),
}


def looking(whole: Edition, look: str) -> Edition:
    return replace(whole, newsletter=replace(whole.newsletter, look=look))


def built(letter: Newsletter, **more: Any) -> Edition:
    """Build an edition: the first story leads, the rest stand by theme, every quote is shown."""
    language = letter.language
    source, writer = PUBLICATION[language]
    made: list[tuple[Brief, tuple[Quote, ...]]] = []
    for n, words in enumerate(STORIES[language], 1):
        headline, said = words["headline"], words.get("quote", "")
        meta = {"source": source, "byline": (writer,), "language": language, "image": _picture(n, headline)}
        told = brief(article(n, headline, words["standfirst"], said, **meta), words["theme"])
        made.append((told, (quote(told, said, who=PEOPLE[language]),) if said else ()))
    (lead, lead_quotes), *rest = made
    themes = dict.fromkeys(b.story.theme for b, _ in rest)
    sections = tuple(
        section(
            theme,
            tuple(b for b, _ in rest if b.story.theme == theme),
            tuple(q for b, qs in rest if b.story.theme == theme for q in qs)[:2],
        )
        for theme in themes
    )
    return edition(letter, lead, sections, lead_quotes, **more)


def _picture(n: int, headline: str) -> Picture | None:
    if n % 3 != 1:
        return None
    sizes = ((1200, 630), (1200, 800), (800, 1000))
    width, height = sizes[n // 3 % 3]
    return Picture(f"images/{n}.png", f"{headline[:20]}…", "", "", width, height)


def english(**more: Any) -> Edition:
    return built(EN, **more)


def korean(**more: Any) -> Edition:
    return built(KO, **more)


def arabic(**more: Any) -> Edition:
    letter = replace(
        EN,
        name="رسالة المسبك",
        tagline="ما يبنيه الناس بآلات تتعلم",
        language="ar",
        reason="تصلك هذه الرسالة لأنك اشتركت.",
        address="شارع المثال ١٢",
    )
    return built(letter, **more)


def long(language: str) -> Edition:
    """25 stories with a picture each and 8 quotes, each text as long as an editor lets it be."""
    letter, words = (EN if language == "en" else KO), STORIES["long"][language]
    remarks = words["quotes"]
    source, writer = PUBLICATION[language]
    made = []
    for n in range(25):
        theme = THEMES[max(0, n - 1) % 5].id
        meta = {
            "source": source,
            "byline": (writer,),
            "language": language,
            "image": Picture(
                f"https://pictures.example/2024/03/picture-{n:02}.jpg", words["alt"], "", "", 1200, 675
            ),
        }
        said = remarks[n % len(remarks)]
        made.append(brief(article(n, f"{words['headline']} {n}", words["standfirst"], said, **meta), theme))
    lead, *rest = made
    spoken = [quote(b, remarks[n % len(remarks)], who=PEOPLE[language]) for n, b in enumerate(rest, 1)]
    sections = tuple(
        section(
            t.id,
            tuple(b for b in rest if b.story.theme == t.id),
            tuple(q for q, b in zip(spoken, rest, strict=True) if b.story.theme == t.id)[: 2 if k < 2 else 1],
        )
        for k, t in enumerate(THEMES[:5])
    )
    return edition(letter, lead, sections, (quote(lead, remarks[0], who=PEOPLE[language]),), minutes=18)


def too_long(count: int, letter: Newsletter = EN) -> Edition:
    """So many stories as `long` has, each with a standfirst of two sentences: its mail would be cut."""
    words = STORIES["long"]["en"]
    briefs = tuple(
        brief(
            article(
                n,
                f"{words['headline']} {n}",
                f"{words['standfirst']} The second sentence counts {1000 + n}.",
                image=Picture(
                    f"https://pictures.example/2024/03/{n:02}.jpg", words["alt"], "", "", 1200, 675
                ),
            ),
            THEMES[max(0, n - 1) % 5].id,
        )
        for n in range(count)
    )
    lead, *rest = briefs
    sections = (section(t.id, tuple(b for b in rest if b.story.theme == t.id)) for t in THEMES[:5])
    return edition(letter, lead, tuple(s for s in sections if s.briefs))


def alone() -> Edition:
    """One story in one section, without a quote, a picture or a lead; the number unknown."""
    told = brief(article(1, "Nothing else happened this week", "And we looked."), "chips")
    bare = replace(EN, tagline="", publisher="", address="", reason="", web_url="", unsubscribe_url="")
    return edition(bare, None, (section("chips", (told,)), section("models", ())), number=0, minutes=1)


HOSTILE: tuple[str, ...] = (
    *tomllib.loads(Path(__file__).with_name("hostile.toml").read_text("utf-8"))["strings"],
    "half a character: \ud800 \udfff",
)


def hostile(markup: Literal["markdown", "plain"], bad: str) -> Edition:
    """One bad string in every field that an article or an editor can fill."""
    picture = Picture("https://pictures.example/x.png", bad, bad, bad, 1200, 600)
    meta = {"kicker": bad, "byline": (bad, bad), "source": bad, "language": bad, "image": picture}
    told = brief(
        article(1, f"Headline {bad} end", f"Standfirst {bad} end", f"Quote {bad} end", markup=markup, **meta),
        "chips",
    )
    who = Attribution("person", f"Name {bad}", bad, bad)
    said = (quote(told, f"Quote {bad} end", who=who),)
    other = article(2, "Two", "Two.", source=bad, url=f"https://evil.example/{bad}")
    both = brief(told.segment.article, "models", other)
    letter = replace(EN, name=f"Name {bad}", tagline=bad, publisher=bad, address=bad, reason=bad)
    return edition(
        letter, told, (section("models", (both,), said),), said, subject=f"Subject {bad}", preheader=bad
    )

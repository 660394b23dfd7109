"""Editions to render: a small builder, and the cases that a mail has to survive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
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
    Theme("chips", {"en": "Chips & infrastructure", "ko": "반도체·인프라", "ar": "رقائق"}, "#1d4f7c", "#8fb9dd"),
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
Words = tuple[str, str, str]
"""Headline, standfirst, and a quote ("" for none)."""


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


ENGLISH: tuple[tuple[str, Words], ...] = (
    ("ai-talent", ("Laboratories bid for the few who have trained a large model", "A week of hiring shows what it costs to find the people who have done it before. Offers are made over a weekend, and some come with a whole team.", "There are a few hundred people who have done this, and everyone has the same list")),
    ("ai-talent", ("A university gives its chip course to whoever turns up", "The lectures are free, the homework is marked by last year's class, and four firms have asked for the list of graduates.", "We stopped asking for grades and began to ask what they had built")),
    ("ai-talent", ("Why three founders went back to being employees", "They sold their company for its people, and say the machines they may use now were the point.", "")),
    ("ai-talent", ("A small town's search for one data engineer", "The council has advertised the post five times. The water works would like an answer before summer.", "")),
    ("ai-investment", ("A fund for machines writes its largest cheque yet", "Half of the money goes into power and cooling, a quarter into the building, and the rest into what the building is for.", "Nobody has ever been sorry to own the building in which the work is done")),
    ("ai-investment", ("Pension funds ask what a data centre is worth in ten years", "The answer decides who may lend, and at what rate. Two of them published the arithmetic.", "")),
    ("chips", ("New memory halves the energy of one training run", "Measured by people who do not sell it, on a model that anyone may download.", "The number that mattered was not the speed but the bill at the end of the month")),
    ("chips", ("A substation, and the town that waited for it", "Three years of paper for eleven months of building.", "")),
    ("chips", ("Old phones do the work of a small cluster", "Forty handsets in a rack answer a library's questions for the price of a kettle.", "")),
    ("policy", ("The register of models opens, with nine entries", "Officials had prepared for two thousand. The form has been shortened since.", "")),
)
KOREAN: tuple[tuple[str, Words], ...] = (
    ("ai-talent", ("대형 모델을 길러 본 몇 안 되는 사람을 두고 연구소들이 값을 부른다", "한 주의 채용 소식을 모아 보면 경험자를 찾는 데 드는 값이 보인다. 제안은 주말 사이에 오가고, 팀을 통째로 데려가는 일도 있다.", "이 일을 해 본 사람은 몇백 명뿐이고, 모두가 같은 명단을 들고 있습니다")),
    ("ai-talent", ("누구나 들을 수 있는 반도체 강의를 연 대학", "강의는 무료이고 과제는 지난해 수강생이 채점한다. 회사 네 곳이 수료생 명단을 달라고 했다.", "성적을 묻는 대신 무엇을 만들어 보았는지 묻기 시작했습니다")),
    ("ai-talent", ("창업자 세 사람이 다시 직원이 된 까닭", "회사를 사람 값에 팔았지만, 마음껏 쓸 수 있는 기계가 진짜 이유였다고 말한다.", "")),
    ("ai-talent", ("데이터 기술자 한 명을 찾는 작은 도시", "시는 공고를 다섯 번 냈다. 상수도 사업소는 여름 전에 답을 듣고 싶어 한다.", "")),
    ("ai-investment", ("기계에 투자하는 기금, 지금까지 가장 큰 수표를 쓰다", "절반은 전력과 냉각에, 4분의 1은 건물에, 나머지는 그 건물이 할 일에 들어간다.", "일이 벌어지는 건물을 가진 것을 후회한 사람은 아직 없습니다")),
    ("ai-investment", ("연기금이 묻는다, 데이터센터는 10년 뒤 얼마인가", "그 답이 누가 얼마에 빌려 줄 수 있는지를 정한다. 두 곳은 셈을 공개했다.", "")),
    ("chips", ("새 메모리, 학습 한 번에 드는 전력을 절반으로", "파는 사람이 아닌 이들이, 누구나 내려받을 수 있는 모델로 쟀다.", "중요한 숫자는 속도가 아니라 월말에 받는 청구서였습니다")),
    ("chips", ("변전소 하나를 기다린 마을", "열한 달 공사에 서류가 3년이었다.", "")),
    ("chips", ("낡은 전화기 마흔 대가 작은 서버를 대신한다", "주전자 하나 값으로 도서관의 물음에 답한다.", "")),
    ("policy", ("모델 등록부가 열렸다, 첫날 아홉 건", "담당 부처는 2천 건을 준비했다. 그 뒤로 서식이 짧아졌다.", "")),
)
ARABIC: tuple[tuple[str, Words], ...] = (
    ("ai-talent", ("مختبرات تتنافس على القلة التي درّبت نموذجًا كبيرًا", "أسبوع من التوظيف يبيّن كلفة العثور على أصحاب الخبرة. العروض تُقدَّم في نهاية الأسبوع.", "لا يتجاوز من قاموا بهذا العمل بضع مئات، والجميع يحمل القائمة نفسها")),
    ("ai-investment", ("صندوق يكتب أكبر شيك في تاريخه", "نصف المال للكهرباء والتبريد، وربعه للمبنى، والباقي لما بُني المبنى من أجله.", "لم يندم أحد بعد على امتلاك المبنى الذي يجري فيه العمل")),
    ("ai-investment", ("كم يساوي مركز البيانات بعد عشر سنوات؟", "الجواب يحدد من يُقرض وبأي سعر.", "")),
    ("ai-investment", ("قرية تنتظر محطة تحويل", "ثلاث سنوات من الأوراق لأحد عشر شهرًا من البناء.", "")),
)
PEOPLE = {
    "en": Attribution("person", "Ida Fairweather", "head of research", "Northlight Works"),
    "ko": Attribution("person", "한보기", "연구소장", "북쪽빛"),
    "ar": Attribution("person", "سارة المثال", "رئيسة الأبحاث", "مختبر الشمال"),
}
PUBLICATION = {"en": ("Harbour Gazette", "Mara Quill"), "ko": ("항구신문", "고보람 기자"), "ar": ("صحيفة الميناء", "ليلى مثال")}


def built(letter: Newsletter, stories: tuple[tuple[str, Words], ...], **more: Any) -> Edition:
    """Build an edition: the first story leads, the rest stand by theme, every quote is shown."""
    language = letter.language
    source, writer = PUBLICATION[language]
    numbers = count(1)
    made: list[tuple[Brief, tuple[Quote, ...]]] = []
    for theme, (headline, standfirst, said) in stories:
        n = next(numbers)
        meta = {"source": source, "byline": (writer,), "language": language, "image": _picture(n, headline)}
        told = brief(article(n, headline, standfirst, said, **meta), theme)
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
    return built(EN, ENGLISH, **more)


def korean(**more: Any) -> Edition:
    return built(KO, KOREAN, **more)


def arabic(**more: Any) -> Edition:
    letter = replace(EN, name="رسالة المسبك", tagline="ما يبنيه الناس بآلات تتعلم", language="ar", reason="تصلك هذه الرسالة لأنك اشتركت.", address="شارع المثال ١٢")
    return built(letter, ARABIC, **more)

"""The newsletters whose editions are golden: small folders, made here, in our own words."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = '[newsletter]\nname = "{name}"\nlanguage = "{language}"\ntimezone = "UTC"\nfrom_email = "digest@example.org"\naddress = "1 Example Street"\nweb_url = "https://example.org/{{id}}"\nunsubscribe_url = "https://example.org/leave"\n'


def put(folder: Path, name: str, language: str, articles: dict[str, str]) -> Path:
    (folder / "content").mkdir(parents=True)
    (folder / "digest.toml").write_text(HEAD.format(name=name, language=language), "utf-8")
    for file, text in articles.items():
        (folder / "content" / file).write_text(text, "utf-8")
    return folder


def ordinary(_: Path) -> Path:
    """Return the sample newsletter itself."""
    return ROOT


def one_story(folder: Path) -> Path:
    text = (
        "---\ntitle: 반도체 회사, 엔지니어 마흔 명 채용\nbyline: 홍길동\nsource: 표본일보\npublished: 2024-03-27\n---\n\n"
        "반도체 회사가 27일 경쟁사의 엔지니어 마흔 명을 채용했다고 밝혔다. 이 회사로서는 가장 큰 규모의 영입이다.\n\n"
        "표본반도체의 성춘향 인사책임자는 “이런 것을 만들어 본 사람을 찾았는데 그런 사람은 많지 않다”고 말했다.\n"
    )
    return put(folder, "한 꼭지 소식", "ko", {"a.md": text})


def no_quote(folder: Path) -> Path:
    articles = {
        f"{n}.md": f"---\ntitle: {title}\nsource: Sample Wire\npublished: 2024-03-2{n}\n---\n\n{text}\n"
        for n, (title, text) in enumerate(
            [
                ("A foundry begins to ship memory", "The foundry ships memory for GPU servers from today. It had promised to do so by the summer."),
                ("Parliament passes a bill", "Parliament passed the bill on the ‘use of models’ on Tuesday. The regulator may fine those who break the law."),
                ("The tulips are late", "The tulips are late this year. It rained for a month, and the “spring” was cold."),
            ],
            5,
        )
    }  # fmt: skip
    return put(folder, "Quiet Week", "en", articles)


def very_long(folder: Path) -> Path:
    """Return forty generated articles, half Korean, of which the limits take a part."""
    put(folder, "Long Week", "en", {})
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        write_articles = importlib.import_module("generate").write_articles
    finally:
        sys.path.pop(0)
    write_articles(folder / "content", 40)
    return folder


def right_to_left(folder: Path) -> Path:
    articles = {
        "a.md": (
            "---\ntitle: شركة رقائق توظف أربعين مهندسًا\nsource: وكالة العينة\npublished: 2024-03-27\nlanguage: ar\ntheme: ai-talent\n---\n\n"
            "وظفت شركة للرقائق أربعين مهندسًا من منافستها يوم الأربعاء. وكانت الرواتب ضعف المعتاد.\n"
        ),
        "b.md": "---\ntitle: A foundry ships GPU memory\nsource: Wire\npublished: 2024-03-27\n---\n\nThe foundry ships memory for GPU servers. It began today.\n",
    }  # fmt: skip
    return put(folder, "نشرة الأسبوع", "ar", articles)


def hostile(folder: Path) -> Path:
    articles = {
        "a.md": (
            "---\ntitle: 'A <script>alert(1)</script> title & \"quotes\" {{ 7*7 }}'\nbyline: ['<b>Ann</b>', 'Eve\" onload=\"x']\n"
            "source: 'Wire <img src=x onerror=alert(1)>'\nurl: https://example.com/?a=1&b=2\npublished: 2024-03-27\n"
            "image: {src: 'https://example.com/x.jpg?a=1&b=2', alt: '\"><script>x</script>'}\n---\n\n"
            "A salary of 1 < 2 and 3 > 2 & more <3 <script>alert(2)</script> for *engineers* they hire. [A link](javascript:alert(3)) and [another](https://example.com/ok) stand here.\n\n"
            "“We pay <i onclick=alert(4)>twice</i> as much as {{ config }} for people who are rare,” said Mary O’Brien, head of hiring.\n"
        ),
        "b.json": '{"title": "Markup *stays* as _typed_ ]]> --> <!-- x", "published": "2024-03-27", "text": "Money of the fund: <b>$5</b> billion *invested* in `chips`. %7B%7B and ${x} and <% x %> stay."}',
    }  # fmt: skip
    return put(folder, "Hostile <Week> & 'more'", "en", articles)


NEWSLETTERS = {
    make.__name__: make for make in (ordinary, one_story, no_quote, very_long, right_to_left, hostile)
}

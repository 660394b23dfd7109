"""The newsletters whose editions are golden: small folders, made here, in our own words."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = '[newsletter]\nname = "{name}"\nlanguage = "{language}"\ntimezone = "UTC"\nlook = "{look}"\nfrom_email = "digest@example.org"\naddress = "1 Example Street"\nweb_url = "https://example.org/{{id}}"\nunsubscribe_url = "https://example.org/leave"\n'


def put(folder: Path, name: str, language: str, articles: dict[str, str], look: str = "broadsheet") -> Path:
    (folder / "content").mkdir(parents=True)
    (folder / "digest.toml").write_text(HEAD.format(name=name, language=language, look=look), "utf-8")
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


# Four stories in two themes, the first with a picture: what the two other looks are shown with.
ENGLISH = {
    "a.md": (
        "---\ntitle: Two foundries agree on one memory\nbyline: Ann Writer\nsource: Sample Wire\nurl: https://example.com/memory\npublished: 2024-03-28\ntheme: chips-infrastructure\n"
        "image: {src: 'https://example.com/memory.jpg', alt: Two wafers side by side, caption: The two wafers, credit: Sample Wire}\n---\n\n"
        "Two foundries will make the same memory for GPU servers from the summer. Each had spent four years and more than a billion dollars on a kind of its own, and neither had sold it.\n\nThe first servers are to be filled in October. The price is not known.\n\n"
        "“We found that our customers did not want to choose between us, and we had to agree with them,” said Mary Jones, the company’s head of memory.\n"
    ),
    "b.md": (
        "---\ntitle: A town lends its cold river to a data centre\nbyline: Bo Reader\nsource: Sample Daily\nurl: https://example.com/river\npublished: 2024-03-27\ntheme: chips-infrastructure\n---\n\n"
        "The town will let a data centre take the cold of its river for ten years. The water comes back four degrees warmer.\n"
    ),
    "c.md": (
        "---\ntitle: A laboratory hires its own teachers\nbyline: Ann Writer\nsource: Sample Daily\nurl: https://example.com/teachers\npublished: 2024-03-26\ntheme: ai-talent\n---\n\n"
        "The laboratory has hired twelve teachers for a school inside its building. The first class begins in May, and whoever passes it may stay for three years with a salary.\n\nThe school has two rooms and forty machines. The books are borrowed.\n\n"
        "“We had looked for these people for two years before we understood that we would have to teach them ourselves,” said Paul Miller, the laboratory’s director.\n"
    ),
    "d.md": (
        "---\ntitle: Half of a class leaves before the examination\nsource: Sample Wire\nurl: https://example.com/class\npublished: 2024-03-25\ntheme: ai-talent\n---\n\n"
        "Eleven of twenty-two students had a contract before the examination. The university now offers it in winter too.\n"
    ),
}  # fmt: skip
KOREAN = {
    "a.md": (
        "---\ntitle: 파운드리 두 곳, 같은 메모리를 만들기로\nbyline: 홍길동\nsource: 표본일보\nurl: https://example.com/memory\npublished: 2024-03-28\ntheme: chips-infrastructure\n"
        "image: {src: 'https://example.com/memory.jpg', alt: 나란히 놓인 웨이퍼 두 장, caption: 두 회사의 웨이퍼, credit: 표본일보}\n---\n\n"
        "파운드리 두 곳이 여름부터 GPU 서버에 들어갈 같은 메모리를 만든다. 두 회사는 저마다 다른 규격에 4년을 들였다.\n\n"
        "표본반도체의 성춘향 메모리사업부장은 “고객은 둘 가운데 하나를 고르고 싶어 하지 않았고 우리도 그 말에 따를 수밖에 없었다”고 말했다.\n"
    ),
    "b.md": (
        "---\ntitle: 찬 강물을 데이터센터에 빌려 주는 마을\nbyline: 임꺽정\nsource: 견본신문\nurl: https://example.com/river\npublished: 2024-03-27\ntheme: chips-infrastructure\n---\n\n"
        "마을이 강물의 찬 기운을 10년 동안 데이터센터에 빌려 준다. 물은 4도 따뜻해져 돌아온다.\n"
    ),
    "c.md": (
        "---\ntitle: 연구소가 교사를 직접 뽑았다\nbyline: 홍길동\nsource: 견본신문\nurl: https://example.com/teachers\npublished: 2024-03-26\ntheme: ai-talent\n---\n\n"
        "연구소가 건물 안에 학교를 열려고 교사 열두 명을 뽑았다. 첫 수업은 5월에 시작한다.\n\n"
        "표본연구소의 이몽룡 소장은 “2년 동안 사람을 찾고 나서야 우리가 직접 가르쳐야 한다는 것을 알았다”고 말했다.\n"
    ),
    "d.md": (
        "---\ntitle: 시험도 치기 전에 절반이 떠난 강의\nsource: 표본일보\nurl: https://example.com/class\npublished: 2024-03-25\ntheme: ai-talent\n---\n\n"
        "수강생 스물두 명 가운데 열한 명이 시험 전에 일자리를 얻었다. 대학은 이제 겨울에도 시험을 연다.\n"
    ),
}  # fmt: skip


def briefing_english(folder: Path) -> Path:
    return put(folder, "The Short Week", "en", ENGLISH, "briefing")


def briefing_korean(folder: Path) -> Path:
    return put(folder, "짧은 한 주", "ko", KOREAN, "briefing")


def essay_english(folder: Path) -> Path:
    return put(folder, "The Slow Week", "en", ENGLISH, "essay")


def essay_korean(folder: Path) -> Path:
    return put(folder, "느린 한 주", "ko", KOREAN, "essay")


NEWSLETTERS = {
    make.__name__: make
    for make in (
        ordinary,
        one_story,
        no_quote,
        very_long,
        right_to_left,
        hostile,
        briefing_english,
        briefing_korean,
        essay_english,
        essay_korean,
    )
}

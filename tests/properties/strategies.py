"""Articles that nobody wrote: from made-up sentences, quotes, subheads, odd characters and raw markup."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from digest.config import Config, Limits, starting_themes
from digest.model import Newsletter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Article, Segment

NOW = datetime(2024, 3, 29, tzinfo=UTC)
NEWSLETTER = Newsletter(
    "Property Letter",
    timezone="Asia/Seoul",
    from_email="letter@example.org",
    web_url="https://example.org/{id}",
    unsubscribe_url="https://example.org/leave",
)
THEMES = starting_themes()
ANY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
WHOLE = settings(ANY, max_examples=30)
"""For properties of whole editions, each of which takes many steps."""

ENGLISH = (
    "The lab hired forty engineers from a rival on Wednesday.",
    "Salaries in the field have doubled since the spring.",
    "Dr. A. B. Moran, who runs the U.S. office, declined to comment.",
    "A fund put $2.5bn into the maker of chips.",
    "Mary Oakley is head of hiring at Fernwood Labs.",
    "Was it worth it?",
    "The new model was trained on 4,096 accelerators... nobody said where!",
    "Regulators in Brussels want a law by May.",
)
KOREAN = (
    "가람전자가 경쟁사 엔지니어 40명을 채용했다고 27일 밝혔다.",
    "인공지능 인재의 몸값은 한 해 사이 두 배로 뛰었다.",
    "홍가람 가람전자 대표는 미국 출장 중이다.",
    "투자 금액은 2조5000억원이다.",
    "이나래 누리연구소 책임연구원이 발표를 맡았다.",
    "그는 왜 떠났을까?",
    "업계에서는 ‘인력 재편성’이라는 말이 나온다.",
    "새 모델은 누가 만들었는지 알려지지 않았다…",
)
SAID = (
    "“We looked for people who had built such a thing before,” said Mary Oakley, head of hiring at Fernwood Labs.",
    "“It will be hard,” Oakley added. “It always was, and we knew that when we began.”",
    '"Nobody asked us," a person close to the deal said. "We would have said no to all of it."',
    "Moran said that “the market” was ‘calm’.",
    "“‘No’ is an answer,” she told The Fernwood Times, “and it is the one that we gave them.”",
    "홍가람 가람전자 대표는 “우리는 오랫동안 함께 일할 사람을 찾고 있다”며 “연봉은 그다음 문제다”고 말했다.",
    "“사람이 먼저라고 생각하고 이 회사를 시작했다.” 이나래 책임연구원의 말이다.",
    "이 계약의 관계자는 “금액을 듣고 모두가 놀라서 말을 잇지 못했다”고 전했다.",
    "누리일보는 “AI 열풍으로 연구자들의 연봉이 치솟고 있다”고 보도했다.",
    "“An opening mark that nothing closes, said Oakley.",
    "”닫는 따옴표가 먼저 온다“고 그는 말했다.",
)
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a link](javascript:alert(1)) and [one](https://example.com/a?b=1&c=2)",
    "<a href=\"javascript:alert(1)\" onclick='x()'>here</a>",
    "<div><p>An <b>unclosed <i>tag & a < sign, 1 < 2 <3",
    "{{ 7*7 }} {% raise %} {# x #} ${7*7} <%= 7*7 %>",
    "]]> <![CDATA[ <!-- --> </mj-text> </mj-section>",
    "<svg/onload=alert(1)> <style>*{display:none}</style> <iframe src=//example.com></iframe>",
    "```\ncode with “quotes” in it, said Oakley\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "***\n\n---\n\n===",
    "&amp; &#60;script&#62; &lt;b&gt; &nbsp; &#x202e;",
    "[ref]: javascript:alert(1) 'title'",
)
CHROME = (
    "Share", "Print", "Log in", "Sign up for our newsletter", "Related articles", "Read more: another story",
    "글자 크기 조절", "기사 스크랩", "공유", "로그인", "댓글 0", "관련뉴스", "무단전재 및 재배포 금지",
    "KOSPI 2,750.12 ▲ 1.02", "ⓒ Fernwood Times, all rights reserved", "reporter@example.com",
    "입력 2024.03.27 09:00", "ADVERTISEMENT", "1 / 3", "◆ 소제목", "홍가람 기자 garam@example.com",
)  # fmt: skip

# What decoding leaves as it is: no control characters but tab and line feed, no separators of lines.
letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"), exclude_characters="\ufeff")
odd_text = st.text(letters, max_size=40)
any_text = st.text(st.characters(codec="utf-8"), max_size=120)
"""Any Unicode text, control characters included, lone surrogates left out (a file can't hold them)."""

LONG = (
    (
        "The company, which was founded nine years ago in a shed behind the library of a small town and has since moved "
        "four times, each time to a larger building, each time with the same three desks, said that it would move again, "
        "and that the desks, which nobody has sat at for years, would come along to the new place as they always have done."
    ),
    (
        "이 회사는 구 년 전 작은 도시의 도서관 뒤 창고에서 시작해 네 번 자리를 옮겼고 그때마다 건물은 커졌으나 책상 세 개만은 그대로 가져갔으며 이제 "
        "아무도 앉지 않는 그 책상들을 다섯 번째 건물에도, 그리고 그 뒤에 올 여섯 번째와 일곱 번째 건물에도 하나도 빠뜨리지 않고 옮겨 놓겠다고, 그것이 스스로 정한 단 하나의 원칙이라고, 이전을 하루 앞두고 직원들에게 알렸다."
    ),
)

sentence = st.sampled_from((*ENGLISH, *KOREAN, *SAID, *LONG))
paragraph = st.lists(sentence, min_size=1, max_size=5).map(" ".join)
block = st.one_of(
    paragraph,
    paragraph,
    st.sampled_from(SAID),
    st.sampled_from(("Hiring", "채용", "Money & more", "투자 2조원", "")).map("## {}".format),
    st.lists(sentence, min_size=1, max_size=3).map(lambda rows: "\n".join(f"- {row}" for row in rows)),
    paragraph.map("> {}".format),
    st.sampled_from(MARKUP),
    st.sampled_from(CHROME),
    odd_text,
)
passage = st.tuples(st.sampled_from(("Hiring", "채용")), paragraph).map(lambda p: f"## {p[0]}\n\n{p[1]}")
body = st.one_of(
    st.lists(block, min_size=1, max_size=9).map("\n\n".join),
    st.tuples(st.one_of(block, st.sampled_from(LONG)), passage, block).map("\n\n".join),
    st.tuples(passage, block, passage).map(lambda p: "\n\n".join((*p, *p))),
)
language = st.sampled_from(("", "ko", "en"))


def front(title: str, text: str, **more: str) -> str:
    """Return a Markdown file; `title` and the rest must need no quotes in YAML."""
    fields = {"title": title, "published": "2024-03-27", **more}
    return "---\n" + "".join(f"{k}: {v}\n" for k, v in fields.items() if v) + "---\n" + text


@contextmanager
def laid(files: dict[str, bytes | str]) -> Iterator[Path]:
    """Lay the files into a newsletter's content folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in files.items():
            path = root / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        yield root


def config(root: Path, newsletter: Newsletter = NEWSLETTER, limits: Limits = Limits()) -> Config:  # noqa: B008
    return Config(root, newsletter, edition=limits, themes=THEMES)


def articles_of(text: str, lang: str = "", title: str = "A title of its own") -> list[Article]:
    """Load and clean one Markdown file, by the real steps; [] where it has no text but headings."""
    from digest.clean import clean
    from digest.load.markdown import load_markdown
    from digest.model import Article, Document

    data = front(title, text, language=lang).encode()
    documents = [d for d in load_markdown(data, "content/a.md") if isinstance(d, Document)]
    cleaned = [clean(d, UTC) for d in documents]
    return [a for a in cleaned if isinstance(a, Article)]


def segments_of(text: str, lang: str = "", title: str = "A title of its own") -> list[Segment]:
    from digest.segment import cut

    return [segment for article in articles_of(text, lang, title) for segment in cut(article)]

"""The reference page: a Korean news page as it was copied, from the file to every output."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from digest.write import read_edition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.model import Edition

TITLE = "AI 엔지니어 얼마면 돼?…저커버그 직접 러브콜"
SUBHEADS = ["직접 구애 나선 빅테크 CEO들", "아마존, 앤스로픽에 27.5억달러 투자"]
CHROME = [
    "코스피", "코스닥", "2,455.91", "678.19", "48.76", "1/3", "페이스북", "핀(구독)", "글자 크기", "번역",
    "언어 선택", "베트남어", "글로벌마켓", "염색되는", "관련뉴스", "inside@", "김인엽 기자",
]  # fmt: skip


@pytest.fixture
def built(newsletter: Path, raw_sample: Path, digest: Callable) -> Path:
    settings = newsletter / "digest.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "en"', 'language = "ko"'), "utf-8")
    ran = digest("build", raw_sample, "-C", newsletter, "--week", "2024-W13")
    assert ran.code == 0, ran.err
    return newsletter / "out" / "2024-W13"


@pytest.fixture
def edition(built: Path) -> Edition:
    return read_edition(built)


def test_the_story_comes_out_clean(edition: Edition) -> None:
    article = edition.placements[0].segment.article
    assert (article.meta.title, article.meta.byline, article.meta.language) == (TITLE, ("김인엽",), "ko")
    assert [b.span.of(article.text) for b in article.blocks if b.kind == "subhead"] == SUBHEADS
    paragraphs = [b.span.of(article.text) for b in article.blocks if b.kind == "paragraph"]
    assert len(paragraphs) == 11
    assert paragraphs[0].startswith("인공지능(AI) 주도권을")
    assert paragraphs[-1].endswith("발표했다.")
    assert not [word for word in CHROME if word in article.text]


def test_no_line_of_chrome_is_left_in_any_output(built: Path) -> None:
    for name in ("email.html", "email.txt", "edition.md", "edition.html", "edition.json"):
        text = (built / name).read_text("utf-8")
        assert TITLE in text, name
        assert [word for word in CHROME if word in text and word != "김인엽 기자"] == [], name


def test_its_two_parts_stand_in_two_themes(edition: Edition) -> None:
    assert [(p.segment.title, p.theme) for p in edition.placements] == [
        (TITLE, "ai-talent"),
        (SUBHEADS[1], "ai-investment"),
    ]


def test_its_quotes_have_their_speakers(edition: Edition) -> None:
    found = {quote.parts[0][:8]: quote for quote in edition.quotes}
    assert set(found) == {"AI 열풍으로 ", "LLM을 처음부", "AI 구동을 위"}
    paper, rao, insider = (found[key] for key in ("AI 열풍으로 ", "LLM을 처음부", "AI 구동을 위"))
    assert (paper.attribution.kind, paper.attribution.name) == ("paper", "월스트리트저널")
    assert len(rao.parts) == 2
    assert rao.parts[0].endswith("사람은 수백 명에 불과하다")
    said_by = rao.attribution
    assert (said_by.name, said_by.organisation, said_by.role) == ("나빈 라오", "데이터브릭스", "생성AI책임자")
    assert (insider.attribution.kind, insider.attribution.role) == ("unnamed", "이 계약의 관계자")
    assert insider.attribution.name == ""


def test_raos_remark_is_pulled_word_for_word_with_his_name(
    built: Path, edition: Edition, raw_sample: Path
) -> None:
    (quote,) = edition.lead_quotes
    assert quote.attribution.name == "나빈 라오"
    source = raw_sample.read_text("utf-8")
    for part in quote.parts:
        assert part in source
        for name in ("email.html", "email.txt", "edition.md", "edition.html"):
            text = (built / name).read_text("utf-8")
            assert "".join(part.split()) in "".join(text.split()), name
            assert "나빈 라오" in text


def test_explain_shows_why(built: Path, digest: Callable) -> None:
    rows = json.loads(digest("explain", "-C", built.parent.parent, "--json").out)
    assert [row["theme"] for row in rows] == ["ai-talent", "ai-investment"]
    assert all(row["margin"] > 0.1 and row["reasons"] for row in rows)

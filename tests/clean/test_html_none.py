"""clean_html: pages without a story give None, and hostile markup neither raises nor hangs."""

import time

import pytest
from html_pages import EN, KO, paragraphs

from digest.clean.html import clean_html

HEADLINES = [
    f"The {what} of Mellin Point is to be rebuilt before the summer"
    for what in ("pier", "school", "bridge", "mill", "inn")
]
KO_HEADLINES = [
    f"가람시, {what} 다시 짓기로… 내년 3월 공사 시작" for what in ("부두", "학교", "다리", "방앗간", "여관")
]


def teasers(headlines, summaries, tag="div"):
    return "".join(
        f"<{tag} class='item'><h3><a href='/n/{n}'>{headline}</a></h3><p>{summary}</p></{tag}>"
        for n, (headline, summary) in enumerate(zip(headlines, summaries, strict=False))
    )


LINKS = "".join(f"<li><a href='/n/{n}'>{headline}</a></li>" for n, headline in enumerate(HEADLINES * 4))
KO_LINKS = "".join(f"<li><a href='/n/{n}'>{headline}</a></li>" for n, headline in enumerate(KO_HEADLINES * 4))
LEGAL = "<footer>Mellin Courier Ltd, 4 Quay Street, Mellin Point. Registered in the county of Mell, no. 118. Editor: T. Oake.</footer>"


@pytest.mark.parametrize(
    ("page", "url"),
    [
        (f"<body><ul>{LINKS}</ul>{LEGAL}</body>", ""),
        (f"<body><ul>{KO_LINKS}</ul></body>", "https://garam.example.org/"),
        (f"<body><main>{teasers(HEADLINES, EN)}</main>{LEGAL}</body>", "https://courier.example.org/news"),
        (f"<body>{teasers(KO_HEADLINES, KO)}</body>", "https://garam.example.org/list?page=2"),
        (f"<body><ul>{teasers(HEADLINES, EN, 'li')}</ul></body>", "https://courier.example.org/tag/pier"),
        (f"<body>{teasers(HEADLINES, EN, 'article')}</body>", "https://courier.example.org/"),
        (f"<body><h1>Welcome</h1>{paragraphs(EN)}</body>", "https://courier.example.org/index.html"),
        ("<body><h1>404</h1><p>The page you asked for is not here any more.</p></body>", ""),
        ("<body><p>요청하신 페이지를 찾을 수 없습니다. 주소를 다시 확인해 주세요.</p></body>", ""),
        ("<body><script>location.href='/a'</script></body>", ""),
        ("<body><form><input name=q><button>Search</button></form></body>", ""),
        ("<html><head><title>Only a title</title></head></html>", ""),
        ("<body><h1>Heading</h1><h2>Another heading of the page</h2></body>", ""),
        ("", ""),
        (" \n\t", ""),
    ],
)
def test_a_page_without_a_story_gives_none(page, url):
    assert clean_html(page, url) is None


STORY = paragraphs(EN)


HOSTILE = {
    "a 10 MB line": "<p>" + "a b c. " * 1_400_000,
    "10 MB of Hangul": "가나다 " * 2_500_000,
    "20,000 nested divs": "<body>" + "<div>" * 20_000 + STORY,
    "unclosed tags": "<p><b><i>never closed " * 10_000,
    "only brackets": "<" * 1_000_000,
    "only line breaks": "<p>" + "a<br>" * 50_000,
    "nested tables": "<table>" * 3_000 + STORY,
    "a long attribute": "<div class='" + "a" * 1_000_000 + "'>" + STORY,
    "deep JSON": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + STORY,
    "broken Fusion": "<script>" + "Fusion.globalContent = {" * 20_000 + "</script>" + STORY,
    "a long title": "<title>" + " - a" * 100_000 + "</title>" + STORY,
    "JSON of open tags": '<script type="application/ld+json">{"@type":"Article","articleBody":"'
    + "<p" * 300_000
    + '"}</script>',
    "bad addresses": '<meta property="og:url" content="http://[bad"><link rel=canonical href="http://[x">'
    + STORY,
    "surrogates": STORY + "\ud800\udfff\ufffe",
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markup_neither_raises_nor_hangs(page):
    start = time.perf_counter()
    cleaned = clean_html(page, "http://[also bad")
    assert time.perf_counter() - start < 60
    assert cleaned is None or all(block.span.of(cleaned.text).strip() for block in cleaned.blocks)


def test_nul_bytes_and_control_characters_are_dropped():
    page = f"<h1>A pier</h1>{STORY}".replace("board", "bo\x00a\x07rd")
    assert clean_html(page).text == "\n\n".join(EN)

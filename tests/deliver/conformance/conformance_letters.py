"""An edition for the conformance suite, made into messages by the real letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from digest.deliver import make_letter
from digest.model import Edition, Field, Message, Newsletter, Rendered, Subscriber, Window

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SUBJECT = "반도체와 사람: 이번 주 여덟 가지 소식"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(reversed(range(256))) * 3
HANA = Subscriber("hana@example.net", "김하나", "ko", id="h4na")
DURI = Subscriber("duri@example.net", 'Duri "D." Lee, Jr.', "en", id="dur1")
SET = Subscriber("set@example.net", "", "ko", id="s3t")
READERS = (HANA, DURI, SET)
WICKED = Subscriber(
    "wicked@example.net", "Eve\r\nBcc: all@example.com\u2028X\u2029\x85\x0b\0<b>", "en\r\n", id="wick3d"
)
WICKED_SUBJECT = "News\r\nBcc: all@example.com\u2028and\0more\x85"
ADDRESS = "letters@example.org"

NEWSLETTER = Newsletter(
    name="주간 한 줌",
    language="ko",
    from_name="주간 한 줌 편집실",
    from_email=ADDRESS,
    web_url="https://example.org/editions/{id}",
    unsubscribe_url="https://example.org/leave?list=weekly",
)


def edition(subject: str = SUBJECT) -> Edition:
    return Edition(
        id="2024-W13",
        number=7,
        newsletter=NEWSLETTER,
        window=Window(date(2024, 3, 25), date(2024, 3, 31)),
        subject=subject,
        preheader="",
        contents=(),
        lead=None,
        lead_quotes=(),
        sections=(),
        sources=(),
        minutes=3,
        themes=(),
    )


PAGE = Rendered(
    html='<!doctype html><html lang="ko"><body><p>안녕하세요, qNAMEq 님 &lt;3</p><p><a href="qLEAVEq">구독 해지</a></p>'
    "</body></html>",
    text="안녕하세요, qNAMEq 님.\n\n이번 주 소식입니다. {{ 3 }} %recipient.x% *|FNAME|*\n구독 해지: qLEAVEq\n",
    markdown="qNAMEq",
    fields=(
        Field("first_name", "qNAMEq", "독자"),
        Field("unsubscribe_url", "qLEAVEq", "https://example.org/leave"),
    ),
)


def leave(reader: str) -> str:
    """A long link of the reader's own, as `digest web` makes it."""
    return f"https://example.org/leave/{reader}.{'Ab3_-' * 24}"


def messages(
    readers: Sequence[Subscriber] = READERS,
    *,
    subject: str = SUBJECT,
    picture: bytes = b"",
    page: Rendered = PAGE,
) -> list[Message]:
    """Return a message for each reader; with `picture` its HTML shows one that travels inside."""
    if picture:
        page = replace(
            page, html=page.html.replace("<body>", '<body><img src="images/plant.png" alt="공장">')
        )
    letter = make_letter(
        edition(subject),
        page,
        {"images/plant.png": picture},
        now=NOW,
        reply_to="answers@example.org",
        leave=leave,
    )
    return [letter.message(reader) for reader in readers]

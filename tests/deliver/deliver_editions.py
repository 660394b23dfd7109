"""Small editions for the tests of delivery."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from digest.model import Edition, Field, Message, Newsletter, Parts, Rendered, Subscriber, Window

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
PNG = b"\x89PNG\r\n\x1a\n" + bytes(reversed(range(256))) * 3

NEWSLETTER = Newsletter(
    name="주간 한 줌",
    language="ko",
    from_name="주간 한 줌 편집실",
    from_email="letters@example.org",
    web_url="https://example.org/editions/{id}",
    unsubscribe_url="https://example.org/leave?list=weekly",
)


def edition(
    *, subject: str = "반도체와 사람: 이번 주 여덟 가지 소식", newsletter: Newsletter = NEWSLETTER
) -> Edition:
    return Edition(
        id="2024-W13",
        number=7,
        newsletter=newsletter,
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


def rendered(**changes: str) -> Rendered:
    page = Rendered(
        html=(
            '<!doctype html><html lang="ko"><body><p>안녕하세요, qNAMEq 님 &lt;3</p>\n'
            '<img alt="공장" src="images/plant.jpg"><img src="images/chart.png" alt="a > b">\n'
            '<a href="images/plant.jpg">크게</a><img src="https://example.org/far.png">\n'
            '<p><a href="qLEAVEq">구독 해지</a> <a href="qWEBq">웹에서 보기</a></p></body></html>'
        ),
        text="안녕하세요, qNAMEq 님.\n\n이번 주 소식입니다.\n구독 해지: qLEAVEq\n웹: qWEBq\n",
        markdown="qNAMEq",
        fields=(
            Field("first_name", "qNAMEq", "독자"),
            Field("unsubscribe_url", "qLEAVEq", NEWSLETTER.unsubscribe_url),
            Field("web_url", "qWEBq", "https://example.org/editions/2024-W13?utm_source=letter"),
        ),
    )
    return replace(page, **changes)


@dataclass(frozen=True)
class Ready:
    """A letter whose bytes are ready: what a provider needs is in there whatever made it."""

    data: bytes
    sender: str = "letters@example.org"

    def raw(self, reader: Subscriber) -> bytes:
        del reader
        return self.data

    def parts(self, reader: Subscriber) -> Parts:
        return Parts("", self.sender, reader.name, reader.email, "", "", "", "")


def mail(to: str, data: bytes) -> Message:
    key = hashlib.sha256(to.encode("utf-8", "replace")).hexdigest()[:32]
    return Message(key, Subscriber(to), Ready(data))

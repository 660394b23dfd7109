"""The message as a mail program reads it back from a real file."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from deliver_editions import JPEG, NEWSLETTER, NOW, PNG, edition, rendered
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver import make_letter
from digest.deliver.letter.frozen import first_name
from digest.deliver.letter.policy import header_text
from digest.deliver.providers.eml import FileProvider
from digest.errors import ConfigError
from digest.model import Newsletter, Subscriber

PICTURES = {"images/plant.jpg": JPEG, "images/chart.png": PNG, "images/unused.jpg": b"\xff\xd8\xffx"}
HANA = Subscriber("hana@example.net", "김하나", "ko")


def raw(subscriber=HANA, *, ed=None, page=None, now=NOW, pictures=None) -> bytes:
    return make_letter(ed or edition(), page or rendered(), pictures or {}, now=now).raw(subscriber)


def read(data: bytes):
    return email.message_from_bytes(data, policy=email.policy.default)


def every_part(message):
    return list(message.walk())


def test_a_written_message_reads_back_part_by_part(tmp_path: Path):
    message = make_letter(edition(), rendered(), PICTURES, now=NOW).message(HANA)
    [receipt] = FileProvider(tmp_path / "mail").connect().send([message], message.key)
    back = read(Path(receipt.detail).read_bytes())
    mine = rendered().fill(
        first_name="김하나",
        unsubscribe_url="https://example.org/leave?list=weekly",
        web_url="https://example.org/editions/2024-W13?utm_source=letter",
    )

    assert [p.get_content_type() for p in every_part(back)] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/jpeg",
        "image/png",
    ]
    assert not any(p.defects for p in every_part(back))
    plain, related = back.iter_parts()
    page, jpeg, png = related.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == mine.text
    assert jpeg.get_content() == JPEG
    assert png.get_content() == PNG
    html = page.get_content().replace("\r\n", "\n")
    pointed = re.findall(r'src="cid:([^"]+)"', html)
    assert [f"<{cid}>" for cid in pointed] == [jpeg["Content-ID"], png["Content-ID"]]
    restored = html.replace(f"cid:{pointed[0]}", "images/plant.jpg").replace(
        f"cid:{pointed[1]}", "images/chart.png"
    )
    assert restored == mine.html


def test_headers_say_who_what_and_how_to_leave():
    back = read(raw())
    assert back["From"].addresses[0].display_name == "주간 한 줌 편집실"
    assert back["From"].addresses[0].addr_spec == "letters@example.org"
    assert back["To"].addresses[0].display_name == "김하나"
    assert back["To"].addresses[0].addr_spec == "hana@example.net"
    assert back["Subject"] == "반도체와 사람: 이번 주 여덟 가지 소식"
    assert back["Date"].datetime == NOW
    assert back["List-Id"] == "주간 한 줌 <letters.example.org>"
    assert back["List-Unsubscribe"] is not None
    assert back["List-Unsubscribe-Post"] is None, "one address for all readers can't leave for one of them"


def test_a_long_unsubscribe_link_stands_literally_in_the_bytes():
    url = "https://example.org/leave/" + "a1b2c3d4" * 30
    data = raw(ed=edition(newsletter=replace(NEWSLETTER, unsubscribe_url=url)))
    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in data


def test_an_unsubscribe_link_cannot_break_out_of_its_header():
    url = "https://example.org/x>\r\nBcc: everyone@example.com\r\n<나가기"
    back = read(raw(ed=edition(newsletter=replace(NEWSLETTER, unsubscribe_url=url))))
    assert back["Bcc"] is None
    assert re.fullmatch(r"<https://example\.org/x[!-;=?-~]*>", back["List-Unsubscribe"])


@pytest.mark.parametrize("url", ["", "http://example.org/leave", "mailto:leave@example.org"])
def test_without_an_https_link_no_header_tells_how_to_leave(url: str):
    back = read(raw(ed=edition(newsletter=replace(NEWSLETTER, unsubscribe_url=url))))
    assert back["List-Unsubscribe"] is None
    assert back["List-Unsubscribe-Post"] is None


def test_without_pictures_there_is_no_related_part():
    assert [p.get_content_type() for p in every_part(read(raw()))] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_one_picture_in_two_places_travels_once():
    page = rendered(html='<p><img src="a.png"><img src="b.png"></p>')
    parts = every_part(read(raw(page=page, pictures={"a.png": PNG, "b.png": PNG})))
    assert [p.get_content_type() for p in parts].count("image/png") == 1
    assert parts[3].get_content().count("cid:") == 2


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.gif", b"GIF89a..", "image/gif"),
        ("a.webp", b"RIFF....WEBP", "image/webp"),
        ("a.png", JPEG, "image/jpeg"),
        ("a.svg", b"<svg/>", "image/svg+xml"),
        ("a", b"?", "application/octet-stream"),
    ],
)
def test_a_picture_is_named_for_what_it_is(name: str, data: bytes, kind: str):
    page = rendered(html=f'<p><img src="{name}"></p>')
    assert every_part(read(raw(page=page, pictures={name: data})))[-1].get_content_type() == kind


def test_korean_text_goes_as_base64_and_english_as_quoted_printable():
    for text, cte in (
        ("한국어 본문입니다. " * 40, "base64"),
        ("English text, mostly. é" * 40, "quoted-printable"),
    ):
        plain, page = read(raw(page=rendered(text=text))).iter_parts()
        assert plain["Content-Transfer-Encoding"] == cte
        assert page["Content-Transfer-Encoding"] == "quoted-printable"
        assert plain.get_content().rstrip("\r\n") == text


def test_the_same_values_give_the_same_bytes_and_the_id_ignores_the_time():
    later = datetime(2026, 12, 1, tzinfo=UTC)
    assert raw(pictures=PICTURES) == raw(pictures=PICTURES)
    assert read(raw())["Message-ID"] == read(raw(now=later))["Message-ID"]
    ids = {
        read(raw(subscriber))["Message-ID"]
        for subscriber in (HANA, Subscriber("duri@example.net"), Subscriber("Hana@Example.net", "other"))
    }
    assert len(ids) == 2


def test_personal_values_are_escaped_in_html_and_absent_fields_are_no_error():
    [plain, page] = read(raw(Subscriber("x@example.net", "<b>Eve</b> Doe"))).iter_parts()
    assert "&lt;b&gt;Eve&lt;/b&gt;" in page.get_content()
    assert "<b>Eve</b>" in plain.get_content()
    assert read(raw(page=rendered(fields=())))["Subject"]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ada Byron", "Ada"),
        ("김하나", "김하나"),
        ("김 하나", "김 하나"),
        ("山田 花子", "山田 花子"),
        ("  Ada  ", "Ada"),
        ("", ""),
    ],
)
def test_a_greeting_uses_the_name_as_its_language_does(name: str, first: str):
    assert first_name(name) == first


def test_a_reader_without_a_name_gets_the_default():
    [plain, _] = read(raw(Subscriber("x@example.net"))).iter_parts()
    assert "안녕하세요, 독자 님." in plain.get_content()


def test_an_international_domain_is_written_in_ascii():
    assert read(raw(Subscriber("hana@한국.kr")))["To"].addresses[0].domain == "xn--3e0b707e.kr"


@pytest.mark.parametrize("sender", ["", "nobody", "a@b@", "x@example.org\r\nBcc: y@example.org"])
def test_without_a_usable_sender_nothing_is_composed(sender: str):
    with pytest.raises(ConfigError, match=r"sender.*from_email"):
        raw(ed=edition(newsletter=replace(NEWSLETTER, from_email=sender)))


def test_an_unchecked_address_is_refused_before_the_wire():
    with pytest.raises(ConfigError, match="no usable address"):
        raw(Subscriber("x@example.net\r\nBcc: y@example.org"))


def words_of(value: str) -> str:
    """Decode by the library's older reader: the newer one puts a space between two encoded-words of a name."""
    quoted = re.fullmatch(r'"(.*)"', value.strip(), re.DOTALL)
    if quoted:
        return header_text(re.sub(r"\\(.)", r"\1", quoted[1]))
    return header_text(str(make_header(decode_header(value.strip()))))


ANY = st.text(st.characters(), max_size=120)


@settings(max_examples=400, deadline=None)
@given(name=ANY, subject=ANY, paper=ANY)
def test_no_text_breaks_a_header(name: str, subject: str, paper: str):
    newsletter = Newsletter(name=paper, from_name="", from_email="a@example.org")
    data = raw(
        Subscriber("x@example.net", name), ed=edition(subject=subject, newsletter=newsletter), page=rendered()
    )
    head = data.partition(b"\r\n\r\n")[0]
    back = read(data)
    assert [key for key, _ in back.items()] == [
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert max(len(line) for line in head.split(b"\r\n")) <= 78
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^ ]*\?=", head))
    assert back["To"].addresses[0].addr_spec == "x@example.net"
    old = email.message_from_bytes(data)
    assert words_of(old["Subject"]) == header_text(subject)
    assert words_of(old["To"].rpartition("<")[0]) == header_text(name)
    assert words_of(old["From"].rpartition("<")[0]) == header_text(paper)
    assert words_of(old["List-Id"].rpartition("<")[0]) == header_text(paper)


@pytest.mark.parametrize("hidden", ["\r\nBcc: y@example.org", "\nX: y", "\x0bX: y", "\u2028X: y"])
def test_a_line_end_hidden_in_an_encoded_word_stays_out_of_the_header(hidden: str):
    subject = f"=?utf-8?b?{base64.b64encode(hidden.encode()).decode()}?="
    head = raw(ed=edition(subject=f"한 {subject}")).partition(b"\r\n\r\n")[0]
    assert [line for line in head.split(b"\r\n") if not re.match(rb"[A-Z][A-Za-z-]+: | ", line)] == []
    assert read(head + b"\r\n\r\n").keys() == read(raw()).keys()


def test_a_long_domain_stays_literal_in_every_id():
    domain = ".".join(["department-of-weekly-letters"] * 5 + ["example.org"])
    newsletter = replace(NEWSLETTER, from_email=f"letters@{domain}")
    data = raw(ed=edition(newsletter=newsletter), pictures=PICTURES)
    assert data.count(f"@{domain}>\r\n".encode()) == 4
    assert f"\r\n <letters.{domain}>\r\n".encode() in data


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(), max_size=3000) | st.text("a. \t\r\n=한", max_size=3000))
def test_no_text_breaks_a_body(text: str):
    data = raw(page=rendered(text=text, html=f"<p>{text}</p>", fields=()))
    assert max(len(line) for line in data.split(b"\r\n")) <= 78
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    plain, page = read(data).iter_parts()
    expected = re.sub(r"\r\n?", "\n", re.sub("[\ud800-\udfff]", "\ufffd", text))
    for part, wanted in ((plain, expected), (page, f"<p>{expected}</p>")):
        assert part.get_payload(decode=True).decode().replace("\r\n", "\n").rstrip("\n") == wanted.rstrip(
            "\n"
        )

"""One letter for all readers: each gets a message of their own, and a stored letter makes the same ones."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from deliver_editions import JPEG, NEWSLETTER, NOW, PNG, edition, rendered
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.deliver import make_letter, read_letter
from digest.deliver.letter.encoding import based, quoted
from digest.errors import ConfigError, InputError
from digest.model import Field, Subscriber

PICTURES = {"images/plant.jpg": JPEG, "images/chart.png": PNG}
HANA = Subscriber("hana@example.net", "김하나", "ko", id="hanas-own")
DURI = Subscriber("duri@example.net", "Duri", "en", id="duris-own")


def leave(public_id: str) -> str:
    return f"https://leave.example.org/u/{public_id}"


def letter(**options):
    ed = options.pop("ed", None) or edition()
    return make_letter(ed, rendered(), PICTURES, now=NOW, **options)


def read(data: bytes):
    return email.message_from_bytes(data, policy=email.policy.default)


def texts(data: bytes) -> tuple[str, str]:
    back = read(data)
    return tuple(
        part.get_payload(decode=True).decode().replace("\r\n", "\n")
        for part in back.walk()
        if part.get_content_maintype() == "text"
    )


def test_a_reader_leaves_by_a_link_of_their_own():
    ours = letter(leave=leave)
    for reader in (HANA, DURI):
        data, own = ours.raw(reader), leave(reader.id)
        assert f"\r\nList-Unsubscribe: <{own}>\r\n".encode() in data
        assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in data
        for text in texts(data):
            assert own in text
            assert NEWSLETTER.unsubscribe_url not in text


@pytest.mark.parametrize(
    ("reader", "how"),
    [(HANA, None), (replace(HANA, id=""), leave)],
    ids=["no page of ours", "nobody keeps them"],
)
def test_without_a_link_of_their_own_nothing_promises_one_click(reader: Subscriber, how):
    data = letter(leave=how).raw(reader)
    assert f"\r\nList-Unsubscribe: <{NEWSLETTER.unsubscribe_url}>\r\n".encode() in data
    assert b"List-Unsubscribe-Post" not in data
    assert all(NEWSLETTER.unsubscribe_url.replace("&", "&amp;") in text for text in texts(data))


def test_a_link_that_is_not_https_is_shown_and_not_promised():
    data = letter(leave=lambda one: f"http://127.0.0.1:8000/u/{one}").raw(HANA)
    assert b"List-Unsubscribe" not in data
    assert all("http://127.0.0.1:8000/u/hanas-own" in text for text in texts(data))


def test_answers_go_where_the_newsletter_wants_them():
    assert read(letter(reply_to="editor@example.org").raw(HANA))["Reply-To"] == "editor@example.org"
    assert read(letter().raw(HANA))["Reply-To"] is None
    with pytest.raises(ConfigError, match="reply_to"):
        letter(reply_to="editor@example.org\r\nBcc: all@example.org")


def test_a_message_begins_its_id_with_its_key():
    ours = letter()
    keys = {ours.message(reader).key for reader in (HANA, DURI, replace(HANA, email="new@example.net"))}
    assert len(keys) == 2, "an address that was mended is the same reader"
    for reader in (HANA, DURI):
        message = ours.message(reader)
        assert re.fullmatch(r"[0-9a-zA-Z]{32}", message.key)
        assert read(message.raw)["Message-ID"].startswith(f"<{message.key}.")
        assert message.to == reader.email
    other = letter(ed=replace(edition(), id="2024-W14"))
    assert other.message(HANA).key != ours.message(HANA).key


def test_readers_without_an_id_are_told_apart_by_their_mailbox():
    ours = letter()
    spelled = [Subscriber(a) for a in ("hana@example.net", "Hana@Example.NET", "duri@example.net")]
    first, again, other = (ours.message(reader).key for reader in spelled)
    assert first == again != other


def test_a_stored_letter_makes_the_same_messages():
    ours = letter(leave=leave, reply_to="editor@example.org")
    stored = ours.to_bytes()
    back = read_letter(stored, now=NOW, leave=leave)
    assert back.raw(HANA) == ours.raw(HANA)
    assert back.parts(DURI) == ours.parts(DURI)
    assert back.to_bytes() == stored


def test_a_stored_letter_takes_the_date_of_the_run_that_sends_it():
    ours = letter()
    later = NOW + timedelta(days=2)
    back = read_letter(ours.to_bytes(), now=later)
    assert read(back.raw(HANA))["Date"].datetime == later
    dated = re.compile(rb"\r\nDate: [^\r]+")
    assert dated.sub(b"", back.raw(HANA)) == dated.sub(b"", ours.raw(HANA))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:-100] + bytes([data[-100] ^ 1]) + data[-99:],
        lambda _: b"",
        lambda data: data.replace(b"digest copy 1", b"digest copy 2"),
        lambda data: data[:40],
    ],
)
def test_a_damaged_letter_is_not_sent(damage):
    with pytest.raises(InputError, match="can't be read") as caught:
        read_letter(damage(letter().to_bytes()), now=NOW)
    assert "\n" not in str(caught.value)


def test_the_parts_say_what_the_bytes_say():
    ours = letter(leave=leave, reply_to="editor@example.org")
    parts, back = ours.parts(HANA), read(ours.raw(HANA))
    assert (parts.text, parts.html) == texts(ours.raw(HANA))
    assert (parts.from_name, parts.from_email) == ("주간 한 줌 편집실", "letters@example.org")
    assert (parts.to_name, parts.to_email) == ("김하나", "hana@example.net")
    assert parts.subject == back["Subject"]
    assert parts.reply_to == back["Reply-To"]
    assert {name: back[name] for name, _ in parts.headers if name != "List-Id"} == {
        name: value for name, value in parts.headers if name != "List-Id"
    }
    assert {"Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"} == dict(
        parts.headers
    ).keys()
    assert all(value.isascii() and value.isprintable() for _, value in parts.headers)
    inside = [part for part in back.walk() if part.get_content_maintype() == "image"]
    assert [(p.content_id, p.kind, p.data) for p in parts.pictures] == [
        (part["Content-ID"].strip("<>"), part.get_content_type(), part.get_content()) for part in inside
    ]


def test_readers_differ_in_what_is_their_own_and_in_nothing_else():
    ours = letter(leave=leave)
    same = replace(HANA, email="hanb@example.net", id="other-own")
    pairs = zip(ours.raw(HANA).split(b"\r\n"), ours.raw(same).split(b"\r\n"), strict=True)
    differing = {left.partition(b":")[0] for left, right in pairs if left != right}
    own = {b"To", b"Message-ID", b"List-Unsubscribe"}
    assert own <= differing
    assert len(differing) <= len(own) + 4, "the link in the two texts, a line or two each"


TOKENS = ("tokenfirst0123", "tokensecond4567")
FIELDS = tuple(Field(token, token, "") for token in TOKENS)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120).map(
    lambda text: " ".join(text.split())
)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from([*TOKENS, "\n", " ", ".", "=", "From ", "\t", "x" * 75]),
        st.text("한a. \n=é", max_size=200),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@example(text=f"{'x' * 75} \n{'x' * 74}\t\n{'x' * 73} ", first="", second="")
@given(text=TEXTS, first=WORDS, second=WORDS)
def test_a_value_goes_into_an_encoded_text_as_into_the_text_itself(text: str, first: str, second: str):
    values = dict(zip(TOKENS, (first, second), strict=True))
    wanted = re.sub("|".join(TOKENS), lambda found: values[found[0]], text).replace("\n", "\r\n").encode()
    for part in (quoted(text, FIELDS), based(text, FIELDS)):
        lines = b"".join(part.fill(values))
        assert max(len(line) for line in lines.split(b"\r\n")) <= 76
        assert lines.isascii()
        assert b"\r\n." not in b"\r\n" + lines
        head = f"Content-Transfer-Encoding: {part.encoding}\r\n\r\n".encode()
        assert email.message_from_bytes(head + lines).get_payload(decode=True) == wanted


ANY = st.text(st.characters(), max_size=80)


@settings(max_examples=200, deadline=None)
@given(name=ANY, subject=ANY)
def test_whatever_is_in_a_name_or_a_subject_the_message_parses_without_a_defect(name: str, subject: str):
    data = make_letter(edition(subject=subject), rendered(), {}, now=NOW, leave=leave).raw(
        replace(HANA, name=name)
    )
    back = read(data)
    assert not any(part.defects for part in back.walk())
    assert [key for key, value in back.items() if value.defects] == []
    assert back.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
        "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert max(len(line) for line in data.split(b"\r\n")) <= 78


@settings(max_examples=100, deadline=None)
@given(reply=st.one_of(ANY, ANY.map("editor{}@example.org".format), ANY.map("editor@example.org{}".format)))
def test_whatever_stands_as_the_address_for_answers_it_is_one_header_or_refused(reply: str):
    try:
        data = make_letter(edition(), rendered(), {}, now=NOW, reply_to=reply).raw(HANA)
    except ConfigError as refused:
        assert "\n" not in str(refused)  # noqa: PT017 -- an address that is one is taken
    else:
        back = read(data)
        assert back.keys()[5 : 6 + bool(reply)] == ["Reply-To", "List-Id"][not reply :]
        assert len(back.keys()) == len(set(back.keys()))

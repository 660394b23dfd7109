"""Whatever a title or a name holds, a message's headers are those that we wrote."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from email import message_from_bytes, policy

import strategies as some
from hypothesis import example, given
from hypothesis import strategies as st

from digest.deliver import make_letter
from digest.deliver.address import wire_address
from digest.errors import ConfigError
from digest.model import Subscriber
from digest.pipeline import build_edition
from digest.render import render_edition

OURS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
}
INJECTED = "x\r\nBcc: all@example.org\r\n\r\n<script>"
words = st.one_of(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "\r\n",
                    "\n",
                    "\r",
                    "\x0b",
                    "\x0c",
                    "\x85",
                    "\u2028",
                    "\0",
                    "Bcc: a@example.org",
                    ",",
                    "<",
                    ">",
                    '"',
                    "=?utf-8?q?=0D=0A?=",
                    "홍가람",
                ]
            ),
            some.any_text,
        ),
        max_size=8,
    ).map("".join),
    some.any_text,
)

with some.laid({"a.md": some.front("A title", " ".join(some.ENGLISH))}) as _root:
    EDITION = build_edition(some.config(_root), now=some.NOW).edition


@some.ANY
@given(subject=words, name=words, reader=words, ident=words, url=words)
@example(subject=INJECTED, name=INJECTED, reader=INJECTED, ident=INJECTED, url=INJECTED)
def test_no_line_break_reaches_a_header(subject, name, reader, ident, url):
    paper = replace(
        some.NEWSLETTER, name=name, from_name=reader, unsubscribe_url=f"https://example.org/{url}"
    )
    edition = replace(EDITION, subject=subject, newsletter=paper, id=ident)
    letter = make_letter(edition, render_edition(EDITION), {}, now=some.NOW)
    check(letter.raw(Subscriber("reader@example.com", reader)))


@some.ANY
@given(words, words)
@example("a@example.com\r\nBcc: b@example.org", "a@example.org\n\nbody")
@example("a@example.com, b@example.com", "a@example.org")
@example("=?utf-8?q?=0D=0A?=", "=?utf-8?q?=0D=0ABcc:_b?=@example.org")
def test_no_line_break_of_an_address_reaches_a_header(to, sender):
    for reader, origin in (
        (to, "a@example.org"),
        (f"{to}@example.com", "a@example.org"),
        ("a@example.com", sender),
        ("a@example.com", f"a@{sender}.org"),
    ):
        edition = replace(EDITION, newsletter=replace(some.NEWSLETTER, from_email=origin))
        try:
            raw = make_letter(edition, render_edition(EDITION), {}, now=some.NOW).raw(Subscriber(reader))
        except ConfigError as refused:
            assert "\n" not in str(refused)  # noqa: PT017 -- an address that is one is taken
        else:
            check(raw)
            (recipient,) = message_from_bytes(raw, policy=policy.default)["To"].addresses
            assert recipient.addr_spec == wire_address(reader)


@some.ANY
@given(words)
def test_a_title_from_a_file_stays_in_the_subject(title):
    with some.laid(
        {
            "a.json": json.dumps({"title": title, "text": " ".join(some.ENGLISH)}),
            "b.md": some.front("Another", "One. Two."),
        }
    ) as root:
        edition = build_edition(some.config(root), now=some.NOW).edition
    letter = make_letter(edition, render_edition(edition), {}, now=some.NOW)
    check(letter.raw(Subscriber("reader@example.com")))
    assert not {unicodedata.category(c) for c in edition.subject} & {"Cc", "Zl", "Zp"}


def check(raw: bytes) -> None:
    head, blank, _ = raw.partition(b"\r\n\r\n")
    assert blank
    names = []
    for line in head.split(b"\r\n"):
        assert not re.search(rb"[\r\n\0]", line)
        if line[:1] not in b" \t":
            names.append(line.partition(b":")[0].decode("ascii"))
    assert len(names) == len(set(names))
    assert set(names) <= OURS
    assert {"From", "To", "Subject", "Date", "Message-ID"} <= set(names)

"""A mailbox in one text, as Resend and Postmark take it: any name comes back as it was."""

from __future__ import annotations

import pytest
from conformance_services import mailbox as read
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.letter.policy import header_text
from digest.deliver.providers import web


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    | st.text('ab "\\,<>@.;:()[]한', max_size=40)
)
def test_any_name_survives(written: str):
    name = header_text(written)
    if "=?" in name:  # an encoded-word, which a reader decodes wherever it stands
        return
    assert read(web.mailbox(name, "ann@example.org")) == ("ann@example.org", name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("", "ann@example.org"),
        ("김하나", "김하나 <ann@example.org>"),
        ("Ann O'Neil", '"Ann O\'Neil" <ann@example.org>'),
        ('A "B" \\ C', '"A \\"B\\" \\\\ C" <ann@example.org>'),
        ("eve@example.com, x", '"eve@example.com, x" <ann@example.org>'),
    ],
)
def test_a_name_is_quoted_where_it_must_be(name: str, text: str):
    assert web.mailbox(name, "ann@example.org") == text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("fine", "fine"),
        (" a\r\n\tb\u2028c\0d ", "a b c d"),
        ("x" * 500, "x" * 199 + "…"),
        ("\ud800", "\ud800".encode("utf-8", "replace").decode().replace("?", "")),
    ],
)
def test_what_others_say_is_one_short_line(said: str, kept: str):
    assert web.one_line(said) == kept

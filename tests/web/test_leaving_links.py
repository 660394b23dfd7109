"""Tokens: they name a reader by an opaque id, and only our keys make them."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.leaving import Keys, leave_keys, link, reader_of, token_of
from digest.errors import ConfigError

NEW, OLD = b"n" * 32, b"o" * 32
BOTH = Keys((NEW, OLD))
IDS = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=24)


@given(IDS)
def test_a_token_is_read_back_and_fits_into_an_address(public: str):
    token = token_of(BOTH, public)
    assert re.fullmatch("[A-Za-z0-9._-]+", token)
    assert reader_of(BOTH, token) == public


@given(IDS, st.data())
def test_a_token_with_any_sign_changed_is_none(public: str, data: st.DataObject):
    token = token_of(BOTH, public)
    at = data.draw(
        st.integers(0, len(token) - 2)
    )  # the last sign of base64 holds two bits that count for nothing
    sign = data.draw(st.characters().filter(lambda c: c != token[at]))
    assert reader_of(BOTH, token[:at] + sign + token[at + 1 :]) is None


@given(st.text(max_size=300))
def test_any_other_text_is_none(text: str):
    assert reader_of(BOTH, text) is None


def test_the_first_key_signs_and_all_verify():
    token = token_of(BOTH, "reader")
    assert token == token_of(Keys((NEW,)), "reader")
    assert reader_of(Keys((OLD, NEW)), token) == "reader"
    assert reader_of(Keys((OLD,)), token) is None


def test_a_link_to_leave_by_is_none_to_come_back_by():
    assert reader_of(BOTH, token_of(BOTH, "reader"), "return") is None
    assert reader_of(BOTH, token_of(BOTH, "reader", "return")) is None
    assert reader_of(BOTH, token_of(BOTH, "reader", "return"), "return") == "reader"


def test_a_link_stands_under_the_address_of_the_server():
    expected = f"https://example.org/weekly/leave/{token_of(BOTH, 'reader')}"
    assert link("https://example.org/weekly", BOTH, "reader") == expected
    assert link("https://example.org/weekly/", BOTH, "reader") == expected


def test_keys_come_from_the_environment_and_are_not_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGEST_LEAVE_KEYS", f" {NEW.decode()} , {OLD.decode()},\n")
    assert leave_keys() == BOTH
    assert NEW.decode() not in repr(leave_keys())


@pytest.mark.parametrize("value", ["", " , ", "short", f"{'n' * 32},canary"])
def test_keys_that_are_missing_or_can_be_guessed_are_one_line(monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("DIGEST_LEAVE_KEYS", value)
    with pytest.raises(ConfigError, match="DIGEST_LEAVE_KEYS") as caught:
        leave_keys()
    assert str(caught.value).isprintable()
    assert caught.value.mend
    assert "canary" not in str(caught.value)

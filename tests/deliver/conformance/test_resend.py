"""Resend: batches under a key, the bad one of a batch, codes, and what its own description lets through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conformance_letters import HANA, PNG, messages
from conformance_services import RESEND, reply_resend_strict
from conformance_stands import CANARY, WebStand, made, many, setup_of, told
from servers_http import Got, as_json, forward, prism

from digest.deliver.providers import PROVIDERS, resend
from digest.deliver.wire.http import Answer
from digest.errors import ProviderError, UnsupportedError

KEY = "0123456789abcdef0123456789abcdef"


@contextmanager
def resend_server(monkeypatch: pytest.MonkeyPatch, service=RESEND) -> Iterator[WebStand]:
    monkeypatch.setenv("DIGEST_RESEND_KEY", f"re_{CANARY}")
    found = WebStand(service, lambda _: None)
    with found.echo:
        yield found
    assert not found.wrong, found.wrong[0]


def test_the_bad_ones_of_a_batch_are_found_in_few_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sent = many(100)
    with resend_server(monkeypatch, replace(RESEND, reply=reply_resend_strict)) as at:
        at.refused = {"r3@example.net", "r4@example.net", "r77@example.net"}
        connection = made(at.setup(tmp_path)).connect()
        receipts = connection.send(sent, KEY)
        connection.close()
    assert [r.key for r in receipts] == [m.key for m in sent]
    assert {m.to for m, r in zip(sent, receipts, strict=True) if r.state == "refused"} == at.refused
    assert {r.state for r in receipts} == {"accepted", "refused"}
    taken = [seen.to for seen in at.accepted]
    assert sorted(taken) == sorted({m.to for m in sent} - at.refused)
    assert len(at.echo.got) < 40


def test_a_second_time_the_halves_have_the_same_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with resend_server(monkeypatch, replace(RESEND, reply=reply_resend_strict)) as at:
        at.refused = {"r1@example.net"}
        for _ in range(2):
            connection = made(at.setup(tmp_path)).connect()
            connection.send(many(7), KEY)
            connection.close()
    keys = [got.headers["idempotency-key"] for got in at.echo.got]
    assert keys[: len(keys) // 2] == keys[len(keys) // 2 :]
    assert len(set(keys)) == len(keys) // 2
    assert len(at.accepted) == 6


def test_an_account_that_is_shut_between_two_halves_keeps_what_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    shut = as_json({"name": "daily_quota_exceeded", "message": "no more today", "statusCode": 429}, 429)
    with resend_server(monkeypatch, replace(RESEND, reply=reply_resend_strict)) as at:
        at.refused = {"r7@example.net"}
        strict = as_json({"name": "validation_error", "message": "a bad one"}, 422)
        at.fault(strict, as_json({"data": [{"id": str(n)} for n in range(4)]}), shut, shut)
        connection = made(at.setup(tmp_path)).connect()
        receipts = connection.send(many(8), KEY)
        assert [r.state for r in receipts] == ["accepted"] * 4 + ["deferred"] * 4
        with pytest.raises(ProviderError, match="daily_quota_exceeded"):
            connection.send(many(8)[4:], KEY)
        connection.close()


def test_pictures_go_one_message_a_call_as_a_batch_drops_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sent = messages(picture=PNG)
    with resend_server(monkeypatch) as at:
        connection = made(at.setup(tmp_path)).connect()
        receipts = connection.send(sent, KEY)
        connection.close()
    assert [r.state for r in receipts] == ["accepted"] * 3
    assert [(got.path, got.headers["idempotency-key"]) for got in at.echo.got] == [
        ("/emails", m.key) for m in sent
    ]
    assert all(list(seen.pictures.values()) == [PNG] for seen in at.accepted)


def test_who_says_slower_is_not_asked_for_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with resend_server(monkeypatch) as at:
        slower = as_json({"name": "rate_limit_exceeded", "message": "x"}, 429, Retry_After="3")
        at.fault(as_json({"id": "a"}), slower)
        connection = made(at.setup(tmp_path)).connect()
        receipts = connection.send(messages(picture=PNG), KEY)
        connection.close()
    assert [(r.state, r.wait) for r in receipts] == [("accepted", 0), ("deferred", 3), ("deferred", 3)]
    assert len(at.echo.got) == 2


def test_with_pictures_it_promises_what_it_can_keep():
    plain = setup_of("resend", {}, "resend_key")
    assert PROVIDERS["resend"](plain).traits.batch == 100
    traits = PROVIDERS["resend"](replace(plain, pictures=True)).traits
    assert (traits.batch, traits.rate, traits.key_life) == (1, 2.0, 86_400.0)


@pytest.mark.parametrize(
    ("answer", "states"),
    [
        (told({"data": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}), "accepted accepted accepted"),
        (
            told({"data": [{"id": "a"}], "errors": [{"index": 0, "message": "x"}, {"index": 2}]}),
            "refused accepted refused",
        ),
        (told({"data": [], "errors": [{"index": n} for n in range(3)]}), "refused refused refused"),
        (told({"data": [{"id": "a"}, {"id": "b"}]}), "unknown unknown unknown"),
        (told({"data": [{"id": "a"}] * 4}), "unknown unknown unknown"),
        (told({"data": [{"id": "a"}] * 3, "errors": [{"index": 9}]}), "unknown unknown unknown"),
        (told({"data": [{"id": "a"}] * 3, "errors": [{"index": "x"}]}), "unknown unknown unknown"),
        (told({"data": [{}] * 3}), "unknown unknown unknown"),
        (told({"data": 3}), "unknown unknown unknown"),
        (told(["a"]), "unknown unknown unknown"),
        (Answer(200, b"<html>"), "unknown unknown unknown"),
        (Answer(200, b"[" * 100_000), "unknown unknown unknown"),
        (told({"name": "invalid_idempotent_request", "message": "x"}, 409), "unknown unknown unknown"),
        (told({"name": "concurrent_idempotent_requests", "message": "x"}, 409), "unknown unknown unknown"),
        (told({"name": "validation_error", "message": "x"}, 422), "refused refused refused"),
        (told({"name": "validation_error", "message": "x"}, 400), "refused refused refused"),
        (told({"name": "rate_limit_exceeded", "message": "x"}, 429, 2.0), "deferred deferred deferred"),
        (told({"name": "application_error", "message": "x"}, 500), "unknown unknown unknown"),
    ],
)
def test_what_resend_says(answer: Answer, states: str):
    receipts = resend.receipts(messages(), answer)
    assert [r.state for r in receipts] == states.split()
    assert [r.key for r in receipts] == [m.key for m in messages()]
    assert {r.wait for r in receipts} == {answer.wait}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("daily_quota_exceeded", 429),
        ("monthly_quota_exceeded", 429),
        ("invalid_from_address", 422),
        ("invalid_api_key", 403),
        ("missing_api_key", 401),
        ("validation_error", 403),
        ("not_found", 404),
        ("moved", 301),
    ],
)
def test_what_holds_for_every_message_ends_it(name: str, status: int):
    with pytest.raises(ProviderError, match=rf"resend refuses: .*{name}: a \?\? b") as caught:
        resend.receipts(messages(), told({"name": name, "message": "a ??\r\n\u2028b"}, status))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("key", ["", "k" * 257, "키", "a\r\nb"])
def test_a_key_that_resend_would_not_keep_never_leaves(key: str):
    with pytest.raises(UnsupportedError, match="idempotency key"):
        resend.request(messages(), key)


def test_what_prism_refuses_and_what_it_lets_through_we_never_send():
    """The description's own judge, on requests made worse by hand; then ours, which can't make them."""
    good = resend.request(many(2), KEY)
    plain = {"authorization": "Bearer re_x", **{n.lower(): str(v) for n, v in good.headers.items()}}
    with prism("resend.yaml") as base:

        def judged(body: Any = None, **headers: str) -> int:
            kept = {name: value for name, value in {**plain, **headers}.items() if value}
            data = json.dumps(body).encode() if body is not None else good.body
            return forward(base, Got("POST", "/emails/batch", kept, data)).status

        emails = json.loads(good.body)
        assert judged() == 200
        assert judged(authorization="") == 401
        assert judged([{k: v for k, v in emails[0].items() if k != "subject"}]) == 422
        assert judged(**{"idempotency-key": "k" * 300}) == 422
        assert judged([*emails] * 51) == 200, "Prism knows no limit of 100"
        assert judged([{**emails[0], "surprise": 1}]) == 200, "nor unknown fields"
        known = {"from", "to", "subject", "html", "text", "reply_to", "headers", "attachments"}
        assert {key for email in emails for key in email} <= known
    with pytest.raises(UnsupportedError):
        PROVIDERS["resend"](setup_of("resend", {}, "resend_key")).connect().send(many(101), KEY)


def test_a_message_that_is_too_large_is_unsupported():
    large = messages([HANA], picture=PNG + bytes(30_000_000))
    with pytest.raises(
        UnsupportedError, match=r"resend: a message of \d+ bytes, it takes 40000000.*base_url"
    ):
        resend.check(large[0])

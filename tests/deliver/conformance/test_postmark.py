"""Postmark: a code for each message of a batch, limits of a call, and the judge that stands in for a description."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conformance_letters import HANA, PAGE, PNG, messages
from conformance_services import POSTMARK
from conformance_stands import CANARY, WebStand, judge_postmark, made, many, told
from servers_http import Got

from digest.deliver.providers import postmark, web
from digest.deliver.wire.http import Answer
from digest.errors import ProviderError, UnsupportedError

KEY = "0123456789abcdef0123456789abcdef"


def code(number: int, words: str = "words") -> dict[str, Any]:
    return {"ErrorCode": number, "Message": words}


OK = {"ErrorCode": 0, "Message": "OK", "MessageID": "id"}


@pytest.mark.parametrize(
    ("answer", "states"),
    [
        (told([OK, code(406), OK]), "accepted refused accepted"),
        (told([code(300), OK, code(411)]), "refused accepted refused"),
        (told([OK, code(405), code(405)]), "accepted deferred deferred"),
        (told([OK, code(429), code(100)]), "accepted deferred deferred"),
        (told([OK, {}, {"ErrorCode": "0"}]), "accepted unknown unknown"),
        (told([OK, OK]), "unknown unknown unknown"),
        (told([OK] * 4), "unknown unknown unknown"),
        (told({"ErrorCode": 0}), "unknown unknown unknown"),
        (Answer(200, b"OK"), "unknown unknown unknown"),
        (told(code(100), 503), "deferred deferred deferred"),
        (told(code(429), 429, 4.0), "deferred deferred deferred"),
        (told(code(402), 422), "refused refused refused"),
        (Answer(413, b"too large"), "refused refused refused"),
        (Answer(500, b""), "unknown unknown unknown"),
        (Answer(503, b""), "unknown unknown unknown"),
    ],
)
def test_what_postmark_says(answer: Answer, states: str):
    receipts = postmark.receipts(messages(), answer)
    assert [r.state for r in receipts] == states.split()
    assert {r.wait for r in receipts} == {answer.wait}


@pytest.mark.parametrize(
    "answer", [told([code(405)] * 3), told(code(10), 401), told(code(400), 422), told(code(413), 422)]
)
def test_a_shut_account_of_postmark_ends_it(answer: Answer):
    with pytest.raises(ProviderError, match=r"postmark refuses: [0-9]+ words"):
        postmark.receipts(messages(), answer)


def test_a_call_holds_no_more_bytes_than_postmark_takes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DIGEST_POSTMARK_TOKEN", CANARY)
    at = WebStand(POSTMARK, judge_postmark)
    with at.echo:
        whole = made(at.setup(tmp_path))
        assert isinstance(whole, web.Api)
        assert whole.most == 50 * 10**6
        connection = replace(whole, most=4_000).connect()
        receipts = connection.send(many(20), KEY)
        connection.close()
    assert [r.state for r in receipts] == ["accepted"] * 20
    assert max(len(got.body) for got in at.echo.got) <= 4_000
    assert [seen.to for seen in at.accepted] == [m.to for m in many(20)]


def test_a_part_that_is_too_long_for_postmark_is_unsupported():
    long = messages(page=replace(PAGE, text="x" * 5_000_001))
    with pytest.raises(UnsupportedError, match="5000001 bytes"):
        postmark.check(long[0])


def test_a_message_that_is_too_large_is_unsupported():
    large = messages([HANA], picture=PNG + bytes(7_500_000))
    with pytest.raises(
        UnsupportedError, match=r"postmark: a message of \d+ bytes, it takes 10000000.*base_url"
    ):
        postmark.check(large[0])


def test_the_judge_of_postmark_refuses_what_is_wrong():
    [good] = json.loads(postmark.request("broadcast", messages([HANA]), KEY).body)
    for wrong in (
        {**good, "Surprise": 1},
        {**good, "Subject": "a\r\nb"},
        {key: value for key, value in good.items() if key != "From"},
        {key: value for key, value in good.items() if key not in ("HtmlBody", "TextBody")},
    ):
        assert judge_postmark(Got("POST", "/email/batch", {}, json.dumps([wrong]).encode()))
    assert judge_postmark(Got("POST", "/email/batch", {}, json.dumps([good] * 501).encode()))
    assert judge_postmark(Got("POST", "/email/batch", {}, json.dumps([good]).encode())) is None

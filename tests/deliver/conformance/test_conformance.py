"""What every provider must do, present and future: the same tests for each row of `conformance_stands.ROWS`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conformance_letters import (
    DURI,
    HANA,
    NEWSLETTER,
    PAGE,
    PNG,
    READERS,
    SUBJECT,
    WICKED,
    WICKED_SUBJECT,
    leave,
    messages,
)
from conformance_stands import CANARY, ROWS, WEB, WIRED, made
from servers_http import CUT, CUT_BODY, STALL, Reply, free_port

from digest.deliver.providers import PROVIDERS
from digest.errors import DigestError, ProviderError, UnsupportedError
from digest.model import Message, Receipt
from digest.protocols import Provider

pytest_plugins = ("conformance_fixtures",)

KEY = "0123456789abcdef0123456789abcdef"


def send(provider: Provider, sent: Sequence[Message]) -> list[Receipt]:
    """Send as a sending does: calls of at most a batch, over one connection."""
    connection = provider.connect()
    try:
        calls = [sent[at : at + provider.traits.batch] for at in range(0, len(sent), provider.traits.batch)]
        return [receipt for at, call in enumerate(calls) for receipt in connection.send(call, f"{KEY}{at}")]
    finally:
        connection.close()


every = pytest.mark.parametrize("at", ROWS, indirect=True)
wired = pytest.mark.parametrize("at", WIRED, indirect=True)
web = pytest.mark.parametrize("at", WEB, indirect=True)
LOST = (CUT, CUT_BODY, STALL, Reply(502), Reply(504), Reply(500), Reply(503))


def test_every_provider_has_a_row():
    assert {*PROVIDERS, "example"} == {row.partition("-")[0] for row in ROWS}


@every
def test_receipts_come_in_the_order_of_the_messages(at, tmp_path: Path):
    sent = messages()
    provider = made(at.setup(tmp_path))
    provider.check(sent[0])
    receipts = send(provider, sent)
    assert [(r.key, r.state) for r in receipts] == [(m.key, "accepted") for m in sent]
    assert [seen.to for seen in at.accepted] == [m.to for m in sent]
    assert all(r.provider_id or r.detail for r in receipts)


@every
def test_a_reader_gets_what_was_written_for_them(at, tmp_path: Path):
    sent = messages()
    send(made(at.setup(tmp_path)), sent)
    for seen, message in zip(at.accepted, sent, strict=True):
        parts = message.parts
        assert (seen.to, seen.name) == (parts.to_email, parts.to_name)
        assert (seen.sender, seen.sender_name) == (NEWSLETTER.from_email, NEWSLETTER.from_name)
        assert seen.subject == SUBJECT
        assert seen.reply_to == "answers@example.org"
        assert seen.html.strip() == parts.html.strip()
        assert seen.text.strip() == parts.text.strip()


@every
def test_the_way_to_leave_stands_literally_in_the_headers(at, tmp_path: Path):
    send(made(at.setup(tmp_path)), messages())
    for seen, reader in zip(at.accepted, READERS, strict=True):
        assert seen.headers["List-Unsubscribe"] == f"<{leave(reader.id)}>"
        assert seen.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert seen.headers["List-Id"].endswith("<letters.example.org>")


@every
def test_a_picture_inside_arrives_or_is_unsupported_before_the_first_message(at, tmp_path: Path):
    sent = messages(picture=PNG)
    provider = made(at.setup(tmp_path))
    if at.pictures:
        provider.check(sent[0])
    else:
        with pytest.raises(UnsupportedError, match="inline"):
            provider.check(sent[0])
        assert at.wire_bytes() == b""
        return
    assert {r.state for r in send(provider, sent)} == {"accepted"}
    for seen in at.accepted:
        [(cid, data)] = seen.pictures.items()
        assert data == PNG
        assert f'src="cid:{cid}"' in seen.html


@every
def test_no_control_character_reaches_the_wire(at, tmp_path: Path):
    sent = messages([WICKED], subject=WICKED_SUBJECT)
    assert {r.state for r in send(made(at.setup(tmp_path)), sent)} == {"accepted"}
    [seen] = at.accepted
    values = [seen.name, seen.subject, seen.to, seen.sender_name, *seen.headers, *seen.headers.values()]
    assert not [c for value in values for c in value if unicodedata.category(c) in {"Cc", "Zl", "Zp"}]
    assert "bcc" not in {name.lower() for name in seen.headers}
    assert seen.name.split() == ["Eve", "Bcc:", "all@example.com", "X", "<b>"]
    assert seen.subject.split() == ["News", "Bcc:", "all@example.com", "and", "more"]
    assert b"\r\nBcc" not in at.wire_bytes()


@wired
def test_a_refused_reader_is_refused_and_the_others_are_not(at, tmp_path: Path):
    at.refused = {DURI.email}
    receipts = send(made(at.setup(tmp_path)), messages())
    assert [r.state for r in receipts] == ["accepted", "refused", "accepted"]
    assert sorted(seen.to for seen in at.accepted) == ["hana@example.net", "set@example.net"]
    assert receipts[1].detail
    assert DURI.email not in receipts[1].detail


@pytest.mark.parametrize(
    ("at", "fault"),
    [("smtp", CUT), ("smtp", STALL), *((row, fault) for row in WEB for fault in LOST)],
    indirect=["at"],
    ids=lambda part: str(getattr(part, "status", part)),
)
def test_where_no_answer_tells_it_is_unknown_or_a_key_makes_it_sure(at, tmp_path: Path, fault):
    provider = made(at.setup(tmp_path, timeout=1.0))
    at.fault(fault)
    [receipt] = send(provider, messages([HANA]))
    assert receipt.state == ("accepted" if at.keys else "unknown")
    assert len(at.accepted) == (1 if at.keys or isinstance(fault, str) else 0)


@web
def test_a_lost_answer_is_asked_for_again_under_the_same_key_only(at, tmp_path: Path):
    at.fault(CUT)
    send(made(at.setup(tmp_path)), messages([HANA]))
    tries = [got.headers.get("idempotency-key") for got in at.echo.got]
    assert tries == ([f"{KEY}0"] * 2 if at.keys else [None])
    assert len({got.body for got in at.echo.got}) == 1


@wired
def test_where_no_try_is_answered_all_of_the_call_are_unknown(at, tmp_path: Path):
    at.fault(*[CUT] * 9)
    provider = made(at.setup(tmp_path))
    sent = messages()[: provider.traits.batch]
    assert [r.state for r in send(provider, sent)] == ["unknown"] * len(sent)
    assert len(at.accepted) == len(sent)


@web
@pytest.mark.parametrize("refusal", [401, 422, 429])
def test_a_refusal_after_a_lost_answer_proves_nothing(at, tmp_path: Path, refusal: int):
    at.fault(CUT, Reply(refusal))
    [receipt] = send(made(at.setup(tmp_path)), messages([HANA]))
    assert receipt.state == "unknown"
    assert len(at.accepted) == 1


@wired
def test_a_server_that_is_not_there_has_nothing_of_it(at, tmp_path: Path):
    provider = made(at.setup(tmp_path, base=f"http://127.0.0.1:{free_port()}"))
    receipts = send(provider, messages())
    assert [r.state for r in receipts] == ["deferred"] * 3


@web
@pytest.mark.parametrize("status", [429, 503])
def test_the_server_says_how_long_to_wait(at, tmp_path: Path, status: int):
    at.fault(Reply(status, headers={"Retry-After": "7"}))
    [receipt] = send(made(at.setup(tmp_path)), messages([HANA]))
    assert (receipt.state, receipt.wait) == ("deferred", 7.0)
    assert at.accepted == []


@wired
def test_wrong_credentials_end_it_and_are_not_shown(at, tmp_path: Path):
    at.locked = True
    with pytest.raises(ProviderError) as caught:
        send(made(at.setup(tmp_path)), messages())
    said = str(caught.value)
    assert CANARY not in said
    assert CANARY not in repr(caught.value.__cause__) + repr(caught.value.__context__)
    assert "\n" not in said
    assert at.accepted == []


@web
def test_more_than_a_batch_never_leaves(at, tmp_path: Path):
    provider = made(at.setup(tmp_path))
    readers = [replace(HANA, email=f"r{n}@example.net", id=f"r{n}") for n in range(provider.traits.batch + 1)]
    connection = provider.connect()
    with pytest.raises(UnsupportedError):
        connection.send(messages(readers), KEY)
    connection.close()
    assert at.echo.got == []


@web
def test_a_full_batch_goes_in_one_call(at, tmp_path: Path):
    provider = made(at.setup(tmp_path))
    readers = [replace(HANA, email=f"r{n}@example.net", id=f"r{n}") for n in range(provider.traits.batch)]
    receipts = send(provider, messages(readers))
    assert [r.state for r in receipts] == ["accepted"] * len(readers)
    assert len(at.echo.got) == 1
    assert [seen.to for seen in at.accepted] == [reader.email for reader in readers]


@every
def test_what_becomes_unknown_together_is_few_without_a_key(at, tmp_path: Path):
    traits = made(at.setup(tmp_path)).traits
    assert 1 <= traits.batch <= (1000 if traits.key_life else 50)
    assert traits.connections >= 1


@web
def test_a_message_with_nothing_in_it_is_unsupported(at, tmp_path: Path):
    empty = messages([HANA], page=replace(PAGE, html="", text=""))
    with pytest.raises(UnsupportedError):
        made(at.setup(tmp_path)).check(empty[0])


@every
def test_a_connection_may_be_closed_twice_and_goes_on_after(at, tmp_path: Path):
    connection = made(at.setup(tmp_path)).connect()
    connection.close()
    [sent] = messages([HANA])
    assert [r.state for r in connection.send([sent], KEY)] == ["accepted"]
    connection.close()
    connection.close()


@wired
def test_one_connection_serves_many_calls(at, tmp_path: Path):
    connection = made(at.setup(tmp_path)).connect()
    for number in range(3):
        connection.send(messages([replace(HANA, id=f"r{number}")]), f"{KEY}{number}")
    connection.close()
    assert len(at.accepted) == 3
    assert at.connections == 1


@wired
def test_without_its_secret_it_names_the_variable(at, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in at.environment:
        if name.startswith(("DIGEST_", "AWS_SECRET", "AWS_ACCESS")):
            monkeypatch.delenv(name)
    with pytest.raises(DigestError, match=r"DIGEST_[A-Z_]+|AWS_[A-Z_]+"):
        made(at.setup(tmp_path))


@web
@pytest.mark.parametrize(
    "url", ["http://example.org", "ftp://127.0.0.1", "https://", "https://a b", "nonsense"]
)
def test_no_secret_goes_over_plain_http(at, tmp_path: Path, url: str):
    with pytest.raises(DigestError) as caught:
        made(at.setup(tmp_path, base=url))
    assert caught.value.exit_code == 2

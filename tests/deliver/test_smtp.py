"""Sending over SMTP, to servers that behave and to servers that do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from deliver_editions import NOW, edition, mail, rendered
from servers_mail import HOST, folder, smtp_sink, sunk
from servers_scripted import CUT, STALL, scripted

from digest.deliver import make_letter
from digest.deliver.providers.smtp import SmtpProvider
from digest.deliver.wire.dial import Server
from digest.errors import ProviderError
from digest.model import Receipt, Subscriber

BODY = b"Subject: x\r\n\r\nhello\r\n.a dot begins this line\r\n..two\r\n"


def server(port: int, **changes: object) -> Server:
    return Server(HOST, port, timeout=5.0, **changes)


def sent(port: int, *to: str, bounce: str = "", timeout: float = 5.0) -> list[Receipt]:
    """Send a message to each over one connection, and end it."""
    connection = SmtpProvider(replace(server(port), timeout=timeout), bounce).connect()
    try:
        return [receipt for each in to for receipt in connection.send([mail(each, BODY)], "key")]
    finally:
        connection.close()


def states(receipts: list[Receipt]) -> list[str]:
    return [receipt.state for receipt in receipts]


ANN, BOB, CAROL = "ann@example.net", "bob@example.net", "carol@example.net"


def test_one_connection_takes_one_message_after_the_other_as_they_are():
    with scripted() as told:
        receipts = sent(told.port, ANN, BOB, CAROL)
    assert [(r.key, r.state, r.provider_id) for r in receipts] == [
        (mail(to, BODY).key, "accepted", "4711") for to in (ANN, BOB, CAROL)
    ]
    assert told.connections == 1
    assert told.taken == [BODY] * 3
    assert [line for line in told.commands if line.startswith("RCPT")] == [
        f"RCPT TO:<{to}>" for to in (ANN, BOB, CAROL)
    ]
    assert told.commands[-1] == "quit"


@pytest.mark.parametrize("bounce", ["", "bounces@example.org"])
def test_what_cannot_be_delivered_returns_to_the_newsletter_or_where_it_says(bounce: str):
    with scripted() as told:
        sent(told.port, ANN, bounce=bounce)
    origin = bounce or "letters@example.org"
    assert f"MAIL FROM:<{origin}> SIZE={len(BODY)}" in told.commands


def test_a_server_without_pipelining_is_asked_step_by_step():
    script = {"EHLO": ["250 scripted.example.org"], "RCPT": ["550 5.1.1 no such user", "250 Ok"]}
    with scripted(script) as told:
        assert states(sent(told.port, ANN, BOB)) == ["refused", "accepted"]
    assert told.commands[1:] == [
        "MAIL FROM:<letters@example.org>", f"RCPT TO:<{ANN}>", "rset",
        "MAIL FROM:<letters@example.org>", f"RCPT TO:<{BOB}>", "DATA", "quit",
    ]  # fmt: skip


REFUSED, DEFERRED, UNKNOWN = ["refused", "accepted"], ["deferred", "accepted"], ["unknown", "accepted"]
PIPELINED, ALONE = {}, {"EHLO": ["250 scripted.example.org"]}


@pytest.mark.parametrize("way", [PIPELINED, ALONE], ids=["pipelined", "alone"])
@pytest.mark.parametrize(
    ("command", "answer", "states_after"),
    [
        ("RCPT", "550 5.1.1 no such user", REFUSED),
        ("RCPT", "452 4.2.2 mailbox full", DEFERRED),
        ("RCPT", "421 4.7.0 too many", DEFERRED),
        ("MAIL", "451 4.3.0 not now", DEFERRED),
        ("MAIL", "552 5.3.4 too large", REFUSED),
        ("DATA", "451 4.3.0 not now", DEFERRED),
        ("DATA", "554 5.7.1 no", REFUSED),
        ("DATA", "421 4.3.2 going down", DEFERRED),
        (".", "451 4.3.0 not now", DEFERRED),
        (".", "421 4.3.2 going down", DEFERRED),
        (".", "552 5.3.4 too large", REFUSED),
        (".", "554 5.7.1 spam", REFUSED),
        (".", "354 what?", UNKNOWN),
        (".", "2" * 9000, UNKNOWN),
        (".", "nonsense", UNKNOWN),
        (".", CUT, UNKNOWN),
        ("RCPT", CUT, DEFERRED),
        ("DATA", CUT, DEFERRED),
        ("DATA", "nonsense", DEFERRED),
    ],
)
def test_an_answer_means_what_it_means_where_it_comes(
    way, command: str, answer: str, states_after: list[str]
):
    """And whatever it was, the next message goes out."""
    good = "250 Ok: queued as 1" if command != "DATA" else "354 go on"
    with scripted({**way, command: [answer, good]}) as told:
        assert states(sent(told.port, ANN, BOB)) == states_after
    assert len(told.taken) == 1
    assert [line for line in told.commands if line.startswith("RCPT")][-1] == f"RCPT TO:<{BOB}>"


@pytest.mark.parametrize(
    ("command", "state"),
    [("(greeting)", "deferred"), ("MAIL", "deferred"), ("RCPT", "deferred"), (".", "unknown")],
)
def test_a_server_that_falls_silent_is_not_waited_for_without_end(command: str, state: str):
    with scripted({command: [STALL]}) as told:
        [receipt] = sent(told.port, ANN, timeout=0.1)
    assert receipt.state == state
    assert "timed out" in receipt.detail, "it did not wait until the server gave up"


def test_a_connection_that_breaks_within_the_message_left_no_message_there():
    """It is too long for the buffers between: the end of it, which makes it a message, can't have left."""
    with scripted({"message": [CUT]}) as told:
        connection = SmtpProvider(server(told.port)).connect()
        [receipt] = connection.send([mail(ANN, b"x: y\r\n\r\n" + b"long\r\n" * 5_000_000)], "key")
        connection.close()
    assert receipt.state == "deferred"
    assert told.stored == []


@pytest.mark.parametrize("goodbye", [CUT, "421 4.4.2 you said nothing for long"])
def test_a_message_for_which_an_old_connection_was_closed_goes_over_a_new_one(goodbye: str):
    with scripted({"MAIL": ["250 Ok", goodbye, "250 Ok"]}) as told:
        assert states(sent(told.port, ANN, BOB)) == ["accepted", "accepted"]
    assert told.connections == 2
    assert len(told.taken) == 2


def test_a_refused_recipient_gets_no_message_where_the_server_asks_for_one_all_the_same():
    """RFC 2920, 3.1: DATA was sent along, and this server says yes to it without a recipient."""
    script = {
        "RCPT": ["550 no such user", "250 Ok"],
        "DATA": ["354 go on"],
        ".": ["554 no recipients", "250 Ok"],
    }
    with scripted(script) as told:
        assert states(sent(told.port, ANN, BOB)) == ["refused", "accepted"]
    assert told.stored == [b"", BODY]


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ({"MAIL": ["550 5.7.1 not your address"]}, "takes no mail from letters@example.org"),
        ({"MAIL": ["530 5.7.0 log in first"]}, "wants a login"),
        ({"RCPT": ["530 5.7.0 log in first"]}, "wants a login"),
        ({"(greeting)": ["554 5.7.1 go away"]}, "greets with 554"),
    ],
)
def test_a_server_that_takes_nothing_from_us_ends_the_sending(script: dict[str, list[str]], says: str):
    with scripted(script) as told, pytest.raises(ProviderError, match=says) as caught:
        sent(told.port, ANN)
    assert caught.value.mend
    assert told.stored == []


@pytest.mark.parametrize("code", ["421 4.3.2 later", "450 busy"])
def test_a_server_that_is_busy_is_asked_again_later(code: str):
    with scripted({"(greeting)": [code, "220 hello"]}) as told:
        assert states(sent(told.port, ANN, BOB)) == ["deferred", "accepted"]


def test_where_nobody_listens_nothing_was_accepted():
    with scripted() as told:
        pass
    assert states(sent(told.port, ANN)) == ["deferred"]


def test_a_name_that_does_not_exist_or_can_be_none_is_told_apart():
    connection = SmtpProvider(Server("nowhere.invalid", 25, 5.0)).connect()
    assert states(connection.send([mail(ANN, BODY)], "key")) == ["deferred"]
    connection = SmtpProvider(Server("x" * 100 + ".invalid", 25, 5.0)).connect()
    with pytest.raises(ProviderError, match="no name of a host"):
        connection.send([mail(ANN, BODY)], "key")


def test_an_answer_is_one_line_of_what_can_be_shown():
    long = "550-\x1b[31mred\r\n550 " + "가" * 500
    with scripted({"RCPT": [long]}) as told:
        [receipt] = sent(told.port, ANN)
    assert receipt.detail.isprintable()
    assert len(receipt.detail) < 320


@pytest.mark.parametrize(
    "to", ["a@example.net>\r\nRCPT TO:<b@example.net", "a@example.net\n", "하나@example.net", "", "<>"]
)
def test_no_address_writes_a_command_of_its_own(to: str):
    with scripted() as told:
        assert states(sent(told.port, to, ANN)) == ["refused", "accepted"]
    assert [line for line in told.commands if line.startswith("RCPT")] == [f"RCPT TO:<{ANN}>"]


# ---- the real smtp-sink


def test_smtp_sink_gets_the_letter_as_it_is():
    letter = make_letter(edition(), rendered(), {}, now=NOW)
    messages = [letter.message(Subscriber(f"r{n}@example.net", "김하나")) for n in range(5)]
    with folder() as home:
        with smtp_sink(keep=home / "kept") as port:
            connection = SmtpProvider(server(port)).connect()
            receipts = [receipt for each in messages for receipt in connection.send([each], each.key)]
            connection.close()
        assert states(receipts) == ["accepted"] * 5
        assert sorted(sunk(home / "kept")) == sorted(message.raw for message in messages)


@pytest.mark.parametrize(
    ("options", "state", "stored"),
    [
        (["-f", "RCPT"], "refused", 0),
        (["-r", "RCPT"], "deferred", 0),
        (["-r", "MAIL"], "deferred", 0),
        (["-f", "DATA"], "refused", 0),
        (["-f", "."], "refused", 3),
        (["-r", "."], "deferred", 3),
        (["-q", "RCPT"], "deferred", 0),
        (["-q", "DATA"], "deferred", 0),
        (["-q", "."], "unknown", 3),
        (["-Q", "RCPT"], "deferred", 0),
        (["-Q", "."], "deferred", 3),
        (["-B", "552 5.3.4 too large", "-f", "."], "refused", 3),
        (["-b", "421 4.7.0 later", "-r", "RCPT"], "deferred", 0),
        (["-b", "451 4.7.0 greylisted", "-r", "RCPT"], "deferred", 0),
        (["-p", "-q", "."], "unknown", 3),
        (["-e"], "accepted", 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_the_faults_of_smtp_sink(options: list[str], state: str, stored: int):
    with folder() as home:
        with smtp_sink(*options, keep=home / "kept") as port:
            assert states(sent(port, ANN, BOB, CAROL)) == [state] * 3
        assert len(sunk(home / "kept")) == stored

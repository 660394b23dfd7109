"""SES: its errors, and botocore's own call beside ours."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from conformance_letters import HANA, messages
from conformance_services import SES
from conformance_stands import CANARY, made, setup, told, verify
from servers_http import Echo, as_json, moto

from digest.deliver.providers import ses
from digest.deliver.wire.http import Answer
from digest.errors import ConfigError, ProviderError

KEY = "0123456789abcdef0123456789abcdef"


def ses_error(name: str, words: str = "words", status: int = 400) -> Answer:
    return told({"message": words}, status, x_amzn_errortype=f"{name}:http://internal.amazon.com/coral/")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (told({"MessageId": "x"}), "accepted"),
        (told({}), "unknown"),
        (Answer(200, b""), "unknown"),
        (ses_error("MessageRejected", "Address is blacklisted"), "refused"),
        (ses_error("BadRequestException", "Missing final '@domain'"), "refused"),
        (told({"__type": "com.amazonaws#BadRequestException"}, 400), "refused"),
        (ses_error("TooManyRequestsException", status=429), "deferred"),
        (ses_error("ThrottlingException", "Maximum sending rate exceeded."), "deferred"),
        (ses_error("InternalFailure", status=500), "unknown"),
        (ses_error("ServiceUnavailable", status=503), "unknown"),
    ],
)
def test_what_ses_says(answer: Answer, state: str):
    [receipt] = ses.receipts(messages([HANA]), answer)
    assert receipt.state == state
    assert (receipt.wait > 0) == (state == "deferred")


@pytest.mark.parametrize(
    "answer",
    [
        ses_error("AccountSuspendedException"),
        ses_error("SendingPausedException"),
        ses_error("MailFromDomainNotVerifiedException"),
        ses_error("NotFoundException", "Configuration set <x> does not exist", 404),
        ses_error("ThrottlingException", "Daily message quota exceeded"),
        ses_error(
            "MessageRejected", "Email address is not verified. The following failed: letters@example.org"
        ),
        ses_error("SignatureDoesNotMatch", status=403),
        ses_error("ExpiredTokenException", status=403),
        Answer(403, b"no"),
    ],
)
def test_a_shut_account_of_ses_ends_it(answer: Answer):
    with pytest.raises(ProviderError, match="ses refuses"):
        ses.receipts(messages([HANA]), answer)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in SES.secrets.items():
        monkeypatch.setenv(name, text.format(canary=CANARY))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("aws")
def test_the_call_to_ses_is_the_one_that_botocore_makes(tmp_path: Path):
    from botocore.config import Config
    from botocore.session import Session

    [message] = messages([HANA])
    with Echo(lambda _: as_json({"MessageId": "x"})) as echo:
        table = {"region": "eu-west-1", "url": echo.url, "configuration_set": "weekly"}
        connection = made(setup("ses", table, tmp_path)).connect()
        connection.send([message], KEY)
        connection.close()
        client = Session().create_client(
            "sesv2", "eu-west-1", endpoint_url=echo.url, config=Config(retries={"max_attempts": 0})
        )
        client.send_email(
            Destination={"ToAddresses": [message.to]},
            Content={"Raw": {"Data": message.raw}},
            ConfigurationSetName="weekly",
        )
        client.close()
    ours, theirs = echo.got
    assert (ours.method, ours.path, ours.json) == (theirs.method, theirs.path, theirs.json)
    scope = r"AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/\d{8}/eu-west-1/ses/aws4_request, SignedHeaders=\S+host;x-amz-date"
    assert re.match(scope, ours.headers["authorization"])
    assert re.match(scope, theirs.headers["authorization"])
    assert base64.b64decode(ours.json["Content"]["Raw"]["Data"]) == message.raw


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "region"),
        ({"region": "eu west"}, "region"),
        ({"profile": "nobody", "region": "eu-west-1"}, "nobody"),
    ],
)
def test_ses_says_what_it_lacks(table: dict[str, Any], says: str, tmp_path: Path):
    with pytest.raises(ConfigError, match=says) as caught:
        made(setup("ses", table, tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("aws")
def test_moto_takes_our_messages_once_the_sender_is_verified(tmp_path: Path):
    with moto() as base:
        connection = made(setup("ses", {"region": "eu-west-1", "url": base}, tmp_path)).connect()
        with pytest.raises(ProviderError, match=r"letters@example\.org"):
            connection.send(messages([HANA]), KEY)
        verify(base)
        [receipt] = connection.send(messages([HANA]), KEY)
        connection.close()
    assert (receipt.state, bool(receipt.provider_id)) == ("accepted", True)

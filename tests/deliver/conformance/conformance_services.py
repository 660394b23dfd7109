"""What each provider's server makes of a request: how it reads a message, and how it answers.

The forms of the answers are those of the providers' documentation; Postmark's and those of anymail's services are
what anymail's own readers expect.
"""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from typing import Any

from servers_http import Got, Reply, as_json


@dataclass(frozen=True)
class Seen:
    """A message as a server took it."""

    to: str
    name: str
    sender: str
    sender_name: str
    subject: str
    html: str
    text: str
    reply_to: str
    headers: dict[str, str]
    pictures: dict[str, bytes]


@dataclass(frozen=True)
class Service:
    """A provider, how it is set up, and its server's manners."""

    id: str
    provider: str
    secrets: Mapping[str, str]
    read: Callable[[Got], list[Seen]]
    reply: Callable[[Sequence[Seen], Collection[str]], Reply]
    shut: Reply
    authorised: Callable[[Got, str], bool]
    table: Mapping[str, Any] = field(default_factory=dict)
    url: str = "{base}"
    judge: str = ""
    keys: bool = False
    pictures: bool = True


def mailbox(text: str) -> tuple[str, str]:
    """Read "name <address>" by the library's own parser; return address and name."""
    parsed = email.message_from_string(f"To: {text}\n\n", policy=email.policy.SMTPUTF8)
    [address] = parsed["To"].addresses
    assert isinstance(address, Address)
    return address.addr_spec, address.display_name


def bearer(got: Got, secret: str) -> bool:
    return got.headers.get("authorization") == f"Bearer {secret}"


def _seen(to: tuple[str, str], sender: tuple[str, str], **more: Any) -> Seen:
    return Seen(to=to[0], name=to[1], sender=sender[0], sender_name=sender[1], **more)


# --- Resend ---------------------------------------------------------------------------------------------


def read_resend(got: Got) -> list[Seen]:
    emails = got.json if isinstance(got.json, list) else [got.json]
    assert got.path == ("/emails/batch" if isinstance(got.json, list) else "/emails")
    assert not (isinstance(got.json, list) and any("attachments" in each for each in emails)), (
        "dropped without a word"
    )
    return [
        _seen(
            mailbox(each["to"][0]),
            mailbox(each["from"]),
            subject=each["subject"],
            html=each["html"],
            text=each["text"],
            reply_to=each.get("reply_to", ""),
            headers=each["headers"],
            pictures={a["content_id"]: base64.b64decode(a["content"]) for a in each.get("attachments", ())},
        )
        for each in emails
    ]


def reply_resend(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    bad = [at for at, each in enumerate(seen) if each.to in refused]
    words = "Invalid `to` field. " + " ".join(seen[at].to for at in bad)
    if bad and len(seen) == 1:
        return as_json({"statusCode": 422, "name": "validation_error", "message": words}, 422)
    ids = [{"id": f"re-{at}"} for at in range(len(seen)) if at not in bad]
    if len(seen) == 1:
        return as_json(ids[0])
    return as_json({"data": ids, "errors": [{"index": at, "message": words} for at in bad]})


def reply_resend_strict(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    """As a server that knows no permissive batches: one bad message, and none goes."""
    if any(each.to in refused for each in seen):
        return as_json({"statusCode": 422, "name": "validation_error", "message": "Invalid `to` field."}, 422)
    return reply_resend(seen, ())


# --- Postmark -------------------------------------------------------------------------------------------


def read_postmark(got: Got) -> list[Seen]:
    assert got.path == "/email/batch"
    return [
        _seen(
            mailbox(each["To"]),
            mailbox(each["From"]),
            subject=each["Subject"],
            html=each["HtmlBody"],
            text=each["TextBody"],
            reply_to=each.get("ReplyTo", ""),
            headers={h["Name"]: h["Value"] for h in each["Headers"]},
            pictures={
                a["ContentID"].removeprefix("cid:"): base64.b64decode(a["Content"])
                for a in each.get("Attachments", ())
            },
        )
        for each in got.json
    ]


def reply_postmark(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    return as_json(
        [
            {"ErrorCode": 406, "Message": f"You tried to send to an inactive recipient: {each.to}."}
            if each.to in refused
            else {
                "To": each.to,
                "SubmittedAt": "2026-11-24T09:30:00Z",
                "MessageID": f"pm-{at}",
                "ErrorCode": 0,
                "Message": "OK",
            }
            for at, each in enumerate(seen)
        ]
    )


# --- Raw messages: SES -----------------------------------------------------------------------------------


def read_raw(data: bytes) -> Seen:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert not any(part.defects for part in message.walk())
    html = message.get_body(("html",))
    text = message.get_body(("plain",))
    to, sender = message["To"].addresses[0], message["From"].addresses[0]
    reply_to = message["Reply-To"].addresses[0].addr_spec if message["Reply-To"] else ""
    return _seen(
        (to.addr_spec, to.display_name),
        (sender.addr_spec, sender.display_name),
        subject=str(message["Subject"]),
        html=html.get_content().replace("\r\n", "\n"),
        text=text.get_content().replace("\r\n", "\n"),
        reply_to=reply_to,
        headers=dict(re.findall(rb"(?m)^([A-Za-z-]+): (.*?)\r\n(?![ \t])".decode(), data.decode("ascii"))),
        pictures={
            part["Content-ID"].strip("<>"): part.get_content()
            for part in message.walk()
            if part.get_content_maintype() == "image"
        },
    )


def read_ses(got: Got) -> list[Seen]:
    assert got.path == "/v2/email/outbound-emails"
    seen = read_raw(base64.b64decode(got.json["Content"]["Raw"]["Data"]))
    assert got.json["Destination"]["ToAddresses"] == [seen.to]
    return [seen]


def reply_ses(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    if seen[0].to in refused:
        words = {"message": f"Address blacklisted: {seen[0].to}"}
        return as_json(words, 400, x_amzn_errortype="MessageRejected:http://internal.amazon.com/")
    return as_json({"MessageId": "ses-1"})


RESEND = Service(
    "resend",
    "resend",
    {"DIGEST_RESEND_KEY": "re_{canary}"},
    read_resend,
    reply_resend,
    as_json({"statusCode": 403, "name": "invalid_api_key", "message": "API key re_{canary} is invalid"}, 403),
    bearer,
    judge="resend.yaml",
    keys=True,
)
POSTMARK = Service(
    "postmark",
    "postmark",
    {"DIGEST_POSTMARK_TOKEN": "{canary}"},
    read_postmark,
    reply_postmark,
    as_json({"ErrorCode": 10, "Message": "The token {canary} is bad or missing."}, 401),
    lambda got, secret: got.headers.get("x-postmark-server-token") == secret,
    judge="postmark",
)
SES = Service(
    "ses",
    "ses",
    {
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "{canary}",
        "AWS_EC2_METADATA_DISABLED": "true",
    },
    read_ses,
    reply_ses,
    as_json(
        {"message": "The security token is invalid."}, 403, x_amzn_errortype="UnrecognizedClientException"
    ),
    lambda got, _: got.headers.get("authorization", "").startswith(
        "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/"
    ),
    table={"region": "eu-west-1"},
    judge="moto",
)


# --- A provider that is not ours ---------------------------------------------------------------------------


def read_example(got: Got) -> list[Seen]:
    assert got.path == "/v1/mails"
    mail = got.json
    return [
        _seen(
            (mail["to"]["email"], mail["to"]["name"]),
            (mail["from"]["email"], mail["from"]["name"]),
            subject=mail["subject"],
            html=mail["html"],
            text=mail["text"],
            reply_to=mail["reply_to"],
            headers=mail["headers"],
            pictures={},
        )
    ]


def reply_example(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    if seen[0].to in refused:
        return as_json({"error": f"no such mailbox: {seen[0].to}"}, 422)
    return as_json({"id": "example-1"}, 201)


EXAMPLE = Service(
    "example",
    "example",
    {"DIGEST_EXAMPLE_KEY": "{canary}"},
    read_example,
    reply_example,
    as_json({"error": "the key {canary} is wrong"}, 401),
    bearer,
    url="{base}/v1",
    keys=True,
    pictures=False,
)

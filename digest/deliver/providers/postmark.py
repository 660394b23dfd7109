"""Postmark: whole messages in batches; no idempotency key, so a batch stays small.

Limits from postmarkapp.com (developer/user-guide/send-email-with-api/batch-emails, support article 1056),
error codes from developer/api/overview#error-codes.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from digest.deliver.providers import web
from digest.deliver.wire.http import as_json
from digest.errors import UnsupportedError
from digest.model import Traits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.deliver.setup import Setup
    from digest.deliver.wire.http import Answer, Request
    from digest.model import Message, Receipt
    from digest.protocols import Provider

NAME = "postmark"
_TRAITS = Traits(
    batch=50,  # Postmark takes 500; without a key those of a lost answer become unknown together
    connections=4,  # no limit is published
    limit=10 * 10**6,
)
_CALL = 50 * 10**6
_BODY = 5 * 10**6
_ACCOUNT = frozenset({10, 400, 401, 405, 412, 413, 1235})
"""Codes that hold for every message: token, sender, credits, account, no such stream
(the last remembered, not looked up)."""
_LATER = frozenset({100, 429})
"""Maintenance, and more than the rate."""

_KEEP_ID = ("X-PM-KeepID", "true")
"""Without it Postmark puts a Message-ID of its own in place of ours (remembered, not looked up)."""


@dataclass(frozen=True, slots=True)
class Options:
    """`[deliver.postmark]`: the message `stream`, one for broadcasts; `timeout` is seconds.

    The stream's unsubscribe handling has to be "Custom" at Postmark, or it puts a link of its own in place of
    ours (remembered, not looked up).
    """

    url: str = "https://api.postmarkapp.com"
    stream: str = "broadcast"
    timeout: float = 30.0


def provider(setup: Setup) -> Provider:
    """Return the provider. Raises ConfigError without DIGEST_POSTMARK_TOKEN."""
    options = setup.options(Options)
    headers = {"X-Postmark-Server-Token": setup.secret("postmark_token")}
    return web.Api(
        NAME,
        _TRAITS,
        partial(request, options.stream),
        receipts,
        check,
        web.wires(setup, options.url, options.timeout, headers=headers),
        most=_CALL,
    )


def check(sample: Message) -> None:
    """Refuse what Postmark can't take (raises UnsupportedError)."""
    parts = web.check_parts(NAME, sample, _TRAITS.limit)
    if (longest := max(len(parts.html.encode()), len(parts.text.encode()))) > _BODY:
        raise UnsupportedError(f"{NAME}: a part of {longest} bytes, it takes {_BODY}")


def request(stream: str, messages: Sequence[Message], _: str) -> Request:
    """Return the call; the key has no place in it."""
    return as_json("POST", "/email/batch", [_email(message, stream) for message in messages])


def receipts(messages: Sequence[Message], answer: Answer) -> Sequence[Receipt]:
    """Return what the answer says of each message. Raises ProviderError where it refuses all of them."""
    said = answer.json
    if answer.good:
        if not isinstance(said, list) or len(said) != len(messages):
            return web.all_of(messages, "unknown", "an answer that can't be read")
        pairs = list(zip(messages, said, strict=True))
        if all(_code(each) in _ACCOUNT for each in said):
            raise _refuses(said[0])
        return [_receipt(message, each) for message, each in pairs]
    if _code(said) in _ACCOUNT:
        raise _refuses(said)
    if _code(said) in _LATER:
        return web.all_of(messages, "deferred", str(_code(said)), answer.wait)
    words = str(said.get("Message", "")) if isinstance(said, dict) else ""
    return web.by_status(NAME, messages, answer, words)


def _receipt(message: Message, said: Any) -> Receipt:
    code = _code(said)
    if code is None:
        return web.receipt(message, "unknown", "an answer that can't be read")
    if code == 0:
        return web.receipt(message, "accepted", provider_id=str(said.get("MessageID", "")))
    words = f"{code} {said.get('Message', '')}"
    # The account was shut in the middle of the batch: this one did not go and the next call tells why.
    state = "deferred" if code in _ACCOUNT | _LATER else "refused"
    return web.receipt(message, state, words)


def _refuses(said: dict[str, Any]) -> Exception:
    return web.refuses(NAME, f"{_code(said)} {said.get('Message', '')}")


def _code(said: Any) -> int | None:
    code = said.get("ErrorCode") if isinstance(said, dict) else None
    return code if type(code) is int else None


def _email(message: Message, stream: str) -> dict[str, Any]:
    parts = message.parts
    email: dict[str, Any] = {
        "From": web.mailbox(parts.from_name, parts.from_email),
        "To": web.mailbox(parts.to_name, parts.to_email),
        "Subject": parts.subject,
        "HtmlBody": parts.html,
        "TextBody": parts.text,
        "ReplyTo": parts.reply_to,
        "Headers": [{"Name": name, "Value": value} for name, value in (*parts.headers, _KEEP_ID)],
        "Attachments": [
            {
                "Name": picture.name,
                "Content": base64.b64encode(picture.data).decode("ascii"),
                "ContentType": picture.kind,
                "ContentID": f"cid:{picture.content_id}",
            }
            for picture in parts.pictures
        ],
        "MessageStream": stream,
    }
    return {name: value for name, value in email.items() if value}

"""Resend: whole messages in batches, under an idempotency key.

Limits and errors from resend.com/docs (api-reference/errors, dashboard/emails/batch-sending,
dashboard/emails/idempotency-keys) and Resend's OpenAPI description.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from digest.deliver.providers import web
from digest.deliver.wire.http import as_json
from digest.model import Traits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.deliver.setup import Setup
    from digest.deliver.wire.http import Answer, Request
    from digest.model import Message, Receipt
    from digest.protocols import Provider

NAME = "resend"
_KEY = 256
_TRAITS = Traits(
    batch=100,
    connections=2,
    rate=200.0,  # two calls a second is what an account begins with (resend.com/docs/api-reference)
    key_life=24 * 3600.0,
    limit=40 * 10**6,  # "40MB per email, after Base64 encoding of the attachments"
)
_WITH_PICTURES = replace(_TRAITS, batch=1, rate=2.0)
"""A batch drops them without a word (its page says that attachments are not supported there)."""
_ACCOUNT = frozenset(
    {"daily_quota_exceeded", "monthly_quota_exceeded", "invalid_from_address", "invalid_access"}
)
"""Names of errors that hold for every message, whatever the status: 429 for a quota, 422 for a sender."""
_USED = frozenset({"invalid_idempotent_request", "concurrent_idempotent_requests"})


@dataclass(frozen=True, slots=True)
class Options:
    """`[deliver.resend]`: `url` is for a proxy of one's own, `timeout` is seconds."""

    url: str = "https://api.resend.com"
    timeout: float = 30.0


def provider(setup: Setup) -> Provider:
    """Return the provider. Raises ConfigError without DIGEST_RESEND_KEY."""
    options = setup.options(Options)
    headers = {"Authorization": setup.secret("resend_key").within("Bearer {}")}
    return web.Api(
        NAME,
        _WITH_PICTURES if setup.pictures else _TRAITS,
        request,
        receipts,
        check,
        web.wires(setup, options.url, options.timeout, headers=headers),
    )


def check(sample: Message) -> None:
    """Refuse what Resend can't take (raises UnsupportedError)."""
    web.check_parts(NAME, sample, _TRAITS.limit)
    web.as_key(NAME, sample.key, _KEY)


def request(messages: Sequence[Message], key: str) -> Request:
    """Return the call, a batch or one message alone. Raises UnfitError for several with pictures."""
    headers = {"Idempotency-Key": web.as_key(NAME, key, _KEY)}
    emails = [_email(message) for message in messages]
    if len(emails) == 1:
        return as_json("POST", "/emails", emails[0], headers=headers, repeat=True)
    if any("attachments" in email for email in emails):
        raise web.UnfitError(f"{NAME}: pictures in a batch")
    # Permissive: a bad message of the batch is named in `errors` and the others go.
    headers["x-batch-validation"] = "permissive"
    return as_json("POST", "/emails/batch", emails, headers=headers, repeat=True)


def receipts(messages: Sequence[Message], answer: Answer) -> Sequence[Receipt]:
    """Return what the answer says of each message. Raises ProviderError where it refuses all of them."""
    said = answer.json if isinstance(answer.json, dict) else {}
    if answer.good:
        return _accepted(messages, said)
    name, words = str(said.get("name", "")), str(said.get("message", ""))
    if name in _ACCOUNT:
        raise web.refuses(NAME, f"{name}: {words}")
    if name in _USED:
        return web.all_of(messages, "unknown", name)
    return web.by_status(NAME, messages, answer, f"{name}: {words}" if name else words)


def _email(message: Message) -> dict[str, Any]:
    parts = message.parts
    email: dict[str, Any] = {
        "from": web.mailbox(parts.from_name, parts.from_email),
        "to": [web.mailbox(parts.to_name, parts.to_email)],
        "subject": parts.subject,
        "html": parts.html,
        "text": parts.text,
        "reply_to": parts.reply_to,
        "headers": dict(parts.headers),
        "attachments": [
            {
                "filename": picture.name,
                "content": base64.b64encode(picture.data).decode("ascii"),
                "content_type": picture.kind,
                "content_id": picture.content_id,
            }
            for picture in parts.pictures
        ],
    }
    return {name: value for name, value in email.items() if value}


def _accepted(messages: Sequence[Message], said: dict[str, Any]) -> Sequence[Receipt]:
    """Read {"id"}, or {"data": [{"id"}, …], "errors": [{"index", "message"}, …]}: ids of those that went, in order."""
    if len(messages) == 1 and "id" in said:
        return [web.receipt(messages[0], "accepted", provider_id=str(said["id"]))]
    try:
        refused = {int(error["index"]): str(error.get("message", "")) for error in said.get("errors") or ()}
        went = [str(email["id"]) for email in said["data"]]
        ids = iter(went)
        found = [
            web.receipt(message, "refused", refused[at]) if at in refused else _went(message, next(ids), went)
            for at, message in enumerate(messages)
        ]
        unread = next(ids, None) is not None or not refused.keys() <= set(range(len(messages)))
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration, RuntimeError):
        unread = True
    return web.all_of(messages, "unknown", "an answer that can't be read") if unread else found


def _went(message: Message, own: str, went: Sequence[str]) -> Receipt:
    """Return what an id says of its message: one that several have is no receipt for any of them."""
    if went.count(own) > 1:
        return web.receipt(message, "unknown", "several messages were answered with one id")
    return web.receipt(message, "accepted", provider_id=own)

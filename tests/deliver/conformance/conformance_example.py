"""Example Post: one message a call, under an idempotency key. What docs/adding-a-provider.md shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

NAME = "example"
_TRAITS = Traits(connections=4, rate=10.0, key_life=3600.0, limit=10 * 10**6)


@dataclass(frozen=True, slots=True)
class Options:
    """`[deliver.example]` of digest.toml: an unknown key in it is an error, with its line."""

    url: str = "https://api.example.org/v1"
    timeout: float = 30.0


def provider(setup: Setup) -> Provider:
    """Return the provider. Raises ConfigError without DIGEST_EXAMPLE_KEY."""
    options = setup.options(Options)
    headers = {"Authorization": setup.secret("example_key").within("Bearer {}")}
    wires = web.wires(setup, options.url, options.timeout, headers=headers)
    return web.Api(NAME, _TRAITS, request, receipts, check, wires)


def check(sample: Message) -> None:
    """Refuse what the service can't take (raises UnsupportedError): nothing is dropped on the way."""
    parts = web.check_parts(NAME, sample, _TRAITS.limit)
    web.as_key(NAME, sample.key, 64)
    if parts.pictures:
        raise UnsupportedError(f"{NAME}: inline pictures", mend="put them on the web: [pictures] base_url")


def request(messages: Sequence[Message], key: str) -> Request:
    """Return the call. It may be repeated, for a live key makes one message of two calls."""
    parts = messages[0].parts
    mail = {
        "from": {"email": parts.from_email, "name": parts.from_name},
        "to": {"email": parts.to_email, "name": parts.to_name},
        "reply_to": parts.reply_to,
        "subject": parts.subject,
        "html": parts.html,
        "text": parts.text,
        "headers": dict(parts.headers),
    }
    return as_json(
        "POST", "/mails", mail, headers={"Idempotency-Key": web.as_key(NAME, key, 64)}, repeat=True
    )


def receipts(messages: Sequence[Message], answer: Answer) -> Sequence[Receipt]:
    """Return what the answer says; the body's code counts before the status, where it has one."""
    said = answer.json if isinstance(answer.json, dict) else {}
    if answer.good and "id" in said:
        return [web.receipt(messages[0], "accepted", provider_id=str(said["id"]))]
    if answer.good:
        return web.all_of(messages, "unknown", "an answer that can't be read")
    return web.by_status(NAME, messages, answer, str(said.get("error", "")))

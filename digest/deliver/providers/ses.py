"""Amazon SES v2: the message as its own bytes, one a call; the extra `ses`.

Botocore finds the credentials (environment, profile, role), the endpoint and the signature; the call goes over our
own wire, since botocore's own tries again by itself, and SES has no idempotency key. The form is botocore's model of
SendEmail, errors from it and from docs.aws.amazon.com/ses/latest/dg (quotas, manage-sending-quotas-errors).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from digest.deliver.providers import web
from digest.deliver.wire.http import as_json, checked_base
from digest.errors import ConfigError
from digest.model import Traits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.deliver.setup import Setup
    from digest.deliver.wire.http import Answer, Request
    from digest.model import Message, Receipt
    from digest.protocols import Provider

NAME = "ses"
_TRAITS = Traits(connections=4, limit=40 * 10**6)
_PATH = "/v2/email/outbound-emails"
_REFUSED = frozenset({"MessageRejected", "BadRequestException"})
_LATER = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling"})
_LATER_WAIT = 2.0
"""SES sends no Retry-After; its guide asks for an interval."""


@dataclass(frozen=True, slots=True)
class Options:
    """`[deliver.ses]`.

    The `region` and `profile` of AWS, else what its own configuration says; `url` is for a private endpoint,
    `configuration_set` one of SES's.
    """

    region: str = ""
    profile: str = ""
    url: str = ""
    configuration_set: str = ""
    timeout: float = 30.0


def provider(setup: Setup) -> Provider:
    """Return the provider. Raises ConfigError without botocore, a region or credentials."""
    options = setup.options(Options)
    url, sign = _account(options, setup)
    return web.Api(
        NAME,
        _TRAITS,
        partial(request, options.configuration_set, sign),
        receipts,
        check,
        web.wires(setup, url, options.timeout),
    )


def check(sample: Message) -> None:
    """Refuse what SES can't take (raises UnsupportedError)."""
    web.check_parts(NAME, sample, _TRAITS.limit)


def request(
    configuration_set: str, sign: Callable[[Request], Request], messages: Sequence[Message], _: str
) -> Request:
    """Return the signed call; the key has no place in it."""
    [message] = messages
    email: dict[str, Any] = {
        "Destination": {"ToAddresses": [message.to]},
        "Content": {"Raw": {"Data": base64.b64encode(message.raw).decode("ascii")}},
    }
    if configuration_set:
        email["ConfigurationSetName"] = configuration_set
    return sign(as_json("POST", _PATH, email))


def receipts(messages: Sequence[Message], answer: Answer) -> Sequence[Receipt]:
    """Return what the answer says of the message. Raises ProviderError where SES refuses them all."""
    [message] = messages
    said = answer.json if isinstance(answer.json, dict) else {}
    if answer.good:
        if message_id := said.get("MessageId"):
            return [web.receipt(message, "accepted", provider_id=str(message_id))]
        return [web.receipt(message, "unknown", "an answer that can't be read")]
    code = _code(answer, said)
    words = f"{code}: {said.get('message') or said.get('Message') or ''}"
    if code in _LATER and "quota" not in words.lower():
        return [web.receipt(message, "deferred", words, wait=answer.wait or _LATER_WAIT)]
    # A sender that is not verified is refused by the code for a bad message: it is the words that name it.
    if code in _REFUSED and message.parts.from_email not in words:
        return [web.receipt(message, "refused", words)]
    if 400 <= answer.status < 500 and code:
        raise web.refuses(NAME, words)
    return web.by_status(NAME, messages, answer, words)


def _code(answer: Answer, said: dict[str, Any]) -> str:
    """Return the error's name: "MessageRejected:http://…" in a header, or "…#MessageRejected" in the body."""
    code = answer.headers.get("x-amzn-errortype") or said.get("__type") or said.get("code") or ""
    return str(code).partition(":")[0].rpartition("#")[2]


def _account(options: Options, setup: Setup) -> tuple[str, Callable[[Request], Request]]:
    """Return the endpoint, and what signs a call for it."""
    try:
        from botocore.auth import SigV4Auth  # noqa: PLC0415 -- an extra
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415
        from botocore.session import Session  # noqa: PLC0415
    except ImportError:
        raise ConfigError("ses needs botocore", mend='run: pip install "digest-weekly[ses]"') from None
    try:
        session = Session(profile=options.profile or None)
        client = session.create_client("sesv2", options.region or None, endpoint_url=options.url or None)
        credentials = session.get_credentials()
    except (BotoCoreError, ValueError) as error:
        mend = 'set region = "eu-west-1", say, under [deliver.ses]' if "region" in str(error) else ""
        what = f"ses: {web.one_line(str(error))}"
        raise ConfigError(what, where=setup.place.line(), mend=mend) from None
    if credentials is None:
        mend = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile"
        raise ConfigError("ses: no credentials", where="environment", mend=mend)
    url, region = client.meta.endpoint_url.rstrip("/"), client.meta.region_name
    checked_base(url)

    def sign(request: Request) -> Request:
        bare = AWSRequest(request.method, url + request.path, dict(request.headers), request.body)
        try:
            SigV4Auth(credentials.get_frozen_credentials(), "ses", region).add_auth(bare)
        except BotoCoreError as error:  # those of a role are fetched anew now and then
            raise web.refuses(NAME, str(error)) from None
        return replace(request, headers=dict(bare.headers.items()))

    return url, sign

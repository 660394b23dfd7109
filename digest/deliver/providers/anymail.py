"""Mailgun, SendGrid, Brevo and others by way of django-anymail; the extra `anymail`.

Anymail knows how each service wants a message and what its answers mean; the call goes over our own wire. It
runs without a Django project. One person a message: with several, anymail would need each service's variables,
and by a mistake two readers would see each other.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Mapping  # noqa: TC003 -- cattrs reads the types of Options at run time
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from digest.config.structure import unknown
from digest.deliver.providers import web
from digest.deliver.wire.http import Request
from digest.errors import ConfigError, UnsupportedError
from digest.model import Traits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.deliver.setup import Setup
    from digest.deliver.wire.http import Answer
    from digest.model import Message, Receipt
    from digest.protocols import Provider

NAME = "anymail"
_TRAITS = Traits(connections=4)


class _Account(NamedTuple):
    """How anymail calls its secrets (DIGEST_ANYMAIL_KEY, and DIGEST_ANYMAIL_SECRET where there are two) and settings."""

    secrets: tuple[str, ...] = ("api_key",)
    settings: tuple[str, ...] = ()


SERVICES = {
    "brevo": _Account(),
    "mailersend": _Account(("api_token",)),
    "mailgun": _Account(settings=("sender_domain",)),
    "mailjet": _Account(("api_key", "secret_key")),
    "mailtrap": _Account(("api_token",)),
    "mandrill": _Account(),
    "postal": _Account(),
    "scaleway": _Account(("secret_key",), ("project_id", "region")),
    "sendgrid": _Account(),
    "sparkpost": _Account(settings=("subaccount",)),
    "unisender_go": _Account(),
}
_OWN = ("postmark", "resend", "ses")
_BY_PLAN = frozenset({"mailersend"})
"""Services that let only some plans set headers of one's own (MailerSend: Enterprise), and refuse the others."""

_NEW_IDS = frozenset({"sendgrid", "unisender_go"})
"""Where anymail would make an id of its own, another one each time a call is made; theirs is good enough."""
_TAG = re.compile(
    r"\{(?=[{%$#])|\*(?=\|)|\[(?=\[)|%(?=(?:recipient|unsubscribe|tag_unsubscribe|mailing_list))"
)
"""Where a merge tag of one of these services begins: some fill tags in whatever they are sent (SparkPost and
Brevo {{ }}, Mailgun %unsubscribe_url%, Mailjet [[ ]], Mandrill *| |*)."""
_LITERAL = re.compile(r"(<style\b.*?</style>|<!--.*?-->)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Options:
    """`[deliver.anymail]`.

    The `service`, the `url` of its API where it is not the usual one (Mailgun in the EU), and `settings` of it
    by anymail's names. `headers`: the account may set headers, where that is a matter of the plan.
    """

    service: str = ""
    url: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    headers: bool = False
    timeout: float = 30.0


def provider(setup: Setup) -> Provider:
    """Return the provider. Raises ConfigError for an unknown service, without anymail or a secret."""
    options = setup.options(Options)
    if options.service in _OWN:
        raise setup.wrong(
            "service", f"{options.service} has a provider of its own", f'provider = "{options.service}"'
        )
    if options.service not in SERVICES:
        mend = "known here: " + ", ".join(SERVICES)
        raise setup.wrong("service", f"no such service {options.service!r:.40}", mend)
    service = SERVICES[options.service]
    for key in options.settings:
        if key not in service.settings:
            unknown(key, service.settings or ("none",), setup.place)
    secrets = [setup.secret(name) for name in ("anymail_key", "anymail_secret")[: len(service.secrets)]]
    revealed = dict(zip(service.secrets, (secret.reveal() for secret in secrets), strict=True))
    backend = _backend(options, revealed, setup)
    parts = urlsplit(backend.api_url)
    return web.Api(
        NAME,
        _TRAITS,
        partial(request, backend),
        partial(receipts, backend),
        partial(check, backend, needs_plan=options.service in _BY_PLAN and not options.headers),
        web.wires(setup, f"{parts.scheme}://{parts.netloc}", options.timeout, secrets=secrets),
    )


def check(backend: Any, sample: Message, *, needs_plan: bool = False) -> None:
    """Refuse what the service can't take (raises UnsupportedError)."""
    parts = web.check_parts(NAME, sample, _TRAITS.limit)
    if parts.headers and needs_plan:
        mend = "say headers = true under [deliver.anymail] where your plan has them"
        raise UnsupportedError(
            f"{backend.esp_name}: headers of our own, List-Unsubscribe among them", mend=mend
        )
    request(backend, [sample], sample.key)


def request(backend: Any, messages: Sequence[Message], _: str) -> Request:
    """Return the call as anymail makes it. Raises UnfitError for what it says the service can't take."""
    import requests  # noqa: PLC0415 -- anymail brings it
    from anymail.exceptions import AnymailError  # noqa: PLC0415 -- an extra

    [message] = messages
    try:
        call = _payload(backend, message).get_request_params(backend.api_url)
        sent = requests.Request(**call).prepare()
    except (AnymailError, ValueError, TypeError) as error:
        raise web.UnfitError(web.one_line(str(error.args[0] if error.args else error))) from None
    body: Any = sent.body or b""
    headers: dict[str, Any] = {
        name: value for name, value in sent.headers.items() if name.lower() != "content-length"
    }
    return Request(str(sent.method), sent.path_url, body.encode() if isinstance(body, str) else body, headers)


def receipts(backend: Any, messages: Sequence[Message], answer: Answer) -> Sequence[Receipt]:
    """Return what anymail reads in the answer. Raises ProviderError where the service refuses all."""
    import requests  # noqa: PLC0415
    from anymail.exceptions import AnymailError  # noqa: PLC0415 -- an extra

    [message] = messages
    response = requests.Response()
    response.status_code, response._content = answer.status, answer.body  # noqa: SLF001 -- it has no other door
    response.headers.update(answer.headers)
    words = answer.body.decode("utf-8", "replace")
    try:
        payload = _payload(backend, message)
        backend.raise_for_status(response, payload, message)
        found = backend.parse_recipient_status(response, payload, message)
        states = {status.status: str(status.message_id or "") for status in found.values()}
    except (AnymailError, LookupError, TypeError, ValueError, AttributeError):
        if not answer.good:
            return web.by_status(backend.esp_name, messages, answer, words)
        return [web.receipt(message, "unknown", f"an answer that can't be read: {words}")]
    if len(states) == 1 and (accepted := states.keys() & {"sent", "queued"}):
        given = states[accepted.pop()] or answer.headers.get("x-message-id", "")
        return [web.receipt(message, "accepted", provider_id=given)]
    if states and states.keys() <= {"invalid", "rejected", "failed"}:
        return [web.receipt(message, "refused", f"{', '.join(states)}: {words}")]
    return [web.receipt(message, "unknown", f"an answer that can't be read: {words}")]


def _payload(backend: Any, message: Message) -> Any:
    """Return anymail's own form of the message. Raises what anymail and Django raise."""
    return backend.build_message_payload(_mail(message), {})


def _mail(message: Message) -> Any:
    """Return Django's message."""
    from django.core.mail import EmailMultiAlternatives  # noqa: PLC0415 -- an extra

    parts = message.parts
    mail = EmailMultiAlternatives(
        _untagged(parts.subject),
        _untagged(parts.text),
        web.mailbox(parts.from_name, parts.from_email),
        [web.mailbox(parts.to_name, parts.to_email)],
        headers=dict(parts.headers),
        reply_to=[parts.reply_to] if parts.reply_to else None,
    )
    if parts.html:
        mail.attach_alternative(_untagged_html(parts.html), "text/html")
    for picture in parts.pictures:
        part = EmailMessage()
        kind, _, subtype = picture.kind.partition("/")
        part.set_content(
            picture.data,
            kind,
            subtype,
            disposition="inline",
            filename=picture.name,
            cid=f"<{picture.content_id}>",
        )
        # Django's own `attach` takes this kind from version 6 on; anymail always does.
        mail.attachments.append(part)
    return mail


def _untagged(text: str) -> str:
    """Return the text so that what looks like a merge tag arrives: with a word joiner in it, which nobody sees."""
    return _TAG.sub("\\g<0>\u2060", text)


def _untagged_html(html: str) -> str:
    """Return the page so that what looks like a merge tag arrives: its first sign by number, but not in CSS."""
    pieces = _LITERAL.split(html)
    pieces[::2] = [_TAG.sub(lambda found: f"&#{ord(found[0])};", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _backend(options: Options, secrets: Mapping[str, str], setup: Setup) -> Any:
    try:
        from django.conf import settings  # noqa: PLC0415

        if not settings.configured:
            settings.configure()
        module = importlib.import_module(f"anymail.backends.{options.service}")
        from anymail.exceptions import AnymailConfigurationError, AnymailWarning  # noqa: PLC0415
    except ImportError:
        raise ConfigError(
            "anymail needs django-anymail", mend='run: pip install "digest-weekly[anymail]"'
        ) from None
    more: dict[str, Any] = {"api_url": options.url} if options.url else {}
    if options.service in _NEW_IDS:
        more["generate_message_id"] = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AnymailWarning)  # that it no longer tests with SendGrid
            return module.EmailBackend(
                ignore_unsupported_features=False, **more, **options.settings, **secrets
            )
    except AnymailConfigurationError as error:
        missing = "url" if "API_URL" in str(error) else "settings"
        raise setup.wrong(missing, f"{options.service} needs more", web.one_line(str(error))) from None

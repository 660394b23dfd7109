"""Anymail: its table, merge tags in articles, services beyond the rows, and a second opinion on Resend and Postmark."""

from __future__ import annotations

import html
import importlib
import json
import re
import sys
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8
from typing import Any
from urllib.parse import unquote_plus

import pytest
from conformance_letters import PAGE, PNG, READERS, messages
from conformance_stands import CANARY, setup_of

from digest.deliver.providers import PROVIDERS, anymail, postmark, resend, web
from digest.errors import ConfigError, UnsupportedError

KEY = "0123456789abcdef0123456789abcdef"


def by_anymail(service: str, **table: Any) -> web.Api:
    made = PROVIDERS["anymail"](
        setup_of("anymail", {"service": service, **table}, "anymail_key", "anymail_secret")
    )
    assert isinstance(made, web.Api)
    return made


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "service: no such service ''.*mailgun"),
        ({"service": "mailgunn"}, "no such service 'mailgunn'"),
        ({"service": "resend"}, 'a provider of its own; provider = "resend"'),
        (
            {"service": "mailgun", "settings": {"sender_domian": "x"}},
            "'sender_domian'; did you mean 'sender_domain'",
        ),
        (
            {"service": "sendgrid", "settings": {"merge_field_format": "x"}},
            "unknown key 'merge_field_format'",
        ),
        ({"service": "mailgun", "servise": "x"}, "unknown key 'servise'; did you mean 'service'"),
        ({"service": "postal"}, "url: postal needs more"),
        ({"service": "scaleway"}, "settings: scaleway needs more.*PROJECT_ID"),
        ({"service": "brevo", "url": "http://example.org"}, "url: .*no address of a web API"),
        ({"service": "brevo", "timeout": 0}, "timeout"),
        ({"service": "brevo", "timeout": "5"}, "timeout.*wrong kind"),
    ],
)
def test_anymail_says_what_is_wrong_with_its_table(table: dict[str, Any], says: str):
    with pytest.raises(ConfigError, match=says) as caught:
        PROVIDERS["anymail"](setup_of("anymail", table, "anymail_key", "anymail_secret"))
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "modules"),
    [("anymail", ["anymail", "django", "django.conf"]), ("ses", ["botocore", "botocore.auth"])],
)
def test_without_its_extra_a_provider_names_it(
    name: str, modules: list[str], monkeypatch: pytest.MonkeyPatch
):
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ConfigError, match=rf"digest-weekly\[{name}\]"):
        PROVIDERS[name](setup_of(name, {"service": "brevo"} if name == "anymail" else {}, "anymail_key"))


@pytest.mark.parametrize("service", ["mandrill", "mailtrap", "unisender_go", "postal", "scaleway"])
def test_the_rest_of_anymail_takes_a_message_too(service: str):
    more: dict[str, Any] = (
        {"url": "https://api.example.org/"} if service in {"postal", "unisender_go"} else {}
    )
    more |= {"settings": {"project_id": "p"}} if service == "scaleway" else {}
    api = by_anymail(service, **more)
    api.check(messages()[0])
    assert (
        f"<{messages()[0].parts.headers[1][1].strip('<>')}>" in api.request(messages()[:1], KEY).body.decode()
    )


def test_mailersend_takes_headers_from_some_plans_only():
    with pytest.raises(
        UnsupportedError, match=r"MailerSend: headers of our own, List-Unsubscribe.*headers = true"
    ):
        by_anymail("mailersend").check(messages()[0])
    by_anymail("mailersend", headers=True).check(messages()[0])


TAGS = "{{ name }} {% if %} {$unsubscribe} {{{x}}} *|FNAME|* [[UNSUB_LINK_EN]] %recipient.x% %unsubscribe_url% 50% {#x#}"


@pytest.mark.parametrize("service", ["sparkpost", "brevo", "mailersend", "mailjet", "mailgun", "mandrill"])
def test_what_looks_like_a_merge_tag_arrives_as_text(service: str):
    style = "<style>@media x{a{b:c}}*|*{d:e}</style>"
    page = replace(PAGE, html=f"<html>{style}<!--[if mso | IE]><![endif]--><p>{TAGS}</p></html>", text=TAGS)
    settings = {"settings": {"sender_domain": "example.org"}} if service == "mailgun" else {}
    raw = by_anymail(service, **settings).request(messages(subject=TAGS, page=page)[:1], KEY).body

    text = (
        unquote_plus(raw.decode())
        if service == "mailgun"
        else json.dumps(json.loads(raw), ensure_ascii=False)
    )
    tags = re.findall(r"\{\{|\{%|\{\$|\{#|\[\[[A-Z]|%recipient|%unsubscribe|(?<!\})\*\|[A-Z]", text)
    assert tags == []
    assert "*|*{d:e}" in text.replace("\\", "")

    assert TAGS in html.unescape(text)
    assert TAGS in text.replace("\u2060", "")


@pytest.mark.parametrize(("own", "name"), [(resend, "resend"), (postmark, "postmark")])
def test_anymail_would_send_what_our_own_provider_sends(own: Any, name: str):
    """A second opinion on Resend and Postmark: the same message by anymail's own backend."""

    by_anymail("brevo")  # configures Django
    module = importlib.import_module(f"anymail.backends.{name}")
    secrets = {"api_key": "k"} if name == "resend" else {"server_token": "k", "message_stream": "broadcast"}
    backend = module.EmailBackend(**secrets)
    for message in messages(READERS[:1], picture=PNG):
        theirs = json.loads(anymail.request(backend, [message], KEY).body)
        if name == "resend":
            [ours] = [json.loads(own.request([message], KEY).body)]
        else:
            [ours] = json.loads(own.request("broadcast", [message], KEY).body)
        kept = {name: value for name, value in levelled(ours)["headers"].items() if name != "X-PM-KeepID"}
        assert {**levelled(ours), "headers": kept} == levelled(theirs)


def levelled(mail: dict[str, Any]) -> dict[str, Any]:
    """Write a mail's values in one of the ways that the API's documentation allows."""
    level: dict[str, Any] = {}
    for name, value in mail.items():
        key = name.lower()
        if key in ("from", "to", "reply_to", "replyto"):
            each = value if isinstance(value, list) else [value]
            level[key.replace("_", "")] = [mail_name(text) for text in each]
        elif key == "headers" and isinstance(value, list):
            level[key] = {item["Name"]: item["Value"] for item in value}
        elif isinstance(value, str):
            level[key] = (
                value.replace("\u2060", "").replace("&#123;", "{").replace("&#37;", "%").replace("&#42;", "*")
            )
        elif value:
            level[key] = value
    return level


def mail_name(text: str) -> tuple[str, str]:
    holder = EmailMessage(SMTPUTF8)
    holder["To"] = text
    address: Address = holder["To"].addresses[0]
    return address.display_name, address.addr_spec

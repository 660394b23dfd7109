"""The servers of the services that anymail speaks to, as far as it needs them."""

from __future__ import annotations

import base64
import email
import email.policy
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

import jsonschema
from conformance_services import Seen, Service, bearer, mailbox
from servers_http import Got, Reply, as_json, description


def _pictures(items: Sequence[Mapping[str, str]], name: str, data: str) -> dict[str, bytes]:
    return {item[name]: base64.b64decode(item[data]) for item in items}


def plain(text: str) -> str:
    """Undo what keeps text from being read as a merge tag: a reader sees neither."""
    return text.replace("\u2060", "")


def page(source: str) -> str:
    """The same for HTML: a character by number is that character."""
    for sign in "{*[%":
        source = source.replace(f"&#{ord(sign)};", sign)
    return source


def _seen(
    to: tuple[str, str], sender: tuple[str, str], subject: str, source: str, text: str, **more: Any
) -> Seen:
    return Seen(to[0], to[1], sender[0], sender[1], plain(subject), page(source), plain(text), **more)


def _pair(item: Mapping[str, str]) -> tuple[str, str]:
    return item["email"], item.get("name", "")


# --- Mailgun --------------------------------------------------------------------------------------------


def mailgun_form(got: Got) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    """Return a form's fields and files."""
    kind = got.headers["content-type"]
    if kind.startswith("application/x-www-form-urlencoded"):
        return parse_qs(got.body.decode(), strict_parsing=True), {}
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    form = email.message_from_bytes(head + got.body, policy=email.policy.HTTP)
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for part in form.iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if part.get_filename():
            files[part.get_filename()] = data
        else:
            fields.setdefault(name, []).append(data.decode())
    return fields, files


def judge_mailgun(got: Got) -> None:
    """Validate the form by Mailgun's own description; Prism can't read its fields that are lists."""
    import json

    whole = json.loads(description("mailgun.json").read_bytes())
    path = whole["paths"]["/v3/{domain_name}/messages"]["post"]
    ref = path["requestBody"]["content"]["multipart/form-data"]["schema"]["$ref"]
    schema = whole["components"]["schemas"][ref.rpartition("/")[2]]
    declared = schema["properties"]
    fields, files = mailgun_form(got)
    form: dict[str, Any] = {
        name: values if declared.get(name, {}).get("type") == "array" else values[0]
        for name, values in fields.items()
    }
    jsonschema.Draft202012Validator({**schema, "components": whole["components"]}).validate(form)
    own = {name for name in form if name not in declared and not name.startswith("h:")}
    assert not own, f"fields that Mailgun does not name: {own}"
    assert not files or "inline" in declared


def read_mailgun(got: Got) -> list[Seen]:
    assert got.path == "/v3/example.org/messages"
    judge_mailgun(got)
    fields, files = mailgun_form(got)
    one = {name: values[0] for name, values in fields.items()}
    headers = {name[2:]: value for name, value in one.items() if name.startswith("h:")}
    return [
        _seen(
            mailbox(one["to"]),
            mailbox(one["from"]),
            one["subject"],
            one["html"],
            one["text"],
            reply_to=headers.get("Reply-To", ""),
            headers=headers,
            pictures=files,
        )
    ]


def reply_mailgun(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    if seen[0].to in refused:
        return as_json({"message": f"to parameter is not a valid address: {seen[0].to}"}, 400)
    return as_json({"id": "<mg-1@example.org>", "message": "Queued. Thank you."})


def basic(user: str) -> Any:
    def authorised(got: Got, secret: str) -> bool:
        wanted = base64.b64encode(f"{user.format(secret=secret)}:{secret}".encode()).decode()
        return got.headers.get("authorization") == f"Basic {wanted}"

    return authorised


# --- SendGrid -------------------------------------------------------------------------------------------


def read_sendgrid(got: Got) -> list[Seen]:
    mail = got.json
    assert mail["content"], "Prism lets through a mail without content"
    content = {part["type"]: part["value"] for part in mail["content"]}
    return [
        _seen(
            _pair(mail["personalizations"][0]["to"][0]),
            _pair(mail["from"]),
            mail["subject"],
            content["text/html"],
            content["text/plain"],
            reply_to=mail["reply_to_list"][0]["email"],
            headers=mail["headers"],
            pictures=_pictures(mail.get("attachments", ()), "content_id", "content"),
        )
    ]


def reply_sendgrid(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    if seen[0].to in refused:
        return as_json(
            {"errors": [{"message": f"Does not contain a valid address: {seen[0].to}", "field": "to"}]}, 400
        )
    return Reply(202, b"", {"X-Message-Id": "sg-1"})


# --- Brevo ----------------------------------------------------------------------------------------------


def read_brevo(got: Got) -> list[Seen]:
    mail = got.json
    return [
        _seen(
            _pair(mail["to"][0]),
            _pair(mail["sender"]),
            mail["subject"],
            mail["htmlContent"],
            mail["textContent"],
            reply_to=mail["replyTo"]["email"],
            headers=mail["headers"],
            pictures={},
        )
    ]


def reply_brevo(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    if seen[0].to in refused:
        return as_json(
            {"code": "invalid_parameter", "message": f"email is not valid in to: {seen[0].to}"}, 400
        )
    return as_json({"messageId": "<br-1@example.org>"}, 201)


# --- MailerSend -----------------------------------------------------------------------------------------


def read_mailersend(got: Got) -> list[Seen]:
    mail = got.json
    return [
        _seen(
            _pair(mail["to"][0]),
            _pair(mail["from"]),
            mail["subject"],
            mail["html"],
            mail["text"],
            reply_to=mail["reply_to"]["email"],
            headers={h["name"]: h["value"] for h in mail["headers"]},
            pictures=_pictures(mail.get("attachments", ()), "id", "content"),
        )
    ]


def reply_mailersend(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    if seen[0].to in refused:
        words = f"The to.0.email must be a valid email address: {seen[0].to}"
        return as_json({"message": words, "errors": {"to.0.email": [words]}}, 422)
    return Reply(202, b"", {"X-Message-Id": "ms-1", "Content-Type": "text/html"})


# --- SparkPost ------------------------------------------------------------------------------------------


def read_sparkpost(got: Got) -> list[Seen]:
    content = got.json["content"]
    address = got.json["recipients"][0]["address"]
    return [
        _seen(
            (address["email"], mailbox(address["header_to"])[1]),
            mailbox(content["from"]),
            content["subject"],
            content["html"],
            content["text"],
            reply_to=content["reply_to"],
            headers=content["headers"],
            pictures=_pictures(content.get("inline_images", ()), "name", "data"),
        )
    ]


def reply_sparkpost(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    bad = seen[0].to in refused
    results = {"total_rejected_recipients": int(bad), "total_accepted_recipients": int(not bad), "id": "sp-1"}
    return as_json({"results": results})


# --- Mailjet --------------------------------------------------------------------------------------------


def read_mailjet(got: Got) -> list[Seen]:
    shared, [mail] = got.json["Globals"], got.json["Messages"]
    to, sender = mail["To"][0], shared["From"]
    return [
        _seen(
            (to["Email"], to.get("Name", "")),
            (sender["Email"], sender["Name"]),
            shared["Subject"],
            shared["HTMLPart"],
            shared["TextPart"],
            reply_to=shared["ReplyTo"]["Email"],
            headers=shared["Headers"],
            pictures=_pictures(shared.get("InlinedAttachments", ()), "ContentID", "Base64Content"),
        )
    ]


def reply_mailjet(seen: Sequence[Seen], refused: Collection[str]) -> Reply:
    if seen[0].to in refused:
        error = {
            "ErrorCode": "mj-0013",
            "StatusCode": 400,
            "ErrorMessage": f"{seen[0].to} is an invalid address",
        }
        return as_json({"Messages": [{"Status": "error", "Errors": [error]}]}, 400)
    to = {"Email": seen[0].to, "MessageUUID": "mj-u", "MessageID": 1, "MessageHref": "https://example.org/"}
    return as_json({"Messages": [{"Status": "success", "To": [to]}]})


def _service(name: str, read: Any, reply: Any, authorised: Any, shut: Any, url: str, **more: Any) -> Service:
    table = {"service": name, **more.pop("table", {})}
    secrets = {"DIGEST_ANYMAIL_KEY": "{canary}", **more.pop("secrets", {})}
    shut = as_json(shut, 401)
    return Service(f"anymail-{name}", "anymail", secrets, read, reply, shut, authorised, table, url, **more)


def header(name: str) -> Any:
    return lambda got, secret: got.headers.get(name) == secret


ANYMAIL = (
    _service(
        "mailgun",
        read_mailgun,
        reply_mailgun,
        basic("api"),
        "Forbidden {canary}",
        "{base}/v3",
        table={"settings": {"sender_domain": "example.org"}},
    ),
    _service(
        "sendgrid",
        read_sendgrid,
        reply_sendgrid,
        bearer,
        {"errors": [{"message": "The provided authorization grant {canary} is invalid", "field": None}]},
        "{base}/v3/",
        judge="sendgrid-mail.json",
    ),
    _service(
        "brevo",
        read_brevo,
        reply_brevo,
        header("api-key"),
        {"code": "unauthorized", "message": "Key {canary} not found"},
        "{base}/v3/",
        pictures=False,
    ),
    _service(
        "mailersend",
        read_mailersend,
        reply_mailersend,
        bearer,
        {"message": "Unauthenticated {canary}."},
        "{base}/v1/",
        table={"headers": True},
    ),
    _service(
        "sparkpost",
        read_sparkpost,
        reply_sparkpost,
        header("authorization"),
        {"errors": [{"message": "Unauthorized {canary}."}]},
        "{base}/api/v1/",
    ),
    _service(
        "mailjet",
        read_mailjet,
        reply_mailjet,
        basic("{secret}"),
        {"ErrorMessage": "API key {canary} authentication failure", "StatusCode": 401},
        "{base}/v3.1/",
        secrets={"DIGEST_ANYMAIL_SECRET": "{canary}"},
    ),
)

"""A stand is a provider with its server: what the suite sends through, and what it then finds there.

`ROWS` has one row a provider; a new one adds a row (`docs/adding-a-provider.md`).
"""

from __future__ import annotations

import json
import traceback
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import conformance_example
import jsonschema
import servers_scripted
from conformance_anymail import ANYMAIL
from conformance_letters import ADDRESS, HANA, READERS, messages
from conformance_services import EXAMPLE, POSTMARK, RESEND, SES, Seen, Service, read_raw, reply_resend_strict
from servers_http import CUT, STALL, Echo, Got, Reply, as_json, forward

from digest.config.place import Place
from digest.config.tables import Deliver
from digest.deliver.providers import PROVIDERS, Setup
from digest.deliver.secrets import Secret
from digest.deliver.wire.http import Answer
from digest.model import Message
from digest.protocols import Provider

CANARY = "c4nary-0f-th3-su1te"

Judge = Callable[[Got], Reply | None]
"""Tells what is wrong with a request: an answer of 4xx, None where nothing is."""


class WebStand:
    """A provider with a web API before an echo server that knows the service's manners."""

    def __init__(self, service: Service, judge: Judge) -> None:
        self.service, self._judge = service, judge
        self.accepted: list[Seen] = []
        self.refused: set[str] = set()
        self.wrong: list[str] = []
        self.locked = False
        self._kept: dict[str, Reply] = {}
        self.echo = Echo(self._respond)
        self.keys, self.pictures = service.keys, service.pictures

    def fault(self, *faults: str | Reply) -> None:
        """Have the next requests end so, one after the other."""
        self.echo.faults.extend(faults)

    @property
    def connections(self) -> int:
        return self.echo.connections

    @property
    def secret(self) -> str:
        return next(text for name, text in self.environment.items() if CANARY in text)

    @property
    def environment(self) -> dict[str, str]:
        return {name: text.format(canary=CANARY) for name, text in self.service.secrets.items()}

    def setup(self, folder: Path, base: str = "", **more: Any) -> Setup:
        url = self.service.url.format(base=base or self.echo.url)
        return setup(self.service.provider, {**self.service.table, "url": url, **more}, folder)

    def wire_bytes(self) -> bytes:
        """All that came over the wire, the headers included."""
        return b"".join(repr(got.headers).encode() + got.body for got in self.echo.got)

    def _respond(self, got: Got) -> Reply:
        try:
            return self._answer(got)
        except Exception:  # noqa: BLE001 -- whatever it is, the test tells it
            self.wrong.append(traceback.format_exc())
            return as_json({"message": "the server of the test found a fault"}, 500)

    def _answer(self, got: Got) -> Reply:
        service = self.service
        if self.locked or not service.authorised(got, self.secret):
            return replace(service.shut, body=service.shut.body.replace(b"{canary}", CANARY.encode()))
        if fault := self._judge(got):
            return fault
        key = got.headers.get("idempotency-key", "")
        if service.keys and key in self._kept:
            return self._kept[key]
        seen = service.read(got)
        reply = service.reply(seen, self.refused)
        if reply.status < 300:
            self.accepted += [each for each in seen if each.to not in self.refused]
            self._kept[key] = reply
        return reply


class FileStand:
    """The provider that writes files: no wire, so nothing to cut."""

    keys, pictures = False, True
    environment: Mapping[str, str] = {}

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self.wrong: list[str] = []
        self._out = Path()

    def setup(self, folder: Path) -> Setup:
        self._out = folder / "mail"
        return setup("file", {}, folder)

    @property
    def accepted(self) -> list[Seen]:
        return [read_raw(path.read_bytes()) for path in sorted(self._out.glob("*.eml"))]

    def wire_bytes(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self._out.glob("*.eml")))


class SmtpStand:
    """SMTP before a server that answers as it is told; the real Postfix has tests of its own."""

    keys, pictures = False, True
    environment: Mapping[str, str] = {"DIGEST_SMTP_PASSWORD": CANARY}

    def __init__(self, told: servers_scripted.Scripted) -> None:
        self.told = told
        self.wrong: list[str] = []
        self.script = {
            "EHLO": ["250-scripted\r\n250-SIZE 9999999\r\n250 AUTH PLAIN"],
            "AUTH": ["235 2.7.0 Ok"],
        }
        told.script = self.script

    def setup(self, folder: Path, base: str = "", **more: Any) -> Setup:
        port = int(base.rpartition(":")[2]) if base else self.told.port
        if "timeout" in more:
            more["timeout"] /= 10  # ten of them is what the answer to a whole message may take
        return setup(
            "smtp", {"host": "127.0.0.1", "port": port, "security": "none", "user": "u", **more}, folder
        )

    def fault(self, *faults: str) -> None:
        ways = {CUT: servers_scripted.CUT, STALL: servers_scripted.STALL}
        self.script["."] = [*(ways[fault] for fault in faults), "250 2.0.0 Ok"]

    @property
    def refused(self) -> set[str]:
        return set()

    @refused.setter
    def refused(self, addresses: set[str]) -> None:
        answers = (
            "550 5.1.1 no such user" if reader.email in addresses else "250 2.1.5 Ok" for reader in READERS
        )
        self.script["RCPT"] = list(answers)

    @property
    def locked(self) -> bool:
        return False

    @locked.setter
    def locked(self, _: bool) -> None:
        self.script["AUTH"] = ["535 5.7.8 authentication failed"]

    @property
    def accepted(self) -> list[Seen]:
        return [read_raw(data) for data in self.told.stored]

    @property
    def connections(self) -> int:
        return self.told.connections

    def wire_bytes(self) -> bytes:
        return b"".join(self.told.stored)


def setup(name: str, table: Mapping[str, Any], folder: Path) -> Setup:
    """What digest.toml would give the provider."""
    place = Place("", "digest.toml", f"deliver.{name}")
    return Setup(
        name=name, root=folder, out=folder / "mail", deliver=Deliver(provider=name), table=table, place=place
    )


def made(setup: Setup) -> Provider:
    return {**PROVIDERS, "example": conformance_example.provider}[setup.name](setup)


def setup_of(name: str, table: Mapping[str, Any], *secrets: str) -> Setup:
    """The same with secrets that need no environment."""
    held = {each: Secret(f"DIGEST_{each.upper()}", CANARY) for each in secrets}
    return replace(setup(name, table, Path()), secret=held.__getitem__)


def many(count: int) -> list[Message]:
    return messages([replace(HANA, email=f"r{n}@example.net", id=f"r{n}") for n in range(count)])


def told(value: Any, status: int = 200, wait: float = 0.0, **headers: str) -> Answer:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value).encode(), named, wait)


# --- Who judges ------------------------------------------------------------------------------------------

_TEXT = {"type": "string", "minLength": 1, "pattern": r"^[^\r\n\u0000\u2028\u2029]*$"}
POSTMARK_BATCH = {
    # Fields and types of postmarkapp.com/developer/api/email-api, remembered, not looked up; the limit of 500 from
    # its page on batches. It has no unknown field, which Postmark itself would ignore.
    "type": "array",
    "minItems": 1,
    "maxItems": 500,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["From", "To", "Subject", "MessageStream"],
        "anyOf": [{"required": ["HtmlBody"]}, {"required": ["TextBody"]}],
        "properties": {
            "From": _TEXT,
            "To": _TEXT,
            "Subject": {**_TEXT, "maxLength": 2000},
            "HtmlBody": {"type": "string", "minLength": 1},
            "TextBody": {"type": "string", "minLength": 1},
            "ReplyTo": _TEXT,
            "MessageStream": {**_TEXT, "pattern": "^[a-z0-9-]+$"},
            "Headers": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["Name", "Value"],
                    "properties": {"Name": {"type": "string", "pattern": "^[A-Za-z0-9-]+$"}, "Value": _TEXT},
                },
            },
            "Attachments": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["Name", "Content", "ContentType"],
                    "properties": {
                        "Name": _TEXT,
                        "Content": {"type": "string", "pattern": "^[A-Za-z0-9+/]+=*$"},
                        "ContentType": _TEXT,
                        "ContentID": {**_TEXT, "pattern": "^cid:"},
                    },
                },
            },
        },
    },
}


def judge_postmark(got: Got) -> Reply | None:
    faults = list(jsonschema.Draft202012Validator(POSTMARK_BATCH).iter_errors(got.json))
    if not faults:
        return None
    return as_json({"ErrorCode": 403, "Message": f"{faults[0].json_path}: {faults[0].message[:80]}"}, 422)


def judged_by(base: str) -> Judge:
    """Another server judges: Prism over the provider's description, or moto."""

    def judge(got: Got) -> Reply | None:
        reply = forward(base, got)
        return reply if reply.status >= 400 else None

    return judge


def verify(base: str) -> None:
    """Tell moto that the sender is ours; SES sends for nobody else."""
    body = json.dumps({"EmailIdentity": ADDRESS}).encode()
    headers = {
        "Content-Type": "application/json",
        "Authorization": "AWS4-HMAC-SHA256 Credential=A/1/eu-west-1/ses/x",
    }
    asked = urllib.request.Request(f"{base}/v2/email/identities", body, headers, method="POST")
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.status == 200


# --- The rows --------------------------------------------------------------------------------------------

WEB: dict[str, Service] = {
    "resend": RESEND,
    "resend-strict": replace(RESEND, id="resend-strict", reply=reply_resend_strict),
    "postmark": POSTMARK,
    "ses": SES,
    **{service.id: service for service in ANYMAIL},
    "example": EXAMPLE,
}
WIRED = ("smtp", *WEB)
ROWS = ("file", *WIRED)


@contextmanager
def stand(row: str, judges: Callable[[str], Judge]) -> Iterator[Any]:
    """Yield the stand of a row; at the end its server must have found nothing wrong."""
    if row == "file":
        yield FileStand()
        return
    if row == "smtp":
        with servers_scripted.scripted() as told:
            yield SmtpStand(told)
        return
    service = WEB[row]
    found = WebStand(service, judges(service.judge))
    with found.echo:
        yield found
    assert not found.wrong, found.wrong[0]

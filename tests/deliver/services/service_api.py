"""A service on loopback: a store that keeps what it is told, judged by the service's own OpenAPI description.

It can show new drafts late in its lists, cut the line after storing, let twins in, and answer anything at all.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "openapi"
CANARY = "canary0123456789secret"


class Description:
    """An OpenAPI or Swagger file: tells what is wrong with a request or an answer."""

    def __init__(self, name: str, base: str) -> None:
        self.document = _document(name)
        self.base = base
        self.registry = Registry().with_resource("urn:api", Resource(self.document, DRAFT202012))
        self.templates = [
            (re.compile(re.sub(r"\{[^}]+\}", "([^/]+)", template)), template)
            for template in self.document["paths"]
        ]

    def operation(self, method: str, path: str) -> tuple[dict, str]:
        found = [t for pattern, t in self.templates if pattern.fullmatch(path.removeprefix(self.base))]
        exact = sorted(found, key=lambda template: template.count("{"))
        for template in exact:
            if method.lower() in self.document["paths"][template]:
                return self.document["paths"][template][method.lower()], template
        return {}, ""

    def request_faults(self, method: str, path: str, query: list[tuple[str, str]], body: object) -> list[str]:
        operation, _ = self.operation(method, path)
        if not operation:
            return [f"no such operation: {method} {path}"]
        parameters = [self.resolved(p) for p in operation.get("parameters", [])]
        known = {p["name"]: p.get("schema", p) for p in parameters if p["in"] == "query"}
        faults = [f"unknown query {name}" for name, _ in query if name not in known]
        for name, value in query:
            if name in known:
                faults += self.faults(_plain(known[name]), _typed(value, known[name], self))
        schema = self.body_schema(operation, parameters)
        if schema is None:
            return faults + (["a body where none is taken"] if body is not None else [])
        if body is None:
            return [*faults, "no body"]
        return [*faults, *self.faults(schema, body), *self.unknown(schema, body)]

    def answer_faults(self, method: str, path: str, status: int, body: object) -> list[str]:
        operation, _ = self.operation(method, path)
        answer = operation.get("responses", {}).get(str(status)) or operation.get("responses", {}).get(
            "default"
        )
        if answer is None:  # Resend's file has no refusals
            return [] if status >= 400 else [f"no such answer: {status}"]
        schema = answer.get("schema") or answer.get("content", {}).get("application/json", {}).get("schema")
        return self.faults(schema, body) if schema and body is not None else []

    def body_schema(self, operation: dict, parameters: list[dict]) -> dict | None:
        if "requestBody" in operation:
            return operation["requestBody"]["content"]["application/json"]["schema"]
        return next((p["schema"] for p in parameters if p["in"] == "body"), None)

    def resolved(self, value: dict) -> dict:
        while "$ref" in value:
            found = self.document
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            value = found
        return value

    def faults(self, schema: dict, value: object) -> list[str]:
        rooted = {"$id": "urn:api:part", **_rooted(schema)}
        judge = Draft202012Validator(rooted, registry=self.registry, format_checker=FormatChecker())
        return [f"{'.'.join(map(str, e.absolute_path))}: {e.message[:160]}" for e in judge.iter_errors(value)]

    def unknown(self, schema: dict, value: object, at: str = "") -> list[str]:
        """Name the fields that the description has not, which it (and Prism) lets through."""
        schema = self.resolved(schema)
        for part in schema.get("allOf", []) + schema.get("anyOf", []):
            schema = {**self.resolved(part), **schema}
        known = schema.get("properties")
        if not isinstance(value, dict) or not known or schema.get("additionalProperties") is True:
            return []
        strange = [f"unknown field {at}{key}" for key in value if key not in known]
        return strange + [
            fault
            for key in value
            if key in known
            for fault in self.unknown(known[key], value[key], f"{at}{key}.")
        ]


@cache
def _document(name: str) -> dict:
    text = (FOLDER / name).read_text("utf-8")
    return (
        json.loads(text)
        if name.endswith(".json")
        else yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    )


def _rooted(schema: object) -> object:
    if isinstance(schema, dict):
        return {
            key: f"urn:api{value}" if key == "$ref" else _rooted(value)
            for key, value in schema.items()
            if key not in ("discriminator", "readOnly")
            and not (key == "required" and isinstance(value, bool))
        }
    return [_rooted(each) for each in schema] if isinstance(schema, list) else schema


def _plain(schema: dict) -> dict:
    """Return the schema of one value of a query: of an array, its items'."""
    kept = ("type", "enum", "maximum", "minimum", "format", "items", "allOf", "anyOf", "$ref")
    plain = {key: value for key, value in schema.items() if key in kept}
    return plain["items"] if plain.get("type") == "array" else plain


def _typed(value: str, schema: dict, description: Description) -> object:
    return int(value) if description.resolved(schema).get("type") == "integer" and value.isdigit() else value


@dataclass
class Call:
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: object
    status: int = 0
    at: float = field(default_factory=time.monotonic)


@dataclass
class Canned:
    """An answer whatever is asked. `after`: only when the request has been carried out."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False


class Fake:
    """The part of a service's fake that all have; `carry_out` is the service's own."""

    description: Description
    authorization: str

    def __init__(self) -> None:
        self.items: dict[str, dict] = {}
        self.born: dict[str, float] = {}
        self.late = 0.0
        self.cut: deque[str] = deque()
        self.canned: deque[Canned] = deque()
        self.pause = 0.0
        self.calls: list[Call] = []
        self.faults: list[str] = []
        self.lock = threading.Lock()
        self.base = ""

    def carry_out(self, call: Call) -> tuple[int, object]:
        raise NotImplementedError

    def refusal(self, faults: list[str]) -> tuple[int, object]:
        raise NotImplementedError

    def shown(self) -> list[dict]:
        """What a list shows, the newest first."""
        now = time.monotonic()
        old = [key for key in self.items if now - self.born[key] >= self.late]
        return [self.items[key] for key in reversed(old)]

    def add(self, key: str, item: dict) -> dict:
        self.items[key] = item
        self.born[key] = time.monotonic()
        return item

    def answer(self, call: Call) -> Canned:
        if self.canned and not self.canned[0].after:
            return self.canned.popleft()
        if call.headers.get("authorization") != self.authorization:
            return _json(*self.unauthorized())
        faults = self.description.request_faults(call.method, call.path, call.query, call.body)
        self.faults += [f"{call.method} {call.path}: {fault}" for fault in faults]
        status, body = self.refusal(faults) if faults else self.carry_out(call)
        wrong = self.description.answer_faults(call.method, call.path, status, body)
        self.faults += [f"our own answer to {call.method} {call.path} ({status}): {fault}" for fault in wrong]
        return self.canned.popleft() if self.canned else _json(status, body)

    def unauthorized(self) -> tuple[int, object]:
        raise NotImplementedError

    def asked(self, method: str) -> list[str]:
        """The paths that were asked for by this method."""
        return [call.path for call in self.calls if call.method == method]


def _json(status: int, body: object) -> Canned:
    return Canned(status, b"" if body is None else json.dumps(body).encode())


class _Listener(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: Fake

    def handle_one_request(self) -> None:
        self.close_connection = True  # stays so where who asks has been killed
        with suppress(OSError):
            super().handle_one_request()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        data = self.rfile.read(int(self.headers.get("content-length") or 0))
        call = Call(
            self.command,
            unquote(parts.path),
            parse_qsl(parts.query),
            {name.lower(): value for name, value in self.headers.items()},
            json.loads(data) if data else None,
        )
        fake = self.fake
        time.sleep(random.uniform(0, fake.pause))
        with fake.lock:
            answer = fake.answer(call)
            call.status = answer.status
            fake.calls.append(call)
            cut = (
                bool(fake.cut)
                and fake.cut[0] in (call.method, f"{call.method} {call.path}")
                and fake.cut.popleft()
            )
        time.sleep(random.uniform(0, fake.pause))
        if cut:
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("content-type", "application/json")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_POST = do_PATCH = do_PUT = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


class served:  # noqa: N801 -- read as a function
    """`with served(fake):` it answers on loopback at `fake.base`."""

    def __init__(self, fake: Fake) -> None:
        listener = type("Listener", (_Listener,), {"fake": fake})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), listener)
        self.server.daemon_threads = True
        self.fake = fake
        fake.base = f"http://127.0.0.1:{self.server.server_port}{fake.description.base}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Fake:
        self.thread.start()
        return self.fake

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

"""A bad answer is one clear line, and no secret is in it."""

from __future__ import annotations

import json
import traceback

import pytest
from service_api import CANARY, Canned
from service_parts import CLOCK, Desk, service

from digest.errors import ConfigError, DigestError, ProviderError, UnansweredError

pytest_plugins = ("service_fixtures",)

PAGE = b"<!doctype html><title>502</title><h1>Sorry</h1>"
MANY = Canned(429, b'{"message":"slow down"}', {"Retry-After": "3600"})


@pytest.fixture
def desk(fake, tmp_path):
    return Desk(fake, tmp_path)


def refused(desk, kind: type[DigestError], **orders: object) -> str:
    with pytest.raises(kind) as stopped:
        desk.run(**orders)
    line = str(stopped.value)
    assert "\n" not in line
    assert line.isprintable()
    assert CANARY not in "".join(traceback.format_exception(stopped.value))
    assert len(line) < 600
    return line


ANY_SERVICE = [
    (Canned(200, b"not json"), "no JSON object"),
    (Canned(200, PAGE), "no JSON object"),
    (Canned(200, b"[1, 2]"), "no JSON object"),
    (Canned(200, b"{}"), "has no '"),
    (Canned(200, b'{"results": null, "campaigns": "none", "data": {}}'), "has no '"),
    (Canned(404, PAGE), "has no '"),
    (Canned(405, PAGE), "refuses (405)"),
    (Canned(302, b"", {"Location": "https://elsewhere.example.org"}), "refuses (302)"),
    (Canned(401, json.dumps({"message": f"bad key {CANARY}"}).encode()), "refuses (401): bad key <DIGEST_"),
    (Canned(403, b"<html>Forbidden</html>"), "refuses (403); it is overloaded, or DIGEST_"),
    (MANY, "refuses (429): slow down; wait 3600 seconds"),
    (Canned(400, b"\xff\xfe\x00" * 50), "refuses (400)"),
    (Canned(400, json.dumps({"message": "x\r\nX-Evil: 1\u2028" * 90}).encode()), "refuses (400): x"),
    (Canned(400, b"[" * 100_000), "refuses (400)"),
    (Canned(422, b'{"detail": [{"loc": 5, "msg": {}}, 7, null]}'), "refuses (422)"),
    (Canned(422, b'{"detail": {"a": 1}, "errors": "none", "code": []}'), "refuses (422)"),
]


@pytest.mark.parametrize(("answer", "words"), ANY_SERVICE)
def test_what_any_service_may_answer_to_a_look(desk, answer, words):
    desk.fake.canned.append(answer)
    assert words in refused(desk, ProviderError)
    assert desk.there == []


@pytest.mark.parametrize(
    "answer", [Canned(500, PAGE), Canned(503, b'{"message":"busy"}'), Canned(403, PAGE), Canned(303, b"{}")]
)
def test_a_fault_of_the_service_while_it_creates_is_no_refusal(desk, answer):
    answer.after = True
    desk.fake.canned.extend([_empty_list(desk.fake), answer, answer, answer])
    line = refused(desk, UnansweredError)
    assert f"refuses ({answer.status})" in line
    assert len(desk.there) == 1
    desk.fake.canned.clear()
    desk.run()
    assert len(desk.there) == 1


@pytest.mark.parametrize(
    "body", [b"created!", b"{}", b'{"id": 7}', b'{"id": "", "status": "draft"}', b"null"]
)
def test_a_create_whose_answer_has_no_id_is_found_again(desk, body):
    desk.fake.canned.extend([_empty_list(desk.fake), Canned(201, body, after=True)])
    refused(desk, UnansweredError)
    assert len(desk.there) == 1
    assert desk.run().draft.state == "draft"
    assert len(desk.there) == 1


def test_a_draft_that_turns_out_to_be_sent_is_said_at_once(desk):
    sending = {"buttondown": "about_to_send", "mailchimp": "sending", "resend_broadcast": "queued"}
    real = desk.fake.carry_out

    def eager(call):
        answer = real(call)
        if call.method == "POST":
            next(iter(desk.fake.items.values()))["status"] = sending[desk.fake.name]
        return answer

    desk.fake.carry_out = eager
    line = refused(desk, ProviderError)
    assert "at once" in line
    assert "'sending'" in line


def test_a_state_that_nobody_knows_is_said(desk):
    desk.run()
    for item in desk.there:
        item["status"] = "archived_by_aliens" if desk.fake.name == "resend_broadcast" else "imported"
    if desk.fake.name != "resend_broadcast":
        desk.fake.description = Lenient(desk.fake.description)
    assert "a status that Digest does not know" in refused(desk, ProviderError)


class Lenient:
    """A description that lets a state through which the service's own file does not name."""

    def __init__(self, strict) -> None:
        self.base, self.request_faults = strict.base, strict.request_faults

    def answer_faults(self, *_: object) -> list[str]:
        return []


@pytest.mark.parametrize("fake", ["buttondown"], indirect=True)
def test_both_forms_of_a_422_at_buttondown(desk):
    form = {"detail": [{"type": "missing", "loc": ["body", "subject"], "msg": "field required"}]}
    desk.fake.canned.extend([_empty_list(desk.fake), Canned(422, json.dumps(form).encode())])
    assert "refuses (422): body.subject: field required" in refused(desk, ProviderError)
    plain = {"code": "slug_invalid", "detail": "That slug is taken."}
    desk.fake.canned.extend([_empty_list(desk.fake), Canned(422, json.dumps(plain).encode())])
    assert "refuses (422): slug_invalid: That slug is taken." in refused(desk, ProviderError)


@pytest.mark.parametrize("fake", ["buttondown"], indirect=True)
def test_the_first_sending_of_a_key_is_confirmed_by_now_alone(desk):
    at = CLOCK.replace(hour=15)
    assert "sending_requires_confirmation" in (line := refused(desk, ProviderError, at=at))
    assert "--now" in line
    assert desk.there[0]["status"] == "draft"
    assert not any("x-buttondown-live-dangerously" in call.headers for call in desk.fake.calls)
    assert desk.run(now=True).draft.state == "sending"


@pytest.mark.parametrize("fake", ["mailchimp"], indirect=True)
def test_mailchimps_checklist_is_asked_before_it_sends(desk):
    desk.run()
    for content in desk.fake.contents.values():
        content["html"] = ""
    assert "not ready to be sent: Design: There is no content." in refused(desk, ProviderError, now=True)
    assert desk.there[0]["status"] == "save"


@pytest.mark.parametrize("fake", ["buttondown"], indirect=True)
def test_markdown_at_buttondown(fake, tmp_path):
    desk = Desk(fake, tmp_path, mode="markdown")
    desk.run()
    (email,) = desk.there
    assert email["body"].startswith("<!-- buttondown-editor-mode: plaintext -->\n")
    with pytest.raises(ConfigError, match="no such mode 'fancy'"):
        service("buttondown", fake.base, mode="fancy")


def test_what_a_service_must_be_told_in_digest_toml(fake, monkeypatch):
    needed = {"mailchimp": "list", "resend_broadcast": "segment"}.get(fake.name)
    if needed:
        with pytest.raises(ConfigError, match=f"{needed}: is empty"):
            service(fake.name, fake.base, **{needed: ""})
    monkeypatch.setenv(fake.variable, " ")
    with pytest.raises(ConfigError, match=fake.variable):
        service(fake.name, fake.base)
    if fake.name == "mailchimp":
        monkeypatch.setenv(fake.variable, CANARY)
        with pytest.raises(ConfigError, match="data centre") as stopped:
            service(fake.name, fake.base)
        assert CANARY not in str(stopped.value)
    monkeypatch.setenv(fake.variable, "k-us6\r\nX-Evil: 1")
    if fake.name != "mailchimp":
        with pytest.raises(ProviderError, match="no header may hold"):
            service(fake.name, fake.base).find("x")


def _empty_list(fake) -> Canned:
    bodies = {"buttondown": b'{"results":[],"count":0}', "mailchimp": b'{"campaigns":[]}'}
    return Canned(200, bodies.get(fake.name, b'{"data":[]}'))

"""Every request as the service's own description judges it, by Prism too; what both let through, our fakes refuse."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from servers_http import Got, forward, prism
from service_api import Call
from service_parts import CLOCK, Desk, service, what

pytest_plugins = ("service_fixtures",)

FILES = {
    "buttondown": "buttondown.json",
    "mailchimp": "mailchimp-campaigns.json",
    "resend_broadcast": "resend.yaml",
}


@pytest.fixture
def every_call(fake, tmp_path) -> list[Call]:
    """All that a hand-over ever asks: find, make, fill, update, schedule, send."""
    fake.confirmed = True
    for day, orders in enumerate(({"at": CLOCK + timedelta(days=2)}, {"now": True})):
        (tmp_path / str(day)).mkdir()
        desk = Desk(fake, tmp_path / str(day))
        desk.now += timedelta(days=day)
        desk.run()
        desk.run(content="two")
        desk.run(content="two", **orders)
        fake.items.clear()
    assert {call.status for call in fake.calls} <= {200, 201, 204}
    return list(fake.calls)


def test_prism_takes_every_request(fake, every_call):
    name = FILES[fake.name]
    asked = {(call.method, call.path.rpartition("/")[2]) for call in every_call}
    assert len(asked) >= 5
    with prism(name, errors=fake.name != "buttondown") as base:  # its mock's own answers fail there
        for call in every_call:
            path = call.path.removeprefix(fake.description.base)
            query = f"?{urlencode(call.query)}" if call.query else ""
            body = b"" if call.body is None else json.dumps(call.body).encode()
            answer = forward(base, Got(call.method, path + query, call.headers, body))
            assert answer.status < 300, (call.method, call.path, answer.body[:500])


WRONG = {
    "buttondown": [
        ("POST", "/emails", {"subject": "x"}, "status left out"),
        ("POST", "/emails", {"subject": "x", "status": "draft", "strange": 1}, "strange"),
        ("POST", "/emails", {"status": "draft"}, "subject"),
        ("POST", "/emails", {"subject": "x", "status": "draft", "slug": "a b"}, "slug"),
        ("PATCH", "/emails/{id}", {"status": "scheduled"}, "without publish_date"),
    ],
    "mailchimp": [
        ("POST", "/campaigns", {"recipients": {"list_id": "a"}}, "type"),
        ("POST", "/campaigns", {"type": "regular", "settings": {}}, "no regular campaign to a list"),
        (
            "POST",
            "/campaigns",
            {"type": "regular", "recipients": {"list_id": "a"}, "settings": {"preheader": ""}},
            "unknown field settings.preheader",
        ),
        (
            "POST",
            "/campaigns/{id}/actions/schedule",
            {"schedule_time": "2026-11-26T09:07:00Z"},
            "quarter hour",
        ),
        ("POST", "/campaigns/{id}/actions/schedule", {}, "schedule_time"),
    ],
    "resend_broadcast": [
        ("POST", "/broadcasts", {"from": "a@b.c", "subject": "x", "html": "x", "send": False}, "segment_id"),
        (
            "POST",
            "/broadcasts",
            {"from": "a@b.c", "subject": "x", "segment_id": "s", "send": False},
            "neither",
        ),
        (
            "POST",
            "/broadcasts",
            {"from": "a@b.c", "subject": "x", "segment_id": "s", "text": "x", "scheduled_at": "tomorrow"},
            "scheduled_at without send",
        ),
        ("PATCH", "/broadcasts/{id}", {"reply_to": "a@b.c"}, "reply_to"),
        ("PATCH", "/broadcasts/{id}", {"plain_text": "x"}, "unknown field plain_text"),
    ],
}


def test_a_wrong_request_is_noticed(fake):
    """The judge itself: a fake that takes anything would let every other test pass."""
    fake.confirmed = True
    of = service(fake.name, fake.base)
    made = of.create(what(of), "k")
    of.close()
    for method, path, body, fault in WRONG[fake.name]:
        headers = {"authorization": fake.authorization, "x-api-version": "2026-04-01"}
        whole = fake.description.base + path.replace("{id}", made.id)
        _fill(fake)
        fake.faults.clear()
        fake.answer(Call(method, whole, [], headers, body))
        assert any(fault in each for each in fake.faults), (body, fake.faults)
    fake.faults.clear()


def _fill(fake):
    for content in getattr(fake, "contents", {}).values():
        content["html"] = "*|UNSUB|*"

"""Buttondown, Mailchimp and Resend as their documentation tells them: what they keep, what they refuse."""

from __future__ import annotations

import base64
import copy
import json
import uuid
from datetime import UTC, datetime

from service_api import CANARY, Call, Description, Fake

NOW = "2026-11-25T09:00:00Z"


class Buttondown(Fake):
    authorization = f"Token {CANARY}"
    variable, key = "DIGEST_BUTTONDOWN_KEY", CANARY
    table = 'provider = "buttondown"\n\n[deliver.buttondown]\nurl = "{base}"\n'

    def __init__(self) -> None:
        self.description = Description("buttondown.json", "/v1")
        self.replies: dict[str, tuple[str, tuple[int, object]]] = {}
        self.confirmed = False
        super().__init__()

    def unauthorized(self):
        return 401, {"code": "authentication_failed", "detail": f"Invalid token {CANARY}"}

    def refusal(self, faults: list[str]):
        return 422, {"detail": [{"type": "value_error", "loc": ["body"], "msg": fault} for fault in faults]}

    def carry_out(self, call: Call):
        if call.headers.get("x-api-version") != "2026-04-01":
            self.faults.append("no X-API-Version")
        key = call.headers.get("x-idempotency-key", "")
        if len(key) > 200:
            return 400, {"code": "key_invalid", "detail": "key too long"}
        told = json.dumps([call.method, call.path, call.body])
        if key in self.replies:
            before, reply = self.replies[key]
            return (
                reply if before == told else (400, {"code": "key_reused", "detail": "another request had it"})
            )
        reply = self.done(call)
        if key:
            self.replies[key] = (told, copy.deepcopy(reply))
        return reply

    def done(self, call: Call):
        _, _, rest = call.path.partition("/emails")
        if call.method == "GET" and not rest:
            shown = [{k: v for k, v in email.items() if k != "body"} for email in self.shown()]
            # `body` is required of an Email, and left out where excluded_fields says so
            return 200, {
                "results": [{**each, "body": ""} for each in shown],
                "count": len(shown),
                "next": None,
            }
        if call.method == "POST" and not rest:
            return self.created(call.body)
        identity, _, action = rest.strip("/").partition("/")
        email = self.items.get(identity)
        if email is None:
            return 404, {"detail": "Not found."}
        if call.method == "PATCH":
            return self.changed(email, call.body)
        if action == "publish":
            if not self.confirmed and call.headers.get("x-buttondown-live-dangerously") != "true":
                return 400, {"code": "sending_requires_confirmation", "detail": "Confirm the first send."}
            email["status"] = "about_to_send"
        return 200, email

    def created(self, body: dict):
        if "status" not in body:
            self.faults.append("status left out, which sends")
        email = {
            "id": f"em_{uuid.uuid4()}",
            "creation_date": NOW,
            "modification_date": NOW,
            "publish_date": None,
            "absolute_url": f"https://buttondown.com/news/archive/{body.get('slug')}",
            "canonical_url": "",
            "commenting_mode": "enabled",
            "description": "",
            "archival_mode": "enabled",
            "featured": False,
            "filters": {"filters": [], "groups": [], "predicate": "and"},
            "image": "",
            "related_email_ids": [],
            "should_trigger_pay_per_email_billing": False,
            "source": "api",
            "body": "",
            "status": "about_to_send",
            **body,
        }
        return 201, self.add(email["id"], email)

    def changed(self, email: dict, body: dict):
        if email["status"] not in ("draft", "scheduled"):
            return 400, {"code": "status_invalid", "detail": "This email has been sent."}
        if body.get("status") == "scheduled":
            if not body.get("publish_date"):
                self.faults.append("scheduled without publish_date")
            if not self.confirmed:
                return 400, {"code": "sending_requires_confirmation", "detail": "Confirm the first send."}
        email.update(body)
        return 200, email


class Mailchimp(Fake):
    authorization = "Basic " + base64.b64encode(f"digest:{CANARY}-us6".encode()).decode()
    variable, key = "DIGEST_MAILCHIMP_KEY", f"{CANARY}-us6"
    table = 'provider = "mailchimp"\n\n[deliver.mailchimp]\nlist = "a1b2c3"\nurl = "{base}"\n'

    def __init__(self) -> None:
        self.description = Description("mailchimp-campaigns.json", "/3.0")
        self.contents: dict[str, dict] = {}
        super().__init__()

    def unauthorized(self):
        return self.problem(401, "API Key Invalid", f"Your API key {CANARY}-us6 may be invalid.")

    def refusal(self, faults: list[str]):
        return self.problem(400, "Invalid Resource", "; ".join(faults))

    def problem(self, status: int, title: str, detail: str):
        told = {"type": "https://mailchimp.com/errors", "title": title, "status": status, "detail": detail}
        return status, {**told, "instance": "b7c2"}

    def carry_out(self, call: Call):
        _, _, rest = call.path.partition("/campaigns")
        if not rest:
            return self.listed(call) if call.method == "GET" else self.created(call.body)
        identity, _, action = rest.strip("/").partition("/")
        campaign = self.items.get(identity)
        if campaign is None:
            return self.problem(404, "Resource Not Found", "The requested resource could not be found.")
        return self.done(campaign, call, action)

    def listed(self, call: Call):
        if ("sort_dir", "DESC") not in call.query:
            self.faults.append("a list that does not begin with the newest")
        return 200, {"campaigns": self.shown()}

    def created(self, body: dict):
        if body["type"] != "regular" or not body.get("recipients", {}).get("list_id"):
            self.faults.append("no regular campaign to a list")
        identity = uuid.uuid4().hex[:10]
        self.contents[identity] = {"html": "", "plain_text": ""}
        url = f"http://eepurl.com/{identity}"
        settings = {**body["settings"]}
        kept = {"id": identity, "type": "regular", "status": "save", "archive_url": url, "settings": settings}
        return 200, self.add(identity, {**kept, "recipients": body.get("recipients", {})})

    def done(self, campaign: dict, call: Call, action: str):
        if call.method == "GET":
            return self.looked_at(campaign, action)
        if campaign["status"] != "save":
            return self.problem(400, "Bad Request", "This campaign is not a draft.")
        if call.method == "PATCH":
            campaign["settings"].update(call.body["settings"])
            return 200, campaign
        if action == "content":
            self.contents[campaign["id"]] = dict(call.body)
            return 200, dict(call.body)
        if not self.looked_at(campaign, "send-checklist")[1]["is_ready"]:
            return self.problem(400, "Bad Request", "Your campaign is not ready to send.")
        if action == "actions/schedule":
            at = datetime.fromisoformat(call.body["schedule_time"])
            if at.minute % 15 or at.second:
                self.faults.append("a schedule off the quarter hour")
            campaign.update(status="schedule", send_time=at.astimezone(UTC).isoformat())
        if action == "actions/send":
            campaign["status"] = "sending"
        return 204, None

    def looked_at(self, campaign: dict, action: str):
        content = self.contents[campaign["id"]]
        if action == "content":
            return 200, content
        if action == "send-checklist":
            ready = "*|UNSUB|*" in content["html"]
            wrong = {"type": "error", "id": 501, "heading": "Design", "details": "There is no content."}
            return 200, {"is_ready": ready, "items": [] if ready else [wrong]}
        return 200, campaign


class Resend(Fake):
    authorization = f"Bearer {CANARY}"
    variable, key = "DIGEST_RESEND_KEY", CANARY
    table = 'provider = "resend_broadcast"\n\n[deliver.resend_broadcast]\nsegment = "seg1"\nurl = "{base}"\n'

    def __init__(self) -> None:
        self.description = Description("resend.yaml", "")
        super().__init__()

    def unauthorized(self):
        return 401, {"statusCode": 401, "name": "invalid_api_key", "message": f"API key {CANARY} is invalid"}

    def refusal(self, faults: list[str]):
        return 422, {"statusCode": 422, "name": "validation_error", "message": "; ".join(faults)}

    def carry_out(self, call: Call):
        _, _, rest = call.path.partition("/broadcasts")
        if not rest:
            return self.listed() if call.method == "GET" else self.created(call.body)
        identity, _, action = rest.strip("/").partition("/")
        broadcast = self.items.get(identity)
        if broadcast is None:
            return 404, {"statusCode": 404, "name": "not_found", "message": "Broadcast not found"}
        if call.method == "GET":
            return 200, broadcast
        if broadcast["status"] != "draft":
            return 422, {"statusCode": 422, "name": "validation_error", "message": "It is no draft any more"}
        if call.method == "PATCH":
            broadcast.update(call.body)
        elif action == "send":
            at = call.body.get("scheduled_at")
            broadcast.update({"status": "scheduled", "scheduled_at": at} if at else {"status": "queued"})
        return 200, {"id": identity, "object": "broadcast"} if call.method == "PATCH" else {"id": identity}

    def listed(self):
        keys = ("id", "name", "segment_id", "status", "created_at")
        rows = [{key: each[key] for key in keys} for each in self.shown()]
        return 200, {"object": "list", "has_more": False, "data": rows}

    def created(self, body: dict):
        if "scheduled_at" in body and not body.get("send"):
            self.faults.append("scheduled_at without send")
        if not (body.get("html") or body.get("text")):
            self.faults.append("neither html nor text")
        if body.get("send") is not False:
            self.faults.append("send is not false")
        identity = str(uuid.uuid4())
        kept = {key: value for key, value in body.items() if key != "send"}
        self.add(identity, {"id": identity, "status": "draft", "created_at": NOW, **kept})
        return 201, {"id": identity, "object": "broadcast"}


FAKES = {"buttondown": Buttondown, "mailchimp": Mailchimp, "resend_broadcast": Resend}

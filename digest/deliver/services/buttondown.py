"""Buttondown: an edition as an email of its own newsletter (docs.buttondown.com/api-emails-introduction).

The address and the name of the sender are the newsletter's settings there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from digest.deliver.secrets import Secret
from digest.deliver.services.escape import in_html, in_text
from digest.deliver.services.talk import Talk, mark_of, new_wire, text_of
from digest.model import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.deliver.setup import Setup
    from digest.model import Handover

_STATES: Final[dict[str, Literal["draft", "scheduled", "sending", "sent"]]] = {
    "draft": "draft",
    "scheduled": "scheduled",
    "about_to_send": "sending",
    "in_flight": "sending",
    "throttled": "sending",
    "paused": "sending",
    "resending": "sending",
    "sent": "sent",
}
_MENDS = {
    "sending_requires_confirmation": "confirm this key's first sending there, or send an edition with --now",
    "email_duplicate": "delete the other email there",
}
_PAGES = 3
"""Pages of the newest emails that are looked through for one of ours."""
_FRONT = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
"""Front matter: Buttondown refuses a body with it (`body_contains_frontmatter`)."""


@dataclass(frozen=True, slots=True)
class Options:
    """`[deliver.buttondown]`. `mode`: "naked" is our whole page (a paid feature there), "markdown" their look."""

    mode: str = "naked"
    url: str = "https://api.buttondown.com/v1"


@dataclass(frozen=True, slots=True)
class Buttondown:
    """Implements `digest.protocols.Broadcaster`."""

    talk: Talk
    mode: str
    lacks: tuple[str, ...]
    name: str = "buttondown"
    tags = {  # noqa: RUF012 -- never changed
        "unsubscribe_url": "{{ unsubscribe_url }}",
        "web_url": "{{ email.absolute_url }}",
        "first_name": '{{ subscriber.metadata.first_name|default:"$default" }}',
    }
    # docs.buttondown.com/api-idempotency-keys names no life, only Stripe as the model, whose keys live
    # for at least 24 hours: half of that is trusted.
    key_life: float = 12 * 3600.0
    minutes: int = 1

    def escape(self, text: str, *, html: bool = False) -> str:
        """Break `{{`, `{%` and `{#`: the templates there are Django's (docs.buttondown.com/using-templating)."""
        return in_html(text, "{") if html else in_text(text, "{")

    def find(self, marker: str) -> Sequence[Draft]:
        """Look through the newest emails for the slug; `excluded_fields` keeps their bodies out of the list."""
        found: list[Draft] = []
        for page in range(1, _PAGES + 1):
            path = f"/emails?ordering=-creation_date&excluded_fields=body&page={page}"
            emails, listed = self.talk.rows(path, "results")
            found += [self._draft(each) for each in emails if _is(each, marker)]
            if not listed.get("next"):
                break
        return found

    def create(self, edition: Handover, key: str) -> Draft:
        """Make an empty draft. `status` is written, for it defaults to about_to_send."""
        value = {"subject": edition.title, "slug": edition.marker, "status": "draft", "body": ""}
        answer = self.talk.write("POST", "/emails", value, headers={"X-Idempotency-Key": key}, repeat=True)
        return self._draft(answer)

    def update(self, draft_id: str, edition: Handover) -> Draft:
        """Write subject, preheader (their `description`) and body."""
        body = (
            f"<!-- buttondown-editor-mode: naked -->\n{edition.html}"
            if self.mode == "naked"
            else f"<!-- buttondown-editor-mode: plaintext -->\n{_FRONT.sub('', edition.markdown)}"
        )
        value = {
            "subject": edition.subject,
            "description": edition.preheader,
            "body": body,
            "status": "draft",
        }
        return self._draft(self.talk.write("PATCH", _path(draft_id), value, repeat=True))

    def read(self, draft_id: str) -> Draft | None:
        """Read it; one that was deleted may still be answered, with that status."""
        email = self.talk.read(_path(draft_id))
        return None if email is None or email.get("status") == "deleted" else self._draft(email)

    def schedule(self, draft_id: str, at: datetime) -> Draft:
        """Write status and time together."""
        value = {"status": "scheduled", "publish_date": at.isoformat()}
        return self._draft(self.talk.write("PATCH", _path(draft_id), value))

    def publish(self, draft_id: str) -> Draft:
        """Have it sent; the header confirms what the first sending of a key must have confirmed."""
        headers = {"X-Buttondown-Live-Dangerously": "true"}
        return self._draft(self.talk.write("POST", f"{_path(draft_id)}/publish", {}, headers=headers))

    def close(self) -> None:
        """End the connection."""
        self.talk.wire.close()

    def _draft(self, email: dict[str, Any]) -> Draft:
        identity, status = text_of(email, "id"), text_of(email, "status")
        state = _STATES.get(status)
        if not identity or state is None:
            missing = f"a status that Digest does not know: {status!r:.40}" if identity else "no id"
            self.talk.unclear(f"its answer has {missing}", "look at the email there")
        shown = mark_of(*(text_of(email, key) for key in ("subject", "description", "body")))
        at = text_of(email, "publish_date") if state == "scheduled" else ""
        return Draft(identity, state, at, text_of(email, "absolute_url"), shown if "body" in email else "")


def service(setup: Setup) -> Buttondown:
    """Return Buttondown as `[deliver.buttondown]` says. Raises ConfigError."""
    options = setup.options(Options)
    lacks = ["no plain-text part: it makes one of the body", "no sender or reply address: it has its own"]
    if options.mode == "markdown":
        lacks.insert(0, "no page of ours: it sets the Markdown in its own look")
    elif options.mode != "naked":
        raise setup.wrong("mode", f"no such mode {options.mode!r:.40}", 'write "naked" or "markdown"')
    key = setup.secret("buttondown_key")
    token = Secret(key.name, f"Token {key.reveal()}")
    wire = new_wire(options.url, {"Authorization": token, "X-API-Version": "2026-04-01"})
    return Buttondown(Talk("buttondown", wire, token, _MENDS), options.mode, tuple(lacks))


def _path(draft_id: str) -> str:
    return f"/emails/{quote(draft_id, safe='')}"


def _is(email: dict[str, Any], marker: str) -> bool:
    return text_of(email, "slug").casefold() == marker.casefold() and email.get("status") != "deleted"

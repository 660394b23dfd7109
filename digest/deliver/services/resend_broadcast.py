"""Resend Broadcasts: an edition as a broadcast to one of its segments (resend.com/docs, broadcasts)."""

from __future__ import annotations

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
    "queued": "sending",
    "sending": "sending",
    "sent": "sent",
    "canceled": "sent",  # some have it
    "cancelled": "sent",
}
"""Remembered, not looked up: the description calls `status` a text."""
_PAGES = 3
"""Pages of a hundred that are looked through for a broadcast of ours."""


@dataclass(frozen=True, slots=True)
class Options:
    """`[deliver.resend_broadcast]`. `segment` is the id of who gets it, `topic` of what they may leave alone."""

    segment: str = ""
    topic: str = ""
    url: str = "https://api.resend.com"


@dataclass(frozen=True, slots=True)
class ResendBroadcast:
    """Implements `digest.protocols.Broadcaster`."""

    talk: Talk
    options: Options
    name: str = "resend_broadcast"
    tags = {  # noqa: RUF012 -- never changed
        "unsubscribe_url": "{{{RESEND_UNSUBSCRIBE_URL}}}",
        "first_name": "{{{FIRST_NAME|$default}}}",
    }
    lacks: tuple[str, ...] = ()
    key_life: float = 0.0  # its keys cover /emails and /emails/batch
    minutes: int = 1

    def escape(self, text: str, *, html: bool = False) -> str:
        """Break `{{` and `{{{`."""
        return in_html(text, "{") if html else in_text(text, "{")

    def find(self, marker: str) -> Sequence[Draft]:
        """Look through the list for the name that ends in the marker."""
        found: list[Draft] = []
        after = ""
        for _ in range(_PAGES):
            rows, listed = self.talk.rows(f"/broadcasts?limit=100{after}", "data")
            found += [self._draft(each) for each in rows if text_of(each, "name").endswith(marker)]
            if not listed.get("has_more") or not rows:
                break
            after = f"&after={quote(text_of(rows[-1], 'id'), safe='')}"
        return found

    def create(self, edition: Handover, key: str) -> Draft:  # noqa: ARG002 -- it has no keys for this
        """Make a broadcast. Its answer has the id alone; `update` reads the state."""
        value = {**self._values(edition), "send": False}
        return Draft(self._id(self.talk.write("POST", "/broadcasts", value)), "draft")

    def update(self, draft_id: str, edition: Handover) -> Draft:
        """Write all of it, then read it back."""
        self._id(self.talk.write("PATCH", _path(draft_id), self._values(edition), repeat=True))
        return self._there(draft_id)

    def read(self, draft_id: str) -> Draft | None:
        """Read it."""
        broadcast = self.talk.read(_path(draft_id))
        if broadcast is None:
            return None
        seen = mark_of(*(text_of(broadcast, key) for key in ("subject", "preview_text", "html", "text")))
        return self._draft(broadcast, seen)

    def schedule(self, draft_id: str, at: datetime) -> Draft:
        """Have it sent then."""
        self._id(self.talk.write("POST", f"{_path(draft_id)}/send", {"scheduled_at": at.isoformat()}))
        return self._there(draft_id)

    def publish(self, draft_id: str) -> Draft:
        """Have it sent."""
        self._id(self.talk.write("POST", f"{_path(draft_id)}/send", {}))
        return self._there(draft_id)

    def close(self) -> None:
        """End the connection."""
        self.talk.wire.close()

    def _values(self, edition: Handover) -> dict[str, Any]:
        """Return what is written; `reply_to` is a list, and neither it nor a topic may be empty."""
        return {
            "name": f"{edition.title} {edition.marker}",
            "segment_id": self.options.segment,
            "from": _sender(edition.from_name, edition.from_email),
            "subject": edition.subject,
            "preview_text": edition.preheader,
            "html": edition.html,
            "text": edition.text,
            **({"reply_to": [edition.reply_to]} if edition.reply_to else {}),
            **({"topic_id": self.options.topic} if self.options.topic else {}),
        }

    def _id(self, answer: dict[str, Any]) -> str:
        return text_of(answer, "id") or self.talk.unclear(
            "its answer has no id", "look at the broadcasts there"
        )

    def _there(self, draft_id: str) -> Draft:
        draft = self.read(draft_id)
        if draft is None:
            self.talk.unclear(f"broadcast {draft_id} is gone", "look there")
        return draft

    def _draft(self, broadcast: dict[str, Any], seen: str = "") -> Draft:
        identity, status = self._id(broadcast), text_of(broadcast, "status")
        state = _STATES.get(status)
        if state is None:
            what = f"its answer has a status that Digest does not know: {status!r:.40}"
            self.talk.unclear(what, "look at the broadcast there")
        at = text_of(broadcast, "scheduled_at") if state == "scheduled" else ""
        url = f"https://resend.com/broadcasts/{quote(identity, safe='')}"  # remembered, not looked up
        return Draft(identity, state, at, url, seen)


def service(setup: Setup) -> ResendBroadcast:
    """Return Resend Broadcasts as `[deliver.resend_broadcast]` says. Raises ConfigError."""
    options = setup.options(Options)
    if not options.segment:
        raise setup.wrong("segment", "is empty", "write the id of the segment that gets the edition")
    key = setup.secret("resend_key")
    token = Secret(key.name, f"Bearer {key.reveal()}")
    return ResendBroadcast(
        Talk("resend_broadcast", new_wire(options.url, {"Authorization": token}), token), options
    )


def _sender(name: str, address: str) -> str:
    """Return the sender as RFC 5322 writes it, the name quoted whatever is in it."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if name else address


def _path(draft_id: str) -> str:
    return f"/broadcasts/{quote(draft_id, safe='')}"

"""Mailchimp: an edition as a regular campaign for one of its audiences (its Marketing API 3.0, campaigns)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from digest.deliver.secrets import Secret
from digest.deliver.services.escape import in_html, in_text
from digest.deliver.services.talk import Talk, mark_of, new_wire, rows_of, table_of, text_of
from digest.errors import ConfigError
from digest.model import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.deliver.setup import Setup
    from digest.model import Handover

_STATES: Final[dict[str, Literal["draft", "scheduled", "sending", "sent"]]] = {
    "save": "draft",
    "schedule": "scheduled",
    "sending": "sending",
    "paused": "sending",
    "canceling": "sending",
    "canceled": "sent",  # some have it
    "sent": "sent",
    "archived": "sent",
}
_NEWEST = "sort_field=create_time&sort_dir=DESC&count=200"
_FIELDS = ",".join(
    f"campaigns.{name}" for name in ("id", "status", "settings.title", "send_time", "archive_url")
)


@dataclass(frozen=True, slots=True)
class Options:
    """`[deliver.mailchimp]`. `list` is the audience's id; `segment` one of its saved segments, 0 for all."""

    list: str = ""
    segment: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mailchimp:
    """Implements `digest.protocols.Broadcaster`."""

    talk: Talk
    options: Options
    name: str = "mailchimp"
    tags = {  # noqa: RUF012 -- never changed. Remembered, not looked up, IF but for its form
        "unsubscribe_url": "*|UNSUB|*",
        "web_url": "*|ARCHIVE|*",
        "first_name": "*|IF:FNAME|**|FNAME|**|ELSE:|*$default*|END:IF|*",
    }
    lacks: tuple[str, ...] = ("no sender's address of its own: it sends from the one for replies",)
    key_life: float = 0.0
    minutes: int = 15  # schedule_time: on the quarter hour only

    def escape(self, text: str, *, html: bool = False) -> str:
        """Break `*|`."""
        return in_html(text, "*") if html else in_text(text, "*")

    def find(self, marker: str) -> Sequence[Draft]:
        """Look through the newest campaigns for the title that ends in the marker."""
        rows, _ = self.talk.rows(f"/campaigns?{_NEWEST}&fields={_FIELDS}", "campaigns")
        return [self._draft(each) for each in rows if _title(each).endswith(marker)]

    def create(self, edition: Handover, key: str) -> Draft:  # noqa: ARG002 -- it has no keys
        """Make a campaign, which begins as a draft (`save`), without content."""
        recipients: dict[str, Any] = {"list_id": self.options.list}
        if self.options.segment:
            recipients["segment_opts"] = {"saved_segment_id": self.options.segment}
        value = {"type": "regular", "recipients": recipients, "settings": _settings(edition)}
        return self._draft(self.talk.write("POST", "/campaigns", value))

    def update(self, draft_id: str, edition: Handover) -> Draft:
        """Write settings and content, then read it back."""
        path = _path(draft_id)
        self.talk.write("PATCH", path, {"settings": _settings(edition)}, repeat=True)
        content = {"html": edition.html, "plain_text": edition.text}
        self.talk.write("PUT", f"{path}/content", content, repeat=True)
        return self._there(draft_id)

    def read(self, draft_id: str) -> Draft | None:
        """Read the campaign and what it holds."""
        campaign = self.talk.read(_path(draft_id))
        content = self.talk.read(f"{_path(draft_id)}/content?fields=html,plain_text") if campaign else None
        if campaign is None or content is None:
            return None
        settings = table_of(campaign, "settings")
        seen = (text_of(settings, "subject_line"), text_of(settings, "preview_text"))
        return self._draft(campaign, mark_of(*seen, text_of(content, "html"), text_of(content, "plain_text")))

    def schedule(self, draft_id: str, at: datetime) -> Draft:
        """Ask whether it is ready, then have it sent at that quarter hour."""
        self._check(draft_id)
        self.talk.write("POST", f"{_path(draft_id)}/actions/schedule", {"schedule_time": at.isoformat()})
        return self._there(draft_id)

    def publish(self, draft_id: str) -> Draft:
        """Ask whether it is ready, then have it sent."""
        self._check(draft_id)
        self.talk.write("POST", f"{_path(draft_id)}/actions/send")
        return self._there(draft_id)

    def close(self) -> None:
        """End the connection."""
        self.talk.wire.close()

    def _check(self, draft_id: str) -> None:
        """Raise ProviderError with the first thing that Mailchimp's own checklist finds wrong."""
        answer = self.talk.read(f"{_path(draft_id)}/send-checklist") or {}
        if answer.get("is_ready") is not True:
            wrong = [each for each in rows_of(answer, "items") if each.get("type") == "error"]
            said = (
                f"{text_of(wrong[0], 'heading')}: {text_of(wrong[0], 'details')}"
                if wrong
                else "no reason given"
            )
            self.talk.refused(f"the campaign is not ready to be sent: {said}", "mend it there")

    def _there(self, draft_id: str) -> Draft:
        draft = self.read(draft_id)
        if draft is None:
            self.talk.unclear(f"campaign {draft_id} is gone", "look there")
        return draft

    def _draft(self, campaign: dict[str, Any], seen: str = "") -> Draft:
        identity, status = text_of(campaign, "id"), text_of(campaign, "status")
        state = _STATES.get(status)
        if not identity or state is None:
            missing = f"a status that Digest does not know: {status!r:.40}" if identity else "no id"
            self.talk.unclear(f"its answer has {missing}", "look at the campaign there")
        at = text_of(campaign, "send_time") if state == "scheduled" else ""
        return Draft(identity, state, at, text_of(campaign, "archive_url"), seen)


def service(setup: Setup) -> Mailchimp:
    """Return Mailchimp as `[deliver.mailchimp]` says. Raises ConfigError."""
    options = setup.options(Options)
    if not options.list:
        raise setup.wrong(
            "list", "is empty", "write the audience's id, which Mailchimp shows in its settings"
        )
    key = setup.secret("mailchimp_key")
    centre = re.search(r"-([a-z]{2}\d{1,4})\Z", key.reveal())
    if not centre:
        mend = "a key of Mailchimp's ends in its data centre, as in '…-us6'"
        raise ConfigError(f"{key.name} is no key of Mailchimp's", where="environment", mend=mend)
    token = Secret(key.name, "Basic " + base64.b64encode(f"digest:{key.reveal()}".encode()).decode())
    base = options.url or f"https://{centre[1]}.api.mailchimp.com/3.0"
    return Mailchimp(Talk("mailchimp", new_wire(base, {"Authorization": token}), token), options)


def _settings(edition: Handover) -> dict[str, Any]:
    return {
        "subject_line": edition.subject,
        "preview_text": edition.preheader,
        "title": f"{edition.title} {edition.marker}",
        "from_name": edition.from_name,
        "reply_to": edition.reply_to or edition.from_email,
        "auto_footer": False,  # the edition has a way to leave and an imprint
        "inline_css": False,  # it is inline already
    }


def _title(campaign: dict[str, Any]) -> str:
    return text_of(table_of(campaign, "settings"), "title")


def _path(draft_id: str) -> str:
    return f"/campaigns/{quote(draft_id, safe='')}"

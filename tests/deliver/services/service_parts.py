"""What the tests of handing over are made of: a service, an edition, a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from deliver.deliver_editions import edition, rendered

from digest.config.place import Place
from digest.config.tables import Deliver
from digest.deliver.services import SERVICES
from digest.deliver.services.handing import Orders, hand_over
from digest.deliver.services.handover import handover
from digest.deliver.setup import Setup
from digest.state.store import open_state

CLOCK = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TABLES = {
    "buttondown": {},
    "mailchimp": {"list": "a1b2c3"},
    "resend_broadcast": {"segment": "seg1"},
}


def service(name: str, base: str, **table: object):
    table = {**TABLES[name], "url": base, **table}
    place = Place("", "digest.toml", f"deliver.{name}")
    return SERVICES[name](Setup(name, Path(), Path(), Deliver(provider=name), table, place))


def what(of, **changes: str):
    return replace(handover(edition(), rendered(), of, "desk@example.org"), **changes)


class Desk:
    """A newsletter's state and a service, as one run after the other meets them."""

    def __init__(self, fake, folder: Path, **table: object) -> None:
        self.fake, self.folder, self.table = fake, folder, table
        self.now = CLOCK

    def run(self, *, content: str = "", **orders: object):
        of = service(self.fake.name, self.fake.base, **self.table)
        of.talk.wire._sleep = lambda _seconds: None
        of.talk.wire._timeout = 5.0
        edited = what(of, subject=f"Subject {content}") if content else what(of)
        with open_state(self.folder / "digest.sqlite3") as state:
            try:
                return hand_over(state, of, "2024-W13", edited, Orders(**orders), lambda: self.now)
            finally:
                of.close()

    @property
    def there(self) -> list[dict]:
        return list(self.fake.items.values())

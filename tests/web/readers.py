"""A newsletter with three readers, and the real server that they leave by."""

from __future__ import annotations

import http.client
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.config import load_config
from digest.deliver.leaving import Keys, token_of
from digest.model import Subscriber
from digest.state.people import Entry, active_readers, people, take
from digest.state.store import open_state
from digest.web.app import leave_app
from digest.web.pages import pages_of
from digest.web.serving import listening, server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.config import Config

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
KEYS = Keys((b"the key in use: thirty-two signs", b"the key before: thirty-two signs"))
ONE_CLICK = "List-Unsubscribe=One-Click"
SETTINGS = """\
[newsletter]
name = "주간 <b>한 줌</b> & Co."
language = "{language}"
publisher = "한 줌 출판"
address = "서울 중구 1"
look = "{look}"

[deliver]
web = "https://example.org/weekly/"

{more}
"""
READERS = (("hana@example.org", "ko"), ("duri@example.org", "en-GB"), ("sena@example.org", ""))


def newsletter(folder: Path, *, language: str = "ko", look: str = "broadsheet", more: str = "") -> Config:
    """Write a newsletter of three readers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "digest.toml").write_text(SETTINGS.format(language=language, look=look, more=more), "utf-8")
    config = load_config(folder / "digest.toml")
    with open_state(config.state) as state:
        take(state, [Entry(Subscriber(e, language=tag), e, e) for e, tag in READERS], NOW)
    return config


def ids(config: Config) -> dict[str, str]:
    """Return the opaque ids of all by the name before the @."""
    with open_state(config.state) as state:
        return {p.written.partition("@")[0]: p.reader.id for p in people(state)}


def getting(config: Config) -> list[str]:
    """Return who gets mail, by the name before the @."""
    with open_state(config.state) as state:
        return [reader.email.partition("@")[0] for reader in active_readers(state)]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass(frozen=True)
class Site:
    """A running server."""

    config: Config
    port: int

    def path(self, who: str, purpose: str = "leave", keys: Keys = KEYS) -> str:
        return f"/weekly/{purpose}/{token_of(keys, ids(self.config)[who], purpose)}"

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()

    def leave(self, who: str) -> Answer:
        form = "application/x-www-form-urlencoded"
        return self.ask("POST", self.path(who), ONE_CLICK, Content_Type=form)


@contextmanager
def serving(config: Config, proxies: tuple[str, ...] = (), **options: object) -> Iterator[Site]:
    """Serve the newsletter's page on a free port."""
    app = leave_app(config.state, KEYS, pages_of(config), config.deliver.web, **options)  # type: ignore[arg-type]
    running = server(app, proxies)
    with listening("127.0.0.1", 0) as at:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [at]})
        thread.start()
        try:
            deadline = time.monotonic() + 20
            while not running.started:
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.01)
            yield Site(config, at.getsockname()[1])
        finally:
            running.should_exit = True
            thread.join(10)
    assert not thread.is_alive()

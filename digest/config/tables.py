"""The tables of digest.toml, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest.config.place import FILE, Place
from digest.model import Newsletter, Theme

LOOKS = ("broadsheet", "briefing", "essay")
SCORERS = ("words", "meaning", "meaning-large")
UTM = ("source", "medium", "campaign", "term", "content")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much goes into an edition: stories and pull quotes a section, words in all."""

    stories_per_section: int = 5
    quotes_per_section: int = 1
    max_words: int = 2500


@dataclass(frozen=True, slots=True)
class Content:
    """Where the articles are: a folder inside the newsletter's own."""

    folder: str = "content"


@dataclass(frozen=True, slots=True)
class Scoring:
    """How passages find their themes: by `words` alone, or by what they mean (`digest.theme`)."""

    scorer: str = "meaning"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where the folder images/ of an edition will stand on the web; "" takes its pictures along in the mail."""

    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """What is added to the edition's links: `utm` by the parameters' names without "utm_"; {id} is the edition's."""

    utm: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checking:
    """What `digest check` is told: whether the newsletter advertises, and rules turned off with the reason."""

    advertising: bool = False
    off: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deliver:
    """How an edition leaves. Each provider has a table of its own, `[deliver.smtp]`, which it reads itself.

    `rate` is messages a second, 0 for as fast as the provider takes them; `connections` is how many calls run
    at once, 0 for the provider's own number; `stop_after` refusals in a row halt the sending. `web` is the
    address at which readers reach `digest web`: with it each message carries a link of its own to leave by.
    """

    provider: str = "file"
    rate: float = 0.0
    connections: int = 0
    stop_after: int = 20
    reply_to: str = ""
    web: str = ""
    dkim_domain: str = ""
    dkim_selector: str = ""
    providers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """All that digest.toml says. `root` is the newsletter's folder, `look` the design tokens it sets."""

    root: Path
    newsletter: Newsletter
    content: Content = Content()
    edition: Limits = Limits()
    themes: tuple[Theme, ...] = ()
    scoring: Scoring = Scoring()
    look: Mapping[str, Any] = field(default_factory=dict)
    pictures: Pictures = Pictures()
    links: Links = Links()
    check: Checking = Checking()
    deliver: Deliver = Deliver()
    text: str = field(default="", repr=False, compare=False)

    def line(self, table: str, *keys: str) -> str:
        """Return "digest.toml:12", the place of a key in a table: for what turns out wrong only later."""
        return Place(self.text, FILE, table).line_within(*keys)

    @property
    def cache(self) -> Path:
        """Where what took time is kept; it can be deleted at any time."""
        return self.root / ".digest" / "cache"

    @property
    def state(self) -> Path:
        """Subscribers, who must not get mail, and what was sent: it can't be made again."""
        return self.root / "state" / "digest.sqlite3"

    @property
    def out(self) -> Path:
        """Where the editions are written."""
        return self.root / "out"

    @property
    def templates(self) -> Path:
        """The editor's own templates, which win over the shipped ones by name."""
        return self.root / "templates"

    @property
    def zone(self) -> ZoneInfo:
        """The newsletter's time zone."""
        return ZoneInfo(self.newsletter.timezone)

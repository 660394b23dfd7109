"""digest.toml → a frozen Config. An unknown key is an error with a suggestion, never ignored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from digest.config import checks
from digest.config.delivery import read_deliver
from digest.config.place import FILE, Place, read
from digest.config.structure import structure, unknown
from digest.config.tables import (
    LOOKS,
    SCORERS,
    Checking,
    Config,
    Content,
    Deliver,
    Limits,
    Links,
    Pictures,
    Scoring,
)
from digest.config.themes import STARTING_THEMES, lightened, starting_themes, themes
from digest.errors import ConfigError
from digest.model import Newsletter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = [
    "FILE",
    "LOOKS",
    "SCORERS",
    "STARTING_THEMES",
    "Checking",
    "Config",
    "Content",
    "Deliver",
    "Limits",
    "Links",
    "Pictures",
    "Scoring",
    "lightened",
    "load_config",
    "starting_themes",
]

_TABLES: dict[str, tuple[type, Callable[[Any, Place], None]]] = {
    "newsletter": (Newsletter, checks.check_newsletter),
    "content": (Content, checks.check_content),
    "edition": (Limits, checks.check_limits),
    "themes": (Scoring, checks.check_scoring),
    "pictures": (Pictures, checks.check_pictures),
    "links": (Links, checks.check_links),
    "check": (Checking, checks.check_checking),
}
_FREE = ("look", "theme", "deliver")
"""Tables read apart: design tokens (`digest.render` knows them), the list of themes, and how an edition
leaves, with a table in it for each provider.
"""


def load_config(path: Path) -> Config:
    """Read a digest.toml.

    Raises ConfigError: no such file, broken TOML, an unknown key, a value of the wrong kind, a theme
    without a title. Themes that are not declared are the starting set.
    """
    name = path.name
    raw, text = read(path)
    for key in (key for key in raw if key not in (*_TABLES, *_FREE)):
        unknown(key, [*_TABLES, *_FREE], Place(text, name))
    tables = {
        key: structure(raw.get(key, {}), kind, Place(text, name, key)) for key, (kind, _) in _TABLES.items()
    }
    for key, (_, check) in _TABLES.items():
        check(tables[key], Place(text, name, key))
    deliver = read_deliver(raw.get("deliver", {}), Place(text, name, "deliver"))
    newsletter = tables["newsletter"]
    if deliver.web and not newsletter.unsubscribe_url:
        # What is everybody's (the web page, a forwarded mail) leads there too; it tells how to leave.
        newsletter = replace(newsletter, unsubscribe_url=f"{deliver.web.rstrip('/')}/")
    look = raw.get("look", {})
    if not isinstance(look, dict):
        where = Place(text, name).line("look")
        mend = 'write [look]; the look is chosen with look = "…" under [newsletter]'
        raise ConfigError("look: must be a table", where=where, mend=mend)
    return Config(
        root=path.parent,
        newsletter=newsletter,
        content=tables["content"],
        edition=tables["edition"],
        themes=themes(raw["theme"], text, name) if "theme" in raw else starting_themes(),
        scoring=tables["themes"],
        look=look,
        pictures=tables["pictures"],
        links=tables["links"],
        check=tables["check"],
        deliver=deliver,
        text=text,
    )

"""`[deliver]` of digest.toml: how an edition leaves, and a table for each provider."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.config.checks import is_address
from digest.config.structure import structure, unknown
from digest.config.tables import Deliver
from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.config.place import Place

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_LABEL = re.compile(
    r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*", re.IGNORECASE
)


def read_deliver(table: Any, place: Place) -> Deliver:
    """Return what [deliver] says. A table in it is a provider's own, which that provider reads when it is used.

    Which providers there are is not known here. Raises ConfigError with the line.
    """
    own: Mapping[str, Any] = {}
    if isinstance(table, dict):
        own = {name: value for name, value in table.items() if isinstance(value, dict)}
        table = {name: value for name, value in table.items() if name not in own}
        if "providers" in (*own, *table):
            unknown("providers", [f.name for f in fields(Deliver) if f.name != "providers"], place)
    deliver: Deliver = replace(structure(table, Deliver, place), providers=own)
    for key, cause, mend in _wrong(deliver):
        raise ConfigError(f"deliver: {key}: {cause}", where=place.line(key), mend=mend)
    return deliver


def _wrong(deliver: Deliver) -> Iterator[tuple[str, str, str]]:
    if not 0 <= deliver.rate < float("inf"):  # TOML has nan and inf
        yield (
            "rate",
            f"{deliver.rate:g} is below 0" if deliver.rate < 0 else f"{deliver.rate:g} is no number",
            "messages a second; 0 is as fast as the provider takes them",
        )
    if not 0 <= deliver.connections <= 100:
        yield "connections", f"{deliver.connections} is not from 0 to 100", "0 is the provider's own number"
    if deliver.stop_after < 1:
        yield "stop_after", f"{deliver.stop_after} is below 1", "so many refusals in a row halt the sending"
    if deliver.reply_to and not is_address(deliver.reply_to):
        yield "reply_to", f"{deliver.reply_to!r:.80} is no address", "write it as name@example.org"
    if deliver.web and not _is_web(deliver.web):
        yield "web", f"{deliver.web!r:.80} is no web address", "write it whole, with https://"
    for key in ("dkim_domain", "dkim_selector"):
        if (name := getattr(deliver, key)) and not _LABEL.fullmatch(name):
            yield key, f"{name!r:.80} is no name of the DNS", "write it in ASCII, such as 'example.org'"
    if bool(deliver.dkim_domain) != bool(deliver.dkim_selector):
        key = "dkim_selector" if deliver.dkim_domain else "dkim_domain"
        yield key, "is missing", "DKIM takes both, dkim_domain and dkim_selector"


def _is_web(address: str) -> bool:
    """Tell whether it is https, or http on loopback, and nothing stands after the path."""
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    plain = address.isascii() and address.isprintable() and not set(" \"'<>\\") & set(address)
    return secure and has_host and plain and not (parts.query or parts.fragment or parts.username)

"""UTM parameters: by them a site's statistics tell that a reader came from this edition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_plus

if TYPE_CHECKING:
    from collections.abc import Mapping

    Parameters = tuple[tuple[str, str], ...]


def parameters(utm: Mapping[str, str], edition_id: str) -> Parameters:
    """Return the parameters as they stand in an address; {id} in a value is the edition's id."""
    return tuple(
        (f"utm_{name}", quote(value.replace("{id}", edition_id).strip(), safe=""))
        for name, value in utm.items()
    )


def tagged(url: str, added: Parameters) -> str:
    """Return a web address with the parameters that it has not got yet: what an editor wrote stays.

    Its own query and fragment stay as they are. What is no address of the web is returned unchanged.
    """
    if not added or not url.startswith(("https://", "http://")):
        return url
    before, hash_mark, fragment = url.partition("#")
    page, _, query = before.partition("?")
    known = {unquote_plus(part.partition("=")[0]).lower() for part in re.split("[&;]", query)}
    new = [f"{name}={value}" for name, value in added if name not in known]
    kept = [query.rstrip("&")] if query.strip("&") else []
    return f"{page}?{'&'.join([*kept, *new])}{hash_mark}{fragment}" if new else url

"""What differs from reader to reader."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from digest.model import Field

if TYPE_CHECKING:
    from digest.model import Edition
    from digest.render.languages import Speech


def fields(edition: Edition, here: Speech) -> tuple[Field, ...]:
    """Return the personal fields of an edition: unsubscribe_url, web_url and first_name.

    A token is "field", the letters of the name and a hash of the edition's id, so that it is not
    met by chance; `digest.render.safe.legible` keeps it out of an article's words.
    """
    letter = edition.newsletter
    defaults = {
        "unsubscribe_url": letter.unsubscribe_url,
        "web_url": letter.web_url.replace("{id}", edition.id),
        "first_name": here.words["reader"],
    }
    mark = hashlib.sha256(edition.id.encode("utf-8", "replace")).hexdigest()[:16]
    return tuple(
        Field(name, f"field{name.replace('_', '')}{mark}", default) for name, default in defaults.items()
    )

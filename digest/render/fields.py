"""What differs from reader to reader."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from digest.model import Field
from digest.render.safe import PICTURES
from digest.render.utm import tagged

if TYPE_CHECKING:
    from digest.model import Edition
    from digest.render.languages import Speech
    from digest.render.utm import Parameters


def fields(edition: Edition, here: Speech, *, utm: Parameters = (), pictures: str = "") -> tuple[Field, ...]:
    """Return the personal fields of an edition: unsubscribe_url, web_url, first_name and picture_url.

    The last stands before the names of the edition's own pictures: `pictures`, or the folder beside it.
    A token is "field", the letters of the name and a hash of the edition's id, so that it is not
    met by chance; `digest.render.safe.legible` keeps it out of an article's words.
    """
    letter = edition.newsletter
    defaults = {
        "unsubscribe_url": letter.unsubscribe_url,
        "web_url": tagged(on_the_web(edition), utm),
        "first_name": here.words["reader"],
        "picture_url": f"{pictures.replace('{id}', edition.id).rstrip('/')}/" if pictures else PICTURES,
    }
    mark = hashlib.sha256(edition.id.encode("utf-8", "replace")).hexdigest()[:16]
    return tuple(
        Field(name, f"field{name.replace('_', '')}{mark}", default) for name, default in defaults.items()
    )


def on_the_web(edition: Edition) -> str:
    """Return the address of an edition's web page, "" where it has none."""
    return edition.newsletter.web_url.replace("{id}", edition.id)

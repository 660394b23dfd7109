"""An edition as a service gets it: its tags where ours would be, article text that looks like one as text."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from digest.deliver.letter.frozen import own_address
from digest.deliver.letter.policy import header_text
from digest.errors import UnsupportedError
from digest.model import Handover

if TYPE_CHECKING:
    from digest.model import Edition, Rendered
    from digest.protocols import Broadcaster

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_IN_TAGS = re.compile('[{}|*"$]')
"""What words inside a tag may not hold: they would end it."""
_PLACE = "https://example.org/"
"""Stands for an address that the service fills in, where digest.toml has none. RFC 2606 keeps the name free."""


def with_places(edition: Edition, service: Broadcaster) -> Edition:
    """Return the edition with a place for each address that the service fills in, for the rendering."""
    letter = edition.newsletter
    leave = letter.unsubscribe_url or (_PLACE if "unsubscribe_url" in service.tags else "")
    web = letter.web_url or (_PLACE if "web_url" in service.tags else "")
    return replace(edition, newsletter=replace(letter, unsubscribe_url=leave, web_url=web))


def handover(edition: Edition, rendered: Rendered, service: Broadcaster, reply_to: str = "") -> Handover:
    """Return the edition for this service. `rendered` has its fields still in it.

    What an article says is escaped first and the service's tags are put in last, so none of ours is touched.
    Raises ConfigError without a usable sender, UnsupportedError for an edition without a way to leave, and for
    pictures that have no address.
    """
    tokens = {f.name: f.token for f in rendered.fields if f.name in service.tags}
    _check(edition, rendered, tokens, service)
    ready = rendered.fill(**tokens)  # each of the service's stays a token
    defaults = {f.name: _IN_TAGS.sub("", f.default) for f in rendered.fields}
    tags = {token: service.tags[name].replace("$default", defaults[name]) for name, token in tokens.items()}

    def dressed(text: str, *, html: bool = False) -> str:
        text = service.escape(_CONTROL.sub("", text), html=html)
        for token, tag in tags.items():
            text = text.replace(token, tag)
        return text

    def line(text: str) -> str:
        return service.escape(header_text(text))

    letter = edition.newsletter
    return Handover(
        marker=marker(edition),
        title=line(f"{letter.name} {edition.id}"),
        subject=line(edition.subject),
        preheader=line(edition.preheader),
        html=dressed(ready.html, html=True),
        text=dressed(ready.text),
        markdown=dressed(ready.markdown),
        from_name=line(letter.from_name or letter.name),
        from_email=own_address(letter.from_email, "sender", "from_email"),
        reply_to=reply_to,
    )


def marker(edition: Edition) -> str:
    """Return what the draft is found again by: the edition's id, and a hash that tells newsletters apart.

    ASCII letters, digits and hyphens: a slug, too.
    """
    name = f"{edition.newsletter.name}\n{edition.id}"
    return f"{edition.id}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def content_of(edition: Handover) -> str:
    """Return the hash of all that is handed over."""
    return hashlib.sha256(json.dumps(asdict(edition), sort_keys=True).encode()).hexdigest()


def _check(edition: Edition, rendered: Rendered, tokens: dict[str, str], service: Broadcaster) -> None:
    leave = tokens.get("unsubscribe_url")
    if not leave or leave not in rendered.html:
        mend = "put {{ unsubscribe_url }} back into the template's imprint"
        raise UnsupportedError(f"{edition.id}: no way to leave in the page", where=service.name, mend=mend)
    own = next((f for f in rendered.fields if f.name == "picture_url"), None)
    if own and own.token in rendered.html and "://" not in own.default:
        what = f"{edition.id}: it can't take pictures along, and they have no address on the web"
        mend = "say under [pictures] base_url where the folder images/ will stand"
        raise UnsupportedError(what, where=service.name, mend=mend)

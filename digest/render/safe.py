"""What untrusted words and addresses pass through before any format sees them."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# XML 1.0 (section 2.2) has none of these, lone surrogates have no UTF-8, and the bidirectional
# embeddings and overrides (U+202A-202E, U+2066-2069) reach past the words they stand in.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_TOKEN = re.compile("(?<=field)(unsubscribeurl|weburl|firstname|pictureurl)(?=[0-9a-f]{16})")

# Left as they are in an address: RFC 3986's reserved and unreserved characters, and what is no
# ASCII (mail clients encode it themselves). Everything else is percent-encoded, a "%" that encodes
# nothing too.
_ADDRESS_UNSAFE = re.compile(r"""[\s"'<>\\^`{|}]|%(?![0-9a-fA-F]{2})""")
PICTURES = "images/"
"""The folder beside an edition's files in which its own pictures stand."""
_SCHEME = re.compile("[a-zA-Z][a-zA-Z0-9+.-]*:")


def legible(text: str) -> str:
    """Return `text` on one line, without the characters that no format can hold.

    A string that looks like a personal field's token loses that look, or an article could have
    the reader's unsubscribe link printed into an address of its own.
    """
    if not text.isprintable():  # to ask that takes a tenth of the time
        text = _UNFIT.sub("", text)
    if "field" in text:
        text = _TOKEN.sub(r"-\1", text)
    return " ".join(text.split())


def web_address(url: str) -> str:
    """Return `url` where it is an http or https address with a host, else ""."""
    page, mark, fragment = _ADDRESS_UNSAFE.sub(lambda m: quote(m[0]), legible(url)).partition("#")
    url = f"{page}{mark}{fragment.replace('#', '%23')}"  # a fragment has no "#" in it
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # brackets that are no IPv6 address
        return ""
    return url if parts.scheme in {"http", "https"} and host else ""


def picture_address(src: str) -> str:
    """Return `src` where it is a web address or a path that stays inside the folder, else ""."""
    if _SCHEME.match(src.strip()) or src.startswith(("//", "/")):
        return web_address(src)
    path = legible(src)
    if not path or "\\" in path or ".." in path.split("/"):
        return ""
    return quote(path, safe="/-._~")


def out_picture(src: str, folder: str) -> str:
    """Return a picture's address as it goes out: one of the edition's own by its name in `folder`."""
    return folder + src.removeprefix(PICTURES) if src.startswith(PICTURES) else src


def host(url: str) -> str:
    """Return the host of a web address without its "www.", "" where there is none."""
    address = web_address(url)
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""

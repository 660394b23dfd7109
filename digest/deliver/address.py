"""Email addresses, as far as a list of subscribers and a header need them checked."""

from __future__ import annotations

import re

# RFC 5322's dot-atom; quoted local parts are refused, hardly a provider takes them.
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
# RFC 1035 as RFC 1123 widened it.
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)


def wire_address(address: str) -> str:
    """Return the address as it goes over the wire, its domain in ASCII (IDNA).

    Raises ValueError, its text the reason, for what is no address or can't be sent to.
    Lengths are those of RFC 5321, 4.5.3.1.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at:
        raise ValueError("it has no @")
    if len(local) > 64 or len(domain) > 253:
        raise ValueError("it is too long")
    if not local.isascii():
        raise ValueError("only ASCII can stand before the @")
    if not _LOCAL.fullmatch(local) or "=?" in local:  # RFC 2047, 5 (3): no encoded word in an address
        raise ValueError("the part before the @ is malformed")
    wire = f"{local}@{_wire_domain(domain)}"
    if len(wire) > 254:
        raise ValueError("it is too long")
    return wire


def same_mailbox(address: str) -> str:
    """Return what two spellings of one mailbox have in common: letter case does not count."""
    return address.casefold()


def _wire_domain(domain: str) -> str:
    try:
        # The codec takes a final dot (the DNS root); an address has none.
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError("the part after the @ is no domain") from None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("the part after the @ is no domain")
    return ascii_domain

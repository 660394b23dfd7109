"""Email addresses, as far as a list of subscribers and a header need them checked."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


def wire_address(address: str) -> str:
    """Return the address as it goes over the wire: its domain in small ASCII letters (IDNA 2008, UTS 46).

    A quoted local part stays quoted only where it needs the quotes. No DNS is asked. A local part beyond ASCII
    needs SMTPUTF8 (RFC 6531) along the whole way, which hardly a provider has, so it is refused here and not
    by a bounce. Raises ValueError, its text the reason, for what is no address or can't be sent to.
    """
    try:
        found = validate_email(
            address.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            allow_quoted_local=True,
            strict=True,  # the local part's 64 octets too (RFC 5321, 4.5.3.1.1)
        )
    except EmailNotValidError as error:
        reason = str(error).rstrip(".")
        raise ValueError(reason[:1].lower() + reason[1:]) from None
    wire = found.ascii_email
    # RFC 2047, 5 (3): no encoded word in an address.
    if wire is None or "=?" in wire.rpartition("@")[0]:
        raise ValueError("the part before the @ looks like an encoded word")
    return wire


def same_mailbox(wire: str) -> str:
    """Return what two spellings of one mailbox have in common, of an address as `wire_address` gives it.

    Letter case does not count before the @ either: RFC 5321, 2.4 would let a server tell Hana from hana, no
    provider of mailboxes does, and who has left as hana must not get mail as Hana. What follows a + or stands
    between dots does count: which providers ignore that is theirs to know.
    """
    return wire.casefold()

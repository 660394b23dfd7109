"""DKIM: a signature by the sender's domain over a message (RFC 6376; Ed25519 by RFC 8463).

relaxed/relaxed, so that a server may fold a header anew or cut the spaces at a line's end. The body's hash
comes from the letter, which has canonical fixed lines ready (`relaxed_body`).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

SIGNED = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "mime-version",
    "content-type",
)
"""RFC 6376, 5.4.1 recommends the first eight and what tells how a body is read; RFC 8058, 4 demands both of
List-Unsubscribe. Once more than a message has it, From is signed as absent: a second one breaks the signature."""

_FOLD = 70
_SMALLEST = 1024
"""Bits of an RSA key. RFC 8301, 3.2: signers use at least 1024; verifiers take nothing smaller."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the domain, the selector under which its DNS shows the key, and the key itself."""

    domain: str
    selector: str
    algorithm: str
    at: int
    sign: Callable[[bytes], bytes] = field(repr=False)

    def header(self, head: Sequence[tuple[str, bytes]], body_hash: bytes) -> bytes:
        """Return the DKIM-Signature for these headers in their order (each its lines, "" where absent)."""
        there = {name.lower(): line for name, line in head if line}
        names = [name for name in SIGNED if name in there]
        tags = (
            f"v=1; a={self.algorithm}; c=relaxed/relaxed; d={self.domain};",
            f" s={self.selector}; t={self.at};",
            *_folded(f" h={':'.join(['from', *names])};"),
            f" bh={_base64(body_hash)};",
            " b=",
        )
        unsigned = ("DKIM-Signature: " + "\r\n".join(tags)).encode("ascii")
        data = b"".join(relaxed_header(there[name]) for name in names) + relaxed_header(unsigned)[:-2]
        made = _base64(self.sign(data))
        lines = [made[n : n + _FOLD] for n in range(0, len(made), _FOLD)]
        return unsigned + "\r\n ".join(lines).encode("ascii") + b"\r\n"


def signer(domain: str, selector: str, key: str, now: datetime) -> Signer:
    """Return who signs. `key` is a private key in PEM, RSA or Ed25519, or the path of a file that holds one.

    Raises ConfigError where it is none, or the extra `dkim` is not installed; its text never holds the key.
    """
    try:
        from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 -- an extra
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415
    except ImportError:
        mend = "pip install 'digest-weekly[dkim]'"
        raise ConfigError("dkim: the library that signs is not installed", mend=mend) from None
    try:
        private = load_pem_private_key(_pem(key), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # not chained: a traceback would show the key
        raise _no_key("no private key in PEM without a password") from None
    algorithm, sign = _how(private)
    return Signer(domain, selector, algorithm, int(now.timestamp()), sign)


def relaxed_header(line: bytes) -> bytes:
    """Return a header in its relaxed form, CRLF at its end (RFC 6376, 3.4.2)."""
    name, _, value = line.partition(b":")
    return name.strip().lower() + b":" + b" ".join(value.split()) + b"\r\n"


def relaxed_body(lines: bytes) -> bytes:
    """Return whole lines of a body in their relaxed form, but for empty ones at its end (RFC 6376, 3.4.4)."""
    return re.sub(rb"[ \t]+", b" ", re.sub(rb"[ \t]+(?=\r\n)", b"", lines))


def _how(private: object) -> tuple[str, Callable[[bytes], bytes]]:
    """Return the algorithm's name and how it signs."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    if isinstance(private, RSAPrivateKey):
        if private.key_size < _SMALLEST:
            raise _no_key(f"an RSA key of {private.key_size} bits, and none under {_SMALLEST} is taken")
        padding, kind = PKCS1v15(), SHA256()
        return "rsa-sha256", lambda data: private.sign(data, padding, kind)
    if isinstance(private, Ed25519PrivateKey):
        # RFC 8463, 3: it signs the hash, not the headers themselves.
        return "ed25519-sha256", lambda data: private.sign(hashlib.sha256(data).digest())
    raise _no_key("neither an RSA nor an Ed25519 key")


def _pem(key: str) -> bytes:
    if key.lstrip().startswith("-----BEGIN"):
        return key.replace("\\n", "\n").encode("utf-8", "replace")
    try:
        return Path(key).read_bytes()
    except (OSError, ValueError):  # not chained: what was meant as a key would stand there as a path
        raise _no_key("neither PEM nor a file that can be read") from None


def _no_key(cause: str) -> ConfigError:
    mend = "set DIGEST_DKIM_KEY to a private key in PEM, or to the path of its file"
    return ConfigError(f"dkim: no usable key: {cause}", where="environment", mend=mend)


def _folded(tag: str) -> list[str]:
    """Return a tag in lines; a list of names may be folded behind a colon (RFC 6376, 3.5)."""
    lines = [""]
    for name in re.findall(r"[^:]+:?", tag):
        if len(lines[-1]) + len(name) > _FOLD:
            lines.append(" ")
        lines[-1] += name
    return lines


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")

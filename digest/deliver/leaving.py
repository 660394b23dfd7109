"""Leave by a link: a signed token that names a reader by their opaque id, and no address.

`DIGEST_LEAVE_KEYS` holds the keys, commas between: the first signs, all verify. So a new key goes in front, and the
old ones stay as long as mails that they signed are to be left by (RFC 8058 sets no end to that).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from itsdangerous import BadSignature, Signer

from digest.deliver.secrets import secret
from digest.errors import ConfigError

_LONGEST = 200
"""Characters of a token; ours have 60."""
_SHORTEST = 32
"""Characters of a key: 256 bits in base64 have 43, in hexadecimal 64; shorter ones can be guessed."""

Purpose = Literal["leave", "return"]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that sign links, the one in use first."""

    keys: tuple[bytes, ...] = field(repr=False)


def leave_keys() -> Keys:
    """Return the keys of DIGEST_LEAVE_KEYS. Raises ConfigError where there is none, or one is too short."""
    found = secret("leave_keys")
    keys = tuple(key.strip().encode() for key in found.reveal().split(",") if key.strip())
    if not keys or min(map(len, keys)) < _SHORTEST:
        mend = "python3 -c 'import secrets; print(secrets.token_urlsafe(32))' prints one that does"
        raise ConfigError(
            f"{found.name}: each key needs {_SHORTEST} characters", where="environment", mend=mend
        )
    return Keys(keys)


def token_of(keys: Keys, public: str, purpose: Purpose = "leave") -> str:
    """Return the token of a reader's opaque id: letters, digits, - _ and one full stop."""
    return _signer(keys, purpose).sign(public).decode("ascii")


def reader_of(keys: Keys, token: str, purpose: Purpose = "leave") -> str | None:
    """Return the opaque id in a token that we signed for this purpose; None for any other text.

    Signatures are compared in constant time (itsdangerous).
    """
    if len(token) > _LONGEST:
        return None
    try:
        return _signer(keys, purpose).unsign(token).decode("ascii")
    except (BadSignature, UnicodeError):
        return None


def link(web: str, keys: Keys, public: str) -> str:
    """Return the address at which this reader leaves; `web` is `[deliver] web`."""
    return f"{web.rstrip('/')}/leave/{token_of(keys, public)}"


@lru_cache(maxsize=16)
def _signer(keys: Keys, purpose: Purpose) -> Signer:
    # itsdangerous signs with the last of its list.
    return Signer(
        list(reversed(keys.keys)),
        salt=f"digest.{purpose}",
        key_derivation="hmac",
        digest_method=hashlib.sha256,
    )

"""Passwords, tokens and keys: from the environment or the keyring, and never shown."""

from __future__ import annotations

import base64
import os
from typing import NoReturn

from digest.errors import ConfigError

_KEYRING = "digest"
"""The name under which the keyring keeps them."""
_SHORTEST = 6
"""Characters of a value that are looked for in an answer; a shorter one stands in many a word by chance."""


class Secret:
    """A value that only `reveal` shows: in a repr, a text, a traceback or a pickle it is the name alone."""

    __slots__ = ("_core", "_value", "name")

    def __init__(self, name: str, value: str, core: str = "") -> None:
        self.name = name
        self._value, self._core = value, core or value

    def __repr__(self) -> str:
        return f"<secret {self.name}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{self!r} is not to be written down")

    def reveal(self) -> str:
        """Return the value, for the one place that needs it."""
        return self._value

    def within(self, form: str) -> Secret:
        """Return it inside a text, such as "Bearer {}"; the whole is as secret."""
        return Secret(self.name, form.format(self._value), self._core)

    def basic(self, user: str = "") -> Secret:
        """Return it as the password of Basic authentication (RFC 7617)."""
        pair = base64.b64encode(f"{user}:{self._value}".encode()).decode("ascii")
        return Secret(self.name, f"Basic {pair}", self._core)

    def hidden_in(self, text: bytes) -> bytes:
        """Return what somebody else wrote without this value: an answer may repeat the key that it refuses."""
        for value in (self._value, self._core):
            if len(value) >= _SHORTEST:
                text = text.replace(value.encode(), b"***")
        return text


def secret(name: str) -> Secret:
    """Return the secret of that name: `resend_key` is DIGEST_RESEND_KEY in the environment.

    Where it is not set there, the keyring is asked (the extra `keyring`), service "digest". White space
    around it is taken off, as a file that was read into a variable ends with a line break.
    Raises ConfigError that names the variable.
    """
    variable = f"DIGEST_{name.upper()}"
    value = (os.environ.get(variable) or _from_keyring(name.lower())).strip()
    if not value:
        mend = f"set it in the environment, or run `keyring set {_KEYRING} {name.lower()}`"
        raise ConfigError(f"no {variable}", where="environment", mend=mend)
    return Secret(variable, value)


def _from_keyring(name: str) -> str:
    try:
        import keyring  # noqa: PLC0415 -- an extra
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return ""
    try:
        return keyring.get_password(_KEYRING, name) or ""
    except KeyringError:  # no keyring on this machine, or it is locked: as if it held nothing
        return ""

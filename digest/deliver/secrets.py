"""Passwords, tokens and keys: from the environment or the keyring, and never shown."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from functools import lru_cache
from typing import NoReturn

from digest.errors import ConfigError

_KEYRING = "digest"
"""The name under which the keyring keeps them."""
_SHORTEST = 6
"""Characters of a value that are looked for in an answer; a shorter one stands in many a word by chance."""
_ESCAPES = (b"%", b"\\", b"&")
"""With one of these begins what stands for another character."""


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

    def hidden_in(self, text: bytes, mark: str = "***") -> bytes:
        """Return what somebody else wrote without this value: an answer may repeat the key that it refuses.

        It is found as it is and as addresses, JSON and HTML write it.
        """
        for value in (self._value, self._value.removeprefix("Basic "), self._core):
            if len(value) >= _SHORTEST:
                text = text.replace(value.encode(), mark.encode())
                if any(sign in text for sign in _ESCAPES):
                    text = _written(value).sub(lambda _: mark.encode(), text)
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


@lru_cache(maxsize=32)
def _written(value: str) -> re.Pattern[bytes]:
    """Return what finds a value however each of its characters is written, all of them or some."""
    return re.compile(b"".join(_ways(character) for character in value))


def _ways(character: str) -> bytes:
    r"""Return the ways to write a character: %2D (or %252D), \u002d, &#45;, what JSON and HTML do, and as it is.

    Repeats are bounded and the first way that fits is kept, or an answer that somebody wrote for it would be
    searched for hours.
    """
    units = character.encode("utf-16-be").hex()
    ways = [
        "".join(f"%(?:25){{0,3}}(?i:{byte:02x})" for byte in character.encode()),
        "".join(rf"\\{{1,4}}u(?i:{units[at : at + 4]})" for at in range(0, len(units), 4)),
        rf"&#(?i:0{{0,6}}{ord(character)}|x0{{0,6}}{ord(character):x});",
        *(re.escape(short) for short in (html.escape(character), json.dumps(character)[1:-1])),
        *([r"\+"] if character == " " else []),
        character if character.isalnum() else rf"\\{{0,4}}{re.escape(character)}",
    ]
    return f"(?>{'|'.join(dict.fromkeys(ways))})".encode()


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

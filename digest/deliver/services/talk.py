"""How each service is spoken to: JSON over one wire, and every bad answer turned into one clear line."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn

from digest.deliver.wire.http import Request, Wire, as_json
from digest.errors import ProviderError, UnansweredError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.deliver.secrets import Secret
    from digest.deliver.wire.http import Answer

_PATIENCE = 60.0
"""Seconds that are waited where a service says 'too many': the limits are told by the minute or the second."""
_LONGEST = 200
"""Characters of a service's own words that a message repeats."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation with the service `name`; `key` is what it knows us by.

    `mends`: what can be done about a refusal, by the code that the service gives it.
    """

    name: str
    wire: Wire
    key: Secret
    mends: Mapping[str, str] = field(default_factory=dict)

    def read(self, path: str) -> dict[str, Any] | None:
        """Return what stands there, None where nothing does. Raises ProviderError, UnansweredError."""
        answer = self.wire.call(Request("GET", path, repeat=True))
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        return self._value(answer, path)

    def rows(self, path: str, key: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Return the tables in a list, and the answer that it stands in.

        Raises what `read` does, and UnansweredError for an answer without that list: it must not pass for an
        empty one, or what is there would be made again.
        """
        answer = self.read(path)
        if answer is None or not isinstance(answer.get(key), list):
            self.unclear(f"its answer to {path.partition('?')[0]} has no {key!r}", "run it again in a while")
        return rows_of(answer, key), answer

    def write(
        self,
        method: str,
        path: str,
        value: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        repeat: bool = False,
    ) -> dict[str, Any]:
        """Tell the service to do something; return its answer, {} where it says nothing (204).

        Raises ProviderError when it certainly did not: a 4xx in the service's own words, or a 429 (RFC 6585). Any
        other refusal may be a gateway's, after the service had it: UnansweredError, as for no answer, for one
        that can't be read, and for a refusal after a first try whose answer was lost.
        """
        answer = self.wire.call(as_json(method, path, value, headers=headers or {}, repeat=repeat))
        if answer.status == HTTPStatus.NO_CONTENT:
            return {}
        own = isinstance(answer.json, dict)
        plain = answer.status == HTTPStatus.TOO_MANY_REQUESTS or (own and 400 <= answer.status < 500)
        try:
            return self._value(answer, path)
        except ProviderError as error:
            if plain and not answer.doubt:
                raise
            raise UnansweredError(error.what, where=error.where, mend=error.mend) from None

    def refused(self, what: str, mend: str) -> NoReturn:
        """Raise the error of a service that will not do it, and says so in a good answer."""
        raise ProviderError(self._plain(what), where=self.name, mend=mend)

    def unclear(self, what: str, mend: str) -> NoReturn:
        """Raise the error of an answer that does not tell what was done."""
        raise UnansweredError(self._plain(what), where=self.name, mend=mend)

    def _value(self, answer: Answer, path: str) -> dict[str, Any]:
        if not answer.good:
            raise ProviderError(self._refusal(answer), where=self.name, mend=self._mend(answer))
        value = answer.json
        if not isinstance(value, dict):
            what = f"answered {path.partition('?')[0]} with something that is no JSON object"
            raise ProviderError(what, where=self.name, mend="look there, then run it again")
        return value

    def _refusal(self, answer: Answer) -> str:
        words = self._plain(_words(answer.json))
        return f"it refuses ({answer.status}){f': {words}' if words else ''}"

    def _mend(self, answer: Answer) -> str:
        value = answer.json if isinstance(answer.json, dict) else None
        if answer.status == HTTPStatus.UNAUTHORIZED:
            return f"check {self.key.name}"
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return f"wait {f'{answer.wait:.0f} seconds' if answer.wait else 'a while'} and run it again"
        if answer.status == HTTPStatus.FORBIDDEN and value is None:  # Mailchimp's, at overload
            return f"it is overloaded, or {self.key.name} may not do that: wait a minute and run it again"
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return "run it again in a while"
        return self.mends.get(text_of(value or {}, "code"), "")

    def _plain(self, words: str) -> str:
        """Return words of the service's without our key in them, or what it is made of."""
        key = self.key.reveal().rpartition(" ")[2]
        password = _decoded(key)
        for shown in (key, password, password.rpartition("-")[0]):
            if len(shown) > 3:
                words = words.replace(shown, f"<{self.key.name}>")
        return words[:_LONGEST]


def text_of(value: Mapping[str, Any], key: str) -> str:
    """Return a text of an answer, "" where there is none: null, or of another kind."""
    found = value.get(key)
    return found if isinstance(found, str) else ""


def table_of(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a table of an answer, empty where there is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def rows_of(value: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the tables in a list of an answer."""
    return [each for each in _list(value.get(key)) if isinstance(each, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def mark_of(*values: str) -> str:
    """Return a hash of what a service shows of an edition."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def _words(value: Any) -> str:
    """Return what the body of a refusal says, of the forms that PROVIDER-FACTS lists."""
    if not isinstance(value, dict):
        return ""
    detail = value.get("detail", value.get("message", value.get("title")))
    if isinstance(detail, list):  # Buttondown's 422: [{type, loc, msg}]
        detail = ", ".join(
            f"{'.'.join(map(str, _list(each.get('loc'))))}: {each.get('msg', '')}"
            for each in detail
            if isinstance(each, dict)
        )
    errors = [f"{text_of(e, 'field')}: {text_of(e, 'message')}" for e in rows_of(value, "errors")]
    said = (text_of(value, "code"), detail if isinstance(detail, str) else "", *errors)  # errors: Mailchimp
    return ": ".join(filter(None, said))


def _decoded(key: str) -> str:
    """Return the password of a Basic credential."""
    try:
        return base64.b64decode(key, validate=True).decode().rpartition(":")[2]
    except ValueError:
        return ""


def new_wire(base: str, headers: Mapping[str, str | Secret]) -> Wire:
    """Return the wire to a service."""
    return Wire(base, headers, patience=_PATIENCE)

"""What all providers with a web API share: post, read the answer, find the one message that spoils a batch.

A provider is an `Api`: two pure functions, what it asks for messages and what an answer says of them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.deliver.wire.http import Unreached, Wire, checked_base
from digest.errors import ConfigError, ProviderError, UnansweredError, UnsupportedError
from digest.model import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.deliver.setup import Setup
    from digest.deliver.wire.http import Answer, Request
    from digest.model import Message, Parts, Traits

_SHOWN = 200
"""Characters of a provider's own words that are kept."""


class UnfitError(UnsupportedError):
    """What can't go in one call: a message that the provider can't take, or several that need calls of their own."""


@dataclass(frozen=True, slots=True)
class Api:
    """A provider with a web API; it is a `Provider`.

    `request` makes the call for messages and the key under which they go (UnfitError: not these); `receipts`
    reads any answer to it and raises ProviderError where no message can go at all. `check` raises
    UnsupportedError, `wire` makes a connection. A call's body holds at most `most` bytes (0: any number).
    """

    name: str
    traits: Traits
    request: Callable[[Sequence[Message], str], Request]
    receipts: Callable[[Sequence[Message], Answer], Sequence[Receipt]]
    check: Callable[[Message], None]
    wire: Callable[[], Wire]
    most: int = 0

    def connect(self) -> Calls:
        """Return what one thread sends through."""
        return Calls(self, self.wire())


class Calls:
    """The connection to an `Api`."""

    def __init__(self, api: Api, wire: Wire) -> None:
        self._api, self._wire = api, wire

    def send(self, messages: Sequence[Message], key: str) -> Sequence[Receipt]:
        """Send them in one call; return a receipt each (`digest.protocols.Connection`)."""
        api = self._api
        if len(messages) > api.traits.batch:
            raise UnsupportedError(
                f"{api.name}: {len(messages)} messages in a call, it takes {api.traits.batch}"
            )
        try:
            request = api.request(messages, key)
        except UnfitError as unfit:
            if len(messages) == 1:
                return all_of(messages, "refused", unfit.what)
            return self._in_turn(halves(messages))
        if api.most and len(request.body) > api.most and len(messages) > 1:
            return self._in_turn(halves(messages))
        return self._called(messages, request)

    def close(self) -> None:
        """End it."""
        self._wire.close()

    def _called(self, messages: Sequence[Message], request: Request) -> Sequence[Receipt]:
        """Make the call and read its answer; a batch that is refused for one message goes again in halves."""
        try:
            answer = self._wire.call(request)
        except Unreached as failure:
            return all_of(messages, "deferred", failure.what)
        except UnansweredError as failure:
            return all_of(messages, "unknown", failure.what)
        if answer.doubt and not answer.good:
            return all_of(messages, "unknown", f"no answer, and then {answer.status}")
        receipts = self._api.receipts(messages, answer)
        if not answer.good and len(messages) > 1 and all(receipt.state == "refused" for receipt in receipts):
            return self._in_turn(halves(messages))
        return receipts

    def _in_turn(self, calls: Sequence[tuple[Sequence[Message], str]]) -> Sequence[Receipt]:
        """Send one call after the other; from where the provider takes no more for now, the rest waits."""
        receipts: list[Receipt] = []
        for number, (messages, key) in enumerate(calls):
            try:
                found = self.send(messages, key)
            except ProviderError as error:
                if all(receipt.state == "deferred" for receipt in receipts):
                    raise
                found = all_of(messages, "deferred", error.what)
            receipts += found
            if all(receipt.state == "deferred" for receipt in found):
                rest = [message for later, _ in calls[number + 1 :] for message in later]
                return [*receipts, *all_of(rest, "deferred", found[0].detail, found[0].wait)]
        return receipts


def wires(setup: Setup, url: str, timeout: float, **more: Any) -> Callable[[], Wire]:
    """Return what makes a connection to `url`. Raises ConfigError where url or timeout can't be."""
    try:
        checked_base(url)
    except ConfigError as error:
        raise setup.wrong("url", error.what, error.mend) from None
    if not 0 < timeout <= 600:
        raise setup.wrong("timeout", f"{timeout:g} is not from 0 to 600", "seconds for an answer")
    return lambda: Wire(url, timeout=timeout, **more)


def halves(messages: Sequence[Message]) -> list[tuple[Sequence[Message], str]]:
    """Return two calls in place of one, with their keys."""
    half = len(messages) // 2
    return [(part, joint_key(part)) for part in (messages[:half], messages[half:])]


def joint_key(messages: Sequence[Message]) -> str:
    """Return a key for these messages together, the same whenever it is made: a lone message's is its own."""
    if len(messages) == 1:
        return messages[0].key
    return hashlib.sha256(" ".join(message.key for message in messages).encode()).hexdigest()[:32]


def all_of(messages: Sequence[Message], state: str, detail: str = "", wait: float = 0.0) -> list[Receipt]:
    """Return the same receipt for each."""
    return [receipt(message, state, detail, wait=wait) for message in messages]


def receipt(
    message: Message, state: str, detail: str = "", provider_id: str = "", wait: float = 0.0
) -> Receipt:
    """Return a receipt whose detail is one short line without the reader's address."""
    words = (
        one_line(re.sub(re.escape(message.to), "the address", detail, flags=re.IGNORECASE)) if detail else ""
    )
    return Receipt(message.key, state, words, one_line(provider_id), wait)  # type: ignore[arg-type]


def by_status(name: str, messages: Sequence[Message], answer: Answer, words: str) -> list[Receipt]:
    """Return what an answer that is not 2xx says of all messages of its call.

    A 503 counts as not done only with Retry-After (RFC 9110, 15.6.4): the server says itself that it is to
    be asked again. Raises ProviderError for 401, 402, 403 and whatever tells that the address is wrong.
    """
    said = f"{answer.status} {words}".strip()
    if answer.status == 429 or (answer.status == 503 and answer.wait):
        return all_of(messages, "deferred", said, answer.wait)
    if answer.status >= 500 or answer.status in (408, 409):
        return all_of(messages, "unknown", said)
    if answer.status in (400, 413, 422):
        return all_of(messages, "refused", said)
    moved = "a redirect is not followed: check url in digest.toml" if 300 <= answer.status < 400 else ""
    raise refuses(name, said, moved)


def refuses(name: str, words: str, mend: str = "") -> ProviderError:
    """Return the error of a provider that takes nothing from us."""
    return ProviderError(f"{name} refuses: {one_line(words)}", mend=mend)


def one_line(text: str) -> str:
    """Return somebody else's words as one short line of printable characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)[: 4 * _SHOWN]).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def mailbox(name: str, address: str) -> str:
    """Return a mailbox as an API takes it in one text: the name quoted unless it is plain (RFC 5322, 3.4).

    Not encoded: JSON carries Korean as it is.
    """
    if not name:
        return address
    if re.fullmatch(r"[\w ]+", name):
        return f"{name} <{address}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>'


def check_parts(name: str, message: Message, limit: int) -> Parts:
    """Return the message's parts. Raises UnsupportedError for what no web API takes."""
    parts = message.parts
    if not parts.text and not parts.html:
        raise UnsupportedError(f"{name}: a message with neither HTML nor text")
    names = [header.lower() for header, _ in parts.headers]
    if twice := {header for header in names if names.count(header) > 1}:
        raise UnsupportedError(f"{name}: a header that stands twice: {', '.join(sorted(twice))}")
    size = len(message.raw)
    if limit and size > limit:
        mend = "put the pictures on the web: [pictures] base_url"
        raise UnsupportedError(f"{name}: a message of {size} bytes, it takes {limit}", mend=mend)
    return parts


def as_key(name: str, key: str, longest: int) -> str:
    """Return the key for the wire. Raises UnsupportedError for one that the provider would not keep."""
    if not 0 < len(key) <= longest or not key.isascii() or not key.isprintable():
        raise UnsupportedError(f"{name}: an idempotency key of {len(key)} characters, it takes {longest}")
    return key

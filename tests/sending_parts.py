"""A newsletter's state with readers, and a provider that writes down what it took: for the tests of sending."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.deliver.run.runlog import RunLog
from digest.model import Message, Receipt, Subscriber, Traits
from digest.state import ledger
from digest.state.store import State, open_state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
EDITION = "2026-W47"


def opened(folder: Path) -> State:
    return open_state(folder / "state" / "digest.sqlite3")


def readers(count: int) -> list[Subscriber]:
    return [
        Subscriber(f"reader{n}@example.net", f"Reader {n}", "en", f"id{n:06}") for n in range(1, count + 1)
    ]


def with_subscribers(state: State, people: Sequence[Subscriber]) -> None:
    with state.transaction():
        state.run_many(
            "INSERT INTO subscriber (public, email, mailbox, written, name, language, added, changed)"
            " VALUES (?, ?, ?, ?, ?, ?, '', '')",
            [(p.id, p.email, p.email, p.email, p.name, p.language) for p in people],
        )


def frozen(state: State, count: int, edition: str = EDITION, now: datetime = NOW) -> list[Subscriber]:
    people = readers(count)
    if state.row("SELECT 1 FROM subscriber") is None:
        with_subscribers(state, people)
    ledger.freeze(state, ledger.Sending(edition, "hash", "book", "", 0), b"the letter", iter(people), now)
    return people


class PlainLetter:
    def raw(self, reader: Subscriber) -> bytes:
        return f"To: {reader.email}\r\n\r\nGood morning.\r\n".encode()

    def parts(self, reader: Subscriber):
        raise NotImplementedError


def compose(reader: Subscriber) -> Message:
    return Message(f"key{reader.id}", reader, PlainLetter())


def takes(message: Message, _tried: int) -> Receipt:
    return Receipt(message.key, "accepted", provider_id=f"p-{message.key}")


@dataclass
class Book:
    """A provider in this process: it asks `answer` about each message and how often it came, and keeps a book.

    With `whole` that makes the receipts of a call.
    """

    answer: Callable[[Message, int], Receipt] = takes
    whole: Callable[[Sequence[Message]], Sequence[Receipt]] | None = None
    traits: Traits = field(default_factory=Traits)
    name: str = "book"
    slow: float = 0.0
    calls: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    tried: Counter = field(default_factory=Counter)
    open: int = 0
    most: int = 0
    under_way: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, sample: Message) -> None:
        pass

    def connect(self) -> Line:
        with self.lock:
            self.open += 1
        return Line(self)


@dataclass
class Line:
    book: Book

    def send(self, messages: Sequence[Message], key: str) -> list[Receipt]:
        book = self.book
        with book.lock:
            book.under_way += 1
            book.most = max(book.most, book.under_way)
            book.calls.append((key, tuple(m.to for m in messages)))
        try:
            time.sleep(book.slow)
            if book.whole:
                return list(book.whole(messages))
            receipts = []
            for message in messages:
                with book.lock:
                    book.tried[message.to] += 1
                    receipt = book.answer(message, book.tried[message.to])
                    if receipt.state == "accepted":
                        book.taken.append(message.to)
                receipts.append(receipt)
            return receipts
        finally:
            with book.lock:
                book.under_way -= 1

    def close(self) -> None:
        with self.book.lock:
            self.book.open -= 1


def a_log(folder: Path, *, addresses: bool = False) -> RunLog:
    return RunLog(folder / "state" / "log", EDITION, lambda: NOW, addresses=addresses)

"""The sending over a real ledger, with a provider in this process that keeps a book of what it took."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sending_parts import EDITION, Book, a_log, compose, frozen, opened, takes

from digest.config.tables import Deliver
from digest.deliver.run import send
from digest.deliver.run.orders import Orders, Outcome, orders_for
from digest.deliver.run.pace import Limits, Patience
from digest.deliver.run.stop import Stop
from digest.errors import ProviderError, UnansweredError
from digest.model import Receipt, Traits
from digest.state import ledger, unknown
from digest.state.store import open_state

QUICK = Patience(first=0.01, most=0.02)
EVERYBODY = sorted(f"reader{n}@example.net" for n in range(1, 31))


def limits(connections: int = 4, stop_after: int = 20) -> Limits:
    return Limits(connections, stop_after, QUICK)


def sent(folder: Path, book: Book, orders: Orders | None = None, **more) -> Outcome:
    given = orders or Orders(EDITION, limits=limits())
    with opened(folder) as state, a_log(folder) as log:
        return send(state, given, book, compose, log=log, jitter=lambda: 0.5, **more)


def in_ledger(folder: Path) -> dict[str, int]:
    with opened(folder) as state:
        return {name: count for name, count in ledger.counts(state, EDITION).items() if count}


def logged(folder: Path) -> list[dict]:
    [path] = (folder / "state" / "log").iterdir()
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def deferred(message, wait: float = 0.0) -> Receipt:
    return Receipt(message.key, "deferred", "450 come back", wait=wait)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with opened(tmp_path) as state:
        frozen(state, 30)
    return tmp_path


def test_each_reader_gets_it_once_and_the_ledger_says_so(folder: Path):
    book = Book()
    outcome = sent(folder, book)
    assert (outcome.code, outcome.accepted, outcome.counts["accepted"]) == (0, 30, 30)
    assert sorted(book.taken) == EVERYBODY
    assert in_ledger(folder) == {"accepted": 30}
    with opened(folder) as state:
        ids = {d.provider_id for d in ledger.deliveries(state, EDITION, "accepted")}
    assert ids == {f"p-keyid{n:06}" for n in range(1, 31)}
    assert book.open == 0, "every connection is closed"


def test_a_second_run_sends_nothing(folder: Path):
    sent(folder, Book())
    again = Book()
    assert sent(folder, again).code == 0
    assert again.calls == []


def test_no_more_is_in_flight_than_there_are_connections(folder: Path):
    seen: list[int] = []

    def watched(message, _tried: int) -> Receipt:
        with open_state(folder / "state" / "digest.sqlite3") as other:
            seen.append(ledger.counts(other, EDITION)["in flight"])
        return takes(message, 1)

    book = Book(watched, slow=0.01)
    sent(folder, book, Orders(EDITION, limits=limits(3)))
    assert book.most == 3
    assert max(seen) == 3
    assert min(seen) >= 1, "it is on the disk as in flight before the provider has it"


def test_batches_are_as_large_as_asked_and_have_keys_of_their_own(folder: Path):
    book = Book()
    sent(folder, book, Orders(EDITION, batch=7, limits=limits(2)))
    assert [len(members) for _, members in book.calls] == [7, 7, 7, 7, 2]
    assert len({key for key, _ in book.calls}) == 5
    assert sorted(book.taken) == EVERYBODY


def test_who_has_left_since_or_is_suppressed_gets_nothing(folder: Path):
    with opened(folder) as state:
        state.run("UPDATE subscriber SET status = 'unsubscribed' WHERE public = 'id000003'")
        state.run("INSERT INTO suppression VALUES ('reader5@example.net', 'editor', '', '')")
        state.run("DELETE FROM subscriber WHERE public = 'id000007'")
    book = Book()
    outcome = sent(folder, book)
    assert outcome.code == 0
    assert in_ledger(folder) == {"accepted": 27, "left": 3}
    assert not {f"reader{n}@example.net" for n in (3, 5, 7)} & set(book.taken)


def test_who_leaves_while_it_runs_gets_nothing(folder: Path):
    def takes_and_loses(message, _tried: int) -> Receipt:
        if message.to == "reader1@example.net":
            with open_state(folder / "state" / "digest.sqlite3") as other:
                other.run("UPDATE subscriber SET status = 'unsubscribed' WHERE public = 'id000030'")
        return takes(message, 1)

    sent(folder, Book(takes_and_loses))
    assert in_ledger(folder) == {"accepted": 29, "left": 1}


def test_a_refused_reader_is_refused_and_the_others_go_on(folder: Path):
    def answer(message, _tried: int) -> Receipt:
        bad = message.to == "reader4@example.net"
        return Receipt(message.key, "refused", "550 no such user") if bad else takes(message, 1)

    outcome = sent(folder, Book(answer))
    assert outcome.code == 1
    assert in_ledger(folder) == {"accepted": 29, "refused": 1}
    with opened(folder) as state:
        [one] = ledger.deliveries(state, EDITION, "refused")
    assert (one.reader.email, one.detail) == ("reader4@example.net", "550 no such user")


def test_so_many_refusals_in_a_row_halt_it(folder: Path):
    outcome = sent(
        folder, Book(lambda m, _: Receipt(m.key, "refused", "554 no")), Orders(EDITION, limits=limits(1, 5))
    )
    assert outcome.code == 1
    assert "5 messages in a row were refused" in outcome.why
    assert in_ledger(folder) == {"refused": 5, "planned": 25}


def test_a_deferred_one_goes_again_and_the_ledger_counts_it(folder: Path):
    def answer(message, tried: int) -> Receipt:
        return deferred(message) if message.to == "reader2@example.net" and tried < 4 else takes(message, 1)

    outcome = sent(folder, Book(answer))
    assert outcome.code == 0
    with opened(folder) as state:
        tries = {d.reader.email: d.tries for d in ledger.deliveries(state, EDITION, "accepted") if d.tries}
    assert tries == {"reader2@example.net": 3}


def test_after_five_tries_it_is_left_for_the_next_run(folder: Path):
    def answer(message, _tried: int) -> Receipt:
        return deferred(message) if message.to == "reader2@example.net" else takes(message, 1)

    book = Book(answer)
    outcome = sent(folder, book)
    assert outcome.code == 3
    assert book.tried["reader2@example.net"] == 5
    assert in_ledger(folder) == {"accepted": 29, "planned": 1}
    assert sent(folder, Book()).code == 0
    assert in_ledger(folder) == {"accepted": 30}


def test_what_the_provider_asks_to_wait_is_waited_by_all(folder: Path):
    moments: list[float] = []

    def answer(message, tried: int) -> Receipt:
        moments.append(time.monotonic())
        first = message.to == "reader1@example.net" and tried == 1
        return deferred(message, wait=0.4) if first else takes(message, 1)

    assert sent(folder, Book(answer), Orders(EDITION, limits=limits(1))).code == 0
    assert moments[1] - moments[0] >= 0.4


def test_a_wait_of_an_hour_ends_the_run(folder: Path):
    outcome = sent(folder, Book(lambda m, _: deferred(m, wait=3600)), Orders(EDITION, limits=limits(1)))
    assert outcome.code == 3
    assert "asks to wait 60 minutes" in outcome.why
    assert in_ledger(folder) == {"planned": 30}


def test_where_everything_is_deferred_it_pauses_then_gives_up(folder: Path):
    book = Book(lambda m, _: deferred(m))
    outcome = sent(folder, book)
    assert outcome.code == 3
    assert "takes nothing now" in outcome.why
    assert in_ledger(folder) == {"planned": 30}
    assert len(book.calls) < 30, "it has not tried all of them"
    assert sum(event["event"] == "pause" for event in logged(folder)) == QUICK.pauses + 1


def test_when_the_provider_is_back_after_a_pause_it_goes_on(folder: Path):
    came: list[str] = []

    def answer(message, _tried: int) -> Receipt:
        came.append(message.to)
        return deferred(message) if len(came) < 12 else takes(message, 1)

    assert sent(folder, Book(answer)).code == 0
    assert in_ledger(folder) == {"accepted": 30}


def test_wrong_credentials_halt_it_and_everything_stays_planned(folder: Path):
    def answer(_message, _tried: int) -> Receipt:
        raise ProviderError("book: the key secret-canary is wrong", mend="set DIGEST_BOOK_KEY")

    orders = Orders(EDITION, limits=limits(), clean=lambda text: text.replace("secret-canary", "(secret)"))
    outcome = sent(folder, Book(answer), orders)
    assert outcome.code == 1
    assert str(outcome.error) == "book: the key (secret) is wrong; set DIGEST_BOOK_KEY"
    assert in_ledger(folder) == {"planned": 30}
    stored = b"".join(path.read_bytes() for path in (folder / "state").rglob("*") if path.is_file())
    assert b"secret-canary" not in stored


@pytest.mark.parametrize(
    "failure", [UnansweredError("no answer"), RuntimeError("a bug"), OSError(5, "broken")]
)
def test_what_nobody_can_tell_is_unknown_and_never_goes_by_itself(folder: Path, failure: Exception):
    def answer(message, _tried: int) -> Receipt:
        if message.to == "reader9@example.net":
            raise failure
        return takes(message, 1)

    outcome = sent(folder, Book(answer))
    assert outcome.code == 1
    assert in_ledger(folder)["unknown"] == 1
    again = Book()
    assert sent(folder, again).code == 1
    assert in_ledger(folder) == {"accepted": 29, "unknown": 1}
    assert "reader9@example.net" not in again.taken


def test_unknown_calls_in_a_row_halt_it_with_no_more_than_the_connections(folder: Path):
    outcome = sent(
        folder, Book(lambda m, _: Receipt(m.key, "unknown", "cut")), Orders(EDITION, limits=limits(4))
    )
    assert outcome.code == 1
    assert in_ledger(folder) == {"unknown": 4, "planned": 26}


@pytest.mark.parametrize(
    "receipts",
    [
        lambda _: [],
        lambda messages: [Receipt("other", "accepted") for _ in messages],
        lambda messages: [Receipt(messages[0].key, "accepted"), Receipt(messages[0].key, "refused")],
        lambda messages: [Receipt(m.key, "sent") for m in messages],  # type: ignore[arg-type]
    ],
)
def test_an_answer_that_does_not_tell_leaves_it_unknown(folder: Path, receipts):
    outcome = sent(folder, Book(whole=receipts), Orders(EDITION, batch=2, limits=limits(1)))
    assert outcome.code == 1
    assert in_ledger(folder) == {"unknown": 6, "planned": 24}


def test_a_provider_that_can_not_even_connect_halts_it(folder: Path):
    class Shut(Book):
        def connect(self):
            raise RuntimeError("no")

    outcome = sent(folder, Shut())
    assert outcome.code == 1
    assert in_ledger(folder) == {"planned": 30}


def test_more_accepted_than_frozen_halts_it(folder: Path):
    """A ledger that somebody else tampers with while it runs: what was accepted is planned again, as new rows."""

    def answer(message, _tried: int) -> Receipt:
        with open_state(folder / "state" / "digest.sqlite3") as other:
            other.run(
                "UPDATE delivery SET state = 'planned', number = number + 1000 WHERE state = 'accepted'"
            )
        return takes(message, 1)

    book = Book(answer)
    outcome = sent(folder, book, Orders(EDITION, limits=limits(1)))
    assert outcome.code == 1
    assert "31 were accepted and only 30 frozen" in outcome.why
    assert len(book.taken) == 31


def test_an_answer_in_another_order_is_read_by_its_keys(folder: Path):
    def turned(messages) -> list[Receipt]:
        bad = "reader1@example.net"
        return [Receipt(m.key, "refused" if m.to == bad else "accepted") for m in reversed(messages)]

    sent(folder, Book(whole=turned), Orders(EDITION, batch=30, limits=limits(1)))
    with opened(folder) as state:
        [one] = ledger.deliveries(state, EDITION, "refused")
    assert one.reader.email == "reader1@example.net"


def test_a_lower_rate_is_kept_to(folder: Path):
    book = Book()
    began = time.monotonic()
    sent(folder, book, Orders(EDITION, rate=50, limits=limits(4)))
    took = time.monotonic() - began
    assert len(book.taken) == 30
    assert took >= (30 - 3.5) / 50, "it begins with what fits into a twentieth of a second"


def test_asked_to_stop_it_finishes_what_is_in_flight(folder: Path):
    stop = Stop()
    book = Book(slow=0.2)
    timer = threading.Timer(0.1, stop.ask)
    timer.start()
    outcome = sent(folder, book, stop=stop)
    timer.join()
    assert outcome.code == 130
    found = in_ledger(folder)
    assert found == {"accepted": len(book.taken), "planned": 30 - len(book.taken)}
    assert 0 < len(book.taken) <= 4


def test_asked_to_stop_when_all_is_done_it_is_done(folder: Path):
    stop = Stop()
    with opened(folder) as state:
        state.run("UPDATE delivery SET state = 'accepted'")
    stop.ask()
    assert sent(folder, Book(), stop=stop).code == 0


def test_live_calls_go_again_as_they_were_and_others_do_not(folder: Path):
    def cut(message, _tried: int) -> Receipt:
        return Receipt(message.key, "unknown", "cut")

    first = Book(cut)
    orders = Orders(EDITION, batch=4, key_life=3600, limits=limits(1))
    sent(folder, first, orders)
    assert in_ledger(folder) == {"unknown": 12, "planned": 18}
    with opened(folder) as state:
        state.run("UPDATE subscriber SET status = 'unsubscribed' WHERE public = 'id000006'")
    second = Book()
    assert sent(folder, second, orders).code == 1
    assert second.calls[:2] == [first.calls[0], first.calls[2]], "the same messages under the same keys"
    assert in_ledger(folder) == {"accepted": 26, "unknown": 4}
    assert "reader6@example.net" not in second.taken


@pytest.mark.parametrize(("back", "lives"), [(3000, True), (3500, False), (-60, False)])
def test_a_key_lives_no_longer_than_the_provider_says_and_no_clock_makes_it(
    folder: Path, back: int, lives: object
):
    now = datetime.now(UTC)
    with opened(folder) as state:
        with state.transaction():
            ledger.claim(state, EDITION, now - timedelta(seconds=back), calls=2, batch=3)
        unknown.recover(state, EDITION)
        assert bool(unknown.live_calls(state, EDITION, now, 3600)) is lives
        assert unknown.live_calls(state, EDITION, now, 0) == ()


def test_a_provider_that_changed_has_not_the_keys_of_the_one_before(folder: Path):
    now = datetime.now(UTC)
    with opened(folder) as state:
        with state.transaction():
            ledger.claim(state, EDITION, now, calls=2, batch=3)
        unknown.recover(state, EDITION)
        unknown.change_provider(state, EDITION, "other")
        assert unknown.live_calls(state, EDITION, now, 3600) == ()
        assert ledger.sending_of(state, EDITION).provider == "other"


def test_the_log_has_a_line_for_each_event_and_no_address(folder: Path):
    def answer(message, _tried: int) -> Receipt:
        if message.to == "reader4@example.net":
            return Receipt(message.key, "refused", f"550 5.1.1 <{message.to}>: no such user")
        return takes(message, 1)

    sent(folder, Book(answer))
    events = logged(folder)
    assert [e["event"] for e in events] == ["begin", *["receipt"] * 30, "end"]
    [refused] = [e for e in events if e.get("state") == "refused"]
    assert refused["detail"] == "550 5.1.1 <(address)>: no such user"
    assert refused["reader"] == "id000004"
    assert "@" not in json.dumps(events)


def test_the_log_has_addresses_where_asked_for(folder: Path):
    with opened(folder) as state, a_log(folder, addresses=True) as log:
        send(state, Orders(EDITION), Book(), compose, log=log)
    assert sorted(e["to"] for e in logged(folder) if e["event"] == "receipt") == EVERYBODY


def test_a_log_that_cannot_be_written_ends_nothing(folder: Path):
    (folder / "state" / "log").write_text("in the way")
    assert sent(folder, Book()).code == 0


@pytest.mark.parametrize(
    ("traits", "deliver", "limit", "wanted"),
    [
        (Traits(), Deliver(), 0.0, (1, 0.0, 1)),
        (Traits(batch=500, connections=4, rate=100), Deliver(), 0.0, (50, 100, 4)),
        (
            Traits(batch=100, connections=4, key_life=86400),
            Deliver(rate=500, connections=2),
            0.0,
            (100, 500, 2),
        ),
        (Traits(batch=100, connections=4, rate=90), Deliver(connections=50), 10.0, (10, 10, 4)),
        (Traits(batch=100, rate=90), Deliver(), 0.5, (1, 0.5, 1)),
    ],
)
def test_the_orders_keep_to_the_lowest_of_the_limits(traits, deliver, limit, wanted):
    orders = orders_for(EDITION, traits, deliver, limit, str)
    assert (orders.batch, orders.rate, orders.limits.connections) == wanted

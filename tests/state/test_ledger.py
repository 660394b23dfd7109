"""The ledger on the real file, by real processes that die in the middle."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sending_parts import EDITION, NOW, frozen, opened, readers, with_subscribers

from digest.errors import StoppedError
from digest.state import ledger, unknown
from digest.state.ledger import Sending, Settled
from digest.state.lock import is_held, only_sender
from digest.state.store import open_state


def claimed(state, calls: int = 1, batch: int = 1, **more):
    with state.transaction():
        return ledger.claim(state, EDITION, NOW, calls=calls, batch=batch, **more)


def settled(state, *what: Settled) -> None:
    with state.transaction():
        ledger.settle(state, EDITION, what, NOW)


def numbers(claim) -> list[list[int]]:
    return [[d.number for d in call.deliveries] for call in claim.calls]


def test_what_is_frozen_reads_back(tmp_path: Path):
    with opened(tmp_path) as state:
        people = frozen(state, 3)
        assert ledger.sending_of(state, EDITION) == Sending(
            EDITION, "hash", "book", "2026-11-25T09:00:00.000+00:00", 3
        )
        assert ledger.letter_of(state, EDITION) == b"the letter"
        assert [d.reader for d in ledger.deliveries(state, EDITION, "planned")] == people
        assert ledger.sending_of(state, "2026-W48") is None
        with pytest.raises(KeyError):
            ledger.letter_of(state, "2026-W48")


def test_an_edition_is_frozen_once(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 3)
        with pytest.raises(sqlite3.IntegrityError):
            frozen(state, 5)
        assert ledger.counts(state, EDITION)["planned"] == 3


def test_where_freezing_breaks_off_nothing_is_frozen(tmp_path: Path):
    def breaking():
        yield from readers(10)
        raise OSError("the list can't be read")

    with opened(tmp_path) as state:
        with pytest.raises(OSError, match="list"):
            ledger.freeze(state, Sending(EDITION, "hash", "book"), b"", breaking(), NOW)
        assert ledger.sending_of(state, EDITION) is None
        assert sum(ledger.counts(state, EDITION).values()) == 0


def test_the_same_reader_twice_is_not_frozen(tmp_path: Path):
    with opened(tmp_path) as state:
        twice = [*readers(2), readers(1)[0]]
        with pytest.raises(sqlite3.IntegrityError):
            ledger.freeze(state, Sending(EDITION, "hash", "book"), b"", iter(twice), NOW)
        assert ledger.sending_of(state, EDITION) is None


def test_claims_go_on_where_the_last_one_ended(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 7)
        first = claimed(state, calls=2, batch=2)
        assert numbers(first) == [[1, 2], [3, 4]]
        second = claimed(state, calls=2, batch=2, after=first.after)
        assert numbers(second) == [[5, 6], [7]]
        assert numbers(claimed(state, calls=2, batch=2, after=second.after)) == []
        assert ledger.counts(state, EDITION)["in flight"] == 7


def test_a_claim_that_was_not_committed_claimed_nothing(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 3)
        with pytest.raises(ZeroDivisionError), state.transaction():
            len(ledger.claim(state, EDITION, NOW, calls=1, batch=3).calls) / 0
        assert ledger.counts(state, EDITION)["planned"] == 3


def test_those_to_go_again_come_first_in_the_order_of_numbers(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 6)
        first = claimed(state, calls=4)
        settled(state, *(Settled(n, "planned", "later") for n in (1, 2, 3)), Settled(4, "accepted"))
        assert numbers(claimed(state, calls=1, batch=4, after=first.after, again=[1, 3, 4])) == [[1, 3, 5, 6]]
        assert [d.tries for d in ledger.deliveries(state, EDITION, "planned")] == [1]


def test_who_has_left_is_passed_over_and_the_claim_is_full(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 9)
        state.run(
            "UPDATE subscriber SET status = 'bounced' WHERE public IN ('id000001', 'id000002', 'id000004')"
        )
        state.run("INSERT INTO suppression VALUES ('reader3@example.net', 'complained', '', '')")
        found = claimed(state, calls=2, batch=2)
        assert numbers(found) == [[5, 6], [7, 8]]
        assert (found.left, ledger.counts(state, EDITION)["left"]) == (4, 4)


def test_a_deferred_one_who_has_left_meanwhile_is_left_too(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 2)
        found = claimed(state, calls=2)
        settled(state, Settled(1, "planned"), Settled(2, "accepted"))
        state.run("UPDATE subscriber SET status = 'unsubscribed' WHERE public = 'id000001'")
        again = claimed(state, calls=2, after=found.after, again=[1])
        assert (numbers(again), again.left) == ([], 1)


def test_only_what_is_in_flight_is_settled(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 2)
        claimed(state)
        settled(state, Settled(1, "accepted", "250 ok", "q1"), Settled(2, "accepted"))
        settled(state, Settled(1, "refused", "late"))
        found = ledger.counts(state, EDITION)
        assert (found["accepted"], found["planned"], found["refused"]) == (1, 1, 0)


def test_the_key_of_a_call_follows_from_its_readers_and_edition(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 3)
        frozen(state, 3, "2026-W48")
        one = claimed(state, batch=2).calls[0].key
        with state.transaction():
            other = ledger.claim(state, "2026-W48", NOW, calls=1, batch=2).calls[0].key
        settled(state, Settled(1, "planned"), Settled(2, "planned"))
        again = claimed(state, batch=2).calls[0].key
    assert one == again != other
    assert len(one) == 32
    assert one.isalnum()


def test_unknown_ones_go_again_on_the_word_but_for_live_calls(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 6)
        first = claimed(state, calls=3, batch=2)
        assert unknown.recover(state, EDITION) == 6
        live = unknown.live_calls(state, EDITION, NOW, 3600)
        assert list(live) == [call.key for call in first.calls]
        assert unknown.size(state, EDITION, live[:2]) == 4
        assert unknown.forget_unknown(state, EDITION, live[:1], NOW) == 4
        with state.transaction():
            assert unknown.retake(state, EDITION, live[0]).deliveries == first.calls[0].deliveries
        found = ledger.counts(state, EDITION)
    assert (found["planned"], found["in flight"], found["unknown"]) == (4, 2, 0)


def test_a_call_of_which_a_part_is_known_is_not_repeated(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 4)
        claimed(state, calls=2, batch=2)
        settled(
            state, Settled(1, "accepted"), Settled(2, "unknown"), Settled(3, "unknown"), Settled(4, "unknown")
        )
        [live] = unknown.live_calls(state, EDITION, NOW, 3600)
        assert unknown.size(state, EDITION, [live]) == 2


def test_a_call_repeated_after_a_crash_keeps_the_time_of_the_first(tmp_path: Path):
    """Its key's life counts from there, however often it was repeated."""
    with opened(tmp_path) as state:
        frozen(state, 1)
        claimed(state)
        for hours in range(5):
            unknown.recover(state, EDITION)
            live = unknown.live_calls(state, EDITION, NOW + timedelta(hours=hours), 4 * 3600)
            assert bool(live) == (hours < 4)
            if live:
                with state.transaction():
                    unknown.retake(state, EDITION, live[0])


CLAIMER = """
    import sys, time
    from datetime import UTC, datetime
    from pathlib import Path
    from digest.state import ledger
    from digest.state.ledger import Settled
    from digest.state.store import open_state

    after, back = 0, []
    with open_state(Path(sys.argv[1])) as state:
        while True:
            with state.transaction():
                ledger.settle(state, "2026-W47", back, datetime.now(UTC))
                claim = ledger.claim(state, "2026-W47", datetime.now(UTC), calls=3, batch=1, after=after)
            after, back = claim.after, []
            for call in claim.calls:
                print("sent", call.deliveries[0].number, flush=True)
                back.append(Settled(call.deliveries[0].number, "accepted"))
"""


def test_killed_in_the_middle_nothing_that_went_is_planned(tmp_path: Path):
    """Twenty processes that claim and send are killed; what they said they sent is accepted or unknown."""
    said: list[int] = []
    with opened(tmp_path) as state:
        frozen(state, 100_000)
    for turn in range(20):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(CLAIMER), str(tmp_path / "state" / "digest.sqlite3")],
            stdout=subprocess.PIPE,
            text=True,
        )
        first = process.stdout.readline()
        time.sleep(0.003 * turn)
        process.send_signal(signal.SIGKILL)
        out = first + process.communicate()[0]
        said += [int(line.split()[1]) for line in out.splitlines() if line.startswith("sent ") and line[5:]]
        with opened(tmp_path) as state:
            assert unknown.recover(state, EDITION) <= 3
    with opened(tmp_path) as state:
        planned = {d.number for d in ledger.deliveries(state, EDITION, "planned")}
        found = ledger.counts(state, EDITION)
    assert len(said) == len(set(said)), "nothing was sent twice"
    assert not planned & set(said), "nothing that was sent is planned"
    assert found["unknown"] <= 20 * 3
    assert sum(found.values()) == 100_000


def test_a_ledger_that_another_process_holds_stops_the_run(tmp_path: Path):
    with opened(tmp_path) as state:
        frozen(state, 3)
    other = sqlite3.connect(tmp_path / "state" / "digest.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_state(tmp_path / "state" / "digest.sqlite3", patience=0.1) as state:
        with pytest.raises(StoppedError, match="locked by another process"):
            claimed(state)
        other.execute("ROLLBACK")
        assert numbers(claimed(state)) == [[1]]
    other.close()


def test_freezing_a_hundred_thousand_takes_no_more_memory_than_a_thousand(tmp_path: Path):
    program = """
        import resource, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from digest.state import ledger, people
        from digest.state.ledger import Sending
        from digest.state.store import open_state

        with open_state(Path(sys.argv[1])) as state:
            made = ledger.freeze(
                state, Sending("2026-W47", "h", "p"), b"x" * 60000, people.active_readers(state), datetime.now(UTC)
            )
        print(made.readers, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    """
    peaks = {}
    for count in (1000, 100_000):
        folder = tmp_path / str(count)
        with opened(folder) as state:
            with_subscribers(state, readers(count))
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program), str(folder / "state" / "digest.sqlite3")],
            check=True,
            capture_output=True,
            text=True,
        )
        made, peaks[count] = map(int, done.stdout.split())
        assert made == count
    assert peaks[100_000] <= 1.2 * peaks[1000]


def test_one_sender_holds_the_lock_and_the_second_is_told_who(tmp_path: Path):
    lock = tmp_path / "state" / "sending.lock"
    assert not is_held(lock)
    with only_sender(lock):
        assert is_held(lock)
        with pytest.raises(StoppedError, match=f"process {os.getpid()}") as told, only_sender(lock):
            pass
        assert told.value.exit_code == 3
    assert not is_held(lock)
    with only_sender(lock):
        pass


def test_a_sender_that_was_killed_leaves_no_lock(tmp_path: Path):
    lock = tmp_path / "sending.lock"
    program = (
        "import sys, time; from pathlib import Path; from digest.state.lock import only_sender\n"
        "with only_sender(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", program, str(lock)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(StoppedError, match=f"process {holder.pid}"), only_sender(lock):
        pass
    holder.kill()
    holder.communicate()
    with only_sender(lock):
        assert lock.read_text() == f"{os.getpid()}\n"

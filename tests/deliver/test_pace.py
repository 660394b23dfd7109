"""When the next call may go: by a clock that the test sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.run.pace import Bucket, Limits, Patience, Weather, bucket

LIMITS = Limits(connections=4, stop_after=20)


def half() -> float:
    return 0.5


def after(
    weather: Weather, *calls: str, wait: float = 0.0, now: float = 0.0, limits: Limits = LIMITS
) -> Weather:
    for call in calls:
        weather = weather.after(call.split(), wait, now, limits, half)
    return weather


def test_without_a_rate_everything_may_go():
    free = Bucket()
    assert free.ready(0) == float("inf")
    assert free.take(10**6, 0) == free
    assert free.wait(10**6, 0) == 0


@given(
    rate=st.floats(0.5, 1000),
    batch=st.integers(1, 100),
    steps=st.lists(st.floats(0, 2), min_size=1, max_size=200),
)
def test_no_more_goes_than_the_rate_and_one_call(rate: float, batch: int, steps: list[float]):
    now, gone, one = 0.0, 0, bucket(rate, batch, 0.0)
    for step in steps:
        now += step
        if one.ready(now) >= batch:
            one = one.take(batch, now)
            gone += batch
    assert gone <= now * rate + max(batch, rate / 20) + 1e-6


@given(rate=st.floats(0.5, 1000), batch=st.integers(1, 100))
def test_after_the_wait_it_may_go(rate: float, batch: int):
    spent = bucket(rate, batch, 0.0).take(batch, 0.0)
    wait = spent.wait(batch, 0.0)
    assert wait > 0
    assert spent.ready(wait * (1 + 1e-9)) >= batch * (1 - 1e-6)


def test_a_clock_that_stands_or_runs_back_gives_nothing():
    spent = bucket(10, 1, 100.0).take(1, 100.0)
    assert spent.ready(50.0) == spent.ready(100.0) == 0.0


def test_delays_double_up_to_the_most_and_are_spread():
    patience = Patience(first=2, most=20)
    assert [patience.delay(n, 1.0) for n in (1, 2, 3, 4, 5, 500)] == [2, 4, 8, 16, 20, 20]
    assert patience.delay(3, 0.0) == 4


def test_refusals_in_a_row_halt_and_one_accepted_ends_the_row():
    weather = after(Weather(), *["refused"] * 19)
    assert weather.verdict(0, LIMITS) == (0, "")
    assert after(weather, "accepted", "refused").refused == 1
    assert after(weather, "refused").verdict(0, LIMITS)[0] == 1


def test_refusals_of_a_batch_count_each():
    assert after(Weather(), "refused refused refused").refused == 3


def test_each_unknown_call_takes_a_connection_away_until_one_is_accepted():
    weather = Weather()
    for left in (3, 2, 1, 0):
        weather = after(weather, "unknown")
        assert weather.calls(0, LIMITS) == left
    assert weather.verdict(0, LIMITS)[0] == 1
    assert after(Weather(unknown=3), "accepted").calls(0, LIMITS) == 4


def test_deferred_calls_in_a_row_make_a_pause_then_one_call_tries():
    weather = after(Weather(), *["deferred"] * 5, now=100.0)
    assert weather.calls(100.0, LIMITS) == 0
    assert weather.until == pytest.approx(101.5)
    assert weather.calls(102.0, LIMITS) == 1
    again = after(weather, "deferred", now=102.0)
    assert again.until == pytest.approx(105.0)
    assert again.calls(103.0, LIMITS) == 0
    assert after(again, "accepted", now=106.0).calls(106.0, LIMITS) == 4


def test_what_was_under_way_when_the_pause_began_makes_it_no_longer():
    weather = after(Weather(), *["deferred"] * 5, now=100.0)
    assert after(weather, "deferred", "deferred", "deferred", now=100.1) == weather


def test_after_its_pauses_it_gives_up():
    weather, now = after(Weather(), *["deferred"] * 4), 0.0
    for _ in range(6):
        assert weather.verdict(now, LIMITS) == (0, "")
        weather = after(weather, "deferred", now=now)
        now = weather.until
    assert weather.verdict(now, LIMITS) == (3, "the provider takes nothing now")


def test_what_the_provider_asks_is_waited_and_too_long_ends_it():
    weather = after(Weather(), "deferred", wait=30, now=10.0)
    assert weather.calls(39.0, LIMITS) == 0
    assert weather.calls(40.0, LIMITS) == 4
    assert weather.verdict(10.0, LIMITS) == (0, "")
    assert after(Weather(), "deferred", wait=301, now=10.0).verdict(10.0, LIMITS)[0] == 3

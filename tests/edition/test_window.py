from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from making import article

from digest.edition.window import ANY_WEEK, When, edition_id, inside, window_of
from digest.errors import UsageError
from digest.model import Window

SEOUL, NOW = ZoneInfo("Asia/Seoul"), datetime(2026, 1, 2, tzinfo=UTC)
SUNDAY_NIGHT_UTC = article("It is.", name="1", published=datetime(2024, 3, 31, 20, tzinfo=UTC))


def test_by_default_it_is_the_iso_week_of_the_newest_article_in_the_newsletters_zone() -> None:
    assert edition_id(window_of(ANY_WEEK, [SUNDAY_NIGHT_UTC], ZoneInfo("UTC"), NOW)) == "2024-W13"
    assert edition_id(window_of(ANY_WEEK, [SUNDAY_NIGHT_UTC], SEOUL, NOW)) == "2024-W14", (
        "Monday morning in Seoul"
    )


def test_without_any_date_it_is_this_week() -> None:
    assert edition_id(window_of(ANY_WEEK, [article("x", published=None)], SEOUL, NOW)) == "2026-W01"


@pytest.mark.parametrize(
    ("when", "days", "name"),
    [
        (When(week="2024-W13"), ("2024-03-25", "2024-03-31"), "2024-W13"),
        (When(week="2024w1"), ("2024-01-01", "2024-01-07"), "2024-W01"),
        (When(week="2020-W53"), ("2020-12-28", "2021-01-03"), "2020-W53"),
        (When(since="2024-03-25", until="2024-03-31"), ("2024-03-25", "2024-03-31"), "2024-W13"),
        (
            When(since="2024-03-20", until="2024-03-29"),
            ("2024-03-20", "2024-03-29"),
            "2024-03-20--2024-03-29",
        ),
        (When(since="2024-03-30"), ("2024-03-30", "2024-03-31"), "2024-03-30--2024-03-31"),
        (When(until="2024-03-29"), ("2024-03-23", "2024-03-29"), "2024-03-23--2024-03-29"),
    ],
)
def test_windows_that_are_asked_for(when: When, days: tuple[str, str], name: str) -> None:
    window = window_of(when, [SUNDAY_NIGHT_UTC], ZoneInfo("UTC"), NOW)
    assert window == Window(*map(date.fromisoformat, days))
    assert edition_id(window) == name


@pytest.mark.parametrize("when", [When("2024-W60"), When("13"), When("2024-W13", "2024-03-25"), When(since="x"), When("", "2024-03-31", "2024-03-01")])  # fmt: skip
def test_windows_that_cannot_be(when: When) -> None:
    with pytest.raises(UsageError):
        window_of(when, [], SEOUL, NOW)


def test_both_days_are_inside_and_the_undated_too() -> None:
    window = Window(date(2024, 3, 25), date(2024, 3, 31))
    assert inside(SUNDAY_NIGHT_UTC, window, ZoneInfo("UTC"))
    assert not inside(SUNDAY_NIGHT_UTC, window, SEOUL)
    assert inside(article("x", published=None), window, SEOUL)

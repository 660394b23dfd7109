"""The days an edition covers, and which articles fall into them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from digest.errors import UsageError
from digest.model import Article, Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """What was asked for: an ISO week ("2024-W13"), or days ("2024-03-25"), or nothing."""

    week: str = ""
    since: str = ""
    until: str = ""


ANY_WEEK = When()
"""The week of the newest article."""


def window_of(when: When, articles: Sequence[Article], zone: ZoneInfo, now: datetime) -> Window:
    """Return the window asked for, else the ISO week (8601: Monday to Sunday) of the newest article.

    Where no article has a date it is the week of `now`. Raises UsageError for a week or day that
    does not exist, or a window that ends before it begins.
    """
    if when.week:
        if when.since or when.until:
            raise UsageError("--week and --since/--until exclude each other", mend="give one of them")
        return _week(when.week)
    newest = max((a.meta.published for a in articles if a.meta.published), default=now)
    day = _day_in(newest, zone)
    monday = _later(day, -day.weekday())
    since = _day(when.since, "--since") if when.since else None
    until = _day(when.until, "--until") if when.until else None
    if since is None and until is None:
        return Window(monday, _later(monday, 6))
    window = Window(since or _later(until or day, -6), until or max(day, since or day))
    if window.until < window.since:
        raise UsageError(f"--until {window.until} is before --since {window.since}", mend="exchange them")
    return window


def edition_id(window: Window) -> str:
    """Return "2024-W13" for an ISO week, else the days: "2024-03-20--2024-03-29"."""
    if window.since.weekday() == 0 and window.until - window.since == timedelta(days=6):
        year, week, _ = window.since.isocalendar()
        return f"{year:04}-W{week:02}"
    return f"{window.since}--{window.until}"


def inside(article: Article, window: Window, zone: ZoneInfo) -> bool:
    """Tell whether the article belongs to the window; one without a date does."""
    if article.meta.published is None:
        return True
    return window.since <= _day_in(article.meta.published, zone) <= window.until


def _week(text: str) -> Window:
    match = _WEEK.fullmatch(text.strip())
    try:
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        monday = None
    if monday is None:
        raise UsageError(f"--week: no such week {text!r:.40}", mend="write it as 2024-W13")
    return Window(monday, _later(monday, 6))


def _day_in(moment: datetime, zone: tzinfo) -> date:
    try:
        return moment.astimezone(zone).date()
    except OverflowError:  # at either end of the calendar there is no other day to be
        return moment.date()


def _later(day: date, days: int) -> date:
    """Return the day so many days later, or the first or last that the calendar has."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{option}: no such day {text!r:.40}", mend="write it as 2024-03-25") from None

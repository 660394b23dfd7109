"""An edition's language: its words, its dates and numbers, its direction."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from digest.model import Window

_RANGE = re.compile("[ \u2009]*[–~][ \u2009]*")


@dataclass(frozen=True)
class Speech:
    """A language as an edition speaks it; `tag` is BCP 47, `words` its catalogue of UI words."""

    tag: str
    locale: Locale
    words: Mapping[str, str]

    @cached_property
    def direction(self) -> str:
        """Either "ltr" or "rtl"."""
        return str(self.locale.text_direction)

    def number(self, value: int) -> str:
        """Return a whole number as this language groups it."""
        return format_decimal(value, locale=self.locale)

    def day(self, moment: datetime, timezone: str) -> str:
        """Return a day without its year ("Mar 27", "3월 27일") as it was in `timezone`."""
        with suppress(ZoneInfoNotFoundError, ValueError, OverflowError):  # unknown zone, year 1 or 9999
            moment = moment.astimezone(ZoneInfo(timezone))
        return _day(self.locale, moment.date())

    def days(self, window: Window) -> str:
        """Return the days of a window: "March 25–31, 2024", "2024년 3월 25일–31일"."""
        since, until = window.since, window.until
        patterns = self.locale.interval_formats.get("yMMMd", {}).get(_difference(since, until))
        if since == until or not patterns:
            both = dict.fromkeys((since, until))
            return " – ".join(format_date(day, "long", self.locale) for day in both)
        # CLDR has ranges with short months only; Babel falls back to them in silence.
        long = (re.sub("(?<!M)MMM(?!M)", "MMMM", pattern) for pattern in patterns)
        text = "".join(format_date(day, p, self.locale) for day, p in zip((since, until), long, strict=True))
        same_month = _difference(since, until) == "d"
        return _RANGE.sub("–" if same_month else " – ", text)


@lru_cache(maxsize=1024)
def _day(locale: Locale, day: date) -> str:
    return format_skeleton("MMMd", datetime.combine(day, time()), locale=locale)


def _difference(since: date, until: date) -> str:
    if since.year != until.year:
        return "y"
    return "M" if since.month != until.month else "d"


@lru_cache(maxsize=64)
def speech(tag: str) -> Speech:
    """Return the language of a BCP 47 tag; an unknown one speaks English under its own tag."""
    locale = _locale(tag)
    words = {**_catalogue("en"), **_catalogue(locale.language)}
    return Speech(tag=tag or "en", locale=locale, words=words)


def _locale(tag: str) -> Locale:
    for candidate in (tag, tag.partition("-")[0], "en"):
        try:
            return Locale.parse(candidate, sep="-")
        except (ValueError, TypeError, UnknownLocaleError):
            continue
    return Locale("en")


@lru_cache(maxsize=64)
def _catalogue(language: str) -> Mapping[str, str]:
    file = resources.files("digest.render").joinpath("words", f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def base(tag: str) -> str:
    """Return the language of a tag without script and region: "ko" of "ko-KR"."""
    return tag.partition("-")[0].lower()

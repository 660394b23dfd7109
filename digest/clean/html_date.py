"""Dates as pages write them: ISO 8601, Korean, Japanese and Chinese by year first, and with the month's name."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Final

_TIME: Final = (
    r"(?:(?:T|,|\s{0,3}\(.\)|\s|-|at\b){0,5}(?P<half>오전|오후|AM|PM)?\s?(?P<h>\d{1,2})(?::|시\s?|時)(?P<n>\d\d)"
    r"(?::\d\d)?(?:\.\d{1,9})?\s?(?P<late>[ap]\.?m\b)?\s?(?P<z>Z|[+-]\d\d:?\d\d)?)?"
)
_DATE: Final = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:-|\.\s?|/|년\s?|年)(?P<m>\d{1,2})(?:-|\.\s?|/|월\s?|月)(?P<d>\d{1,2})(?!\d)"
    r"(?:일|日|\.)?" + _TIME,
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED: Final = re.compile(
    r"(?:(?<!\d)(?P<before>\d{1,2})(?:st|nd|rd|th)?\s{1,3})?\b(?P<month>"
    + "|".join(_MONTHS)
    + r")[a-z]{0,6}\.?\s{1,3}"
    r"(?:(?P<after>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3})?(?P<y>(?:19|20)\d\d)(?!\d)" + _TIME,
    re.IGNORECASE,
)
# A date without a zone is in the zone where the language is at home; UTC where a language has many.
_HOURS: Final = {"ko": 9, "ja": 9, "zh": 8, "vi": 7, "id": 7, "th": 7}


def moment_in(text: str, language: str) -> datetime | None:
    """Return the first date in the start of a text, with a zone, or None. Raises nothing.

    `language` (BCP 47) tells the zone where the text tells none.
    """
    found = _DATE.search(text[:400])
    if found:
        return _made(found, int(found["m"]), int(found["d"]), language)
    found = _NAMED.search(text[:400])
    day = (found["before"] or found["after"]) if found else None
    if found is None or day is None:
        return None
    return _made(found, _MONTHS.index(found["month"].lower()) + 1, int(day), language)


def _made(found: re.Match[str], month: int, day: int, language: str) -> datetime | None:
    hour = int(found["h"] or 0)
    half = (found["half"] or found["late"] or "").lower().replace(".", "")
    if half in {"오후", "pm"} and hour < 12:
        hour += 12
    elif half in {"오전", "am"} and hour == 12:
        hour = 0
    try:
        zone = _zone(found["z"] or "", language)
        return datetime(int(found["y"]), month, day, hour, int(found["n"] or 0), tzinfo=zone)
    except ValueError:
        return None


def _zone(text: str, language: str) -> timezone:
    if not text:
        return timezone(timedelta(hours=_HOURS.get(language.partition("-")[0], 0)))
    digits = text.strip("Zz+-").replace(":", "") or "0000"
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text.startswith("-") else offset)

"""When a page was published, from its own lines: written dates of several languages and shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

_MONTH_NAMES = (
    "january januar janvier enero gennaio janeiro januari ocak january янв января leden ledna jan",
    "february februar février febrero febbraio fevereiro februari şubat фев февраля únor února feb",
    "march märz mars marzo março maart mart мар марта březen března mar mär",
    "april avril abril aprile nisan апр апреля duben dubna apr",
    "may mai mayo maggio maio mei mayıs мая květen května maj",
    "june juin junio giugno junho juni haziran июн июня červen června jun",
    "july juillet julio luglio julho juli temmuz июл июля červenec července jul",
    "august août agosto augustus ağustos авг августа srpen srpna aug",
    "september septembre septiembre settembre setembro eylül сен сентября září sep sept",
    "october oktober octobre octubre ottobre outubro ekim окт октября říjen října oct okt",
    "november novembre noviembre novembro kasım ноя ноября listopad listopadu nov",
    "december dezember décembre diciembre dicembre dezembro desember aralık дек декабря prosinec prosince dec dez",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_NAME = r"(?P<month>[^\W\d_]{3,10})\.?"
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-./年년]\s?(?P<m>\d{1,2})\s?[-./月월]\s?(?P<day>\d{1,2})(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{1,2})[./-] ?(?P<m>\d{1,2})[./-] ?(?P<year>(?:19|20)\d\d)(?!\d)")
_MONTH_FIRST = re.compile(_NAME + r" (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? (?:de |of )?"
    + _NAME
    + r",? (?:de )?(?P<year>(?:19|20)\d\d)(?!\d)"
)
_HANGUL = re.compile("[가-힣]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHAPES = (_NUMERIC, _MONTH_FIRST, _NAMED, _DAY_FIRST)
_TIME = re.compile(
    r"(?P<noon>오전|오후|上午|下午|午前|午後)?\s?(?<!\d)(?P<hour>\d{1,2})(?:[:時시点]\s?)(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?!\d)\s?(?P<half>[AaPp]\.?[Mm]\b)?",
)
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})(?!\d)")
_ZONES = {
    "KST": 9, "JST": 9, "GMT": 0, "UTC": 0, "BST": 1, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "ET": -5,
    "CST": -6, "CDT": -5, "MST": -7, "PST": -8, "PDT": -7, "IST": 5.5, "MSK": 3,
}  # fmt: skip
_ZONE = re.compile(r"\b(" + "|".join(_ZONES) + r")\b")
_PUBLISHED = re.compile(
    r"입력|등록|승인|송고|게시|작성|발행|publi|posted|first|erstellt|veröffentlicht|stand|发布|发表|公開|配信|掲載|опубликовано|yayın",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"수정|최종|updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|更新|güncel", re.IGNORECASE
)
LONGEST = 160
"""A line wider than this is prose: a date in it is when something happened, not when it was told."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found in a line: `said` counts what the line says for it (a label, a time of day)."""

    when: datetime
    said: int


def date_in(text: str, zone: tzinfo) -> Dated | None:
    """Return the first date of a line no longer than a date line; `zone` is taken where it names none."""
    if len(text) > LONGEST or not _YEAR.search(text):
        return None
    for shape in _SHAPES:
        for match in shape.finditer(text):
            day = _day(match)
            if day is None:
                continue
            when, timed = _timed(day, text, match, zone)
            label = (
                2
                if _PUBLISHED.search(text[: match.start()])
                else -1
                if _CHANGED.search(text[: match.start()])
                else 0
            )
            return Dated(when, label + timed)
    return None


def zone_of(text: str) -> tzinfo:
    """Return the time zone of a page that names none: Seoul for one in Korean, else UTC."""
    sample = text[:50_000]
    return SEOUL if len(_HANGUL.findall(sample)) * 10 > len(sample) else UTC


def _day(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    month = _MONTHS.get(parts["month"].casefold()) if "month" in parts else int(parts["m"])
    if month is None:
        return None
    try:
        return datetime(int(parts["year"]), month, int(parts["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _timed(day: datetime, text: str, match: re.Match[str], zone: tzinfo) -> tuple[datetime, int]:
    """Return the day at the time of day that stands near it, and 1 where there is one."""
    behind = _TIME.search(text[match.end() : match.end() + 24])
    before = list(_TIME.finditer(text[max(0, match.start() - 24) : match.start()]))
    time = behind or (before[-1] if before else None)
    aware = day.replace(tzinfo=_zone_in(text[match.start() :]) or zone)
    if time is None:
        return aware, 0
    hour = int(time["hour"])
    half = (time["half"] or "")[:1].casefold() or time["noon"] or ""
    if half in ("p", "오후", "下午", "午後") and hour < 12:
        hour += 12
    elif half in ("a", "오전", "上午", "午前") and hour == 12:
        hour = 0
    if hour > 23 or int(time["minute"]) > 59:
        return aware, 0
    return aware.replace(hour=hour, minute=int(time["minute"]), second=min(59, int(time["second"] or 0))), 1


def _zone_in(text: str) -> tzinfo | None:
    named = _ZONE.search(text)
    if named:
        return timezone(timedelta(hours=_ZONES[named[1]]))
    offset = _OFFSET.search(text[10:])
    if not offset:
        return None
    minutes = int(offset["hours"]) * 60 + int(offset["minutes"])
    return (
        timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
        if minutes < 24 * 60
        else None
    )

"""What a person declares about an article (front matter, JSON fields) → Metadata, or the Problems."""

from __future__ import annotations

import difflib
import email.utils
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.model import Metadata, Picture, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEYS = (
    "title",
    "kicker",
    "standfirst",
    "byline",
    "source",
    "url",
    "published",
    "language",
    "tags",
    "theme",
    "image",
)
_ALSO = {
    "author": "byline",
    "authors": "byline",
    "date": "published",
    "lang": "language",
    "summary": "standfirst",
    "description": "standfirst",
    "link": "url",
    "publication": "source",
}
_PICTURE_KEYS = ("src", "alt", "caption", "credit")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def declared(fields: Mapping[str, Any], where: Callable[[str], str]) -> tuple[Metadata, list[Problem]]:
    """Read the declared fields; `where(key)` tells the place of a key.

    A value that can't be used is left empty and reported as a warning; a missing or empty title is
    the caller's to judge.
    """
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name, value in fields.items():
        key = _ALSO.get(str(name).lower(), str(name).lower())
        if key not in KEYS:
            near = difflib.get_close_matches(key, [*KEYS, *_ALSO], 1)
            if near:
                what = f"unknown field {name!r}"
                problems.append(Problem("field", what, where(name), f"did you mean {near[0]!r}?", "warning"))
        elif value is not None and value not in ("", []):
            try:
                found[key] = _READ[key](value)
            except ValueError as error:
                problems.append(Problem("field", f"{name}: {error}", where(name), "", "warning"))
    return Metadata(**found), problems


def one_line(value: Any) -> str:
    """Return a text or number as one line without control characters. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        msg = f"must be text, not {type(value).__name__}"
        raise ValueError(msg)  # noqa: TRY004 -- the field's value is wrong, not the program's
    return " ".join(_CONTROL.sub(" ", str(value)).split())


def _list(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := one_line(each)))


def _url(value: Any) -> str:
    url = one_line(value)
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"'\\`]", url):
        msg = f"{url!r:.80} is no web address (https://…)"
        raise ValueError(msg)
    return url


def _language(value: Any) -> str:
    tag = one_line(value).replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag):
        msg = f"{tag!r:.40} is no language code such as 'ko' or 'en'"
        raise ValueError(msg)
    return tag.split("-")[0].lower()


def moment(value: Any) -> datetime:
    """Read a date or time: ISO 8601, RFC 5322 (a feed's), or a YAML date.

    One without a zone comes back naive; the newsletter's zone is set later. Raises ValueError.
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 -- the zone is set by `clean`
    text = one_line(value)
    for read in (datetime.fromisoformat, email.utils.parsedate_to_datetime):
        try:
            parsed = read(text)
        except (ValueError, OverflowError):
            continue
        return parsed
    written = _by_hand(text)
    if written:
        return written
    msg = f"{text!r:.40} is no date such as 2024-03-27 or 2024-03-27T09:30+09:00"
    raise ValueError(msg)


_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s?[./년]\s?(?P<m>\d{1,2})\s?[./월]\s?(?P<d>\d{1,2})[.일]?")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_IN_WORDS = (
    re.compile(r"(?P<d>\d{1,2})\s(?P<m>[a-z]{3,9})\.?,?\s(?P<y>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<m>[a-z]{3,9})\.?\s(?P<d>\d{1,2}),?\s(?P<y>\d{4})", re.IGNORECASE),
)


def _by_hand(text: str) -> datetime | None:
    """Read a date as people write one: 2024. 3. 27, 2024년 3월 27일, 27.03.2024, 27 March 2024.

    3/27/2024 and 27/3/2024 are not read: which is the day differs by country.
    """
    for form in (_YEAR_FIRST, _DAY_FIRST, *_IN_WORDS):
        match = form.fullmatch(text)
        if match:
            month = match["m"] if match["m"].isdigit() else match["m"][:3].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month) + 1 if month in _MONTHS else 0
            try:
                return datetime(int(match["y"]), number, int(match["d"]))  # noqa: DTZ001 -- the zone is set by `clean`
            except ValueError:
                return None
    return None


def _published(value: Any) -> datetime:
    parsed = moment(value)
    try:
        parsed.astimezone(UTC)
    except (OverflowError, ValueError):
        msg = f"{value!r:.40} is outside the calendar"
        raise ValueError(msg) from None
    return parsed


def _picture(value: Any) -> Picture:
    if not isinstance(value, dict):
        return Picture(src=_src(value))
    unknown = [key for key in value if key not in _PICTURE_KEYS]
    if unknown or "src" not in value:
        msg = "takes src, alt, caption and credit" if unknown else "has no src"
        raise ValueError(msg)
    alt, caption, credit = (one_line(value.get(key) or "") for key in _PICTURE_KEYS[1:])
    return Picture(_src(value["src"]), alt, caption, credit)


def _src(value: Any) -> str:
    src = one_line(value)
    if "://" in src or src.startswith(("data:", "//")):
        return _url(src)
    parts = src.replace("\\", "/").split("/")
    if src.startswith(("/", "~")) or ".." in parts or ":" in parts[0]:
        msg = f"{src!r:.80} is neither a web address nor a path inside the newsletter's folder"
        raise ValueError(msg)
    return src


_READ: dict[str, Callable[[Any], Any]] = {
    "title": one_line,
    "kicker": one_line,
    "standfirst": one_line,
    "byline": _list,
    "source": one_line,
    "url": _url,
    "published": _published,
    "language": _language,
    "tags": _list,
    "theme": one_line,
    "image": _picture,
}

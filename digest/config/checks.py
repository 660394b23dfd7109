"""What the values of digest.toml may be. Each function raises ConfigError with line and mend."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from digest.config.tables import LOOKS, SCORERS, UTM
from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config.place import Place
    from digest.config.tables import Checking, Content, Limits, Links, Pictures, Scoring
    from digest.model import Newsletter

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WEB = re.compile(r"https?://[^\s\"'<>]+")
_FOLDER = re.compile(r"https://[^\s\"'<>?#/]+(?:/[^\s\"'<>?#]*)?")
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_NOWHERE = frozenset({"localtime", "Factory"})
"""Names of zones that mean something else on each machine."""


def check_newsletter(newsletter: Newsletter, place: Place) -> None:
    """Check the newsletter's own words and addresses."""
    for key, cause, mend in (*_wrong_words(newsletter), *_wrong_addresses(newsletter)):
        raise ConfigError(f"newsletter: {key}: {cause}", where=place.line(key), mend=mend)


def _wrong_words(newsletter: Newsletter) -> Iterator[tuple[str, str, str]]:
    if not newsletter.name.strip():
        yield "name", "is empty", "give the newsletter's name"
    if newsletter.timezone not in _zones():
        near = difflib.get_close_matches(newsletter.timezone, _zones(), 1)
        hint = f"did you mean {near[0]!r}?" if near else "use a name such as 'Asia/Seoul'"
        yield "timezone", f"no such time zone {newsletter.timezone!r}", hint
    for key, tags in (("language", (newsletter.language,)), ("languages", newsletter.languages)):
        for tag in tags:
            if not _LANGUAGE.fullmatch(tag):
                yield key, f"{tag!r} is no language code", "use two letters, such as 'ko' or 'en'"
    if newsletter.look not in LOOKS:
        yield "look", f"no such look {newsletter.look!r}", "looks: " + ", ".join(LOOKS)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Return the names of all time zones; the preview asks at each save, and some 600 files are opened to tell."""
    return frozenset(available_timezones() - _NOWHERE)


def _wrong_addresses(newsletter: Newsletter) -> Iterator[tuple[str, str, str]]:
    for key in ("web_url", "unsubscribe_url"):
        url = getattr(newsletter, key)
        if url and not _WEB.fullmatch(url):
            yield key, f"{url!r} is no web address", "write it whole, with https://"
    if newsletter.from_email and not is_address(newsletter.from_email):
        yield "from_email", f"{newsletter.from_email!r} is no address", "write it as name@example.org"


def is_address(text: str) -> bool:
    """Tell whether it has the shape of an address; `digest.deliver` looks closer when a message is made."""
    return bool(_EMAIL.fullmatch(text))


def check_content(content: Content, place: Place) -> None:
    """Check that the articles' folder lies inside the newsletter's own."""
    folder = content.folder
    parts = folder.replace("\\", "/").split("/")
    if not folder.isprintable() or {"", "..", "."} & set(parts) or ":" in parts[0] or parts[0] == "~":
        cause = f"content: folder: {folder!r:.60} is no folder inside the newsletter's own"
        raise ConfigError(cause, where=place.line("folder"), mend='write it as folder = "content"')


def check_scoring(scoring: Scoring, place: Place) -> None:
    """Check the scorer's name."""
    if scoring.scorer not in SCORERS:
        mend = "scorers: " + ", ".join(SCORERS)
        raise ConfigError(
            f"themes: scorer: no such scorer {scoring.scorer!r:.40}", where=place.line("scorer"), mend=mend
        )


def check_limits(limits: Limits, place: Place) -> None:
    """Check how much goes into an edition."""
    if min(limits.stories_per_section, limits.max_words) < 1 or limits.quotes_per_section not in (0, 1, 2):
        raise ConfigError(
            "edition: limits: stories_per_section and max_words must be 1 or more, quotes_per_section 0 to 2",
            where=place.line(),
        )


def check_pictures(pictures: Pictures, place: Place) -> None:
    """Check where pictures will stand on the web."""
    if pictures.base_url and not _FOLDER.fullmatch(pictures.base_url):
        cause = f"pictures: base_url: {pictures.base_url!r:.80} is no folder on the web"
        mend = (
            'write it whole, such as "https://letter.example/images/"; mail programs load no other than https'
        )
        raise ConfigError(cause, where=place.line("base_url"), mend=mend)


def check_links(links: Links, place: Place) -> None:
    """Check the parameters that are added to links."""
    for name, value in links.utm.items():
        if name not in UTM:
            near = difflib.get_close_matches(name.removeprefix("utm_"), UTM, 1, 0.6)
            mend = f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(UTM)
            raise ConfigError(
                f"links: utm: unknown key {name!r:.40}", where=place.line_within("utm", name), mend=mend
            )
        if not value.strip():
            mend = "give it a value, or take it out"
            raise ConfigError(f"links: utm: {name} is empty", where=place.line_within("utm", name), mend=mend)


def check_checking(checking: Checking, place: Place) -> None:
    """Check that each rule is turned off for a reason; which rules there are is known where they are used."""
    for rule, reason in checking.off.items():
        if not reason.strip():
            mend = f'say why: off = {{ "{rule}" = "…" }}'
            where = place.line_within("off", rule)
            raise ConfigError(f"check: off: {rule!r:.40} has no reason", where=where, mend=mend)

"""Where links lead: whether an address can work at all, is safe, and is fit for every reader."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from digest.check.example import Example
from digest.check.lists import LISTS
from digest.check.proof import shortened
from digest.check.rule import Fault, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from urllib.parse import SplitResult

    from digest.check.page import Link
    from digest.check.proof import Proof

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_UNFIT = re.compile(r"""[\s"<>\\^`{|}]|%(?![0-9a-fA-F]{2})""")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LOCAL = re.compile(
    r"(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|test|invalid)\.?$"
)
_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+")
_OTHERS = frozenset({"mailto", "tel", "sms"})


def _split(href: str) -> SplitResult | None:
    try:
        parts = urlsplit(href)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def is_web(href: str) -> bool:
    """Tell whether an address is a whole one of the web."""
    return href.lower().startswith(("https://", "http://")) and not _malformed(href)


def _malformed(href: str) -> str:
    """Return why an address cannot work, "" where it can."""
    parts = _split(href)
    if parts is None or _UNFIT.search(href):
        return "it has characters that no address may have"
    if parts.scheme in {"http", "https"}:
        host = parts.hostname or ""
        is_named = _HOST.fullmatch(host) or ":" in host
        is_double = re.match(r"https?(?::?//|:)", href.partition("://")[2], re.IGNORECASE)
        return "it begins twice" if is_double else "" if is_named else "it has no host"
    if parts.scheme == "mailto" and not all(map(_MAIL.fullmatch, parts.path.split(","))):
        return "it names no mailbox"
    is_followed = not parts.scheme or parts.scheme in _OTHERS
    return ("" if is_followed else f"no inbox follows {parts.scheme}:") if href else "it is empty"


def _each(proof: Proof, wrong: Callable[[Link], str], mend: str) -> Iterator[Fault]:
    """Yield a fault for each address of which `wrong` says something, at the first link that has it."""
    told: set[str] = set()
    for link in proof.page.links:
        what = wrong(link) if link.href not in told else ""
        if what:
            told.add(link.href)
            yield Fault(proof.at(link.element), f"“{shortened(link.href, 80)}”: {what}", mend)


def _unfit(proof: Proof) -> Iterator[Fault]:
    yield from _each(
        proof, lambda link: _malformed(link.href), "mend the address in the article or the template"
    )


def _relative(proof: Proof) -> Iterator[Fault]:
    def wrong(link: Link) -> str:
        is_whole = not link.href or link.href.startswith("#") or _SCHEME.match(link.href)
        return "" if is_whole else "a mail has no place from which this leads on"

    yield from _each(proof, wrong, "write the whole address, with https://")


def _lost(proof: Proof) -> Iterator[Fault]:
    def wrong(link: Link) -> str:
        is_lost = link.href.startswith("#") and link.href[1:] not in proof.page.ids
        return "the page has no such place" if is_lost else ""

    yield from _each(proof, wrong, "take the link out of the template, or give its place that id")


def _open(proof: Proof) -> Iterator[Fault]:
    def wrong(link: Link) -> str:
        return "it is not https" if link.href.lower().startswith("http://") else ""

    yield from _each(proof, wrong, "write it with https:// if the site answers there")


def _hidden(proof: Proof) -> Iterator[Fault]:
    def wrong(link: Link) -> str:
        host = _host(link).removeprefix("www.")
        return f"{host} hides where it leads" if host in LISTS.shorteners else ""

    yield from _each(proof, wrong, "follow it once and write the address where it ends")


def _host(link: Link) -> str:
    parts = _split(link.href)
    return ((parts.hostname or "") if parts and parts.scheme in {"http", "https"} else "").lower()


def _local(proof: Proof) -> Iterator[Fault]:
    def wrong(link: Link) -> str:
        host = "" if _malformed(link.href) else _host(link)
        try:
            is_local = not ipaddress.ip_address(host).is_global
        except ValueError:
            is_local = bool(host) and (bool(_LOCAL.search(host)) or "." not in host)
        return f"{host} is on your machine or in your network only" if is_local else ""

    yield from _each(proof, wrong, "write the public address")


def _secret(proof: Proof) -> Iterator[Fault]:
    def wrong(link: Link) -> str:
        parts = _split(link.href)
        if (
            parts is None
            or link.href == proof.edition.newsletter.unsubscribe_url
            or parts.scheme not in {"http", "https"}
        ):
            return ""
        if parts.password is not None:
            return "it has a password in it"
        for name, value in parse_qsl(parts.query):
            if value and name.lower() in LISTS.secrets:
                return f"its parameter {name} lets in whoever has the link, or stops to work"
            if value and name.lower() in LISTS.readers:
                return f"its parameter {name} tells one reader of the newsletter that it was copied from"
        has_token = ";jsessionid=" in parts.path.lower() or _TOKEN.search(link.href)
        return "it has a session's id or a token in it" if has_token else ""

    yield from _each(proof, wrong, "open the page signed out and copy the address that it has then")


def _dead(proof: Proof) -> Iterator[Fault]:
    fetch = proof.options.fetch
    if fetch is None:
        return
    yield from _each(
        proof,
        lambda link: fetch(link.href) if is_web(link.href) else "",
        "find where the page went, or take it out",
    )


def _link(href: str) -> Example:
    return Example(body=f'<p>There is <a href="{href}">a story</a> of it.</p>')


_GOOD = _link("https://gazette.example/2024/03/a-story?page=2")

RULES = (
    Rule(
        "link-malformed",
        "error",
        "Each link's address can work.",
        "A broken one leads nowhere, or to what the client makes of it (RFC 3986).",
        _unfit,
        bad=_link("https:///2024/03/a story"),
        good=_GOOD,
    ),
    Rule(
        "link-relative",
        "error",
        "No link is relative.",
        "A mail has no address of its own that a client could complete it with (RFC 3986, 5.1).",
        _relative,
        bad=_link("/2024/03/a-story"),
        good=_GOOD,
    ),
    Rule(
        "link-anchor",
        "error",
        "A link within the page leads to a place that is there.",
        "Otherwise a tap does nothing, or opens the mail again in a window of its own.",
        _lost,
        bad=_link("#the-third"),
        good=Example(body='<h2 id="first">First</h2><p>Back to <a href="#first">the first</a>.</p>'),
    ),
    Rule(
        "link-https",
        "warning",
        "Each link is https.",
        "Browsers warn of the others, and filters count them against the sender.",
        _open,
        bad=_link("http://gazette.example/a-story"),
        good=_GOOD,
    ),
    Rule(
        "link-short",
        "warning",
        "No link goes by a shortener.",
        "Filters distrust them, for they hide where a link leads, and they end before the page does "
        "(Spamhaus's list of domains, the DBL, has a class for abused redirectors).",
        _hidden,
        bad=_link("https://bit.ly/3xyz"),
        good=_GOOD,
    ),
    Rule(
        "link-local",
        "error",
        "No link leads into the sender's own machine or network.",
        "No reader gets there (RFC 6761, RFC 6762, RFC 6890).",
        _local,
        bad=_link("https://localhost:8000/preview"),
        good=_GOOD,
    ),
    Rule(
        "link-secret",
        "error",
        "No link carries a password, a session's id or a token, or another newsletter's mark of its reader.",
        "It lets all readers in as the one who copied it, or stops to work (OWASP, Session Management Cheat Sheet).",
        _secret,
        bad=_link("https://gazette.example/a-story?PHPSESSID=0f3a9c"),
        good=_GOOD,
    ),
    Rule(
        "link-dead",
        "error",
        "Each link's page answers; asked only with --online.",
        "Pages move between the day of the story and the day of the edition.",
        _dead,
        bad=Example(
            body='<p>There is <a href="https://gazette.example/gone">a story</a> of it.</p>',
            broken="https://gazette.example/gone",
        ),
        good=Example(
            body='<p>There is <a href="https://gazette.example/there">a story</a> of it.</p>',
            broken="https://gazette.example/gone",
        ),
    ),
)

"""How much of what a page uses the mail clients support, by caniemail's tests.

The data (caniemail.json, MIT, see caniemail.LICENSE) are refreshed by docs/refresh_caniemail.py. What a
client does that lacks a feature, and why that is fine here, stands in fallbacks.toml.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from digest.check.example import Example
from digest.check.lists import read
from digest.check.page import Page
from digest.check.proof import PAGE
from digest.check.rule import Fault, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.check.proof import Proof


@dataclass(frozen=True, slots=True)
class FeatureSupport:
    """A feature in use: how many of the clients that were tested support it, and which do not.

    `partly` and `lacking` name the clients, `notes` say what caniemail found. `fallback` is what these do, "" where nobody wrote it down.
    """

    slug: str
    title: str
    tested: int
    full: int
    partly: tuple[str, ...]
    lacking: tuple[str, ...]
    notes: tuple[str, ...] = ()
    fallback: str = ""

    @property
    def share(self) -> float:
        """The share of the clients tested that support it in full; 1 where none was."""
        return self.full / self.tested if self.tested else 1.0


@dataclass(frozen=True, slots=True)
class Support:
    """What a page uses, each feature once. Clients weigh the same, and so do features."""

    features: tuple[FeatureSupport, ...]
    snapshot: str

    @property
    def exceptions(self) -> tuple[FeatureSupport, ...]:
        """What is not supported in full everywhere, the least supported first."""
        return tuple(
            sorted((f for f in self.features if f.share < 1), key=lambda f: (round(f.share, 6), f.slug))
        )

    @property
    def full(self) -> float:
        """The mean share of clients that support a feature in full."""
        return self._mean([f.full for f in self.features])

    @property
    def at_least_partly(self) -> float:
        """The mean share of clients that support a feature in full or in part."""
        return self._mean([f.full + len(f.partly) for f in self.features])

    def _mean(self, counts: list[int]) -> float:
        shares = [n / f.tested for n, f in zip(counts, self.features, strict=True) if f.tested]
        return sum(shares) / len(shares) if shares else 1.0


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads(read("caniemail.json"))
    return loaded


@cache
def _fallbacks() -> Mapping[str, str]:
    table: Mapping[str, str] = tomllib.loads(read("fallbacks.toml"))
    return table


def support(html: str) -> Support:
    """Return how well the mail clients support what a page of HTML uses."""
    return _support(Page(html))


def _support(page: Page) -> Support:
    known = _data()["features"].keys()
    return Support(tuple(map(_feature, sorted(page.features & known))), str(_data()["snapshot"]))


@cache
def _feature(slug: str) -> FeatureSupport:
    feature = _data()["features"][slug]
    marks: str = feature["support"]
    clients = list(_data()["clients"].values())
    return FeatureSupport(
        slug,
        feature["title"],
        tested=sum(mark in "yan" for mark in marks),
        full=marks.count("y"),
        partly=_named(clients, marks, "a"),
        lacking=_named(clients, marks, "n"),
        notes=tuple(feature["notes"]),
        fallback=_fallbacks().get(slug, ""),
    )


def _named(clients: list[tuple[str, str]], marks: str, wanted: str) -> tuple[str, ...]:
    """Return the clients with that mark by family: "Outlook (Windows, macOS)", "SFR" for all of SFR's."""
    families: dict[str, dict[str, str]] = {}
    for (family, platform), mark in zip(clients, marks, strict=True):
        if mark in "yan":
            families.setdefault(family, {})[platform] = mark
    named = []
    for family, platforms in families.items():
        those = [platform for platform, mark in platforms.items() if mark == wanted]
        if those:
            named.append(family if len(those) == len(platforms) else f"{family} ({', '.join(those)})")
    return tuple(named)


def _said(feature: FeatureSupport) -> str:
    parts = [f"{feature.title}: {feature.full} of {feature.tested} clients ({feature.share:.0%}) support it"]
    if feature.partly:
        parts.append(f"in part {', '.join(feature.partly)}")
    if feature.lacking:
        parts.append(f"not at all {', '.join(feature.lacking)}")
    return "; ".join(parts)


def _unsupported(proof: Proof) -> Iterator[Fault]:
    for feature in _support(proof.page).exceptions:
        if not feature.fallback:
            notes = f" ({' '.join(feature.notes)})" if feature.notes else ""
            yield Fault(Place(PAGE), _said(feature) + notes, "leave it out of the templates")


def _falling_back(proof: Proof) -> Iterator[Fault]:
    for feature in _support(proof.page).exceptions:
        if feature.fallback:
            yield Fault(Place(PAGE), _said(feature), f"none needed: {feature.fallback}")


RULES = (
    Rule(
        "client-support",
        "warning",
        "Each HTML or CSS feature is supported by all clients tested, or its fallback is known.",
        "What a client lacks it drops, and what then remains is chance (caniemail.com, data in the package).",
        _unsupported,
        bad=Example(body='<div style="display:flex">Side by side</div>'),
        good=Example(body='<p style="border-radius:4px">Round where it can be</p>'),
    ),
    Rule(
        "client-fallback",
        "note",
        "Lists each feature that some clients lack and that falls back well there.",
        "Good to know when a mail looks different in one inbox (caniemail.com; fallbacks.toml).",
        _falling_back,
        bad=Example(body='<p style="border-radius:4px">Round where it can be</p>'),
        good=Example(page="<html></html>"),
    ),
)

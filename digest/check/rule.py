"""What a rule is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from digest.check.example import Example
    from digest.check.proof import Proof

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From what must not go out to what is only worth knowing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: readable, such as “email.html: story “Headline…””, and the story's id in the page or ""."""

    label: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule's function yields: the place, what is wrong there, the mend."""

    place: Place
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the id and the severity of its rule."""

    rule: str
    severity: Severity
    place: str
    what: str
    mend: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked: in a sentence what, why and who says so, and an example of each kind."""

    id: str
    severity: Severity
    checks: str
    why: str
    find: Callable[[Proof], Iterable[Fault]]
    bad: Example
    good: Example


@dataclass(frozen=True, slots=True)
class Options:
    """What a check is told besides the edition.

    `advertising`: the editor declares that the newsletter advertises. `off`: rules that are turned off,
    each with its reason; a blank reason turns nothing off. `fetch` takes a web address and returns "" where
    the page answers, else what went wrong; without it no address is asked.
    """

    advertising: bool = False
    off: Mapping[str, str] = field(default_factory=dict)
    fetch: Callable[[str], str] | None = None

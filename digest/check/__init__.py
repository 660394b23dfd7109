"""Check: an edition and its formats → findings, as a linter has them. Nothing is changed, nothing is asked.

The rules stand by subject in the modules beside this one, each a named function with a bad and a good
example that are its tests.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from digest.check import envelope, links, markup, parity, seen, size, spam, truth, words
from digest.check import support as clients
from digest.check.example import Example
from digest.check.links import is_web
from digest.check.page import Page
from digest.check.proof import Proof
from digest.check.rule import SEVERITIES, Fault, Finding, Options, Place, Rule, Severity
from digest.check.support import FeatureSupport, Support, support
from digest.errors import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from digest.model import Edition, Rendered

__all__ = [
    "RULES",
    "SEVERITIES",
    "Example",
    "Fault",
    "FeatureSupport",
    "Finding",
    "Options",
    "Place",
    "Rule",
    "Severity",
    "Support",
    "check_edition",
    "support",
    "unknown_rules",
    "web_links",
]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for subject in (size, clients, markup, seen, links, words, envelope, truth, parity, spam)
        for rule in subject.RULES
    }
)
"""Every rule by its id, in the order of `--rules`."""


def check_edition(
    edition: Edition, rendered: Rendered, options: Options | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with an edition, errors first, then by rule and place; the same for the same input.

    `rendered` may still hold its personal fields: they are checked with their defaults. An unknown id in
    `options.off` is not looked at; `unknown_rules` tells it.
    """
    given = options or Options()
    filled = rendered.fill() if rendered.fields else rendered
    proof = Proof(edition, filled, given)
    found = [
        _finding(rule, fault)
        for rule in RULES.values()
        if not given.off.get(rule.id, "").strip()
        for fault in rule.find(proof)
    ]
    # The sort is stable: within a severity, rules stay in their order and faults in the order of the page.
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: SEVERITIES.index(finding.severity)))


def _finding(rule: Rule, fault: Fault) -> Finding:
    """Return a fault as a finding; articles' words are in it, so all that cannot be printed goes."""
    label, what, mend = (one_line(text, "", "") for text in (fault.place.label, fault.what, fault.mend))
    return Finding(rule.id, rule.severity, label, what, mend, fault.place.anchor)


def unknown_rules(ids: Iterable[str]) -> tuple[str, ...]:
    """Return those of the ids that no rule has, sorted."""
    return tuple(sorted(set(ids) - RULES.keys()))


def web_links(rendered: Rendered) -> tuple[str, ...]:
    """Return each web address that the page links to, once: what `Options.fetch` will be asked."""
    filled = rendered.fill() if rendered.fields else rendered
    return tuple(dict.fromkeys(link.href for link in Page(filled.html).links if is_web(link.href)))

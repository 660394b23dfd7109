"""`digest check`: config and content before a build, and a built edition like a linter."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import typer

from digest.check import RULES, SEVERITIES, check_edition, support, web_links
from digest.check.settings import options_of
from digest.cli import show
from digest.cli.build import end_if_strict, made_and_rendered, report_row
from digest.cli.online import answers
from digest.cli.ready import setup_of
from digest.edition.window import ANY_WEEK
from digest.errors import one_line
from digest.render.settings import render_configured
from digest.write import read_edition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from digest.check import Finding, Support
    from digest.config import Config

_FOLDED = "client-fallback"
"""The rule with a note for each feature that some client lacks: some fifty in any mail."""


def check(config: Config, paths: Sequence[Path], *, jobs: int, strict: bool, as_json: bool) -> None:
    """Do all that a build does but the writing, and tell what was found."""
    options_of(config)
    setup_of(config, config.out)  # whether there is such a provider
    with show.steps(shown=not as_json) as progress:
        made, _ = made_and_rendered(config, paths, ANY_WEEK, None, jobs, config.out, progress)
    if as_json:
        show.print_json(
            {"report": report_row(made.report), "problems": show.problem_rows(made.report.problems)}
        )
    else:
        show.problems(made.report.problems, notes=True)
        show.out.say(f"{config.newsletter.name}: digest.toml and the templates are in order")
        show.out.say(f"  articles: {show.counts(made.report)}")
        show.out.say(f"  themes: {', '.join(theme.id for theme in config.themes)}")
    if any(problem.severity == "error" for problem in made.report.problems):
        raise typer.Exit(1)
    end_if_strict(made.report, strict=strict)


def lint(config: Config, folder: Path, *, online: bool, strict: bool, as_json: bool, verbose: bool) -> None:
    """Check a built edition as it would go out now, a line for each finding."""
    options = options_of(config)
    setup_of(config, config.out)
    edition = read_edition(folder)
    rendered = render_configured(config, edition).fill()
    if online:
        links = web_links(rendered)
        with show.steps(shown=not as_json) as progress:
            progress("links", len(links))
            asked = answers(links)
        options = replace(options, fetch=lambda url: asked.get(url, ""))
    found = check_edition(edition, rendered, options)
    clients = support(rendered.html)
    if as_json:
        problems = show.problem_rows(rendered.problems)
        show.print_json({**_row(edition.id, found, options.off, clients), "problems": problems})
    else:
        show.problems(rendered.problems, notes=True)
        _tell(found, verbose=verbose)
        show.out.say(
            f"{edition.id}: {_counted(found)}, by {len(RULES) - len(options.off)} rules", style="bold"
        )
        for rule, reason in options.off.items():
            show.out.say(f"  off: {rule} ({reason})")
        show.out.say(f"  {_supported(clients)}")
    failing = ("error", "warning") if strict else ("error",)
    severities = (*(finding.severity for finding in found), *(p.severity for p in rendered.problems))
    if any(severity in failing for severity in severities):
        raise typer.Exit(1)


def rules(*, as_json: bool) -> None:
    """Print every rule: id, severity, what it checks and why, a bad and a good example."""
    if as_json:
        show.print_json(
            [
                {
                    "id": rule.id,
                    "severity": rule.severity,
                    "checks": rule.checks,
                    "why": rule.why,
                    "bad": str(rule.bad),
                    "good": str(rule.good),
                }
                for rule in RULES.values()
            ]
        )
        return
    for rule in RULES.values():
        show.finding(rule.severity, rule.id, rule.checks)
        for label, text in (("why", rule.why), ("bad", str(rule.bad)), ("good", str(rule.good))):
            show.out.say(f"         {label:<5} {text}")


def _tell(found: Sequence[Finding], *, verbose: bool) -> None:
    shown = [finding for finding in found if verbose or finding.rule != _FOLDED]
    for finding in shown:
        show.finding(finding.severity, finding.rule, one_line(finding.what, finding.place, finding.mend))
    folded = len(found) - len(shown)
    if folded:
        what = f"email.html: {folded} features that some clients lack fall back well there; -v lists them"
        show.finding("note", _FOLDED, what)


def _counted(found: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in found)
    return ", ".join(f"{counts[s] or 'no'} {s}{'s' if counts[s] != 1 else ''}" for s in SEVERITIES)


def _supported(clients: Support) -> str:
    return (
        f"mail clients: {clients.full:.1%} support what the page uses in full, {clients.at_least_partly:.1%} at "
        f"least in part (caniemail, {clients.snapshot}, each client and each feature counting the same)"
    )


def _row(edition: str, found: Sequence[Finding], off: Mapping[str, str], clients: Support) -> dict[str, Any]:
    return {
        "edition": edition,
        "findings": [asdict(finding) for finding in found],
        "counts": {s: sum(finding.severity == s for finding in found) for s in SEVERITIES},
        "off": dict(off),
        "support": {
            "full": round(clients.full, 4),
            "at_least_partly": round(clients.at_least_partly, 4),
            "snapshot": clients.snapshot,
        },
    }

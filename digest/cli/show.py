"""What the commands print: people's words on a terminal, JSON for programs."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from babel.dates import format_interval
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from digest.model import Edition, Problem, Report


class _Screen(Console):
    """A console on which words are words: no markup, no emoji codes, no control characters."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)

    def say(self, text: str, style: str = "") -> None:
        """Print a line; what an article smuggles in for the terminal is left out."""
        self.print(Text("\n".join(map(_visible, text.split("\n"))), style=style))

    def on_broken_pipe(self) -> None:
        """Leave it to `run`, which knows what it means."""
        raise BrokenPipeError


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


out, err = _Screen(), _Screen(stderr=True)
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def error_line(text: str) -> None:
    """Print why the run ended, on stderr."""
    err.print(Text.assemble(("digest: ", "bold red"), text))


def print_json(value: Any) -> None:
    """Print a value as JSON, alone on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def problems(found: Sequence[Problem], *, notes: bool) -> None:
    """Print a line for each problem, on stderr; notes only where asked for."""
    for problem in found:
        if notes or problem.severity != "note":
            err.print(Text.assemble((problem.severity, _COLOURS[problem.severity]), "  ", str(problem)))
    hidden = 0 if notes else sum(p.severity == "note" for p in found)
    if hidden:
        err.say(f"{counted(hidden, 'note')}: see with -v", style="dim")


def finding(severity: str, rule: str, text: str) -> None:
    """Print a line of a linter on stdout: it is what was asked for."""
    out.print(Text.assemble((f"{severity:<8}", _COLOURS[severity]), f" {rule:<20} ", _visible(text)))


def counts(report: Report) -> str:
    """Return the report's counts in words, those of zero left out but for the skipped."""
    parts = [f"{report.read} read", f"{report.used} used", f"{report.skipped} skipped"]
    more = {
        "duplicates": report.duplicates,
        "outside the week": report.outside,
        "in other languages": report.other_languages,
        "undated (in every edition until they have a date)": report.undated,
    }
    return ", ".join([*parts, *(f"{count} {what}" for what, count in more.items() if count)])


def counted(count: int, what: str) -> str:
    """Return "1 note", "2 notes"."""
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count:,} {what if count == 1 else plural}"


def heading(edition: Edition) -> str:
    """Return an edition's name, number and days on one line."""
    days = format_interval(edition.window.since, edition.window.until, skeleton="yMMMd", locale="en")
    days = " ".join(days.replace("\u2009", "").split())
    return f"{edition.newsletter.name}, No. {edition.number}, {days} ({edition.id})"


def problem_rows(found: Sequence[Problem]) -> list[dict[str, str]]:
    """Return the problems for JSON."""
    return [
        {"severity": p.severity, "code": p.code, "where": p.where, "what": p.what, "mend": p.mend}
        for p in found
    ]


@contextmanager
def steps(*, shown: bool) -> Iterator[Callable[[str, int], None]]:
    """Show the step under way while stderr is a terminal."""
    if not (shown and err.is_terminal):
        yield lambda _step, _count: None
        return
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as progress:
        task = progress.add_task("reading", total=None)
        yield lambda step, count: progress.update(task, description=f"{step} ({count})")

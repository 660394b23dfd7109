"""`digest build`, and what `digest check` has in common with it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from digest.cli import show
from digest.codec import to_json
from digest.errors import StrictError
from digest.pipeline import Build, build_edition
from digest.render.settings import own_logo, render_configured
from digest.write import next_number, write_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from digest.config import Config
    from digest.edition.window import When
    from digest.model import Edition, Rendered, Report
    from digest.pipeline import Progress

_NAMES = {
    "email.html": "the newsletter",
    "email.txt": "its plain-text part",
    "edition.md": "Markdown for the web",
    "edition.html": "its page on the web",
    "edition.json": "everything, for programs",
}


def build(
    config: Config,
    paths: Sequence[Path],
    when: When,
    *,
    number: int | None,
    jobs: int,
    out: Path,
    strict: bool,
    as_json: bool,
    verbose: bool,
) -> None:
    """Build, render and write an edition, and tell what was done."""
    with show.steps(shown=not as_json) as progress:
        made, rendered = made_and_rendered(config, paths, when, number, jobs, out, progress)
        end_if_strict(made.report, strict=strict)
        folder = out / made.edition.id
        progress("write", len(_NAMES))
        files = files_of(made.edition, rendered)
        write_files(folder, {**made.pictures, **own_logo(config), **files})
    if as_json:
        show.print_json(_summary(made, {name: str(folder / name) for name in files}))
        return
    show.problems(made.report.problems, notes=verbose)
    show.out.say(show.heading(made.edition), style="bold")
    show.out.say(f"  articles: {show.counts(made.report)}")
    if verbose:
        _stories(made.edition)
    show.out.say(f"\nWritten to {_short(folder)}/")
    for name, what in _NAMES.items():
        show.out.say(f"  {name:<13} {what} ({len(files[name]) / 1000:,.0f} kB)")
    if made.pictures:
        show.out.say(f"  {'images/':<13} {len(made.pictures)} of its pictures; they go with email.html")
    if (folder / "messages").is_dir():
        show.out.say("  messages/     mails of an earlier build: send again to renew them", style="yellow")
    show.out.say("\nLook at it with: digest preview", style="dim")


def made_and_rendered(
    config: Config,
    paths: Sequence[Path],
    when: When,
    number: int | None,
    jobs: int,
    out: Path,
    progress: Progress,
) -> tuple[Build, Rendered]:
    """Build and render an edition; nothing is written."""

    def numbered(edition_id: str) -> int:
        return number or next_number(out, edition_id)

    made = build_edition(
        config, paths, now=datetime.now(UTC), when=when, numbered=numbered, jobs=jobs, progress=progress
    )
    progress("render", len(made.edition.briefs))
    rendered = render_configured(config, made.edition)
    report = replace(made.report, problems=(*made.report.problems, *rendered.problems))
    return replace(made, report=report), rendered.fill()


def files_of(edition: Edition, rendered: Rendered) -> dict[str, bytes]:
    """Return the files of an edition by their names, but for its pictures."""
    return {
        "email.html": rendered.html.encode(),
        "email.txt": rendered.text.encode(),
        "edition.md": rendered.markdown.encode(),
        "edition.html": rendered.web.encode(),
        "edition.json": to_json(edition).encode(),
    }


def end_if_strict(report: Report, *, strict: bool) -> None:
    """Raise StrictError for the first error or warning where it was asked for."""
    found = [p for p in report.problems if p.severity != "note"]
    if strict and found:
        more = f" (and {len(found) - 1} more: see `digest check`)" if len(found) > 1 else ""
        raise StrictError(f"{found[0].what}{more}", where=found[0].where, mend=found[0].mend)


def _stories(edition: Edition) -> None:
    for brief in edition.briefs:
        show.out.say(f"  {edition.theme(brief.story.theme).id:<22} {brief.headline}")
    for left in edition.left_out:
        show.out.say(f"  {'left out':<22} {left.headline}: {left.why}", style="dim")


def _short(folder: Path) -> str:
    try:
        return str(folder.relative_to(folder.cwd()))
    except ValueError:
        return str(folder)


def report_row(report: Report) -> dict[str, Any]:
    """Return what became of the input, for JSON."""
    return {key: value for key, value in asdict(report).items() if key != "problems"}


def _summary(made: Build, files: dict[str, str]) -> dict[str, Any]:
    edition = made.edition
    return {
        "edition": edition.id,
        "number": edition.number,
        "since": edition.window.since.isoformat(),
        "until": edition.window.until.isoformat(),
        "subject": edition.subject,
        "sections": {section.theme.id: len(section.briefs) for section in edition.sections},
        "stories": len(edition.briefs),
        "pull_quotes": len(edition.pull_quotes),
        "files": files,
        "report": report_row(made.report),
        "problems": show.problem_rows(made.report.problems),
    }

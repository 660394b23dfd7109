"""The commands' words and options; what each does is in a module of its own."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from digest.cli import app_people, app_send
from digest.cli import build as building
from digest.cli import check as checking
from digest.cli import explain as explaining
from digest.cli import start as starting
from digest.cli import theme as correcting
from digest.cli.newsletter import chosen_edition, named_edition, newsletter
from digest.cli.show import out
from digest.cli.words import EditionName, Folder, Json, Strict  # noqa: TC001 -- Typer reads them when it runs
from digest.edition.window import When
from digest.errors import UsageError
from digest.preview import FromBuilt, FromContent, serve
from digest.work import processors

app = typer.Typer(
    name="digest",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 a person must look; 2 bad use, config or input; "
    "3 stopped part-way, run it again; 130 interrupted.",
)
Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FILE|FOLDER]...", help="Articles to read instead of the content folder.", show_default=False
    ),
]
Checked = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[EDITION|FILE|FOLDER]...",
        help="A built edition (latest: the newest); or articles to read instead of the content folder.",
        show_default=False,
    ),
]
PreviewName = Annotated[
    str,
    typer.Argument(
        metavar="[EDITION]",
        help="A built edition's id, such as 2024-W13, or latest; else the content folder is built.",
        show_default=False,
    ),
]
_PROCESSORS = processors()
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        min=1,
        max=64,
        metavar="N",
        help="Processes to work with; the result is the same.",
        show_default="as many as there are processors, 4 at most",
    ),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more: notes, and each story with its theme.")
]


def _version(asked: bool) -> None:  # noqa: FBT001 -- the form of a typer callback
    if asked:
        out.say(f"digest {version('digest-weekly')}")
        raise typer.Exit


@app.callback()
def digest(
    *,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn a folder of articles into one themed edition of a newsletter.

    `digest init my-newsletter` makes a newsletter; put the week's articles into its folder
    `content/` (Markdown, HTML pages, text as copied from a page, JSON); `digest build` writes the
    edition into `out/`; `digest preview` shows it; `digest send` takes it to its readers.
    """


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    *,
    name: Annotated[str, typer.Option(help="The newsletter's name.")] = "",
    language: Annotated[str, typer.Option(help="Its language: en or ko.")] = "en",
) -> None:
    """Make a new newsletter that builds at once: digest.toml, themes, three sample articles."""
    starting.init(folder, name, language)


@app.command()
def build(
    paths: Paths = None,
    *,
    folder: Folder = Path(),
    week: Annotated[str, typer.Option(metavar="WEEK", help="The ISO week to cover, such as 2024-W13.")] = "",
    since: Annotated[
        str, typer.Option(metavar="DAY", help="The first day to cover, such as 2024-03-25.")
    ] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="The last day to cover.")] = "",
    number: Annotated[
        int | None, typer.Option(min=1, help="The edition's number.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where editions are written.")
    ] = None,
    jobs: Jobs = _PROCESSORS,
    strict: Strict = False,
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Build the edition of a week into `out/WEEK/`: email.html, email.txt, edition.md, edition.html, edition.json.

    Covers the ISO week of the newest article unless told otherwise. Its number is one more than the
    highest in out/; building a week again keeps its number.
    """
    config = newsletter(folder)
    when = When(week, since, until)
    building.build(
        config,
        paths or [],
        when,
        number=number,
        jobs=jobs,
        out=output or config.out,
        strict=strict,
        as_json=as_json,
        verbose=verbose,
    )


@app.command()
def check(
    what: Checked = None,
    *,
    folder: Folder = Path(),
    rules: Annotated[
        bool, typer.Option("--rules", help="Print every rule, why it is one, and examples.")
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Ask each page that the edition links to whether it is there.")
    ] = False,
    jobs: Jobs = _PROCESSORS,
    strict: Strict = False,
    as_json: Json = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List each note of an edition, what falls back too.")
    ] = False,
) -> None:
    """Check a built edition by its rules, or digest.toml, the templates and the articles before a build.

    `digest check latest` (or an edition's id, or a folder with an edition.json) checks that edition as
    `send` would write it now: a line for each finding. Anything else is an article or a folder of articles
    to read in place of the content folder. Ends with 1 if there is an error; with --strict, a warning is
    enough.
    """
    if rules:
        checking.rules(as_json=as_json)
        return
    config = newsletter(folder)
    edition = named_edition(config, what or [])
    if edition:
        checking.lint(config, edition, online=online, strict=strict, as_json=as_json, verbose=verbose)
    elif online:
        raise UsageError("--online asks for an edition's links", mend="name an edition: digest check latest")
    else:
        checking.check(config, what or [], jobs=jobs, strict=strict, as_json=as_json)


@app.command()
def explain(
    edition: EditionName = "",
    *,
    folder: Folder = Path(),
    about: Annotated[
        str, typer.Option(metavar="TEXT", help="Only stories with this in their id or headline.")
    ] = "",
    quotes: Annotated[
        bool, typer.Option("--quotes", help="The quotes section by section: found, fit, shown, and why not.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Tell why each passage of a built edition is in its theme, and what became of each quote."""
    explaining.explain(chosen_edition(newsletter(folder), edition), about, quotes=quotes, as_json=as_json)


@app.command()
def theme(
    segment: Annotated[
        str, typer.Argument(help="A segment's id, or how it begins; `digest explain` tells it.")
    ],
    theme_id: Annotated[str, typer.Argument(metavar="THEME", help="The theme it belongs into, or other.")],
    *,
    edition: Annotated[
        str, typer.Option(metavar="EDITION", help="The edition it is in; the newest if left out.")
    ] = "",
    folder: Folder = Path(),
) -> None:
    """Put a passage into its theme: written to corrections.toml, which the next build learns from."""
    config = newsletter(folder)
    correcting.correct(config, chosen_edition(config, edition), segment, theme_id)


@app.command()
def preview(
    edition: PreviewName = "",
    *,
    folder: Folder = Path(),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Show the edition in the browser as its readers will see it, and again at every save.

    Builds from the content folder, writes nothing, and serves this machine only. With the name of a
    built edition it shows that one, with the templates as they are now. Ctrl-C ends it.
    """
    config = newsletter(folder)
    root = config.root
    source = FromBuilt(root, chosen_edition(config, edition)) if edition else FromContent(root)
    serve(source, port, open_browser=browser, tell=out.say)


for command in (app_send.send, app_send.status, app_people.web):
    app.command()(command)
app.add_typer(app_people.people)

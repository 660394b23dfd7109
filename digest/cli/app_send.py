"""The words of `digest send` and `digest status`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli import send as sending
from digest.cli import status as telling
from digest.cli.newsletter import newsletter
from digest.cli.words import EditionName, Folder, Json, Strict  # noqa: TC001 -- Typer reads them when it runs

To = Annotated[
    Path | None,
    typer.Option(
        "--to", metavar="FILE", help="Write .eml files for a list that nobody keeps: CSV or JSON Lines."
    ),
]
Output = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Where messages are written as files.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Write what would go as files; nothing is sent or noted.")
]
Test = Annotated[str, typer.Option(metavar="ADDRESS", help="Send it to this address alone, marked [test].")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; for cron.")]
LimitRate = Annotated[
    float, typer.Option(min=0, metavar="N", help="At most N messages a second.", show_default=False)
]
RetryUnknown = Annotated[
    bool,
    typer.Option("--retry-unknown", help="Send again where nobody knows; some may get it a second time."),
]
At = Annotated[str, typer.Option(metavar="TIME", help="Have the service send it then: 2026-11-30T07:00.")]
Now = Annotated[bool, typer.Option("--now", help="Have the service send it at once.")]
CreateAgain = Annotated[
    bool, typer.Option("--create-again", help="You looked: the service has no draft of it.")
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Lose what was changed in the service's draft.")]
ShowAddresses = Annotated[
    bool, typer.Option("--show-addresses", help="Name addresses on the screen and in the run's log.")
]


def send(
    edition: EditionName = "",
    *,
    folder: Folder = Path(),
    to: To = None,
    output: Output = None,
    dry_run: DryRun = False,
    test: Test = "",
    yes: Yes = False,
    limit_rate: LimitRate = 0.0,
    retry_unknown: RetryUnknown = False,
    at: At = "",
    now: Now = False,
    create_again: CreateAgain = False,
    overwrite: Overwrite = False,
    show_addresses: ShowAddresses = False,
    strict: Strict = False,
    as_json: Json = False,
) -> None:
    """Send a built edition to its readers, or hand it to the service that does: `[deliver]` in digest.toml.

    Nobody gets it twice, nobody is left out, and nobody who has left gets it: run it again after whatever
    stopped it, and it goes on where it was.
    """
    options = sending.Options(
        to=to,
        out=output,
        dry_run=dry_run,
        test=test,
        yes=yes,
        limit_rate=limit_rate,
        retry_unknown=retry_unknown,
        at=at,
        now=now,
        create_again=create_again,
        overwrite=overwrite,
        show_addresses=show_addresses,
        strict=strict,
        as_json=as_json,
    )
    sending.send(newsletter(folder), edition, options)


def status(
    edition: EditionName = "",
    *,
    folder: Folder = Path(),
    show_addresses: ShowAddresses = False,
    as_json: Json = False,
) -> None:
    """Tell what became of an edition: how many have it, who is unknown, how the last run ended."""
    telling.status(newsletter(folder), edition, addresses=show_addresses, as_json=as_json)

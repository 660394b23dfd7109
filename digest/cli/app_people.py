"""The words of `digest subscribers …` and `digest web`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.cli import subscribers as listing
from digest.cli import web as serving
from digest.cli.newsletter import newsletter
from digest.cli.words import Folder, Json, Strict  # noqa: TC001 -- Typer reads them when it runs

people = typer.Typer(
    name="subscribers", no_args_is_help=True, help="The list of subscribers, and who must not get mail."
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, or JSON Lines by the ending .jsonl.")]
Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="An email address.")]
Standing = Annotated[
    str, typer.Option(help="Only those: active, unsubscribed, bounced, complained, suppressed.")
]
Note = Annotated[str, typer.Option(help="Why, for you.")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")]
Proxy = Annotated[str, typer.Option(metavar="ADDRESS,…", help="Proxies whose X-Forwarded-For is believed.")]


@people.command("import")
def import_list(
    file: File, *, folder: Folder = Path(), strict: Strict = False, as_json: Json = False
) -> None:
    """Take a list: a column email, and name, language, tags, status and your own. It makes nobody active again."""
    listing.import_list(newsletter(folder), file, strict=strict, as_json=as_json)


@people.command("export")
def export_list(file: File, *, folder: Folder = Path(), as_json: Json = False) -> None:
    """Write all subscribers into a file that `import` reads back."""
    listing.export_list(newsletter(folder), file, as_json=as_json)


@people.command("list")
def show_list(*, folder: Folder = Path(), status: Standing = "", as_json: Json = False) -> None:
    """Print a line for each subscriber."""
    listing.show_list(newsletter(folder), status, as_json=as_json)


@people.command("count")
def count_list(*, folder: Folder = Path(), as_json: Json = False) -> None:
    """Print how many subscribers stand how, without an address."""
    listing.count_list(newsletter(folder), as_json=as_json)


@people.command("suppress")
def suppress_address(
    address: Address, *, folder: Folder = Path(), note: Note = "", as_json: Json = False
) -> None:
    """See to it that an address gets no mail, whatever a list says."""
    listing.suppress_address(newsletter(folder), address, "editor", note, as_json=as_json)


@people.command("lift")
def lift_address(address: Address, *, folder: Folder = Path(), as_json: Json = False) -> None:
    """Take an address off the suppression list: only for one who asked to get mail again."""
    listing.lift_address(newsletter(folder), address, as_json=as_json)


@people.command("suppressed")
def show_suppressions(*, folder: Folder = Path(), as_json: Json = False) -> None:
    """Print the suppression list."""
    listing.show_suppressions(newsletter(folder), as_json=as_json)


def web(*, folder: Folder = Path(), host: Host = "127.0.0.1", port: Port = 8000, proxy: Proxy = "") -> None:
    """Serve the page on which readers leave; a proxy with TLS stands in front. Ctrl-C ends it."""
    serving.web(newsletter(folder), host, port, proxy)

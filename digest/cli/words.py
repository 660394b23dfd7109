"""The words that several commands know."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path,
    typer.Option("--newsletter", "-C", metavar="DIR", help="The newsletter's folder (where digest.toml is)."),
]
EditionName = Annotated[
    str,
    typer.Argument(
        metavar="[EDITION]",
        help="An edition's id, such as 2024-W13; the newest (latest) if left out.",
        show_default=False,
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="End with exit code 1 if there is any error or warning.")
]
Json = Annotated[
    bool, typer.Option("--json", help="Print JSON for programs on stdout, and nothing else there.")
]

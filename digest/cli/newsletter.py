"""Which newsletter and which edition a command is about."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import FILE, load_config
from digest.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.config import Config

LATEST = "latest"
"""The name by which every command knows the newest edition."""
_ID = re.compile(r"\d{4}-W\d\d|\d{4}-\d\d-\d\d--\d{4}-\d\d-\d\d")


def newsletter(folder: Path) -> Config:
    """Return the config of the newsletter in `folder`, or in the nearest folder above it."""
    absolute = folder.absolute()
    here = next((place for place in (absolute, *absolute.parents) if (place / FILE).is_file()), absolute)
    return load_config(here / FILE)


def named_edition(config: Config, arguments: Sequence[Path]) -> Path | None:
    """Return the edition's folder where the one argument names an edition; None where articles are meant.

    An edition is an id of one in out/, a folder with an edition.json in it, or LATEST; what has an edition's id
    and is no file is meant as one. Raises UsageError for an edition among others, InputError for one not built.
    """
    editions = [str(argument) for argument in arguments if _is_edition(config, argument)]
    if editions and len(arguments) > 1:
        raise UsageError(f"{editions[0]} is an edition", mend="name one edition alone, or articles only")
    return chosen_edition(config, editions[0]) if editions else None


def _is_edition(config: Config, argument: Path) -> bool:
    name = str(argument)
    is_name = name == LATEST or _ID.fullmatch(name)
    return bool(_folder(config, name) or (is_name and not argument.exists()))


def _folder(config: Config, name: str) -> Path | None:
    places = (Path(name), config.root / name, config.out / name)
    return next((place for place in places if (place / "edition.json").is_file()), None)


def chosen_edition(config: Config, name: str) -> Path:
    """Return the folder of an edition: by its id or path; the newest by LATEST or without a name.

    Raises InputError.
    """
    folder = _folder(config, name) if name else None
    if folder:
        return folder
    folders = sorted((path.parent for path in config.out.glob("*/edition.json")), key=lambda f: f.name)
    if name not in {"", LATEST}:
        built = ", ".join(folder.name for folder in folders[-5:]) or "none"
        raise InputError(f"no edition {name!r:.60}", where=str(config.out), mend=f"built so far: {built}")
    if not folders:
        raise InputError("no edition has been built yet", where=str(config.out), mend="run `digest build`")
    return folders[-1]

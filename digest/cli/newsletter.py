"""Which newsletter and which edition a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.config import FILE, load_config
from digest.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from digest.config import Config


def newsletter(folder: Path) -> Config:
    """Return the config of the newsletter in `folder`, or in the nearest folder above it."""
    absolute = folder.absolute()
    here = next((place for place in (absolute, *absolute.parents) if (place / FILE).is_file()), absolute)
    return load_config(here / FILE)


def chosen_edition(config: Config, name: str) -> Path:
    """Return the folder of an edition: by its id or path; the newest without a name. Raises InputError."""
    if name:
        given = config.root / name
        folder = given if (given / "edition.json").is_file() else config.out / name
        if (folder / "edition.json").is_file():
            return folder
        built = ", ".join(sorted(p.parent.name for p in config.out.glob("*/edition.json"))[-5:]) or "none"
        raise InputError(f"no edition {name!r:.60}", where=str(config.out), mend=f"built so far: {built}")
    folders = [path.parent for path in config.out.glob("*/edition.json")]
    if not folders:
        raise InputError("no edition has been built yet", where=str(config.out), mend="run `digest build`")
    return max(folders, key=lambda f: f.name)

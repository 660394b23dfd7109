"""Read corrections.toml, which stands beside digest.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.corrections import FILE, Correction, parse
from digest.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def load_corrections(root: Path) -> tuple[Correction, ...]:
    """Return the corrections of the newsletter in `root`; none where there is no file. Raises ConfigError."""
    try:
        if (root / FILE).exists() and not (root / FILE).is_file():  # a pipe would hold the run
            raise ConfigError("is no file", where=FILE, mend="delete it; `digest theme` makes one")
        return parse((root / FILE).read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise ConfigError("is not UTF-8", where=FILE, mend="save it as UTF-8") from None
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", where=FILE) from None

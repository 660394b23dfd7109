"""What a provider or a service is made from: its own table of digest.toml, secrets, and places on the disk."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from digest.config.place import FILE, Place
from digest.config.structure import structure
from digest.deliver.secrets import secret
from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from digest.config import Config
    from digest.config.tables import Deliver
    from digest.deliver.secrets import Secret

Table = TypeVar("Table")


@dataclass(frozen=True, slots=True)
class Setup:
    """What a provider is made from.

    `root` is the newsletter's folder, `out` where a provider that writes files puts them, `table` its
    `[deliver.NAME]` as written. `resumed` tells that an earlier run of this sending may have sent some already,
    `pictures` that the messages carry some inside.
    """

    name: str
    root: Path
    out: Path
    deliver: Deliver
    table: Mapping[str, Any]
    place: Place
    secret: Callable[[str], Secret] = secret
    resumed: bool = False
    pictures: bool = False

    def options(self, kind: type[Table]) -> Table:
        """Return the table as the provider's own dataclass. Raises ConfigError with the line."""
        options: Table = structure(dict(self.table), kind, self.place)
        return options

    def wrong(self, key: str, cause: str, mend: str) -> ConfigError:
        """Return the error of a value in the table that can't be used."""
        what = f"{self.place.table}: {key}: {cause}"
        return ConfigError(what, where=self.place.line_within(key), mend=mend)


def chosen(config: Config, known: Collection[str], out: Path, name: str = "") -> Setup:
    """Return the setup of the provider or service that digest.toml chooses, or of `name`.

    `known` are all the names there are. Raises ConfigError where one that is written is none of them.
    """
    deliver = config.deliver
    for written in (*deliver.providers, name or deliver.provider):
        if written not in known:
            near = difflib.get_close_matches(written, known, 1, 0.6)
            mend = f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(sorted(known))
            where = config.line("deliver", written if written in deliver.providers else "provider")
            raise ConfigError(f"deliver: no such provider {written!r:.40}", where=where, mend=mend)
    taken = name or deliver.provider
    return Setup(
        name=taken,
        root=config.root,
        out=out,
        deliver=deliver,
        table=deliver.providers.get(taken, {}),
        place=Place(config.text, FILE, f"deliver.{taken}"),
    )

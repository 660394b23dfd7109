"""Where the edition on the desk comes from: built anew from the content, or one that stands in out/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from threadpoolctl import threadpool_limits

from digest.config import FILE, Content
from digest.corrections import FILE as CORRECTIONS
from digest.pipeline import build_edition
from digest.work import processors
from digest.write import next_number, pictures_in, read_edition

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.config import Config
    from digest.model import Edition, Problem


@dataclass(frozen=True, slots=True)
class Made:
    """An edition, what was wrong with its input, and the bytes of its pictures by their `src`."""

    edition: Edition
    problems: tuple[Problem, ...]
    pictures: Mapping[str, bytes]


class Source(Protocol):
    """Makes the edition, and names the files and folders that it is made from."""

    @property
    def root(self) -> Path:
        """The newsletter's folder."""

    def made(self, config: Config) -> Made:
        """Return the edition. Raises DigestError."""

    def made_from(self, config: Config | None) -> tuple[Path, ...]:
        """Return the files and folders in which a change asks for another edition."""


@dataclass(frozen=True, slots=True)
class FromContent:
    """Builds from the content folder of the newsletter in `root`, and writes nothing but the cache."""

    root: Path

    def made(self, config: Config) -> Made:
        """Build the edition of the newest article's week. Raises DigestError."""
        # Threads of NumPy's would wait for each other, and for the browser that is at work beside them.
        with threadpool_limits(1):
            build = build_edition(
                config, now=datetime.now(UTC), numbered=partial(next_number, config.out), jobs=processors()
            )
        return Made(build.edition, build.report.problems, build.pictures)

    def made_from(self, config: Config | None) -> tuple[Path, ...]:
        """Return the content folder and the files beside it."""
        content = config.content if config else Content()
        return (self.root / content.folder, self.root / FILE, self.root / CORRECTIONS)


@dataclass(frozen=True, slots=True)
class FromBuilt:
    """Reads an edition that was built into `folder`; the templates are those of today."""

    root: Path
    folder: Path

    def made(self, config: Config) -> Made:
        """Read the edition and its pictures. Raises InputError."""
        del config
        return Made(read_edition(self.folder), (), pictures_in(self.folder))

    def made_from(self, config: Config | None) -> tuple[Path, ...]:
        """Return the edition's file and digest.toml."""
        del config
        return (self.folder / "edition.json", self.root / FILE)

"""Where a template, the tokens of a look, and the lines of an error are found by name."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader

from digest.errors import TemplateError
from digest.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKENS = "tokens.toml"
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)

Stamp = frozenset[tuple[str, int, int]]

Layer = tuple[Mapping[str, Any], Callable[[str, str], TemplateError]]
"""A file's tokens, and the error of a key in it with its cause."""


class Folders(FileSystemLoader):
    """Finds "story.mjml" in the editor's folders first, then in the shipped ones.

    In each folder of templates a file for one look (broadsheet/story.mjml) goes before one for
    all of them (parts/story.mjml, or story.mjml beside the folders).
    """

    def __init__(self, look: str, own: Sequence[Path] = ()) -> None:
        self.roots = (*own, shipped("templates"))
        self.look = look
        super().__init__([root / inner for root in self.roots for inner in (look, "parts", "")])

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the source as Jinja asks for it; stale as soon as another file would be found."""
        try:
            source, path, fresh = super().get_source(environment, template)
        except (UnicodeDecodeError, PermissionError) as error:
            where = self.place(self.find(template) or template, 1)
            mend = "save it as UTF-8, readable by you"
            raise TemplateError(f"template can't be read: {error}", where=where, mend=mend) from error
        if template.endswith(".mjml"):  # a mail has not the room for a template's indents
            source = _INDENT.sub("", source)
        return source, path, lambda: self.find(template) == path and fresh()

    def find(self, name: str) -> str | None:
        """Return the file that `name` means, None where there is none."""
        # Asked for at every include: os.path is several times as fast as pathlib.
        paths = (f"{folder}{os.sep}{name}" for folder in self.searchpath)
        return next(filter(os.path.isfile, paths), None)

    def stamp(self) -> Stamp:
        """Return what tells whether a file of the folders was changed, added or taken away."""
        found = []
        inner = (folder for root in self.roots[:-1] for folder, _, _ in os.walk(root))
        for folder in {*self.searchpath, *inner}:
            with suppress(OSError), os.scandir(folder) as entries:
                found += [(e.path, (s := e.stat()).st_mtime_ns, s.st_size) for e in entries if e.is_file()]
        return frozenset(found)

    def place(self, path: str | Path, line: int) -> str:
        """Return "templates/broadsheet/story.mjml:12" for a file in one of the folders."""
        for root in self.roots:
            if Path(path).is_relative_to(root):
                return f"{root.name}/{Path(path).relative_to(root).as_posix()}:{line}"
        return f"{path}:{line}"

    def token_files(self) -> tuple[list[Layer], list[Layer]]:
        """Return the design tokens of the shipped files and of the editor's, each with how its faults are told.

        In both, what is for all looks goes before what is for this one. Raises TemplateError for a
        file that is no TOML.
        """
        general: list[Layer] = []
        own: list[Layer] = []
        for folder in dict.fromkeys(map(Path, reversed(self.searchpath))):
            path = folder / TOKENS
            if path.is_file():
                layers = general if path.is_relative_to(self.roots[-1]) else own
                layers.append((self._read(path), partial(self._wrong, path)))
        return general, own

    def _wrong(self, path: Path, key: str, cause: str) -> TemplateError:
        return TemplateError(f"design token {key} {cause}", where=self.place(path, 1))

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            return _parsed(path.read_text("utf-8"))
        except (ValueError, RecursionError, OSError) as error:
            line = re.search(r"at line (\d+)", str(error))
            where = self.place(path, int(line[1]) if line else 1)
            raise TemplateError(
                f"design tokens are no TOML that can be read: {error}", where=where
            ) from error


@lru_cache(maxsize=16)
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)

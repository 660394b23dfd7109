"""Where a template, the tokens of a look, and the lines of an error are found by name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, TemplateNotFound

from digest.errors import TemplateError
from digest.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TOKENS = "tokens.toml"


class Folders(FileSystemLoader):
    """Finds "story.mjml" in the editor's folders first, then in the shipped ones.

    In each folder of templates a file for one look (broadsheet/story.mjml) goes before one for
    all of them (parts/story.mjml, or story.mjml beside the folders).
    """

    def __init__(self, look: str, own: Sequence[Path] = ()) -> None:
        self.roots = (*own, shipped("templates"))
        self.look = look
        super().__init__([root / inner for root in self.roots for inner in (look, "parts", ".")])

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the source as Jinja asks for it; stale as soon as another file would be found."""
        try:
            source, path, fresh = super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise TemplateError("template is not UTF-8", where=template, mend="save it as UTF-8") from error
        return source, path, lambda: fresh() and self.find(template) == Path(path)

    def find(self, name: str) -> Path | None:
        """Return the file that `name` means, None where there is none."""
        return next((p for folder in self.searchpath if (p := Path(folder) / name).is_file()), None)

    def place(self, path: str | Path, line: int) -> str:
        """Return "templates/broadsheet/story.mjml:12" for a file in one of the folders."""
        for root in self.roots:
            if Path(path).is_relative_to(root):
                return f"{root.name}/{Path(path).relative_to(root).as_posix()}:{line}"
        return f"{path}:{line}"

    def tokens(self) -> dict[str, Any]:
        """Return the design tokens: shipped, then a look's own, then the editor's, key by key.

        Raises TemplateError for a file that is no TOML.
        """
        merged: dict[str, Any] = {}
        for folder in dict.fromkeys(map(Path, reversed(self.searchpath))):
            path = folder / TOKENS
            if path.is_file():
                _merge(merged, self._read(path))
        return merged

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            return tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            line = re.search(r"at line (\d+)", str(error))
            where = self.place(path, int(line[1]) if line else 1)
            raise TemplateError(f"design tokens are no TOML: {error}", where=where) from error


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def look_exists(loader: Folders, name: str) -> bool:
    """Tell whether the look has a template of that name."""
    try:
        return loader.find(name) is not None
    except (TemplateNotFound, ValueError):
        return False

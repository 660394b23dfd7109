"""The file as it was written, and the line of what stands in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "digest.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """A table of the file, by name and number, so that an error can tell the line."""

    text: str
    name: str
    table: str = ""
    index: int = 0

    def line(self, key: str = "") -> str:
        """Return "file:line" of `key` in the table, else of the table, else the file's name."""
        begin = self.begin()
        if begin < 0:
            return self.name
        after = re.compile(r"^[ \t]*\[", re.MULTILINE).search(self.text, self.text.find("\n", begin) + 1)
        body = self.text[begin : after.start() if after and self.table else len(self.text)]
        found = re.search(rf"^\s*\[*\s*\"?{re.escape(key)}\b", body, re.MULTILINE) if key else None
        at = begin + (found.end() if found else 0)
        return f"{self.name}:{self.text.count(chr(10), 0, at) + 1}"

    def line_within(self, *keys: str) -> str:
        """Return "file:line" of a key in tables within the table: under [look.size.ko], or in [look] itself."""
        for depth in range(len(keys), 0, -1):
            inner = replace(self, table=".".join((self.table, *keys[:depth])))
            if inner.begin() >= 0:
                return inner.line(keys[depth] if depth < len(keys) else "")
        if self.begin() >= 0:
            return self.line(keys[0])
        # A table may also be written without a header of its own: look.fonts = "sans", above all headers.
        top = re.split(r"^[ \t]*\[", self.text, maxsplit=1, flags=re.MULTILINE)[0]
        is_there = re.search(rf"^\s*{re.escape(self.table)}\b", top, re.MULTILINE)
        return replace(self, text=top, table="").line(self.table) if is_there else self.name

    def begin(self) -> int:
        """Return where the table begins in the text, -1 where it has no header there."""
        if not self.table:
            return 0
        header = re.compile(rf"^[ \t]*\[\[?[ \t]*{re.escape(self.table)}\s*\]?\]", re.MULTILINE)
        starts = [found.start() for found in header.finditer(self.text)]
        return starts[self.index] if self.index < len(starts) else -1


def read(path: Path) -> tuple[dict[str, Any], str]:
    """Return what the file says, and its words. Raises ConfigError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text), text
    except FileNotFoundError:
        mend = "run `digest init` for a new newsletter, or name one with --newsletter"
        raise ConfigError(f"no {FILE} here", where=str(path.parent), mend=mend) from None
    except OSError as error:
        raise ConfigError(f"can't be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError("is not UTF-8", where=f"{path.name}:{line}", mend="save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        cause = str(error)
        line_number = re.search(r"\(at line (\d+)", cause)
        where = f"{path.name}:{line_number[1]}" if line_number else path.name
        raise ConfigError(f"broken TOML: {cause}", where=where, mend=_toml_mend(cause)) from None


def _toml_mend(cause: str) -> str:
    if "twice" in cause or "overwrite" in cause:
        return "give each table once; a theme's begins with [[theme]], in two pairs of brackets"
    if "Invalid value" in cause:
        return "put text in quotes"
    return "see https://toml.io for how the file is written"

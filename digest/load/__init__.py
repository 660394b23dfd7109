"""Load: files and folders → files' bytes → documents, each with the place it came from.

A kind of file is a loader in a file of its own, named in `LOADERS`; this module walks and reads, so that
a loader is given bytes and never opens anything.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digest.errors import InputError
from digest.load.data import load_json, load_json_lines
from digest.load.markdown import load_markdown
from digest.load.page import load_html, load_text
from digest.model import Document, File, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from digest.protocols import Loader

LOADERS: dict[str, Loader] = {
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".txt": load_text,
    ".html": load_html,
    ".htm": load_html,
    ".json": load_json,
    ".jsonl": load_json_lines,
    ".ndjson": load_json_lines,
}
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"})
LARGEST = 32 * 1024 * 1024
"""Bytes. A page with its pictures inlined can reach some megabytes; past this it is no article."""


def load(paths: Sequence[Path], root: Path) -> Iterator[File | Problem]:
    """Read files and folders (with all below them, in the order of their names).

    `root` is the newsletter's folder: origins are written from there. Raises InputError for a named
    path that does not exist, can't be read, or is of a kind that no loader reads.
    """
    for path in paths:
        if _is_folder(path):
            yield from _load_folder(path, root)
        elif not path.exists():
            mend = "name another, or set `folder` under [content] in digest.toml"
            raise InputError("no such file or folder", where=str(path), mend=mend)
        elif path.suffix.lower() not in LOADERS:
            raise InputError(
                f"no loader reads {path.suffix or 'this kind of file'}", where=str(path), mend=_KINDS
            )
        else:
            try:
                yield _load_file(path, _named(path, root))
            except OSError as error:
                raise InputError(f"can't be read: {error.strerror}", where=str(path)) from None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:  # a folder above it is closed, or the name is too long
        raise InputError(f"can't be read: {error.strerror}", where=f"{path!s:.200}") from None


def documents(file: File) -> Iterator[Document | Problem]:
    """Yield the documents of a file, by the loader of its kind; a Problem for each part that can't be read."""
    if file.data.strip():
        yield from LOADERS[PurePosixPath(file.path).suffix.lower()](file.data, file.path)
    else:
        mend = "put the article's text in, or delete the file"
        yield Problem("empty", "is empty", f"{file.path}:1", mend)


_KINDS = "it reads " + ", ".join(LOADERS)


def _load_folder(folder: Path, root: Path) -> Iterator[File | Problem]:
    paths, unread = _walk(folder)
    for place, error in unread:
        cause = f"folder can't be read: {error.strerror}"
        yield Problem("unreadable", cause, _printable(_named(place, root)), "mend its permissions")
    for path in paths:
        name, suffix = _named(path, root), path.suffix.lower()
        if not name.isprintable():  # a name that is no UTF-8 comes as half characters
            mend = "give it a name of letters, digits and hyphens"
            yield Problem("name", "has a name that is not text", _printable(name), mend)
        elif suffix in LOADERS and path.is_file():  # a pipe would hold the run until somebody writes
            try:
                yield _load_file(path, name)
            except OSError as error:
                yield Problem("unreadable", f"can't be read: {error.strerror}", name, "mend its permissions")
        elif path.is_symlink() and not path.exists():
            yield Problem("link", "is a link that leads nowhere", name, "mend or delete the link")
        elif suffix not in PICTURES:
            yield Problem("kind", "is no kind of file that is read", name, _KINDS, severity="note")


def _walk(folder: Path) -> tuple[list[Path], list[tuple[Path, OSError]]]:
    """Return the files of a folder and all below it by name, and the folders that can't be read.

    Links to folders are followed, each folder is read once; names that begin with . or _ are left out.
    """
    files: list[Path] = []
    unread: list[tuple[Path, OSError]] = []
    ahead, seen = [folder], set()
    while ahead:
        place = ahead.pop()
        try:
            real = place.resolve()
            entries = [] if real in seen else sorted(place.iterdir())
            seen.add(real)
            for path in entries:
                if not path.name.startswith((".", "_")):
                    (ahead if path.is_dir() else files).append(path)
        except OSError as error:
            unread.append((place, error))
    return sorted(files, key=lambda path: path.as_posix()), unread


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def _load_file(path: Path, name: str) -> File | Problem:
    if path.stat().st_size > LARGEST:
        mend = f"an article has at most {LARGEST // 2**20} MB"
        return Problem("too-large", f"has {path.stat().st_size // 2**20} MB", name, mend)
    return File(name, path.read_bytes())


def _named(path: Path, root: Path) -> str:
    """Return the path as written from the newsletter's folder, always with forward slashes."""
    absolute, base = path.absolute(), root.absolute()
    up = 0
    while not absolute.is_relative_to(base):
        base, up = base.parent, up + 1
    return "../" * up + absolute.relative_to(base).as_posix()

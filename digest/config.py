"""digest.toml → a frozen Config. An unknown key is an error with a suggestion, never ignored."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import cattrs
from cattrs import transform_error

from digest.errors import ConfigError
from digest.model import OTHER, Newsletter, Theme

FILE = "digest.toml"
STARTING_THEMES = Path(__file__).with_name("themes.toml")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WEB = re.compile(r"https?://[^\s\"'<>]+")
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_NOWHERE = frozenset({"localtime", "Factory"})
"""Names of zones that mean something else on each machine."""
LOOKS = ("broadsheet", "briefing", "essay")
SCORERS = ("words", "meaning", "meaning-large")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much goes into an edition: stories and pull quotes a section, words in all."""

    stories_per_section: int = 5
    quotes_per_section: int = 1
    max_words: int = 2500


@dataclass(frozen=True, slots=True)
class Content:
    """Where the articles are: a folder inside the newsletter's own."""

    folder: str = "content"


@dataclass(frozen=True, slots=True)
class Scoring:
    """How passages find their themes: by `words` alone, or by what they mean (`digest.theme`)."""

    scorer: str = "meaning"


@dataclass(frozen=True, slots=True)
class Config:
    """All that digest.toml says. `root` is the newsletter's folder."""

    root: Path
    newsletter: Newsletter
    content: Content = Content()
    edition: Limits = Limits()
    themes: tuple[Theme, ...] = ()
    scoring: Scoring = Scoring()

    @property
    def cache(self) -> Path:
        """Where what took time is kept; it can be deleted at any time."""
        return self.root / ".digest" / "cache"

    @property
    def out(self) -> Path:
        """Where the editions are written."""
        return self.root / "out"

    @property
    def templates(self) -> Path:
        """The editor's own templates, which win over the shipped ones by name."""
        return self.root / "templates"

    @property
    def zone(self) -> ZoneInfo:
        """The newsletter's time zone."""
        return ZoneInfo(self.newsletter.timezone)


@dataclass(frozen=True, slots=True)
class _ThemeTable:
    """A [[theme]] as written; `order` moves it, else the order of the file holds."""

    id: str
    title: Mapping[str, str]
    order: int | None = None
    colour: str = "#5b5f66"
    dark_colour: str = ""
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_TABLES: dict[str, type] = {
    "newsletter": Newsletter,
    "content": Content,
    "edition": Limits,
    "themes": Scoring,
}
_CONVERTER = cattrs.Converter(forbid_extra_keys=True)


def _exact(value: Any, kind: type) -> Any:
    if type(value) is not kind:  # cattrs itself would turn 3 into "3" and true into 1
        raise TypeError
    return value


def _texts(value: Any, _: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError  # cattrs itself would take a text apart into its letters
    return tuple(_exact(each, str) for each in value)


for _kind in (str, int):
    _CONVERTER.register_structure_hook(_kind, _exact)
_CONVERTER.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _texts)


@dataclass(frozen=True, slots=True)
class _Place:
    """A table of the file, by name and number, so that an error can tell the line."""

    text: str
    name: str
    table: str
    index: int = 0

    def line(self, key: str = "") -> str:
        """Return "file:line" of `key` in the table, else of the table, else the file's name."""
        header = re.compile(rf"^[ \t]*\[\[?[ \t]*{re.escape(self.table)}\s*\]?\]", re.MULTILINE)
        start = [m.start() for m in header.finditer(self.text)][self.index : self.index + 1]
        if self.table and not start:
            return self.name
        begin = start[0] if start else 0
        after = re.compile(r"^[ \t]*\[", re.MULTILINE).search(self.text, self.text.find("\n", begin) + 1)
        body = self.text[begin : after.start() if after and self.table else len(self.text)]
        found = re.search(rf"^\s*\[*\s*\"?{re.escape(key)}\b", body, re.MULTILINE) if key else None
        at = begin + (found.end() if found else 0)
        return f"{self.name}:{self.text.count(chr(10), 0, at) + 1}"


def load_config(path: Path) -> Config:
    """Read a digest.toml.

    Raises ConfigError: no such file, broken TOML, an unknown key, a value of the wrong kind, a theme
    without a title. Themes that are not declared are the starting set.
    """
    name = path.name
    raw, text = _read(path)
    for key in (key for key in raw if key not in (*_TABLES, "theme")):
        _unknown(key, [*_TABLES, "theme"], _Place(text, name, ""))
    tables = {
        key: _structure(raw.get(key, {}), kind, _Place(text, name, key)) for key, kind in _TABLES.items()
    }
    newsletter = _checked_newsletter(tables["newsletter"], _Place(text, name, "newsletter"))
    limits = tables["edition"]
    if min(limits.stories_per_section, limits.max_words) < 1 or limits.quotes_per_section not in (0, 1, 2):
        raise ConfigError(
            "edition: limits: stories_per_section and max_words must be 1 or more, quotes_per_section 0 to 2",
            where=_Place(text, name, "edition").line(),
        )
    _check_scoring(tables["themes"], _Place(text, name, "themes"))
    _check_folder(tables["content"].folder, _Place(text, name, "content"))
    themes = _themes(raw["theme"], text, name) if "theme" in raw else starting_themes()
    return Config(path.parent, newsletter, tables["content"], limits, themes, tables["themes"])


def starting_themes() -> tuple[Theme, ...]:
    """Return the themes a newsletter has until its editor declares others."""
    raw, text = _read(STARTING_THEMES)
    return _themes(raw["theme"], text, STARTING_THEMES.name)


def _read(path: Path) -> tuple[dict[str, Any], str]:
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


def _structure(table: Any, kind: type, place: _Place) -> Any:
    if not isinstance(table, dict):
        raise ConfigError(
            f"{place.table}: must be a table", where=place.line(), mend=f"write [{place.table}]"
        )
    known = [f.name for f in fields(kind)]
    for key in table:
        if key not in known:
            _unknown(key, known, place)
    try:
        return _CONVERTER.structure(table, kind)
    except cattrs.ClassValidationError as error:
        cause = transform_error(error)[0]
        key = match[1] if (match := re.search(r"@ \$\.(\w+)", cause)) else ""
        missing = re.search(r"required field missing @ \$\.(\w+)", cause)
        wanted = _FORMS.get(next((str(f.type) for f in fields(kind) if f.name == key), ""), "")
        cause = "is missing" if missing else f"has a value of the wrong kind: {table.get(key)!r:.60}"
        where, mend = place.line("" if missing else key), wanted.format(key=key)
        raise ConfigError(f"{place.table}: {key}: {cause}", where=where, mend=mend) from None


_FORMS = {
    "str": 'write text in quotes: {key} = "…"',
    "int": "write a whole number without quotes: {key} = 5",
    "int | None": "write a whole number without quotes: {key} = 5",
    "tuple[str, ...]": 'write a list: {key} = ["…", "…"]',
    "Mapping[str, str]": 'write it by language: {key} = {{ en = "…", ko = "…" }}',
    "Mapping[str, tuple[str, ...]]": 'write lists by language: {key} = {{ en = ["…"], ko = ["…"] }}',
}
"""How a value of each type is written, for the mend of one that is of the wrong kind."""


def _unknown(key: str, known: list[str], place: _Place) -> None:
    near = difflib.get_close_matches(key, known, 1, 0.6)
    mend = f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(known)
    prefix = f"{place.table}: " if place.table else ""
    raise ConfigError(f"{prefix}unknown key {key!r}", where=place.line(key), mend=mend)


def _checked_newsletter(newsletter: Newsletter, place: _Place) -> Newsletter:
    for key, cause, mend in (*_wrong_words(newsletter), *_wrong_addresses(newsletter)):
        raise ConfigError(f"newsletter: {key}: {cause}", where=place.line(key), mend=mend)
    return newsletter


def _wrong_words(newsletter: Newsletter) -> Iterator[tuple[str, str, str]]:
    if not newsletter.name.strip():
        yield "name", "is empty", "give the newsletter's name"
    if newsletter.timezone not in available_timezones() or newsletter.timezone in _NOWHERE:
        near = difflib.get_close_matches(newsletter.timezone, available_timezones(), 1)
        hint = f"did you mean {near[0]!r}?" if near else "use a name such as 'Asia/Seoul'"
        yield "timezone", f"no such time zone {newsletter.timezone!r}", hint
    for key, tags in (("language", (newsletter.language,)), ("languages", newsletter.languages)):
        for tag in tags:
            if not _LANGUAGE.fullmatch(tag):
                yield key, f"{tag!r} is no language code", "use two letters, such as 'ko' or 'en'"
    if newsletter.look not in LOOKS:
        yield "look", f"no such look {newsletter.look!r}", "looks: " + ", ".join(LOOKS)


def _wrong_addresses(newsletter: Newsletter) -> Iterator[tuple[str, str, str]]:
    for key in ("web_url", "unsubscribe_url"):
        url = getattr(newsletter, key)
        if url and not _WEB.fullmatch(url):
            yield key, f"{url!r} is no web address", "write it whole, with https://"
    if newsletter.from_email and not _EMAIL.fullmatch(newsletter.from_email):
        yield "from_email", f"{newsletter.from_email!r} is no address", "write it as name@example.org"


def _check_folder(folder: str, place: _Place) -> None:
    parts = folder.replace("\\", "/").split("/")
    if not folder.isprintable() or {"", "..", "."} & set(parts) or ":" in parts[0] or parts[0] == "~":
        cause = f"content: folder: {folder!r:.60} is no folder inside the newsletter's own"
        raise ConfigError(cause, where=place.line("folder"), mend='write it as folder = "content"')


def _check_scoring(scoring: Scoring, place: _Place) -> None:
    if scoring.scorer not in SCORERS:
        mend = "scorers: " + ", ".join(SCORERS)
        raise ConfigError(
            f"themes: scorer: no such scorer {scoring.scorer!r:.40}", where=place.line("scorer"), mend=mend
        )


def _themes(rows: Any, text: str, name: str) -> tuple[Theme, ...]:
    if not isinstance(rows, list) or not rows:
        raise ConfigError("theme: must be a list of tables", where=name, mend="write [[theme]] above each")
    seen: dict[str, int] = {}
    ordered: list[tuple[float, Theme]] = []
    for index, row in enumerate(rows):
        place = _Place(text, name, "theme", index)
        table: _ThemeTable = _structure(row, _ThemeTable, place)
        _check_theme(table, place, seen)
        seen[table.id] = index
        values = {f.name: getattr(table, f.name) for f in fields(Theme)}
        values["dark_colour"] = table.dark_colour or lightened(table.colour)
        ordered.append((table.order if table.order is not None else index, Theme(**values)))
    return tuple(theme for _, theme in sorted(ordered, key=lambda pair: pair[0]))


def lightened(colour: str) -> str:
    """Return a colour (#rrggbb) made light enough for text on the dark ground: 7:1 and more there.

    By relative luminance as WCAG 2.2 defines it; the ground is nearly black, so .35 is enough.
    """
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for share in range(0, 101, 5):
        mixed = [round(c + (255 - c) * share / 100) for c in channels]
        linear = [(v / 12.92) if (v := c / 255) <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for c in mixed]
        if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] >= 0.35:
            break
    return "#" + "".join(f"{c:02x}" for c in mixed)


def _check_theme(table: _ThemeTable, place: _Place, seen: dict[str, int]) -> None:
    def wrong(key: str, cause: str, mend: str) -> ConfigError:
        return ConfigError(f"theme {table.id!r}: {key}: {cause}", where=place.line(key), mend=mend)

    if not _ID.fullmatch(table.id) or table.id == OTHER:
        raise wrong("id", "is no theme id", "use small letters, digits and hyphens; 'other' is taken")
    if table.id in seen:
        raise wrong("id", "stands twice", "give each theme an id of its own")
    if not any(title.strip() for title in table.title.values()):
        raise wrong("title", "is empty", "give a title in one language at least")
    for key in ("colour", "dark_colour"):
        if getattr(table, key) and not _COLOUR.fullmatch(getattr(table, key)):
            raise wrong(key, f"{getattr(table, key)!r} is no colour", "write it as #rrggbb")
    evidence = (table.keywords, table.phrases, table.examples)
    if not any(text.strip() for texts in evidence for listed in texts.values() for text in listed):
        raise wrong("keywords", "says nothing", "give keywords, phrases or examples in one language at least")

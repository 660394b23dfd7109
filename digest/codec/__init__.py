"""An edition as JSON (docs/edition.schema.json) and back.

Each article, segment, placement, quote and theme stands once in a table and is referred to by its id
(a quote by its place in the list), as they are one object each in memory.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, TypeVar

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from digest.codec.sound import is_sound
from digest.errors import InputError
from digest.model import Article, Edition, Placement, Quote, Segment, Theme

SCHEMA = 1
_T = TypeVar("_T")


def to_json(edition: Edition) -> str:
    """Return the edition as JSON text: keys in the order of the types, a line for each row of a table.

    So two editions can be compared line by line, and no text is held twice while it is written.
    """
    parts = (f"{_json(key)}: {_table(value)}" for key, value in _document(edition).items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _table(value: Any) -> str:
    """Return a list or an object of objects as JSON with a line for each of them, others on one line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(map(_json, value)) + "\n]"
    if isinstance(value, dict) and value and isinstance(next(iter(value.values())), dict):
        return "{\n" + ",\n".join(f"{_json(key)}: {_json(row)}" for key, row in value.items()) + "\n}"
    return _json(value)


_json = json.JSONEncoder(ensure_ascii=False).encode


def _document(edition: Edition) -> dict[str, Any]:
    plain, refer = _plain_converter(), _referring_converter(edition)
    # The converter writes a value of these types as an id; a row of its table has the fields themselves.
    segment, placement, quote, whole = (
        make_dict_unstructure_fn(kind, refer) for kind in (Segment, Placement, Quote, Edition)
    )
    segments = {p.segment.id: p.segment for p in edition.placements}
    articles = {s.article.id: s.article for s in segments.values()}
    tables = {
        "schema": SCHEMA,
        "articles": {key: plain.unstructure(articles[key]) for key in sorted(articles)},
        "segments": {key: segment(segments[key]) for key in sorted(segments)},
    }
    document = {**tables, **whole(edition)}
    document["themes"] = [plain.unstructure(theme) for theme in edition.themes]
    document["placements"] = [placement(each) for each in edition.placements]
    document["quotes"] = [quote(each) for each in edition.quotes]
    return document


def from_json(text: str, where: str = "edition.json") -> Edition:
    """Return the edition of a JSON text that `to_json` wrote. Raises InputError for any other."""
    document = _parsed(text, where)
    version = document.get("schema")
    if type(version) is not int or version != SCHEMA:
        raise _refused(f"has schema {version!r:.40}, not {SCHEMA}", where)
    try:
        edition = _read(document)
        # The reader takes 7 for "7" and a default for what is missing; the edition must say what the file says.
        whole = _document(edition) == document and is_sound(edition)
    except Exception:  # noqa: BLE001 -- whatever a broken file does to the reader, it is one line
        whole = False
    if not whole:
        raise _refused("can't be read: not an edition as docs/edition.schema.json describes it", where)
    return edition


def number_in(text: str, where: str = "edition.json") -> int:
    """Return the number of the edition in a JSON text, of whatever schema. Raises InputError."""
    number = _parsed(text, where).get("number")
    if type(number) is not int or not 0 < number < 10**9:
        raise _refused("can't be read: has no number", where)
    return number


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:  # a number of too many digits is a ValueError too
        raise _refused(f"can't be read: broken JSON: {str(error)[:80]}", where) from None
    if not isinstance(document, dict):
        raise _refused("can't be read: not an edition", where)
    return document


def _refused(what: str, where: str) -> InputError:
    return InputError(what, where=where, mend="build the edition again")


def _plain_converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    for kind in (datetime, date):
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(kind, lambda value, kind: kind.fromisoformat(value))
    return converter


def _referring_converter(edition: Edition) -> cattrs.Converter:
    """Return a converter that writes an id where one of the tables holds the value."""
    converter = _plain_converter()
    number = {id(quote): i for i, quote in enumerate(edition.quotes)}
    converter.register_unstructure_hook(Article, lambda article: article.id)
    converter.register_unstructure_hook(Segment, lambda segment: segment.id)
    converter.register_unstructure_hook(Placement, lambda placement: placement.segment.id)
    converter.register_unstructure_hook(Theme, lambda theme: theme.id)
    converter.register_unstructure_hook(Quote, lambda quote: number[id(quote)])
    return converter


def _read(document: dict[str, Any]) -> Edition:
    plain, refer = _plain_converter(), _plain_converter()

    def table(kind: type[_T], rows: dict[Any, Any]) -> dict[Any, _T]:
        """Structure a table with the tables before it, then let references to it be looked up."""
        structure = make_dict_structure_fn(kind, refer)
        values = {key: structure(row, kind) for key, row in rows.items()}
        refer.register_structure_hook(kind, lambda key, _: values[key])
        return values

    rest = {key: value for key, value in document.items() if key not in ("schema", "articles", "segments")}
    articles = {key: plain.structure(row, Article) for key, row in document["articles"].items()}
    refer.register_structure_hook(Article, lambda key, _: articles[key])
    table(Segment, document["segments"])
    table(Placement, {row["segment"]: row for row in document["placements"]})
    table(Quote, dict(enumerate(document["quotes"])))
    table(Theme, {row["id"]: row for row in document["themes"]})
    rest["placements"] = [row["segment"] for row in document["placements"]]
    rest["quotes"] = list(range(len(document["quotes"])))
    rest["themes"] = [row["id"] for row in document["themes"]]
    return refer.structure(rest, Edition)

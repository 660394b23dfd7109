"""edition.json: what docs/edition.schema.json says of it is so, and it reads back as it was written."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import jsonschema
import pytest
from conftest import ROOT, SETTINGS

from digest.codec import SCHEMA, from_json, to_json
from digest.config import load_config
from digest.edition.window import ANY_WEEK, When
from digest.errors import InputError
from digest.model import Article, Edition, Segment
from digest.pipeline import build_edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITTEN_SCHEMA = json.loads((ROOT / "docs" / "edition.schema.json").read_text("utf-8"))
TYPES = WRITTEN_SCHEMA["$defs"]
KIND = jsonschema.Draft202012Validator
VALIDATOR = KIND(WRITTEN_SCHEMA, format_checker=KIND.FORMAT_CHECKER)
NOW = datetime(2024, 3, 29, tzinfo=UTC)


def faults(text: str) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in VALIDATOR.iter_errors(json.loads(text))]


def built(folder: Path, when: When = ANY_WEEK) -> Edition:
    return build_edition(load_config(folder / "digest.toml"), now=NOW, when=when).edition


@pytest.fixture(scope="module")
def sample() -> Edition:
    return built(ROOT)


@pytest.fixture(scope="module")
def document(sample: Edition) -> dict[str, Any]:
    return json.loads(to_json(sample))


def changed(document: dict[str, Any], **changes: Any) -> str:
    return json.dumps({**document, **changes})


# --- the schema and the types


def reachable(kind: Any, seen: dict[str, type]) -> dict[str, type]:
    """Return every dataclass that a value of this type can hold, by name."""
    if dataclasses.is_dataclass(kind):
        if kind.__name__ not in seen:
            seen[kind.__name__] = kind
            for hint in hints(kind).values():
                reachable(hint, seen)
    else:
        for inner in typing.get_args(kind):
            reachable(inner, seen)
    return seen


def hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


WRITTEN = reachable(Edition, {})


def test_the_schema_is_one():
    KIND.check_schema(WRITTEN_SCHEMA)
    assert WRITTEN_SCHEMA["$schema"] == KIND.META_SCHEMA["$id"]
    assert WRITTEN_SCHEMA["properties"]["schema"] == {
        **WRITTEN_SCHEMA["properties"]["schema"],
        "const": SCHEMA,
    }


def test_the_schema_defines_each_type_that_is_written_and_no_other():
    assert set(TYPES) == set(WRITTEN) - {"Edition"}


def test_each_field_stands_in_the_schema_and_is_always_written():
    own = {name: {f.name for f in dataclasses.fields(kind)} for name, kind in WRITTEN.items()}
    own["Edition"] |= {"schema", "articles", "segments"}
    for name, fields in own.items():
        described = TYPES.get(name, WRITTEN_SCHEMA)
        assert set(described["properties"]) == fields, name
        assert set(described["required"]) == fields, name


def test_null_and_the_words_of_a_choice_are_those_of_the_types():
    for name, kind in WRITTEN.items():
        properties = TYPES.get(name, WRITTEN_SCHEMA)["properties"]
        for field, hint in hints(kind).items():
            choice = typing.get_args(hint) if typing.get_origin(hint) is Literal else ()
            assert tuple(properties[field].get("enum", ())) == choice, f"{name}.{field}"
            optional = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
            assert ("null" in json.dumps(properties[field])) == optional, f"{name}.{field}"


def parts(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, schema
    for group in ("properties", "$defs"):
        for name, part in schema.get(group, {}).items():
            yield from parts(part, f"{path}/{name}")


def test_each_part_has_a_title_and_says_what_it_is():
    silent = [p for p, s in parts(WRITTEN_SCHEMA) if not s.get("title") or len(s.get("description", "")) < 10]
    assert silent == []


def test_nothing_undescribed_is_let_in():
    objects = [(p, s) for p, s in parts(WRITTEN_SCHEMA) if s.get("type") == "object"]
    assert len(objects) > len(TYPES)
    # Either the names are fixed, or (tables, texts by language) each value is described.
    assert [p for p, s in objects if s["additionalProperties"] is True] == []
    assert [p for p, s in objects if "properties" in s and s["additionalProperties"] is not False] == []


# --- the editions


def test_the_sample_edition_is_as_the_schema_says(sample: Edition):
    assert len(sample.briefs) > 10
    assert faults(to_json(sample)) == []


def test_the_sample_edition_reads_back(sample: Edition):
    text = to_json(sample)
    assert from_json(text) == sample
    assert to_json(from_json(text)) == text


def test_the_check_sees_a_planted_fault(document: dict[str, Any]):
    for broken in (
        {"minutes": 0},
        {"surprise": 1},
        {"lead_quotes": [-1]},
        {"window": {"since": "yesterday", "until": "2024-03-31"}},
        {"window": {"since": "2024-03-25", "until": "2024-02-30"}},
        {"quotes": [{**document["quotes"][0], "spans": []}]},
    ):
        assert faults(changed(document, **broken))
    without = {k: v for k, v in document["quotes"][0].items() if k != "fit"}
    assert faults(changed(document, quotes=[without, *document["quotes"][1:]]))


ODD = {
    "no quote and no theme": {"content/good.md": "---\ntitle: A walk\n---\nThe path goes round the lake. It is a mile long.\n"},
    "no letters": {"content/good.md": "---\ntitle: '1'\n---\n2 3 5 7. 11 13.\n"},
    "the same passage twice": {
        "content/twice.md": "---\ntitle: Twice\npublished: 2024-03-27\n---\n"
        + "## Hiring\n\nThe lab hired ten engineers. The salaries were high.\n\n" * 3
    },
    "Korean, with quotes and subheads": {
        "content/ko.md": "---\ntitle: 가람전자, 인재 영입\nbyline: [홍가람, 이나래]\npublished: 2024-03-27\nlanguage: ko\n---\n"
        "## 채용\n\n가람전자가 엔지니어를 채용했다. 이나래 가람전자 대표는 “우리는 오랫동안 함께 일할 사람을 찾고 있다”고 말했다.\n\n"
        "## 투자\n\n가람전자는 새 공장에 투자한다. 투자 금액은 밝히지 않았다.\n"
    },
    "data, pages and dumps": {
        "content/a.jsonl": '{"title": "A", "text": "One lab hired. Two did not.", "image": {"src": "https://example.com/a.jpg", "alt": "A"}, "tags": ["x"]}\n'
        '{"title": "B", "text": "A chip was made. It is small.", "kicker": "K", "standfirst": "S. T.", "theme": "security"}\n',
        "content/b.html": "<html lang=en><title>P</title><article><h1>A page of its own</h1>"
        + "<p>A page that somebody saved tells of a new model, which was shown on Tuesday at a fair.</p>" * 5,
        "content/c.txt": "A text that somebody copied\n\n"
        + "The text tells of a new factory for chips, which will be built on an island in the north.\n" * 5,
    },
    "two that tell the same": {
        "content/same.md": "---\ntitle: Chip maker hires engineers\nsource: Other Wire\npublished: 2024-03-27\n---\n"
        "A chip maker hired a team of forty engineers from a rival on Wednesday, its largest recruitment so far.\n"
        "The salaries it offered were twice the usual. The talent war goes on, said a rival.\n"
    },
    "too much to tell": {
        "digest.toml": SETTINGS + "[edition]\nstories_per_section = 1\nmax_words = 60\n",
        **{
            f"content/{n}.md": f"---\ntitle: {title}\npublished: 2024-03-27\ntheme: security\n---\n{text}\n"
            for n, (title, text) in enumerate(
                (
                    ("A lock", "Doors in Oslo opened by themselves. Nobody lost a thing."),
                    ("A camera", "Shops filmed their own tills. The videos stood online."),
                    ("A toy", "Bears listened to children. Their maker sells no more."),
                    ("A router", "Boxes at home sent spam. An update mends that."),
                )
            )
        },
    },
    "a date at either end of the calendar": {
        "content/good.md": "---\ntitle: Old\npublished: 0001-01-01T12:00:00+00:00\n---\nIt was so. It is not.\n",
        "content/new.md": "---\ntitle: New\npublished: 9999-12-31T12:00:00+00:00\n---\nIt will be so. It is not.\n",
    },
    "an hour that the clock strikes twice": {
        "digest.toml": SETTINGS.replace("Asia/Seoul", "America/New_York"),
        "content/good.md": "---\ntitle: Late\npublished: 2024-11-03T01:30:00\n---\nIt was so. It is not.\n",
    },
    "an early year": {"content/good.md": "---\ntitle: Old\npublished: 0987-06-05\n---\nIt was so. It is not.\n"},
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_newsletter_is_as_the_schema_says_and_reads_back(name: str, newsletter: Path):
    for path, text in ODD[name].items():
        (newsletter / path).write_text(text, "utf-8")
    edition = built(newsletter)
    text = to_json(edition)
    assert faults(text) == []
    assert from_json(text) == edition
    assert to_json(from_json(text)) == text


def test_a_window_of_days_is_as_the_schema_says(newsletter: Path):
    assert faults(to_json(built(newsletter, When(since="2024-03-20", until="2024-03-29")))) == []


def test_what_the_odd_ones_are_for_happens(newsletter: Path):
    for path, text in ODD["too much to tell"].items():
        (newsletter / path).write_text(text, "utf-8")
    assert {left.why[:14] for left in built(newsletter).left_out} >= {"its section ha"}


def test_one_of_each_in_memory_after_reading(sample: Edition):
    edition = from_json(to_json(sample))
    segments: dict[str, Segment] = {p.segment.id: p.segment for p in edition.placements}
    articles: dict[str, Article] = {s.article.id: s.article for s in segments.values()}
    for brief in edition.briefs:
        assert brief.segment is segments[brief.segment.id]
        assert brief.segment.article is articles[brief.segment.article.id]
    assert {id(q) for q in edition.pull_quotes} <= {id(q) for q in edition.quotes}


# --- what is no edition


def test_any_truncated_edition_is_one_line(sample: Edition):
    text = to_json(sample)
    for end in range(0, len(text) - 2, max(1, len(text) // 60)):
        refused(text[:end])


def refused(text: str) -> str:
    with pytest.raises(InputError) as raised:
        from_json(text, "out/x/edition.json")
    said = str(raised.value)
    assert said.startswith("out/x/edition.json: ")
    assert said.endswith("; build the edition again")
    assert "\n" not in said
    assert len(said) < 200
    return said


FOREIGN = {
    "nothing": "",
    "null": "null",
    "a number": "7",
    "a text": '"schema"',
    "a list": "[]",
    "an empty object": "{}",
    "another program's": '{"version": 1, "items": []}',
    "not JSON": "<html></html>",
    "no JSON number": '{"schema": NaN}',
    "nested deep": "[" * 100_000,
    "a very long number": '{"schema": ' + "9" * 10_000 + "}",
    "its schema alone": '{"schema": 1}',
    "a byte order mark": "\ufeff{}",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_edition_is_one_line(name: str):
    refused(FOREIGN[name])


@pytest.mark.parametrize("version", [0, 2, "1", True, 1.0, None, [1], "x" * 10_000, {"a\nb": 1}])
def test_an_edition_of_another_schema_is_one_line(version: Any, document: dict[str, Any]):
    assert "schema" in refused(changed(document, schema=version))


def test_each_property_is_needed(document: dict[str, Any]):
    for key in document:
        refused(json.dumps({k: v for k, v in document.items() if k != key}))


@pytest.mark.parametrize(
    "key", ["id", "number", "minutes", "subject", "sources", "sections", "quotes", "articles"]
)
@pytest.mark.parametrize("value", [None, 7.5, "text", {"a": 1}, [[1]]])
def test_a_value_of_the_wrong_kind_is_refused_and_never_bent(key: str, value: Any, document: dict[str, Any]):
    if key in ("id", "subject") and isinstance(value, str):
        return
    refused(changed(document, **{key: value}))


def test_a_reference_to_nothing_is_refused(document: dict[str, Any]):
    section = document["sections"][0]
    for broken in (
        {"segments": {}},
        {"articles": {}},
        {"lead_quotes": [len(document["quotes"])]},
        {"lead_quotes": [-1]},
        {"sections": [{**section, "theme": "no-such-theme"}]},
        {"sections": [{**section, "pull_quotes": ["0"]}]},
        {"lead": {**document["lead"], "story": {**document["lead"]["story"], "lead": "none"}}},
        {"lead": {**document["lead"], "story": {**document["lead"]["story"], "theme": "none"}}},
        {"placements": document["placements"][1:] + document["placements"][1:2]},
    ):
        refused(changed(document, **broken))


def test_a_span_outside_its_text_is_refused(document: dict[str, Any]):
    far = {"start": 10**9, "end": 10**9 + 5}
    key, segment = next(iter(document["segments"].items()))
    quote = document["quotes"][0]
    for broken in (
        {"segments": {**document["segments"], key: {**segment, "span": far}}},
        {"segments": {**document["segments"], key: {**segment, "id": "another"}}},
        {"quotes": [{**quote, "spans": [far]}, *document["quotes"][1:]]},
        {"quotes": [{**quote, "spans": [{"start": 9, "end": 2}]}, *document["quotes"][1:]]},
    ):
        refused(changed(document, **broken))

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from digest.errors import InputError
from digest.load import documents, load
from digest.model import Document, File, Problem


def everything(folder: Path, *paths: Path) -> list[Document | Problem]:
    files = load(paths or [folder], folder)
    return [item for file in files for item in (documents(file) if isinstance(file, File) else [file])]


def read(folder: Path, *paths: Path) -> list[Document]:
    found = everything(folder, *paths)
    assert not [item for item in found if isinstance(item, Problem)]
    return found


def test_a_folder_is_read_in_the_order_of_its_names_with_all_below_it(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "sub/c.md", ".hidden/d.md", "_drafts/e.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n\nText.", "utf-8")
    assert [d.origin.path for d in read(tmp_path)] == ["a.md", "b.md", "sub/c.md"]


def test_front_matter_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: 'A: title'\nbyline: [Ann, Bob]\nsource: Wire\nurl: https://example.com/a?b=1\n"
        "published: 2024-03-27 09:30:00+09:00\nlanguage: ko-KR\ntags: [one, two]\ntheme: security\n"
        "image: {src: images/a.jpg, alt: What it shows, credit: Cid}\n---\n\nBody *stays*.\n",
        "utf-8",
    )
    (document,) = read(tmp_path)
    meta = document.meta
    assert (meta.title, meta.byline, meta.source, meta.language) == ("A: title", ("Ann", "Bob"), "Wire", "ko")
    assert meta.published.isoformat() == "2024-03-27T09:30:00+09:00"
    assert (meta.image.src, meta.image.alt, meta.image.credit) == ("images/a.jpg", "What it shows", "Cid")
    assert (meta.tags, meta.theme, meta.url) == (("one", "two"), "security", "https://example.com/a?b=1")
    assert (document.text, document.declared, str(document.origin)) == ("\nBody *stays*.\n", True, "a.md:12")


@pytest.mark.parametrize(
    "written", ["2024-03-27", "'2024-03-27'", "2024-03-27T10:00:00Z", "Wed, 27 Mar 2024 10:00:00 +0900"]
)
def test_dates_are_read_as_people_write_them(tmp_path: Path, written: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\ndate: {written}\n---\nText.", "utf-8")
    assert read(tmp_path)[0].meta.published.date() == date(2024, 3, 27)


def test_markdown_without_front_matter_takes_its_heading(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# The *title*\n\nText.", "utf-8")
    assert read(tmp_path)[0].meta.title == "The *title*"


def test_json_and_json_lines_give_an_article_each_with_its_line(tmp_path: Path) -> None:
    rows = [{"title": f"T{n}", "text": f"Text {n}.", "author": "Ann", "date": "2024-03-27"} for n in range(3)]
    (tmp_path / "a.json").write_text(json.dumps({"articles": rows}), "utf-8")
    (tmp_path / "b.json").write_text(json.dumps(rows[0]), "utf-8")
    (tmp_path / "c.jsonl").write_text("\n\n".join(map(json.dumps, rows)), "utf-8")
    found = read(tmp_path)
    assert [d.meta.title for d in found] == ["T0", "T1", "T2", "T0", "T0", "T1", "T2"]
    assert [d.origin.line for d in found[4:]] == [1, 3, 5]
    assert all(d.declared and d.meta.byline == ("Ann",) for d in found)


def test_named_files_are_read_and_named_from_the_newsletters_folder(tmp_path: Path) -> None:
    root = tmp_path / "newsletter"
    root.mkdir()
    (tmp_path / "a.md").write_text("# A\n\nText.", "utf-8")
    assert read(root, tmp_path / "a.md")[0].origin.path == "../a.md"


def test_a_kind_that_is_not_read_is_a_note_in_a_folder_and_an_error_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    (problem,) = load([tmp_path], tmp_path)
    assert isinstance(problem, Problem)
    assert problem.severity == "note"
    with pytest.raises(InputError, match=r"no loader reads \.docx"):
        list(load([tmp_path / "a.docx"], tmp_path))


@pytest.mark.parametrize("src", ["/etc/passwd", "../up.jpg", "a/../../up.jpg", "C:\\x.jpg", "file:///x", "~/x.jpg", "data:image/png;base64,AA"])  # fmt: skip
def test_a_picture_can_name_nothing_outside(tmp_path: Path, src: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\nimage: {json.dumps(src)}\n---\nText.", "utf-8")
    found = everything(tmp_path)
    assert next(item.what for item in found if isinstance(item, Problem)).startswith("image: ")
    assert next(d for d in found if isinstance(d, Document)).meta.image is None


def test_titles_lose_their_line_breaks_and_control_characters(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        json.dumps({"title": "One\r\nBcc: x\u2028two\x00", "text": "Text."}), "utf-8"
    )
    assert read(tmp_path)[0].meta.title == "One Bcc: x two"

"""What the preview works out: the cut of an inbox, places, pieces of a text, the message's lines, what is watched."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.language import width
from digest.model import Article, Metadata, Origin, Span
from digest.preview import inbox, mail, mime
from digest.preview.place import Target, excerpt, target
from digest.preview.trace import pieces
from digest.preview.watch import Saved, sources


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("Short", 5, "Short"),
        ("Longer than that", 10, "Longer th…"),
        ("Two words", 5, "Two…"),
        ("두 글자씩 센다", 8, "두 글자…"),
        ("한 줄\n둘째 줄", 40, "한 줄 둘째 줄"),
        ("x", 0, ""),
        ("", 10, ""),
    ],
)
def test_a_line_is_cut_where_its_columns_end(text: str, columns: int, shown: str):
    assert inbox.cut(text, columns) == shown
    assert width(shown) <= columns or shown == text


def test_every_client_shows_some_of_a_long_subject():
    assert len({client.name for client in inbox.CLIENTS}) == len(inbox.CLIENTS)
    for client in inbox.CLIENTS:
        assert 20 <= client.subject < 100
        assert inbox.cut("주간 소식 " * 40, client.subject).endswith("…")


@pytest.mark.parametrize(
    ("place", "anchor", "to"),
    [
        ("email.html: story “A headline”", "s-1", Target("html", anchor="s-1")),
        (
            "email.html: under “A long heading that is c…”",
            "",
            Target("html", under="A long heading that is c"),
        ),
        ("email.html: section “Chips”", "", Target("html", under="Chips")),
        ("email.html", "", Target("html")),
        ("edition.html: under “Chips”", "", Target("web", under="Chips")),
        ("email.txt:12", "", Target("text", line=12)),
        ("edition.md:3", "", Target("markdown", line=3)),
        ("subject", "", Target("inbox")),
        ("preheader", "", Target("inbox")),
        ("digest.toml:4", "", Target("source", line=4)),
    ],
)
def test_a_place_is_seen_in_its_view(place: str, anchor: str, to: Target):
    assert target(place, anchor) == to


def test_an_excerpt_stays_inside_the_newsletter(tmp_path: Path):
    root = tmp_path / "letter"
    root.mkdir()
    (tmp_path / "secret.toml").write_text("secret\n", "utf-8")
    (root / "link.toml").symlink_to(tmp_path / "secret.toml")
    (root / "digest.toml").write_text("\n".join(f"line {n}" for n in range(1, 21)), "utf-8")
    found = excerpt(root, "digest.toml:10")
    assert found is not None
    assert [number for number, _ in found.lines] == list(range(6, 15))
    assert dict(found.lines)[10] == "line 10"
    assert excerpt(root, "digest.toml:900").line == 20
    assert excerpt(root, "templates/parts/story.mjml:2").name == "templates/parts/story.mjml"
    for outside in (
        "../secret.toml:1",
        "link.toml:1",
        str(tmp_path / "secret.toml"),
        "nothing.toml:1",
        "\0:1",
    ):
        assert excerpt(root, outside) is None


def test_the_pieces_of_a_text_are_the_text():
    text = "Before. The passage is here, and it says this. After."
    article = Article("a", Origin("content/a.md"), Metadata(), text, ())
    found = pieces(article, Span(8, 46), [Span(33, 35), Span(36, 40)])
    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.kind == "mark"] == ["it", "says"]
    assert found[0].kind == found[-1].kind == "around"
    assert "".join(piece.text for piece in found if piece.kind != "around") == text[8:46]


def test_a_long_run_of_base64_is_cut_and_nothing_else():
    coded = b"\r\n".join([b"QUJD" * 19] * 40)
    shown = mime.lines(
        b"Subject: x\r\n\r\n" + coded + b"\r\n\r\nThe end, a line of words that is long but no code\r\n"
    )
    assert shown[0] == "Subject: x"
    assert "[37 more lines of base64]" in shown
    assert shown[-1].startswith("The end")
    assert len(shown) == 8


def test_the_mail_of_a_template_without_a_head_is_still_a_mail():
    assert mail.seen("<p>x</p>", "light").startswith("<p>x</p>")


def test_what_a_save_asks_for(tmp_path: Path):
    content, settings, templates = tmp_path / "content", tmp_path / "digest.toml", tmp_path / "templates"
    (content / "images").mkdir(parents=True)
    (content / ".git").mkdir()
    (templates / "parts").mkdir(parents=True)
    watched = sources((content, settings), templates)
    assert watched.saved([templates / "parts" / "story.mjml"]) == Saved(edition=False)
    assert watched.saved([templates / "x.txt", content / "images" / "a.png"]) == Saved(edition=True)
    assert watched.saved([settings]) == Saved(edition=True)
    assert watched.saved([tmp_path / "notes.txt", tmp_path / "digest.toml.swp"]) is None
    assert Saved(edition=False) | Saved(edition=True) == Saved(edition=True)
    assert {tmp_path, content, content / "images", templates / "parts"} <= watched.folders()
    assert content / ".git" not in watched.folders()

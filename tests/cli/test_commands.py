"""The commands as a person and a cron job use them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, STORY

from digest.write import read_edition

if TYPE_CHECKING:
    from collections.abc import Callable


def put(newsletter: Path, name: str, **changes: str) -> None:
    text = STORY.replace("{name}", name)
    for old, new in changes.items():
        text = text.replace(old.replace("_", " "), new)
    (newsletter / "content" / f"{name}.md").write_text(text, "utf-8")


def test_build_writes_five_files_and_says_where(newsletter: Path, digest: Callable) -> None:
    ran = digest("build", "-C", newsletter)
    assert ran.code == 0
    made = {p.name for p in (newsletter / "out/2024-W13").iterdir()}
    assert made == {"email.html", "email.txt", "edition.md", "edition.html", "edition.json"}
    assert all(name in ran.out for name in made)
    assert "1 read, 1 used, 0 skipped" in ran.out


def test_the_newsletter_is_found_from_a_folder_inside_it(
    newsletter: Path, digest: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(newsletter / "content")
    assert digest("build").code == 0
    assert (newsletter / "out/2024-W13/email.html").is_file()


def test_a_new_week_gets_the_next_number_and_a_rebuild_keeps_its_own(
    newsletter: Path, digest: Callable
) -> None:
    put(newsletter, "later", **{"2024-03-27": "2024-04-03", "Chip_maker": "A later chip maker"})
    for week, number in (("2024-W13", 1), ("2024-W14", 2), ("2024-W13", 1), ("2024-W14", 2)):
        assert digest("build", "-C", newsletter, "--week", week).code == 0
        assert read_edition(newsletter / "out" / week).number == number
    digest("build", "-C", newsletter, "--week", "2024-W13", "--number", "7")
    assert read_edition(newsletter / "out/2024-W13").number == 7
    assert "No. 7" in (newsletter / "out/2024-W13/email.txt").read_text("utf-8")


def test_json_is_for_programs(newsletter: Path, digest: Callable) -> None:
    put(newsletter, "old", **{"2024-03-27": "2023-03-27", "Chip_maker": "An old chip maker"})
    put(newsletter, "copy", **{"published:": "language: en\npublished:"})
    (newsletter / "content/empty.md").write_bytes(b"")
    ran = digest("build", "-C", newsletter, "--json")
    found = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert found["edition"] == "2024-W13"
    counts = {
        "read": 4,
        "used": 1,
        "skipped": 1,
        "duplicates": 1,
        "outside": 1,
        "undated": 0,
        "other_languages": 0,
    }
    assert found["report"] == counts
    assert [(p["code"], p["where"]) for p in found["problems"]] == [
        ("empty", "content/empty.md:1"),
        ("duplicate", "content/good.md:8"),
    ]
    assert all(Path(path).is_file() for path in found["files"].values())


def test_languages_narrow_what_is_taken(newsletter: Path, digest: Callable) -> None:
    (newsletter / "content/ko.md").write_text(
        "---\ntitle: 반도체 회사의 채용\npublished: 2024-03-27\n---\n\n엔지니어를 뽑는다. 연봉이 높다.",
        "utf-8",
    )
    settings = newsletter / "digest.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("timezone", 'languages = ["en"]\ntimezone'), "utf-8"
    )
    assert json.loads(digest("build", "-C", newsletter, "--json").out)["report"]["other_languages"] == 1
    assert "반도체" not in (newsletter / "out/2024-W13/email.txt").read_text("utf-8")


def test_an_undated_article_is_in_and_reported(newsletter: Path, digest: Callable) -> None:
    put(
        newsletter, "undated", **{"published:_2024-03-27": "tags: [x]", "Chip_maker": "An undated chip maker"}
    )
    ran = digest("build", "-C", newsletter, "-v")
    assert "content/undated.md:8: has no date and counts as this week's; add `published" in ran.err
    assert "An undated chip maker" in (newsletter / "out/2024-W13/email.txt").read_text("utf-8")


def test_check_writes_nothing(newsletter: Path, digest: Callable) -> None:
    ran = digest("check", "-C", newsletter)
    assert ran.code == 0
    assert "digest.toml and the templates are in order" in ran.out
    assert not (newsletter / "out").exists()
    (newsletter / "content/empty.md").write_bytes(b"")
    assert digest("check", "-C", newsletter, "--strict").code == 1
    assert json.loads(digest("check", "-C", newsletter, "--json").out)["problems"][0]["code"] == "empty"


def test_explain_tells_the_reasons_and_the_quotes(newsletter: Path, digest: Callable) -> None:
    digest("build", "-C", newsletter)
    ran = digest("explain", "-C", newsletter)
    assert "theme ai-talent: score 0." in ran.out
    assert "phrase “talent war”" in ran.out
    assert "Mary Jones" in ran.out
    assert re.search(r"Mary Jones, head of hiring, Example Corp., fit [01]\.\d\d: shown", ran.out)
    (row,) = json.loads(digest("explain", "2024-W13", "-C", newsletter, "--json").out)
    assert row["theme"] == "ai-talent"
    assert row["reasons"][0]["weight"] >= row["reasons"][-1]["weight"]
    assert "nothing in it is about" in digest("explain", "-C", newsletter, "--about", "tulips").out


def test_explain_lists_the_quotes_section_by_section_and_why_one_is_not_shown(
    newsletter: Path, digest: Callable
) -> None:
    said = [
        "“We will hire two hundred people for the talent war of next year,” said Ann Reed, the mayor of Elm.",
        "“We have never hired so many people for a talent war before this,” said Ann Reed, the mayor of Elm.",
        "“Nobody asked the nurses what they think of these new salaries,” said Bob Hill, a nurse at Elm Hospital.",
        "“Yes,” said Bob Hill.",
        "“The talent war is over before it began, and hospitals have lost it,” said Carl Moss, a doctor in Elm.",
        "“The talent war is over, and these hospitals have lost it for good,” it was said in the corridors of Elm.",
    ]
    for number in (1, 2):
        text = "\n\n".join(said) if number == 2 else "Elm hires for the talent war. It will hire more."
        front = f"---\ntitle: Elm hires, part {number}\npublished: 2024-03-2{number + 5}\ntheme: ai-talent\n---\n\n"
        (newsletter / "content" / f"elm{number}.md").write_text(front + text, "utf-8")
    digest("build", "-C", newsletter)
    places = json.loads(digest("explain", "-C", newsletter, "--quotes", "--json").out)
    quotes = {q["parts"][0]: q for place in places for q in place["quotes"]}
    assert sum(place["found"] for place in places) == len(quotes) == 7
    assert all(place["shown"] for place in places if place["fit"])
    assert {q["fate"] for q in quotes.values()} >= {
        "shown",
        "too short (3 characters)",
        "the text does not say for certain who speaks",
    }
    printed = digest("explain", "-C", newsletter, "--quotes").out
    assert re.search(r"\d quotes found, \d fit to show, 1 shown", printed)
    assert all(q["fate"] in printed for q in quotes.values())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_init_makes_a_newsletter_that_builds_at_once(tmp_path: Path, digest: Callable, language: str) -> None:
    folder = tmp_path / "mine"
    assert digest("init", folder, "--language", language, "--name", 'My "own" 소식').code == 0
    ran = digest("build", "-C", folder, "--strict")
    assert (ran.code, ran.err) == (0, "")
    assert "3 read, 3 used" in ran.out
    assert 'My "own" 소식' in (folder / "out/2024-W13/email.txt").read_text("utf-8")
    assert digest("init", folder).code == 2


def test_send_writes_a_message_for_each_address(newsletter: Path, digest: Callable) -> None:
    digest("build", "-C", newsletter)
    readers = newsletter / "readers.csv"
    with readers.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["email", "name"], ["ann@example.com", "앤"], ["no address", ""], ["bob@example.com", ""]]
        )
    ran = digest("send", "-C", newsletter, "--to", readers, "--out", newsletter / "mail")
    assert ran.code == 0
    assert "readers.csv:3" in ran.err
    messages = [
        message_from_bytes(p.read_bytes(), policy=policy.default)
        for p in sorted((newsletter / "mail").iterdir())
    ]
    assert [m["To"].addresses[0].addr_spec for m in messages] == ["ann@example.com", "bob@example.com"]
    assert messages[0]["Subject"] == "Chip maker hires a team of engineers"
    assert "forty engineers" in messages[0].get_body(("html",)).get_content()
    assert digest("send", "-C", newsletter, "--to", newsletter / "none.csv").code == 2


SEEDED = """
import sys; from digest.cli import main
main(["build", "-C", sys.argv[1], "--out", sys.argv[2], *sys.argv[3:]])
"""


def test_two_builds_are_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    sums = []
    for seed in ("0", "1", "4242"):
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", SEEDED, ROOT, out],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
        )
        sums.append(
            {
                p.relative_to(out): hashlib.sha256(p.read_bytes()).hexdigest()
                for p in out.rglob("*")
                if p.is_file()
            }
        )
    assert sums[0] == sums[1] == sums[2]
    assert len(sums[0]) >= 8


def test_an_interrupt_ends_with_130_and_leaves_nothing(newsletter: Path) -> None:
    """A pipe stands for an article, so the build waits in its reading until it is interrupted."""
    pipe = newsletter / "waits.md"
    os.mkfifo(pipe)
    run = [sys.executable, "-c", SEEDED, newsletter, newsletter / "out", pipe]
    with subprocess.Popen(run, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        writing = os.open(pipe, os.O_WRONLY)  # returns once the build has opened it to read
        process.send_signal(signal.SIGINT)
        _, printed = process.communicate()
        os.close(writing)
    assert process.returncode == 130
    assert printed.strip() == "digest: interrupted"
    assert not (newsletter / "out").exists()

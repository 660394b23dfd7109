"""`digest check`: an edition like a linter, config and content before a build, and which of them is meant."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SETTINGS, STORY

from digest.check import RULES
from digest.cli import main
from digest.codec import to_json
from digest.model import Section, Standfirst
from digest.write import read_edition, write_files

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS = 'address = "1 Example Street, 00000 Exampletown"\n'
QUICK = '[themes]\nscorer = "words"\n'
LINE = re.compile(r"(error|warning|note) +([a-z-]+) +(.+)")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a newsletter with a built edition in which no rule finds an error, to copy."""
    folder = tmp_path_factory.mktemp("once")
    (folder / "content").mkdir()
    (folder / "digest.toml").write_text(SETTINGS + ADDRESS + QUICK, "utf-8")
    (folder / "content/good.md").write_text(STORY.replace("{name}", "good"), "utf-8")
    with pytest.raises(SystemExit, match=r"^0$"):
        main(["build", "--jobs", "1", "-C", str(folder)])
    return folder


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "newsletter"))


def said(printed: str) -> list[tuple[str, str, str]]:
    return [match.groups() for line in printed.splitlines() if (match := LINE.fullmatch(line))]


def with_link(folder: Path, url: str, digest: Callable) -> None:
    article = folder / "content/good.md"
    article.write_text(article.read_text("utf-8").replace("https://example.com/good", url), "utf-8")
    assert digest("build", "--jobs", 1, "-C", folder).code == 0


def test_an_edition_is_checked_a_line_for_each_finding(built: Path, digest: Callable) -> None:
    with_link(built, "http://localhost:8000/story", digest)
    ran = digest("check", "2024-W13", "-C", built)
    assert ran.code == 1
    found = said(ran.out)
    severities = [severity for severity, _, _ in found]
    assert severities == sorted(severities, key=("error", "warning", "note").index)
    assert severities[0] == "error"
    (local,) = [text for _, rule, text in found if rule == "link-local"]
    assert local.startswith("email.html: story “Chip maker hires")
    assert "localhost is on your machine" in local
    assert local.endswith("; write the public address")
    assert re.search(r"^2024-W13: 1 error, \d+ warnings?, \d+ notes?, by \d+ rules$", ran.out, re.MULTILINE)
    assert ran.err == ""


def test_an_edition_in_order_ends_with_0_and_only_strict_minds_a_warning(
    built: Path, digest: Callable
) -> None:
    first = digest("check", "2024-W13", "-C", built)
    assert first.code == 0, first.out
    assert "error " not in first.out
    with_link(built, "http://example.com/good", digest)
    assert digest("check", "2024-W13", "-C", built).code == 0
    assert digest("check", "2024-W13", "-C", built, "--strict").code == 1


def test_what_falls_back_is_one_line_and_listed_where_more_is_asked_for(
    built: Path, digest: Callable
) -> None:
    short = said(digest("check", "2024-W13", "-C", built).out)
    whole = said(digest("check", "2024-W13", "-C", built, "-v").out)
    (folded,) = [text for _, rule, text in short if rule == "client-fallback"]
    listed = [text for _, rule, text in whole if rule == "client-fallback"]
    assert len(listed) > 20
    assert folded.startswith(f"email.html: {len(listed)} features that some clients lack")
    assert all("none needed: " in text for text in listed)
    assert len(whole) - len(listed) == len(short) - 1


def test_the_share_of_clients_is_told(built: Path, digest: Callable) -> None:
    out = digest("check", "2024-W13", "-C", built).out
    full, partly = map(float, re.findall(r"([\d.]+)%", out))
    assert 70 < full < partly <= 100


def test_programs_get_the_same_findings(built: Path, digest: Callable) -> None:
    with_link(built, "http://localhost/story", digest)
    ran = digest("check", "2024-W13", "-C", built, "--json")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert told["edition"] == "2024-W13"
    assert told["counts"]["error"] == 1
    first = told["findings"][0]
    assert (first["rule"], first["severity"], first["anchor"][:2]) == ("link-local", "error", "s-")
    assert set(first) == {"rule", "severity", "place", "what", "mend", "anchor"}
    assert sum(told["counts"].values()) == len(told["findings"])
    assert 0.7 < told["support"]["full"] < told["support"]["at_least_partly"] <= 1


def test_what_the_mail_has_no_room_for_is_told_too(built: Path, digest: Callable) -> None:
    folder = built / "out/2024-W13"
    edition = read_edition(folder)
    (first,) = edition.briefs
    told = Standfirst("A sentence that is long enough to fill a line. " * 20)
    briefs = tuple(replace(first, story=replace(first.story, id=f"s{n}"), standfirst=told) for n in range(70))
    section = Section(edition.theme(first.story.theme), briefs)
    write_files(folder, {"edition.json": to_json(replace(edition, sections=(section,))).encode()})
    ran = digest("check", "2024-W13", "-C", built, "--strict")
    assert ran.code == 1
    assert re.match(r"warning  the mail had [\d,]+ bytes and Gmail shows some 102,000", ran.err)
    rows = json.loads(digest("check", "2024-W13", "-C", built, "--json").out)["problems"]
    assert {row["code"] for row in rows} == {"too-long"}


def test_a_rule_is_turned_off_with_a_reason_that_is_told(built: Path, digest: Callable) -> None:
    with_link(built, "http://localhost/story", digest)
    off = '[check]\noff = { "link-local" = "read inside the house only" }\n'
    (built / "digest.toml").write_text(SETTINGS + ADDRESS + off, "utf-8")
    ran = digest("check", "2024-W13", "-C", built)
    assert ran.code == 0, ran.out
    assert "link-local " not in [rule for _, rule, _ in said(ran.out)]
    assert "  off: link-local (read inside the house only)" in ran.out
    told = json.loads(digest("check", "2024-W13", "-C", built, "--json").out)
    assert told["off"] == {"link-local": "read inside the house only"}


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        ('[check.off]\n"link-http" = "why"\n', 11, "check: off: no such rule 'link-http'; did you mean 'link-https'?"),
        ('[check.off]\nzebra = "why"\n', 11, "check: off: no such rule 'zebra'; `digest check --rules` lists them"),
        ('[check]\noff = { "link-https" = " " }\n', 11, "check: off: 'link-https' has no reason; say why"),
        ('[check]\nadvertising = "no"\n', 11, "check: advertising: has a value of the wrong kind: 'no'; write true or"),
        ('[check]\noff = ["link-https"]\n', 11, "check: off: has a value of the wrong kind: ['link-https']; write a reason"),
        ("[check]\nof = {}\n", 11, "check: unknown key 'of'; did you mean 'off'?"),
        ('[look]\n\naccnt = "#9a3412"\n', 12, "look: accnt: no such design token; did you mean 'accent'?"),
        ('[pictures]\nbase_url = "http://a.example/"\n', 11, "pictures: base_url: 'http://a.example/' is no folder on the web"),
        ('[pictures]\nbase_url = "https://a.example/?p="\n', 11, "is no folder on the web"),
        ('[links]\nutm = { source = "x", medum = "y" }\n', 11, "links: utm: unknown key 'medum'; did you mean 'medium'?"),
        ('[links.utm]\nsource = "x"\nutm_medium = "y"\n', 12, "links: utm: unknown key 'utm_medium'; did you mean 'medium'?"),
        ('[links.utm]\nsource = ""\n', 11, "links: utm: source is empty"),
        ('[links]\nutm = "x"\n', 11, "links: utm: has a value of the wrong kind: 'x'; write it by parameter: utm = { source"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", [(), ("2024-W13",)])
def test_a_mistake_in_its_tables_is_one_line_with_its_line(
    built: Path, digest: Callable, table: str, line: int, says: str, what: tuple[str, ...]
) -> None:
    (built / "digest.toml").write_text(SETTINGS + ADDRESS + "\n" + table, "utf-8")
    ran = digest("check", *what, "-C", built)
    assert ran.code == 2
    assert ran.err.startswith(f"digest: digest.toml:{line}: ")
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_korean_newsletter_that_advertises_says_so_in_its_subject(built: Path, digest: Callable) -> None:
    settings = SETTINGS + ADDRESS + "[check]\nadvertising = true\n"
    (built / "digest.toml").write_text(settings, "utf-8")
    ran = digest("check", "2024-W13", "-C", built)
    assert ran.code == 1
    assert any("(광고)" in text for severity, _, text in said(ran.out) if severity == "error")


def test_every_rule_is_printed_with_its_reason_and_its_examples(digest: Callable) -> None:
    ran = digest("check", "--rules")
    assert ran.code == 0
    for rule in RULES.values():
        assert (rule.severity, rule.id, rule.checks) in said(ran.out)
        assert f"why   {rule.why}" in ran.out
    assert ran.out.count("         bad   ") == ran.out.count("         good  ") == len(RULES)
    rows = json.loads(digest("check", "--rules", "--json").out)
    assert [row["id"] for row in rows] == list(RULES)
    assert all(row["bad"] != row["good"] for row in rows)


def test_an_edition_is_meant_by_its_id_or_its_folder(
    built: Path, digest: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = built.parent / "kept"
    write_files(elsewhere, {"edition.json": (built / "out/2024-W13/edition.json").read_bytes()})
    for name in ("2024-W13", "latest", "out/2024-W13", built / "out/2024-W13", elsewhere):
        assert "2024-W13: no error" in digest("check", name, "-C", built).out
    monkeypatch.chdir(built.parent)
    assert "2024-W13: no error" in digest("check", "kept", "-C", built).out
    monkeypatch.chdir(built)
    (built / "2024-W13").write_text("An edition's id is an edition, whatever else is called so.", "utf-8")
    assert "2024-W13: no error" in digest("check", "2024-W13").out


def test_latest_is_the_newest_edition_for_every_command(built: Path, digest: Callable) -> None:
    older = (built / "out/2024-W13/edition.json").read_text("utf-8").replace("2024-W13", "2024-W12")
    write_files(built / "out/2024-W12", {"edition.json": older.encode()})
    assert "(2024-W13)" in digest("explain", "latest", "-C", built).out
    (built / "readers.csv").write_text("email\nann@example.org\n", "utf-8")
    assert digest("send", "latest", "--to", built / "readers.csv", "-C", built).code == 0
    assert len(list((built / "out/2024-W13/messages").glob("*.eml"))) == 1
    shutil.rmtree(built / "out")
    for command in ("check", "explain", "preview"):
        ran = digest(command, "latest", "-C", built)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith("out: no edition has been built yet; run `digest build`\n")


def test_anything_else_is_articles(built: Path, digest: Callable) -> None:
    for what in ((), (built / "content",), (built / "content/good.md",)):
        ran = digest("check", *what, "-C", built)
        assert (ran.code, "articles: 1 read, 1 used" in ran.out) == (0, True), ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("2024-W12",), "no edition '2024-W12'; built so far: 2024-W13"),
        (("2024-03-01--2024-03-09",), "no edition '2024-03-01--2024-03-09'; built so far: 2024-W13"),
        (("nothing",), "no such file or folder"),
        (("2024-W13", "content/good.md"), "2024-W13 is an edition; name one edition alone, or articles only"),
        (("content/good.md", "latest"), "latest is an edition; name one edition alone, or articles only"),
        (("--online",), "--online asks for an edition's links; name an edition"),
    ],
)
def test_what_cannot_be_meant_is_one_line(
    built: Path, digest: Callable, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(built)
    ran = digest("check", *arguments)
    assert ran.code == 2
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


def test_online_asks_the_links_and_not_what_is_in_the_house(built: Path, digest: Callable) -> None:
    settings = SETTINGS.replace("https://example.org", "https://127.0.0.1:1") + ADDRESS + QUICK
    (built / "digest.toml").write_text(settings, "utf-8")
    with_link(built, "https://192.168.0.1/story", digest)
    assert "link-dead" not in digest("check", "2024-W13", "-C", built).out
    ran = digest("check", "2024-W13", "-C", built, "--online")
    dead = [text for _, rule, text in said(ran.out) if rule == "link-dead"]
    assert ran.code == 1
    assert len(dead) == 3
    assert any("192.168.0.1 is not on the public network, and is not asked" in text for text in dead)


def test_a_build_takes_the_logo_and_the_look_along(built: Path, digest: Callable) -> None:
    (built / "logo.gif").write_bytes(b"GIF89a" + bytes(40))
    look = '[look]\naccent = "#9a3412"\n[look.logo]\nsrc = "logo.gif"\nwidth = 120\n'
    (built / "digest.toml").write_text(SETTINGS + ADDRESS + QUICK + look, "utf-8")
    assert digest("build", "--jobs", 1, "-C", built).code == 0
    page = (built / "out/2024-W13/email.html").read_text("utf-8")
    (src,) = re.findall(r'src="(images/[0-9a-f]+\.gif)"', page)
    assert (built / "out/2024-W13" / src).read_bytes().startswith(b"GIF89a")
    assert "#9a3412" in page
    readers = built / "readers.csv"
    readers.write_text("email\nann@example.org\n", "utf-8")
    assert digest("send", "2024-W13", "--to", readers, "-C", built).code == 0
    (mail,) = (built / "out/2024-W13/messages").glob("*.eml")
    assert b"Content-ID: <" in mail.read_bytes()


def test_mails_have_the_parameters_of_the_links_and_pictures_of_the_web(
    built: Path, digest: Callable
) -> None:
    tables = '[links]\nutm = { source = "letter", campaign = "{id}" }\n[pictures]\nbase_url = "https://pics.example"\n'
    (built / "digest.toml").write_text(SETTINGS + ADDRESS + QUICK + tables, "utf-8")
    assert digest("build", "--jobs", 1, "-C", built).code == 0
    wanted = "https://example.com/good?utm_source=letter&utm_campaign=2024-W13"
    for name in ("email.html", "email.txt", "edition.md"):
        text = (built / "out/2024-W13" / name).read_text("utf-8").replace("&amp;", "&")
        assert wanted in text
        assert "https://example.org/leave?" not in text
    readers = built / "readers.csv"
    readers.write_text("email\nann@example.org\n", "utf-8")
    assert digest("send", "2024-W13", "--to", readers, "-C", built).code == 0
    (mail,) = (built / "out/2024-W13/messages").glob("*.eml")
    unfolded = mail.read_bytes().replace(b"=\r\n", b"").replace(b"=3D", b"=")
    assert unfolded.count(b"https://example.org/2024-W13?utm_source=letter") == 2

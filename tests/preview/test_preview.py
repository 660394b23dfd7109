"""The preview over real HTTP on a free port."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from previews import HIRING, ask, newsletter, running, state, until

from digest.errors import UsageError
from digest.preview import FromBuilt, FromContent, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = [sys.executable, "-u", "-c", "import sys; from digest.cli import main; main(sys.argv[1:])"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return newsletter(tmp_path_factory.mktemp("previewed") / "letter")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(FromContent(folder)) as address:
        yield address


def test_the_page_runs_its_own_script_and_no_other(address: str):
    status, headers, page = ask(address, "/")
    assert status == 200
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert page.count("<script") == 1
    assert '<script src="/preview.js" defer></script>' in page
    assert ask(address, "/preview.js")[1]["Content-Type"].startswith("text/javascript")
    assert ask(address, "/preview.css")[1]["Content-Type"].startswith("text/css")


def test_the_mail_may_run_nothing(address: str):
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in ask(address, "/")[2]
    policy = ask(address, "/mail.html")[1]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_the_mail_is_answered_for_each_reader(address: str):
    light, dark, forced = (ask(address, f"/mail.html?scheme={s}")[2] for s in ("light", "dark", "forced"))
    assert "@media not all{" in light.replace(" {", "{")
    assert "@media all{" in dark.replace(" {", "{")
    assert "filter:invert(1)" in forced
    assert "filter:invert" not in light + dark
    assert ask(address, "/mail.html?scheme=%3Cx%3E")[0] == 404
    assert "img-src 'none'" in ask(address, "/mail.html?images=off")[1]["Content-Security-Policy"]
    assert "img-src http:" in ask(address, "/mail.html?images=on")[1]["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("text", "Chip maker hires a team of forty engineers"),
        ("markdown", "title: Chip maker hires a team of forty engineers"),
        ("mime", "To: Ann Reader &lt;ann@example.com&gt;"),
        ("inbox", '<b class="sender">Preview Weekly</b>'),
    ],
)
def test_each_other_format_is_shown_as_text(address: str, name: str, words: str):
    status, _, page = ask(address, f"/view/{name}")
    assert status == 200
    assert words in page
    assert "<script" not in page
    assert "<img" not in page


def test_a_picture_comes_from_the_desk_and_nothing_from_the_disk(address: str):
    mail = ask(address, "/mail.html")[2]
    src = mail[mail.index("images/") :].split('"', 1)[0]
    status, headers, _ = ask(address, f"/{src}")
    assert (status, headers["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize(
    "path",
    [
        "/../digest.toml",
        "/images/../../digest.toml",
        "/images/..%2f..%2fdigest.toml",
        "/images/%2e%2e/%2e%2e/digest.toml",
        "/images//etc/passwd",
        "/images/%00.png",
        "/images/",
        f"/images/{'a' * 5000}",
        "/digest.toml",
        "/view/state",
        "/view/../state",
        "/trace/nothing",
        "/page.html",
        "/%ff",
    ],
)
def test_nothing_else_is_served(address: str, path: str):
    status, _, text = ask(address, path)
    assert status == 404
    assert "example" not in text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/mail.html", "/state", "/events", "/images/plant.png"])
def test_only_reading_is_allowed(address: str, method: str, path: str):
    assert ask(address, path, method)[0] == 405


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "", "10.0.0.1:8000"])
@pytest.mark.parametrize("path", ["/", "/state", "/events"])
def test_another_name_for_this_machine_is_refused(address: str, host: str, path: str):
    assert ask(address, path, host=host)[0] == 400
    assert ask(address, "/state", host="localhost:80")[0] == 200


def test_every_answer_says_that_it_is_not_to_be_kept_or_guessed_at(address: str):
    for path in ("/", "/preview.js", "/state", "/mail.html", "/view/text", "/trace/q-1", "/nothing"):
        headers = ask(address, path)[1]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_trace_leads_to_the_span(address: str):
    quote = next(t for t in state(address)["traces"] if t["kind"] == "quote" and "We looked" in t["words"])
    status, _, page = ask(address, f"/trace/{quote['id']}")
    assert status == 200
    words = "We looked for people who had built such a thing before, and there are not many of them"
    assert f"<mark>{words}" in page
    assert "content/hiring.md:" in page
    assert "Mary Jones" in page
    for term in ("Theme", "Score", "Runner-up", "Why"):
        assert f"<dt>{term}</dt>" in page


def test_a_hostile_article_stays_text_in_every_view(address: str):
    answers = [ask(address, f"/trace/{trace['id']}") for trace in state(address)["traces"]]
    assert {status for status, _, _ in answers} == {200}
    pages = [page for _, _, page in answers]
    pages += [ask(address, f"/view/{name}")[2] for name in ("text", "markdown", "mime", "inbox")]
    pages += [state(address)["panel"], ask(address, "/mail.html")[2]]
    for page in pages:
        assert "<script" not in page
        assert "<img src=x" not in page
    assert any("{{ 7 * 7 }}" in page for page in pages)
    assert not any("49 of the week" in page for page in pages)


def test_a_save_shows_without_a_word(tmp_path: Path):
    folder = newsletter(tmp_path / "letter")
    with running(FromContent(folder)) as address:
        before = state(address)
        article = folder / "content" / "hiring.md"
        article.write_text(HIRING.replace("forty", "fifty"), "utf-8")
        until(lambda: state(address)["version"] > before["version"])
        assert "a team of fifty engineers" in ask(address, "/mail.html")[2]
        # A folder that was not there when the preview began.
        version = state(address)["version"]
        (folder / "templates" / "parts").mkdir(parents=True)
        (folder / "templates" / "parts" / "masthead.txt").write_text("A MASTHEAD OF MY OWN\n", "utf-8")
        until(lambda: state(address)["version"] > version and "OF MY OWN" in ask(address, "/view/text")[2])


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("digest.toml", '[newsletter]\nname = "x"\nlook = "baroque"\n', "digest.toml:3"),
        ("templates/parts/story.mjml", "<p>\n{% if %}</p>\n", "templates/parts/story.mjml:2"),
        ("templates/tokens.toml", "x = \n", "templates/tokens.toml:1"),
    ],
)
def test_a_fault_tells_file_line_and_cause_and_goes_when_it_is_mended(
    tmp_path: Path, name: str, text: str, where: str
):
    folder = newsletter(tmp_path / "letter")
    (folder / "templates" / "parts").mkdir(parents=True)
    sound = (folder / name).read_text("utf-8") if (folder / name).exists() else None
    with running(FromContent(folder)) as address:
        (folder / name).write_text(text, "utf-8")
        until(lambda: state(address)["fault"])
        fault = state(address)["fault"]
        assert where in fault
        assert '<span class="here">' in fault
        assert ask(address, "/mail.html")[0] == 503
        if sound is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(sound, "utf-8")
        until(lambda: not state(address)["fault"] and ask(address, "/mail.html")[0] == 200)


def test_a_rule_that_is_not_is_told_beside_the_edition(tmp_path: Path):
    letter = newsletter(tmp_path / "letter")
    with (letter / "digest.toml").open("a", encoding="utf-8") as settings:
        settings.write('[check.off]\n"link-http" = "why"\n')
    with running(FromContent(letter)) as address:
        told = state(address)
        assert not told["fault"]
        assert "no such rule &#39;link-http&#39;" in told["panel"]
        assert "did you mean &#39;link-https&#39;?" in told["panel"]
        assert "Chip maker hires a team" in ask(address, "/mail.html")[2]


def test_a_broken_article_is_told_above_the_edition_that_is_built_without_it(tmp_path: Path):
    folder = newsletter(tmp_path / "letter")
    with running(FromContent(folder)) as address:
        (folder / "content" / "broken.md").write_text("---\ntitle: [a\n---\n\nText.\n", "utf-8")
        until(lambda: state(address)["notice"])
        notice = state(address)["notice"]
        assert "content/broken.md:" in notice
        assert ask(address, "/mail.html")[0] == 200
        (folder / "content" / "broken.md").unlink()
        until(lambda: not state(address)["notice"])


def test_no_article_at_all_is_a_fault_and_no_end(tmp_path: Path):
    folder = newsletter(tmp_path / "letter")
    texts = {path: path.read_text("utf-8") for path in (folder / "content").glob("*.md")}
    for path in texts:
        path.unlink()
    with running(FromContent(folder)) as address:
        assert "no article here" in state(address)["fault"]
        for path, text in texts.items():
            path.write_text(text, "utf-8")
        until(lambda: "Chip maker" in ask(address, "/mail.html")[2])


def test_a_built_edition_is_shown_as_it_was_built(tmp_path: Path, digest):
    folder = newsletter(tmp_path / "letter")
    assert digest("build", "-C", folder).code == 0
    (folder / "content" / "hiring.md").unlink()
    with running(FromBuilt(folder, folder / "out" / "2024-W13")) as address:
        mail = ask(address, "/mail.html")[2]
        assert "Chip maker hires" in mail
        src = mail[mail.index("images/") :].split('"', 1)[0]
        assert ask(address, f"/{src}")[0] == 200
        (folder / "out" / "2024-W13" / "edition.json").write_text("{", "utf-8")
        until(lambda: "edition.json" in state(address)["fault"])


def test_the_preview_writes_nothing_but_its_cache(tmp_path: Path):
    folder = newsletter(tmp_path / "letter")
    before = {path for path in folder.rglob("*") if ".digest" not in path.parts}
    with running(FromContent(folder)):
        assert {path for path in folder.rglob("*") if ".digest" not in path.parts} == before


def test_a_taken_or_impossible_port_is_one_line(folder: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"port {port}: Address already in use; .*--port"):
            serve(FromContent(folder), port, open_browser=False)
    with pytest.raises(UsageError, match="port 70000: no such port"):
        serve(FromContent(folder), 70_000, open_browser=False)


def test_the_browser_is_opened_at_the_address(folder: Path, tmp_path: Path):
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    with subprocess.Popen(
        [*COMMAND, "preview", "-C", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"BROWSER": f"{browser} %s"},
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline()
        until(opened.exists)
        process.send_signal(signal.SIGINT)
    assert opened.read_text() == address


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_stops_it_without_a_word(folder: Path, stop: signal.Signals):
    """With a page's stream of events still open, as one is."""
    with subprocess.Popen(
        [*COMMAND, "preview", "-C", str(folder), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        events = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        events.request("GET", "/events")
        assert events.getresponse().readline().startswith(b"data: ")
        began = time.monotonic()
        process.send_signal(stop)
        out, err = process.communicate(timeout=10)
        events.close()
    assert (out, err) == ("", "")
    assert process.returncode == 0
    assert time.monotonic() - began < 5

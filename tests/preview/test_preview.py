"""The preview over real HTTP on a free port."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from previews import build, running

from digest.errors import InputError, UsageError
from digest.preview import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("out") / "2024-W13")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(folder) as address:
        yield address


def ask(address: str, path: str, method: str = "GET", **headers: str):
    """Ask for the path just as it is written; the answer's status, headers and text."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.putrequest(method, path, skip_host="host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def test_the_page_shows_the_inbox_lines_and_both_texts_as_text(address: str):
    status, headers, page = ask(address, "/")
    assert status == 200
    assert "<h1>이번 주 &lt;여덟&gt; 가지</h1>" in page
    assert "미리 보는 한 줄" in page
    assert "텍스트 &lt;본문&gt; &amp; 끝" in page
    assert "# 마크다운 &lt;제목&gt; $x" in page
    assert "<script" not in page
    assert "script" not in headers["Content-Security-Policy"]


def test_the_frame_may_run_nothing(address: str):
    [first, second] = re.findall(r"<iframe[^>]*>", ask(address, "/")[2])
    for frame in (first, second):
        assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in frame
    policy = ask(address, "/email.html")[1]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/email.html", "text/html; charset=utf-8"),
        ("/email.txt", "text/plain; charset=utf-8"),
        ("/edition.md", "text/plain; charset=utf-8"),
        ("/edition.json", "application/json"),
        ("/images/plant.png", "image/png"),
    ],
)
def test_each_file_is_served_as_it_is_and_never_kept(address: str, folder: Path, path: str, kind: str):
    status, headers, text = ask(address, path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert text == (folder / path[1:]).read_bytes().decode("utf-8", "replace")
    assert ask(address, path, "HEAD")[2] == ""


def test_a_scheme_is_answered_for_the_reader(address: str):
    assert "@media all {" in ask(address, "/email.html?scheme=dark")[2]
    assert "@media not all {" in ask(address, "/email.html?scheme=light")[2]
    assert "prefers-color-scheme" in ask(address, "/email.html?scheme=%3Cx%3E")[2]


def test_a_rebuild_shows_at_the_next_request(tmp_path: Path):
    folder = build(tmp_path / "edition")
    with running(folder) as address:
        (folder / "email.txt").write_text("새 글", encoding="utf-8")
        assert "새 글" in ask(address, "/")[2]
        (folder / "email.txt").unlink()
        assert "email.txt is not there; build the edition again" in ask(address, "/")[2]
        assert ask(address, "/email.txt")[::2] == (404, "email.txt is not there; build the edition again\n")


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"newsletter": [], "subject": null}', b"[" * 100_000, b"\xff\xfe", b"{"]
)
def test_a_broken_edition_still_has_a_page(tmp_path: Path, data: bytes):
    folder = build(tmp_path / "2024-W14")
    (folder / "edition.json").write_bytes(data)
    with running(folder) as address:
        status, _, page = ask(address, "/")
    assert status == 200
    assert "<h1>2024-W14</h1>" in page


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/images/../../secret.txt",
        "/images/..%2f..%2fsecret.txt",
        "/images/%2e%2e/%2e%2e/secret.txt",
        "/images//etc/passwd",
        "/images/link.png",
        "/images/door/secret.txt",
        "/images/%00.png",
        "/images/",
        "/images",
        f"/images/{'a' * 5000}",
        "/secret.txt",
        "/.env",
        "/%ff",
    ],
)
def test_nothing_outside_the_folder_is_served(address: str, folder: Path, path: str):
    secret = folder.parent / "secret.txt"
    secret.write_text("the secret")
    for name, target in (("link.png", secret), ("door", folder.parent)):
        if not (folder / "images" / name).is_symlink():
            (folder / "images" / name).symlink_to(target)
    status, _, text = ask(address, path)
    assert status == 404
    assert "secret" not in text.removeprefix("/secret")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/email.html", "/images/plant.png"])
def test_only_reading_is_allowed(address: str, method: str, path: str):
    assert ask(address, path, method)[0] == 405


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "", "10.0.0.1:8000"])
def test_another_name_for_this_machine_is_refused(address: str, host: str):
    assert ask(address, "/", host=host)[0] == 400
    assert ask(address, "/", host="localhost:80")[0] == 200


def test_where_no_edition_is_it_says_what_to_do(tmp_path: Path):
    with pytest.raises(InputError, match="no edition here; build one: digest build"):
        serve(tmp_path)


def test_a_taken_or_impossible_port_is_one_line(folder: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"port {port}: Address already in use; .*--port"):
            serve(folder, port, open_browser=False)
    with pytest.raises(UsageError, match="port 70000: no such port"):
        serve(folder, 70_000, open_browser=False)


def test_the_browser_is_opened_at_the_address(folder: Path, tmp_path: Path):
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    program = (
        "import sys; from pathlib import Path; from digest.preview import serve; serve(Path(sys.argv[1]))"
    )
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"BROWSER": f"{browser} %s"},
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline()
        deadline = time.monotonic() + 20
        while not opened.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
    assert opened.read_text() == address


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_stops_it_without_a_word(folder: Path, stop: signal.Signals):
    """With a browser's connection still open, as one is."""
    program = (
        "import sys; from pathlib import Path; from digest.preview import serve\n"
        "serve(Path(sys.argv[1]), open_browser=False, tell=lambda url: print(url, flush=True))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) as idle:
            idle.settimeout(10)
            assert ask(address, "/")[0] == 200
            began = time.monotonic()
            process.send_signal(stop)
            out, err = process.communicate(timeout=10)
    assert (out, err) == ("", "")
    assert process.returncode == (0 if stop is signal.SIGINT else -signal.SIGTERM)
    assert time.monotonic() - began < 5

"""A small newsletter, a real server that previews it, and a real browser to look with."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from PIL import Image

from digest.preview import at_work
from digest.preview.serving import Server, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Playwright

    from digest.preview.source import Source

SETTINGS = """\
[newsletter]
name = "Preview Weekly"
language = "en"
from_name = "Preview Weekly"
from_email = "digest@example.org"
publisher = "Example Press"
address = "1 Example Street, Exampletown"
web_url = "https://example.org/{id}"
unsubscribe_url = "https://example.org/leave"

[themes]
scorer = "words"
"""

HIRING = """\
---
title: Chip maker hires a team of forty engineers
byline: Ann Writer
source: Sample Wire
url: https://example.com/hiring
published: 2024-03-27
image: {src: content/images/plant.png, alt: A plant at dusk}
---

A chip maker hired a team of forty engineers from a rival on Wednesday, its largest recruitment so far.
The salaries it offered were twice the usual. The talent war goes on.

“We looked for people who had built such a thing before, and there are not many of them,” said
Mary Jones, the head of hiring at Example Corp. The rival declined to comment.
"""

LICENCE = """\
---
title: 연구소가 공개한 언어모델, 누구나 쓸 수 있다
byline: 김하나
source: 표본일보
url: https://example.com/licence
published: 2024-03-28
---

한 연구소가 목요일 새 언어모델을 공개했다. 연구자라면 누구나 내려받아 고쳐 쓸 수 있다.
모델을 학습시키는 데는 석 달이 걸렸다.

박서준 연구소장은 “우리가 배운 것을 모두가 쓸 수 있어야 다음 연구가 나온다고 생각했다”고 말했다.
"""

HOSTILE = """\
---
title: "<img src=x onerror=parent.document.title='owned'> {{ 7 * 7 }} of the week"
source: "<script>document.title='owned'</script>"
url: "javascript:parent.document.title='owned'"
published: 2024-03-26
---

A model of a rival <script>parent.document.title = 'owned'</script> was trained on chips by researchers in
March, [and a link](javascript:parent.document.title='owned') was put beside it for everyone to press.
"""


def newsletter(folder: Path) -> Path:
    """Write a newsletter of three stories, one of them hostile."""
    (folder / "content" / "images").mkdir(parents=True)
    (folder / "digest.toml").write_text(SETTINGS, "utf-8")
    for name, text in (("hiring", HIRING), ("licence", LICENCE), ("hostile", HOSTILE)):
        (folder / "content" / f"{name}.md").write_text(text, "utf-8")
    Image.new("RGB", (80, 60), "#336699").save(folder / "content" / "images" / "plant.png")
    return folder


@contextmanager
def running(source: Source) -> Iterator[str]:
    """Preview the source on a free port; gives the address once the first edition, or its fault, is there."""
    with listening() as at, at_work(source) as desk:
        server = Server(desk)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
        thread.start()
        try:
            until(lambda: server.started and (desk.shown.fault or desk.shown.findings is not None))
            yield f"http://127.0.0.1:{at.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
        assert not thread.is_alive()


def until(true, seconds: float = 20) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


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


def state(address: str):
    """Return what the page is told."""
    return json.loads(ask(address, "/state")[2])


@contextmanager
def looking(play: Playwright) -> Iterator[Page]:
    """Open a page in the machine's Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no Chromium")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = play.chromium.launch(executable_path=found, args=flags)
    try:
        yield browser.new_page(viewport={"width": 1280, "height": 900})
    finally:
        browser.close()

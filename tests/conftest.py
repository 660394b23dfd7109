from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew; read the diff"
    )


@dataclass(frozen=True)
class Ran:
    """What a command line did: its exit code and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def digest(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the real command line in this process."""

    def run(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return run


SETTINGS = """\
[newsletter]
name = "Test Digest"
language = "en"
timezone = "Asia/Seoul"
from_email = "digest@example.org"
web_url = "https://example.org/{id}"
unsubscribe_url = "https://example.org/leave"
"""

STORY = """\
---
title: Chip maker hires a team of engineers
byline: Ann Writer
source: Sample Wire
url: https://example.com/{name}
published: 2024-03-27
---

A chip maker hired a team of forty engineers from a rival on Wednesday, its largest recruitment so far.
The salaries it offered were twice the usual. The talent war goes on.

“We looked for people who had built such a thing before, and there are not many of them,” said
Mary Jones, the head of hiring at Example Corp. The rival declined to comment.
"""


@pytest.fixture
def newsletter(tmp_path: Path) -> Path:
    """Return a newsletter's folder with one good article."""
    folder = tmp_path / "newsletter"
    (folder / "content").mkdir(parents=True)
    (folder / "digest.toml").write_text(SETTINGS, "utf-8")
    (folder / "content" / "good.md").write_text(STORY.replace("{name}", "good"), "utf-8")
    return folder


@pytest.fixture
def raw_sample() -> Path:
    """Return the reference page, which lies outside the repository."""
    path = SHARED / "samples" / "hankyung-ai-talent-raw.txt"
    if not path.is_file():
        pytest.skip("the reference page is not on this machine (../shared/samples)")
    return path


@pytest.fixture(scope="module")
def browser():
    """Chromium, driven by Playwright."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no Chromium")
        pytest.skip(
            "no Chromium on this machine (apt-get install chromium); the page is checked where there is one"
        )
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[tuple[str, list[str]]]]:
    """Return what asks axe-core for a page's violations of WCAG 2.2 A and AA, each with its first places.

    `.ci/run` installs axe-core; AXE_CORE names another folder of npm packages.
    """
    script = Path(os.environ.get("AXE_CORE", ROOT / ".ci" / "node_modules")) / "axe-core" / "axe.min.js"
    if not script.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no axe-core")
        pytest.skip("no axe-core here: npm install --prefix .ci --no-save axe-core")
    source = script.read_text("utf-8")

    def violations(page, where: str = "document") -> list[tuple[str, list[str]]]:
        page.evaluate(source)  # past the page's own policy, which would not let it in
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = page.evaluate(f"axe.run({where}, {{ iframes: false, runOnly: {tags} }})")
        assert found["passes"]
        return [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found["violations"]]

    return violations

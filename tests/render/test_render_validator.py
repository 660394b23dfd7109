"""The mail and the web page as the Nu Html Checker sees them, which nobody here wrote."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import editions
import pytest

from digest.config import LOOKS
from digest.render import render_edition

BESIDE = Path(__file__).resolve().parents[2] / ".ci/node_modules/vnu-jar/build/dist/vnu.jar"
# What a mail needs and HTML has not; a web page has none of it.
EXCEPTED = {
    r"Attribute “xmlns:[vo]” not allowed here\.": "Outlook for Windows reads VML and Office's elements by these namespaces",
    r"CSS: “(mso-[a-z-]+)”: Property “\1” doesn't exist\.": "Outlook's own properties, without which it spaces tables out and shows the preheader",
    r"CSS: “supported-color-schemes”: Property “supported-color-schemes” doesn't exist\.": "what Apple Mail called color-scheme first",
}
LOGO = {"logo": {"src": "logo.png", "width": 220}}


def pages():
    cases = {
        "en": (editions.english(), {}),
        "ko": (editions.korean(), LOGO),
        "ar": (editions.arabic(), {}),
        "long": (editions.long("ko"), {"fonts": "sans", "density": "dense"}),
        "alone": (editions.alone(), {}),
        "too-long": (editions.too_long(90), {}),
    }
    for look in LOOKS:
        for name, (edition, overrides) in cases.items():
            rendered = render_edition(editions.looking(edition, look), (), overrides).fill()
            yield f"{look}-{name}-mail.html", rendered.html
            yield f"{look}-{name}-web.html", rendered.web


def command():
    if found := shutil.which("vnu"):
        return [found]
    jar = Path(os.environ.get("VNU_JAR") or BESIDE)
    lacking = "Java (apt-get install default-jre-headless)" if not shutil.which("java") else ""
    if not jar.is_file():
        lacking = "vnu.jar: npm install --prefix .ci --no-save vnu-jar, or name it in VNU_JAR"
    if lacking and os.environ.get("CI") == "true":
        pytest.fail(f"CI has no {lacking}")
    if lacking:
        pytest.skip(f"the Nu Html Checker needs {lacking}")
    return ["java", "-Xss4m", "-jar", str(jar)]


def told(folder: Path) -> list[tuple[str, str]]:
    """Return each error that the checker finds in a folder's pages, with the page's name."""
    words = [*command(), "--errors-only", "--exit-zero-always", "--format", "json"]
    ran = subprocess.run(
        [*words, *map(str, sorted(folder.iterdir()))], check=True, capture_output=True, encoding="utf-8"
    )
    found = json.loads(ran.stderr or ran.stdout)["messages"]
    return [(message.get("url", "").rpartition("/")[2], message["message"]) for message in found]


def test_the_checker_finds_no_error_but_what_a_mail_needs(tmp_path):
    for name, page in pages():
        (tmp_path / name).write_text(page, "utf-8")
    planted = (
        '<!doctype html><html lang="en"><head><title>x</title></head><body><p id="a"><p id="a"></body></html>'
    )
    (tmp_path / "planted.html").write_text(planted, "utf-8")
    errors = told(tmp_path)
    assert [message for page, message in errors if page == "planted.html"] == ["Duplicate ID “a”."]
    others = [(page, message) for page, message in errors if page != "planted.html"]
    assert [one for one in others if not any(re.fullmatch(p, one[1]) for p in EXCEPTED)] == []
    assert [page for page, _ in others if page.endswith("-web.html")] == []
    for pattern in EXCEPTED:
        assert any(re.fullmatch(pattern, message) for _, message in others), f"no longer needed: {pattern}"

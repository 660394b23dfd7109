"""Each kind of bad input: one clear line with the place and the mend, and the right exit code."""

from __future__ import annotations

import io
import os
import re
import stat
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from conftest import SETTINGS, STORY
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

THEME = '[[theme]]\nid = "a"\ntitle = { en = "A" }\n[theme.keywords]\nen = ["engineer"]\n'
CUT_SHORT = io.BytesIO()
Image.effect_noise((1600, 900), 60).convert("RGB").save(CUT_SHORT, "JPEG")
CUT_SHORT = CUT_SHORT.getvalue()[:40_000]
PARAGRAPH = "The chip maker said on Wednesday that it had hired the engineers of a rival. " * 4


@dataclass(frozen=True)
class Case:
    """A bad thing: files (as bytes) laid beside the good article, what is run, what must be said."""

    says: str
    files: dict[str, bytes] = field(default_factory=dict)
    run: tuple[str, ...] = ("build",)
    code: int = 0
    severity: str = "error"


def front(extra: str, title: str = "title: A title\n") -> bytes:
    return f"---\n{title}published: 2024-03-27\n{extra}\n---\n\n{PARAGRAPH}\n".encode()


ITEMS = {
    "empty file": Case(r"content/bad\.md:1: is empty; ", {"content/bad.md": b""}),
    "white space only": Case(r"content/bad\.txt:1: is empty; ", {"content/bad.txt": b" \n\t\n"}),
    "binary file": Case(r"content/bad\.txt:1: .*binary|content/bad\.txt:1: .*picture", {"content/bad.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9}),
    "zero bytes in text": Case(r"content/bad\.md:1: ", {"content/bad.md": b"---\ntitle: x\n" + b"\x00" * 4000}),
    "broken YAML": Case(r"content/bad\.md:4: broken YAML in the front matter: .*; ", {"content/bad.md": front('byline: "open')}),
    "YAML with a bare colon": Case(r"content/bad\.md:2: broken YAML", {"content/bad.md": front("", "title: One: two\n")}),
    "YAML alias bomb": Case(r"content/bad\.md:5: broken YAML .*alias", {"content/bad.md": front("byline: &a [x]\ntags: *a")}),
    "front matter not closed": Case(r"content/bad\.md:1: front matter is not closed; ", {"content/bad.md": b"---\ntitle: x\n\ntext goes on\n"}),
    "front matter is a list": Case(r"content/bad\.md:2: front matter is no list of fields; ", {"content/bad.md": b"---\n- a\n- b\n---\ntext\n"}),
    "missing title": Case(r"content/bad\.md:1: has no title; ", {"content/bad.md": front("", "")}),
    "front matter without text": Case(r"content/bad\.md:5: has no text", {"content/bad.md": b"---\ntitle: x\nsource: y\n---\n\n"}),
    "headings without text": Case(r"content/bad\.md:4: has no text but its headings; ", {"content/bad.md": b"---\ntitle: x\n---\n## One\n\n## Two\n"}),
    "broken JSON": Case(r"content/bad\.json:2: broken JSON: ", {"content/bad.json": b'{"title": "x",\n "text": }'}),
    "JSON without an article": Case(r"content/bad\.json:1: is no article; ", {"content/bad.json": b'["a"]'}),
    "JSON without text": Case(r"content/bad\.json:1: has no text; ", {"content/bad.json": b'{"title": "x"}'}),
    "JSON nested too deep": Case(r"content/bad\.json:1: (broken JSON|holds no article|is no article)", {"content/bad.json": b"[" * 100_000}),
    "a broken line of JSON Lines": Case(r"content/bad\.jsonl:2: broken JSON", {"content/bad.jsonl": b'{"title": "Fine", "text": "All is well. It is."}\n{"title": \n'}),
    "an index page": Case(r"content/bad\.html:1: no story found", {"content/bad.html": b"<html><body><ul><li><a href=/a>One</a><li><a href=/b>Two</a></ul></body></html>"}),
    "bad date": Case(r"content/bad\.md:4: published: .* is no date", {"content/bad.md": front("published: the day after")}, severity="warning"),
    "bad address of the article": Case(r"content/bad\.md:4: url: .* is no web address", {"content/bad.md": front("url: javascript:alert(1)")}, severity="warning"),
    "picture outside the folder": Case(r"content/bad\.md:4: image: .*neither a web address nor a path inside", {"content/bad.md": front("image: ../../etc/passwd")}, severity="warning"),
    "missing picture": Case(r"content/bad\.md:1: picture 'content/none\.jpg': no such file", {"content/bad.md": front("image: content/none.jpg")}, severity="warning"),
    "picture that is none": Case(r"picture 'content/fake\.jpg': is no picture", {"content/bad.md": front("image: content/fake.jpg"), "content/fake.jpg": b"GIF? no"}, severity="warning"),
    "picture that is a program for a printer": Case(r"picture 'content/e\.png': is no picture that can be read", {"content/bad.md": front("image: content/e.png"), "content/e.png": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n"}, severity="warning"),
    "picture cut short": Case(r"picture 'content/cut\.jpg': is no picture that can be read", {"content/bad.md": front("image: content/cut.jpg"), "content/cut.jpg": CUT_SHORT}, severity="warning"),
    "picture beside the article": Case(r"no such file.*; did you mean .content/small\.gif.\?", {"content/bad.md": front("image: small.gif"), "content/small.gif": b"GIF89a"}, severity="warning"),
    "date outside the calendar": Case(r"content/bad\.md:4: date: .* is no date", {"content/bad.md": front("date: Mon, 1 Jan 99999999999999999999 00:00:00 +0000")}, severity="warning"),
    "two stories with one url": Case(r"content/good\.md:8: gives the same url as content/bad\.md:6, and tells another story", {"content/bad.md": front("url: https://example.com/good")}, severity="warning"),
    "broken front matter on a page": Case(r"content/bad\.txt:3: broken YAML", {"content/bad.txt": b'---\ntitle: x\nsource: "open\n---\n\nText of a page. It goes on.\n'}),
    "unknown theme id": Case(r"content/bad\.md:1: asks for an unknown theme 'ai-talnet'; themes: ai-talent", {"content/bad.md": front("theme: ai-talnet")}, severity="warning"),
    "misspelt field": Case(r"content/bad\.md:4: unknown field 'tiltle'; did you mean 'title'", {"content/bad.md": front("tiltle: x")}, severity="warning"),
}  # fmt: skip


def lay(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def lines_of(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.strip() and ": see with -v" not in line]


@pytest.mark.parametrize("name", ITEMS)
def test_a_bad_item_is_one_line_and_the_edition_goes_on(
    name: str, newsletter: Path, digest: Callable
) -> None:
    case = ITEMS[name]
    lay(newsletter, case.files)
    ran = digest("build", "-C", newsletter)
    assert ran.code == 0
    lines = lines_of(ran.err)
    assert len(lines) == 1, ran.err
    assert re.match(rf"{case.severity}  ", lines[0])
    assert re.search(case.says, lines[0]), lines[0]
    assert "Chip maker hires" in (newsletter / "out/2024-W13/email.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ITEMS)
def test_a_bad_item_ends_a_strict_build_and_writes_nothing(
    name: str, newsletter: Path, digest: Callable
) -> None:
    case = ITEMS[name]
    lay(newsletter, case.files)
    ran = digest("build", "-C", newsletter, "--strict")
    assert ran.code == 1
    assert len(lines_of(ran.err)) == 1
    assert re.search(case.says, ran.err)
    assert not (newsletter / "out").exists()


RUNS = {
    "no digest.toml": Case(r"no digest\.toml here; run `digest init`", run=("build", "-C", "{tmp}"), code=2),
    "broken TOML": Case(r"digest\.toml:2: broken TOML: ", {"digest.toml": b'[newsletter]\nname = "x\n'}, code=2),
    "TOML that is not UTF-8": Case(r"digest\.toml:2: is not UTF-8; ", {"digest.toml": '[newsletter]\nname = "한글"'.encode("cp949")}, code=2),
    "unknown key": Case(r"digest\.toml:2: newsletter: unknown key 'nmae'; did you mean 'name'", {"digest.toml": b'[newsletter]\nnmae = "x"'}, code=2),
    "unknown table": Case(r"digest\.toml:1: unknown key 'newsleter'; did you mean 'newsletter'", {"digest.toml": b'[newsleter]\nname = "x"'}, code=2),
    "value of the wrong kind": Case(r"digest\.toml:2: newsletter: name: has a value of the wrong kind: 3", {"digest.toml": b"[newsletter]\nname = 3"}, code=2),
    "text for a list": Case(r"newsletter: languages: has a value of the wrong kind", {"digest.toml": b'[newsletter]\nname = "x"\nlanguages = "ko"'}, code=2),
    "unknown time zone": Case(r"no such time zone 'Asia/Soul'; did you mean 'Asia/Seoul'", {"digest.toml": b'[newsletter]\nname = "x"\ntimezone = "Asia/Soul"'}, code=2),
    "unknown look": Case(r"digest\.toml:3: newsletter: look: no such look 'tabloid'", {"digest.toml": b'[newsletter]\nname = "x"\nlook = "tabloid"'}, code=2),
    "theme id twice": Case(r"theme 'a': id: stands twice", {"digest.toml": (SETTINGS + THEME + THEME).encode()}, code=2),
    "theme that says nothing": Case(r"theme 'b': keywords: says nothing", {"digest.toml": (SETTINGS + '[[theme]]\nid = "b"\ntitle = { en = "B" }\n').encode()}, code=2),
    "theme colour": Case(r"theme 'a': colour: 'red' is no colour", {"digest.toml": (SETTINGS + THEME.replace("[theme.k", 'colour = "red"\n[theme.k')).encode()}, code=2),
    "template syntax error": Case(r"templates/.*:1: .*; ?|templates/.*:1: ", {"templates/broadsheet/email.mjml": b"{% if %}"}, code=2),
    "named file that is not there": Case(r"none\.md: no such file or folder", run=("build", "none.md"), code=2),
    "named file of an unknown kind": Case(r"a\.docx: no loader reads \.docx; it reads \.md", {"a.docx": b"PK"}, ("build", "{folder}/a.docx"), code=2),
    "named file with no article": Case(r"no article could be used: is empty", {"a.md": b""}, ("build", "{folder}/a.md"), code=2),
    "a week that does not exist": Case(r"--week: no such week '2024-W54'; write it as 2024-W13", run=("build", "--week", "2024-W54"), code=2),
    "a week without articles": Case(r"none of 1 articles is from 2023-01-02 to 2023-01-08", run=("build", "--week", "2023-W01"), code=2),
    "a window that ends before it begins": Case(r"--until 2024-03-01 is before --since 2024-03-20", run=("build", "--since", "2024-03-20", "--until", "2024-03-01"), code=2),
    "unknown option": Case(r"No such option: --weak", run=("build", "--weak"), code=2),
    "unknown command": Case(r"No such command 'biuld'", run=("biuld",), code=2),
    "a number that is none": Case(r"--number.* should be a valid integer", run=("build", "--number", "x"), code=2),
    "unknown edition": Case(r"no edition '2020-W01'; built so far: none", run=("explain", "2020-W01"), code=2),
    "explain before build": Case(r"no edition has been built yet; run `digest build`", run=("explain",), code=2),
    "init in a folder that is not empty": Case(r"is there already and not empty; name a new folder", run=("init", "{folder}"), code=2),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_a_bad_run_is_one_line_with_its_exit_code(
    name: str, newsletter: Path, tmp_path: Path, digest: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = RUNS[name]
    lay(newsletter, case.files)
    monkeypatch.chdir(newsletter)
    places = {"{tmp}": str(tmp_path), "{folder}": str(newsletter)}
    arguments = [re.sub(r"\{\w+\}", lambda m: places[m[0]], a) for a in case.run]
    ran = digest(*arguments)
    assert ran.code == case.code
    assert re.search(case.says, " ".join(ran.err.split())), ran.err
    assert "Traceback" not in ran.err + ran.out
    assert len(lines_of(ran.err)) == 1
    assert not (newsletter / "out").exists()


def test_a_link_that_leads_nowhere_and_a_folder_in_a_circle_are_one_line(
    newsletter: Path, digest: Callable
) -> None:
    (newsletter / "content/gone.md").symlink_to("nowhere.md")
    (newsletter / "content/again").symlink_to(newsletter / "content")
    ran = digest("build", "-C", newsletter)
    assert (ran.code, lines_of(ran.err)) == (
        0,
        ["error  content/gone.md: is a link that leads nowhere; mend or delete the link"],
    )


def test_a_pipe_for_a_picture_does_not_hold_the_build(newsletter: Path, digest: Callable) -> None:
    os.mkfifo(newsletter / "content/p.png")
    (newsletter / "content/bad.md").write_bytes(front("image: content/p.png"))
    ran = digest("build", "-C", newsletter)
    assert ran.code == 0
    assert "picture 'content/p.png': is no file" in ran.err


def test_what_a_title_tells_the_terminal_is_only_words(newsletter: Path, digest: Callable) -> None:
    (newsletter / "content/bad.md").write_text(
        "---\ntitle: 'Chips [/x] [link=https://example.org]rise'\npublished: 2024-03-27\n---\n\n"
        "Potatoes cost a third more than in spring. Growers blame the frost, and cooks the growers.\n",
        "utf-8",
    )
    page = "<html lang=en><title>x</title><h1>An &#27;]0;engineer&#7; is hired</h1>" + "".join(
        f"<p>The {n} engineers were hired on day {n}, the company said. They began in week {n}.</p>"
        for n in ("four", "five", "six")
    )
    (newsletter / "content/page.html").write_text(page, "utf-8")
    ran = digest("build", "-C", newsletter, "-v")
    assert ran.code == 0
    assert "Chips [/x] [link=https://example.org]rise" in ran.out
    assert "engineer" in ran.out
    assert "\x1b" not in ran.out + ran.err


def test_a_folder_where_a_file_should_be_changes_nothing(newsletter: Path, digest: Callable) -> None:
    (newsletter / "out/2024-W13/edition.json").mkdir(parents=True)
    ran = digest("build", "-C", newsletter)
    assert ran.code == 2
    assert "edition.json: is a folder; a file should be there; move it away" in ran.err
    assert [p.name for p in (newsletter / "out/2024-W13").iterdir()] == ["edition.json"]


def test_output_that_nobody_can_take_is_no_fault(newsletter: Path) -> None:
    build = [sys.executable, "-c", "from digest.cli import main; main()", "build", "-C", newsletter]
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ran = subprocess.run(build, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (3, "digest: the output: no space left on device\n")
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(build, capture_output=True, text=True, check=False, env=ascii_only)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_an_unwritable_output_is_one_line(newsletter: Path, digest: Callable) -> None:
    (newsletter / "out").write_bytes(b"a file where the folder should be")
    ran = digest("build", "-C", newsletter)
    assert ran.code == 2
    assert re.search(r"out/2024-W13: can't be written: .*; mend its permissions", ran.err)
    assert len(lines_of(ran.err)) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_without_permission_is_one_line(newsletter: Path, digest: Callable) -> None:
    (newsletter / "out").mkdir()
    (newsletter / "out").chmod(stat.S_IRUSR | stat.S_IXUSR)
    ran = digest("build", "-C", newsletter)
    assert ran.code == 2
    assert "can't be written: Permission denied" in ran.err


GOOD = {
    "EUC-KR page": ("page.html", "euc-kr"),
    "CP949 page without a declaration": ("page2.html", "cp949"),
    "UTF-16 text": ("page3.html", "utf-16"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_korean_page_in_another_encoding_is_read(name: str, newsletter: Path, digest: Callable) -> None:
    file, encoding = GOOD[name]
    charset = f'<meta charset="{encoding}">' if "without" not in name else ""
    sentences = (
        "반도체 회사가 이번 주에 경쟁사의 엔지니어 마흔 명을 채용했다고 밝혔다. 연봉은 종전의 두 배였다.",
        "회사는 메모리 설계를 맡을 팀을 통째로 옮겨 왔다. 새 연구소는 봄에 문을 연다.",
        "경쟁사는 논평을 거절했다. 업계에서는 비슷한 제안이 더 나올 것으로 본다.",
        "정부는 인력 유출을 막을 방안을 다음 달에 내놓는다. 대학의 정원도 늘리기로 했다.",
    )
    story = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    page = f"<html lang=ko><head>{charset}<title>엔지니어 채용</title></head><body><article><h1>반도체 회사, 엔지니어 대거 채용</h1>{story}</article></body></html>"
    (newsletter / "content" / file).write_bytes(page.encode(encoding))
    ran = digest("build", "-C", newsletter)
    assert (ran.code, lines_of(ran.err)) == (0, [])
    assert "경쟁사의 엔지니어 마흔 명을" in (newsletter / "out/2024-W13/email.txt").read_text(
        "utf-8"
    ).replace("\n", " ")


STRANGE = {
    "a line of ten megabytes": "word " * 2_000_000,
    "nested quotes": "“He said ‘she said “they said ‘no’ ”’ and left,” said Ann Brown, the chair. " * 30,
    "unclosed marks": "“A quote that never ends goes on and on. " * 50,
    "raw markup": "<div><p>An <b>unclosed <i>tag & a < sign, 1 < 2 <3 </div></p> " * 20,
    "control characters and separators": "A line\u2028another\u2029third\x85fourth\x0bfifth\x1b[31m red. It is so. "
    * 5,
    "template marks": "{{ 7*7 }} {% raise %} {# x #} ${7*7} <%= 7*7 %> are only words. They stay. " * 5,
    "right to left marks": "\u202eevil\u202c \u200f text \ufeff with marks. And more of it. " * 5,
    "lone surrogates escaped": "An emoji 🙂 and a family 👨‍👩‍👧 and e\u0301 combined. Fine as it is. " * 5,
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_text_is_read_without_a_word(name: str, newsletter: Path, digest: Callable) -> None:
    text = (
        STORY.replace("{name}", "strange").replace("Chip maker", "A stranger chip maker")
        + "\n"
        + STRANGE[name]
    )
    (newsletter / "content" / "strange.md").write_text(text, "utf-8")
    ran = digest("build", "-C", newsletter)
    assert (ran.code, lines_of(ran.err)) == (0, [])
    assert "A stranger chip maker" in (newsletter / "out/2024-W13/edition.md").read_text("utf-8")

"""Measure how fast a full edition is rendered, personalised and checked, and how large its mail is.

    benchmarks/render                       each look, Korean and English
    benchmarks/render --look essay --json   the figures of one look, for programs

The edition has 25 stories, each with a headline of 50 characters or more, a standfirst of 200, a source line
and a picture with alt, 8 quotes, and UTM parameters in its links. Times are the median of 5 rounds, in
milliseconds of a processor (by the clock, on a machine that does nothing else): `render` of the mail, the text and the Markdown once templates and words have been
read, `anew` the same where no word of the edition has been read before, `web` the page for the web besides,
`mjml` what of `render` the compiler takes, `copy` one reader's copy, `check` all rules of `digest check`.

Where node and npm's mjml are found (in `.ci`, where `.ci/run` installs it, or in the folder that MJML_PATH
names, the one that holds node_modules), `npm` is what it takes for the same MJML in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from full_edition import UTM, full_edition, settings

from digest.check import check_edition
from digest.config import LOOKS
from digest.render import formats, render_edition

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.model import Edition, Rendered

ROUNDS = 5
GOALS = {"render": 10.0, "copy": 0.1, "check": 150.0, "bytes": 80_000, "times": 8.0}
_NODE = """
const module = require("mjml"), fs = require("fs"), rounds = %d;
const compile = module.default || module, source = fs.readFileSync(0, "utf8");
(async () => {
  for (let n = 0; n < 5; n++) await compile(source, { validationLevel: "skip" });
  const took = [];
  for (let n = 0; n < rounds; n++) {
    const begun = process.cpuUsage();
    for (let k = 0; k < 10; k++) await compile(source, { validationLevel: "skip" });
    const { user, system } = process.cpuUsage(begun);
    took.push((user + system) / 1e4);
  }
  console.log(took.sort((a, b) => a - b)[Math.floor(rounds / 2)]);
})();
"""


def milliseconds(do: Callable[[], object], repeats: int = 10) -> float:
    """Return how long it takes: the median of the rounds, each so many calls."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(repeats):
            do()
        rounds.append((time.process_time() - begun) * 1000 / repeats)
    return statistics.median(rounds)


def measured(language: str, look: str) -> dict[str, Any]:
    """Return the figures of one look in one language."""
    with tempfile.TemporaryDirectory() as name:
        config = settings(Path(name), language, look)
    edition = full_edition(config)
    others = [full_edition(config, seed) for seed in range(100, 100 + ROUNDS)]
    rendered, source = with_source(edition)
    render = milliseconds(lambda: rendering(edition))
    anew = statistics.median([once(lambda other=other: rendering(other)) for other in others])
    web = milliseconds(lambda: rendering(edition, web=True)) - render
    mjml = milliseconds(lambda: formats.compiled(source, fault))
    copy = milliseconds(
        lambda: rendered.fill(first_name="Ida", unsubscribe_url="https://letter.example/7/"), 200
    )
    check = milliseconds(lambda: check_edition(edition, rendered), 1)
    return {
        "look": look,
        "language": language,
        "bytes": len(rendered.fill().html.encode()),
        "render": render,
        "anew": anew,
        "web": web,
        "mjml": mjml,
        "npm": npm_milliseconds(source),
        "copy": copy,
        "check": check,
    }


def rendering(edition: Edition, *, web: bool = False) -> Rendered:
    """Render; without the web page where only the parts of a message are asked for."""
    whole = formats.Press.web
    if not web:
        formats.Press.web = lambda *_: ""  # type: ignore[method-assign]
    try:
        return render_edition(edition, utm=UTM)
    finally:
        formats.Press.web = whole  # type: ignore[method-assign]


def with_source(edition: Edition) -> tuple[Rendered, str]:
    """Return the edition rendered, and the MJML that its mail is compiled from."""
    sources: list[str] = []
    compiled = formats.compiled
    formats.compiled = lambda mjml, traced: (sources.append(mjml), compiled(mjml, traced))[1]
    try:
        return rendering(edition, web=True), sources[0]
    finally:
        formats.compiled = compiled


def fault(line: int, cause: str) -> Exception:
    """Return the error of MJML that does not compile, as the renderer asks for it."""
    return ValueError(f"line {line}: {cause}")


def once(do: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begun = time.process_time()
    do()
    return (time.process_time() - begun) * 1000


def npm_milliseconds(source: str) -> float:
    """Return how long npm's mjml takes, 0 where it is not on this machine."""
    folder = Path(os.environ.get("MJML_PATH") or Path(__file__).resolve().parent.parent / ".ci")
    if not shutil.which("node") or not (folder / "node_modules" / "mjml").is_dir():
        return 0.0
    ran = subprocess.run(
        ["node", "-e", _NODE % ROUNDS],
        check=False,
        cwd=folder,
        input=source,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    if ran.returncode:
        sys.exit("npm's mjml did not compile what ours does")
    return float(ran.stdout)


def table(rows: list[dict[str, Any]]) -> None:
    """Print a line for each look and language, then what of the goals is reached."""
    print(
        f"{'look':<11}{'lang':<6}{'bytes':>8}{'render':>8}{'anew':>8}{'web':>7}{'mjml':>7}{'npm':>8}{'copy':>8}{'check':>8}"
    )
    for row in rows:
        npm = f"{row['npm']:8.1f}" if row["npm"] else f"{'—':>8}"
        print(
            f"{row['look']:<11}{row['language']:<6}{row['bytes']:8,}{row['render']:8.2f}{row['anew']:8.2f}"
            f"{row['web']:7.2f}{row['mjml']:7.2f}{npm}{row['copy']:8.4f}{row['check']:8.1f}"
        )
    most = {key: max(row[key] for row in rows) for key in ("render", "copy", "check", "bytes")}
    share = statistics.median(row["mjml"] / row["render"] for row in rows)
    print(f"\nMJML takes {share:.0%} of a render")
    for key, what in (
        ("render", "ms a render"),
        ("copy", "ms a copy"),
        ("check", "ms a check"),
        ("bytes", "bytes"),
    ):
        reached = "reached" if most[key] < GOALS[key] else "not reached"
        print(f"at most {most[key]:,.4g} {what} (goal: under {GOALS[key]:,g}): {reached}")
    if all(row["npm"] for row in rows):
        times = statistics.median(row["npm"] / row["mjml"] for row in rows)
        reached = "reached" if times >= GOALS["times"] else "not reached"
        print(
            f"npm's mjml takes {times:.1f} times as long as ours (goal: at least {GOALS['times']:g}): {reached}"
        )
    else:
        print(
            "npm's mjml was not found: npm install mjml, or name the folder of its node_modules in MJML_PATH"
        )


def main() -> None:
    """Print the figures of each look and language that was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--look", nargs="+", choices=LOOKS, default=list(LOOKS))
    parser.add_argument("--language", nargs="+", choices=("en", "ko"), default=["en", "ko"])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    rows = [measured(language, look) for look in options.look for language in options.language]
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        table(rows)


if __name__ == "__main__":
    main()

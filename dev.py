#!/usr/bin/env python3
"""Set up this checkout and use it, with nothing but Python (3.11 or newer).

    python3 dev.py sample            build the sample edition and say where it is
    python3 dev.py test              every check, then the tests with coverage
    python3 dev.py test ARG...       only pytest, with these arguments

Everything goes into .venv beside this file and is installed again only when pyproject.toml,
constraints.txt changed. Exit codes: 0 all well, 1 a check or a test failed, 2 it can't
be set up.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "installed.stamp"
LOG = VENV / "install.log"
COVERED = "90"
OLDEST = (3, 11)

CHECKS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy", "--strict", "digest"),
    ("lint-imports",),
)


def main(words: list[str]) -> int:
    """Run one command of the docstring; returns the exit code."""
    command, rest = (words[0], words[1:]) if words else ("", [])
    if command not in {"sample", "test"} or (command == "sample" and rest):
        print(__doc__)
        return 0 if command in {"-h", "--help"} else 2
    problem = set_up("dev" if command == "test" else "")
    if problem:
        print(f"dev.py: {problem}", file=sys.stderr)
        return 2
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    return test(rest) if command == "test" else sample()


def sample() -> int:
    """Build the sample edition, and tell the command that is there without activating .venv."""
    code = run("digest", "build")
    if code == 0:
        print(f"(here: {(BIN / 'digest').relative_to(ROOT)} preview)")
    return code


def test(words: list[str]) -> int:
    """Run the checks and the tests; pytest speaks last, so that its closing line closes the run."""
    if words:
        return run("pytest", *words)
    failed = [check for check in CHECKS if run(*check, show=True)]
    for check in failed:
        print(f"FAILED: {' '.join(check)}", flush=True)
    tests = run(
        # Each of two processes takes files on end, whose servers and browsers are started once.
        *("pytest", "-n", "2", "--dist", "worksteal", "--durations", "15"),
        *("--cov", "--cov-report=term", f"--cov-fail-under={COVERED}"),
        show=True,
    )
    return 1 if failed else tests


def run(program: str, *words: str, show: bool = False) -> int:
    """Run a program of .venv in this checkout; returns its exit code."""
    if show:
        print("$", program, *words, flush=True)
    found = shutil.which(program, path=str(BIN))
    return subprocess.run([found or program, *words], cwd=ROOT, check=False).returncode


def set_up(extra: str) -> str:
    """Make .venv as constraints.txt has it; returns what stands in the way, or nothing."""
    if sys.version_info < OLDEST:
        return (
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: run it with a newer python3"
        )
    want = wanted()
    try:
        if works() and installed(want) >= {extra, "base"} - {""}:
            return ""
        return make_venv() or install(extra, want)
    except OSError as error:
        return f"can't set up {VENV}: {error.strerror}: check its permissions and the room on the disk"


def wanted() -> str:
    """Return a hash of all that decides what is installed; a moved checkout is another one."""
    parts = [str(ROOT)]
    parts += [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def installed(want: str) -> set[str]:
    """Return which of "base" and "dev" .venv holds already."""
    try:
        have, *extras = STAMP.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return set()
    return set(extras) if have == want else set()


def python() -> Path:
    """Return the interpreter of .venv."""
    return BIN / ("python.exe" if os.name == "nt" else "python")


def make_venv() -> str:
    """Make .venv unless a working one is there; returns what stands in the way, or nothing."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if works():
        return ""
    if quietly(sys.executable, "-c", "import ensurepip; ensurepip.version()").returncode:
        problem = install_venv_module(f"python{version}-venv")
        if problem:
            return problem
    made = quietly(sys.executable, "-m", "venv", "--clear", str(VENV))
    return f"can't make {VENV}: {last_line(made.stdout)}" if made.returncode else ""


def works() -> bool:
    """Tell whether .venv has a pip and a Python that is new enough."""
    if not python().exists():
        return False
    return quietly(python(), "-c", f"import pip, sys; sys.exit(sys.version_info < {OLDEST})").returncode == 0


def install_venv_module(package: str) -> str:
    """Install Debian's half of venv where that can be done; returns what stands in the way, or nothing."""
    missing = f"this Python has no ensurepip: install it with: sudo apt-get install {package}"
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return missing
    print(f"dev.py: this Python has no ensurepip; installing {package}", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    quietly("apt-get", "update", "-q")
    done = quietly("apt-get", "install", "-q", "-y", "--no-install-recommends", package)
    return f"apt-get failed: {last_line(done.stdout)}: {missing}" if done.returncode else ""


def install(extra: str, want: str) -> str:
    """Install the package and what it needs; returns what stands in the way, or nothing."""
    print(f"dev.py: installing into {VENV} (a minute or two, once)", flush=True)
    STAMP.unlink(missing_ok=True)
    target = f".[{extra}]" if extra else "."
    words = ["install", "-q", "--disable-pip-version-check", "-c", "constraints.txt", "-e", target]
    done = quietly(python(), "-m", "pip", *words)
    LOG.write_text(done.stdout, encoding="utf-8")
    if done.returncode:
        why = last_line(done.stdout)
        return f"pip failed: {why}: check the network and run it again; all it said is in {LOG}"
    STAMP.write_text(" ".join([want, "base", *([extra] if extra else [])]), encoding="ascii")
    return ""


def quietly(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command with its output kept, not shown."""
    return subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def last_line(text: str) -> str:
    """Return the line that tells most: the last marked as an error (pip, apt), else the last."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR:", "E:", "Error:"))]
    return (errors or lines or ["it said nothing"])[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

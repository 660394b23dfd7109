"""Runs a benchmark with a Python that has digest: this one, else that of .venv."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def launch(command: str, script: str) -> None:
    """Become `script` (a file beside this one) with the same arguments; `command` is what was typed."""
    python = HERE.parent / ".venv" / "bin" / "python"
    if importlib.util.find_spec("digest"):
        python = Path(sys.executable)
    if not python.exists():
        sys.exit(f"{command}: digest is not installed here: run `python3 dev.py test` first, it makes .venv")
    os.execv(python, [str(python), str(HERE / script), *sys.argv[1:]])

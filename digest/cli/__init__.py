"""The command line: a thin shell that parses, calls and prints.

Exit codes: 0 done; 1 a person must look; 2 bad use, config or a named input that can't be used;
3 stopped part-way, run it again; 130 interrupted.
"""

from __future__ import annotations

import signal
import sys
import threading
from typing import NoReturn

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no traceback reaches the user."""
    if (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    ):
        signal.signal(signal.SIGTERM, _interrupted)  # a system that ends us is told the same as by Ctrl-C
    try:
        # Inside, for it takes the better part of a second, and Ctrl-C may come as early as that.
        from digest.cli.run import run  # noqa: PLC0415

        code = run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        sys.stderr.write("digest: interrupted\n")
    sys.exit(code)


def _interrupted(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt

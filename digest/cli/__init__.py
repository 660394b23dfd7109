"""The command line: a thin shell that parses, calls and prints.

Exit codes: 0 done; 1 a person must look; 2 bad use, config or a named input that can't be used;
3 stopped part-way, run it again; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from typer.exceptions import Abort, TyperException

from digest.cli.app import app
from digest.cli.show import error_line
from digest.errors import DigestError

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no traceback reaches the user."""
    try:
        code = app(arguments, standalone_mode=False)
        if code == INTERRUPTED:  # Typer turns Ctrl-C into this code, and says nothing
            error_line("interrupted")
    except DigestError as error:
        error_line(str(error))
        code = error.exit_code
    except TyperException as error:
        message = error.format_message().rstrip()
        if message:
            error_line(
                f"{message.rstrip('.')}; `digest --help` and `digest COMMAND --help` tell the words it knows"
            )
        code = error.exit_code
    except (KeyboardInterrupt, Abort):  # before Typer's own hands are on it, or at a prompt
        error_line("interrupted")
        code = INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone: `digest explain | head`
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # the last resort: one line instead of a traceback
        if "-v" in (arguments or sys.argv) or "--verbose" in (arguments or sys.argv):
            raise
        error_line(
            f"a fault of Digest itself: {type(error).__name__}: {error}; run it again with -v and report it"
        )
        code = 1
    sys.exit(code if isinstance(code, int) else 0)

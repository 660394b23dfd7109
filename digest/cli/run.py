"""Runs a command, and turns whatever ends it into one line and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from typer.exceptions import Abort, TyperException

from digest.cli.app import app
from digest.cli.show import error_line
from digest.errors import NO_ROOM, DigestError


def run(arguments: list[str]) -> int:
    """Run the command line; returns its exit code. Raises KeyboardInterrupt where Ctrl-C was pressed."""
    _speak_any_language()
    try:
        code = app(arguments, standalone_mode=False)  # Typer turns Ctrl-C into the code 130
    except DigestError as error:
        error_line(str(error))
        return error.exit_code
    except TyperException as error:
        message = error.format_message().rstrip().rstrip(".")
        if message:
            error_line(f"{message}; `digest --help` and `digest COMMAND --help` tell the words it knows")
        return error.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    except BrokenPipeError:  # the reader of our output has gone: `digest explain | head`
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        error_line(f"{error.filename or 'the output'!s:.200}: {(error.strerror or str(error)).lower()}")
        return 3 if error.errno in NO_ROOM else 2
    except Exception as error:  # the last resort: one line instead of a traceback
        if {"-v", "--verbose"} & set(arguments):
            raise
        cause = f"{type(error).__name__}: {error}"[:200]
        error_line(f"a fault of Digest itself: {cause}; run it again with -v and report what it says")
        return 1
    return code if isinstance(code, int) else 0


def _speak_any_language() -> None:
    """Let a stream that can't print a letter print its number, and a closed one swallow what comes."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 -- open till the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")

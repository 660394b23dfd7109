"""The errors that end a run, each with the exit code that the command line gives it.

    DigestError
    ├── UsageError      2  a wrong word on the command line, or a window that cannot be
    ├── ConfigError     2  digest.toml (or a template) says something it may not
    │   └── TemplateError
    ├── InputError      2  an input that was named can't be used
    ├── StrictError     1  problems were found and --strict was asked for
    ├── SelfCheckError  1  an edition that breaks its own promise, such as a quote that is not verbatim
    ├── WriteError      2  the output can't be written where it was asked for
    ├── UnsupportedError 2  the provider can't do what the edition or digest.toml asks for
    ├── ProviderError   1  the provider refuses us altogether: credentials, a closed account, a stop-loss
    │   └── UnansweredError  nobody can tell whether the provider did as it was told
    └── StoppedError    3  stopped part-way (no space left); nothing half-written, run again

A bad *item* is no error but a `digest.model.Problem`: it is reported, and the run goes on.
"""

from __future__ import annotations

import errno

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""The errors of a disk that can take no more: what was begun can be done again later."""


class DigestError(Exception):
    """What went wrong, where, and the mend, in one line.

    `what` is "what: which: cause", `where` a place such as "digest.toml:12" (may be empty),
    `mend` what the reader can do about it (may be empty).
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.mend = what, where, mend

    def __str__(self) -> str:
        return one_line(self.what, self.where, self.mend)


class UsageError(DigestError):
    """A wrong word on the command line."""


class ConfigError(DigestError):
    """digest.toml says something it may not."""


class TemplateError(ConfigError):
    """A template does not parse, or makes MJML that does not compile."""


class InputError(DigestError):
    """An input that was named can't be used."""


class StrictError(DigestError):
    """Problems were found and --strict was asked for."""

    exit_code = 1


class SelfCheckError(DigestError):
    """An edition breaks its own promise."""

    exit_code = 1


class WriteError(DigestError):
    """The output can't be written where it was asked for."""


class UnsupportedError(DigestError):
    """The provider can't do what is asked of it; said before the first message."""


class ProviderError(DigestError):
    """The provider refuses us altogether."""

    exit_code = 1


class UnansweredError(ProviderError):
    """Nobody can tell whether the provider did as it was told."""


class StoppedError(DigestError):
    """Stopped part-way; running again is safe."""

    exit_code = 3


def one_line(what: str, where: str, mend: str) -> str:
    """Return "where: what; mend" without the empty parts, on one line of printable characters."""
    text = (f"{where}: " if where else "") + what + (f"; {mend}" if mend else "")
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))

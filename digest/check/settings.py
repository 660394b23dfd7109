"""The check as a newsletter's digest.toml asks for it: the one way for all that checks an edition."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from digest.check import RULES, Options, unknown_rules
from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.config import Config


def options_of(config: Config, fetch: Callable[[str], str] | None = None) -> Options:
    """Return what digest.toml tells the check. Raises ConfigError where it turns off a rule that there is not."""
    for rule in unknown_rules(config.check.off):
        near = difflib.get_close_matches(rule, RULES, 1, 0.6)
        mend = f"did you mean {near[0]!r}?" if near else "`digest check --rules` lists them"
        where = config.line("check", "off", rule)
        raise ConfigError(f"check: off: no such rule {rule!r:.40}", where=where, mend=mend)
    return Options(config.check.advertising, config.check.off, fetch)

"""What an edition goes out as: its letter made anew from out/, or as it was frozen; and who carries it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.check import check_edition
from digest.check.settings import options_of
from digest.cli import show
from digest.deliver import make_letter, read_letter
from digest.deliver.leaving import leave_keys, link
from digest.deliver.letter.dkim import signer
from digest.deliver.providers import PROVIDERS
from digest.deliver.secrets import secret
from digest.deliver.services import SERVICES
from digest.deliver.setup import chosen
from digest.errors import InputError, SelfCheckError, one_line
from digest.render.settings import render_configured
from digest.write import pictures_in, read_edition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.config import Config
    from digest.deliver.letter import EditionLetter
    from digest.deliver.letter.dkim import Signer
    from digest.deliver.secrets import Secret
    from digest.deliver.setup import Setup
    from digest.model import Edition, Rendered
    from digest.protocols import Provider


@dataclass(frozen=True, slots=True)
class Built:
    """An edition of out/ as it would go out now."""

    edition: Edition
    rendered: Rendered
    letter: EditionLetter

    @property
    def content(self) -> str:
        """The hash of all that would be frozen."""
        return hashlib.sha256(self.letter.to_bytes()).hexdigest()


class Secrets:
    """Gives secrets and remembers which, so that none of them is shown in what a server says."""

    def __init__(self) -> None:
        self._given: list[Secret] = []

    def get(self, name: str) -> Secret:
        """Return a secret. Raises ConfigError where it is not set."""
        self._given.append(secret(name))
        return self._given[-1]

    def clean(self, text: str) -> str:
        """Return the text with the secrets' names in their places."""
        said = text.encode("utf-8", "surrogatepass")
        for one in self._given:
            said = one.hidden_in(said, f"({one.name})")
        return said.decode("utf-8", "surrogatepass")


def built(config: Config, folder: Path, secrets: Secrets, *, mark: str = "") -> Built:
    """Return the edition in a folder of out/.

    With `mark` its subject begins with it, and its messages are others than those of the edition itself.
    Raises InputError where it is not built, ConfigError where digest.toml or a secret is wrong.
    """
    edition = read_edition(folder)
    rendered = render_configured(config, edition)
    now = datetime.now(UTC)
    if mark:
        own = f"{edition.id}-{now:%Y%m%d%H%M%S%f}"
        edition = replace(edition, id=own, subject=f"{mark} {edition.subject}")
    letter = make_letter(
        edition,
        rendered,
        pictures_in(folder),
        now=now,
        reply_to=config.deliver.reply_to,
        leave=leave_links(config),
        signer=dkim_signer(config, secrets, now),
    )
    return Built(edition, rendered, letter)


def frozen(config: Config, data: bytes, secrets: Secrets) -> EditionLetter:
    """Return the letter that was frozen. Raises InputError where it is damaged, ConfigError as `built`."""
    now = datetime.now(UTC)
    return read_letter(data, now=now, leave=leave_links(config), signer=dkim_signer(config, secrets, now))


def setup_of(config: Config, out: Path) -> Setup:
    """Return what the provider or service of digest.toml is made from. Raises ConfigError where there is no such."""
    return chosen(config, {*PROVIDERS, *SERVICES}, out)


def provider_of(
    config: Config, letter: EditionLetter, out: Path, secrets: Secrets, *, resumed: bool = False
) -> Provider:
    """Return the provider that digest.toml names, for messages like those of the letter. Raises ConfigError."""
    setup = setup_of(config, out)
    pictures = bool(letter.copy.pictures)
    return PROVIDERS[setup.name](replace(setup, secret=secrets.get, resumed=resumed, pictures=pictures))


def passed(config: Config, edition: Edition, rendered: Rendered) -> None:
    """Print each error that `digest check` finds. Raises SelfCheckError where there is one."""
    found = check_edition(edition, rendered.fill(), options_of(config))
    errors = [each for each in found if each.severity == "error"]
    for each in errors:
        show.err.say(f"error     {each.rule:<20} {one_line(each.what, each.place, each.mend)}")
    lost = [problem for problem in rendered.problems if problem.severity == "error"]
    show.problems(lost, notes=False)
    if count := len(errors) + len(lost):
        what = f"{edition.id} has {show.counted(count, 'error')}; nothing was sent"
        raise SelfCheckError(what, mend=f"mend the errors above, see `digest check {edition.id}`")


def nobody(config: Config) -> InputError:
    """Return the error of a list on which nobody gets mail."""
    mend = "`digest subscribers import FILE` takes a list"
    return InputError("there is no subscriber who gets mail", where=str(config.state), mend=mend)


def leave_links(config: Config) -> Callable[[str], str] | None:
    """Return what makes a reader's own link to leave by; None where `[deliver] web` is not set."""
    web = config.deliver.web
    if not web:
        return None
    keys = leave_keys()
    return lambda public: link(web, keys, public)


def dkim_signer(config: Config, secrets: Secrets, now: datetime) -> Signer | None:
    """Return who signs; None where DKIM is not asked for."""
    deliver = config.deliver
    if not deliver.dkim_domain:
        return None
    return signer(deliver.dkim_domain, deliver.dkim_selector, secrets.get("dkim_key").reveal(), now)

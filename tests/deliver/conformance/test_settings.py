"""`[deliver]` of digest.toml: read, checked, and told with its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from digest.config import Deliver, load_config
from digest.deliver.providers import PROVIDERS
from digest.deliver.setup import chosen
from digest.errors import ConfigError

HEAD = '[newsletter]\nname = "x"\nlanguage = "ko"\ntimezone = "Asia/Seoul"\n'


def read(folder: Path, text: str):
    path = folder / "digest.toml"
    path.write_text(HEAD + text, "utf-8")
    return load_config(path)


@dataclass(frozen=True)
class Options:
    """The table of a provider, as one might have it."""

    host: str = ""
    port: int = 25
    share: float = 0.5
    secure: bool = True


def test_all_of_it(tmp_path: Path):
    config = read(
        tmp_path,
        """
[deliver]
provider = "smtp"
rate = 5
connections = 3
stop_after = 7
reply_to = "answers@example.org"
web = "https://leave.example.org/app"
dkim_domain = "example.org"
dkim_selector = "s2026._x"

[deliver.smtp]
host = "smtp.example.org"

[deliver.resend]
timeout = 5
""",
    )
    assert config.deliver == Deliver(
        provider="smtp",
        rate=5.0,
        connections=3,
        stop_after=7,
        reply_to="answers@example.org",
        web="https://leave.example.org/app",
        dkim_domain="example.org",
        dkim_selector="s2026._x",
        providers={"smtp": {"host": "smtp.example.org"}, "resend": {"timeout": 5}},
    )
    assert type(config.deliver.rate) is float
    setup = chosen(config, PROVIDERS, tmp_path / "mail")
    assert (setup.name, setup.root, setup.out) == ("smtp", tmp_path, tmp_path / "mail")
    assert setup.options(Options) == Options(host="smtp.example.org")
    assert chosen(config, PROVIDERS, tmp_path, "file").options(Options) == Options()


def test_nothing_of_it_is_the_provider_that_needs_nothing(tmp_path: Path):
    config = read(tmp_path, "")
    assert config.deliver == Deliver()
    assert chosen(config, PROVIDERS, tmp_path).name == "file"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[deliver]\nprovidr = "smtp"', 6, "deliver: unknown key 'providr'; did you mean 'provider'?"),
        ("[deliver]\nproviders = {}", 6, "deliver: unknown key 'providers'; did you mean 'provider'?"),
        ("[deliver]\nzzz = 1", 6, "deliver: unknown key 'zzz'; known here: provider, rate, connections"),
        ("[delivr]", 5, "unknown key 'delivr'; did you mean 'deliver'?"),
        ("[deliver]\nrate = -0.5", 6, "deliver: rate: -0.5 is below 0"),
        (
            '[deliver]\nrate = "5"',
            6,
            "rate: has a value of the wrong kind: '5'; write a number without quotes",
        ),
        ("[deliver]\nrate = true", 6, "rate: has a value of the wrong kind: True"),
        ("[deliver]\nrate = nan", 6, "rate: has a value of the wrong kind"),
        ("[deliver]\nrate = inf", 6, "rate: has a value of the wrong kind"),
        ("[deliver]\n\nconnections = -1", 7, "connections: -1 is not from 0 to 100"),
        ("[deliver]\nconnections = 101", 6, "connections: 101 is not from 0 to 100"),
        ("[deliver]\nconnections = 2.5", 6, "connections: has a value of the wrong kind: 2.5"),
        ("[deliver]\nstop_after = 0", 6, "stop_after: 0 is below 1"),
        ('[deliver]\nreply_to = "nobody"', 6, "reply_to: 'nobody' is no address"),
        ('[deliver]\nreply_to = "a@b.org\\r\\nBcc: c@d.org"', 6, "is no address"),
        ('[deliver]\nweb = "http://example.org"', 6, "web: 'http://example.org' is no web address"),
        ('[deliver]\nweb = "https://example.org?x=1"', 6, "is no web address"),
        ('[deliver]\nweb = "https://example.org/\\r\\nx"', 6, "is no web address"),
        ('[deliver]\nweb = "https://a:b@example.org"', 6, "is no web address"),
        ('[deliver]\nweb = "https://example.org:x"', 6, "is no web address"),
        ('[deliver]\ndkim_domain = "example.org"', 5, "dkim_selector: is missing"),
        ('[deliver]\ndkim_selector = "s"', 5, "dkim_domain: is missing"),
        (
            '[deliver]\ndkim_domain = "exa mple"\ndkim_selector = "s"',
            6,
            "dkim_domain: 'exa mple' is no name of the DNS",
        ),
        ('[deliver]\nsmtp = "x"', 6, "deliver: unknown key 'smtp'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int, says: str):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"digest.toml:{line}: ")
    assert says in str(caught.value)


def test_deliver_is_a_table(tmp_path: Path):
    (tmp_path / "digest.toml").write_text(f"deliver = 3\n{HEAD}", "utf-8")
    with pytest.raises(ConfigError, match=r"deliver: must be a table; write \[deliver\]"):
        load_config(tmp_path / "digest.toml")


@pytest.mark.parametrize(
    "web", ["https://example.org", "http://127.0.0.1:8000", "http://localhost:8000/x", "http://[::1]"]
)
def test_readers_leave_over_https_or_on_this_machine(tmp_path: Path, web: str):
    assert read(tmp_path, f'[deliver]\nweb = "{web}"').deliver.web == web


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[deliver]\nprovider = "resnd"', 6, "deliver: no such provider 'resnd'; did you mean 'resend'?"),
        (
            '[deliver]\nprovider = "zzz"',
            6,
            "no such provider 'zzz'; known here: anymail, file, postmark, resend, ses, smtp",
        ),
        (
            '[deliver]\n\n[deliver.postmrk]\nstream = "x"',
            7,
            "no such provider 'postmrk'; did you mean 'postmark'?",
        ),
        ('[deliver]\nprovider = ""', 6, "no such provider ''"),
    ],
)
def test_a_provider_that_nobody_knows_is_told_when_it_is_asked_for(
    tmp_path: Path, text: str, line: int, says: str
):
    config = read(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        chosen(config, PROVIDERS, tmp_path)
    assert str(caught.value).startswith(f"digest.toml:{line}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("provider", "text", "line", "says"),
    [
        ("postmark", 'straem = "x"', 8, "deliver.postmark: unknown key 'straem'; did you mean 'stream'?"),
        (
            "postmark",
            "stream = 3",
            8,
            "deliver.postmark: stream: has a value of the wrong kind: 3; write text in quotes",
        ),
        (
            "resend",
            'url = "http://example.org"',
            8,
            "deliver.resend: url: 'http://example.org' is no address of a web API",
        ),
        ("resend", "timeout = 0", 8, "deliver.resend: timeout: 0 is not from 0 to 600"),
        (
            "resend",
            "timeout = true",
            8,
            "deliver.resend: timeout: has a value of the wrong kind: True; write a number",
        ),
        (
            "anymail",
            'service = "x"',
            8,
            "deliver.anymail: service: no such service 'x'; known here: brevo, mailersend",
        ),
    ],
)
def test_a_providers_own_table_is_read_when_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: str, text: str, line: int, says: str
):
    for name in ("DIGEST_RESEND_KEY", "DIGEST_POSTMARK_TOKEN", "DIGEST_ANYMAIL_KEY"):
        monkeypatch.setenv(name, "k")
    config = read(tmp_path, f'[deliver]\nprovider = "{provider}"\n[deliver.{provider}]\n{text}')
    with pytest.raises(ConfigError) as caught:
        PROVIDERS[provider](chosen(config, PROVIDERS, tmp_path))
    assert str(caught.value).startswith(f"digest.toml:{line}: ")
    assert says in str(caught.value)

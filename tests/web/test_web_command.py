"""`digest web` as a program of its own: it serves, tells no token, and ends in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from readers import KEYS, Site, getting, newsletter

from digest.cli.web import web
from digest.config import load_config
from digest.errors import ConfigError, DigestError, InputError

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = (
    "import sys, pathlib\nfrom digest.config import load_config\nfrom digest.cli.web import web\n"
    "web(load_config(pathlib.Path(sys.argv[1])), '127.0.0.1', 0, '')\n"
)
ENV = ",".join(key.decode() for key in KEYS.keys)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end(tmp_path: Path, end: signal.Signals):
    config = newsletter(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", PROGRAM, tmp_path / "digest.toml"],
        env={**os.environ, "DIGEST_LEAVE_KEYS": ENV},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        told = process.stdout.readline()
        assert "http://127.0.0.1:" in told
        site = Site(config, int(told.rstrip().rstrip("/").rpartition(":")[2]))
        assert site.leave("hana").status == 200
        assert getting(config) == ["duri", "sena"]
    finally:
        process.send_signal(end)
        out, err = process.communicate(timeout=20)
    assert (out, err) == ("", "")
    assert process.returncode in {0, -end}


@pytest.mark.parametrize(
    ("change", "kind", "says"),
    [
        (
            lambda c: (c.root / "digest.toml").write_text('[newsletter]\nname = "x"\n'),
            ConfigError,
            "no address",
        ),
        (lambda c: c.state.unlink(), InputError, "no subscribers"),
        (lambda c: c.state.write_bytes(b"nonsense" * 100), InputError, "can't be read"),
        (
            lambda c: c.templates.mkdir() or (c.templates / "leave.html").write_text("{{ no }}"),
            ConfigError,
            "leave.html",
        ),
        (lambda c: newsletter(c.root, more='[look]\naccent = "red"\n'), ConfigError, "accent"),
    ],
    ids=["no address", "no state", "a broken state", "a broken template", "a wrong token"],
)
def test_what_can_not_work_is_said_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change, kind: type[DigestError], says: str
):
    monkeypatch.setenv("DIGEST_LEAVE_KEYS", ENV)
    change(newsletter(tmp_path))
    with pytest.raises(kind) as caught:
        web(load_config(tmp_path / "digest.toml"), "127.0.0.1", 0, "")
    assert says in str(caught.value)
    assert str(caught.value).isprintable()


def test_without_a_key_nobody_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DIGEST_LEAVE_KEYS", raising=False)
    with pytest.raises(ConfigError, match="no DIGEST_LEAVE_KEYS"):
        web(newsletter(tmp_path), "127.0.0.1", 0, "")

"""`digest send` and `digest status` as a person and a cron job use them."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import STORY
from servers_mail import folder, smtp_sink, sunk
from servers_scripted import STALL, scripted

from digest.cli.progress import duration, line
from digest.model import Subscriber
from digest.state import ledger, people, suppress
from digest.state.people import Entry
from digest.state.store import open_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WEEK = "2024-W13"
ADDRESS = 'address = "1 Sample Street, Sampletown"\n'


def joined(newsletter: Path, *names: str, language: str = "en") -> None:
    entries = (
        Entry(
            Subscriber(f"{name}@example.net", name.title(), language),
            f"{name}@example.net",
            f"{name}@example.net",
        )
        for name in names
    )
    with open_state(newsletter / "state" / "digest.sqlite3") as state:
        people.take(state, entries, datetime.now(UTC))


@pytest.fixture
def ready(newsletter: Path, digest: Callable) -> Path:
    """A newsletter with a built edition and three subscribers, the provider that writes files."""
    with (newsletter / "digest.toml").open("a", encoding="utf-8") as settings:
        settings.write(ADDRESS + '[themes]\nscorer = "words"\n')
    assert digest("build", "-C", newsletter).code == 0
    joined(newsletter, "ann", "bob", "carol")
    return newsletter


def configured(newsletter: Path, more: str) -> None:
    with (newsletter / "digest.toml").open("a", encoding="utf-8") as settings:
        settings.write(more)


def over_smtp(newsletter: Path, port: int, more: str = "", connections: int = 1) -> None:
    configured(
        newsletter,
        f'[deliver]\nprovider = "smtp"\nconnections = {connections}\n'
        f'[deliver.smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n{more}',
    )


@contextmanager
def state_of(newsletter: Path) -> Iterator:
    with open_state(newsletter / "state" / "digest.sqlite3") as state:
        yield state


def counts(newsletter: Path) -> dict[str, int]:
    with state_of(newsletter) as state:
        return {name: count for name, count in ledger.counts(state, WEEK).items() if count}


def planned_again(newsletter: Path, *names: str, state: str = "planned") -> None:
    with state_of(newsletter) as opened:
        for name in names:
            opened.run(
                "UPDATE delivery SET state = ?, call = '' WHERE email = ?", (state, f"{name}@example.net")
            )


def mails(newsletter: Path, place: str = "messages") -> dict[str, object]:
    paths = sorted((newsletter / "out" / WEEK / place).glob("*.eml"))
    return {path.name: message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths}


def start(newsletter: Path, *words: str, **more) -> subprocess.Popen:
    command = [
        sys.executable,
        "-c",
        "from digest.cli import main; main()",
        "send",
        "-C",
        str(newsletter),
        *words,
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def test_each_subscriber_gets_it_and_a_second_run_sends_nothing(ready: Path, digest: Callable):
    ran = digest("send", "-C", ready, "--yes")
    assert ran.code == 0, ran.err
    assert "3 accepted of 3; 3 accepted now" in ran.out
    for part in (
        "file",
        "digest@example.org",
        "Chip maker hires",
        "3 (en 3)",
        "as fast as the provider takes them",
    ):
        assert part in ran.err
    assert [str(mail["To"]) for mail in mails(ready).values()] == [
        f"{name.title()} <{name}@example.net>" for name in ("ann", "bob", "carol")
    ]
    again = digest("send", "-C", ready, "--yes")
    assert (again.code, "nothing is left to send" in again.err) == (0, True)
    assert len(mails(ready)) == 3


def test_who_joined_after_the_freeze_is_not_in_that_sending(ready: Path, digest: Callable):
    digest("send", "-C", ready, "--yes")
    joined(ready, "late")
    assert digest("send", "-C", ready, "--yes").code == 0
    assert counts(ready) == {"accepted": 3}


def test_who_is_suppressed_gets_nothing(ready: Path, digest: Callable):
    with state_of(ready) as state, state.transaction():
        suppress.suppress(state, "bob@example.net", "editor", datetime.now(UTC))
    assert digest("send", "-C", ready, "--yes").code == 0
    assert counts(ready) == {"accepted": 2}
    assert not any("bob@" in str(mail["To"]) for mail in mails(ready).values())


def test_without_a_terminal_and_without_yes_nothing_is_sent(ready: Path, digest: Callable, monkeypatch):
    with Path(os.devnull).open(encoding="utf-8") as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        ran = digest("send", "-C", ready)
    assert ran.code == 2
    assert "add --yes" in ran.err
    assert counts(ready) == {}


@pytest.mark.parametrize(("typed", "code", "sent"), [("3", 0, {"accepted": 3}), ("yes", 2, {}), ("", 2, {})])
def test_on_a_terminal_the_number_of_readers_is_typed(ready: Path, typed: str, code: int, sent: dict):
    ours, theirs = pty.openpty()
    process = start(ready, stdin=theirs)
    os.close(theirs)
    os.write(ours, f"{typed}\n".encode())
    _, err = process.communicate(timeout=120)
    os.close(ours)
    assert process.returncode == code, err
    assert "Type 3 to send it: " in err
    assert counts(ready) == sent


def test_a_sent_edition_that_changed_since_is_refused(ready: Path, digest: Callable):
    digest("send", "-C", ready, "--yes")
    (ready / "content" / "good.md").write_text(
        STORY.replace("{name}", "good").replace("Chip maker hires", "Chip maker fires"), "utf-8"
    )
    assert digest("build", "-C", ready).code == 0
    ran = digest("send", "-C", ready, "--yes")
    assert ran.code == 1
    assert "has changed since its sending began" in ran.err
    assert counts(ready) == {"accepted": 3}


def test_what_was_begun_goes_on_as_it_was_frozen(ready: Path, digest: Callable):
    digest("send", "-C", ready, "--yes")
    first = next(iter(mails(ready).values()))
    planned_again(ready, "carol")
    shutil.rmtree(ready / "out" / WEEK / "messages")
    (ready / "content" / "good.md").write_text(
        STORY.replace("{name}", "good").replace("Chip maker hires", "Chip maker fires"), "utf-8"
    )
    assert digest("build", "-C", ready).code == 0
    ran = digest("send", "-C", ready, "--yes")
    assert ran.code == 0, ran.err
    assert "has changed since its sending began: what was frozen goes on" in ran.err
    [mail] = mails(ready).values()
    assert mail["Subject"] == first["Subject"]
    assert "carol@example.net" in str(mail["To"])
    assert (
        mail.get_body(("plain",)).get_content().replace("Carol", "Ann")
        == first.get_body(("plain",)).get_content()
    )


def test_what_was_begun_goes_on_though_out_is_gone(ready: Path, digest: Callable):
    digest("send", "-C", ready, "--yes")
    planned_again(ready, "ann", "bob")
    shutil.rmtree(ready / "out")
    assert digest("send", "-C", ready, "--yes").code == 2, "without a name nobody knows which is meant"
    ran = digest("send", WEEK, "-C", ready, "--yes")
    assert ran.code == 0, ran.err
    assert "is not in" in ran.err
    assert "frozen on" in ran.err
    assert counts(ready) == {"accepted": 3}
    assert len(mails(ready)) == 2


def test_an_edition_with_an_error_is_not_sent(ready: Path, digest: Callable):
    text = (ready / "digest.toml").read_text("utf-8")
    (ready / "digest.toml").write_text(re.sub("unsubscribe_url.*\n", "", text), "utf-8")
    assert digest("build", "-C", ready).code == 0
    ran = digest("send", "-C", ready, "--yes")
    assert ran.code == 1
    assert "error     unsubscribe" in ran.err
    assert counts(ready) == {}


def test_a_dry_run_writes_what_would_go_and_notes_nothing(ready: Path, digest: Callable):
    ran = digest("send", "-C", ready, "--dry-run")
    assert ran.code == 0, ran.err
    assert len(mails(ready, "dry-run")) == 3
    with state_of(ready) as state:
        assert ledger.sending_of(state, WEEK) is None
    digest("send", "-C", ready, "--yes")
    for word in ("--dry-run", "--test=editor@example.org"):
        digest("send", "-C", ready, word)
        assert len(mails(ready)) == 3, "what readers are sent stays where it is"
    planned_again(ready, "bob")
    found = json.loads(digest("send", "-C", ready, "--dry-run", "--json").out)
    assert found["written"] == 1
    assert counts(ready) == {"accepted": 2, "planned": 1}


def test_a_test_goes_to_one_address_marked_and_outside_the_ledger(ready: Path, digest: Callable):
    for _ in range(2):
        ran = digest("send", "-C", ready, "--test", "editor@example.org")
        assert ran.code == 0, ran.err
    [mail] = mails(ready, "test").values()
    assert mail["Subject"] == "[test] Chip maker hires a team of engineers"
    assert mail["To"] == "editor@example.org"
    with state_of(ready) as state:
        assert ledger.sending_of(state, WEEK) is None


def test_two_tests_are_two_messages(ready: Path, digest: Callable, tmp_path: Path):
    ids = set()
    for number in range(2):
        folder = tmp_path / f"test{number}"
        digest("send", "-C", ready, "--test", "editor@example.org", "--out", folder)
        [path] = folder.iterdir()
        ids.add(message_from_bytes(path.read_bytes())["Message-ID"])
    assert len(ids) == 2, "a provider that keeps keys would swallow the second"


def test_a_test_does_not_go_to_who_is_suppressed(ready: Path, digest: Callable):
    with state_of(ready) as state, state.transaction():
        suppress.suppress(state, "bob@example.net", "complained", datetime.now(UTC))
    ran = digest("send", "-C", ready, "--test", "Bob@example.net")
    assert ran.code == 2
    assert "suppression list" in ran.err


def test_a_list_in_a_file_leaves_out_who_is_suppressed_here(ready: Path, digest: Callable):
    with state_of(ready) as state, state.transaction():
        suppress.suppress(state, "bob@example.net", "unsubscribed", datetime.now(UTC))
    (ready / "list.csv").write_text(
        "email,status\nBOB@example.net,\ndora@example.net,active\neve@example.net,unsubscribed\n", "utf-8"
    )
    ran = digest("send", "-C", ready, "--to", ready / "list.csv")
    assert ran.code == 0, ran.err
    assert [str(mail["To"]) for mail in mails(ready).values()] == ["dora@example.net"]


def test_json_tells_programs(ready: Path, digest: Callable):
    found = json.loads(digest("send", "-C", ready, "--yes", "--json").out)
    assert (found["edition"], found["provider"], found["code"]) == (WEEK, "file", 0)
    assert found["counts"]["accepted"] == found["accepted_now"] == 3
    assert Path(found["log"]).is_file()
    status = json.loads(digest("status", WEEK, "-C", ready, "--json").out)
    assert status["counts"] == found["counts"]
    assert status["last_run"]["code"] == 0
    assert (status["frozen"], status["under_way"], status["unknown"], status["drafts"]) == (3, False, [], [])


def test_what_is_unknown_is_named_and_waits_for_the_word(ready: Path, digest: Callable):
    digest("send", "-C", ready, "--yes")
    planned_again(ready, "bob", state="in flight")
    with state_of(ready) as state:
        [(public,)] = state.rows("SELECT public FROM subscriber WHERE email = 'bob@example.net'")
    assert "in flight will be unknown" in digest("status", WEEK, "-C", ready).out
    ran = digest("send", "-C", ready, "--yes")
    assert ran.code == 1
    assert f"unknown  {public}  the run ended before its answer" in ran.out
    assert "--retry-unknown" in ran.out
    assert "bob@" not in ran.out + ran.err
    assert "bob@example.net" in digest("status", WEEK, "-C", ready, "--show-addresses").out
    assert digest("send", "-C", ready, "--yes", "--retry-unknown").code == 0
    assert counts(ready) == {"accepted": 3}


def test_another_provider_may_go_on(ready: Path, digest: Callable):
    digest("send", "-C", ready, "--yes")
    planned_again(ready, "ann")
    with folder() as home, smtp_sink(keep=home / "sink") as port:
        over_smtp(ready, port)
        ran = digest("send", "-C", ready, "--yes")
        assert len(sunk(home / "sink")) == 1
    assert ran.code == 0, ran.err
    assert counts(ready) == {"accepted": 3}
    with state_of(ready) as state:
        assert ledger.sending_of(state, WEEK).provider == "smtp"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_when_what_is_in_flight_is_settled(ready: Path, digest: Callable, number):
    joined(ready, *(f"reader{n}" for n in range(40)))
    with folder() as home, smtp_sink("-W", ".:1", keep=home / "sink") as port:
        over_smtp(ready, port, connections=2)
        process = start(ready, "--yes")
        until = time.monotonic() + 60
        while time.monotonic() < until and not counts(ready).get("accepted"):
            time.sleep(0.02)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130, err
        found = counts(ready)
        assert set(found) == {"accepted", "planned"}
        assert f"{found['accepted']} accepted" in out
        assert "digest: interrupted" in err
        assert "Traceback" not in err
        assert len(sunk(home / "sink")) == found["accepted"]
    status = digest("status", WEEK, "-C", ready).out
    assert "interrupted" in status


def test_a_second_signal_does_not_wait(ready: Path):
    with scripted({".": [STALL]}) as server:
        over_smtp(ready, server.port)
        process = start(ready, "--yes")
        until = time.monotonic() + 60
        while time.monotonic() < until and not server.stored:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None, "the first waits for the answer"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.rstrip().endswith("digest: interrupted")
    assert "Traceback" not in err
    assert counts(ready) == {"in flight": 1, "planned": 2}


def test_what_went_as_messages_is_not_handed_over_and_the_other_way_round(
    ready: Path, digest: Callable, monkeypatch
):
    with state_of(ready) as state:
        state.run(
            "INSERT INTO draft VALUES (?, 'buttondown', 'em_1', 'scheduled', '', '', '', '', '')", (WEEK,)
        )
    ran = digest("send", "-C", ready, "--yes")
    assert (ran.code, "is scheduled by buttondown (em_1)" in ran.err) == (1, True)
    assert "buttondown holds it as em_1, scheduled" in digest("status", WEEK, "-C", ready).out
    with state_of(ready) as state:
        state.run("DELETE FROM draft")
    assert digest("send", "-C", ready, "--yes").code == 0
    monkeypatch.setenv("DIGEST_BUTTONDOWN_KEY", "k" * 20)
    configured(ready, '[deliver]\nprovider = "buttondown"\n')
    ran = digest("send", "-C", ready, "--yes")
    assert (ran.code, "went to 3 readers by file already" in ran.err) == (1, True)


CANARY = "canary-4711-secret"


@pytest.mark.parametrize("reply", [f"535 5.7.8 {CANARY} is no password", f"454 4.7.0 try {CANARY} later"])
def test_a_secret_is_nowhere(ready: Path, reply: str, digest: Callable, monkeypatch):
    """Not where the server repeats it in what it answers, either."""
    monkeypatch.setenv("DIGEST_SMTP_PASSWORD", CANARY)
    script = {"EHLO": ["250-hello\r\n250 AUTH PLAIN LOGIN"], "AUTH": [reply]}
    with scripted(script) as server:
        over_smtp(ready, server.port, 'user = "digest"\n')
        process = start(ready, "--yes")
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None and len(server.commands) < 8:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        ran = digest("send", "-C", ready, "--test", "editor@example.org")
    assert server.commands, "it came as far as the server"
    assert counts(ready) == {"planned": 3}
    kept = b"".join(path.read_bytes() for path in ready.rglob("*") if path.is_file())
    for where in (out, err, ran.out, ran.err, kept.decode("utf-8", "replace")):
        assert CANARY not in where
    assert "Traceback" not in err + ran.err


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["--dry-run", "--test", "a@example.org"], "exclude each other"),
        (["--test", "nobody"], "is no address"),
        (["--test", "a@example.org\nBcc: b@example.org"], "is no address"),
        (["--retry-unknown", "--dry-run"], "--retry-unknown has no meaning"),
        (["--limit-rate", "nan", "--yes"], "--limit-rate"),
        (["--limit-rate", "inf", "--yes"], "no number"),
        (["--limit-rate", "-1", "--yes"], "--limit-rate"),
        (["--at", "2030-01-01T07:00", "--yes"], "are for a service"),
        (["--now", "--yes"], "are for a service"),
        (["2024-W20", "--yes"], "no edition '2024-W20'"),
    ],
)
def test_words_that_can_not_be_meant_are_told_in_one_line(ready: Path, digest: Callable, words, mend: str):
    ran = digest("send", "-C", ready, *words)
    assert ran.code == 2
    [told] = ran.err.splitlines()
    assert told.startswith("digest: ")
    assert mend in told
    assert counts(ready) == {}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[deliver]\nprovider = "stmp"\n', "did you mean 'smtp'"),
        ('[deliver]\nprovider = "smtp"\n[deliver.smtp]\nhost = "127.0.0.1"\nuser = "u"\nsecurity = "none"\n', "DIGEST_SMTP_PASSWORD"),
        ('[deliver]\nprovider = "resend"\n', "DIGEST_RESEND_KEY"),
        ('[deliver]\nweb = "https://leave.example.org"\n', "DIGEST_LEAVE_KEYS"),
        ('[deliver]\ndkim_domain = "example.org"\ndkim_selector = "s"\n', "DIGEST_DKIM_KEY"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_in_the_settings_stops_it_before_the_freeze(
    ready: Path, digest: Callable, more: str, told: str, monkeypatch
):
    for name in [name for name in os.environ if name.startswith("DIGEST_")]:
        monkeypatch.delenv(name)
    configured(ready, more)
    ran = digest("send", "-C", ready, "--yes")
    assert ran.code == 2
    assert told in ran.err
    assert counts(ready) == {}


def test_without_subscribers_it_says_how_to_get_some(newsletter: Path, digest: Callable):
    configured(newsletter, ADDRESS)
    digest("build", "-C", newsletter)
    for words in (["--yes"], ["--dry-run"]):
        ran = digest("send", "-C", newsletter, *words)
        assert ran.code == 2
        assert "digest subscribers import" in ran.err


def test_status_of_what_was_never_sent(ready: Path, digest: Callable):
    ran = digest("status", WEEK, "-C", ready)
    assert (ran.code, "was never sent" in ran.out) == (0, True)
    assert json.loads(digest("status", WEEK, "-C", ready, "--json").out) == {"edition": WEEK, "drafts": []}
    assert digest("status", "2024-W99", "-C", ready).code == 2


def test_a_state_that_was_replaced_ends_the_run_before_anybody_gets_it_twice(ready: Path):
    with smtp_sink("-W", ".:1") as port:
        over_smtp(ready, port)
        running = start(ready, "--yes")
        until = time.monotonic() + 20
        while counts(ready).get("accepted", 0) < 1 and time.monotonic() < until:
            time.sleep(0.05)
        backup = ready / "state" / "copy"
        shutil.copy(ready / "state" / "digest.sqlite3", backup)
        backup.replace(ready / "state" / "digest.sqlite3")
        _, err = running.communicate(timeout=60)
    assert running.returncode == 3
    assert "moved or replaced while this run used it" in err


def test_what_a_service_will_send_is_not_gone_on_with(ready: Path, digest: Callable):
    digest("send", "-C", ready, "--yes")
    planned_again(ready, "bob")
    with state_of(ready) as state, state.transaction():
        row = (WEEK, "buttondown", "em1", "scheduled", "", "2024-03-28T00:00:00.000+00:00")
        state.run(
            "INSERT INTO draft (edition, service, id, state, content, changed) VALUES (?, ?, ?, ?, ?, ?)", row
        )
    ran = digest("send", "-C", ready, "--yes")
    assert (ran.code, counts(ready)["planned"]) == (1, 1)
    assert "its readers would get it twice" in ran.err


def test_a_file_in_the_place_of_the_state_is_named(newsletter: Path, digest: Callable):
    (newsletter / "state").write_text("", "utf-8")
    assert digest("build", "-C", newsletter).code == 0
    ran = digest("send", "-C", newsletter, "--yes")
    assert (ran.code, f"{newsletter / 'state'}: is no folder" in ran.err) == (2, True)


def test_a_system_that_ends_it_before_anything_went_is_answered_as_ctrl_c_is(ready: Path):
    _, terminal = pty.openpty()
    running = start(ready, stdin=terminal)
    assert running.stderr is not None
    said = ""
    while "Type 3 to send it: " not in said:
        said += running.stderr.read(1)
    running.send_signal(signal.SIGTERM)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err.strip()) == (130, "digest: interrupted")
    assert not counts(ready)


def test_on_a_terminal_a_bar_shows_how_far_it_is(ready: Path):
    with smtp_sink("-W", ".:1") as port:
        over_smtp(ready, port)
        ours, theirs = pty.openpty()
        command = [
            sys.executable,
            "-c",
            "from digest.cli import main; main()",
            "send",
            "-C",
            str(ready),
            "--yes",
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=theirs, env=os.environ | {"TERM": "xterm"}
        )
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal's other end is closed
            while part := os.read(ours, 4096):
                shown += part
        os.close(ours)
        assert process.wait(timeout=60) == 0
    assert b"sending" in shown
    assert b"1/3" in shown


def test_how_far_it_is_in_words():
    assert line(1200, 2000, 310.0) == "1,200 of 2,000 done, 310 a second, 3 s left"
    assert line(5, 2000, 0.5) == "5 of 2,000 done, 66 min left"
    assert line(5, 2000, 0.0) == "5 of 2,000 done, waiting"
    assert [duration(s) for s in (5, 89, 100, 5400, 12_000)] == [
        "5 s",
        "89 s",
        "2 min",
        "1 h 30 min",
        "3 h 20 min",
    ]

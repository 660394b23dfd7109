"""Who must not get mail: the list wins over everything, and only two ways lead back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from states import NOW, state_in, taken

from digest.state.people import active_readers, counts, people
from digest.state.suppress import (
    REASONS,
    come_back,
    gets_mail,
    is_suppressed,
    leave,
    lift,
    suppress,
    suppressions,
)

if TYPE_CHECKING:
    from pathlib import Path

    from digest.state.store import State


@pytest.fixture
def state(tmp_path: Path):
    with state_in(tmp_path) as opened:
        taken(opened, tmp_path, "email\nhana@example.org\nduri@example.org\n")
        yield opened


def hana(state: State) -> str:
    return next(p.reader.id for p in people(state) if p.written == "hana@example.org")


def getting(state: State) -> list[str]:
    return [reader.email for reader in active_readers(state)]


@pytest.mark.parametrize("reason", REASONS)
def test_whatever_the_reason_no_mail_is_sent(state: State, reason: str):
    with state.transaction():
        assert suppress(state, "hana@example.org", reason, NOW, "told by phone")
    assert getting(state) == ["duri@example.org"]
    assert not gets_mail(state, hana(state))
    [line] = suppressions(state)
    assert (line.mailbox, line.reason, line.note) == ("hana@example.org", reason, "told by phone")
    assert counts(state)["suppressed" if reason == "editor" else reason] == 1


@pytest.mark.parametrize("reason", REASONS)
def test_an_import_makes_nobody_active_again(state: State, tmp_path: Path, reason: str):
    with state.transaction():
        suppress(state, "hana@example.org", reason, NOW)
    found = taken(state, tmp_path, "email,name,status\nHANA@example.org,김하나,active\n")
    assert (found.changed, found.suppressed) == (1, 1)
    assert getting(state) == ["duri@example.org"]


def test_a_mailbox_that_nobody_knows_yet_is_kept_out_when_a_list_brings_it(state: State, tmp_path: Path):
    with state.transaction():
        suppress(state, "new@example.org", "bounced", NOW)
    assert is_suppressed(state, "new@example.org")
    assert taken(state, tmp_path, "email,status\nNew@Example.org,active\n").suppressed == 1
    assert "New@example.org" not in getting(state)
    assert counts(state)["bounced"] == 1


def test_a_weaker_reason_does_not_take_the_place_of_a_stronger_one(state: State):
    for reason, changed in (("unsubscribed", True), ("complained", True), ("bounced", False)):
        with state.transaction():
            assert suppress(state, "hana@example.org", reason, NOW) is changed
    assert [s.reason for s in suppressions(state)] == ["complained"]


def test_leaving_twice_is_leaving_once_and_the_reader_may_come_back(state: State):
    who = hana(state)
    leave(state, who, NOW)
    before = list(suppressions(state))
    leave(state, who, NOW)
    assert list(suppressions(state)) == before
    assert getting(state) == ["duri@example.org"]
    assert come_back(state, who, NOW)
    assert getting(state) == ["hana@example.org", "duri@example.org"]
    assert list(suppressions(state)) == []
    assert come_back(state, who, NOW)


@pytest.mark.parametrize("reason", REASONS)
def test_nobody_comes_back_by_a_link_who_did_not_leave_by_one(state: State, reason: str):
    with state.transaction():
        suppress(state, "hana@example.org", reason, NOW, "by an import")
    leave(state, hana(state), NOW)
    assert not come_back(state, hana(state), NOW)
    assert getting(state) == ["duri@example.org"]


@pytest.mark.parametrize("reason", ["bounced", "editor", "complained"])
def test_what_came_after_the_leaving_counts(state: State, reason: str):
    leave(state, hana(state), NOW)
    with state.transaction():
        suppress(state, "hana@example.org", reason, NOW)
    assert not come_back(state, hana(state), NOW)


def test_the_editor_lifts_a_suppression_by_express_word(state: State):
    with state.transaction():
        suppress(state, "hana@example.org", "complained", NOW)
    assert lift(state, "hana@example.org", NOW)
    assert not lift(state, "hana@example.org", NOW)
    assert getting(state) == ["hana@example.org", "duri@example.org"]


def test_an_id_that_nobody_has_does_nothing(state: State):
    leave(state, "nobody", NOW)
    assert not come_back(state, "nobody", NOW)
    assert list(suppressions(state)) == []

"""One draft an edition and service, whatever happens on the way."""

from __future__ import annotations

import json
import math
from datetime import timedelta

import pytest
from service_api import Canned
from service_parts import CLOCK, Desk

from digest.errors import ProviderError, StoppedError, UnansweredError, UnsupportedError, UsageError
from digest.state import drafts
from digest.state.store import open_state

pytest_plugins = ("service_fixtures",)


@pytest.fixture
def desk(fake, tmp_path):
    return Desk(fake, tmp_path)


def test_the_first_run_makes_a_draft_and_the_second_has_nothing_to_do(desk):
    first = desk.run()
    assert (first.draft.state, first.did) == ("draft", ("created", "filled"))
    second = desk.run()
    assert (second.draft.id, second.did) == (first.draft.id, ())
    assert len(desk.there) == 1


def test_an_edition_that_changed_goes_into_its_draft(desk):
    first = desk.run()
    again = desk.run(content="two")
    assert (again.draft.id, again.did) == (first.draft.id, ("updated",))
    assert "Subject two" in str(desk.there)
    assert len(desk.there) == 1


def test_an_unanswered_create_is_found_again(desk):
    desk.fake.cut.extend(["POST"] * 3)
    with pytest.raises(UnansweredError, match=r"whether the draft was made.*run it again"):
        desk.run()
    assert len(desk.there) == 1
    desk.fake.cut.clear()
    again = desk.run(content="two")
    assert again.draft.state == "draft"
    assert again.did in [("found", "updated"), ("created", "filled")]  # the second under the same live key
    assert len(desk.there) == 1


def test_where_a_draft_is_shown_late_nothing_is_made_blindly(desk):
    desk.fake.late = math.inf
    desk.fake.cut.extend(["POST"] * 3)
    with pytest.raises(UnansweredError):
        desk.run()
    desk.fake.cut.clear()
    desk.now += timedelta(hours=13)  # no key lives that long
    for _ in range(2):
        with pytest.raises(ProviderError, match=r"none is shown there yet.*--create-again"):
            desk.run()
    assert len(desk.there) == 1
    desk.fake.late = 0
    assert desk.run(create_again=True).did == ("found", "updated")
    assert len(desk.there) == 1


def test_who_has_looked_there_can_have_it_made(desk):
    desk.fake.cut.extend(["POST"] * 3)
    with pytest.raises(UnansweredError):
        desk.run()
    desk.fake.cut.clear()
    desk.fake.items.clear()
    desk.now += timedelta(hours=13)
    assert desk.run(create_again=True).did == ("created", "filled")
    assert len(desk.there) == 1


def test_two_with_the_same_marker_are_named(desk):
    first = desk.run()
    twin = {**desk.there[0], "id": "twin-2"}
    desk.fake.add("twin-2", twin)
    (desk.folder / "digest.sqlite3").unlink()
    with pytest.raises(ProviderError, match="2 there carry 2024-W13-") as stopped:
        desk.run()
    assert first.draft.id in str(stopped.value)
    assert "twin-2" in str(stopped.value)
    assert not any(item.get("subject") == "Subject" for item in desk.there)


def test_a_newsletter_whose_state_was_lost_finds_its_draft(desk):
    desk.run()
    (desk.folder / "digest.sqlite3").unlink()
    assert desk.run().did == ("found", "updated")
    assert len(desk.there) == 1


def test_a_refused_create_leaves_no_trace(desk):
    desk.fake.canned.append(_good_list(desk.fake))
    desk.fake.canned.append(_refusal())
    with pytest.raises(ProviderError, match="refuses"):
        desk.run()
    with open_state(desk.folder / "digest.sqlite3") as state:
        assert drafts.kept(state, "2024-W13", desk.fake.name) is None
    assert desk.run().did == ("created", "filled")


def test_a_draft_that_was_deleted_is_made_anew_only_when_told(desk):
    first = desk.run()
    desk.fake.items.clear()
    with pytest.raises(ProviderError, match=f"{first.draft.id} is gone there; .*--create-again"):
        desk.run()
    assert desk.there == []
    desk.now += timedelta(minutes=1)
    again = desk.run(create_again=True)
    assert again.did == ("created", "filled")
    assert again.draft.id != first.draft.id


def test_an_update_that_was_cut_off_is_done_again(desk):
    desk.run()
    verb = "PUT" if desk.fake.name == "mailchimp" else "PATCH"
    desk.fake.cut.extend([verb] * 3)
    with pytest.raises(UnansweredError):
        desk.run(content="two")
    desk.fake.cut.clear()
    assert desk.run().did == ("updated",)  # the first content again: the service may have the second
    assert "Subject two" not in str(desk.there)


def test_what_was_changed_there_is_not_lost_by_an_update(desk):
    desk.run()
    _edit_there(desk.fake)
    assert desk.run().did == ("left as it was changed there",)
    with pytest.raises(ProviderError, match=r"changed there.*--overwrite"):
        desk.run(content="two")
    assert "an editor's own" in str(desk.there)
    assert desk.run(content="two", overwrite=True).did == ("updated",)
    assert "an editor's own" not in str(desk.there)


def test_at_schedules_and_a_scheduled_one_is_not_touched(desk):
    desk.fake.confirmed = True
    at = CLOCK + timedelta(days=1)
    done = desk.run(at=at)
    assert (done.draft.state, done.did) == ("scheduled", ("created", "filled", "scheduled"))
    assert desk.run(at=at).did == ()
    assert desk.run().did == ()
    for wrong in ({"content": "two"}, {"at": at + timedelta(hours=1)}, {"now": True}):
        with pytest.raises(ProviderError, match=r"scheduled for .*there already"):
            desk.run(**wrong)
    assert len(desk.there) == 1


def test_now_sends_once(desk):
    done = desk.run(now=True)
    assert (done.draft.state, done.did[-1]) == ("sending", "sent")
    assert desk.run(now=True).did == ()
    with pytest.raises(ProviderError, match="sending there already, with another content"):
        desk.run(content="two")


def test_an_unanswered_order_to_send_is_not_given_twice(desk):
    desk.run()
    desk.fake.cut.append("POST")
    with pytest.raises(UnansweredError):
        desk.run(now=True)
    posts = len(desk.fake.asked("POST"))
    assert desk.run(now=True).draft.state == "sending"
    assert len(desk.fake.asked("POST")) == posts


def test_a_time_that_cannot_be_kept_is_refused_before_anything_is_asked(desk):
    with pytest.raises(UsageError, match="has passed"):
        desk.run(at=CLOCK)
    with pytest.raises(UnsupportedError, match="the next it can is 2026-11-25T1"):
        desk.run(at=CLOCK + timedelta(hours=1, minutes=7, seconds=1))
    assert desk.fake.calls == []


def test_two_runs_at_once_cannot_both_begin(tmp_path):
    with open_state(tmp_path / "s") as one, open_state(tmp_path / "s") as two:
        drafts.begin(one, "2024-W13", "mailchimp", None, CLOCK)
        with pytest.raises(StoppedError, match="another run hands 2024-W13 over to mailchimp"):
            drafts.begin(two, "2024-W13", "mailchimp", None, CLOCK)


def _good_list(fake):
    return Canned(
        200, {"mailchimp": b'{"campaigns":[]}'}.get(fake.name, b'{"results":[],"data":[],"count":0}')
    )


def _refusal():
    return Canned(422, b'{"message":"no"}')


def _edit_there(fake):
    item = next(iter(fake.items.values()))
    if fake.name == "mailchimp":
        item["settings"]["subject_line"] = "an editor's own"
    else:
        item["subject"] = "an editor's own"


def test_a_draft_that_is_made_and_not_shown_is_waited_for(desk):
    real = desk.fake.carry_out
    hidden = Canned(404, b'{"message":"not found"}', after=True)

    def slow(call):
        answer = real(call)
        if call.method == "POST":
            desk.fake.canned.extend([Canned(answer[0], json.dumps(answer[1]).encode(), after=True), hidden])
        return answer

    desk.fake.carry_out = slow
    with pytest.raises(ProviderError, match="does not show it; run it again in some minutes"):
        desk.run()
    desk.fake.carry_out = real
    assert desk.run().did == ("updated",)
    assert len(desk.there) == 1

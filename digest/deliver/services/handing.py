"""Handing an edition over: one draft a service and edition, whatever happens on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NoReturn

from digest.deliver.services.handover import content_of
from digest.errors import ProviderError, UnansweredError, UnsupportedError, UsageError
from digest.state import drafts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.model import Draft, Handover
    from digest.protocols import Broadcaster
    from digest.state.drafts import Kept
    from digest.state.store import State


@dataclass(frozen=True, slots=True)
class Orders:
    """What is asked besides a draft. `at` and `now` exclude each other.

    `create_again`: somebody looked in the service, and no draft is there. `overwrite`: what was changed there
    may be lost.
    """

    at: datetime | None = None
    now: bool = False
    create_again: bool = False
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of it: the draft as it stands there, and what was done, in words; nothing if `did` is empty."""

    draft: Draft
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    state: State
    service: Broadcaster
    edition: str
    what: Handover
    orders: Orders
    clock: Callable[[], datetime]

    @property
    def content(self) -> str:
        return content_of(self.what)

    def keep(self, draft: Draft, content: str) -> None:
        drafts.keep(self.state, self.edition, self.service.name, draft, content, self.clock())

    def refuse(self, what: str, mend: str) -> NoReturn:
        raise ProviderError(f"{self.edition}: {what}", where=self.service.name, mend=mend)


def hand_over(
    state: State,
    service: Broadcaster,
    edition: str,
    what: Handover,
    orders: Orders,
    clock: Callable[[], datetime],
) -> Handed:
    """Put the edition there as a draft or in its draft's place, then schedule or send it if so ordered.

    The first run makes a draft, each later one updates that. Whoever calls this holds the newsletter's lock.
    Raises ProviderError when the service refuses, or when nobody can tell whether it has the edition already:
    then nothing is made. Raises UnansweredError when an answer is lost; running again clears that up.
    UnsupportedError and UsageError for a time it can't keep come before anything else.
    """
    check_time(service, orders.at, clock())
    run = _Run(state, service, edition, what, orders, clock)
    draft, did = _placed(run)
    if draft.state != "draft":
        return _beyond_a_draft(run, draft, did)
    held = _held(run, draft)
    if held == "another":
        draft, did = _updated(run, draft), (*did, "filled" if "created" in did else "updated")
    elif held == "edited":
        did = (*did, "left as it was changed there")
    if orders.at or orders.now:
        draft = _released(run, draft)
        did = (*did, "scheduled" if orders.at else "sent")
    return Handed(draft, did)


def check_time(service: Broadcaster, at: datetime | None, now: datetime) -> None:
    """Raise UsageError for a time that has passed, UnsupportedError for one that the service can't keep."""
    if at is None:
        return
    if at <= now:
        raise UsageError(f"--at: {at.isoformat()} has passed", mend="name a time to come, or use --now")
    beyond = timedelta(minutes=at.minute % service.minutes, seconds=at.second, microseconds=at.microsecond)
    if beyond:
        mend = f"the next it can is {(at - beyond + timedelta(minutes=service.minutes)).isoformat()}"
        every = "each minute" if service.minutes == 1 else f"every {service.minutes} minutes"
        raise UnsupportedError(f"--at: it begins to send {every} only", where=service.name, mend=mend)


def _placed(run: _Run) -> tuple[Draft, tuple[str, ...]]:
    """Return the edition's draft at the service, made where it certainly has none."""
    known = drafts.kept(run.state, run.edition, run.service.name)
    if known and known.state == "creating" and _key_lives(run, known):
        return _created(run, known)
    if known and known.id:
        draft = run.service.read(known.id)
        if draft:
            return draft, ()
        if not run.orders.create_again:
            run.refuse(f"its draft {known.id} is gone there", "run it with --create-again to make a new one")
    found = [each for each in run.service.find(run.what.marker) if not known or each.id != known.id]
    if found:
        return _adopted(run, found), ("found",)
    if known and not run.orders.create_again:
        run.refuse(
            "a draft was asked for, the answer never came, and none is shown there yet",
            f"run it again in some minutes; or look there for {run.what.marker}, and if there is none, "
            "run it with --create-again",
        )
    return _created(run, drafts.begin(run.state, run.edition, run.service.name, known, run.clock()), new=True)


def _key_lives(run: _Run, begun: Kept) -> bool:
    age = (run.clock() - datetime.fromisoformat(begun.changed)).total_seconds()
    return 0 <= age < run.service.key_life


def _created(run: _Run, begun: Kept, *, new: bool = False) -> tuple[Draft, tuple[str, ...]]:
    """Have the draft made. `new`: this was not asked before, so a refusal tells that there is none."""
    seed = f"{run.service.name}\n{run.what.marker}\n{begun.changed}"
    key = hashlib.sha256(seed.encode()).hexdigest()[:32]
    try:
        made = run.service.create(run.what, key)
    except UnansweredError as error:
        raise UnansweredError(
            f"{run.edition}: nobody can tell whether the draft was made: {error.what}",
            where=run.service.name,
            mend="run it again, it looks for the draft first",
        ) from None
    except ProviderError:
        if new:
            drafts.forget(run.state, run.edition, run.service.name)
        raise
    run.keep(made, "")
    draft = run.service.read(made.id)  # under a key used before, the answer tells how it was then
    if draft is None:
        run.refuse(f"it made {made.id}, and does not show it", "run it again in some minutes")
    if new and draft.state != "draft":
        run.refuse(f"it made {draft.id} as {draft.state!r}, not as a draft", "stop it there at once")
    return draft, ("created",)


def _adopted(run: _Run, found: Sequence[Draft]) -> Draft:
    """Return the one that carries the edition's marker."""
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        run.refuse(
            f"{len(found)} there carry {run.what.marker}: {ids}",
            "delete all but one there, then run it again",
        )
    draft = run.service.read(found[0].id)
    if draft is None:
        run.refuse(f"its list shows {found[0].id}, which is gone", "run it again in some minutes")
    run.keep(draft, "")
    return draft


def _held(run: _Run, draft: Draft) -> Literal["this", "edited", "another"]:
    """Tell what the draft holds: this edition as it was handed over, or edited there since, or another content.

    Raises ProviderError where an update would lose what was edited there.
    """
    known = drafts.kept(run.state, run.edition, run.service.name)
    if known is None or not known.content:
        return "another"
    same, edited = known.content == run.content, known.seen != draft.seen
    if edited and not run.orders.overwrite:
        if same:
            return "edited"
        run.refuse(
            f"draft {draft.id} was changed there, and the edition was changed here",
            "run it with --overwrite to lose what was changed there",
        )
    return "this" if same and not edited else "another"


def _updated(run: _Run, draft: Draft) -> Draft:
    run.keep(draft, "")  # from here on nobody knows which of two contents it has
    updated = run.service.update(draft.id, run.what)
    if updated.state != "draft":
        run.keep(updated, "")
        run.refuse(f"{draft.id} became {updated.state!r} as it was updated", "look there at once")
    run.keep(updated, run.content)
    return updated


def _beyond_a_draft(run: _Run, draft: Draft, did: tuple[str, ...]) -> Handed:
    """Return it where nothing is left to be done. Raises ProviderError where something else was asked."""
    known = drafts.kept(run.state, run.edition, run.service.name)
    content = known.content if known else ""
    run.keep(draft, content)
    when = f" for {draft.at}" if draft.at else ""
    scheduled, at = draft.state == "scheduled", run.orders.at
    mend = "cancel that there, then run it again" if scheduled else "nothing more can be changed"
    if content != run.content:
        run.refuse(f"it is {draft.state}{when} there already, with another content", mend)
    if (scheduled and run.orders.now) or (at and not (scheduled and _same(draft.at, at))):
        run.refuse(f"it is {draft.state}{when} there already", mend)
    return Handed(draft, did)


def _released(run: _Run, draft: Draft) -> Draft:
    """Have it scheduled or sent; the service's own word for it is what counts."""
    at = run.orders.at
    known = drafts.kept(run.state, run.edition, run.service.name)
    released = run.service.schedule(draft.id, at) if at else run.service.publish(draft.id)
    run.keep(released, known.content if known else "")
    wanted = ("scheduled",) if at else ("sending", "sent")
    if released.state not in wanted or (at and not _same(released.at, at)):
        shown = f"{released.state} {released.at}".strip()
        raise UnansweredError(
            f"{run.edition}: it took the order, but shows {released.id} as {shown}",
            where=run.service.name,
            mend="look there",
        )
    return released


def _same(shown: str, at: datetime) -> bool:
    """Tell whether a service's time is this one, whatever its zone."""
    try:
        found = datetime.fromisoformat(shown)
    except ValueError:
        return False
    return (found if found.tzinfo else found.replace(tzinfo=at.tzinfo)) == at

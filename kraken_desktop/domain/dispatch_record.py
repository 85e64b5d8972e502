"""What was known of dispatches, and when: the store's side of "what did we know when" (docs/domain.md, Dispatches)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kraken_desktop.domain.dispatch import GATE_OPEN, DispatchBook, DispatchKind, PlannedDispatch, extended
from kraken_desktop.domain.moments import Span


@dataclass(frozen=True, slots=True)
class PlanView:
    """What polls read of one device, unchanged from ``first_seen`` to ``last_seen``: its state and what was listed.

    ``dispatches`` is None where the plan could not be read.
    """

    device_id: str
    first_seen: datetime
    last_seen: datetime
    state: str | None
    dispatches: tuple[PlannedDispatch, ...] | None

    @property
    def is_gate_open(self) -> bool:
        return self.state in GATE_OPEN


def views_of(book: DispatchBook, at: datetime) -> tuple[PlanView, ...]:
    """What the poll at ``at`` knew of each chargeable device."""
    found = []
    for status in book.statuses:
        plan = book.plan(status.device.id)
        if status.device.is_chargeable:
            is_read = plan is not None and plan.problem is None
            listed = plan.dispatches if plan is not None and is_read else None
            found.append(PlanView(status.device.id, at, at, status.state, listed))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one device's polls said of one slot from ``since`` until ``until``.

    ``listed`` are the charges that touch the slot: empty where none was listed, None where the plan could not be read.
    """

    device_id: str
    since: datetime
    until: datetime
    state: str | None
    is_gate_open: bool
    listed: tuple[PlannedDispatch, ...] | None


def knowledge_of(slot: Span, views: Iterable[PlanView]) -> tuple[Knowledge, ...]:
    """What was known of the slot and when, per device in order of time; views that say the same of it are one.

    ``views`` in order of time. What came before the slot was first listed, or before its gate mattered, is left out.
    """
    by_device: dict[str, list[Knowledge]] = {}
    for view in views:
        said = by_device.setdefault(view.device_id, [])
        found = _said_of(slot, view)
        last = said[-1] if said else None
        if last is not None and _says_the_same(last, found):
            said[-1] = Knowledge(last.device_id, last.since, found.until, last.state, last.is_gate_open, last.listed)
        else:
            said.append(found)
    return tuple(known for said in by_device.values() for known in _from_first_listing(said))


def _says_the_same(one: Knowledge, other: Knowledge) -> bool:
    """The state says something only of what is listed."""
    return one.listed == other.listed and (not one.listed or one.state == other.state)


def _said_of(slot: Span, view: PlanView) -> Knowledge:
    listed = view.dispatches
    if listed is not None:
        listed = tuple(dispatch for dispatch in listed if extended(dispatch.span).overlaps(slot))
    return Knowledge(view.device_id, view.first_seen, view.last_seen, view.state, view.is_gate_open, listed)


def _from_first_listing(said: list[Knowledge]) -> Iterator[Knowledge]:
    first = next((number for number, known in enumerate(said) if known.listed), None)
    return iter(()) if first is None else iter(said[first:])


@dataclass(frozen=True, slots=True)
class PastListing:
    """A smart charge that was listed for a slot and made nothing cheap: ignored to its end with the gate shut in
    ``state``, or gone at ``withdrawn_at``, when the device was in ``state``.
    """

    device_id: str
    span: Span
    state: str | None
    withdrawn_at: datetime | None = None


def past_listings(knowledge: Iterable[Knowledge]) -> tuple[PastListing, ...]:
    """What became of the last listing of each device, by what is known of one slot in order of time."""
    by_device: dict[str, list[Knowledge]] = {}
    for known in knowledge:
        by_device.setdefault(known.device_id, []).append(known)
    found = (_past_listing(said) for said in by_device.values())
    return tuple(listing for listing in found if listing is not None)


def _past_listing(said: list[Knowledge]) -> PastListing | None:
    number, known, charge = next(
        (
            (number, known, smart[-1])
            for number, known in reversed([*enumerate(said)])
            if (smart := [listed for listed in known.listed or () if listed.kind is DispatchKind.SMART])
        ),
        (0, None, None),
    )
    if known is None or charge is None:
        return None
    if not known.is_gate_open:
        return PastListing(known.device_id, charge.span, known.state)
    gone = next((later for later in said[number + 1 :] if later.listed is not None), None)
    if gone is None or gone.since >= charge.span.end:
        return None
    return PastListing(known.device_id, charge.span, gone.state, gone.since)

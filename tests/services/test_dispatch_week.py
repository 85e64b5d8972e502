"""A week minute by minute: the half hours that we hold to be cheap are those that the simulator bills so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
)
from kraken_desktop.domain.dispatch_poll import after_poll
from kraken_desktop.domain.effective_price import SmartTerms, smart_spans
from kraken_desktop.domain.moments import Span, slots_of
from kraken_desktop.domain.tariffs import NIGHT_INTELLIGENT_GO
from kraken_desktop.simulator import plan, smart
from kraken_desktop.simulator.homes import home_named
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import SLOT_SECONDS
from tests.services.given import utc

TERMS = SmartTerms((NIGHT_INTELLIGENT_GO,))
MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)


def of_seconds(start: int, end: int) -> Span:
    return Span(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))


def polled(household: Household, book: DispatchBook, now: datetime) -> DispatchBook:
    """One light poll of every car, as the service answers it."""
    statuses, plans = [], []
    for life in household.cars:
        device = SmartDevice(life.car.device_id, DeviceKind.VEHICLE, life.car.name)
        statuses.append(DeviceStatus(device, plan.state(life, now, household.seed), now))
        listed = tuple(
            PlannedDispatch(device.id, of_seconds(run.start, run.end), DispatchKind(run.kind.lower()))
            for run in plan.planned(life, now, household.seed)
        )
        plans.append(DevicePlan(device.id, now, listed))
    rows = plan.completed(household.cars, now) if now.minute % 5 == 0 else None
    done = (
        None if rows is None else [CompletedDispatch(of_seconds(row.run.start, row.run.end), row.kwh) for row in rows]
    )
    return after_poll(book, now, statuses, plans, done)


@pytest.mark.parametrize(
    ("start", "seed"),
    [("2026-10-12 09:00", 1), ("2026-10-22 09:00", 2), ("2026-03-26 09:00", 3)],
    ids=["plain", "clocks-back", "clocks-forward"],
)
def test_our_cheap_slots_are_those_that_are_billed(start: str, seed: int) -> None:
    household, begin = Household(home_named("intelligent"), seed), utc(start)
    book, ours, now = DispatchBook(), set[datetime](), begin
    while now < begin + WEEK:
        book = polled(household, book, now)
        if now.minute == 0:
            settled = Span(now - timedelta(hours=6), now - timedelta(minutes=30))
            cheap = smart_spans(book, TERMS, now)
            ours |= {
                slot.start for slot in slots_of(settled) if settled.contains(slot.start)
                and any(span.overlaps(slot) for span in cheap)
            }  # fmt: skip
        now += MINUTE
    asked = list(slots_of(Span(begin + timedelta(hours=1), begin + WEEK - timedelta(hours=2))))
    owed = {
        slot.start
        for slot in asked
        if smart.in_slot(household.cars, int(slot.start.timestamp()) // SLOT_SECONDS, has_allowance=False).makes_cheap
    }
    assert owed, "a week without a charge proves nothing"
    assert {slot.start for slot in asked} & ours == owed

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.charge_watch import DispatchChange, DispatchChanged
from kraken_desktop.domain.dispatch import (
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
)
from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.notices import (
    BandChanged,
    Facts,
    FactsStale,
    PriceNegative,
    SignInNeeded,
    TomorrowPublished,
    notices_due,
)
from kraken_desktop.domain.rates import Rate, RateSchedule
from tests.domain.moments_given import at, span

CAR = SmartDevice("car", DeviceKind.VEHICLE, "Family car")
NOON = at("2026-10-05 12:00")
TOMORROW = TomorrowPublished(date(2026, 10, 6), Decimal(5), Decimal(40), None)


def book(
    now: datetime, *listed: Span, state: str = "SMART_CONTROL_CAPABLE", kind: DispatchKind = DispatchKind.SMART
) -> DispatchBook:
    planned = tuple(PlannedDispatch("car", found, kind) for found in listed)
    return DispatchBook((DeviceStatus(CAR, state, now),), (DevicePlan("car", now, planned),))


def facts(now: datetime = NOON, *prices: int, listed: DispatchBook | None = None) -> Facts:
    start = at("2026-10-05 00:00")
    rows = [Rate(start + SLOT * i, start + SLOT * (i + 1), Decimal(p)) for i, p in enumerate(prices)]
    return Facts(now, RateSchedule.of(rows), BandScheme(), listed or DispatchBook())


def test_tomorrow_is_told_when_it_appears_and_not_again() -> None:
    waiting, published = facts(), replace(facts(), tomorrow=TOMORROW)
    assert notices_due(waiting, published) == (TOMORROW,)
    assert notices_due(published, published) == ()
    assert notices_due(None, published) == (TOMORROW,)
    next_day = replace(published, tomorrow=replace(TOMORROW, day=date(2026, 10, 7)))
    assert notices_due(published, next_day) == (next_day.tomorrow,)


def test_what_stands_at_a_start_is_told_what_changed_is_not() -> None:
    running = facts(listed=book(NOON, span("2026-10-05 11:00", "2026-10-05 13:00")))
    assert notices_due(None, running) == ()
    assert notices_due(None, replace(running, signed_out_since=NOON)) == (SignInNeeded(NOON),)


def test_sign_in_and_stale_are_told_once() -> None:
    quiet = facts()
    stale = replace(quiet, stale=FactsStale("live power", NOON), signed_out_since=NOON)
    assert notices_due(quiet, stale) == (SignInNeeded(NOON), FactsStale("live power", NOON))
    assert notices_due(stale, stale) == ()


def at_slot(index: int) -> datetime:
    return at("2026-10-05 00:00") + SLOT * index


def moved(prices: list[int], before: int, after: int, noticed_at: datetime | None = None) -> tuple[object, ...]:
    old, new = facts(at_slot(before), *prices), facts(at_slot(after), *prices)
    return notices_due(old, replace(new, band_noticed_at=noticed_at))


def test_falling_below_zero_is_told_once_with_its_end() -> None:
    assert moved([10, -2, -2, 10], 0, 1) == (PriceNegative(Decimal(-2), at_slot(1), at_slot(3)),)
    assert moved([10, -2, -2, 10], 1, 2) == ()


@pytest.mark.parametrize(
    ("before", "after", "bands"),
    [
        (0, 1, (Band.QUADRANT_0, Band.QUADRANT_1)),
        (2, 3, (Band.QUADRANT_2, Band.QUADRANT_3)),
        (1, 2, None),
        (4, 5, None),
    ],
)
def test_entering_or_leaving_an_end_of_the_range_is_told(
    before: int, after: int, bands: tuple[Band, Band] | None
) -> None:
    found = moved([0, 12, 22, 40, 40, 40], before, after)
    expected = [(notice.before, notice.after) for notice in found if isinstance(notice, BandChanged)]
    assert expected == ([bands] if bands else [])


def test_bands_are_told_at_most_once_an_hour() -> None:
    prices = [0, 40, 0]
    assert moved(prices, 1, 2, noticed_at=at_slot(1)) == ()
    assert len(moved(prices, 1, 2, noticed_at=at_slot(0))) == 1


DRIVE = span("2026-10-05 12:00", "2026-10-05 13:00")


def test_keys_tell_notices_apart_and_groups_join_them() -> None:
    started = DispatchChanged(DispatchChange.STARTED, "car", None, DRIVE)
    ended = replace(started, change=DispatchChange.ENDED)
    assert started.key != ended.key
    assert started.group == ended.group
    assert (
        PriceNegative(Decimal(-1), NOON, None).group
        == BandChanged(Band.QUADRANT_0, Band.QUADRANT_3, Decimal(1), NOON, None).group
    )


def test_another_way_of_colouring_is_no_change_of_price() -> None:
    before = facts(at_slot(0), 12, 12, 40)
    assert (
        notices_due(before, replace(before, scheme=BandScheme(SchemeKind.THRESHOLDS, (Decimal(5), Decimal(8))))) == ()
    )

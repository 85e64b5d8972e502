from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.dispatch import (
    GATE_OPEN,
    LAST_PLAN_COUNTS,
    CompletedDispatch,
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    counted,
    phantoms,
    running,
)
from kraken_desktop.domain.dispatch_poll import after_poll
from kraken_desktop.domain.effective_price import SmartTerms, boost_spans, effective_schedule, smart_spans
from kraken_desktop.domain.moments import SLOT, DailyWindow, Span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import Rate, RateSchedule, RateSource
from kraken_desktop.domain.tariffs import NIGHT_INTELLIGENT_GO, timed
from tests.domain.moments_given import at, span

CAR = SmartDevice("car", DeviceKind.VEHICLE, "Family car")
TERMS = SmartTerms((NIGHT_INTELLIGENT_GO,))
WEEK = span("2026-10-01 00:00", "2026-10-12 00:00")
DAY_PRICE, NIGHT_PRICE = Decimal("29.4"), Decimal("7")
SCHEDULE = timed(
    [Rate(WEEK.start, None, DAY_PRICE)], [Rate(WEEK.start, None, NIGHT_PRICE)], [NIGHT_INTELLIGENT_GO], WEEK
)
NOON = at("2026-10-05 12:00")
DRIVE = span("2026-10-05 16:45", "2026-10-05 17:25")


def status(now: datetime, state: str | None = "SMART_CONTROL_CAPABLE", device: SmartDevice = CAR) -> DeviceStatus:
    return DeviceStatus(device, state, now)


def plan(now: datetime, *listed: Span, kind: DispatchKind = DispatchKind.SMART, device: str = "car") -> DevicePlan:
    return DevicePlan(device, now, tuple(PlannedDispatch(device, found, kind) for found in listed))


def polled(
    now: datetime,
    *listed: Span,
    book: DispatchBook | None = None,
    state: str | None = "SMART_CONTROL_CAPABLE",
    kind: DispatchKind = DispatchKind.SMART,
    completed: tuple[CompletedDispatch, ...] = (),
) -> DispatchBook:
    return after_poll(book or DispatchBook(), now, [status(now, state)], [plan(now, *listed, kind=kind)], completed)


def price(book: DispatchBook, moment: datetime, now: datetime = NOON, terms: SmartTerms | None = TERMS) -> Decimal:
    rate = effective_schedule(SCHEDULE, book, terms, now).at(moment)
    assert rate is not None
    return rate.pence_inc_vat


def test_a_plan_makes_its_whole_slots_cheap_for_the_house() -> None:
    book = polled(NOON, DRIVE)
    assert smart_spans(book, TERMS, NOON) == (span("2026-10-05 16:30", "2026-10-05 17:30"),)
    for clock, expected in (
        ("16:29", DAY_PRICE),
        ("16:30", NIGHT_PRICE),
        ("17:29", NIGHT_PRICE),
        ("17:30", DAY_PRICE),
    ):
        assert price(book, at(f"2026-10-05 {clock}")) == expected


@pytest.mark.parametrize("state", sorted(GATE_OPEN))
def test_an_open_gate_lets_the_plan_count(state: str) -> None:
    assert counted(polled(NOON, DRIVE, state=state), NOON)


@pytest.mark.parametrize(
    "state", ["SMART_CONTROL_NOT_AVAILABLE", "SMART_CONTROL_OFF", "LOST_CONNECTION", "RETIRED", "NEVER_HEARD_OF", None]
)
def test_the_phantom_plan_of_an_unplugged_car_is_shown_and_never_priced(state: str | None) -> None:
    book = polled(NOON, DRIVE, state=state)
    assert not counted(book, NOON)
    assert [found.span for found in phantoms(book, NOON)] == [DRIVE]
    assert price(book, DRIVE.start) == DAY_PRICE


def test_without_a_dispatching_agreement_nothing_becomes_cheap() -> None:
    assert price(polled(NOON, DRIVE), DRIVE.start, terms=None) == DAY_PRICE


def test_a_boost_makes_nothing_cheap_and_the_night_stays_cheap_whatever_runs() -> None:
    night = span("2026-10-05 22:15", "2026-10-05 23:00")
    book = polled(NOON, DRIVE, night, kind=DispatchKind.BOOST, state="BOOSTING")
    assert price(book, DRIVE.start) == DAY_PRICE
    assert price(book, at("2026-10-05 22:45")) == NIGHT_PRICE
    assert boost_spans(book, NOON) == (DRIVE, night)


def test_adjacent_overlapping_and_across_midnight_join() -> None:
    book = polled(
        NOON,
        span("2026-10-05 22:00", "2026-10-05 22:40"),
        span("2026-10-05 22:40", "2026-10-06 00:10"),
        span("2026-10-05 23:50", "2026-10-06 01:00"),
    )
    assert smart_spans(book, TERMS, NOON) == (span("2026-10-05 22:00", "2026-10-06 01:00"),)


def test_a_withdrawn_plan_gives_its_slots_back() -> None:
    first = polled(NOON, DRIVE)
    later = NOON + timedelta(minutes=1)
    assert price(polled(later, book=first), DRIVE.start, later) == DAY_PRICE


def test_a_slot_seen_started_stays_cheap_when_the_plan_is_withdrawn() -> None:
    seen = at("2026-10-05 16:50")
    book = polled(seen, DRIVE, state="SMART_CONTROL_IN_PROGRESS")
    later = seen + timedelta(minutes=1)
    withdrawn = polled(later, book=book, state="SMART_CONTROL_NOT_AVAILABLE")
    assert price(withdrawn, at("2026-10-05 16:30"), later) == NIGHT_PRICE
    assert price(withdrawn, at("2026-10-05 17:00"), later) == DAY_PRICE


def test_a_boosting_device_starts_nothing() -> None:
    seen = at("2026-10-05 16:50")
    book = polled(seen, DRIVE, state="BOOSTING")
    assert book.started == ()


@pytest.mark.parametrize(("location", "expected"), [("AT_HOME", NIGHT_PRICE), (None, NIGHT_PRICE), ("AWAY", DAY_PRICE)])
def test_completed_at_home_is_cheap_and_away_changes_nothing(location: str | None, expected: Decimal) -> None:
    row = CompletedDispatch(DRIVE, Decimal("2"), None, location)
    later = at("2026-10-05 18:00")
    book = polled(later, completed=(row,), state="SMART_CONTROL_NOT_AVAILABLE")
    assert price(book, at("2026-10-05 16:30"), later) == expected


@pytest.mark.parametrize("source", ["bump-charge", "BOOST", "test-charge"])
def test_a_completed_boost_or_test_is_not_cheap(source: str) -> None:
    later = at("2026-10-05 18:00")
    book = polled(later, completed=(CompletedDispatch(DRIVE, None, source, "AT_HOME"),))
    assert price(book, at("2026-10-05 17:00"), later) == DAY_PRICE


def test_the_last_plan_counts_for_fifteen_minutes_while_the_state_is_open() -> None:
    book = polled(NOON, DRIVE)
    failed = DevicePlan("car", NOON, (), Problem(ProblemKind.UNAVAILABLE, NOON))
    soon, late = NOON + LAST_PLAN_COUNTS, NOON + LAST_PLAN_COUNTS + timedelta(seconds=1)
    for now, is_counted in ((soon, True), (late, False)):
        again = after_poll(book, now, [status(now)], [replace(failed, seen_at=now)], None)
        assert bool(counted(again, now)) is is_counted
        assert again.plan("car") == replace(book.plans[0], problem=failed.problem)
    closed = after_poll(book, soon, [status(soon, "SMART_CONTROL_NOT_AVAILABLE")], [failed], None)
    assert not counted(closed, soon)


def test_one_devices_error_keeps_the_others() -> None:
    other = SmartDevice("other", DeviceKind.CHARGE_POINT)
    failed = DevicePlan("car", NOON, (), Problem(ProblemKind.UNAVAILABLE, NOON))
    book = after_poll(
        DispatchBook(),
        NOON,
        [status(NOON), status(NOON, device=other)],
        [failed, plan(NOON, DRIVE, device="other")],
        None,
    )
    assert [found.device_id for found in counted(book, NOON)] == ["other"]


def test_a_device_removed_takes_its_plan_along() -> None:
    book = after_poll(polled(NOON, DRIVE), NOON, [], [], None)
    assert book.gone == (CAR,)
    assert after_poll(book, NOON, [], [], None) == book
    assert after_poll(book, NOON, [status(NOON)], [], None).gone == (), "it came back"
    assert book.plans == ()


def test_only_the_kind_that_was_asked_for_runs() -> None:
    now = at("2026-10-05 17:00")
    book = polled(now, DRIVE, kind=DispatchKind.BOOST, state="BOOSTING")
    assert running(book, now) == ()
    assert len(running(book, now, DispatchKind.BOOST)) == 1


def test_the_agreements_night_rate_is_meant_not_the_days_minimum() -> None:
    free = Rate(at("2026-10-05 13:00"), at("2026-10-05 14:00"), Decimal("1"), source=RateSource.OVERRIDE)
    schedule = SCHEDULE.merged_with(RateSchedule.of([free]))
    effective = effective_schedule(schedule, polled(NOON, DRIVE), TERMS, NOON)
    assert (found := effective.at(DRIVE.start)) is not None
    assert found.pence_inc_vat == NIGHT_PRICE
    assert found.source is RateSource.DISPATCH


@pytest.mark.parametrize(("night", "expected"), [("9", "9"), ("40", "20")])
def test_an_own_price_counts_from_midnight_for_the_night_that_began_before(night: str, expected: str) -> None:
    """At 07:45 of the day on which it was set, a charge gets the own night price, and at 01:00 nothing cheaper."""
    today = Span(at("2026-10-04 23:00"), at("2026-10-05 23:00"))
    own = [[Rate(today.start, None, Decimal(pence), source=RateSource.OVERRIDE)] for pence in ("20", night)]
    schedule = SCHEDULE.merged_with(timed(own[0], own[1], [NIGHT_INTELLIGENT_GO], today))
    morning, early = span("2026-10-05 06:45", "2026-10-05 07:25"), span("2026-10-05 00:00", "2026-10-05 01:00")
    effective = effective_schedule(schedule, polled(early.start, early, morning), TERMS, early.start)
    assert effective.pence_at(morning.start) == Decimal(expected)
    assert effective.pence_at(early.start) == Decimal(night)


def test_windows_of_the_terms_decide_the_night() -> None:
    odd = SmartTerms((DailyWindow(time(1), time(2)),))
    effective = effective_schedule(SCHEDULE, polled(NOON, DRIVE), odd, NOON)
    assert (found := effective.at(DRIVE.start)) is not None
    assert found.pence_inc_vat == NIGHT_PRICE


@pytest.mark.parametrize("silence", [timedelta(minutes=16), timedelta(hours=9)])
def test_offline_or_asleep_the_last_plan_does_not_count_for_ever(silence: timedelta) -> None:
    book = polled(NOON, DRIVE, span("2026-10-05 12:10", "2026-10-06 06:00"))
    assert counted(book, NOON + LAST_PLAN_COUNTS)
    assert not counted(book, NOON + silence)
    assert price(book, NOON + silence, NOON + silence) == DAY_PRICE
    assert phantoms(book, NOON + silence)


def test_a_plan_counts_by_a_state_of_its_own_time() -> None:
    long = span("2026-10-05 11:00", "2026-10-05 18:00")
    book, later = polled(NOON, long), NOON + timedelta(minutes=40)
    again = after_poll(book, later, None, [plan(later, long)], None)
    assert not counted(again, later)
    assert again.started == book.started


def test_two_cars_that_charged_at_the_same_time_are_both_completed() -> None:
    rows = (CompletedDispatch(DRIVE, Decimal("2.5")), CompletedDispatch(DRIVE, Decimal("6")))
    book = polled(at("2026-10-05 18:00"), completed=rows)
    assert sorted(book.completed, key=str) == sorted(rows, key=str)
    assert polled(at("2026-10-05 18:01"), book=book, completed=rows).completed == book.completed


def test_completed_rows_outlive_the_services_list_and_grow_in_place() -> None:
    grown = CompletedDispatch(Span(DRIVE.start, DRIVE.end + SLOT), Decimal(4))
    first = polled(at("2026-10-05 17:30"), completed=(CompletedDispatch(DRIVE, Decimal(2)),))
    second = polled(at("2026-10-05 18:00"), book=first, completed=(grown,))
    assert second.completed == (grown,)
    forgotten = polled(at("2026-10-06 18:00"), book=second, completed=())
    assert forgotten.completed == (grown,)
    assert polled(at("2026-10-08 18:00"), book=forgotten, completed=()).completed == ()

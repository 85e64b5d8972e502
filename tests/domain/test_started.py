"""What was seen running, and what Octopus lists as completed, over many polls."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kraken_desktop.domain.dispatch import (
    CompletedDispatch,
    DevicePlan,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    counted,
)
from kraken_desktop.domain.dispatch_poll import after_poll
from kraken_desktop.domain.moments import Span
from tests.domain.moments_given import at, span
from tests.domain.test_dispatch import CAR, DAY_PRICE, DRIVE, NIGHT_PRICE, NOON, plan, polled, price, status

OPEN = "SMART_CONTROL_CAPABLE"


def test_started_keeps_its_true_length_over_many_polls() -> None:
    book = DispatchBook()
    for minute in range(40, 100):
        now = at("2026-10-05 16:00") + timedelta(minutes=minute, seconds=20)
        book = polled(now, DRIVE, book=book, state="SMART_CONTROL_IN_PROGRESS")
    (started,) = book.started
    assert started.span == Span(DRIVE.start, at("2026-10-05 17:24") + timedelta(seconds=21))


def test_a_plan_read_while_the_gate_was_closed_waits_for_the_next_reading() -> None:
    book = polled(NOON, DRIVE, state="SMART_CONTROL_NOT_AVAILABLE")
    later = NOON + timedelta(minutes=1)
    opened = after_poll(book, later, [status(later)], [], None)
    assert not counted(opened, later)
    assert counted(after_poll(opened, later, [status(later)], [plan(later, DRIVE)], None), later)


def test_a_completed_row_that_aged_out_of_the_list_is_kept_beside_a_longer_one() -> None:
    early = CompletedDispatch(span("2026-10-05 01:00", "2026-10-05 05:30"))
    late = CompletedDispatch(span("2026-10-05 04:00", "2026-10-05 09:00"))
    book = polled(at("2026-10-05 10:00"), completed=(late, early))
    assert set(polled(at("2026-10-06 06:00"), book=book, completed=(late,)).completed) == {early, late}


def test_a_boost_stays_a_boost_in_a_list_that_names_no_source() -> None:
    boost, book, now = span("2026-10-05 16:01", "2026-10-05 17:01"), DispatchBook(), at("2026-10-05 16:00")
    while now < at("2026-10-05 17:10"):
        now += timedelta(minutes=1)
        listed = (boost,) if boost.end > now else ()
        book = polled(
            now, *listed, book=book, state="BOOSTING" if boost.contains(now) else None, kind=DispatchKind.BOOST
        )
    for later in (timedelta(minutes=1), timedelta(minutes=2), timedelta(hours=20)):
        book = polled(now + later, book=book, completed=(CompletedDispatch(boost),))
        (row,) = book.completed
        assert row.kind is DispatchKind.BOOST
        assert price(book, at("2026-10-05 16:20"), now + later) == DAY_PRICE


def test_a_smart_charge_beside_the_other_cars_boost_stays_smart() -> None:
    boost, smart = span("2026-10-05 16:21", "2026-10-05 17:21"), span("2026-10-05 16:10", "2026-10-05 16:50")
    van, book, now = replace(CAR, id="van"), DispatchBook(), at("2026-10-05 16:05")
    while now < at("2026-10-05 17:30"):
        now += timedelta(minutes=1)
        plans = [
            DevicePlan(device, now, tuple(PlannedDispatch(device, each, kind) for each in (span,) if each.end > now))
            for device, span, kind in (("car", boost, DispatchKind.BOOST), ("van", smart, DispatchKind.SMART))
        ]
        states = [status(now, "BOOSTING" if boost.contains(now) else OPEN), status(now, OPEN, device=van)]
        book = after_poll(book, now, states, plans, None)
    book = after_poll(book, now, None, [], [CompletedDispatch(boost), CompletedDispatch(smart)])
    assert {row.span: row.kind for row in book.completed} == {boost: DispatchKind.BOOST, smart: DispatchKind.SMART}


def test_a_charge_that_nobody_saw_is_smart_where_its_row_names_no_source() -> None:
    (row,) = polled(at("2026-10-05 18:00"), completed=(CompletedDispatch(DRIVE),)).completed
    assert (row.kind, row.source) == (DispatchKind.SMART, None)


def test_a_running_charge_whose_beginning_each_new_plan_cuts_off_is_one() -> None:
    book = DispatchBook()
    for minute in range(45, 85, 4):
        now = at("2026-10-05 16:00") + timedelta(minutes=minute)
        book = polled(now, Span(now, DRIVE.end), book=book, state="SMART_CONTROL_IN_PROGRESS")
    (started,) = book.started
    assert started.span == span("2026-10-05 16:45:00", "2026-10-05 17:21:01")


def test_two_charges_with_a_pause_between_stay_two() -> None:
    first, second = span("2026-10-05 16:00", "2026-10-05 16:08"), span("2026-10-05 16:14", "2026-10-05 16:40")
    book = DispatchBook()
    for minute in range(0, 40, 2):
        now = at("2026-10-05 16:00") + timedelta(minutes=minute)
        book = polled(now, *(each for each in (first, second) if each.end > now), book=book)
    assert [row.span.start for row in book.started] == [first.start, second.start]


def test_of_a_plan_the_time_in_which_its_gate_was_shut_never_counts() -> None:
    """It was a phantom until the car came home; nobody saw what was before the first poll, so that is believed."""
    long = span("2026-10-05 08:00", "2026-10-05 14:00")
    shut = polled(NOON - timedelta(minutes=1), long, state="SMART_CONTROL_NOT_AVAILABLE")
    opened = polled(NOON, long, book=shut)
    for later in (NOON, NOON + timedelta(minutes=1)):
        opened = polled(later, long, book=opened)
        assert price(opened, at("2026-10-05 08:10"), later) == DAY_PRICE
        assert price(opened, NOON, later) == NIGHT_PRICE
    assert price(polled(NOON, long), at("2026-10-05 08:10")) == NIGHT_PRICE


def test_after_hours_in_which_nobody_looked_a_running_charge_counts_from_when_its_gate_was_last_seen_shut() -> None:
    long = span("2026-10-05 08:00", "2026-10-05 14:00")
    shut = polled(at("2026-10-05 09:10"), state="SMART_CONTROL_NOT_AVAILABLE")
    woken = polled(NOON, long, book=shut)
    assert price(woken, at("2026-10-05 08:10")) == DAY_PRICE
    assert price(woken, at("2026-10-05 09:40")) == NIGHT_PRICE


def test_a_sighting_never_reaches_back_before_the_gate_opened() -> None:
    long, book = span("2026-10-05 11:32", "2026-10-05 14:20"), DispatchBook()
    for minute in range(50, 72):
        now = at("2026-10-05 11:00") + timedelta(minutes=minute)
        book = polled(now, long, book=book, state=OPEN if minute >= 58 else "SMART_CONTROL_NOT_AVAILABLE")
    (started,) = book.started
    assert started.span.start == at("2026-10-05 11:58")

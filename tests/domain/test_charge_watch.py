"""Charges that start, end or are withdrawn: told in time, and never more often than a person can bear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import DeviceKind, SmartDevice
from kraken_desktop.domain.bands import BandScheme
from kraken_desktop.domain.charge_watch import GONE_STANDS, START_NOTICE_EVERY, DispatchChange, DispatchChanged
from kraken_desktop.domain.dispatch import (
    DevicePlan,
    DeviceStatus,
    DispatchBook,
    DispatchKind,
    PlannedDispatch,
    StartedDispatch,
)
from kraken_desktop.domain.effective_price import SmartTerms, effective_schedule
from kraken_desktop.domain.moments import DailyWindow, Span
from kraken_desktop.domain.notices import Facts, followed, notices_due
from kraken_desktop.domain.rates import Rate, RateSchedule
from tests.domain.moments_given import at, span

CAR = SmartDevice("car", DeviceKind.VEHICLE, "Family car")
NOON = at("2026-10-05 12:00")
MINUTE = timedelta(minutes=1)
DRIVE = span("2026-10-05 12:00", "2026-10-05 13:00")
UNPLUGGED = "SMART_CONTROL_NOT_AVAILABLE"
DAY = span("2026-10-05 00:00", "2026-10-06 00:00")
RATES = RateSchedule.of(
    [
        Rate(DAY.start, at("2026-10-05 05:30"), Decimal(7)),
        Rate(at("2026-10-05 05:30"), DAY.end, Decimal(28)),
    ]
)
TERMS = SmartTerms((DailyWindow(time(1), time(6, 30)),))

Told = tuple[datetime, DispatchChanged]


def book(
    now: datetime, *listed: Span, state: str = "SMART_CONTROL_CAPABLE", kind: DispatchKind = DispatchKind.SMART
) -> DispatchBook:
    planned = tuple(PlannedDispatch("car", found, kind) for found in listed)
    return DispatchBook((DeviceStatus(CAR, state, now),), (DevicePlan("car", now, planned),))


def told(looks: Sequence[tuple[datetime, DispatchBook]]) -> list[Told]:
    """What is told at each look, of a home that pays 28p by day, and 7p at night and while a smart charge runs."""
    before: Facts | None = None
    found: list[Told] = []
    for now, seen in looks:
        prices = effective_schedule(RATES, seen, TERMS, now)
        after = followed(before, Facts(now, prices, BandScheme(), seen))
        found.extend((now, notice) for notice in notices_due(before, after) if isinstance(notice, DispatchChanged))
        before = after
    return found


def changes(looks: Sequence[tuple[datetime, DispatchBook]]) -> list[tuple[datetime, DispatchChange]]:
    return [(now, notice.change) for now, notice in told(looks)]


def each_minute(start: datetime, minutes: int, *listed: Span) -> list[tuple[datetime, DispatchBook]]:
    return [(start + MINUTE * each, book(start + MINUTE * each, *listed)) for each in range(minutes)]


def test_a_charge_starts_and_ends_as_listed_and_both_are_told_at_once() -> None:
    looks = each_minute(NOON - MINUTE, 70, DRIVE)
    assert changes(looks) == [(DRIVE.start, DispatchChange.STARTED), (DRIVE.end, DispatchChange.ENDED)]
    assert {notice.span for _, notice in told(looks)} == {DRIVE}


def test_what_runs_at_a_start_is_no_news_but_its_end_is() -> None:
    assert changes(each_minute(NOON + MINUTE, 70, DRIVE)) == [(DRIVE.end, DispatchChange.ENDED)]


def test_moving_edges_replanning_and_joining_are_no_news() -> None:
    longer = Span(NOON + MINUTE, DRIVE.end + timedelta(minutes=20))
    assert changes([(NOON, book(NOON, DRIVE)), (NOON + MINUTE, book(NOON + MINUTE, longer))]) == []
    early, evening = span("2026-10-05 18:00", "2026-10-05 19:00"), span("2026-10-05 20:10", "2026-10-05 21:00")
    assert changes([(NOON, book(NOON, early)), (NOON + MINUTE, book(NOON + MINUTE, evening))]) == []


def test_a_charge_that_vanishes_while_it_runs_is_withdrawn_once_it_has_been_gone_for_five_minutes() -> None:
    looks = [(NOON, book(NOON, DRIVE)), *each_minute(NOON + MINUTE, 20)]
    assert changes(looks) == [(NOON + MINUTE + GONE_STANDS, DispatchChange.WITHDRAWN)]


def test_a_charge_taken_back_and_listed_again_within_five_minutes_is_no_news() -> None:
    gone = each_minute(NOON + MINUTE, 5)
    back = each_minute(NOON + 6 * MINUTE, 5, Span(NOON + 6 * MINUTE, DRIVE.end))
    assert changes([(NOON, book(NOON, DRIVE)), *gone, *back]) == []


def test_a_charge_moved_to_later_while_it_runs_has_ended() -> None:
    later = span("2026-10-05 18:00", "2026-10-05 19:00")
    looks = [(NOON, book(NOON, DRIVE)), *each_minute(NOON + MINUTE, 20, later)]
    assert changes(looks) == [(NOON + MINUTE + GONE_STANDS, DispatchChange.ENDED)]


def test_a_running_charge_replanned_every_three_minutes_brings_two_notices_an_hour() -> None:
    """It is taken back, and listed again from the present moment."""
    looks = [(NOON - MINUTE, book(NOON - MINUTE))]
    for turn in range(20):
        start = NOON + 6 * MINUTE * turn
        looks += [*each_minute(start, 3, Span(start, NOON + timedelta(hours=8))), *each_minute(start + 3 * MINUTE, 3)]
    assert changes(looks) == [(NOON, DispatchChange.STARTED)]


@given(st.lists(st.sampled_from(["runs", "later", "none", "unplugged", "unread"]), min_size=1, max_size=200))
def test_however_it_flaps_a_device_starts_once_an_hour_and_ends_once_for_a_start(minutes: list[str]) -> None:
    looks = [(NOON - MINUTE, book(NOON - MINUTE))]
    for count, how in enumerate(minutes):
        now = NOON + MINUTE * count
        listed = {"runs": Span(now, now + timedelta(hours=1)), "later": Span(now + timedelta(hours=2), DAY.end)}.get(
            how
        )
        seen = book(now, *filter(None, (listed,)), state=UNPLUGGED if how == "unplugged" else "SMART_CONTROL_CAPABLE")
        looks.append((now, book(now - timedelta(hours=1)) if how == "unread" else seen))
    found = changes(looks)
    starts = [now for now, change in found if change is DispatchChange.STARTED]
    assert all(later - earlier >= START_NOTICE_EVERY for earlier, later in pairwise(starts))
    assert [change is DispatchChange.STARTED for _, change in found] == [index % 2 == 0 for index in range(len(found))]


def test_a_withdrawn_charge_that_had_begun_leaves_its_slot_cheap() -> None:
    listed, gone_at = span("2026-10-05 12:17", "2026-10-05 13:08"), at("2026-10-05 12:20")
    started = (StartedDispatch("car", span("2026-10-05 12:00", "2026-10-05 12:30")),)
    looks = [(gone_at - MINUTE, book(gone_at - MINUTE, listed))]
    looks += [
        (now, replace(book(now, state=UNPLUGGED), started=started)) for now in (gone_at + MINUTE * i for i in range(6))
    ]
    ((now, notice),) = told(looks)
    assert (now, notice.change) == (gone_at + GONE_STANDS, DispatchChange.WITHDRAWN)
    assert (notice.cheap_until, notice.then_pence) == (at("2026-10-05 12:30"), Decimal(28))
    assert notice.closed_by == UNPLUGGED


def test_a_charge_withdrawn_before_anybody_saw_it_start_keeps_nothing_cheap() -> None:
    listed = span("2026-10-05 11:50", "2026-10-05 19:00")
    ((_, notice),) = told([(NOON - MINUTE, book(NOON - MINUTE, listed)), *each_minute(NOON, 7)])
    assert (notice.cheap_until, notice.then_pence, notice.closed_by) == (None, None, None)


def test_phantoms_and_boosts_are_never_told() -> None:
    for state, kind in ((UNPLUGGED, DispatchKind.SMART), ("BOOSTING", DispatchKind.BOOST)):
        looks = [
            (now, book(now, DRIVE, state=state, kind=kind))
            for now in (NOON + MINUTE * minute for minute in range(-1, 70))
        ]
        assert changes(looks) == []


def test_what_nobody_could_read_is_neither_ended_nor_started() -> None:
    long = span("2026-10-05 11:00", "2026-10-05 18:00")
    listed = book(NOON, long)
    looks = [(NOON + MINUTE * minute, listed) for minute in (0, 14, 15, 16, 60)]
    back = NOON + 61 * MINUTE
    assert changes([*looks, (back, book(back, long))]) == []


def test_a_boost_that_takes_the_charges_place_is_no_end() -> None:
    """The car charges on, as somebody asked for."""
    boost = Span(NOON + MINUTE, NOON + timedelta(hours=1))
    boosting = [
        (now, book(now, boost, state="BOOSTING", kind=DispatchKind.BOOST))
        for now in (NOON + MINUTE * each for each in range(1, 20))
    ]
    assert changes([(NOON, book(NOON, DRIVE)), *boosting]) == []


def test_an_end_tells_what_was_charged_not_what_was_listed_last() -> None:
    """Every few minutes the beginning is cut off; then the rest is moved to the evening."""
    looks = [(NOON - MINUTE, book(NOON - MINUTE))]
    for start in (NOON + MINUTE * each for each in range(0, 20, 5)):
        looks += each_minute(start, 5, Span(start, DRIVE.end))
    later = span("2026-10-05 18:00", "2026-10-05 19:00")
    (_, (_, ended)) = told([*looks, *each_minute(NOON + 20 * MINUTE, 8, later)])
    assert (ended.change, ended.span) == (DispatchChange.ENDED, Span(NOON, NOON + 20 * MINUTE))


def test_a_car_that_leaves_the_account_while_it_charges_keeps_its_name() -> None:
    gone = [(NOON + MINUTE * each, DispatchBook()) for each in range(1, 20)]
    [(_, notice)] = told([(NOON, book(NOON, DRIVE)), *gone])
    assert (notice.change, notice.device) == (DispatchChange.WITHDRAWN, "Family car")

"""Night hours learnt from labels: as they were painted, and nothing where they are not settled."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.learnt_hours import learnt_hours
from kraken_desktop.domain.measurement import Bucket, Measurement
from kraken_desktop.domain.moments import LONDON, SLOT, DailyWindow, Span
from tests.domain.moments_given import at

SUMMER = at("2026-07-01 00:00")
SPLIT = (DailyWindow(time(2, 30), time(7, 30), True), DailyWindow(time(22, 30), time(0, 30), True))


def is_inside(clock: time, window: DailyWindow) -> bool:
    if window.start < window.end:
        return window.start <= clock < window.end
    return clock >= window.start or clock < window.end


def painted(
    windows: tuple[DailyWindow, ...], days: int = 7, empty: frozenset[int] = frozenset(), start: datetime = SUMMER
) -> list[Measurement]:
    """What a meter with these hours would tell; ``empty`` slots of the day used nothing."""
    found = []
    for number in range(48 * days):
        begin = start + SLOT * number
        clock = (begin if windows[0].is_utc else begin.astimezone(LONDON)).time()
        is_night = any(is_inside(clock, window) for window in windows)
        kwh = Decimal(0) if number % 48 in empty else Decimal("0.2")
        buckets = (
            Bucket("ECO7_NIGHT", kwh if is_night else Decimal(0)),
            Bucket("ECO7_DAY", Decimal(0) if is_night else kwh),
        )
        found.append(Measurement(Span(begin, begin + SLOT), kwh, "kwh", buckets))
    return found


def test_two_windows_across_midnight_in_gmt() -> None:
    assert learnt_hours(painted(SPLIT), is_utc=True) == SPLIT


@given(st.integers(0, 47), st.integers(1, 47), st.booleans())
def test_any_window_is_learnt_as_it_was_painted(start: int, length: int, is_utc: bool) -> None:
    def clock(number: int) -> time:
        return time(number % 48 // 2, number % 2 * 30)

    window = DailyWindow(clock(start), clock(start + length), is_utc)
    assert learnt_hours(painted((window,), days=4), is_utc) == (window,)


def test_wall_clock_hours_stay_whole_over_a_clock_change() -> None:
    window = DailyWindow(time(0, 30), time(5, 30))
    over = painted((window,), days=8, start=at("2026-10-21 00:00"))
    assert learnt_hours(over, is_utc=False) == (window,)


def test_an_hour_of_no_use_is_as_its_neighbours_but_settles_no_edge() -> None:
    assert learnt_hours(painted(SPLIT, empty=frozenset({10, 30, 47})), is_utc=True) == SPLIT
    assert learnt_hours(painted(SPLIT, empty=frozenset({14, 15})), is_utc=True) == ()


@pytest.mark.parametrize("days", [0, 1, 2])
def test_too_few_days_settle_nothing(days: int) -> None:
    assert learnt_hours(painted(SPLIT, days), is_utc=True) == ()


def test_one_dissenting_day_an_unknown_label_and_the_car_settle_nothing() -> None:
    week = painted(SPLIT)
    other = painted((DailyWindow(time(1), time(8), True),), 1, start=SUMMER + timedelta(days=7))
    assert learnt_hours([*week, *other], is_utc=True) == ()
    for label in ("CONSUMPTION_CHARGE_B", "EV_DEVICE_OFF_PEAK"):
        strange = [Measurement(one.span, one.amount, "kwh", (Bucket(label, one.amount),)) for one in week]
        assert learnt_hours(strange, is_utc=True) == ()

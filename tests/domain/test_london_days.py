"""Every London day of 2024 to 2028: the right slots, and of each shape exactly one price or none in each of them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kraken_desktop.domain.moments import LONDON, DailyWindow, Span, day_slots, day_span
from kraken_desktop.domain.rates import Rate, RateSchedule
from kraken_desktop.domain.tariffs import NIGHT_ECONOMY_7, NIGHT_GO, NIGHT_INTELLIGENT_GO, timed
from tests.domain.moments_given import at

DAYS = tuple(date(2024, 1, 1) + timedelta(days=number) for number in range((date(2029, 1, 1) - date(2024, 1, 1)).days))
ALWAYS = at("2023-12-31 00:00")
DAY_PRICE, NIGHT_PRICE = Decimal("30"), Decimal("7")


def timetable(*windows: DailyWindow) -> RateSchedule:
    whole = Span(day_span(DAYS[0]).start, day_span(DAYS[-1]).end)
    return timed((Rate(ALWAYS, None, DAY_PRICE),), (Rate(ALWAYS, None, NIGHT_PRICE),), windows, whole)


def shown_by_clock(moment: datetime, window: DailyWindow) -> bool:
    """The rule, read aloud, by the clock that the window is kept in."""
    clock = moment.time() if window.is_utc else moment.astimezone(LONDON).time()
    if window.start < window.end:
        return window.start <= clock < window.end
    return clock >= window.start or clock < window.end


def test_days_have_46_48_or_50_slots_and_follow_each_other() -> None:
    counts = {day: len(day_slots(day)) for day in DAYS}
    assert sorted(set(counts.values())) == [46, 48, 50]
    assert [sum(count == odd for count in counts.values()) for odd in (46, 50)] == [5, 5]
    slots = [slot for day in DAYS for slot in day_slots(day)]
    assert all(one.end == two.start for one, two in pairwise(slots))


@pytest.mark.parametrize("window", [NIGHT_ECONOMY_7, NIGHT_GO, NIGHT_INTELLIGENT_GO, DailyWindow(time(22), time(6))])
def test_every_slot_has_the_one_price_that_its_clock_says(window: DailyWindow) -> None:
    schedule = timetable(window)
    for day in DAYS:
        for slot in day_slots(day):
            rates = schedule.between(slot)
            assert len(rates) == 1, (day, slot)
            expected = NIGHT_PRICE if shown_by_clock(slot.start, window) else DAY_PRICE
            assert rates[0].pence_inc_vat == expected, (day, slot)


def test_beyond_its_rows_a_price_is_unknown() -> None:
    schedule = timetable(NIGHT_GO)
    whole = Span(day_span(DAYS[0]).start, day_span(DAYS[-1]).end)
    assert schedule.at(whole.end) is None
    assert schedule.at(whole.start - timedelta(seconds=1)) is None


def test_of_rows_with_gaps_each_slot_has_one_price_or_none() -> None:
    """Half-hourly rows without each seventh: what is missing is unknown, and never its neighbour's price."""
    slots = [slot for day in DAYS for slot in day_slots(day)]
    rows = [Rate(slot.start, slot.end, Decimal(number)) for number, slot in enumerate(slots) if number % 7]
    schedule = RateSchedule.of(reversed(rows))
    assert schedule.rates == tuple(rows)
    for number, slot in enumerate(slots):
        rate = schedule.at(slot.start)
        assert (rate is None) if number % 7 == 0 else (rate is not None and rate.pence_inc_vat == number)

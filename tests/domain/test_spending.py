"""Where the money goes: worked weeks, and what always holds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.spending import SpentSlot, spending_of

MONDAY = (date(2026, 10, 5) - date(1970, 1, 1)).days
SUNDAY = MONDAY + 6


def slot(day: int, hour: float, kwh: float, pence: float, is_dear: bool) -> SpentSlot:
    return SpentSlot(day * 86400 + int(hour * 3600), day, int(hour * 60), kwh, pence, is_dear)


def week() -> list[SpentSlot]:
    """8p at night and 30p by day; Sundays a roast from 16:00 to 18:00."""
    slots = []
    for day in range(MONDAY, MONDAY + 28):
        slots += [slot(day, half / 2, 0.1, 8.0 if half < 14 else 30.0, half >= 14) for half in range(48)]
        if (day - MONDAY) % 7 == 6:
            slots += [slot(day, 16, 2.0, 30.0, is_dear=True), slot(day, 17, 1.5, 30.0, is_dear=True)]
    return sorted(slots, key=lambda one: one.start)


def test_the_dearest_habit_is_the_sunday_roast() -> None:
    habit = spending_of(week()).habit
    assert habit is not None
    assert (habit.weekday, habit.hour, habit.until) == (6, 16, 18)
    # four Sundays in 28 days: (2 + 0.2 + 1.5 + 0.2) kWh at 30p each
    assert habit.pence_a_month == pytest.approx(4 * 3.9 * 30 / 28 * 365 / 12)
    assert habit.kwh_a_month == pytest.approx(4 * 3.9 / 28 * 365 / 12)


def test_a_habit_costs_what_it_costs_each_time_however_often_the_weekday_came() -> None:
    """One dear Monday; a month of five Saturdays at 2 kWh beside four Sundays at 2.2 kWh."""
    monday = spending_of([slot(MONDAY, 17, 3.3, 30.0, is_dear=True)]).habit
    assert monday is not None
    assert monday.pence_a_month == pytest.approx(3.3 * 30 * 365 / 12 / 7)
    saturdays = [slot(MONDAY + 5 + 7 * week, 16, 2.0, 30.0, is_dear=True) for week in range(5)]
    sundays = [slot(SUNDAY + 7 * week, 16, 2.2, 30.0, is_dear=True) for week in range(4)]
    habit = spending_of(sorted((*saturdays, *sundays), key=lambda one: one.start)).habit
    assert habit is not None
    assert (habit.weekday, habit.kwh_a_month) == (6, pytest.approx(2.2 * 365 / 12 / 7))


def test_cells_hold_all_energy_and_money() -> None:
    found = spending_of(week())
    assert (found.days, len(found.cells)) == (28, 7 * 24)
    assert found.cell(6, 16).kwh == pytest.approx(4 * 2.2)
    assert found.cell(6, 16).dear_kwh == found.cell(6, 16).kwh
    assert found.cell(0, 3).dear_pence == 0
    assert sum(cell.kwh for cell in found.cells) == pytest.approx(sum(one.kwh for one in week()))
    assert sum(cell.pence for cell in found.cells) == pytest.approx(sum(one.kwh * one.pence for one in week()))


def test_the_dearest_hours_come_first() -> None:
    found = spending_of(week()).dearest
    assert len(found) == 10
    assert [hour.pence for hour in found] == sorted((hour.pence for hour in found), reverse=True)
    assert (found[0].start, found[0].pence) == ((SUNDAY * 24 + 16) * 3600, pytest.approx(2.2 * 30))


def test_shifting_saves_the_price_difference_as_far_as_there_is_dear_energy() -> None:
    # every day 34 half hours of 0.1 kWh at 30p, 22p above the night
    one, two, four, *_ = (spending_of(week()).shifts[index] for index in (0, 1, 3))
    assert one.saved_pence_a_year == pytest.approx(365 * 22)
    assert two.saved_pence_a_year == pytest.approx(365 * 44)
    # six days of the week have 3.4 kWh only
    assert four.moved_kwh_a_day == pytest.approx((6 * 3.4 + 4) / 7)


def test_always_on_costs_the_mean_price() -> None:
    found = spending_of(week(), always_on_watts=200.0).always_on
    assert found is not None
    assert found.kwh_a_year == pytest.approx(0.2 * 24 * 365)
    mean = sum(one.pence for one in week()) / len(week())
    assert found.pence_a_day == pytest.approx(0.2 * 24 * mean)


def test_nothing_read_is_nothing_known() -> None:
    found = spending_of(())
    assert (found.days, found.habit, found.dearest, found.shifts, found.always_on) == (0, None, (), (), None)


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 47), st.floats(0, 9), st.floats(-9, 90), st.booleans()),
        unique_by=lambda row: row[:2],
    )
)
def test_shifting_more_never_saves_less(rows: list[tuple[int, int, float, float, bool]]) -> None:
    found = spending_of([slot(MONDAY + day, half / 2, *rest) for day, half, *rest in sorted(rows)])
    saved = [shift.saved_pence_a_year for shift in found.shifts]
    assert saved == sorted(saved)
    assert all(shift.moved_kwh_a_day <= shift.kwh_a_day + 1e-9 for shift in found.shifts)

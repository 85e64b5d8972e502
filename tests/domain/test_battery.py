"""What a battery would have saved: a worked day, and what holds for every battery."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.battery import Battery, HouseSlot, house_slots, run_by_rule
from tests.domain.test_efficiency import even

A_DAY = date(2026, 10, 14)
kwh = st.floats(0, 5)
batteries = st.builds(Battery, st.floats(0, 30), st.floats(0, 11), st.floats(0.5, 1), st.floats(0, 0.9))
homes = st.lists(
    st.builds(
        HouseSlot, st.integers(0, 3).map(lambda n: A_DAY + timedelta(days=n)), kwh, st.floats(-5, 90), st.booleans()
    )
)


def two_prices(cheap: float, dear: float, used: list[tuple[float, bool]]) -> list[HouseSlot]:
    return [HouseSlot(A_DAY, energy, cheap if is_cheap else dear, is_cheap) for energy, is_cheap in used]


def test_the_saving_is_the_price_difference_after_losses() -> None:
    # 7 kWh dear at 30p; 5 kWh of them from the battery, for which 6.25 kWh are bought at 8p: 150 − 50
    slots = house_slots([even((10, "8", "0.5"), (14, "30", "0.5"), (24, "30", "0"))])
    found = run_by_rule(slots, Battery(5, 3.6, 0.8))
    assert (found.charged_kwh, found.delivered_kwh, found.saved_pence) == pytest.approx((6.25, 5, 100))
    assert found.dear_kwh == pytest.approx((2,))
    assert found.longest_dear_hours == 2
    assert found.cheap_day_share == 0
    assert found.payback_years(365 * 100 * 4) == pytest.approx(4)
    assert run_by_rule(slots, Battery(7, 3.6, 0.8)).cheap_day_share == 1
    assert run_by_rule(slots, Battery(10, 3.6, 0.8, 0.5)).saved_pence == pytest.approx(100)


def test_days_that_lack_something_are_left_out() -> None:
    assert house_slots([even((40, "8", "1"))]) == ()
    found = run_by_rule((), Battery(5, 3.6))
    assert found.saved_pence_a_year is found.cheap_day_share is found.payback_years(100) is None


@given(homes, batteries)
def test_no_capacity_is_no_battery(slots: list[HouseSlot], battery: Battery) -> None:
    found = run_by_rule(slots, replace(battery, capacity_kwh=0))
    assert found.charged_kwh == found.delivered_kwh == found.saved_pence == 0
    assert sum(found.dear_kwh) == pytest.approx(sum(slot.kwh for slot in slots if not slot.is_cheap))


@given(homes, batteries)
def test_energy_balances_with_losses(slots: list[HouseSlot], battery: Battery) -> None:
    found = run_by_rule(slots, battery)
    assert found.charged_kwh * battery.efficiency == pytest.approx(found.delivered_kwh + found.left_kwh)
    assert -1e-9 <= found.left_kwh <= battery.usable_kwh + 1e-9
    assert sum(found.dear_kwh) + found.delivered_kwh == pytest.approx(sum(s.kwh for s in slots if not s.is_cheap))
    assert found.saved_pence >= -1e-6


@given(st.lists(st.tuples(kwh, st.booleans())), st.floats(1, 20), st.floats(1, 60), batteries, st.floats(0, 20))
def test_more_capacity_never_saves_less_by_two_prices(
    used: list[tuple[float, bool]], cheap: float, dear: float, battery: Battery, more: float
) -> None:
    slots = two_prices(cheap, dear, used)
    larger = replace(battery, capacity_kwh=battery.capacity_kwh + more)
    assert run_by_rule(slots, larger).saved_pence >= run_by_rule(slots, battery).saved_pence - 1e-6


@pytest.mark.parametrize(
    "wrong", [(-1, 3.6, 0.9, 0), (5, -1, 0.9, 0), (5, 3.6, 0, 0), (5, 3.6, 1.1, 0), (5, 3.6, 1, 1)]
)
def test_what_no_battery_can_be_is_refused(wrong: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"battery|efficiency"):
        Battery(*wrong)

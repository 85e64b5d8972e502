"""What a battery would have saved: a worked day, and what holds for every battery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.battery import Battery, BatteryRun, HouseSlot, flows_by_rule, knee, run_by_rule
from kraken_desktop.domain.best_battery import best_flows, best_run

A_DAY = date(2026, 10, 14)
kwh = st.floats(0, 5)
batteries = st.builds(
    Battery, st.floats(0, 30), st.floats(0, 11), st.floats(0.5, 1), st.floats(0, 0.9), st.booleans(), st.booleans()
)
slots_of_any = st.builds(
    HouseSlot,
    st.integers(0, 3).map(lambda n: A_DAY + timedelta(days=n)),
    kwh,
    st.floats(-5, 90),
    st.booleans(),
    st.booleans(),
    st.just(0.0) | kwh,
    st.floats(-2, 40),
)
homes = st.lists(slots_of_any, max_size=60)


def even(*parts: tuple[int, float, float]) -> list[HouseSlot]:
    """Runs of half hours: how many, the price, the energy of each; 8p is cheap."""
    return [HouseSlot(A_DAY, used, price, price == 8, price == 8) for count, price, used in parts for _ in range(count)]


def two_prices(cheap: float, dear: float, used: list[tuple[float, bool]]) -> list[HouseSlot]:
    return [HouseSlot(A_DAY, energy, cheap if low else dear, low, low) for energy, low in used]


def test_the_saving_is_the_price_difference_after_losses() -> None:
    # 7 kWh dear at 30p; 5 kWh of them from the battery, for which 6.25 kWh are bought at 8p: 150 − 50
    slots = even((10, 8, 0.5), (14, 30, 0.5), (24, 30, 0))
    found = run_by_rule(slots, Battery(5, 3.6, 0.8))
    assert (found.charged_kwh, found.delivered_kwh, found.saved_pence) == pytest.approx((6.25, 5, 100))
    assert found.dear_kwh == pytest.approx((2,))
    assert found.longest_dear_hours == 2
    assert found.cheap_day_share == 0
    assert found.cycles_a_year == pytest.approx(365)
    assert found.payback_years(365 * 100 * 4) == pytest.approx(4)
    assert run_by_rule(slots, Battery(7, 3.6, 0.8)).cheap_day_share == 1
    assert run_by_rule(slots, Battery(10, 3.6, 0.8, 0.5)).saved_pence == pytest.approx(100)


def test_the_threads_82_pounds_are_39_before_losses() -> None:
    # a year's peak energy of 356.5 kWh at 23p is £82; at night it would have cost 12p
    slots = even((8, 8, 0), (40, 23, 356.5 / 365 / 40))
    cheap = [replace(slot, pence=12.0) if slot.is_cheap else slot for slot in slots]
    found = run_by_rule(cheap, Battery(30, 11, 1.0))
    assert sum(slot.kwh * slot.pence for slot in cheap if not slot.is_cheap) * 365 == pytest.approx(8200, rel=0.01)
    assert found.saved_pence_a_year == pytest.approx(3900, rel=0.01)
    assert (run_by_rule(cheap, Battery(30, 11, 0.8)).saved_pence_a_year or 0) < 3900


def test_the_sun_fills_it_and_the_evening_empties_it() -> None:
    # 4 kWh of sun worth 15p each when sold; stored, 3.2 kWh save 30p each in the evening
    sunny = [HouseSlot(A_DAY, 0, 30, False, False, 0.5, 15)] * 8 + [HouseSlot(A_DAY, 0.4, 30, False, False)] * 10
    found = run_by_rule(sunny, Battery(10, 3.6, 0.8))
    assert (found.solar_kwh, found.delivered_kwh, found.saved_pence) == pytest.approx((4, 3.2, 96 - 60))
    assert run_by_rule(sunny, Battery(10, 3.6, 0.8, takes_solar=False)).saved_pence == 0


def test_what_is_left_is_sold_before_the_next_cheap_time() -> None:
    night = [HouseSlot(A_DAY, 0, 8, True, True)] * 4
    day = [HouseSlot(A_DAY, 0.5, 30, False, False, 0, 15)] * 4
    flows, left = flows_by_rule([*night, *day, *night], Battery(5, 4, 1.0, sells=True))
    assert [flow.sold for flow in flows[4:8]] == pytest.approx([0, 0, 1.5, 1.5])
    assert [flow.served for flow in flows[4:8]] == pytest.approx([0.5] * 4)
    assert flows[7].stored == pytest.approx(0)
    assert left == pytest.approx(5 * 8)
    kept, _ = flows_by_rule([*night, *day, *night], Battery(5, 4, 1.0))
    assert kept[7].stored == pytest.approx(3)


def test_nothing_stored_is_nothing_known() -> None:
    found = run_by_rule((), Battery(5, 3.6))
    assert found.saved_pence_a_year is found.cheap_day_share is found.payback_years(100) is found.cycles_a_year is None


def test_the_best_waits_for_the_dearest_hour() -> None:
    # 2 kWh fit; a timer serves the 20p hour with them, the best keeps them for 40p
    slots = even((4, 8, 0), (4, 20, 0.5), (4, 40, 0.5))
    battery = Battery(2, 4, 0.8)
    assert run_by_rule(slots, battery).saved_pence == pytest.approx(2 * 20 - 2.5 * 8)
    assert best_run(slots, battery).saved_pence == pytest.approx(2 * 40 - 2.5 * 8)
    assert [flow.served for flow in best_flows(slots, battery)] == pytest.approx([0] * 8 + [0.5] * 4)


def test_the_knee_is_where_more_saves_little() -> None:
    assert knee([(0, 0), (5, 100), (10, 110), (15, 120)]) == 5
    assert knee([(0, 0), (5, 0), (10, 0)]) is None
    assert knee([(0, 0), (5, 50), (10, 100)]) is None


@given(homes, batteries)
def test_no_capacity_is_no_battery(slots: list[HouseSlot], battery: Battery) -> None:
    for run in (run_by_rule, best_run):
        found = run(slots, replace(battery, capacity_kwh=0))
        assert found.charged_kwh == found.solar_kwh == found.delivered_kwh == found.sold_kwh == found.saved_pence == 0
        assert sum(found.dear_kwh) == pytest.approx(sum(slot.kwh for slot in slots if not slot.is_cheap))


def balances(slots: Sequence[HouseSlot], battery: Battery, found: BatteryRun) -> None:
    put_in = (found.charged_kwh + found.solar_kwh) * battery.efficiency
    assert put_in == pytest.approx(found.delivered_kwh + found.sold_kwh + found.left_kwh, abs=1e-6)
    assert -1e-9 <= found.left_kwh <= battery.usable_kwh + 1e-9


@given(homes, batteries)
def test_energy_balances_with_losses_within_every_limit(slots: list[HouseSlot], battery: Battery) -> None:
    balances(slots, battery, run_by_rule(slots, battery))
    balances(slots, battery, best_run(slots, battery))
    for flows in (flows_by_rule(slots, battery)[0], best_flows(slots, battery)):
        before = 0.0
        for slot, flow in zip(slots, flows, strict=True):
            change = (flow.bought + flow.taken) * battery.efficiency - flow.served - flow.sold
            assert flow.stored == pytest.approx(before + change, abs=1e-6)
            assert -1e-9 <= flow.stored <= battery.usable_kwh + 1e-6
            assert flow.bought + flow.taken + flow.served + flow.sold <= battery.slot_kwh + 1e-6
            assert min(flow.bought, flow.taken, flow.served, flow.sold) >= -1e-9
            assert flow.served <= slot.kwh + 1e-9
            assert flow.taken <= (slot.exported if battery.takes_solar else 0) + 1e-9
            assert battery.sells or flow.sold == 0
            before = flow.stored


@given(homes, batteries)
def test_the_best_is_never_worse_than_the_rule_or_than_no_battery(slots: list[HouseSlot], battery: Battery) -> None:
    best = best_run(slots, battery).saved_pence
    assert best >= run_by_rule(slots, battery).saved_pence - 1e-6
    assert best >= -1e-6


@given(homes, batteries, st.floats(0, 20))
def test_more_capacity_never_saves_less_at_best(slots: list[HouseSlot], battery: Battery, more: float) -> None:
    larger = replace(battery, capacity_kwh=battery.capacity_kwh + more)
    assert best_run(slots, larger).saved_pence >= best_run(slots, battery).saved_pence - 1e-6


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

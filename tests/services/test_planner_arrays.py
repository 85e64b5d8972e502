"""The planner over all capacities: arrays against the rule, HiGHS against our own way, and the process it runs in."""

from __future__ import annotations

import asyncio
import os
import threading
from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from datetime import time as clock
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraken_desktop.domain.battery import Battery, BatteryRun, run_by_rule
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights import solver
from kraken_desktop.services.insights.arithmetic import NoAnswerError, Progress, reckoned
from kraken_desktop.services.insights.battery import BatteryWish, Strategy, curve_of, days_of
from kraken_desktop.services.insights.battery_arrays import curve_by_rule
from kraken_desktop.services.insights.house import House

CAPACITIES = (0.0, 1.0, 4.5, 9.0, 30.0)
SPAN = DateSpan(date(2026, 1, 1), date(2026, 1, 4))
kwh = st.integers(0, 5000).map(lambda watt_hours: watt_hours / 1000)
pence = st.integers(-500, 9000).map(lambda hundredths: hundredths / 100)
rows = st.lists(st.tuples(kwh, pence, st.booleans(), st.just(0.0) | kwh, pence), max_size=96)
batteries = st.builds(
    Battery, st.just(0.0), st.floats(0, 11), st.floats(0.5, 1), st.floats(0, 0.9), st.booleans(), st.booleans()
)
night = st.lists(
    st.builds(DailyWindow, st.sampled_from([clock(23, 30), clock(1)]), st.just(clock(5)), st.booleans()), max_size=1
)


def house(told: Sequence[tuple[float, float, bool, float, float]]) -> House:
    built = House()
    first = (SPAN.first - date(1970, 1, 1)).days
    for index, (used, pence, cheap, exported, earned) in enumerate(told):
        built.start.append(first * 86_400 + index * 1800)
        built.day.append(first + index // 48)
        built.minute.append(index % 48 * 30)
        built.kwh.append(used + index % 3)
        built.car_kwh.append(index % 3)
        built.pence.append(pence)
        built.is_cheap.append(cheap)
        built.is_smart.append(cheap and index % 5 == 0)
        built.exported.append(exported)
        built.export_pence.append(earned)
    return built


def test_a_timer_knows_no_smart_charge() -> None:
    built = house(
        [
            (1.0, 8.0 if index < 10 or 36 <= index < 38 else 30.0, index < 10 or 36 <= index < 38, 0.0, 0.0)
            for index in range(48)
        ]
    )
    built.is_smart[:] = array("b", (36 <= index < 38 for index in range(48)))
    assert list(built.charging(())) == [index < 10 for index in range(48)]
    wish = BatteryWish()
    told = [curve_of(built, SPAN, replace(wish, strategy=strategy), lambda _share: None) for strategy in Strategy]
    assert [any("smart charging" in words for words in curve.assumptions) for curve in told] == [True, False]


def same(found: BatteryRun, other: BatteryRun) -> None:
    near = partial(pytest.approx, abs=1e-6)
    assert found.battery == other.battery
    for name in ("charged_kwh", "solar_kwh", "delivered_kwh", "sold_kwh", "left_kwh", "saved_pence"):
        assert getattr(found, name) == near(getattr(other, name)), name
    assert found.dear_kwh == near(other.dear_kwh)


@settings(max_examples=50)
@given(rows, batteries, night)
def test_arrays_of_all_capacities_are_the_rule_of_each(
    told: list[tuple[float, float, bool, float, float]], battery: Battery, windows: list[DailyWindow]
) -> None:
    built = house(told)
    for run in curve_by_rule(built, battery, CAPACITIES, windows):
        rule = run_by_rule(built.slots(windows), run.battery)
        same(run, rule)
        assert run.longest_dear_hours == rule.longest_dear_hours


@settings(max_examples=30)
@given(rows, batteries)
def test_by_a_timer_more_capacity_never_saves_less(
    told: list[tuple[float, float, bool, float, float]], battery: Battery
) -> None:
    wish = BatteryWish(CAPACITIES, battery.power_kw, battery.efficiency, battery.reserve, sells=battery.sells)
    found = curve_of(house(told), SPAN, wish, lambda _share: None)
    saved = [point.run.saved_pence for point in found.points]
    assert saved == sorted(saved)
    assert saved[0] == 0
    assert [point.capacity_kwh for point in found.points] == list(CAPACITIES)
    day = days_of(house(told), wish, CAPACITIES[-1], lambda _share: None)
    served = sum(slot.flow.served for each in day.days for slot in day.day(each))
    assert served == pytest.approx(found.points[-1].run.delivered_kwh, abs=1e-6)


@settings(max_examples=15)
@given(rows, batteries)
def test_highs_and_our_own_way_find_the_same_best(
    told: list[tuple[float, float, bool, float, float]], battery: Battery
) -> None:
    slots = house(told).slots()
    shares: list[float] = []
    by_highs = solver.best_of_all(slots, battery, CAPACITIES, shares.append)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "has_solver", lambda: False)
        by_merging = solver.best_of_all(slots, battery, CAPACITIES, lambda _share: None)
    assert shares == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    for found, other in zip(by_highs, by_merging, strict=True):
        assert found.saved_pence == pytest.approx(other.saved_pence, abs=1e-4)
        assert found.saved_pence >= run_by_rule(slots, found.battery).saved_pence - 1e-4


def test_a_timer_leaves_the_sun_to_the_grid_where_selling_pays_more() -> None:
    # half hours: night at 10p, a sunny noon whose surplus sells at 28p, the rest at 30p
    day = [
        (0.2, 10.0, True, 0.0, 0.0) if index < 10 else (0.2, 30.0, False, 2.0 if 20 <= index < 30 else 0.0, 28.0)
        for index in range(48)
    ]
    wish = BatteryWish((0.0, 2.0), power_kw=4.0, efficiency=0.9)
    found = curve_of(house(day * 3), SPAN, wish, lambda _share: None).points[-1].run
    # 2 kWh bought at 10p for 0.9 of themselves serve at 30p, once a day; stored sun could save 2p at most
    assert found.saved_pence == pytest.approx(3 * 2 * (30 - 10 / 0.9), rel=0.05)
    assert found.solar_kwh == 0
    shown = days_of(house(day * 3), wish, 2.0, lambda _share: None)
    assert not any(slot.flow.taken for each in shown.days for slot in shown.day(each))


@settings(max_examples=20)
@given(rows, batteries)
def test_the_best_brings_the_timer_of_the_same_half_hours_and_is_never_worse(
    told: list[tuple[float, float, bool, float, float]], battery: Battery
) -> None:
    wish = BatteryWish(CAPACITIES, battery.power_kw, battery.efficiency, battery.reserve, sells=battery.sells)
    best = curve_of(house(told), SPAN, replace(wish, strategy=Strategy.BEST), lambda _share: None)
    assert best.timer == curve_of(house(told), SPAN, wish, lambda _share: None)
    for point, by_timer in zip(best.points, best.timer.points, strict=True):
        assert point.run.saved_pence >= by_timer.run.saved_pence - 1e-4


def two_days() -> House:
    return house([(0.4, 8.0 if index % 48 < 14 else 30.0, index % 48 < 14, 0.0, 0.0) for index in range(96)])


def test_a_day_of_one_price_has_no_charging_time_and_the_sun_is_stored() -> None:
    # 12 sunny half hours of 1 kWh fill 5 kWh, for 4.1p each and a tenth lost; the house has them back at 25p
    one = house(
        [(0.0, 25.0, True, 1.0, 4.1) if 20 <= at % 48 < 32 else (0.3, 25.0, True, 0.0, 4.1) for at in range(96)]
    )
    for column in range(len(one.kwh)):
        one.kwh[column] -= one.car_kwh[column]
        one.car_kwh[column] = 0.0
    run = curve_of(one, SPAN, BatteryWish(capacities=(0.0, 5.0)), lambda _share: None).points[1].run
    # 16 half hours of an evening take 4.8; what is left serves the next morning, and after the last counts at its cost
    assert (run.delivered_kwh, run.left_kwh, run.charged_kwh) == pytest.approx((9.8, 0.2, 0.0))
    assert run.saved_pence == pytest.approx(9.8 * 25 - 10 / 0.9 * 4.1 + 0.2 * 4.1 / 0.9)


async def test_a_curve_is_reckoned_in_another_process_and_tells_its_progress() -> None:
    wish = BatteryWish(capacities=CAPACITIES, pounds_per_kwh=400, pounds_fixed=500, strategy=Strategy.BEST)
    shares: list[float] = []
    found = await reckoned(curve_of, two_days(), SPAN, wish, progress=shares.append)
    assert shares[-1] == 1
    assert (found.days, found.is_flat, found.points[0].run.saved_pence) == (2, False, 0)
    assert found.points[0].price_pence is None
    assert found.points[2].price_pence == (500 + 400 * 4.5) * 100
    saved = [point.run.saved_pence for point in found.points]
    assert saved == sorted(saved)
    assert found.knee_kwh in CAPACITIES
    timer = curve_of(two_days(), SPAN, BatteryWish(capacities=CAPACITIES), lambda _share: None)
    assert all(
        one.run.saved_pence <= best.run.saved_pence + 1e-6 for one, best in zip(timer.points, found.points, strict=True)
    )
    assert any("timer" in told for told in timer.assumptions)


@pytest.mark.parametrize("strategy", list(Strategy))
def test_a_day_can_be_looked_at_half_hour_by_half_hour(strategy: Strategy) -> None:
    found = days_of(two_days(), BatteryWish(strategy=strategy), 5.0, lambda _share: None)
    assert found.days == (SPAN.first, date(2026, 1, 2))
    second = found.day(date(2026, 1, 2))
    assert len(second) == 48
    assert max(slot.flow.stored for slot in second) == pytest.approx(5)
    assert sum(slot.flow.served for slot in second) == pytest.approx(5)
    assert all(not slot.flow.bought or slot.is_cheap for slot in second)
    assert found.day(date(2026, 1, 9)) == ()


def asleep(progress: Progress) -> None:
    progress(os.getpid())
    threading.Event().wait(50)


def lost(_progress: Progress) -> None:
    os._exit(7)


async def test_cancelling_ends_the_process() -> None:
    begun: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    task = asyncio.get_running_loop().create_task(reckoned(asleep, progress=begun.set_result))
    child = int(await begun)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


async def test_a_process_that_dies_is_no_answer() -> None:
    with pytest.raises(NoAnswerError, match="7"):
        await reckoned(lost)

"""Wishes planned in sample homes: by the prices that the house, or the car, really pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

from kraken_desktop.domain.appliances import Appliance
from kraken_desktop.domain.planner import NoPlan, Plan
from kraken_desktop.services import derive
from kraken_desktop.services.plan_report import cheapest_report
from kraken_desktop.services.planning import Wish, best_times, planned
from kraken_desktop.services.state import AppState
from tests.services.given import running, utc

CAR = Wish(Appliance.CAR, kwh=Decimal(21), kilowatts=Decimal(7), before=time(7))


def plan_of(state: AppState, wish: Wish) -> Plan:
    found = planned(state, wish).outcome
    assert isinstance(found, Plan)
    return found


async def test_a_planned_smart_charge_is_the_cheapest_time_for_everything_in_the_house() -> None:
    async with running("intelligent", "2026-10-14 10:00") as run:
        await run.car("plug")
        await run.car("plan", start="2026-10-14T12:10:00Z", end="2026-10-14T13:50:00Z")
        await run.advance(minutes=2)
        found = plan_of(run.state, Wish(hours=Decimal("1.5"), before=time(17)))
        assert found.relies_on_dispatch
        assert found.span.start == utc("2026-10-14 12:00")
        await run.car("withdraw")
        await run.advance(minutes=2)
        assert not plan_of(run.state, Wish(hours=Decimal("1.5"), before=time(17))).relies_on_dispatch


async def test_on_the_four_rate_tariff_a_car_pays_its_own_rates() -> None:
    async with running("intelligent-four-rate", "2026-10-14 17:20") as run:
        terms = derive.smart_terms(run.state)
        assert terms is not None
        assert terms.car is not None
        rates = terms.car.peak.rates + terms.car.off_peak.rates
        prices = {rate.pence_inc_vat for rate in rates}
        found = plan_of(run.state, replace(CAR, is_split=True))
        assert min(prices) <= found.mean_pence <= max(prices)
        assert found.now_pence is not None
        assert min(prices) <= found.now_pence / found.kwh <= max(prices)
        late = plan_of(run.state, replace(CAR, after=time(23, 30)))
        assert late.now_pence == plan_of(run.state, CAR).now_pence, "what it would be now does not hang on the wish"
        assert found.mean_pence == min(prices), "the whole night is cheap for a car, whatever is planned"


async def test_a_flat_home_has_nothing_to_gain() -> None:
    async with running("flexible", "2026-10-14 17:20") as run:
        found = plan_of(run.state, CAR)
        assert found.gain_pence == 0
        assert found.span.start == run.state.now


async def test_before_tomorrow_is_published_the_night_after_midnight_is_not_guessed() -> None:
    async with running("agile", "2026-10-14 10:00") as run:
        night = Wish(hours=Decimal(2), after=time(1), before=time(5))
        assert planned(run.state, night).outcome is NoPlan.PRICES_UNKNOWN
        today = plan_of(run.state, Wish(hours=Decimal(2)))
        assert not today.is_all_known
        assert today.span.end <= utc("2026-10-14 22:00")


async def test_the_best_times_begin_with_the_next_half_hour_and_end_with_what_is_known() -> None:
    async with running("agile", "2026-10-14 17:20") as run:
        found = [best for best in best_times(run.state) if best is not None]
        assert len(found) == 12
        assert all(best.span.start >= utc("2026-10-14 17:30") for best in found)
        assert all(best.span.end <= utc("2026-10-15 22:00") for best in found)
        assert [best.span.duration for best in found] == [timedelta(minutes=30 * n) for n in range(1, 13)]


async def test_too_late_for_this_morning_is_said_before_the_plan_of_another_day() -> None:
    async with running("go", "2026-11-25 05:00") as run:
        wish = Wish(hours=Decimal(3), before=time(7))
        told = cheapest_report(run.state, wish)
        assert told.lines[0] == "Too late for 07:00, as it takes 3 h: this is for tomorrow 07:00"
        assert told.content["missed"] == {"start": "2026-11-25T05:00:00Z", "end": "2026-11-25T07:00:00Z"}
        in_time = cheapest_report(run.state, replace(wish, hours=Decimal(1)))
        assert in_time.content["missed"] is None
        assert "Too late" not in "".join(in_time.lines)
    async with running("agile", "2026-11-25 05:00") as run:
        unpriced = cheapest_report(run.state, wish)
        assert "Too late for 07:00" in unpriced.lines[0], "also where the next day has no prices yet"

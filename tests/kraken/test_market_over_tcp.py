"""Rates that apply, products, comparison, cost of usage, goals, past charges and catalogues, against the service."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kraken_desktop.domain.account import Fuel, ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS, ChargingSession
from kraken_desktop.domain.measurement import Frequency
from kraken_desktop.domain.moments import Span, day_span, today_span
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import Refused, SignedOut
from tests.kraken.conftest import Online
from tests.kraken.line import Line

CAR = "00000000-0000-4000-8000-0000000000e1"
PENNY = Decimal("0.01")


async def _day_of_rates(line: Line) -> tuple[str, Span, RateSchedule]:
    """The import meter, a day, and the public prices of its tariff."""
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    span = today_span(line.now)
    code = point.agreements[0].tariff_code
    return point.number, span, RateSchedule.of(await line.client.rates(code, Register.STANDARD, span))


@pytest.mark.parametrize("home", ["agile", "go", "cosy", "tracker", "flexible"])
async def test_rates_that_apply_are_the_public_ones_without_vat(online: Online, home: str) -> None:
    line = online(home)
    number, span, public = await _day_of_rates(line)
    applied = await line.client.market.applied_rates(line.octopus.account, number, span)
    assert applied.skipped == 0
    assert applied.rows[0].span.start == span.start
    for rate, following in zip(applied.rows, [*applied.rows[1:], None], strict=True):
        listed = public.at(rate.span.start)
        assert listed is not None
        assert rate.pence_exc_vat == listed.pence_exc_vat
        assert rate.span.end == (span.end if following is None else following.span.start)


async def test_rates_of_four_prices_are_a_list_and_no_timetable(online: Online) -> None:
    line = online("intelligent-four-rate")
    number, span, public = await _day_of_rates(line)
    assert not public.rates
    applied = await line.client.market.applied_rates(line.octopus.account, number, span)
    assert len({rate.pence_exc_vat for rate in applied.rows}) >= 2
    assert all(rate.span == span for rate in applied.rows)


async def test_standing_charges_that_apply(online: Online) -> None:
    line = online("flexible-dual-fuel")
    span = today_span(line.now)
    for point in (await line.client.account(line.octopus.account)).meter_points:
        [charge, *_] = (await line.client.market.applied_charges(line.octopus.account, point.number, span)).rows
        code = point.agreements[0].tariff_code
        public = RateSchedule.of(await line.client.rates(code, Register.STANDING, span)).at(span.start)
        assert public is not None
        assert charge.pence_exc_vat == public.pence_exc_vat


async def test_rates_over_more_than_a_page_come_whole(online: Online) -> None:
    line = online("agile")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    span = Span(day_span(date(2026, 10, 1)).start, day_span(date(2026, 10, 7)).end)
    applied = await line.client.market.applied_rates(line.octopus.account, point.number, span)
    assert len(applied.rows) == 7 * 48
    assert line.operations().count("AppliedRates") >= 4


async def test_rates_of_somebody_elses_meter(online: Online) -> None:
    line = online("agile")
    with pytest.raises(Refused):
        await line.client.market.applied_rates(line.octopus.account, "1299999999999", today_span(line.now))
    with pytest.raises(SignedOut):
        await line.client.market.applied_rates("A-00000000", "1200099999990", today_span(line.now))


async def test_what_is_on_sale_is_the_same_by_both_ways(online: Online) -> None:
    line = online("agile")
    postcode = (await line.client.account(line.octopus.account)).properties[0].postcode
    products = (await line.client.market.on_sale(postcode)).rows
    public = {product.code: product for product in await line.client.products()}
    assert {product.code for product in products} >= {"AGILE-24-10-01", "VAR-22-11-01"}
    for product in products:
        if product.code in public:
            assert product.is_export == public[product.code].is_export
    agile = next(product for product in products if product.code == "AGILE-24-10-01")
    assert (agile.is_half_hourly, agile.is_export) == (True, False)


async def test_prices_of_a_product_are_the_public_ones(online: Online) -> None:
    line = online("flexible")
    home = (await line.client.account(line.octopus.account)).properties[0]
    prices = (await line.client.market.prices("VAR-22-11-01", home.postcode)).rows
    code = home.meter_points[0].agreements[0].tariff_code
    listed = RateSchedule.of(await line.client.rates(code, Register.STANDARD, today_span(line.now))).at(line.now)
    assert listed is not None
    [own] = [price for price in prices if price.tariff_code == code]
    assert abs(dict(own.rates)["unitRate"] - listed.pence_inc_vat) < PENNY
    assert own.standing_pence_inc_vat
    with pytest.raises(Refused):
        await line.client.market.prices("NONSENSE-1", home.postcode)


async def test_the_comparison_counts_four_weeks(online: Online) -> None:
    line = online("flexible")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    found = await line.client.market.comparison(point.number)
    assert found.span.end <= line.now
    assert timedelta(days=25) < found.span.end - found.span.start < timedelta(days=35)
    assert found.pence_inc_vat > 0
    assert {other.tariff for other in found.alternatives} >= {"Agile Octopus"}
    assert all(other.pence_inc_vat > 0 for other in found.alternatives)
    with pytest.raises(Refused):
        await line.client.market.comparison("1299999999999")


@pytest.mark.parametrize(("home", "fuel"), [("flexible", Fuel.ELECTRICITY), ("flexible-dual-fuel", Fuel.GAS)])
async def test_the_cost_of_usage_is_that_of_the_measurements(online: Online, home: str, fuel: Fuel) -> None:
    line = online(home)
    place = (await line.client.account(line.octopus.account)).properties[0]
    point = next(point for point in place.meter_points if point.fuel is fuel)
    meter = point.meters[0]
    assert meter.id is not None
    span = Span(day_span(date(2026, 10, 5)).start, day_span(date(2026, 10, 8)).end)
    told = await line.client.measurements.cost_of_usage(line.octopus.account, meter.id, fuel, span)
    assert told is not None
    measured = (await line.client.measurements.measured(place.id, point, span, Frequency.DAY)).rows
    assert [day.span for day in told.rows] == [day.span for day in measured]
    for day, same in zip(told.rows, measured, strict=True):
        assert day.kwh is not None
        assert abs(day.kwh - same.amount) < Decimal("0.005")
        assert day.pence == round(sum(bucket.pence_inc_vat or Decimal() for bucket in same.charged))
    unknown = await line.client.measurements.cost_of_usage(line.octopus.account, "1", fuel, span)
    assert unknown is None


async def test_goals_that_were_set_are_told_and_those_out_of_bounds_refused(online: Online) -> None:
    line = online("intelligent")
    week = tuple(ReadyBy(day, time(6, 30), Decimal(70 + 5 * (day == "SUNDAY"))) for day in WEEKDAYS)
    assert (await line.client.charging.prefer(CAR, week)).device_id == CAR
    for schedule in (
        tuple(ReadyBy(day, time(3), Decimal(80)) for day in WEEKDAYS),
        tuple(ReadyBy(day, time(7), Decimal(1)) for day in WEEKDAYS),
    ):
        with pytest.raises(Refused) as caught:
            await line.client.charging.prefer(CAR, schedule)
        assert caught.value.code == "KT-CT-4374"
    [status] = (await line.client.light(await line.ask(cars=(CAR,)))).statuses.value or ()
    assert status.schedule == week


async def test_past_charges_come_newest_first_page_after_page(online: Online) -> None:
    line = online("intelligent")
    found: list[ChargingSession] = []
    page = await line.client.charging.sessions(line.octopus.account, CAR)
    assert page.sessions
    for _ in range(3):
        found += page.sessions
        if page.older_before is None:
            break
        page = await line.client.charging.sessions(line.octopus.account, CAR, page.older_before)
    assert len(found) > len(page.sessions)
    for newer, older in pairwise(found):
        assert older.span.end <= newer.span.start
    assert all(session.span.end <= line.now for session in found)
    assert all(session.energy_kwh is not None and session.energy_kwh > 0 for session in found)


async def test_the_catalogue_knows_the_car(online: Online) -> None:
    line = online("intelligent")
    [status] = (await line.client.light(await line.ask(cars=(CAR,)))).statuses.value or ()
    catalogue = await line.client.charging.catalogue()
    [own] = [car for car in catalogue.cars if (car.make, car.model) == (status.device.make, status.device.model)]
    assert own.battery_kwh
    assert all(charger.power_kw for charger in catalogue.chargers)

"""Gas beside electricity, a tariff of four rates, and a year of readings, over TCP."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from kraken_desktop.domain.account import Fuel
from kraken_desktop.domain.gas import GasUnit
from kraken_desktop.domain.moments import day_slots, day_span
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.prices import RATES_A_PAGE
from tests.kraken.conftest import Online


async def test_gas_is_found_with_its_unit_and_its_readings(online: Online) -> None:
    line = online("flexible-dual-fuel")
    account = await line.client.account(line.octopus.account)
    [gas] = [point for point in account.meter_points if point.fuel is Fuel.GAS]
    assert len(account.meter_points) == 2
    assert gas.meters[0].unit is GasUnit.CUBIC_METRES
    assert gas.region is not None
    day = (line.now - timedelta(days=5)).date()
    readings = await line.client.consumption(gas, gas.meters[0].serial, day_span(day))
    assert [reading.start for reading in readings] == [slot.start for slot in day_slots(day)]
    assert sum(reading.kwh for reading in readings) > 0
    rates = await line.client.rates(gas.agreements[0].tariff_code, Register.STANDARD, day_span(day))
    assert rates


async def test_four_rates_and_an_empty_standard_list(online: Online) -> None:
    line = online("intelligent-four-rate")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    code, day = point.agreements[0].tariff_code, day_span(line.now.date())
    assert await line.client.rates(code, Register.STANDARD, day) == ()
    for register in (Register.DAY, Register.NIGHT, Register.EV_PEAK, Register.EV_OFF_PEAK):
        assert await line.client.rates(code, register, day)
    tariff = point.agreements[0].tariff
    assert tariff is not None
    assert tariff.named is not None
    assert None not in (tariff.named.day, tariff.named.night, tariff.named.ev_peak, tariff.named.ev_off_peak)


async def test_a_year_of_a_meter_is_one_page(online: Online) -> None:
    """Fourteen months of three supplies: three questions."""
    line = online("agile")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    line.octopus.forget_calls()
    span = day_span(line.now.date())
    long = type(span)(span.start - timedelta(days=425), span.start)
    readings = await line.client.consumption(point, point.meters[0].serial, long)
    assert len(readings) > 20_000 > RATES_A_PAGE
    assert len(line.octopus.calls()) == 1


async def test_bills_of_a_year_and_measurements_of_a_day(online: Online) -> None:
    """The subjects of money, beside each other: what is measured is what was read."""
    line = online("flexible-dual-fuel")
    number = line.octopus.account
    bills = await line.client.money.bills(number)
    assert bills.skipped == 0
    assert len(bills.rows) >= 12
    for newer, older in pairwise(bills.rows):
        assert newer.opening_pence == older.closing_pence
    transactions = await line.client.money.transactions(number)
    assert transactions.skipped == 0
    for later, earlier in pairwise(transactions.rows):
        assert later.balance_after_pence is not None
        assert later.change_pence is not None
        assert later.balance_after_pence - later.change_pence == earlier.balance_after_pence
    standing = await line.client.money.standing(number)
    assert standing.balance_pence == transactions.rows[0].balance_after_pence
    account = await line.client.account(number)
    point = next(one for one in account.meter_points if one.fuel is Fuel.ELECTRICITY)
    day = day_span((line.now - timedelta(days=5)).date())
    measured = await line.client.measurements.measured(account.properties[0].id, point, day)
    readings = await line.client.consumption(point, point.meters[0].serial, day)
    assert {row.span.start: row.amount for row in measured.rows} == {row.start: row.kwh for row in readings}
    assert all(row.pence_inc_vat is not None for row in measured.rows)

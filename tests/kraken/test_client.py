"""Every question we ask, of every home, over TCP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.domain.moments import SLOT, Span, day_slots, day_span, today_span
from kraken_desktop.domain.rates import PaymentMethod, RateSchedule, RateSource, for_payment
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import Refused
from tests.kraken.conftest import Online

HOMES = ("agile", "flexible", "intelligent", "no-mini")
AGILE = "E-1R-AGILE-24-10-01-C"
FLEXIBLE = "E-1R-VAR-22-11-01-C"


@pytest.mark.parametrize("home", HOMES)
async def test_key_opens_its_account(online: Online, home: str) -> None:
    line = online(home)
    customer = await line.client.viewer()
    assert customer.name
    [account] = customer.accounts
    assert (account.number, account.status, account.brand, account.is_business) == (
        line.octopus.account,
        "ACTIVE",
        "OCTOPUS_ENERGY",
        False,
    )
    assert account.balance_pence == (await line.client.account(account.number)).balance_pence


@pytest.mark.parametrize("home", HOMES)
async def test_home_is_found_whole(online: Online, home: str) -> None:
    line = online(home)
    account = await line.client.account(line.octopus.account)
    assert account.number == line.octopus.account
    assert account.balance_pence is not None
    assert [place.is_occupied(line.now) for place in account.properties] == [True]
    for point in account.meter_points:
        assert point.fuel is Fuel.ELECTRICITY
        assert point.region == "C"
        assert all(meter.is_active and meter.device_id for meter in point.meters)
        starts = [agreement.valid_from for agreement in point.agreements]
        assert starts == sorted(set(starts), reverse=True)
        current = point.agreement_at(line.now)
        assert current is not None
        assert current.tariff is not None
        assert current.tariff.standing_pence_inc_vat is not None


async def test_both_directions_and_old_agreements(online: Online) -> None:
    line = online("agile")
    bought, sold = (await line.client.account(line.octopus.account)).meter_points
    assert (bought.direction, sold.direction) == (Direction.IMPORT, Direction.EXPORT)
    assert [held.tariff_code for held in bought.agreements] == [AGILE, "E-1R-AGILE-FLEX-22-11-25-C"]
    old = bought.agreements[1]
    assert (old.valid_to, old.tariff) == (bought.agreements[0].valid_from, None)
    assert bought.device_ids == sold.device_ids


async def test_inline_prices_are_the_public_ones(online: Online) -> None:
    line = online("agile")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    tariff = point.agreements[0].tariff
    assert tariff is not None
    assert {row.source for row in tariff.rows} == {RateSource.AGREEMENT}
    span = Span(tariff.rows[0].start, tariff.rows[-1].stop)
    public = RateSchedule.of(await line.client.rates(AGILE, Register.STANDARD, span))
    for row in tariff.rows:
        rate = public.at(row.start)
        assert rate is not None
        assert rate.pence_inc_vat == row.pence_inc_vat


async def test_flat_tariff_names_its_price(online: Online) -> None:
    line = online("flexible")
    tariff = (await line.client.account(line.octopus.account)).meter_points[0].agreements[0].tariff
    assert tariff is not None
    assert tariff.named is not None
    rates = await line.client.rates(FLEXIBLE, Register.STANDARD, today_span(line.now))
    at_now = {row.payment_method: row.pence_inc_vat for row in rates if row.covers(line.now)}
    assert at_now.keys() == set(PaymentMethod)
    assert tariff.named.flat == at_now[PaymentMethod.DIRECT_DEBIT]


@pytest.mark.parametrize(("home", "expected"), [("agile", True), ("flexible", True), ("no-mini", False)])
async def test_mini_is_told(online: Online, home: str, expected: bool) -> None:
    line = online(home)
    assert await line.client.has_mini(await line.device_id()) is expected


async def test_rates_come_from_every_page(online: Online) -> None:
    line = online("agile")
    span = Span(line.now - timedelta(days=100), line.now)
    line.octopus.forget_calls()
    schedule = RateSchedule.of(await line.client.rates(AGILE, Register.STANDARD, span))
    assert len(line.octopus.calls()) > 1
    assert schedule.covers(span)


async def test_standing_charge_is_a_list_like_any_other(online: Online) -> None:
    line = online("flexible")
    rows = await line.client.rates(FLEXIBLE, Register.STANDING, today_span(line.now))
    charge = RateSchedule.of(for_payment(rows, None)).at(line.now)
    assert charge is not None
    assert charge.pence_inc_vat > 10


@pytest.mark.parametrize("code", ["E-1R-NOSUCH-22-11-01-C", "E-1R-VAR-22-11-01/../-C", "nonsense", ""])
async def test_unknown_tariff_is_refused(online: Online, code: str) -> None:
    with pytest.raises(Refused):
        await online("flexible").client.rates(code, Register.STANDARD, day_span(datetime(2026, 10, 14, tzinfo=UTC)))


async def test_half_hours_of_today(online: Online) -> None:
    line = online("agile")
    day = today_span(line.now)
    rows = await line.client.half_hours(await line.device_id(), Span(day.start, line.now))
    assert [row.start for row in rows] == [slot.start for slot in day_slots(line.now.date()) if slot.start < line.now]
    for row, following in pairwise(rows[:-1]):
        assert row.import_wh is not None
        assert following.import_wh is not None
        assert row.import_delta_wh == following.import_wh - row.import_wh
    assert rows[-1].import_delta_wh is None
    assert line.budget.used == 1


async def test_readings_in_order_and_inside(online: Online) -> None:
    line = online("agile")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    day = day_span(line.now.date() - timedelta(days=3))
    readings = await line.client.consumption(point, point.meters[0].serial, day)
    assert [reading.start for reading in readings] == [slot.start for slot in day_slots(line.now.date() - timedelta(3))]
    assert all(Decimal() <= reading.kwh < 20 for reading in readings)


async def test_readings_over_the_clock_change(online: Online) -> None:
    line = online("agile", start="2026-10-28T12:00:00Z")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    day = day_span(datetime(2026, 10, 25, tzinfo=UTC).date())
    readings = await line.client.consumption(point, point.meters[0].serial, day)
    assert len(readings) == 50
    assert all(after.start - before.start == SLOT for before, after in pairwise(readings))


async def test_meter_that_is_not_there_is_refused(online: Online) -> None:
    line = online("agile")
    point = (await line.client.account(line.octopus.account)).meter_points[0]
    with pytest.raises(Refused):
        await line.client.consumption(point, "no/such meter", today_span(line.now))


async def test_service_tells_when_telemetry_is_used_up(online: Online) -> None:
    line = online("agile")
    assert await line.client.is_telemetry_blocked() is False
    line.octopus.spend(100)
    assert await line.client.is_telemetry_blocked() is True

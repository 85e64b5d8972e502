"""A tariff of four rates, and a year of readings, over TCP."""

from __future__ import annotations

from datetime import timedelta

from kraken_desktop.domain.moments import day_span
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.prices import RATES_A_PAGE
from tests.kraken.conftest import Online


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

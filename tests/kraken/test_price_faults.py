"""What can be wrong with prices and tariffs, over TCP: what is known is kept, what is not known is not made up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kraken_desktop.domain.moments import Span, today_span, tomorrow_span
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import Refused
from tests.kraken.conftest import Online
from tests.kraken.line import Line

AGILE = "E-1R-AGILE-24-10-01-C"


async def _public_prices(line: Line) -> object:
    return await line.client.rates(AGILE, Register.STANDARD, today_span(line.now))


async def test_no_prices_anywhere(online: Online) -> None:
    line = online("agile")
    line.octopus.inject("rates-empty")
    assert await line.client.rates(AGILE, Register.STANDARD, today_span(line.now)) == ()
    tariff = (await line.client.account(line.octopus.account)).meter_points[0].agreements[0].tariff
    assert tariff is not None
    assert (tariff.rows, tariff.named) == ((), None)


async def test_product_is_withdrawn(online: Online) -> None:
    line = online("agile")
    line.octopus.inject("product-404")
    with pytest.raises(Refused) as caught:
        await _public_prices(line)
    assert caught.value.code == "HTTP 404"


@pytest.mark.parametrize(("fault", "until"), [("tomorrow-late", 0), ("tomorrow-partly", 13)])
async def test_tomorrow_is_not_all_there(online: Online, fault: str, until: int) -> None:
    line = online("agile", start="2026-10-14T20:00:00Z")
    tomorrow = tomorrow_span(line.now)

    async def listed() -> RateSchedule:
        return RateSchedule.of(await line.client.rates(AGILE, Register.STANDARD, tomorrow))

    assert (await listed()).covers(Span(tomorrow.start, tomorrow.end - timedelta(hours=1)))
    line.octopus.inject(fault)
    schedule = await listed()
    assert schedule.at(tomorrow.start + timedelta(hours=until)) is None
    if until:
        assert schedule.covers(Span(tomorrow.start, tomorrow.start + timedelta(hours=until)))


async def test_a_tariff_of_a_kind_nobody_has_heard_of_keeps_its_name_and_its_charge(online: Online) -> None:
    line = online("agile")
    before = (await line.client.account(line.octopus.account)).meter_points
    line.octopus.inject("unknown-tariff")
    after = (await line.client.account(line.octopus.account)).meter_points
    for known, strange in zip(before, after, strict=True):
        assert strange.agreements[0].tariff_code == known.agreements[0].tariff_code
        told, heard = known.agreements[0].tariff, strange.agreements[0].tariff
        assert told is not None
        assert heard is not None
        assert (heard.display_name, heard.standing_pence_inc_vat) == (told.display_name, told.standing_pence_inc_vat)
        assert (heard.rows, heard.named) == ((), None)
    assert await _public_prices(line)

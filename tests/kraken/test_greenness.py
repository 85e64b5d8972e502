from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.greenness import GreenNight
from kraken_desktop.kraken.errors import KrakenError, Limited
from kraken_desktop.services.clients import client_factory
from kraken_desktop.services.clock import SystemClock
from kraken_desktop.simulator import create_app
from tests.kraken.monotone import Monotone, client_hearing, client_of, refusing
from tests.kraken.odd import anything, strewn

NIGHT = {"date": "2026-10-05", "isGreenerNight": False, "greennessScore": 35, "greennessIndex": "MEDIUM"}
CARBON = {"periodStart": "2026-10-05T18:00:00+00:00", "value": 142, "index": "moderate"}


async def test_nights_of_the_contract() -> None:
    found = await client_hearing("GreenerNights").greenness.nights()
    assert [(night.day.day, night.is_greener, night.score, night.index) for night in found.rows] == [
        (5, False, 35, "MEDIUM"),
        (6, True, 71, "HIGH"),
        (7, True, 52, "MEDIUM"),
    ]


async def test_nobody_needs_to_be_signed_in() -> None:
    app = Monotone({"data": {"greenerNightsForecast": None}})
    assert (await client_of(app).greenness.nights()).rows == ()
    assert app.logins == 0


async def test_a_sample_home_in_this_process_has_nights_too() -> None:
    """Its server for them is its own, not Octopus's."""
    octopus = create_app("flexible")
    client = client_factory(SystemClock(), asgi_app=octopus)(octopus.credentials["api_key"], None, None)
    assert len((await client.greenness.nights()).rows) == 7
    await client.close()


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        (date(2026, 7, 1), datetime(2026, 7, 1, 22, tzinfo=UTC), 7),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC), 8),
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC), 6),
    ],
)
def test_a_night_goes_by_londons_clocks(day: date, start: datetime, hours: int) -> None:
    span = GreenNight(day, True).span
    assert (span.start, span.duration) == (start, timedelta(hours=hours))


async def test_limits_of_backend_do_not_shut_main() -> None:
    client = client_of(refusing("OE-0002", "greenerNightsForecast"))
    with pytest.raises(Limited) as caught:
        await client.greenness.nights()
    assert caught.value.retry_at is not None
    assert client.budget.may_poll() is None


async def test_carbon_of_the_contract() -> None:
    found = await client_hearing("Carbon").greenness.carbon("ZZ1 1ZZ")
    assert [(row.start.hour, row.start.minute, row.grams_per_kwh, row.index) for row in found.rows] == [
        (18, 0, Decimal(142), "moderate"),
        (18, 30, Decimal(128), "moderate"),
    ]


@given(odd=st.lists(anything, max_size=4))
async def test_good_rows_survive_odd_ones(odd: list[Any]) -> None:
    nights = await client_of(Monotone({"data": {"greenerNightsForecast": strewn([NIGHT], odd)}})).greenness.nights()
    assert [night.score for night in nights.rows] == [35]
    assert nights.skipped == len(odd)
    told = {"projectedRegionalCarbonIntensity": strewn([CARBON], odd)}
    app = Monotone({"data": {"getProjectedRegionalCarbonIntensity": told}})
    carbon = await client_of(app).greenness.carbon("ZZ1 1ZZ")
    assert [row.grams_per_kwh for row in carbon.rows] == [142]
    assert carbon.skipped == len(odd)


@given(answer=anything)
async def test_no_answer_raises_anything_but_our_errors(answer: Any) -> None:
    names = ("greenerNightsForecast", "getProjectedRegionalCarbonIntensity")
    ours = client_of(Monotone({"data": dict.fromkeys(names, answer)})).greenness
    with suppress(KrakenError):
        await ours.nights()
    with suppress(KrakenError):
        await ours.carbon("ZZ1 1ZZ")

"""What the service may say that the simulator never does: a client that has logged in hears one answer for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kraken_desktop.domain.account import Direction, Fuel, MeterPoint
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.errors import Limited, OddAnswer, Refused, SignedOut, Unavailable
from kraken_desktop.kraken.light import LightAsk
from kraken_desktop.kraken.prices import MOST_PAGES
from kraken_desktop.kraken.transport import LIMITED_FOR
from tests.kraken.monotone import NOW, Monotone, client_of, refusing

DAY = Span(NOW - timedelta(days=1), NOW)
POINT = MeterPoint("1200099999990", Fuel.ELECTRICITY, Direction.IMPORT, "C", (), ())
ASK = LightAsk("A-1234ABCD", "00-11-22-33-44-55-66-77", car_ids=("car-0",), wants_devices=True)


async def test_unauthorized_after_a_new_login_is_no_bad_key() -> None:
    app = refusing("KT-CT-1111", "viewer")
    with pytest.raises(Refused):
        await client_of(app).viewer()
    assert (app.logins, app.questions) == (2, 2)


async def test_an_account_that_may_not_be_seen_is_refused_not_the_key() -> None:
    with pytest.raises(SignedOut) as caught:
        await client_of(refusing("KT-CT-1111", "account")).account("A-1234ABCD")
    assert caught.value.kind is ProblemKind.ACCOUNT_REFUSED


@pytest.mark.parametrize("code", ["KT-CT-1124", "KT-CT-1143"])
async def test_a_token_refused_twice_is_not_tried_a_third_time(code: str) -> None:
    app = refusing(code)
    with pytest.raises(SignedOut) as caught:
        await client_of(app).viewer()
    assert caught.value.kind is ProblemKind.KEY_REFUSED
    assert (app.logins, app.questions) == (2, 2)


async def test_a_light_poll_refused_whole_says_so() -> None:
    with pytest.raises(Refused) as caught:
        await client_of(refusing("KT-CT-1188")).light(ASK)
    assert caught.value.code == "KT-CT-1188"


async def test_unauthorized_beside_good_data_is_that_field_alone() -> None:
    error = {"path": ["devices"], "extensions": {"errorCode": "KT-CT-1111"}}
    parts: dict[str, Any] = {"smartMeterTelemetry": [], "devices": None, "d0": [], "completedDispatches": []}
    app = Monotone({"data": parts, "errors": [error]})
    answer = await client_of(app).light(ASK)
    assert isinstance(answer.statuses.error, Refused)
    assert (answer.samples.error, answer.completed.error, answer.plans[0].problem) == (None, None, None)
    assert (app.logins, app.questions) == (1, 1)


async def test_a_field_that_sinks_the_whole_poll_speaks_for_every_part() -> None:
    error = {"path": ["smartMeterTelemetry"], "extensions": {"errorCode": "KT-GB-4039"}}
    answer = await client_of(Monotone({"data": None, "errors": [error]})).light(ASK)
    assert isinstance(answer.samples.error, Unavailable)
    assert isinstance(answer.statuses.error, Unavailable)
    assert isinstance(answer.completed.error, Unavailable)
    assert [plan.problem.kind if plan.problem else None for plan in answer.plans] == [ProblemKind.UNAVAILABLE]


async def test_a_field_that_is_not_mentioned_is_not_nothing() -> None:
    answer = await client_of(Monotone({"data": {"d0": []}})).light(ASK)
    assert isinstance(answer.samples.error, OddAnswer)
    assert isinstance(answer.statuses.error, OddAnswer)
    assert [plan.problem for plan in answer.plans] == [None]


async def test_a_limit_on_the_whole_poll_closes_the_budget() -> None:
    client = client_of(refusing("KT-CT-1199"))
    with pytest.raises(Limited) as caught:
        await client.light(ASK)
    assert caught.value.retry_at == client.budget.may_poll() == NOW + LIMITED_FOR


@pytest.mark.parametrize("is_price", [True, False])
async def test_a_limit_on_price_lists_and_readings_closes_the_budget(is_price: bool) -> None:
    client = client_of(Monotone({}, status=429))
    prices = client.rates("E-1R-AGILE-24-10-01-C", Register.STANDARD, DAY)
    readings = client.consumption(POINT, "99Z9999991", DAY)
    asked, other = (prices, readings) if is_price else (readings, prices)
    other.close()
    with pytest.raises(Limited):
        await asked
    assert client.budget.may_poll() == NOW + LIMITED_FOR


async def test_what_must_be_there_and_is_null_is_odd() -> None:
    client = client_of(Monotone({"data": {"viewer": None, "account": None}}))
    with pytest.raises(OddAnswer):
        await client.viewer()
    with pytest.raises(OddAnswer):
        await client.account("A-1234ABCD")


async def test_no_network_of_devices_is_no_mini() -> None:
    assert not await client_of(Monotone({"data": {"smartDeviceNetwork": None}})).has_mini("00-11")
    devices = [None, {"type": None}, {"type": "NEVER_HEARD_OF"}]
    assert not await client_of(Monotone({"data": {"smartDeviceNetwork": {"smartDevices": devices}}})).has_mini("00-11")
    devices.append({"type": "IHD_OR_CAD"})
    assert await client_of(Monotone({"data": {"smartDeviceNetwork": {"smartDevices": devices}}})).has_mini("00-11")


@pytest.mark.parametrize(
    "limits",
    [
        None,
        {},
        {"fieldSpecificRateLimits": None},
        {
            "fieldSpecificRateLimits": {
                "edges": [None, {"node": None}, {"node": {"field": "another", "isBlocked": True}}]
            }
        },
    ],
)
async def test_limits_that_are_not_told_are_not_known(limits: Any) -> None:
    assert await client_of(Monotone({"data": {"rateLimitInfo": limits}})).is_telemetry_blocked() is None


async def test_a_list_that_never_ends_is_odd() -> None:
    app = Monotone({"results": [], "next": "https://api.octopus.energy/v1/products/?page=2"})
    with pytest.raises(OddAnswer):
        await client_of(app).rates("E-1R-AGILE-24-10-01-C", Register.STANDARD, DAY)
    assert app.questions == MOST_PAGES


async def test_a_tariff_code_of_no_known_form_asks_nobody() -> None:
    app = Monotone({})
    with pytest.raises(Refused):
        await client_of(app).rates("nonsense", Register.STANDARD, DAY)
    assert app.questions == 0

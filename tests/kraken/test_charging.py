from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS, BoostRefusal, is_whole_week
from kraken_desktop.kraken import charging
from kraken_desktop.kraken.errors import OddAnswer, Refused, SignedOut, TimedOut, Unavailable
from tests.kraken.conftest import Online
from tests.kraken.monotone import Monotone, client_hearing, client_of, refusing
from tests.kraken.odd import anything, as_json, strewn

DOCUMENTED = Path("docs/api.md").read_text(encoding="utf-8")
CAR = "00000000-0000-4000-8000-0000000000e1"
WEEK = tuple(ReadyBy(day, time(7, 30), Decimal(80)) for day in WEEKDAYS)
SESSION = {
    "start": "2026-10-04T22:30:00+00:00",
    "end": "2026-10-05T03:30:00+00:00",
    "stateOfChargeChange": "42",
    "stateOfChargeFinal": "80",
    "energyAdded": {"value": "-33.1"},
    "cost": {"amount": "231.5"},
    "type": "SMART",
}


async def test_boost_starts_and_is_taken_back(online: Online) -> None:
    line = online("intelligent")
    line.octopus.car("plug")
    answer = await line.client.charging.boost(CAR)
    assert answer.device_id == CAR
    line.advance(180)
    statuses = (await line.client.light(await line.ask(cars=(CAR,)))).statuses.value
    assert statuses is not None
    assert statuses[0].is_boosting
    with pytest.raises(Refused) as caught:
        await line.client.charging.boost(CAR)
    assert caught.value.reasons == (BoostRefusal.ALREADY_BOOSTING,)
    await line.client.charging.cancel_boost(CAR)
    line.advance(180)
    statuses = (await line.client.light(await line.ask(cars=(CAR,)))).statuses.value
    assert statuses is not None
    assert not statuses[0].is_boosting


async def test_boost_of_a_car_that_is_away_is_refused_with_reasons(online: Online) -> None:
    line = online("intelligent")
    line.octopus.car("unplug")
    with pytest.raises(Refused) as caught:
        await line.client.charging.boost(CAR)
    assert caught.value.code == "KT-CT-4357"
    assert BoostRefusal.DISCONNECTED in caught.value.reasons
    assert line.operations().count("Boost") == 1


async def test_suspended_and_resumed(online: Online) -> None:
    line = online("intelligent")
    line.octopus.car("plug")
    assert (await line.client.charging.suspend(CAR)).is_suspended is True
    assert (await line.client.charging.resume(CAR)).is_suspended is False


async def test_who_may_join_intelligent_octopus(online: Online) -> None:
    line = online("agile")
    [home] = (await line.client.account(line.octopus.account)).properties
    assert await line.client.charging.is_eligible(line.octopus.account) is True
    assert await line.client.charging.is_eligible(line.octopus.account, home.id) is True
    assert await line.client.charging.is_eligible(line.octopus.account, "1") is False
    with pytest.raises(Refused):
        await line.client.charging.is_eligible(line.octopus.account, "the cottage")
    exports = online("export-only")
    assert await exports.client.charging.is_eligible(exports.octopus.account) is False


async def test_who_may_join_and_is_not_told_is_not_known() -> None:
    for told in (None, {}, {"isEligibleForIo": None}):
        answer = Monotone({"data": {"accountIoEligibility": told}})
        assert await client_of(answer).charging.is_eligible("A-1234ABCD") is None


async def test_a_device_that_is_gone_asks_for_a_new_look(online: Online) -> None:
    with pytest.raises(Refused) as caught:
        await online("intelligent").client.charging.boost(CAR.replace("e1", "e9"))
    assert caught.value.is_device_gone


@pytest.mark.parametrize("fault", ["timeout", "bad-gateway"])
async def test_a_change_is_never_retried(online: Online, fault: str) -> None:
    line = online("intelligent")
    await line.client.viewer()
    hasty = line.in_haste()
    line.octopus.forget_calls()
    line.octopus.inject(fault)
    with pytest.raises((TimedOut, Unavailable)):
        await (hasty if fault == "timeout" else line).client.charging.boost(CAR)
    assert len(line.octopus.calls()) == 1
    await hasty.client.close()


async def test_a_change_is_sent_again_where_the_token_was_refused(online: Online) -> None:
    line = online("intelligent")
    await line.client.viewer()
    line.octopus.revoke_tokens()
    assert (await line.client.charging.suspend(CAR)).is_suspended is True


async def test_a_change_with_a_key_that_is_no_more() -> None:
    with pytest.raises(SignedOut):
        await client_of(refusing("KT-CT-1124", "updateBoostCharge")).charging.boost(CAR)


@pytest.mark.parametrize(
    "reason",
    [
        BoostRefusal.NOT_YET_LIVE,
        BoostRefusal.RETIRED,
        BoostRefusal.SUSPENDED,
        BoostRefusal.DISCONNECTED,
        BoostRefusal.NOT_AT_HOME,
        BoostRefusal.ALREADY_BOOSTING,
        BoostRefusal.FULLY_CHARGED,
    ],
)
async def test_every_known_reason_is_documented_and_told(reason: BoostRefusal) -> None:
    assert f"`{reason.value}`" in DOCUMENTED
    with pytest.raises(Refused) as caught:
        await client_of(
            refusing("KT-CT-4357", "updateBoostCharge", boostChargeRefusalReasons=[reason.value])
        ).charging.boost(CAR)
    assert caught.value.reasons == (reason,)


@pytest.mark.parametrize("code", ["KT-CT-1113", "OE-0001"])
async def test_what_is_switched_off_is_told_from_what_is_refused(code: str) -> None:
    with pytest.raises(Refused) as caught:
        await client_of(refusing(code, "updateBoostCharge")).charging.boost(CAR)
    assert caught.value.is_not_offered
    assert not caught.value.is_device_gone


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        (["BC_DEVICE_RETIRED", "BC_NEVER_HEARD_OF"], ("BC_DEVICE_RETIRED", "BC_NEVER_HEARD_OF")),
        ("BC_DEVICE_FULLY_CHARGED", ("BC_DEVICE_FULLY_CHARGED",)),
        (["BC_DEVICE_SUSPENDED", None, 7], ("BC_DEVICE_SUSPENDED",)),
        (None, ()),
        ({"odd": True}, ()),
        (7, ()),
    ],
)
async def test_reasons_come_in_every_form_and_the_code_stays(told: object, reasons: tuple[str, ...]) -> None:
    app = refusing("KT-CT-4356", "updateBoostCharge", boostChargeRefusalReasons=told, errorDescription=told)
    with pytest.raises(Refused) as caught:
        await client_of(app).charging.boost(CAR)
    assert (caught.value.code, caught.value.reasons, caught.value.said) == ("KT-CT-4356", reasons, "for people")
    assert app.questions == 1


async def test_goals_go_out_as_a_whole_week() -> None:
    app = Monotone({"data": {"setDevicePreferences": {"id": CAR}}})
    assert (await client_of(app).charging.prefer(CAR, WEEK)).device_id == CAR
    preferences = app.heard[-1]["variables"]["input"]
    assert preferences["schedules"][0] == {"dayOfWeek": "MONDAY", "time": "07:30", "max": "80"}
    assert (len(preferences["schedules"]), preferences["mode"], preferences["unit"]) == (7, "CHARGE", "PERCENTAGE")


@pytest.mark.parametrize(
    "schedule",
    [(), WEEK[:6], (*WEEK, WEEK[0]), (*WEEK[:6], ReadyBy("SUNDAY", time(9), None))]
    + [(*WEEK[:6], ReadyBy("SUNDAY", time(9), Decimal(target))) for target in ("80.5", "101", "-1")],
)
async def test_goals_that_are_no_week_never_leave(schedule: tuple[ReadyBy, ...]) -> None:
    app = Monotone({})
    assert not is_whole_week(schedule)
    with pytest.raises(Refused):
        await client_of(app).charging.prefer(CAR, schedule)
    assert app.questions == 0


async def test_goals_refused_say_so() -> None:
    with pytest.raises(Refused) as caught:
        await client_of(refusing("KT-CT-4321", "setDevicePreferences")).charging.prefer(CAR, WEEK)
    assert caught.value.code == "KT-CT-4321"


async def test_sessions_of_the_contract() -> None:
    found = await client_hearing("ChargingSessions").charging.sessions("A-1234ABCD", CAR)
    [session] = found.sessions
    assert session.span.duration == timedelta(hours=5)
    assert (session.energy_kwh, session.charge_gained_percent, session.charge_reached_percent) == (
        Decimal("33.1"),
        42,
        80,
    )
    assert (session.kind, session.pence, found.skipped) == ("SMART", None, 0)
    assert found.older_before == session.span.start == datetime(2026, 10, 4, 22, 30, tzinfo=UTC)


async def test_catalogue_of_the_contract() -> None:
    catalogue = await client_hearing("Catalogues").charging.catalogue()
    assert [(car.make, car.model, car.battery_kwh) for car in catalogue.cars] == [("Tesla", "Model 3", 75)]
    assert [(one.make, one.model, one.power_kw) for one in catalogue.chargers] == [("Ohme", "Home Pro", Decimal("7.4"))]


@given(st.lists(anything, max_size=5))
def test_good_sessions_survive_odd_ones(odd: list[object]) -> None:
    edges = strewn([{"node": SESSION}], odd)
    found = charging.sessions(as_json([{"id": CAR, "chargingSessions": {"edges": edges}}]), CAR)
    assert [session.energy_kwh for session in found.sessions] == [Decimal("33.1")]
    assert [session.pence for session in found.sessions] == [Decimal("231.5")]
    assert found.skipped == len(odd)


@given(anything)
def test_no_answer_raises_anything_but_an_odd_one(answer: object) -> None:
    for content in (answer, [answer], [{"id": CAR, "chargingSessions": answer}]):
        with suppress(OddAnswer):
            charging.sessions(as_json(content), CAR)
    with suppress(OddAnswer):
        charging.answered(as_json(answer))
    assert charging.answered(as_json({"id": CAR, "status": answer})).device_id == CAR

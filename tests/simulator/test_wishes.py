"""What a customer may ask of a car, and what is refused (docs/api.md, 7.10 to 7.13)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.conftest import Living
from tests.simulator.customer import Customer

CAR = "00000000-0000-4000-8000-0000000000e1"
EVENING = "2026-10-05T18:30:00Z"
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
SET = "mutation($i: SmartFlexDevicePreferencesInput!) { setDevicePreferences(input: $i) { id } }"
SHOWN = """query($a: String!) { devices(accountNumber: $a) { preferences { unit mode schedules { dayOfWeek time max } }
  ... on SmartFlexVehicle { chargingPreferences { weekdayTargetTime weekdayTargetSoc weekendTargetSoc } } } }"""
BOOST = "mutation($d: String!) { updateBoostCharge(input: {deviceId: $d, action: BOOST}) { id } }"
CONTROL = (
    "mutation($d: ID!, $w: SmartControlAction!) { updateDeviceSmartControl(input: {deviceId: $d, action: $w}) { id } }"
)
SESSIONS = """query($a: String!, $n: Int, $before: DateTime) { devices(accountNumber: $a) { ... on SmartFlexVehicle {
  chargingSessions(last: $n, before: $before) { pageInfo { hasPreviousPage startCursor }
    edges { node { start end energyAdded { value } } } } } } }"""


def week(time: str = "06:30", most: object = "90", days: tuple[str, ...] = DAYS, **more: Any) -> dict[str, Any]:
    schedules = [{"dayOfWeek": day, "time": time, "max": most} for day in days]
    return {"deviceId": CAR, "mode": "CHARGE", "unit": "PERCENTAGE", "schedules": schedules} | more


def refused(customer: Customer, wish: dict[str, Any]) -> list[str]:
    return customer.refused(SET, i=wish)


def test_preferences_replace_the_whole_week(living: Living) -> None:
    customer = living("intelligent")

    customer.ask(SET, i=week(days=DAYS[::-1]))

    device = customer.ask(SHOWN, a=customer.account)["devices"][0]
    assert device["preferences"]["schedules"] == [{"dayOfWeek": day, "time": "06:30:00", "max": 90.0} for day in DAYS]
    assert device["chargingPreferences"] == {
        "weekdayTargetTime": "06:30:00",
        "weekdayTargetSoc": 90,
        "weekendTargetSoc": 90,
    }


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (week(days=DAYS[:6]), "KT-CT-4321"),
        (week(days=(*DAYS, "MONDAY")), "KT-CT-4321"),
        (week(mode="HEAT"), "KT-CT-4321"),
        (week(time="03:30"), "KT-CT-4374"),
        (week(time="11:30"), "KT-CT-4374"),
        (week(time="06:45"), "KT-CT-4374"),
        (week(most=101), "KT-CT-4374"),
        (week(most="80.5"), "KT-CT-4374"),
        (week(deviceId="nobody"), "KT-CT-4314"),
    ],
)
def test_impossible_wishes_are_refused_and_change_nothing(living: Living, wish: dict[str, Any], code: str) -> None:
    customer = living("intelligent")
    before = customer.ask(SHOWN, a=customer.account)

    assert refused(customer, wish) == [code]
    assert customer.ask(SHOWN, a=customer.account) == before


@pytest.mark.parametrize(
    ("orders", "reasons"),
    [
        ([{"action": "plug"}, {"action": "suspend"}], ["BC_DEVICE_SUSPENDED"]),
        ([{"action": "unplug"}], ["BC_DEVICE_DISCONNECTED", "BC_DEVICE_NOT_AT_HOME"]),
        ([{"action": "plug"}, {"action": "boost"}], ["BC_BOOST_CHARGE_IN_PROGRESS"]),
        ([{"action": "plug"}, {"action": "state", "state": "RETIRED"}], ["BC_DEVICE_RETIRED"]),
        ([{"action": "plug"}, {"action": "state", "state": "TEST_CHARGE_FAILED"}], ["BC_DEVICE_NOT_YET_LIVE"]),
        ([{"action": "plug", "soc": 100}], ["BC_DEVICE_FULLY_CHARGED"]),
    ],
)
def test_a_boost_is_refused_with_its_reasons(living: Living, orders: list[dict[str, Any]], reasons: list[str]) -> None:
    customer = living("intelligent", start=EVENING)
    for order in orders:
        customer.octopus.car(**order)

    body = customer.post(BOOST, {"d": CAR}).json()

    extensions = body["errors"][0]["extensions"]
    assert (extensions["errorCode"], extensions["boostChargeRefusalReasons"]) == ("KT-CT-4357", reasons)
    assert body["data"] == {"updateBoostCharge": None}


def test_what_is_suspended_cannot_be_suspended_and_the_reverse(living: Living) -> None:
    customer = living("intelligent", start=EVENING)

    assert customer.refused(CONTROL, d=CAR, w="UNSUSPEND") == ["KT-CT-4359"]
    customer.ask(CONTROL, d=CAR, w="SUSPEND")
    assert customer.refused(CONTROL, d=CAR, w="SUSPEND") == ["KT-CT-4358"]
    customer.ask(CONTROL, d=CAR, w="UNSUSPEND")
    assert customer.refused(CONTROL, d="nobody", w="SUSPEND") == ["KT-CT-4313"]


def test_charging_sessions_are_paged_by_time(living: Living) -> None:
    customer = living("intelligent", start=EVENING)

    def page(before: str | None) -> dict[str, Any]:
        answer = customer.ask(SESSIONS, a=customer.account, n=4, before=before)
        found: dict[str, Any] = answer["devices"][0]["chargingSessions"]
        return found

    latest = page(None)
    earlier = page(latest["pageInfo"]["startCursor"])

    assert len(latest["edges"]) == len(earlier["edges"]) == 4
    assert latest["pageInfo"]["hasPreviousPage"]
    assert earlier["edges"][-1]["node"]["end"] <= latest["edges"][0]["node"]["start"]

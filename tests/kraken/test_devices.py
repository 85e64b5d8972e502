from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.domain.account import DeviceKind
from kraken_desktop.domain.dispatch import DispatchKind
from kraken_desktop.kraken import devices
from kraken_desktop.kraken.errors import OddAnswer
from tests.kraken.odd import anything, as_json, rows_like, strewn

NOW = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)
CAR_ID = "00000000-0000-4000-8000-0000000000e1"
CAR: dict[str, Any] = {
    "__typename": "SmartFlexVehicle",
    "id": CAR_ID,
    "name": "Family car",
    "deviceType": "ELECTRIC_VEHICLES",
    "provider": "TESLA_V2",
    "propertyId": "1234567",
    "status": {
        "current": "LIVE",
        "currentState": "SMART_CONTROL_IN_PROGRESS",
        "isSuspended": False,
        "stateOfCharge": {"value": "62", "timestamp": "2026-10-05T17:20:00+00:00"},
        "activePower": {"value": "6.9"},
        "stateOfChargeLimit": {"upperSocLimit": 90},
    },
    "alerts": [{"message": "We could not reach your charger."}],
    "vehicleBatterySize": "75.0",
    "chargePointPowerOutput": "7.000",
    "preferences": {
        "targetType": "ABSOLUTE_STATE_OF_CHARGE",
        "unit": "PERCENTAGE",
        "mode": "CHARGE",
        "isChargingDurationCapped": "ENABLED",
        "schedules": [{"dayOfWeek": "MONDAY", "time": "07:30:00", "max": 80.0}],
    },
    "make": "Tesla",
    "model": "Model 3",
}
DECODERS = (
    lambda content: devices.statuses(content, NOW),
    lambda content: devices.planned(content, CAR_ID),
    devices.completed,
)


def _planned(minutes: int, length: int = 30, energy: str | None = "5.25") -> dict[str, Any]:
    start = NOW + timedelta(minutes=minutes)
    end = start + timedelta(minutes=length)
    return {"start": start.isoformat(), "end": end.isoformat(), "type": "SMART", "energyAddedKwh": energy}


@pytest.mark.parametrize("decode", DECODERS)
@given(
    answer=rows_like("__typename", "id", "status", "alerts", "preferences", "start", "end", "type", "delta", "meta")
    | st.lists(
        st.fixed_dictionaries(
            {"id": st.just("car"), "start": st.just(NOW.isoformat()), "end": st.just((NOW + timedelta(1)).isoformat())},
            optional={"status": anything, "preferences": anything, "energyAddedKwh": anything, "delta": anything},
        ),
        max_size=3,
    )
    | anything
)
def test_no_json_raises_anything_but_an_odd_answer(decode: Any, answer: Any) -> None:
    with suppress(OddAnswer):
        decode(as_json(answer))


def test_a_car_whole() -> None:
    (status,) = devices.statuses(as_json([CAR]), NOW).rows
    assert status.device.kind is DeviceKind.VEHICLE
    assert (status.device.name, status.device.make, status.device.model) == ("Family car", "Tesla", "Model 3")
    assert status.device.is_chargeable
    assert status.is_gate_open
    assert status.charge_percent == 62
    assert status.charge_seen_at == NOW - timedelta(minutes=10)
    assert status.charge_limit_percent == 90
    assert (status.device.battery_kwh, status.device.charger_kw, status.power_kw) == (75, 7, Decimal("6.9"))
    assert (status.goal_unit, status.goal_mode, status.is_capped) == ("PERCENTAGE", "CHARGE", True)
    assert status.goal_kind == "ABSOLUTE_STATE_OF_CHARGE"
    assert [(goal.weekday, goal.clock, goal.target_percent) for goal in status.schedule] == [
        ("MONDAY", time(7, 30), Decimal(80))
    ]
    assert status.alerts == ("We could not reach your charger.",)


@given(
    part=st.sampled_from(["stateOfCharge", "stateOfChargeLimit", "preferences"]),
    odd=anything | st.sampled_from([{"value": "much"}, {"upperSocLimit": "all"}, {"schedules": [{"time": "seven"}]}]),
)
def test_an_odd_part_costs_the_car_nothing_else(part: str, odd: object) -> None:
    car = CAR | {part: odd} if part in CAR else CAR | {"status": CAR["status"] | {part: odd}}
    (status,) = devices.statuses(as_json([car]), NOW).rows
    assert status.device.id == CAR_ID
    assert status.is_gate_open


@given(st.lists(anything, max_size=3))
def test_odd_alerts_lose_none_of_the_others(odd: list[Any]) -> None:
    (status,) = devices.statuses(as_json([CAR | {"alerts": strewn(CAR["alerts"], odd)}]), NOW).rows
    assert status.alerts == ("We could not reach your charger.",)


def test_one_odd_ready_by_time_keeps_the_others() -> None:
    schedules = [{"dayOfWeek": "MONDAY", "time": "at seven"}, {"dayOfWeek": "TUESDAY", "time": "07:00:00", "max": None}]
    (status,) = devices.statuses(as_json([CAR | {"preferences": {"schedules": schedules}}]), NOW).rows
    assert [goal.weekday for goal in status.schedule] == ["TUESDAY"]


def test_words_never_heard_of_are_kept_and_open_no_gate() -> None:
    strange = CAR | {"__typename": "SmartFlexBoat", "status": {"current": "ADRIFT", "currentState": "SAILING"}}
    (status,) = devices.statuses(as_json([strange]), NOW).rows
    assert status.device.kind is DeviceKind.OTHER
    assert (status.device.life, status.state) == ("ADRIFT", "SAILING")
    assert not status.is_gate_open
    assert not status.device.is_chargeable


@given(st.lists(st.integers(0, 40), max_size=8, unique=True), st.randoms(use_true_random=False))
def test_order_and_doubles_of_a_plan_do_not_matter(starts: list[int], chance: Any) -> None:
    rows = [_planned(30 * start) for start in starts] * 2
    chance.shuffle(rows)
    found = devices.planned(as_json(rows), CAR_ID)
    assert [row.span.start for row in found.rows] == [NOW + timedelta(minutes=30 * start) for start in sorted(starts)]


@given(st.integers(1, 6), rows_like("start", "type", "energyAddedKwh"))
def test_odd_rows_lose_none_of_a_plan(count: int, odd: list[Any]) -> None:
    good = [_planned(30 * place) for place in range(count)]
    found = devices.planned(as_json(strewn(good, odd)), CAR_ID)
    assert (len(found.rows), found.skipped) == (count, len(odd))


@pytest.mark.parametrize("length", [0, -30, 60 * 24 * 400])
def test_a_dispatch_that_cannot_be_is_left_out(length: int) -> None:
    found = devices.planned(as_json([_planned(0), _planned(30, length)]), CAR_ID)
    assert [row.span.start for row in found.rows] == [NOW]
    assert found.skipped == 1


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("SMART", DispatchKind.SMART),
        ("BOOST", DispatchKind.BOOST),
        ("TEST", DispatchKind.BOOST),
        ("NEVER_HEARD_OF", DispatchKind.SMART),
        (None, DispatchKind.SMART),
    ],
)
def test_kinds_of_dispatch(told: str | None, kind: DispatchKind) -> None:
    (found,) = devices.planned(as_json([_planned(0) | {"type": told}]), CAR_ID).rows
    assert found.kind is kind


@pytest.mark.parametrize(("told", "kwh"), [("-1.92", "1.92"), ("1.92", "1.92"), ("0E-20", "0"), (None, None)])
def test_energy_has_no_sign(told: str | None, kwh: str | None) -> None:
    expected = None if kwh is None else Decimal(kwh)
    (planned,) = devices.planned(as_json([_planned(0, energy=told)]), CAR_ID).rows
    assert planned.energy_kwh == expected
    row = {"start": _planned(0)["start"], "end": _planned(0)["end"], "delta": told, "meta": {"location": "AT_HOME"}}
    (completed,) = devices.completed(as_json([row])).rows
    assert completed.energy_kwh == expected
    assert completed.is_at_home


def test_two_cars_that_did_the_same_are_both_kept_newest_first() -> None:
    def row(minutes: int) -> dict[str, Any]:
        return {"start": _planned(minutes)["start"], "end": _planned(minutes)["end"], "delta": "-3.5"}

    found = devices.completed(as_json([row(0), row(60), row(0)])).rows
    assert [(done.span.start - NOW).total_seconds() / 60 for done in found] == [60, 0, 0]

"""Is there a heat pump, how warm is it, how well does it run, and does it do as it is told?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.consistency.caller import Caller, instant, zulu
from tests.plain.rewards import BACKEND
from tests.plain.told import tell

FIND = """query($a: String!, $p: ID!) { heatPumpControllersAtLocation(accountNumber: $a, propertyId: $p) {
  controller { euid } heatPumpModel provisionedAt } }"""
NOW = """query($a: String!, $e: ID!) {
  heatPumpControllerStatus(accountNumber: $a, euid: $e) {
    sensors { code telemetry { temperatureInCelsius } } zones { zone telemetry { setpointInCelsius mode } } }
  heatPumpControllerConfiguration(accountNumber: $a, euid: $e) { heatPump { model quieterModeEnabled
    weatherCompensation { enabled } } zones { configuration { code currentOperation { mode end } } } }
  heatPumpLivePerformance(accountNumber: $a, euid: $e) { coefficientOfPerformance readAt powerInput { value unit } }
  heatPumpLifetimePerformance(accountNumber: $a, euid: $e) { seasonalCoefficientOfPerformance } }"""
SERIES = """query($a: String!, $e: ID!, $from: DateTime!, $to: DateTime!) {
  heatPumpTimeRangedPerformance(accountNumber: $a, euid: $e, startAt: $from, endAt: $to) { energyInput { value unit } }
  heatPumpTimeSeriesPerformance(accountNumber: $a, euid: $e, startAt: $from, endAt: $to, performanceGrouping: DAY) {
    startAt endAt energyInput { value unit } } }"""
QUIET = """mutation($a: String!, $e: ID!, $q: Boolean!) {
  heatPumpSetHushMode(accountNumber: $a, euid: $e, hushModeEnabled: $q) { transactionId } }"""
FLOW = """mutation($a: String!, $e: ID!, $f: FlowTemperatureInput!) {
  heatPumpUpdateFlowTemperatureConfiguration(accountNumber: $a, euid: $e, flowTemperatureInput: $f) {
    transactionIds { attributeName } } }"""
ZONE = """mutation($a: String!, $e: ID!, $z: SetZoneModeParameters!) {
  heatPumpSetZoneMode(accountNumber: $a, euid: $e, operationParameters: $z) { transactionId } }"""


def subject(caller: Caller) -> Iterator[str]:
    for place in caller.one(f"accounts/{caller.account}/")["properties"]:
        found = caller.ask(FIND, BACKEND, a=caller.account, p=str(place["id"]))["heatPumpControllersAtLocation"]
        for pump in found or ():
            yield from _told(caller, pump["controller"]["euid"])
        if not found:
            yield f"no heat pump at {place['id']}"


def _told(caller: Caller, euid: str) -> Iterator[str]:
    asked: dict[str, Any] = {"a": caller.account, "e": euid}
    before = caller.ask(NOW, BACKEND, **asked)
    now = instant(before["heatPumpLivePerformance"]["readAt"])
    yield f"{euid}: {before['heatPumpLivePerformance']}, {before['heatPumpLifetimePerformance']}"
    series = caller.ask(SERIES, BACKEND, **asked, **{"from": zulu(now - timedelta(hours=6)), "to": zulu(now)})
    hours = [Decimal(row["energyInput"]["value"]) for row in series["heatPumpTimeSeriesPerformance"]]
    yield f"{len(hours)} hours drew {sum(hours)} kWh, {series['heatPumpTimeRangedPerformance']}"
    degrees = {"value": "41", "unit": "DEGREES_CELSIUS"}
    boost = {"zone": "WATER", "mode": "BOOST", "setpointInCelsius": 50, "endAt": zulu(now + timedelta(hours=1))}
    for change, wanted in (
        (QUIET, {"q": True}),
        (FLOW, {"f": {"useWeatherCompensation": False, "flowTemperature": degrees}}),
        (ZONE, {"z": boost}),
    ):
        assert all(caller.ask(change, BACKEND, **asked, **wanted).values())
    after = caller.ask(NOW, BACKEND, **asked)["heatPumpControllerConfiguration"]
    assert after["heatPump"]["quieterModeEnabled"] is True
    assert after["heatPump"]["weatherCompensation"]["enabled"] is False
    assert "BOOST" in [zone["configuration"]["currentOperation"]["mode"] for zone in after["zones"]]


if __name__ == "__main__":
    tell(subject)

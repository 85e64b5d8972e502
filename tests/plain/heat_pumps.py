"""Is there a heat pump, how warm is it, and how well does it run?"""

from __future__ import annotations

from collections.abc import Iterator

from tests.consistency.caller import Caller
from tests.plain.rewards import BACKEND
from tests.plain.told import tell

FIND = """query($a: String!, $p: ID!) { heatPumpControllersAtLocation(accountNumber: $a, propertyId: $p) {
  controller { euid } heatPumpModel } }"""
NOW = """query($a: String!, $e: ID!) {
  heatPumpControllerStatus(accountNumber: $a, euid: $e) { sensors { code telemetry { temperatureInCelsius } } }
  heatPumpLivePerformance(accountNumber: $a, euid: $e) { coefficientOfPerformance powerInput { value unit } } }"""


def subject(caller: Caller) -> Iterator[str]:
    for place in caller.one(f"accounts/{caller.account}/")["properties"]:
        found = caller.ask(FIND, BACKEND, a=caller.account, p=str(place["id"]))["heatPumpControllersAtLocation"]
        for pump in found or ():
            euid = pump["controller"]["euid"]
            answer = caller.ask(NOW, BACKEND, a=caller.account, e=euid)
            yield f"{pump['heatPumpModel']} {euid}: {answer['heatPumpLivePerformance']}"
        if not found:
            yield f"no heat pump at {place['id']}"


if __name__ == "__main__":
    tell(subject)

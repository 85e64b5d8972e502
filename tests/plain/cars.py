"""Which cars are there, what is planned for them, and what was charged?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from tests.consistency.caller import Caller
from tests.plain.told import tell

DEVICES = """query($a: String!) { devices(accountNumber: $a) { __typename id name deviceType provider
    status { current currentState isSuspended } preferences { unit mode schedules { dayOfWeek time max } } }
  completedDispatches(accountNumber: $a) { start end delta meta { source location } } }"""
PLAN = "query($d: String!) { flexPlannedDispatches(deviceId: $d) { start end type energyAddedKwh } }"
SUSPEND = """mutation($d: ID!, $c: SmartControlAction!) {
  updateDeviceSmartControl(input: {deviceId: $d, action: $c}) { id status { isSuspended } } }"""


def subject(caller: Caller) -> Iterator[str]:
    answer = caller.ask(DEVICES, a=caller.account)
    for device in answer["devices"] or ():
        status = device["status"]
        yield f"{device['name']} ({device['__typename']}) is {status['currentState']}"
        if device["__typename"] not in ("SmartFlexVehicle", "SmartFlexChargePoint"):
            continue
        for row in caller.ask(PLAN, d=device["id"])["flexPlannedDispatches"] or ():
            assert datetime.fromisoformat(row["start"]) < datetime.fromisoformat(row["end"])
            yield f"  {row['start']} to {row['end']}: {row['type']}"
        for action, is_suspended in (("SUSPEND", True), ("UNSUSPEND", False)):
            changed = caller.ask(SUSPEND, d=device["id"], c=action)["updateDeviceSmartControl"]
            assert changed["status"]["isSuspended"] is is_suspended
    for row in answer["completedDispatches"] or ():
        yield f"charged {abs(Decimal(row['delta'] or 0))} kWh from {row['start']} to {row['end']}"


if __name__ == "__main__":
    tell(subject)

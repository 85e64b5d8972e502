"""What did past charges bring, what could be charged here, and does each car do as it is told?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from tests.consistency.caller import Caller
from tests.plain.told import tell

DEVICES = """query($a: String!) { accountIoEligibility(accountNumber: $a) { isEligibleForIo }
  devices(accountNumber: $a) { __typename id name preferences { mode unit schedules { dayOfWeek time max } } } }"""
PAST = """query($a: String!, $d: String!) { devices(accountNumber: $a, deviceId: $d) { id ... on SmartFlexVehicle {
  chargingSessions(last: 5) { pageInfo { hasPreviousPage startCursor } edges { node { start end stateOfChargeFinal
    energyAdded { value unit } cost { amount currency } ... on SmartFlexChargingSession { type } } } } } } }"""
CATALOGUES = """{ electricVehicles { make models { model batterySize } }
  chargePointVariants { make models { model powerInKw } } }"""
FIRST_GENERATION = """query($a: String!) { plannedDispatches(accountNumber: $a) { start end delta meta { source } }
  registeredKrakenflexDevice(accountNumber: $a) { krakenflexDeviceId vehicleMake status }
  vehicleChargingPreferences(accountNumber: $a) { weekdayTargetTime weekdayTargetSoc }
  costOfCharge(accountNumber: $a, frequency: DAILY) { reportDate totalConsumption totalCostInclTax } }"""
BOOST = """mutation($d: String!, $c: UpdateBoostChargeAction!) {
  updateBoostCharge(input: {deviceId: $d, action: $c}) { id status { currentState } } }"""
BOOST_ONCE = """mutation($a: String!) { triggerBoostCharge(input: {accountNumber: $a}) {
  krakenflexDevice { krakenflexDeviceId } } }"""
PREFER = "mutation($i: SmartFlexDevicePreferencesInput!) { setDevicePreferences(input: $i) { id } }"


def subject(caller: Caller) -> Iterator[str]:
    answer = caller.ask(DEVICES, a=caller.account)
    yield f"may join Intelligent Octopus: {answer['accountIoEligibility']['isEligibleForIo']}"
    catalogues = caller.ask(CATALOGUES)
    yield f"{len(catalogues['electricVehicles'])} makes of cars, {len(catalogues['chargePointVariants'])} of chargers"
    for device in answer["devices"] or ():
        preferences = device["preferences"]
        if preferences is None:
            continue
        goals = [
            {"dayOfWeek": row["dayOfWeek"], "time": row["time"], "max": str(int(row["max"]))}
            for row in preferences["schedules"]
        ]
        asked = {"deviceId": device["id"], "mode": preferences["mode"], "unit": preferences["unit"]}
        assert caller.ask(PREFER, i=asked | {"schedules": goals})["setDevicePreferences"]["id"] == device["id"]
        yield from _past(caller, device["id"])
        boosted = caller.ask(BOOST, d=device["id"], c="BOOST")["updateBoostCharge"]
        yield f"a boost of {device['name']} was {'started' if boosted else 'refused'}"
        caller.ask(BOOST, d=device["id"], c="CANCEL")
    for name, told in caller.ask(FIRST_GENERATION, a=caller.account).items():
        yield f"{name}, of the first generation: {told}"
    caller.ask(BOOST_ONCE, a=caller.account)


def _past(caller: Caller, device_id: str) -> Iterator[str]:
    for device in caller.ask(PAST, a=caller.account, d=device_id)["devices"]:
        rows = [edge["node"] for edge in (device.get("chargingSessions") or {"edges": ()})["edges"]]
        starts = sorted(datetime.fromisoformat(row["start"]) for row in rows)
        assert all(one < other for one, other in pairwise(starts))
        for row in rows:
            yield f"{row['start']}: {Decimal(row['energyAdded']['value'])} kWh to {row['stateOfChargeFinal']} %"


if __name__ == "__main__":
    tell(subject)

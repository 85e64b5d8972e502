"""Who am I, which accounts are mine, and what is metered in them?"""

from __future__ import annotations

from collections.abc import Iterator

from tests.consistency.caller import Caller
from tests.plain.told import tell

VIEWER = "{ viewer { id preferredName accounts { number status brand accountType balance } } }"
NETWORK = "query($d: String!) { smartDeviceNetwork(deviceId: $d) { id smartDevices { deviceId type status } } }"
METERS = """query($a: String!) { account(accountNumber: $a) { electricityAgreements(active: true) { meterPoint {
  mpan direction meters(includeInactive: false) { serialNumber smartImportElectricityMeter { deviceId } } } } } }"""


def subject(caller: Caller) -> Iterator[str]:
    viewer = caller.ask(VIEWER)["viewer"]
    for account in viewer["accounts"]:
        yield f"{account['number']} is {account['status']}, {account['balance']} pence"
    place = caller.one(f"accounts/{caller.account}/")["properties"][0]
    yield f"{len(place['electricity_meter_points'])} electricity and {len(place['gas_meter_points'])} gas points"
    for row in caller.ask(METERS, a=caller.account)["account"]["electricityAgreements"] or ():
        for meter in row["meterPoint"]["meters"]:
            smart = meter["smartImportElectricityMeter"]
            if smart is None:
                continue
            network = caller.ask(NETWORK, d=smart["deviceId"])["smartDeviceNetwork"] or {"smartDevices": []}
            has_mini = any(device["type"] in ("CAD", "IHD_OR_CAD") for device in network["smartDevices"])
            yield f"meter {meter['serialNumber']} {'has' if has_mini else 'has no'} Mini"


if __name__ == "__main__":
    tell(subject)

"""What did each day take, and what does Octopus itself say that it cost?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.consistency.caller import Caller, instant, zulu
from tests.plain.told import tell

HOMES = """query($a: String!) { properties(accountNumber: $a, active: true) { id address
  electricityMeterPoints { mpan direction } gasMeterPoints { mprn } } }"""
MEASURED = """query($p: ID!, $from: DateTime!, $to: DateTime!, $filters: [UtilityFiltersInput]) {
  property(id: $p) { measurements(startAt: $from, endAt: $to, timezone: "Europe/London", utilityFilters: $filters,
    first: 99) { edges { node { value unit ... on IntervalMeasurementType { startAt endAt }
      metaData { statistics { type label value costInclTax { estimatedAmount costCurrency } } } } } } } }"""
METERED = """query($a: String!, $from: DateTime!) { account(accountNumber: $a) { electricityAgreements(active: true) {
  meterPoint { mpan meters(includeInactive: false) { id consumption(startAt: $from, grouping: DAY,
    timezone: "Europe/London", first: 5) { edges { node { value startAt endAt } } } } } } } }"""
USAGE = """query($a: String!, $m: String!, $from: DateTime!) { costOfUsage(accountNumber: $a, meterId: $m,
  fuelType: ELECTRICITY, startAt: $from, grouping: DAY, timezone: "Europe/London") { costEnabled
  details(meterId: $m, fuelType: ELECTRICITY, startAt: $from, grouping: DAY, timezone: "Europe/London", first: 7) {
    edges { node { startAt cost usageKwh } } } } }"""


def subject(caller: Caller) -> Iterator[str]:
    today = caller.ask("{ greenerNightsForecast { date } }", "/backend")["greenerNightsForecast"][0]["date"]
    end = instant(f"{today}T00:00:00+00:00") - timedelta(days=6)
    asked = {"from": zulu(end - timedelta(days=2)), "to": zulu(end)}
    for home in caller.ask(HOMES, a=caller.account)["properties"]:
        for filters in _filters(home):
            found = caller.ask(MEASURED, p=home["id"], filters=[filters], **asked)["property"]["measurements"]
            yield from _told(found["edges"])
    for agreement in (
        caller.ask(METERED, a=caller.account, **{"from": asked["from"]})["account"]["electricityAgreements"] or ()
    ):
        for meter in agreement["meterPoint"]["meters"]:
            days = [edge["node"] for edge in (meter["consumption"] or {"edges": ()})["edges"]]
            assert all(Decimal(day["value"]) >= 0 for day in days)
            usage = caller.ask(USAGE, a=caller.account, m=meter["id"], **{"from": asked["from"]})["costOfUsage"]
            assert usage["costEnabled"] is (usage["details"] is not None)
            yield f"meter {meter['id']}: {len(days)} days metered, cost {usage['costEnabled']}"


def _filters(home: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for point in home["electricityMeterPoints"]:
        direction = "GENERATION" if point["direction"] == "EXPORT" else "CONSUMPTION"
        yield {
            "electricityFilters": {
                "readingFrequencyType": "DAY_INTERVAL",
                "marketSupplyPointId": point["mpan"],
                "readingDirection": direction,
            }
        }
    for point in home["gasMeterPoints"]:
        yield {"gasFilters": {"readingFrequencyType": "DAY_INTERVAL", "marketSupplyPointId": point["mprn"]}}


def _told(edges: list[dict[str, Any]]) -> Iterator[str]:
    for edge in edges:
        node = edge["node"]
        statistics = node["metaData"]["statistics"] if node["metaData"] else ()
        costs = [Decimal(row["costInclTax"]["estimatedAmount"]) for row in statistics if row["costInclTax"]]
        yield f"{node['startAt']}: {Decimal(node['value'])} {node['unit']} for {sum(costs, Decimal())} pence"


if __name__ == "__main__":
    tell(subject)

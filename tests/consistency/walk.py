"""Walks a home over HTTP alone and compares all that it tells: registers, telemetry, readings, prices, costs, money.

    python -m tests.consistency.walk http://127.0.0.1:PORT sk_live_… A-… [now]

prints what was compared and what did not agree. It knows the contract and uses nothing of the application.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.consistency import heat, money
from tests.consistency.caller import HALF_HOUR, LONDON, Caller, Report, instant, midnight, number, slots, zulu
from tests.consistency.supplies import Supply, price_rows, prices_around, readings, supplies, whole_slot

SERIES = """query($d: String!, $from: DateTime!, $to: DateTime!, $by: TelemetryGrouping!) {
  smartMeterTelemetry(deviceId: $d, start: $from, end: $to, grouping: $by) {
    readAt demand consumption export consumptionDelta costDelta costDeltaWithTax } }"""
MEASURED = """query($p: ID!, $from: DateTime!, $to: DateTime!, $f: [UtilityFiltersInput]) { property(id: $p) {
  measurements(startAt: $from, endAt: $to, timezone: "Europe/London", utilityFilters: $f, first: 50) { edges { node {
    value unit ... on IntervalMeasurementType { startAt endAt } metaData { statistics { type label value
      costExclTax { estimatedAmount pricePerUnit { amount } } costInclTax { estimatedAmount } } } } } } } }"""
WATT_HOUR = Decimal("0.001")
A_TENTH_OF_A_PENNY = Decimal("0.1")
DAYS_LOOKED_AT = 10
KEPT_FINE = timedelta(hours=46)
"""Telemetry keeps about two days."""


def walk(caller: Caller, now: datetime, report: Report | None = None) -> Report:
    """Of the caller's account; added to the report, where one is given."""
    report = Report() if report is None else report
    known = supplies(caller, report)
    for supply in known:
        _days(caller, report, supply, now)
        _inline_prices(caller, report, supply, now)
        _measurements(caller, report, supply, now)
    for device in {supply.device for supply in known if supply.device and not supply.is_gas}:
        _registers(caller, report, [supply for supply in known if supply.device == device], now)
    money.compare(caller, report, known, now)
    heat.compare(caller, report, known, now)
    return report


def _days(caller: Caller, report: Report, supply: Supply, now: datetime) -> None:
    """A day's reading is the sum of its half hours; they stand on the half hour and never double."""
    last = midnight(now.astimezone(LONDON).date() - timedelta(days=4))
    first = midnight(now.astimezone(LONDON).date() - timedelta(days=4 + DAYS_LOOKED_AT))
    halves = readings(caller, supply, first, last)
    days = readings(caller, supply, first, last, group_by="day")
    for start, total in days.items():
        end = midnight(start.astimezone(LONDON).date() + timedelta(days=1))
        inside = [kwh for at, kwh in halves.items() if start <= at < end]
        report.same("a day is the sum of its half hours", sum(inside, Decimal()), total, start, WATT_HOUR * 25)
        report.holds("no more half hours than a day has", len(inside) <= len(slots(start, end)), start)
    for at, amount in halves.items():
        report.holds("half hours stand on the half hour", at == whole_slot(at), at)
        report.holds("nobody uses less than nothing", amount >= 0, at)


def _registers(caller: Caller, report: Report, on_meter: list[Supply], now: datetime) -> None:
    """The register, its half hours, ten seconds of power and what the readings say are one and the same."""
    device = on_meter[0].device
    first, last = whole_slot(now - KEPT_FINE), whole_slot(now)
    answer = caller.ask(SERIES, d=device, **{"from": zulu(first), "to": zulu(last), "by": "HALF_HOURLY"})
    rows = {instant(row["readAt"]): row for row in answer["smartMeterTelemetry"] or ()}
    metered = {supply.number: readings(caller, supply, first, last) for supply in on_meter}
    for (at, row), (after, following) in pairwise(sorted(rows.items())):
        if after - at != HALF_HOUR:
            continue
        used = _difference(row, following, "consumption")
        if used is not None and row["consumptionDelta"] is not None:
            report.same("a delta is what the register moved by", number(row["consumptionDelta"]), used, at)
        for supply in on_meter:
            moved = _difference(row, following, "export" if supply.is_export else "consumption")
            told = metered[supply.number].get(at)
            if moved is not None and told is not None:
                report.same("a reading is what the register moved by", told, moved / 1000, (supply.number, at))
        _cost(caller, report, on_meter, row, used, at)
    _power(caller, report, str(device), rows, last)


def _difference(row: dict[str, Any], following: dict[str, Any], name: str) -> Decimal | None:
    before, after = number(row[name]), number(following[name])
    return None if before is None or after is None else after - before


def _cost(
    caller: Caller, report: Report, on_meter: list[Supply], row: dict[str, Any], used: Decimal | None, at: datetime
) -> None:
    imports = next((supply for supply in on_meter if not supply.is_export), None)
    cost = number(row["costDeltaWithTax"])
    if imports is None or cost is None or used is None:
        return
    possible = [inc * used / 1000 for _, inc in prices_around(caller, imports, at)]
    if possible:
        nearest = min(possible, key=lambda pence: abs(pence - cost))
        report.same("live cost is energy times a price of its time", cost, nearest, at, A_TENTH_OF_A_PENNY)


def _power(caller: Caller, report: Report, device: str, halves: dict[datetime, dict[str, Any]], last: datetime) -> None:
    """Over the newest whole half hour, power adds up to what the registers moved by."""
    first = last - HALF_HOUR
    answer = caller.ask(SERIES, d=device, **{"from": zulu(first), "to": zulu(last), "by": "TEN_SECONDS"})
    rows = sorted(answer["smartMeterTelemetry"] or (), key=lambda row: str(row["readAt"]))
    if len(rows) < 2:
        return
    for before, after in pairwise(rows):
        moved = _difference(before, after, "consumption")
        report.holds("a register never runs back", moved is None or moved >= 0, before["readAt"])
    begin, end = rows[0], rows[-1]
    seconds = (instant(end["readAt"]) - instant(begin["readAt"])).total_seconds()
    imported, exported = _difference(begin, end, "consumption"), _difference(begin, end, "export")
    net = (imported or Decimal()) - (exported or Decimal())
    powers = [number(row["demand"]) for row in rows[:-1]]
    mean = sum((watts for watts in powers if watts is not None), Decimal()) / len(powers)
    report.same("power adds up to energy", mean * Decimal(seconds) / 3600, net, begin["readAt"], 8)
    start = halves.get(instant(begin["readAt"]))
    if start is not None:
        report.same(
            "fine and coarse rows read one register", number(begin["consumption"]), number(start["consumption"])
        )


def _inline_prices(caller: Caller, report: Report, supply: Supply, now: datetime) -> None:
    """What the agreement says of now is what the public list says."""
    code = supply.tariff_at(now)
    if code is None:
        return
    public = prices_around(caller, supply, now)
    told = supply.tariff
    report.same("the agreement in force is the one listed", told["tariffCode"], code, supply.number)
    bands = [row for row in told.get("unitRates") or () if _holds(row, now)]
    names = ("unitRate", "dayRate", "nightRate", "offPeakRate", "evDevicePeakRate", "evDeviceOffPeakRate")
    values = [number(row["value"]) for row in bands] + [number(told[name]) for name in names if told.get(name)]
    for value in values if public else ():
        report.holds("the agreement's price is on the public list", _is_among(value, [inc for _, inc in public]), value)
    for exc, inc in public:
        if exc and not supply.is_export:
            report.holds("VAT is none or a twentieth", _is_among(inc / exc, [Decimal(1), Decimal("1.05")]), (exc, inc))
    charges = price_rows(caller, supply, "standing-charges", code, now, now + HALF_HOUR)
    standing = number(told.get("standingCharge"))
    if charges and standing is not None:
        listed = [Decimal(str(row["value_inc_vat"])) for row in charges]
        report.holds("the agreement's standing charge is on the public list", _is_among(standing, listed), standing)


def _measurements(caller: Caller, report: Report, supply: Supply, now: datetime) -> None:
    """Octopus's own measurements are the readings, and cost what the price list says."""
    day = now.astimezone(LONDON).date() - timedelta(days=4)
    first, last = midnight(day), midnight(day + timedelta(days=1))
    by = {"readingFrequencyType": "THIRTY_MIN_INTERVAL", "marketSupplyPointId": supply.number}
    way = {"readingDirection": "GENERATION" if supply.is_export else "CONSUMPTION"}
    asked = {"gasFilters": by} if supply.is_gas else {"electricityFilters": by | way}
    span = {"from": zulu(first), "to": zulu(last)}
    place = caller.ask(MEASURED, p=supply.property_id, f=[asked], **span).get("property") or {}
    edges = (place.get("measurements") or {}).get("edges") or ()
    metered = readings(caller, supply, first, last)
    standing = Decimal()
    for node in (edge["node"] for edge in edges):
        at, amount = instant(node["startAt"]), number(node["value"])
        assert amount is not None
        if at in metered and not supply.is_gas:
            report.same("a measurement is the reading", amount, metered[at], (supply.number, at), WATT_HOUR)
        rows = (node["metaData"] or {}).get("statistics") or ()
        standing += _statistics(caller, report, supply, rows, at, amount)
    code = supply.tariff_at(first)
    charges = price_rows(caller, supply, "standing-charges", code, first, last) if code and edges else []
    if charges and len(edges) == len(slots(first, last)) and not supply.is_export:
        charge = Decimal(str(charges[0]["value_exc_vat"]))
        report.same("half hours share one standing charge a day", standing, charge, supply.number, A_TENTH_OF_A_PENNY)


def _statistics(caller: Caller, report: Report, supply: Supply, rows: Any, at: datetime, amount: Decimal) -> Decimal:
    """Compares the buckets of a half hour; its share of the standing charge without VAT."""
    charged, standing = Decimal(), Decimal()
    buckets = [row for row in rows if row["type"] != "STANDING_CHARGE_COST"]
    for row in rows:
        cost = number((row["costExclTax"] or {}).get("estimatedAmount")) or Decimal()
        if row["type"] == "STANDING_CHARGE_COST":
            standing += cost
            continue
        energy = number(row["value"])
        if energy is None:
            energy = amount if len(buckets) == 1 else Decimal()
        charged += energy
        possible = [energy * exc for exc, _ in prices_around(caller, supply, at)]
        if possible and energy:
            nearest = min(possible, key=lambda pence: abs(abs(pence) - abs(cost)))
            report.same(
                "a bucket costs its energy times a price",
                abs(cost),
                abs(nearest),
                (supply.number, at),
                A_TENTH_OF_A_PENNY,
            )
    if buckets:
        report.same("buckets share the energy", charged, amount, (supply.number, at), WATT_HOUR)
    return standing


def _holds(row: dict[str, Any], now: datetime) -> bool:
    return instant(row["validFrom"]) <= now and (row["validTo"] is None or now < instant(row["validTo"]))


def _is_among(value: Decimal | None, known: list[Decimal]) -> bool:
    return value is not None and any(abs(value - one) <= Decimal("0.001") for one in known)


def main() -> None:
    base_url, api_key, account, *moment = sys.argv[1:]
    report = walk(Caller(base_url, api_key, account), instant(moment[0]) if moment else datetime.now(UTC))
    for what, count in sorted(report.compared.items()):
        print(f"{count:6} {what}")
    print("\n".join(report.wrong) or "all of it agrees")
    sys.exit(bool(report.wrong))


if __name__ == "__main__":
    main()

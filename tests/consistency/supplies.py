"""The supplies of a home, their readings and their prices, as a stranger finds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.consistency.caller import Caller, Report, instant, zulu

HOME = """query($a: String!) { account(accountNumber: $a) {
  properties { id electricityMeterPoints { mpan } gasMeterPoints { mprn } }
  electricityAgreements(active: true) { meterPoint { mpan direction meters(includeInactive: true) {
      serialNumber activeTo smartImportElectricityMeter { deviceId } smartExportElectricityMeter { deviceId } }
    agreements(includeInactive: true) { validFrom validTo tariff { ... on TariffType { tariffCode } } } }
    tariff { __typename ... on TariffType { tariffCode standingCharge }
      ... on StandardTariff { unitRate } ... on PrepayTariff { unitRate } ... on DayNightTariff { dayRate nightRate }
      ... on ThreeRateTariff { dayRate nightRate offPeakRate }
      ... on FourRateEvTariff { dayRate nightRate evDevicePeakRate evDeviceOffPeakRate }
      ... on HalfHourlyTariff { unitRates { validFrom validTo value preVatValue } } } }
  gasAgreements(active: true) { meterPoint { mprn meters(includeInactive: true) {
      serialNumber activeTo mechanism smartGasMeter { deviceId } }
    agreements(includeInactive: true) { validFrom validTo tariff { tariffCode } } }
    tariff { tariffCode standingCharge unitRate } } } }"""
LISTS = (
    "standard-unit-rates",
    "day-unit-rates",
    "night-unit-rates",
    "off-peak-unit-rates",
    "ev-device-peak-unit-rates",
    "ev-device-off-peak-unit-rates",
)


@dataclass
class Supply:
    """A meter point; ``agreements`` as (since, until, tariff code), ``prices`` by tariff code once they are read."""

    number: str
    is_gas: bool
    is_export: bool
    property_id: str
    serials: list[str]
    device: str | None
    agreements: list[tuple[datetime, datetime | None, str]]
    tariff: dict[str, Any]
    is_smets1: bool = False
    prices: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def tariff_at(self, moment: datetime) -> str | None:
        return next(
            (code for since, until, code in self.agreements if since <= moment and (until is None or moment < until)),
            None,
        )


def supplies(caller: Caller, report: Report) -> list[Supply]:
    """Of GraphQL, and REST tells the same of each."""
    account = caller.ask(HOME, a=caller.account)["account"]
    rest = caller.one(f"accounts/{caller.account}/")
    told = {
        point.get("mpan") or point["mprn"]: point
        for place in rest["properties"]
        for point in place["electricity_meter_points"] + place["gas_meter_points"]
    }
    places = {
        point.get("mpan") or point.get("mprn"): place["id"]
        for place in account["properties"]
        for point in (place["electricityMeterPoints"] or []) + (place["gasMeterPoints"] or [])
    }
    found = []
    for row in (account["electricityAgreements"] or []) + (account["gasAgreements"] or []):
        supply = _supply(row, places)
        same = told.get(supply.number)
        report.holds("both doors know the meter point", same is not None, supply.number)
        if same is not None:
            agreed = [(instant(one["valid_from"]), one["tariff_code"]) for one in same["agreements"]]
            mine = [(since, code) for since, _, code in supply.agreements]
            report.same("both doors tell the same agreements", sorted(mine), sorted(agreed), supply.number)
            serials = {meter["serial_number"] for meter in same["meters"]}
            report.same("both doors tell the same meters", set(supply.serials), serials, supply.number)
        found.append(supply)
    return found


def _supply(row: dict[str, Any], places: dict[Any, str]) -> Supply:
    point = row["meterPoint"]
    number = point.get("mpan") or point["mprn"]
    live = [meter for meter in point["meters"] if meter["activeTo"] is None] or point["meters"]
    names = ("smartImportElectricityMeter", "smartExportElectricityMeter", "smartGasMeter")
    devices = [meter[name]["deviceId"] for meter in live for name in names if meter.get(name)]
    agreements = [
        (instant(one["validFrom"]), instant(one["validTo"]) if one["validTo"] else None, one["tariff"]["tariffCode"])
        for one in point["agreements"]
    ]
    return Supply(
        number,
        "mprn" in point,
        point.get("direction") == "EXPORT",
        places.get(number, ""),
        [meter["serialNumber"] for meter in point["meters"]],
        devices[0] if devices else None,
        agreements,
        row["tariff"],
        any(meter.get("mechanism") == "S1" for meter in live),
    )


def readings(caller: Caller, supply: Supply, first: datetime, last: datetime, **asked: Any) -> dict[datetime, Decimal]:
    """By the start of the half hour (or of the group), over all meters of the point."""
    kind = "gas" if supply.is_gas else "electricity"
    found: dict[datetime, Decimal] = {}
    for serial in supply.serials:
        path = f"{kind}-meter-points/{supply.number}/meters/{serial}/consumption/"
        span = {"period_from": zulu(first), "period_to": zulu(last), "page_size": 25_000, "order_by": "period"}
        for row in caller.rows(path, **span, **asked):
            if instant(row["interval_start"]) < last:
                found[instant(row["interval_start"])] = Decimal(str(row["consumption"]))
    return found


def price_rows(caller: Caller, supply: Supply, name: str, code: str, first: datetime, last: datetime) -> list[Any]:
    """A list of a tariff, of those who pay by direct debit, in force in the span."""
    kind = "gas" if supply.is_gas else "electricity"
    product = code.split("-", 2)[2].rsplit("-", 1)[0]
    span = {"period_from": zulu(first), "period_to": zulu(last), "page_size": 1500}
    rows = caller.rows(f"products/{product}/{kind}-tariffs/{code}/{name}/", **span)
    return [row for row in rows if row["payment_method"] in (None, "DIRECT_DEBIT")]


def prices_around(caller: Caller, supply: Supply, moment: datetime) -> set[tuple[Decimal, Decimal]]:
    """What an hour of this supply can cost, without and with VAT, in p/kWh: its list's price of that time.

    Where a list has no times of day, or a dispatch may have overruled it, every price of the day and the night.
    """
    code = supply.tariff_at(moment)
    if code is None:
        return set()
    product = code.split("-", 2)[2]
    is_smart = product.startswith(("INTELLI", "IOG"))
    around = timedelta(days=1) if is_smart else timedelta()
    key = f"{code} {moment.date()}"
    if key not in supply.prices:
        first, last = moment.replace(hour=0, minute=0), moment.replace(hour=0, minute=0) + timedelta(days=1)
        supply.prices[key] = [
            row
            for name in LISTS
            for row in price_rows(caller, supply, name, code, first - timedelta(days=1), last + timedelta(days=1))
        ]
    return {
        (Decimal(str(row["value_exc_vat"])), Decimal(str(row["value_inc_vat"])))
        for row in supply.prices[key]
        if instant(row["valid_from"]) <= moment + around
        and (row["valid_to"] is None or instant(row["valid_to"]) > moment - around)
    }


def whole_slot(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)

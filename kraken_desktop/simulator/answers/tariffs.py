"""Tariffs inline, with the bands they have from yesterday evening to the last one known (docs/api.md, 7.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kraken_desktop.simulator.homes.declaration import Agreement
from kraken_desktop.simulator.london import at_local, local_date
from kraken_desktop.simulator.tariffs import merged, with_vat
from kraken_desktop.simulator.world import Exchange


def tariff_of(exchange: Exchange, agreement: Agreement) -> dict[str, Any]:
    tariff = exchange.household.tariff(agreement)
    product, now = tariff.product, exchange.now
    taxed = product.direction == "IMPORT"
    standing = tariff.standing.exc_vat_at(now)
    answer: dict[str, Any] = {
        "__typename": tariff.shape,
        "id": str(sum(tariff.code.encode())),
        "displayName": product.display_name,
        "fullName": product.full_name,
        "description": product.description,
        "productCode": product.code,
        "tariffCode": tariff.code,
        "standingCharge": float(with_vat(standing, now) if taxed else standing),
        "preVatStandingCharge": float(standing),
    }
    has_ended = agreement.until is not None and agreement.until <= local_date(now)
    if tariff.shape == "StandardTariff":
        price = tariff.unit_rates.exc_vat_at(now)
        answer["isExport"] = not taxed
        answer["unitRateEpgApplied"] = False
        answer["unitRate"] = None if has_ended else float(with_vat(price, now) if taxed else price)
        answer["preVatUnitRate"] = None if has_ended else float(price)
    elif tariff.shape == "HalfHourlyTariff":
        answer["unitRates"] = None if has_ended or exchange.fault("rates-empty") else _bands(exchange, agreement)
        answer["agileCalculationInfo"] = None
    return answer


def scheme_of(exchange: Exchange, agreement: Agreement) -> dict[str, Any] | None:
    """The windows of a tariff that has some and says so; Agile and flat tariffs have none."""
    timetable = exchange.household.tariff(agreement).timetable
    if timetable is None:
        return None
    return {
        "timezone": "Europe/London",
        "timeslots": [
            {"timeslot": f"ECO7_{name.upper()}", "activeFrom": since, "activeTo": end}
            for name, since, end in timetable.spans()
        ],
    }


def _bands(exchange: Exchange, agreement: Agreement) -> list[dict[str, Any]]:
    rates = exchange.household.tariff(agreement).unit_rates
    today = local_date(exchange.now)
    begins = at_local(today - timedelta(days=1), 23)
    rows = merged(rates.rows(exchange.window(begins, _evening_after(exchange.now))))
    return [
        {"validFrom": row.start, "validTo": row.end, "value": float(row.inc_vat), "preVatValue": float(row.exc_vat)}
        for row in rows
    ]


def _evening_after(now: datetime) -> datetime:
    return at_local(local_date(now) + timedelta(days=1), 23, 30)

"""Tariffs inline, with the bands they have from yesterday evening to the last one known (docs/api.md, 7.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator.homes.declaration import Agreement
from kraken_desktop.simulator.london import at_local, local_date
from kraken_desktop.simulator.products import Tariff
from kraken_desktop.simulator.tariffs import merged, with_vat
from kraken_desktop.simulator.world import Exchange


def tariff_of(exchange: Exchange, agreement: Agreement) -> dict[str, Any]:
    tariff = exchange.household.tariff(agreement)
    has_ended = exchange.household.has_ended(agreement, exchange.now)
    answer = priced(tariff, exchange.now, has_ended=has_ended)
    if tariff.shape == "HalfHourlyTariff":
        answer["unitRates"] = None if has_ended or exchange.fault("rates-empty") else _bands(exchange, agreement)
        answer["agileCalculationInfo"] = None
    return answer


def priced(tariff: Tariff, now: datetime, *, has_ended: bool = False) -> dict[str, Any]:
    """A tariff with the prices that it has by name."""
    product = tariff.product
    standing = tariff.standing.exc_vat_at(now)
    answer: dict[str, Any] = {
        "__typename": tariff.shape,
        "id": str(sum(tariff.code.encode())),
        "displayName": product.display_name,
        "fullName": product.full_name,
        "description": product.description,
        "productCode": product.code,
        "tariffCode": tariff.code,
        "standingCharge": float(_gross(tariff, standing, now)),
        "preVatStandingCharge": float(standing),
    }
    if tariff.shape == "HalfHourlyTariff":
        return answer
    # Rates that go by names are those of the moment, and null once the agreement has ended.
    answer |= {"isExport": not tariff.is_taxed, "unitRateEpgApplied": False}
    answer |= {"dayRateEpgApplied": False, "nightRateEpgApplied": False}
    for name, prices in (tariff.named_rates or {"unit": tariff.unit_rates}).items():
        price = prices.exc_vat_at(now)
        stem = "".join(part.capitalize() for part in name.split("-"))
        answer[f"{stem[0].lower()}{stem[1:]}Rate"] = None if has_ended else float(_gross(tariff, price, now))
        answer[f"preVat{stem}Rate"] = None if has_ended else float(price)
    return answer


def _gross(tariff: Tariff, price: Decimal, moment: datetime) -> Decimal:
    return with_vat(price, moment) if tariff.is_taxed else price


def scheme_of(exchange: Exchange, agreement: Agreement) -> dict[str, Any] | None:
    """The windows of a tariff that has some and says so; Agile and flat tariffs have none."""
    tariff = exchange.household.tariff(agreement)
    timetable = tariff.timetable
    # A register of its own keeps its hours to itself.
    if timetable is None or tariff.shape == "DayNightTariff":
        return None
    return {
        "timezone": "UTC" if timetable.zone is UTC else "Europe/London",
        "timeslots": [
            {"timeslot": f"ECO7_{name.upper().replace('-', '_')}", "activeFrom": since, "activeTo": end}
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

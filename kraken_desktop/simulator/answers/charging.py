"""What a car has charged: sessions, and the first generation's daily costs (docs/api.md, 7.13 and 7.21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator import access
from kraken_desktop.simulator.car import CarLife
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.homes.declaration import IMPORT
from kraken_desktop.simulator.london import SLOT_SECONDS, at_unix, local_date, unix
from kraken_desktop.simulator.night import Night, Run
from kraken_desktop.simulator.plan import COMPLETED_LAG
from kraken_desktop.simulator.world import Answers, Exchange

DAYS_KEPT = 90
HUNDREDTH = Decimal("0.01")


def sessions_of(
    exchange: Exchange,
    life: CarLife,
    *,
    before: datetime | None = None,
    after: datetime | None = None,
    sessionTypes: list[str] | None = None,
    first: int | None = None,
    last: int | None = None,
) -> dict[str, Any]:
    """Oldest first; the cursors are the times at which sessions begin. Raises KT-CT-1201 without a size."""
    if first is None and last is None:
        raise refusal("KT-CT-1201")
    known = [
        (night, run)
        for night, run in _runs(life, exchange.now)
        if (after is None or at_unix(run.start) > after) and (before is None or at_unix(run.start) < before)
    ]
    chosen = [each for each in known if not sessionTypes or each[1].kind in sessionTypes]
    rows = chosen[:first] if first is not None else chosen[max(0, len(chosen) - (last or 0)) :]
    begins = chosen.index(rows[0]) if rows else 0
    return {
        "pageInfo": {
            "startCursor": at_unix(rows[0][1].start) if rows else None,
            "endCursor": at_unix(rows[-1][1].start) if rows else None,
            "hasPreviousPage": begins > 0,
            "hasNextPage": begins + len(rows) < len(chosen),
        },
        "edges": [{"cursor": at_unix(run.start), "node": _session(life, night, run)} for night, run in rows],
    }


def cost_of_charge(
    exchange: Exchange, accountNumber: str, frequency: str, startDate: date | None = None
) -> list[dict[str, Any]]:
    """Of each car and day, week, month or year, at the price that the meter paid."""
    access.require_account(exchange, accountNumber)
    since = startDate or local_date(exchange.now) - timedelta(days=30)
    totals: dict[tuple[str, date], list[Decimal]] = {}
    for life in exchange.household.cars:
        for _, run in _runs(life, exchange.now):
            day = _period(local_date(at_unix(run.start)), frequency)
            if day >= _period(since, frequency):
                total = totals.setdefault((life.car.device_id, day), [Decimal(0), Decimal(0), Decimal(0)])
                for place, amount in enumerate(_charged(exchange, life, run)):
                    total[place] += amount
    return [
        {
            "costOfChargeId": f"{device[-4:]}-{day:%Y%m%d}",
            "krakenflexDeviceId": device,
            "reportDate": day,
            "isSmartCharge": True,
            "totalConsumption": float(kwh.quantize(HUNDREDTH)),
            "totalCostExclTax": float(exc.quantize(HUNDREDTH)),
            "totalCostInclTax": float(inc.quantize(HUNDREDTH)),
        }
        for (device, day), (kwh, exc, inc) in sorted(totals.items())
    ]


def _runs(life: CarLife, now: datetime) -> Iterator[tuple[Night, Run]]:
    """What has ended, oldest first, with its night."""
    moment = unix(now)
    for run in life.runs_between(moment - DAYS_KEPT * 86_400, moment):
        if run.end <= moment - COMPLETED_LAG:
            yield life.night_at(run.start), run


def _session(life: CarLife, night: Night, run: Run) -> dict[str, Any]:
    watt_hours = Decimal(life.car.watts * (run.end - run.start)) / 3600
    percent = Decimal(100) / (life.car.battery_kwh * 1000)
    before = Decimal(night.charged_seconds(run.start) * life.car.watts) / 3600
    final = min(Decimal(100), night.soc_at_plug + (before + watt_hours) * percent)
    change = min(final, watt_hours * percent)
    return {
        "__typename": "SmartFlexChargingSession",
        "start": at_unix(run.start),
        "end": at_unix(run.end),
        "stateOfChargeChange": round(change),
        "stateOfChargeFinal": round(final),
        "energyAdded": {"value": (watt_hours / 1000).quantize(HUNDREDTH), "unit": "KILOWATT_HOUR"},
        "cost": None,
        "type": run.kind,
        "targetType": "ABSOLUTE_STATE_OF_CHARGE",
        "dispatches": [
            {"start": at_unix(run.start), "end": at_unix(run.end), "type": run.kind, "energyAddedKwh": None}
        ],
    }


def _charged(exchange: Exchange, life: CarLife, run: Run) -> tuple[Decimal, Decimal, Decimal]:
    """(kWh, pence without VAT, pence with)."""
    point = next(each for each in exchange.world.home.properties[-1].meter_points if each.direction == IMPORT)
    kwh, exc, inc = Decimal(0), Decimal(0), Decimal(0)
    for slot in range(run.start // SLOT_SECONDS, -(-run.end // SLOT_SECONDS)):
        owed = exchange.world.ledger.slot(point, slot)
        if owed is None:
            continue
        seconds = run.seconds_until((slot + 1) * SLOT_SECONDS) - run.seconds_until(slot * SLOT_SECONDS)
        part = Decimal(seconds * life.car.watts) / 3_600_000
        price = next((each.exc_vat for each in owed.parts if each.who == "car"), owed.parts[-1].exc_vat)
        kwh, exc, inc = kwh + part, exc + part * price, inc + part * price * (1 + owed.vat)
    return kwh, exc, inc


def _period(day: date, frequency: str) -> date:
    if frequency == "WEEKLY":
        return day - timedelta(days=day.weekday())
    if frequency == "MONTHLY":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if frequency == "ANNUALLY" else day


FIELDS: Answers = {"costOfCharge": cost_of_charge}

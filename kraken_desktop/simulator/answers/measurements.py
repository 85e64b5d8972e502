"""Use with money, as the dashboard shows it: intervals, their buckets, their costs (docs/api.md, 7.16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator.answers.paging import Made, connection
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.homes.declaration import EXPORT, IMPORT, GasPoint, MeterPoint, Property, Supply
from kraken_desktop.simulator.ledger import OwedSlot
from kraken_desktop.simulator.london import (
    SLOT_SECONDS,
    at_local,
    day_slots,
    local,
    local_date,
    months_before,
    slot_start,
)
from kraken_desktop.simulator.spans import spans
from kraken_desktop.simulator.world import Exchange

UNITS = {
    "RAW_INTERVAL": "half hour",
    "THIRTY_MIN_INTERVAL": "half hour",
    "HOUR_INTERVAL": "hour",
    "DAY_INTERVAL": "day",
    "WEEK_INTERVAL": "week",
    "MONTH_INTERVAL": "month",
    "QUARTER_INTERVAL": "quarter",
}
COSTED_AFTER = timedelta(hours=20)
"""Money follows a reading by most of a day: two days behind in all."""
MONTHS_KEPT = 14
AMOUNT = Decimal("0.0001")
ENERGY = Decimal("0.0000000000000001")
NOTHING = Decimal("0E-20")


def measurements_of(
    exchange: Exchange,
    place: Property,
    *,
    startAt: datetime | None = None,
    endAt: datetime | None = None,
    startOn: date | None = None,
    endOn: date | None = None,
    timezone: str = "Europe/London",
    utilityFilters: Sequence[dict[str, Any]] | None = None,
    **page: Any,
) -> dict[str, Any]:
    """Oldest first. Raises KT-CT-1201 without a size, KT-CT-1111 for gas by its device, KT-CT-1605 for what Great
    Britain has not."""
    if timezone not in ("Europe/London", "UTC"):
        raise refusal("KT-CT-1605", input_path=["timezone"])
    start = startAt or (at_local(startOn) if startOn else at_local(months_before(local_date(exchange.now), 1)))
    end = endAt or (at_local(endOn + timedelta(days=1)) if endOn else exchange.now)
    start = max(start, at_local(months_before(local_date(exchange.now), MONTHS_KEPT)))
    rows: list[dict[str, Any]] = []
    chosen = [_chosen(place, each) for each in utilityFilters or [{"electricityFilters": {}}]]
    if len(chosen) == 1:
        return connection(_series(exchange, *chosen[0], start, end), **page)
    for supplies, frequency in chosen:
        rows += _series(exchange, supplies, frequency, start, end)[:]
    return connection(rows, **page)


def consumption_of(
    exchange: Exchange, supply: Supply, *, startAt: datetime, grouping: str, timezone: str, **page: Any
) -> dict[str, Any]:
    """A meter's use without money, as it has arrived (`meter { consumption }`)."""
    unit = {"HALF_HOUR": "half hour"}.get(grouping, grouping.lower())
    if grouping == "QUARTER_HOUR":
        raise refusal("KT-CT-1605", input_path=["grouping"])
    household = exchange.household
    oldest = at_local(months_before(local_date(exchange.now), MONTHS_KEPT))
    is_read = any(meter.is_smart for meter in supply.meters)
    gathered = [
        span
        for span in spans(max(startAt, oldest), exchange.now, unit)
        if is_read and household.arrives(span[-1]) <= exchange.now
    ]

    def row(number: int) -> dict[str, Any]:
        span = gathered[number]
        total = sum((household.metered(supply, slot) for slot in span), Decimal(0))
        return {"value": _long(total), "startAt": _at(span[0]), "endAt": _at(span[-1] + 1)}

    return connection(Made(len(gathered), row), **page)


def _chosen(place: Property, asked: dict[str, Any]) -> tuple[list[Supply], str]:
    gas = asked.get("gasFilters")
    if gas is not None:
        if gas.get("deviceId") is not None:
            raise refusal("KT-CT-1111")
        number = gas.get("marketSupplyPointId")
        return [one for one in place.gas_points if number in (None, one.mprn)], gas.get(
            "readingFrequencyType", "RAW_INTERVAL"
        )
    filters = asked.get("electricityFilters") or {}
    direction = EXPORT if filters.get("readingDirection") == "GENERATION" else IMPORT
    number, device = filters.get("marketSupplyPointId"), filters.get("deviceId")
    supplies: list[Supply] = [
        point
        for point in place.meter_points
        if point.direction == direction
        and number in (None, point.mpan)
        and any(meter.is_smart and device in (None, meter.device_id) for meter in point.meters)
    ]
    return supplies, filters.get("readingFrequencyType", "RAW_INTERVAL")


def _series(
    exchange: Exchange, supplies: list[Supply], frequency: str, start: datetime, end: datetime
) -> Sequence[dict[str, Any]]:
    if frequency == "POINT_IN_TIME":
        return _registers(exchange, supplies, start, end)
    if frequency not in UNITS:
        raise refusal("KT-CT-1605", input_path=["utilityFilters", "readingFrequencyType"])
    household, now = exchange.household, exchange.now
    gathered = [
        (supply, span)
        for supply in supplies
        for span in spans(start, min(end, now), UNITS[frequency])
        if household.arrives(span[-1]) + COSTED_AFTER <= now
        and household.agreement_at(supply, slot_start(span[0])) is not None
    ]
    return Made(len(gathered), lambda number: _interval(exchange, *gathered[number]))


def _interval(exchange: Exchange, supply: Supply, span: range) -> dict[str, Any]:
    ledger = exchange.world.ledger
    owed = [one for slot in span if (one := ledger.slot(supply, slot)) is not None]
    is_gas = isinstance(supply, GasPoint)
    statistics = [_standing(exchange, supply, owed), *_buckets(owed, is_gas=is_gas, is_export=_exports(supply))]
    return {
        "__typename": "IntervalMeasurementType",
        "source": "SMART_METER",
        "value": _long(sum((one.kwh for one in owed), Decimal(0))),
        "unit": "kwh",
        "readAt": _at(span[-1] + 1),
        "startAt": _at(span[0]),
        "endAt": _at(span[-1] + 1),
        "durationInSeconds": len(span) * SLOT_SECONDS,
        "accumulation": None,
        "metaData": {"statistics": statistics},
    }


def _standing(exchange: Exchange, supply: Supply, owed: list[OwedSlot]) -> dict[str, Any]:
    """Each half hour bears its share of the day's charge."""
    exc = inc = price = Decimal(0)
    slots = range(0)
    for one in owed:
        if one.slot not in slots:
            slots = day_slots(local_date(one.start))
            tariff = exchange.household.tariff_at(supply, one.start)
            price = Decimal(0) if tariff is None else tariff.standing.exc_vat_at(one.start)
        exc, inc = exc + price / len(slots), inc + price / len(slots) * (1 + one.vat)
    return _statistic("STANDING_CHARGE_COST", None, None, exc, inc, price)


def _buckets(owed: list[OwedSlot], *, is_gas: bool, is_export: bool) -> list[dict[str, Any]]:
    """One a label, those without energy too where their tariff has windows by name."""
    found: dict[str, list[Decimal]] = {}
    for one in owed:
        for part in one.parts:
            sums = found.setdefault(part.label, [Decimal(0), Decimal(0), Decimal(0), part.exc_vat])
            cost = part.kwh * part.exc_vat
            for place, amount in enumerate((part.kwh, cost, cost * (1 + one.vat))):
                sums[place] += amount
    kind = (
        "GENERATION_VALUE"
        if is_export
        else "CONSUMPTION_COST"
        if len(found) == 1 and _is_single(found)
        else "TOU_BUCKET_COST"
    )
    return [
        _statistic(kind, label, None if is_gas else kwh, exc, inc, price)
        for label, (kwh, exc, inc, price) in sorted(found.items())
    ]


def _is_single(found: dict[str, list[Decimal]]) -> bool:
    return next(iter(found)).startswith("CONSUMPTION_CHARGE")


def _statistic(
    kind: str, label: str | None, kwh: Decimal | None, exc: Decimal, inc: Decimal, price: Decimal
) -> dict[str, Any]:
    return {
        "type": kind,
        "label": label,
        "description": None,
        "value": None if kwh is None else kwh.quantize(Decimal("0.001")),
        "costExclTax": {
            "estimatedAmount": exc.quantize(AMOUNT),
            "costCurrency": "GBP",
            "pricePerUnit": {"amount": price},
        },
        "costInclTax": {"estimatedAmount": inc.quantize(AMOUNT), "costCurrency": "GBP", "pricePerUnit": None},
    }


def _registers(exchange: Exchange, supplies: list[Supply], start: datetime, end: datetime) -> Sequence[dict[str, Any]]:
    """What the meter showed at each London midnight."""
    household = exchange.household
    days = [
        (point, span[0])
        for point in supplies
        if isinstance(point, MeterPoint)
        for span in spans(start, min(end, exchange.now), "day")
        if household.arrives(span[-1]) <= exchange.now
    ]

    def reading(number: int) -> dict[str, Any]:
        point, slot = days[number]
        day = local_date(slot_start(slot))
        meter = next(each for each in reversed(point.meters) if each.active_from <= day or each is point.meters[0])
        shown = Decimal(household.register(point, meter, slot * SLOT_SECONDS)) / 1000
        return {
            "__typename": "MeasurementType",
            "source": "SMART_METER",
            "value": _long(shown),
            "unit": "kwh",
            "readAt": _at(slot),
            "metaData": {"statistics": []},
        }

    return Made(len(days), reading)


def _exports(supply: Supply) -> bool:
    return isinstance(supply, MeterPoint) and supply.direction == EXPORT


def _long(value: Decimal) -> Decimal:
    """As many places as the service writes, and its own spelling of nothing."""
    return value.quantize(ENERGY) if value else NOTHING


def _at(slot: int) -> datetime:
    return local(slot_start(slot))

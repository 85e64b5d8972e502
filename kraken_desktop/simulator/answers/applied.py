"""Prices that apply to a meter point, and what its use cost or would have cost (docs/api.md, 7.14 and 7.15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from operator import mul
from typing import Any

from kraken_desktop.simulator import access
from kraken_desktop.simulator.answers import account, gas
from kraken_desktop.simulator.answers.agreements import known_end
from kraken_desktop.simulator.answers.paging import Made, connection
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.homes.declaration import IMPORT, GasPoint, MeterPoint, Supply
from kraken_desktop.simulator.household import own_hours
from kraken_desktop.simulator.london import at_local, day_slots, local, local_date, slot_start
from kraken_desktop.simulator.products import Tariff
from kraken_desktop.simulator.spans import spans
from kraken_desktop.simulator.tariffs import NON_DIRECT_DEBIT, NoRows, RateRow, vat_at
from kraken_desktop.simulator.world import Answers, Exchange

COMPARED_DAYS = 28
COMPARED_AFTER = timedelta(days=6)
LONGEST = timedelta(days=400)
_UNITS = {"HALF_HOUR": "half hour", "DAY": "day", "WEEK": "week", "MONTH": "month", "QUARTER": "quarter"}
Rows = Callable[[Exchange, Supply, Tariff, datetime, datetime], list[RateRow]]


def applicable_rates(exchange: Exchange, **asked: Any) -> dict[str, Any]:
    """Raises KT-CT-1111 for a meter point of somebody else."""
    return _applied(exchange, _unit_rates, **asked)


def applicable_standing_charges(exchange: Exchange, **asked: Any) -> dict[str, Any]:
    return _applied(exchange, _standing, **asked)


def smart_tariff_comparison(exchange: Exchange, mpan: str | None = None) -> dict[str, Any]:
    """Four weeks whose readings are all there, on every half-hourly tariff on sale; standing charges included."""
    home, household = exchange.world.home, exchange.household
    point = home.point(mpan) if mpan else next((one for one in home.meter_points if one.direction == IMPORT), None)
    if point is None or point.direction != IMPORT:
        raise refusal("KT-CT-1111")
    last = local_date(exchange.now - COMPARED_AFTER)
    made_from = (point.mpan, last, local_date(exchange.now), household.changes, exchange.world.saving.bookings)
    if made_from not in exchange.world.compared:
        exchange.world.compared[made_from] = _compared(exchange, point, last)
    return exchange.world.compared[made_from]


def _compared(exchange: Exchange, point: MeterPoint, last: date) -> dict[str, Any]:
    """The four weeks before a day."""
    household = exchange.household
    days = [last - timedelta(days=back) for back in range(COMPARED_DAYS, 0, -1)]
    owed = list(exchange.world.ledger.sums(point, days[0], days[-1]))
    used = [(each, household.thousandths_of(point, day_slots(each)).tolist()) for each in days]
    region = point.agreements[-1].tariff_code[-1]

    def cost(tariff: Tariff) -> tuple[Decimal, Decimal]:
        net = gross = Decimal(0)
        for day, amounts in used:
            prices = tariff.prices_of_day(day_slots(day))
            paid = sum(map(mul, prices, amounts), Decimal(0)) / 1000 + tariff.standing.exc_vat_at(at_local(day))
            net, gross = net + paid, gross + paid * (1 + vat_at(at_local(day)))
        return net, gross

    rows = []
    for product in household.catalogue.products():
        is_offered = product.is_sold_at(exchange.now) and product.is_half_hourly
        is_offered = is_offered and not (product.is_prepay or product.is_business)
        tariff = household.catalogue.tariff(product.tariff_code(region))
        if is_offered and product.direction == "IMPORT" and tariff is not None:
            net, gross = cost(tariff)
            rows.append({"tariff": product.display_name, "cost": _pence(net), "costWithTax": _pence(gross)})
    return {
        "currentCost": _pence(sum((day.net_pence for day in owed), Decimal(0))),
        "currentCostWithTax": _pence(sum((day.net_pence * (1 + day.vat) for day in owed), Decimal(0))),
        "consumptionReadingsStartAt": local(at_local(days[0])),
        "consumptionReadingsEndAt": local(at_local(last)),
        "costComparisons": rows,
    }


def cost_of_usage(exchange: Exchange, accountNumber: str | None = None, **asked: Any) -> dict[str, Any]:
    """Not enabled for a meter that the account has not."""
    access.require_account(exchange, accountNumber or exchange.world.home.account)
    supply = _metered_by(exchange, asked.get("meterId"), asked.get("fuelType"))
    if supply is None:
        return {"costEnabled": False, "direction": None, "details": None}
    return {
        "costEnabled": True,
        "direction": IMPORT if isinstance(supply, GasPoint) else supply.direction,
        "details": lambda _, **page: _costs(exchange, supply, **page),
    }


def _costs(
    exchange: Exchange, supply: Supply, *, grouping: str, startAt: datetime | None = None, **page: Any
) -> dict[str, Any]:
    if grouping not in _UNITS:
        raise refusal("KT-CT-1605", input_path=["grouping"])
    household, now, ledger = exchange.household, exchange.now, exchange.world.ledger
    start = max(startAt or now - timedelta(days=31), now - LONGEST)
    gathered = [span for span in spans(start, now, _UNITS[grouping]) if household.arrives(span[-1]) <= now]

    def row(number: int) -> dict[str, Any]:
        span = gathered[number]
        owed = [one for slot in span if (one := ledger.slot(supply, slot)) is not None]
        return {
            "startAt": local(slot_start(span[0])),
            "endAt": local(slot_start(span[-1] + 1)),
            "cost": round(sum((one.shown_pence for one in owed), Decimal(0))),
            "usageKwh": round(sum((one.kwh for one in owed), Decimal(0)), 3),
        }

    found = connection(Made(len(gathered), row), **page)
    shown = [edge["node"] for edge in found["edges"]]
    return found | {name: sum(row[name] for row in shown) for name in ("cost", "usageKwh")}


def _metered_by(exchange: Exchange, meter_id: str | None, fuel: str | None) -> Supply | None:
    for supply in exchange.world.home.supplies:
        is_gas = isinstance(supply, GasPoint)
        if is_gas != (fuel == "GAS"):
            continue
        if meter_id is None or meter_id in _meter_ids(supply):
            return supply
    return None


def _meter_ids(supply: Supply) -> list[str]:
    if isinstance(supply, MeterPoint):
        return [account.meter_id(supply, meter) for meter in supply.meters]
    return [gas.meter_id(supply, meter) for meter in supply.meters]


def _applied(
    exchange: Exchange, rows: Rows, *, accountNumber: str, mpxn: str, startAt: datetime, endAt: datetime, **page: Any
) -> dict[str, Any]:
    access.require_account(exchange, accountNumber)
    home = exchange.world.home
    supply: Supply | None = home.point(mpxn) or home.gas_point(mpxn)
    if supply is None:
        raise refusal("KT-CT-1111")
    if not startAt < endAt <= startAt + LONGEST:
        raise refusal("KT-CT-1605", input_path=["endAt"])
    return connection(list(_clipped(exchange, supply, rows, startAt, endAt)), **page)


def _clipped(
    exchange: Exchange, supply: Supply, rows: Rows, start: datetime, end: datetime
) -> Iterator[dict[str, Any]]:
    """Oldest first, each agreement's own."""
    for agreement in exchange.household.known_agreements(supply, exchange.now):
        begins = max(start, at_local(agreement.since))
        ends = min(end, known_end(supply, agreement, exchange.now) or end)
        if begins >= ends or exchange.fault("rates-empty"):
            continue
        found = rows(exchange, supply, exchange.household.tariff(agreement), begins, ends)
        for row in sorted(found, key=lambda each: each.start):
            if row.payment_method != NON_DIRECT_DEBIT:
                till = ends if row.end is None else min(row.end, ends)
                yield {"value": row.exc_vat, "validFrom": max(row.start, begins), "validTo": till}


def _unit_rates(exchange: Exchange, supply: Supply, tariff: Tariff, start: datetime, end: datetime) -> list[RateRow]:
    """The rows of a list; prices by name, all of them where dispatches choose, by the clock where hours do."""
    window = exchange.window(start, end)
    listed = tariff.lists.get("standard-unit-rates")
    if listed is not None and not isinstance(listed, NoRows):
        return list(listed.rows(window))
    if tariff.is_four_rate:
        return [row for prices in tariff.named_rates.values() for row in prices.rows(window)]
    rows: list[RateRow] = []
    for span in spans(start, end, "half hour"):
        begins, ends = slot_start(span[0]), slot_start(span[-1] + 1)
        _, price = tariff.price_at(begins, own_hours(supply))
        if rows and rows[-1].exc_vat == price:
            rows[-1] = RateRow(price, price, rows[-1].start, ends)
        else:
            rows.append(RateRow(price, price, begins, ends))
    return rows


def _standing(exchange: Exchange, _: Supply, tariff: Tariff, start: datetime, end: datetime) -> list[RateRow]:
    return list(tariff.standing.rows(exchange.window(start, end)))


def _pence(amount: Decimal) -> float:
    return float(round(amount, 2))


FIELDS: Answers = {
    "applicableRates": applicable_rates,
    "applicableStandingCharges": applicable_standing_charges,
    "smartTariffComparison": smart_tariff_comparison,
    "costOfUsage": cost_of_usage,
}

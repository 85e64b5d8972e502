"""How large a battery, on the command line: each capacity over the stored half hours of the last twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kraken_desktop.domain.account import Account, Direction, Fuel
from kraken_desktop.domain.battery import Battery, BatteryRun, house_slots, run_by_rule
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.efficiency_report import days_costed, twelve_months
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState
from kraken_desktop.storage.database import Database

POWER_KW = 3.6
EFFICIENCY_PERCENT = 90.0
CAPACITIES = range(31)
PENCE_IN_A_POUND = 100


async def battery_report(
    state: AppState, database: Database, account: Account, asked: Mapping[str, str | bool]
) -> Report:
    """Of every import meter, over its complete days. Raises StorageError."""
    power = float(asked.get("kw", POWER_KW))
    efficiency = float(asked.get("efficiency", EFFICIENCY_PERCENT))
    price = float(asked["price"]) * PENCE_IN_A_POUND if "price" in asked else None
    span = twelve_months(london_date(state.now))
    assumptions = [
        f"{power:g} kW in and out, {efficiency:g}% of what is charged comes back, no reserve, empty at first.",
        "It charges in the cheapest quarter of each day's prices and serves the house at other times, never the grid.",
        "It changes neither what you use nor your tariff, and loses no capacity with age.",
    ]
    meters: list[dict[str, Any]] = []
    lines = ["What a battery would have saved in a year", *assumptions]
    for point in account.meter_points:
        if point.fuel is not Fuel.ELECTRICITY or point.direction is not Direction.IMPORT:
            continue
        days = await days_costed(database.history, point.number, span)
        slots = house_slots(days)
        runs = [run_by_rule(slots, Battery(float(size), power, efficiency / 100)) for size in CAPACITIES]
        complete = len(runs[0].dear_kwh)
        counts = {"days": complete, "days_left_out": len(days) - complete}
        meters.append({"meter_point": point.number, **counts, "capacities": [_content(run, price) for run in runs]})
        lines += ["", f"{complete} complete days, {len(days) - complete} left out"]
        if not complete:
            continue
        if all(slot.is_cheap for slot in slots):
            lines.append("The price never changed within a day: a battery has nothing to save.")
            continue
        lines.append("  Capacity   A year  Cheap days  Dear kWh a day  Longest dear" + ("  Pays back" if price else ""))
        lines += [_row(run, price) for run in runs]
    return report(state, "battery", {"assumptions": assumptions, "meters": meters}, lines)


def _content(run: BatteryRun, price: float | None) -> dict[str, Any]:
    return {
        "capacity_kwh": run.battery.capacity_kwh,
        "saved_pence_a_year": run.saved_pence_a_year,
        "cheap_day_share": run.cheap_day_share,
        "dear_kwh": sum(run.dear_kwh),
        "longest_dear_hours": run.longest_dear_hours,
        "charged_kwh": run.charged_kwh,
        "delivered_kwh": run.delivered_kwh,
        "payback_years": _payback(run, price),
    }


def _row(run: BatteryRun, price: float | None) -> str:
    saved, share = run.saved_pence_a_year or 0.0, run.cheap_day_share or 0.0
    dear = sum(run.dear_kwh) / len(run.dear_kwh)
    years = _payback(run, price)
    paid = "" if price is None else f"{'–' if years is None else f'{years:.1f} years':>11}"
    return (
        f"  {run.battery.capacity_kwh:>4.0f} kWh{text.money(exact(saved)):>9}{text.percent(exact(share * 100)):>12}"
        f"{dear:>16.1f}{run.longest_dear_hours:>12g} h{paid}"
    )


def _payback(run: BatteryRun, price: float | None) -> float | None:
    """``price`` in pence for each kWh of capacity."""
    if price is None or not run.battery.capacity_kwh:
        return None
    return run.payback_years(price * run.battery.capacity_kwh)

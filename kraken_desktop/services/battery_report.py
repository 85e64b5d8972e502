"""How large a battery, on the command line: each capacity over the stored half hours of the last twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.moments import london_date
from kraken_desktop.domain.own_terms import read_window
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.battery import BatteryCurve, BatteryWish, CapacityPoint, Strategy
from kraken_desktop.services.insights.meters import asked_meters
from kraken_desktop.services.insights.spans import twelve_months
from kraken_desktop.services.reports import Report, report
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.services.text.insights import span_words
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.storage.database import Database

PERCENT = 100
NO_IMPORT = "This account buys no electricity: there is no import meter to speak of."


async def battery_report(
    state: AppState, database: Database, account: Account, asked: Mapping[str, str | bool], span: DateSpan | None
) -> Report:
    """Of every import meter, over its complete days of the span, None the last twelve months. Raises StorageError."""
    span, wish = span or twelve_months(london_date(state.now)), wish_of(asked)
    lines, meters = ["What a battery would have saved in a year"], list[dict[str, Any]]()
    for meter in asked_meters(account, database, StateHolder(state), span):
        found = await meter.insights.battery(span, wish) if meter.is_supplied else None
        if found is None:
            meters.append(meter.content)
            lines += ["", meter.not_supplied]
            continue
        meters.append(
            {
                **meter.content,
                "from": found.span.first.isoformat(),
                "to": found.span.last.isoformat(),
                "days": found.days,
                "days_left_out": found.left_out,
                "strategy": wish.strategy.value,
                "knee_kwh": found.knee_kwh,
                "estimated_days": [day.isoformat() for day in found.estimated],
                "assumptions": list(found.assumptions),
                "capacities": [_content(capacity) for capacity in found.points],
            }
        )
        lines += ["", *meter.heading, *_table(found)]
    return report(state, "battery", {"meters": meters}, lines if meters else [NO_IMPORT])


def wish_of(asked: Mapping[str, str | bool]) -> BatteryWish:
    """``--kw``, ``--efficiency`` and ``--reserve`` (percent), ``--price`` (pounds a kWh), ``--charge`` (windows),
    ``--up-to`` (kWh), ``--best``, ``--sell``, ``--no-solar``.
    """
    plain = BatteryWish()
    most = float(asked.get("up-to", plain.capacities[-1]))
    steps = len(plain.capacities) - 1
    return BatteryWish(
        capacities=tuple(round(most * step / steps, 2) for step in range(steps + 1)),
        windows=tuple(read_window(part) for part in str(asked["charge"]).split(",")) if "charge" in asked else (),
        takes_solar=not asked.get("no-solar"),
        power_kw=float(asked.get("kw", plain.power_kw)),
        efficiency=float(asked.get("efficiency", plain.efficiency * PERCENT)) / PERCENT,
        reserve=float(asked.get("reserve", 0)) / PERCENT,
        sells=bool(asked.get("sell")),
        strategy=Strategy.BEST if asked.get("best") else Strategy.TIMER,
        pounds_per_kwh=float(asked["price"]) if "price" in asked else None,
    )


def _table(found: BatteryCurve) -> list[str]:
    if not found.days:
        return ["No day is complete yet, so nothing can be told."]
    days = f"{found.days} complete days {span_words(found.span)}, {found.left_out} left out"
    lines = [*found.assumptions, "", days]
    if found.estimated:
        lines.append(estimated_words(found.estimated))
    if found.is_flat:
        return [*lines, "The price never changed within a day: a battery has nothing to save."]
    is_priced = found.wish.pounds_per_kwh is not None
    heading = "  Capacity     A year  Cheap days  Dear kWh a day  Longest dear" + ("  Pays back" if is_priced else "")
    lines += [heading, *[_row(point, is_priced) for point in found.points]]
    if found.knee_kwh is not None:
        lines += ["", f"Beyond {found.knee_kwh:g} kWh, more saves little."]
    return lines


def _content(point: CapacityPoint) -> dict[str, Any]:
    run = point.run
    return {
        "capacity_kwh": point.capacity_kwh,
        "saved_pence_a_year": run.saved_pence_a_year,
        "cheap_day_share": run.cheap_day_share,
        "dear_kwh": sum(run.dear_kwh),
        "longest_dear_hours": run.longest_dear_hours,
        "charged_kwh": run.charged_kwh,
        "solar_kwh": run.solar_kwh,
        "delivered_kwh": run.delivered_kwh,
        "sold_kwh": run.sold_kwh,
        "cycles_a_year": run.cycles_a_year,
        "payback_years": point.payback_years,
    }


def _row(point: CapacityPoint, is_priced: bool) -> str:
    run, years = point.run, point.payback_years
    saved, share, dear = run.saved_pence_a_year or 0.0, run.cheap_day_share or 0.0, point.dear_kwh_a_day or 0.0
    paid = f"{'–' if years is None else f'{years:.1f} years':>11}" if is_priced else ""
    return (
        f"  {point.capacity_kwh:>4g} kWh{text.money(exact(saved)):>11}{text.percent(exact(share * PERCENT)):>12}"
        f"{dear:>16.1f}{run.longest_dear_hours:>12g} h{paid}"
    )

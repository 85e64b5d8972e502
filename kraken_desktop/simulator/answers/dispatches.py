"""Plans of each device and what came of them (docs/api.md, 7.7 to 7.9)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from kraken_desktop.simulator import access, plan
from kraken_desktop.simulator.answers import odd_devices
from kraken_desktop.simulator.errors import refusal
from kraken_desktop.simulator.london import at_unix
from kraken_desktop.simulator.night import Run
from kraken_desktop.simulator.world import Answers, Exchange

THOUSANDTH = Decimal("0.001")
MOVED_SECONDS = 600
SOURCES = {"SMART": "smart-charge", "BOOST": "bump-charge"}


def flex_planned_dispatches(exchange: Exchange, deviceId: str) -> list[dict[str, Any]] | None:
    exchange.plans_asked += 1
    if not exchange.world.limits.dispatches.spend(exchange.now):
        raise refusal("KT-CT-1199")
    if exchange.fault("plan-null") or (exchange.plans_asked == 1 and exchange.fault("plan-error-one-device")):
        raise refusal("KT-CT-4340")
    if deviceId == odd_devices.CHARGE_POINT and exchange.fault("odd-devices"):
        return []
    life = exchange.household.car(deviceId)
    if life is None:
        raise refusal("KT-CT-4301")
    if exchange.fault("plan-silent"):
        return None
    if exchange.fault("plan-empty"):
        return []
    return [
        {
            "start": at_unix(run.start),
            "end": at_unix(run.end),
            "type": run.kind,
            "energyAddedKwh": plan.planned_kwh(run),
        }
        for run in _told(exchange, plan.planned(life, exchange.now, exchange.household.seed))
    ]


def _told(exchange: Exchange, runs: list[Run]) -> list[Run]:
    """The plan as a fault would have it."""
    if exchange.fault("plan-shrunk"):
        runs = [replace(run, end=(run.start + run.end) // 2) for run in runs]
    if exchange.fault("plan-moved"):
        runs = [replace(run, start=run.start + MOVED_SECONDS, end=run.end + MOVED_SECONDS) for run in runs]
    return runs


def planned_dispatches(exchange: Exchange, accountNumber: str) -> list[dict[str, Any]]:
    """The first generation: all cars in one list, energy negative."""
    access.require_account(exchange, accountNumber)
    seed = exchange.household.seed
    runs = [run for life in exchange.household.cars for run in plan.planned(life, exchange.now, seed)]
    return [_upside(run, -plan.planned_kwh(run), SOURCES[run.kind]) for run in sorted(runs, key=lambda run: run.start)]


def completed_dispatches(exchange: Exchange, accountNumber: str) -> list[dict[str, Any]]:
    access.require_account(exchange, accountNumber)
    if exchange.fault("completed-error"):
        raise refusal("KT-CT-4341")
    rows = plan.completed(exchange.household.cars, exchange.now)
    if exchange.fault("completed-old"):
        return [_upside(row.run, row.kwh.quantize(THOUSANDTH), SOURCES[row.run.kind], row.location) for row in rows]
    return [_upside(row.run, -row.kwh.quantize(THOUSANDTH), None, row.location) for row in rows]


def _upside(run: Run, delta: Decimal, source: str | None, location: str = plan.AT_HOME) -> dict[str, Any]:
    start, end = at_unix(run.start), at_unix(run.end)
    return {
        "start": start,
        "end": end,
        "delta": delta,
        "meta": {"source": source, "location": location},
        "startDt": f"{start:%Y-%m-%d %H:%M:%S%z}",
        "endDt": f"{end:%Y-%m-%d %H:%M:%S%z}",
        "deltaKwh": round(delta),
    }


FIELDS: Answers = {
    "flexPlannedDispatches": flex_planned_dispatches,
    "plannedDispatches": planned_dispatches,
    "completedDispatches": completed_dispatches,
}

"""A heat pump against the house it stands in: a part of its electricity, by the hour, now, and added up."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from tests.consistency.caller import HALF_HOUR, Caller, Report, instant, number, zulu
from tests.consistency.supplies import Supply, readings, whole_slot

FIND = """query($a: String!, $p: ID!) { heatPumpControllersAtLocation(accountNumber: $a, propertyId: $p) {
  controller { euid } } }"""
DRAWN = """query($a: String!, $e: ID!, $s: DateTime!, $t: DateTime!) {
  heatPumpTimeRangedPerformance(accountNumber: $a, euid: $e, startAt: $s, endAt: $t) {
    coefficientOfPerformance energyInput { value } energyOutput { value } }
  heatPumpTimeSeriesPerformance(accountNumber: $a, euid: $e, startAt: $s, endAt: $t, performanceGrouping: DAY) {
    startAt endAt energyInput { value } energyOutput { value } } }"""
NOW = """query($a: String!, $e: ID!) {
  heatPumpLivePerformance(accountNumber: $a, euid: $e) { powerInput { value } }
  heatPumpLifetimePerformance(accountNumber: $a, euid: $e) { energyInput { value } heatOutput { value } } }"""
LIVE = "query($d: String!) { smartMeterTelemetry(deviceId: $d) { demand } }"
A_HUNDREDTH = Decimal("0.01")
DAYS_AGO = timedelta(days=5)


def compare(caller: Caller, report: Report, supplies: list[Supply], now: datetime) -> None:
    for supply in (each for each in supplies if not each.is_gas and not each.is_export):
        found = caller.ask(FIND, "/backend", a=caller.account, p=supply.property_id)
        for each in found.get("heatPumpControllersAtLocation") or ():
            _hours(caller, report, supply, each["controller"]["euid"], now)
            _now(caller, report, supply, each["controller"]["euid"])


def _hours(caller: Caller, report: Report, supply: Supply, euid: str, now: datetime) -> None:
    first = whole_slot(now - DAYS_AGO).replace(minute=0)
    last = first + timedelta(days=1)
    told = caller.ask(DRAWN, "/backend", a=caller.account, e=euid, s=zulu(first), t=zulu(last))
    metered = readings(caller, supply, first, last)
    series, whole = told["heatPumpTimeSeriesPerformance"], told["heatPumpTimeRangedPerformance"]
    for row in series:
        start = instant(row["startAt"])
        house = [metered.get(at) for at in (start, start + HALF_HOUR)]
        if None not in house:
            pump = Decimal(row["energyInput"]["value"])
            report.holds("a pump's hour is a part of the house's", 0 <= pump <= sum(filter(None, house)), start)
    for name in ("energyInput", "energyOutput"):
        total = sum(Decimal(row[name]["value"]) for row in series)
        report.same("a pump's hours add up to its day", total, Decimal(whole[name]["value"]), name, A_HUNDREDTH * 3)
    drawn, given = (Decimal(whole[name]["value"]) for name in ("energyInput", "energyOutput"))
    if drawn:
        performance = number(whole["coefficientOfPerformance"]) or Decimal()
        report.same("a pump's performance is heat for power", performance, given / drawn, first, A_HUNDREDTH * 3)


def _now(caller: Caller, report: Report, supply: Supply, euid: str) -> None:
    told = caller.ask(NOW, "/backend", a=caller.account, e=euid)
    lifetime = told["heatPumpLifetimePerformance"]
    is_warmer = Decimal(lifetime["heatOutput"]["value"]) >= Decimal(lifetime["energyInput"]["value"])
    report.holds("a pump gives more than it takes", is_warmer)
    rows = caller.ask(LIVE, d=supply.device)["smartMeterTelemetry"] or ()
    if rows:
        power = Decimal(told["heatPumpLivePerformance"]["powerInput"]["value"]) * 1000
        report.holds("a pump's power is a part of the house's", power <= Decimal(rows[-1]["demand"]) + 10, power)

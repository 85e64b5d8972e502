"""Why a day has no prices, or not all of them, and when it will. Pure; windows and the command line share it."""

from __future__ import annotations

from datetime import date, datetime

from kraken_desktop.domain.moments import day_span
from kraken_desktop.services import derive, text
from kraken_desktop.services.schedules import tariff_snapshot
from kraken_desktop.services.state import AppState


def why_unknown(state: AppState, day: date, export: bool = False) -> tuple[str, ...]:
    """Sentences for a coming day; () where no reason is known."""
    ends_at = _agreement_end(state, export)
    if ends_at is not None and ends_at < day_span(day).end:
        return f"The agreement ends {text.moment(ends_at, state.now)}.", "Octopus names no tariff after it yet."
    tomorrow = derive.tomorrow(state, export)
    if tomorrow.publication is not derive.Publication.WAITING or day != tomorrow.day:
        return ()
    if tomorrow.problem is not None:
        return (f"Tomorrow's prices could not be looked for: {text.problem_text(tomorrow.problem).title}.",)
    return ("Tomorrow's prices are published about 16:00.",)


def _agreement_end(state: AppState, export: bool) -> datetime | None:
    """Of the meter whose prices are shown."""
    account, tariff = state.account.value, tariff_snapshot(state, export).value
    for point in account.meter_points if account is not None and tariff is not None else ():
        held = point.agreement_at(state.now)
        if held is not None and tariff is not None and held.tariff_code == tariff.code:
            return point.agreed_until(state.now)
    return None

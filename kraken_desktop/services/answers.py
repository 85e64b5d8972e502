"""A command's name and its day in, a report out: the same from the running app, the store and a fetch."""

from __future__ import annotations

from datetime import date, timedelta

from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.assembly import Services
from kraken_desktop.services.days import ReadLists, from_service, state_of_day
from kraken_desktop.services.doctor import doctor_report
from kraken_desktop.services.reports import Report, dispatches_report, prices_report, status_report
from kraken_desktop.services.state import AppState


async def answer(state: AppState, command: str, day: str | None, read: ReadLists | None = None) -> Report:
    """``day`` is ``today``, ``tomorrow`` or an ISO date, by the state's own clock; None is today."""
    if command == "prices":
        asked = day_of(day, state)
        return prices_report(await state_of_day(state, asked, read) if read is not None else state, asked)
    if command == "doctor":
        return doctor_report(state)
    if command == "dispatches":
        return dispatches_report(state)
    return status_report(state)


async def answer_of(services: Services, command: str, day: str | None) -> Report:
    """With the services' own connection for what the state does not hold."""
    state, line = services.state, services.line
    read = from_service(state, day_of(day, state), line.client) if line is not None else None
    return await answer(state, command, day, read)


def day_of(day: str | None, state: AppState) -> date:
    today = london_date(state.now)
    if day in (None, "today"):
        return today
    return today + timedelta(days=1) if day == "tomorrow" else date.fromisoformat(str(day))

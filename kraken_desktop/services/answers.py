"""A command's name and its day in, a report out: the same from the running app, the store and a fetch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import at_london, london_date, to_utc
from kraken_desktop.domain.problem import Problem
from kraken_desktop.services.assembly import Services
from kraken_desktop.services.charge_report import charge_report
from kraken_desktop.services.comparison_report import other_tariffs_report
from kraken_desktop.services.days import ReadLists, state_of_day
from kraken_desktop.services.dispatch_report import dispatches_report, why_report
from kraken_desktop.services.doctor import doctor_report
from kraken_desktop.services.plan_report import cheapest_report
from kraken_desktop.services.planning import Wish
from kraken_desktop.services.reports import Report, prices_report, status_report
from kraken_desktop.services.state import AppState
from kraken_desktop.services.why import why
from kraken_desktop.storage.database import Database

Asked = Mapping[str, str | bool]
"""What goes with the command, by the option's name: ``date``, ``hours`` …"""


async def answer(
    state: AppState, command: str, asked: Asked, read: ReadLists | None = None, store: Database | None = None
) -> Report:
    """``date`` is ``today``, ``tomorrow`` or an ISO date, by the state's own clock; without it today.

    ``store`` tells what was known when.
    """
    if command == "prices":
        day = day_of(asked, state)
        served = await state_of_day(state, day, read, store) if read is not None else state
        return prices_report(served, day, _of(asked))
    if command == "cheapest":
        return cheapest_report(state, wish_of(asked))
    if command == "why":
        at = instant_of(asked, state)
        day_state = await state_of_day(state, london_date(at), read, store) if read is not None else state
        return why_report(state, await why(day_state, at, store))
    if command == "doctor":
        return doctor_report(state)
    if command == "dispatches":
        return await charge_report(state, store, asked) if asked else dispatches_report(state)
    return status_report(state)


async def answer_of(services: Services, command: str, asked: Asked) -> Report:
    """With the services' own connection for what the state does not hold."""
    if command == "other-tariffs":
        return await _other_tariffs(services, asked)
    if command == "doctor" and services.region is not None:
        await services.other_tariffs.recall(services.region)
    state = services.state
    if command == "prices":
        day = day_of(asked, state)
        return prices_report(await services.state_of_day(day), day, _of(asked))
    if command == "why":
        at = instant_of(asked, state)
        return why_report(state, await why(await services.state_of_day(london_date(at)), at, services.store))
    return await answer(state, command, asked, store=services.store)


async def _other_tariffs(services: Services, asked: Asked) -> Report:
    region: str | None = str(asked["region"]) if "region" in asked else None
    if "postcode" in asked:
        found = await services.other_tariffs.regions_of(str(asked["postcode"]))
        if isinstance(found, Problem):
            return other_tariffs_report(services.state, None, found)
        if not found:
            return other_tariffs_report(services.state, None, postcode=str(asked["postcode"]))
        region = found[0]
    elif region is None:
        region = services.region
    if region is not None:
        await services.other_tariffs.read(region)
    return other_tariffs_report(services.state, region)


def day_of(asked: Asked, state: AppState) -> date:
    day, today = str(asked.get("date", "today")), london_date(state.now)
    if day == "today":
        return today
    return today + timedelta(days=1) if day == "tomorrow" else date.fromisoformat(day)


def _of(asked: Asked) -> str:
    return "gas" if asked.get("gas") else "export" if asked.get("export") else "import"


def instant_of(asked: Asked, state: AppState) -> datetime:
    """``at`` is an instant with its zone, a London time of a day, or a clock time of today; without it now."""
    text = str(asked.get("at", ""))
    if not text:
        return state.now
    if "T" not in text:
        return at_london(london_date(state.now), time.fromisoformat(text))
    at = datetime.fromisoformat(text)
    return to_utc(at) if at.tzinfo is not None else at_london(at.date(), at.time())


def wish_of(asked: Asked) -> Wish:
    """So many hours of a steady power, one kilowatt where none is given."""
    return Wish(
        hours=Decimal(str(asked["hours"])),
        kilowatts=Decimal(str(asked.get("kw", 1))),
        after=_clock(asked.get("after")),
        before=_clock(asked.get("before")),
        is_split=bool(asked.get("split")),
        is_export=bool(asked.get("export")),
    )


def _clock(text: str | bool | None) -> time | None:
    return None if text is None else time.fromisoformat(str(text))

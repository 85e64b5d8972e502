"""The state as it serves a day outside what it holds: the tariffs of that day's agreements, with that day's prices."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.own_terms import OwnTerms
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.errors import KrakenError, problem_of
from kraken_desktop.services.as_it_was import as_it_was
from kraken_desktop.services.connection import Archive
from kraken_desktop.services.feeds import with_prices
from kraken_desktop.services.pricing import horizon, needed_codes
from kraken_desktop.services.public_lists import read_lists
from kraken_desktop.services.state import AppState
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError

_log = logging.getLogger(__name__)
Lists = Mapping[Register, RateSchedule]
ReadLists = Callable[[str], Awaitable[Lists]]
"""Every price list of a tariff code that is known for the day. May raise KrakenError."""


async def state_of_day(state: AppState, day: date, read: ReadLists, database: Database | None = None) -> AppState:
    """Every tariff as it was on ``day``, with what the store knows of charges and own prices then; the state itself
    from today on, as far as it reaches.
    """
    if state.account.value is None:
        return state
    found = state if _is_held(state, day) else await _read_anew(state, day, read)
    if database is None or day >= london_date(state.now):
        return found
    try:
        return await as_it_was(found, day, database)
    except StorageError as error:
        _log.warning("what was kept of %s cannot be read: %s", day, error.kind)
        return found


async def _read_anew(state: AppState, day: date, read: ReadLists) -> AppState:
    noon = _noon(day)
    lists: dict[str, Lists] = {}
    problem: Problem | None = None
    for code in {code: None for point in _points(state) for code in needed_codes(point, noon)}:
        try:
            lists[code] = await read(code)
        except KrakenError as error:
            _log.info("a price list of %s cannot be read: %s", day, error)
            problem = problem_of(error, state.now)
    # The day's own prices: what was known of another day, also its trouble, does not belong to it.
    fresh = replace(state, import_tariff=replace(state.import_tariff, value=None, problem=None))
    if day < london_date(state.now):  # what the person set counts from its own day on
        fresh = replace(fresh, own=OwnTerms(state.own.windows))
    found = with_prices(fresh, lists, noon, problem)
    return replace(found, own=state.own, import_tariff=replace(found.import_tariff, problem=problem))


def _is_held(state: AppState, day: date) -> bool:
    """Today and what is to come is as good as it gets; an earlier day where all of it is known, of the same tariffs."""
    if day >= london_date(state.now):
        return day_span(day).end <= horizon(state.now).end
    held = [snapshot.value for snapshot in (state.import_tariff, state.export_tariff, state.gas_tariff)]
    tariffs = [tariff for tariff in held if tariff is not None]
    is_known = all(tariff.schedule.covers(day_span(day)) for tariff in tariffs)
    return bool(tariffs) and is_known and {tariff.code for tariff in tariffs} == _codes_at(state, _noon(day))


def _codes_at(state: AppState, at: datetime) -> set[str]:
    agreements = (point.agreement_at(at) for point in _points(state))
    return {agreement.tariff_code for agreement in agreements if agreement is not None}


def _points(state: AppState) -> tuple[MeterPoint, ...]:
    """The meter points that are shown."""
    account, selection = state.account.value, state.selection
    numbers = (selection.import_number, selection.export_number, selection.gas_number)
    found = (account.meter_point(number) for number in numbers) if account is not None else ()
    return tuple(point for point in found if point is not None)


def _noon(day: date) -> datetime:
    return day_span(day).start + timedelta(hours=12)


def from_both(state: AppState, day: date, archive: Archive, client: KrakenClient | None) -> ReadLists:
    """What was kept where that tells all of the day, else the public lists, which are kept then."""

    async def read(code: str) -> Lists:
        kept = await archive.look(lambda store: store.rates(code, state.selection.payment_method))
        if client is None or _tells(kept, day):
            return kept or {}
        found = await read_lists(client, archive, code, day_span(day), state.selection.payment_method)
        return {**(kept or {}), **found}

    return read


def _tells(lists: Lists | None, day: date) -> bool:
    """All of the day by the standard list, or by both of day and night."""
    span = day_span(day)
    known = {register for register, schedule in (lists or {}).items() if schedule.covers(span)}
    return Register.STANDARD in known or {Register.DAY, Register.NIGHT} <= known


def from_store(state: AppState, database: Database) -> ReadLists:
    """What was kept."""

    async def read(code: str) -> Lists:
        return await database.rates(code, state.selection.payment_method)

    return read

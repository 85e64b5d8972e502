"""Where an answer comes from: the running app, the store, one fetch, or a sample home."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from kraken_desktop.domain.moments import london_date
from kraken_desktop.options import Options, Surroundings
from kraken_desktop.server import Server, server_of
from kraken_desktop.services.answers import answer, answer_of, day_of, instant_of
from kraken_desktop.services.assembly import Services
from kraken_desktop.services.clock import OffsetClock, SystemClock
from kraken_desktop.services.current import has_current_power, has_current_prices, knows_day
from kraken_desktop.services.days import from_store
from kraken_desktop.services.ports import Clock
from kraken_desktop.services.reports import Report
from kraken_desktop.services.start import state_at_start
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.location import is_there
from kraken_desktop.storage.settings import Settings
from kraken_desktop.storage.settings_file import SettingsFile
from kraken_desktop.system.paths import Paths
from kraken_desktop.system.single_instance import ask


def find_report(options: Options, surroundings: Surroundings) -> Report:
    """From the running app, else the store where that is as good as asking, else one fetch."""
    if options.home is not None:
        return asyncio.run(_fetched(options, surroundings, Settings(), database=None))
    paths = Paths(options.data_dir)
    told = ask_running_app(paths, options, surroundings)
    if told is not None:
        return told
    settings = SettingsFile(paths.settings).load()
    if surroundings.account_number is not None:
        settings = replace(settings, account_number=surroundings.account_number)
    return asyncio.run(_without_app(paths, options, surroundings, settings))


def ask_running_app(paths: Paths, options: Options, surroundings: Surroundings) -> Report | None:
    """None where none runs, or where it speaks to another server or as somebody else."""
    request = {
        "ask": options.command,
        "options": dict(options.asked),
        "server": surroundings.base_url,
        "account": surroundings.account_number,
    }
    reply = ask(paths.socket, request)
    if reply is None or "content" not in reply:
        return None
    return Report(reply["content"], tuple(reply["lines"]))


async def _without_app(paths: Paths, options: Options, surroundings: Surroundings, settings: Settings) -> Report:
    """Nothing is created for a question: where there is no store, there is none afterwards."""
    database = Database.open(paths.database) if is_there(paths.database) else None
    if database is None:
        return await _fetched(options, surroundings, settings, None)
    try:
        state = _painted(database, clock_of(options).now(), settings)
    except StorageError:
        state = None
    if state is not None and _can_answer(state, options):
        try:
            read = from_store(state, database)
            return await answer(state, options.command or "status", options.asked, read, database)
        finally:
            await database.close()
    return await _fetched(options, surroundings, settings, database)


def _painted(database: Database, now: datetime, settings: Settings) -> AppState:
    return state_at_start(database.at_start(now), now, settings)


def _is_public(options: Options) -> bool:
    """What anybody may ask, signed in or not."""
    return options.command == "other-tariffs"


def _can_answer(state: AppState, options: Options) -> bool:
    """The store is good for prices as long as nothing newer can be there; what works now, only a fetch can tell."""
    command = options.command or "status"
    if command == "doctor" or _is_public(options) or not has_current_prices(state):
        return False
    if command == "prices":
        return knows_day(state, day_of(options.asked, state))
    if command == "why":
        return knows_day(state, london_date(instant_of(options.asked, state)))
    return command == "cheapest" or has_current_power(state)


async def _fetched(
    options: Options, surroundings: Surroundings, settings: Settings, database: Database | None
) -> Report:
    clock = clock_of(options)
    server: Server = server_of(options, surroundings, clock)
    facts = _facts(database, clock)
    holder = StateHolder(state_at_start(facts, clock.now(), settings, options.home))
    services = Services(
        holder, server.clients, database, server.secrets, settings, clock, facts=facts, credentials=server.credentials
    )
    try:
        if not (_is_public(options) and (services.region is not None or {"region", "postcode"} & options.asked.keys())):
            painted = services.state
            await services.fetch_once()
            if services.state.phase is Phase.SIGNED_OUT and painted.account.value is not None:
                holder.update(phase=painted.phase)  # nobody can be asked: what the store knows, with its age
        return await answer_of(services, options.command or "status", options.asked)
    finally:
        await services.stop()


def _facts(database: Database | None, clock: Clock) -> StartFacts:
    if database is None:
        return StartFacts()
    try:
        return database.at_start(clock.now())
    except StorageError:
        return StartFacts()


def clock_of(options: Options) -> Clock:
    """The computer's, or the one that was asked for."""
    return OffsetClock(*options.clock) if options.clock is not None else SystemClock()

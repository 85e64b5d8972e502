"""Usage, costs and exports: from the store where it has history, else fetched for the question."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from kraken_desktop.cli.sources import ask_running_app, clock_of
from kraken_desktop.domain.moments import london_date
from kraken_desktop.options import Options, Surroundings
from kraken_desktop.server import server_of
from kraken_desktop.services.assembly import Services
from kraken_desktop.services.history_report import history_report, rows_asked
from kraken_desktop.services.lacking_days import lacking_in
from kraken_desktop.services.paper_report import Paper, WritePdf
from kraken_desktop.services.reports import Report
from kraken_desktop.services.start import state_at_start
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.location import is_there
from kraken_desktop.storage.settings import Settings
from kraken_desktop.storage.settings_file import SettingsFile
from kraken_desktop.system.paths import Paths


def find_history(options: Options, surroundings: Surroundings, write_pdf: WritePdf | None = None) -> Report:
    """The running app shares its store with us; a sample home's history is fetched anew."""
    return asyncio.run(_found(options, surroundings, write_pdf))


async def _found(options: Options, surroundings: Surroundings, write_pdf: WritePdf | None) -> Report:
    settings = Settings()
    if options.home is None:
        paths = Paths(options.data_dir)
        settings = SettingsFile(paths.settings).load()
        if surroundings.account_number is not None:
            settings = replace(settings, account_number=surroundings.account_number)
        if is_there(paths.database):
            database = Database.open(paths.database)
            facts = _facts(database, options)
            state = state_at_start(facts, clock_of(options).now(), settings) if facts is not None else None
            if facts is not None and state is not None and await _has_history(state, database):
                is_short = await _is_short(state, database, options) and not _runs(paths, options, surroundings)
                known = (database, state, facts)
                return await _answered(options, surroundings, settings, known, write_pdf, is_fetched=is_short)
            await database.close()
    state = state_at_start(StartFacts(), clock_of(options).now(), settings, options.home)
    nothing = (Database.in_memory(), state, StartFacts())
    return await _answered(options, surroundings, settings, nothing, write_pdf, is_fetched=True)


def _facts(database: Database, options: Options) -> StartFacts | None:
    try:
        return database.at_start(clock_of(options).now())
    except StorageError:
        return None


async def _is_short(state: AppState, database: Database, options: Options) -> bool:
    """A file that is asked for would lack readings of days that are over."""
    account, today = state.account.value, london_date(state.now)
    span = rows_asked(options.command or "", options.asked, today)
    return account is not None and span is not None and bool(await lacking_in(database.history, account, span, today))


def _runs(paths: Paths, options: Options, surroundings: Surroundings) -> bool:
    """The app does, and fetches whatever there is."""
    return ask_running_app(paths, replace(options, command="status", asked={}), surroundings) is not None


async def _has_history(state: AppState, database: Database) -> bool:
    points = state.account.value.meter_points if state.account.value is not None else ()
    return any([await database.history.extent(point.number) is not None for point in points])


async def _answered(
    options: Options,
    surroundings: Surroundings,
    settings: Settings,
    known: tuple[Database, AppState, StartFacts],
    write_pdf: WritePdf | None,
    *,
    is_fetched: bool = False,
) -> Report:
    """From the store alone, but for what the command itself has to ask; ``is_fetched``: after fetching everything."""
    database, state, facts = known
    clock = clock_of(options)
    server = server_of(options, surroundings, clock)
    services = Services(
        StateHolder(state),
        *(server.clients, database, server.secrets, settings, clock),
        facts=facts,
        credentials=server.credentials,
    )
    try:
        if is_fetched:
            await services.fetch_once()
            if services.line is not None:
                await services.line.fetch_history()
        command = options.command or "usage"
        paper = Paper(settings.palette, write_pdf)
        return await history_report(services.holder, database, command, options.asked, services.public, paper)
    finally:
        await services.stop()

"""All services of one run, begun and ended together. No Qt: the app, the command line and tests use the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from kraken_desktop.domain.problem import Problem
from kraken_desktop.services.clients import ClientFactory
from kraken_desktop.services.connection import Archive
from kraken_desktop.services.days import from_both, state_of_day
from kraken_desktop.services.identity import ChangeSetting, Identity
from kraken_desktop.services.kept_reports import KeptReports
from kraken_desktop.services.line import Line
from kraken_desktop.services.notifier import Notifier
from kraken_desktop.services.other_tariffs import OtherTariffs, region_of
from kraken_desktop.services.past_means import PastMeansLookUp
from kraken_desktop.services.ports import Clock, Credentials, NoticeSink, Secrets
from kraken_desktop.services.reminders import Reminders
from kraken_desktop.services.session import Discovery, Session, SignInChoice
from kraken_desktop.services.slot_ticker import SlotTicker
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.services.supervisor import Supervisor
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.settings import Settings

if TYPE_CHECKING:
    from kraken_desktop.services.date_span import DateSpan
    from kraken_desktop.services.insights.compare import Public
    from kraken_desktop.services.insights.month_report import MonthReport
    from kraken_desktop.services.insights.questions import Insights
    from kraken_desktop.services.past import Past

SESSION = "session"
KEYRING_SECONDS_AT_END = 3.0


class Services:
    """``holder`` holds the state painted from the store. Nothing is asked before ``start``.

    ``credentials`` given from outside (environment, sample home) win: the keyring is left alone then.
    ``change_setting`` keeps what signing in decides; ``open_page`` shows the page that a notice names.
    """

    def __init__(
        self,
        holder: StateHolder,
        clients: ClientFactory,
        database: Database | None,
        secrets: Secrets,
        settings: Settings,
        clock: Clock,
        *,
        facts: StartFacts | None = None,
        credentials: Credentials | None = None,
        sinks: Sequence[NoticeSink] = (),
        change_setting: ChangeSetting = lambda _key, _value: None,
        open_page: Callable[[str], None] = lambda _page: None,
        supervisor: Supervisor | None = None,
    ) -> None:
        self.holder = holder
        self.supervisor = supervisor or Supervisor()
        self._database = database
        self._clock = clock
        self._archive = Archive(database, holder, clock)
        self._session = Session(secrets, holder, clock, credentials)
        self._identity = Identity(
            clients,
            self._session,
            self._archive,
            holder,
            clock,
            self.supervisor,
            database,
            settings,
            facts or StartFacts(),
            change_setting,
        )
        self._ticker = SlotTicker(holder, clock, self.supervisor)
        self._past_means = PastMeansLookUp(holder, self._archive)
        self.reminders = Reminders(holder, self._archive)
        self.kept_reports = KeptReports(
            holder, lambda: database.place if database is not None else None, self._month_report
        )
        self.notifier = Notifier(holder, self._archive, settings, sinks, open_page, self.refresh, self.reminders)
        self.other_tariffs = OtherTariffs(holder, self._archive, clock, self._identity.public_client)

    @property
    def state(self) -> AppState:
        return self.holder.state

    @property
    def line(self) -> Line | None:
        """The polling, while somebody is signed in."""
        return self._identity.line

    @property
    def region(self) -> str | None:
        """Whose public prices are compared: the chosen region, else the meter's own."""
        return region_of(self.state, self._identity.settings.region)

    @property
    def past(self) -> Past:
        """Questions about years."""
        from kraken_desktop.services.past import Past  # asked when a window is open

        client = self.line.client if self.line is not None else None
        return Past(self._database, self.holder, client, self._identity.settings.billing_day)

    @property
    def public(self) -> Public:
        """Other tariffs of the region, and their price lists."""
        from kraken_desktop.services.insights.compare import Public

        return Public(self.other_tariffs, self._identity.public_client, self.region)

    @property
    def insights(self) -> Insights:
        """Questions about how well energy was bought, and what would have been."""
        from kraken_desktop.services.insights.questions import Insights  # asked when a window is open

        return Insights(self._database, self.holder, public=self.public)

    async def _month_report(self, month: DateSpan) -> MonthReport | None:
        return await self.insights.report(month, self._identity.settings.palette)

    @property
    def store(self) -> Database | None:
        """What stays on this computer."""
        return self._database

    # the run

    def start(self) -> None:
        """Begin to tick, to notice, and to poll if somebody is signed in. Returns at once."""
        self._note_store()
        self.supervisor.start("ticker", self._ticker.run())
        self.supervisor.start("notices", self.notifier.run())
        self.supervisor.start("past means", self._past_means.run())
        self.supervisor.start("kept reports", self.kept_reports.run())
        self.supervisor.start(SESSION, self._identity.begin())

    async def fetch_once(self) -> AppState:
        """One poll of everything without starting anything, for a command; ``stop`` closes afterwards.

        The state says what is wrong; its phase is SIGNED_OUT where there are no credentials.
        """
        self._note_store()
        self.holder.update(now=self._clock.now())
        await self._identity.once()
        await self._past_means.read()
        return self.state

    async def stop(self) -> None:
        """Cancel what runs, close the connection, flush and close the store, keep the token."""
        await self.supervisor.stop()
        await self._identity.hang_up()
        await self.notifier.close()
        if self._database is not None:
            await self._database.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(KEYRING_SECONDS_AT_END):
                await self._session.keep_token()

    def refresh(self) -> None:
        """Poll now; where the keyring did not open, try it again."""
        if self.line is not None:
            self.line.poller.refresh()
        elif self.state.secrets_problem is not None and SESSION not in self.supervisor.names:
            self.supervisor.start(SESSION, self._identity.begin())

    def pause(self, until: datetime | None) -> None:
        """Ask nothing until an instant; None goes on."""
        if self.line is not None:
            self.line.poller.pause(until)

    def wake(self) -> None:
        """The computer woke up, or its clock was set."""
        self._ticker.wake()
        if self.line is not None:
            self.line.poller.wake()

    def lock(self, is_locked: bool) -> None:
        """The screen was locked or unlocked; polling rests meanwhile where the person wants that."""
        self._identity.lock(is_locked)

    def apply_settings(self, settings: Settings) -> None:
        """Every setting counts from now on."""
        self.notifier.settings = settings
        self._identity.apply(settings)

    # who we are

    async def discover(self, api_key: str, account_number: str | None = None) -> Discovery:
        """Try a key (and account) without saving anything."""
        return await self._identity.discover(api_key, account_number)

    async def sign_in(self, choice: SignInChoice) -> Discovery:
        """Try once more, and where it is good keep it and begin to poll."""
        return await self._identity.sign_in(choice)

    async def show_account(self, number: str) -> None:
        """Another account of the same key, at once."""
        await self._identity.show_account(number)

    async def sign_out(self, forget_history: bool) -> None:
        """Remove key and token, and on request everything the store holds and the reports that were kept of it."""
        await self._identity.sign_out(forget_history)
        if forget_history:
            self.kept_reports.forget()

    # questions

    async def state_of_day(self, day: date) -> AppState:
        """The state as it serves a day: from the store where that knows all of it, else fetched and kept."""
        client = self.line.client if self.line is not None else None
        read = from_both(self.state, day, self._archive, client)
        return await state_of_day(self.state, day, read, self._database)

    def _note_store(self) -> None:
        trouble: StorageError | None = self._database.trouble if self._database is not None else None
        if trouble is not None:
            self.holder.update(store_problem=Problem(trouble.kind, self._clock.now()))

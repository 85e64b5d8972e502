"""All services of one run, begun and ended together. No Qt: the app, the command line and tests use the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from kraken_desktop.domain.problem import Problem
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.tokens import RefreshToken
from kraken_desktop.services.clients import ClientFactory
from kraken_desktop.services.connection import Archive, Connection, PriceBook
from kraken_desktop.services.days import from_both, state_of_day
from kraken_desktop.services.discovery import discover
from kraken_desktop.services.line import Line
from kraken_desktop.services.notifier import Notifier
from kraken_desktop.services.other_tariffs import OtherTariffs, PublicClient, region_of
from kraken_desktop.services.ports import Clock, Credentials, NoticeSink, Secrets
from kraken_desktop.services.reminders import Reminders
from kraken_desktop.services.session import Discovery, Remembered, Session, SignInChoice
from kraken_desktop.services.slot_ticker import SlotTicker
from kraken_desktop.services.start import wanted, with_settings
from kraken_desktop.services.state import AppState, Phase, Selection, StateHolder
from kraken_desktop.services.supervisor import Supervisor
from kraken_desktop.services.trial import Trial
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.settings import Settings, with_value

if TYPE_CHECKING:
    from kraken_desktop.services.past import Past

SESSION = "session"
KEYRING_SECONDS_AT_END = 3.0
ChangeSetting = Callable[[str, object], None]


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
        self._clients = clients
        self._database = database
        self._settings = settings
        self._clock = clock
        self._facts = facts or StartFacts()
        self._change_setting = change_setting
        self._archive = Archive(database, holder, clock)
        self._session = Session(secrets, holder, clock, credentials)
        self._ticker = SlotTicker(holder, clock, self.supervisor)
        self.reminders = Reminders(holder, self._archive)
        self.notifier = Notifier(holder, self._archive, settings, sinks, open_page, self.refresh, self.reminders)
        self._line: Line | None = None
        self._tried: Trial | None = None
        self.other_tariffs = OtherTariffs(holder, self._archive, clock, self._public_client)
        self._is_locked = False

    @property
    def state(self) -> AppState:
        return self.holder.state

    @property
    def line(self) -> Line | None:
        """The polling, while somebody is signed in."""
        return self._line

    @property
    def region(self) -> str | None:
        """Whose public prices are compared: the chosen region, else the meter's own."""
        return region_of(self.state, self._settings.region)

    @property
    def past(self) -> Past:
        """Questions about years."""
        from kraken_desktop.services.past import Past  # asked when a window is open

        client = self._line.client if self._line is not None else None
        return Past(self._database, self.holder, client, self._settings.billing_day)

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
        self.supervisor.start(SESSION, self._begin())

    async def fetch_once(self) -> AppState:
        """One poll of everything without starting anything, for a command; ``stop`` closes afterwards.

        The state says what is wrong; its phase is SIGNED_OUT where there are no credentials.
        """
        self._note_store()
        self.holder.update(now=self._clock.now())
        remembered = await self._session.remembered(self._settings.account_number)
        if remembered is None:
            return self.holder.update(phase=Phase.SIGNED_OUT)
        self._line = self._line_of(remembered.credentials, self._client_of(remembered))
        self.holder.update(phase=Phase.SIGNED_IN)
        await self._line.once()
        return self.state

    async def stop(self) -> None:
        """Cancel what runs, close the connection, flush and close the store, keep the token."""
        await self.supervisor.stop()
        if self._line is not None:
            await self._line.stop()
            self._line = None
        await self.notifier.close()
        if self._database is not None:
            await self._database.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(KEYRING_SECONDS_AT_END):
                await self._session.keep_token()

    def refresh(self) -> None:
        """Poll now; where the keyring did not open, try it again."""
        if self._line is not None:
            self._line.poller.refresh()
        elif self.state.secrets_problem is not None and SESSION not in self.supervisor.names:
            self.supervisor.start(SESSION, self._begin())

    def pause(self, until: datetime | None) -> None:
        """Ask nothing until an instant; None goes on."""
        if self._line is not None:
            self._line.poller.pause(until)

    def wake(self) -> None:
        """The computer woke up, or its clock was set."""
        self._ticker.wake()
        if self._line is not None:
            self._line.poller.wake()

    def lock(self, is_locked: bool) -> None:
        """The screen was locked or unlocked; polling rests meanwhile where the person wants that."""
        self._is_locked = is_locked
        self._rest()

    def apply_settings(self, settings: Settings) -> None:
        """Every setting counts from now on."""
        self._settings = settings
        self.notifier.settings = settings
        lists = self._line.price_lists if self._line is not None else self._facts.rates
        self.holder.fold(lambda state: with_settings(state, settings, lists))
        if self._line is not None:
            self._line.apply(settings)
            self._rest()

    def _rest(self) -> None:
        if self._line is not None:
            self._line.poller.rest(self._is_locked and self._settings.pause_when_locked)

    async def state_of_day(self, day: date) -> AppState:
        """The state as it serves a day: from the store where that knows all of it, else fetched and kept."""
        client = self._line.client if self._line is not None else None
        return await state_of_day(self.state, day, from_both(self.state, day, self._archive, client))

    # who we are

    async def discover(self, api_key: str, account_number: str | None = None) -> Discovery:
        """Try a key (and account) without saving anything."""
        trial = self._trial_of(api_key)
        try:
            return await discover(trial.client, api_key, account_number, self._clock)
        finally:
            await trial.client.close()
            self._tried = trial

    async def sign_in(self, choice: SignInChoice) -> Discovery:
        """Try once more, and where it is good keep it and begin to poll."""
        number = choice.selection.account_number or choice.credentials.account_number
        found = await self.discover(choice.credentials.api_key, number)
        if not found.is_good or found.account is None:
            return found
        credentials = Credentials(choice.credentials.api_key.strip(), found.account.number)
        trial = self._trial_of(credentials.api_key)
        await self._hang_up()
        await self._session.keep_key(credentials)
        trial.adopt(self._renewed)
        self._set("account_number", credentials.account_number)
        self._pin(choice.selection, found.selection)
        self._set("region", None)  # from now on the meter's own
        self._connect(credentials, trial.client)
        return found

    async def sign_out(self, forget_history: bool) -> None:
        """Remove key and token, and on request everything the store holds."""
        self._tried = None
        await self._hang_up()
        await self._session.forget()
        for key in ("account_number", "property_id", "import_number", "export_number", "gas_number"):
            self._set(key, None)
        if forget_history:
            await self._archive.keep(lambda store: store.forget_history())
        self._facts = StartFacts()
        self._reset(Phase.SIGNED_OUT, keeps_notices=not forget_history)

    async def _begin(self) -> None:
        """With what an earlier run left, if it left anything."""
        remembered = await self._session.remembered(self._settings.account_number)
        if self._line is not None:
            return  # signed in meanwhile, while the keyring was asked
        if remembered is None:
            self.holder.update(phase=Phase.SIGNED_OUT)
        else:
            self._connect(remembered.credentials, self._client_of(remembered))

    def _connect(self, credentials: Credentials, client: KrakenClient) -> None:
        if self.state.selection.account_number not in (None, credentials.account_number):
            self._reset(Phase.STARTING, keeps_notices=True)
        self._line = self._line_of(credentials, client)
        self.holder.update(phase=Phase.SIGNED_IN)
        self._rest()
        self._line.start()

    def _trial_of(self, api_key: str) -> Trial:
        """The last trial, if it was of this key, else a new one. Whoever takes it has it alone."""
        trial, self._tried = self._tried, None
        if trial is not None and trial.api_key == api_key.strip():
            return trial
        return Trial(self._clients, api_key.strip())

    def _client_of(self, remembered: Remembered) -> KrakenClient:
        return self._clients(remembered.credentials.api_key, remembered.token, self._renewed)

    def _public_client(self) -> PublicClient:
        """For what anybody may ask: the customer's own while there is one, else one without a key."""
        if self._line is not None:
            return PublicClient(self._line.client, is_own=False)
        return PublicClient(self._clients("", None, None), is_own=True)

    def _line_of(self, credentials: Credentials, client: KrakenClient) -> Line:
        book = PriceBook(self._facts.rates, wanted(self._settings).payment_method)
        connection = Connection(client, credentials.account_number, self.holder, self._clock, self._archive, book)
        return Line(connection, self._settings, self.supervisor, self._refused, self._database)

    async def _hang_up(self) -> None:
        if self._line is not None:
            line, self._line = self._line, None
            await line.stop()

    def _refused(self, problem: Problem) -> None:
        """Octopus refuses the key: what was known stays, polling has ended, and the person is asked once."""
        state = self.state
        self.holder.update(
            phase=Phase.KEY_REFUSED,
            account=state.account.failed(problem),
            polling=replace(state.polling, is_refreshing=False),
        )

    def _renewed(self, token: RefreshToken) -> None:
        if self._session.renewed(token):
            self.supervisor.start("token", self._session.keep_token())

    def _reset(self, phase: Phase, keeps_notices: bool) -> None:
        """Nothing of the account is left in the state."""
        state = self.state
        self.holder.fold(
            lambda _: AppState(
                now=self._clock.now(),
                phase=phase,
                home=state.home,
                scheme=state.scheme,
                own=state.own,
                polling=replace(state.polling, slowed_by=None, paused_until=None, is_refreshing=False),
                other_tariffs=state.other_tariffs,
                notices=state.notices if keeps_notices else (),
                reminders=state.reminders if keeps_notices else (),
                secrets_problem=state.secrets_problem,
                store_problem=state.store_problem,
            )
        )

    def _pin(self, chosen: Selection, offered: Selection) -> None:
        """Only what the person chose otherwise: the rest goes on following the account, as after a move."""
        for key in ("property_id", "import_number", "export_number"):
            value = getattr(chosen, key)
            self._set(key, value if value != getattr(offered, key) else None)

    def _set(self, key: str, value: object) -> None:
        self._settings = with_value(self._settings, key, value)
        self._change_setting(key, value)

    def _note_store(self) -> None:
        trouble: StorageError | None = self._database.trouble if self._database is not None else None
        if trouble is not None:
            self.holder.update(store_problem=Problem(trouble.kind, self._clock.now()))

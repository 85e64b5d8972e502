"""Who we are: trying a key, signing in and out, and the line that polls for whoever it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kraken_desktop.domain.problem import Problem
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.kraken.tokens import RefreshToken
from kraken_desktop.services.clients import ClientFactory
from kraken_desktop.services.connection import Archive, Connection, PriceBook
from kraken_desktop.services.discovery import discover
from kraken_desktop.services.line import Line
from kraken_desktop.services.other_tariffs import PublicClient
from kraken_desktop.services.ports import Clock, Credentials
from kraken_desktop.services.session import Discovery, Remembered, Session, SignInChoice
from kraken_desktop.services.start import state_at_start, wanted, with_settings
from kraken_desktop.services.state import AppState, Phase, Selection, StateHolder
from kraken_desktop.services.supervisor import Supervisor
from kraken_desktop.services.trial import Trial
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.settings import Settings, with_value

ChangeSetting = Callable[[str, object], None]
CHOSEN_OF_AN_ACCOUNT = ("property_id", "import_number", "export_number", "gas_number")


class Identity:
    """``line`` is the polling, while somebody is signed in; ``settings`` are those that count now.

    ``change_setting`` keeps what signing in decides. ``database`` is None where nothing can be kept.
    """

    def __init__(
        self,
        clients: ClientFactory,
        session: Session,
        archive: Archive,
        holder: StateHolder,
        clock: Clock,
        supervisor: Supervisor,
        database: Database | None,
        settings: Settings,
        facts: StartFacts,
        change_setting: ChangeSetting,
    ) -> None:
        self.line: Line | None = None
        self.settings = settings
        self._is_locked = False
        self._clients = clients
        self._session = session
        self._archive = archive
        self._holder = holder
        self._clock = clock
        self._supervisor = supervisor
        self._database = database
        self._facts = facts
        self._change_setting = change_setting
        self._tried: Trial | None = None

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
        await self.hang_up()
        await self._session.keep_key(credentials)
        trial.adopt(self._renewed)
        self._set("account_number", credentials.account_number)
        self._pin(choice.selection, found.selection)
        self._set("region", None)  # from now on the meter's own
        self._connect(credentials.account_number, trial.client)
        return found

    async def sign_out(self, forget_history: bool) -> None:
        """Remove key and token, and on request everything the store holds."""
        self._tried = None
        await self.hang_up()
        await self._session.forget()
        for key in ("account_number", *CHOSEN_OF_AN_ACCOUNT):
            self._set(key, None)
        self._set("choices_of_accounts", {})
        if forget_history:
            await self._archive.keep(lambda store: store.forget_history())
        self._facts = StartFacts()
        self._reset(Phase.SIGNED_OUT, keeps_notices=not forget_history)

    async def begin(self) -> None:
        """Poll with what an earlier run left, if it left anything."""
        remembered = await self._session.remembered(self.settings.account_number)
        if self.line is not None:
            return  # signed in meanwhile, while the keyring was asked
        if remembered is None:
            self._holder.update(phase=Phase.SIGNED_OUT)
        else:
            self._connect(remembered.credentials.account_number, self._client_of(remembered))

    async def once(self) -> None:
        """One poll of everything with what an earlier run left; the phase is SIGNED_OUT where it left nothing."""
        remembered = await self._session.remembered(self.settings.account_number)
        if remembered is None:
            self._holder.update(phase=Phase.SIGNED_OUT)
            return
        self.line = self._line_of(remembered.credentials.account_number, self._client_of(remembered))
        self._holder.update(phase=Phase.SIGNED_IN)
        await self.line.once()

    async def show_account(self, number: str) -> None:
        """Another account of the same key, from what the store knows of it, and polled from now on.

        What was chosen of either is kept apart. Nothing happens while nobody is signed in.
        """
        state = self._holder.state
        if self.line is None or number == state.selection.account_number:
            return
        line, self.line = self.line, None
        client = await line.release()
        self._turn_choices(state.selection.account_number, number)
        now, paid_by = self._clock.now(), wanted(self.settings).payment_method
        self._facts = await self._archive.look(lambda store: store.facts(now, paid_by)) or self._facts
        painted = state_at_start(self._facts, now, self.settings, state.home, number)
        others = painted.other_accounts
        if others.value and others.fetched_at is not None:
            known, read_at = others.value, others.fetched_at
            await self._archive.keep(lambda store: store.save_other_accounts(known, read_at))
        self._reset(Phase.STARTING, keeps_notices=True, painted=painted)
        self._connect(number, client)

    def _turn_choices(self, before: str | None, number: str) -> None:
        """Homes and meters chosen of the one account are put by, and those of the other taken up."""
        kept = dict(self.settings.choices_of_accounts)
        taken = {key: kept.pop(f"{number} {key}", None) for key in CHOSEN_OF_AN_ACCOUNT}
        kept |= {f"{before} {key}": value for key in CHOSEN_OF_AN_ACCOUNT if (value := getattr(self.settings, key))}
        for key, value in {"choices_of_accounts": kept, "account_number": number, **taken}.items():
            self._set(key, value)

    async def hang_up(self) -> None:
        """End the polling; the state stays."""
        if self.line is not None:
            line, self.line = self.line, None
            await line.stop()

    def apply(self, settings: Settings) -> None:
        """These settings count from now on."""
        self.settings = settings
        lists = self.line.price_lists if self.line is not None else self._facts.rates
        self._holder.fold(lambda state: with_settings(state, settings, lists))
        if self.line is not None:
            self.line.apply(settings)
            self._rest()

    def lock(self, is_locked: bool) -> None:
        """Polling rests while the screen is locked, where the person wants that."""
        self._is_locked = is_locked
        self._rest()

    def public_client(self) -> PublicClient:
        """For what anybody may ask: the customer's own while there is one, else one without a key."""
        if self.line is not None:
            return PublicClient(self.line.client, is_own=False)
        return PublicClient(self._clients("", None, None), is_own=True)

    def _rest(self) -> None:
        if self.line is not None:
            self.line.rest(self._is_locked and self.settings.pause_when_locked)

    def _connect(self, number: str, client: KrakenClient) -> None:
        if self._holder.state.selection.account_number not in (None, number):
            self._reset(Phase.STARTING, keeps_notices=True)
        self.line = self._line_of(number, client)
        self._holder.update(phase=Phase.SIGNED_IN)
        self._rest()
        self.line.start()

    def _trial_of(self, api_key: str) -> Trial:
        """The last trial, if it was of this key, else a new one. Whoever takes it has it alone."""
        trial, self._tried = self._tried, None
        if trial is not None and trial.api_key == api_key.strip():
            return trial
        return Trial(self._clients, api_key.strip())

    def _client_of(self, remembered: Remembered) -> KrakenClient:
        return self._clients(remembered.credentials.api_key, remembered.token, self._renewed)

    def _line_of(self, number: str, client: KrakenClient) -> Line:
        book = PriceBook(self._facts.rates, wanted(self.settings).payment_method)
        connection = Connection(client, number, self._holder, self._clock, self._archive, book)
        return Line(connection, self.settings, self._supervisor, self._refused, self._database)

    def _refused(self, problem: Problem) -> None:
        """Octopus refuses the key: what was known stays, polling has ended, and the person is asked once."""
        state = self._holder.state
        self._holder.update(
            phase=Phase.KEY_REFUSED,
            account=state.account.failed(problem),
            polling=replace(state.polling, is_refreshing=False),
        )

    def _renewed(self, token: RefreshToken) -> None:
        if self._session.renewed(token):
            self._supervisor.start("token", self._session.keep_token())

    def _reset(self, phase: Phase, keeps_notices: bool, painted: AppState | None = None) -> None:
        """Nothing of the account is left in the state; ``painted`` is what is known of another one."""
        state = self._holder.state
        self._holder.fold(
            lambda _: replace(
                painted or AppState(now=self._clock.now()),
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
        self.settings = with_value(self.settings, key, value)
        self._change_setting(key, value)

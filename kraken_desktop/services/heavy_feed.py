"""The heavy poll: account, agreements, where the Mini hangs, and the price lists that the agreements need."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.account import Account, MeterPoint
from kraken_desktop.domain.moments import Span, london_date, today_span
from kraken_desktop.domain.problem import Problem, ProblemKind
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.tariffs import Register, parse_tariff_code, register_groups, tells_prices
from kraken_desktop.kraken.errors import KrakenError, Limited, Refused, SignedOut, TimedOut, Unreachable, problem_of
from kraken_desktop.services.cadence import install_offset, next_heavy
from kraken_desktop.services.choice import chosen, minis_may_hang_on
from kraken_desktop.services.connection import Connection
from kraken_desktop.services.feeds import FeedName, HomeFound, with_allowance, with_home
from kraken_desktop.services.learning import ASKED, carried_over, learnt, teachable
from kraken_desktop.services.light_feed import LightFeed
from kraken_desktop.services.pricing import horizon, needed_codes, told_prices
from kraken_desktop.services.state import AppState, Selection

_log = logging.getLogger(__name__)

DAY = timedelta(days=1)
A_DIFFERENCE = Decimal("0.01")
"""Pence a kWh; less is rounding."""
GIVE_UP = (SignedOut, Limited, Unreachable, TimedOut)
"""After one of these no further question of the same poll makes sense."""


class HeavyFeed:
    """Everything that seldom changes. ``wanted`` is what the person chose, where they did."""

    name = FeedName.HEAVY

    def __init__(
        self,
        connection: Connection,
        light: LightFeed,
        wanted: Selection,
        offset: timedelta | None,
        found_mini: Callable[[], None],
    ) -> None:
        """``found_mini`` is told when readings begin to come from another meter, or come at all."""
        self._connection = connection
        self._found_mini = found_mini
        self._light = light
        self.wanted = wanted
        self._asked_labels_at: datetime | None = None
        self._contradicted: dict[tuple[str, Register], Decimal] = {}
        self._offset = install_offset(connection.account_number) if offset is None else offset

    async def poll(self) -> None:
        """Raises KrakenError where the account cannot be read; a price list that fails costs its prices alone."""
        connection, started = self._connection, self._connection.clock.now()
        read = await connection.client.account(connection.account_number)
        account = carried_over(read, connection.state.account.value, started)
        await connection.archive.keep(lambda store: store.save_account(account, started))
        selection = self._chosen(account)
        selection, has_mini = await self._with_mini(account, selection)
        problem = await self._read_lists(account, selection)
        found = HomeFound(account, selection, has_mini, connection.book.lists, problem)
        await self._watch_allowance()
        now, before = connection.clock.now(), connection.state
        connection.publish(lambda state: with_home(state, found, now))
        self._light.look_around()
        await self._learn_hours(found)
        if has_mini and (before.has_mini, before.selection.device_id) != (True, selection.device_id):
            self._found_mini()

    async def _learn_hours(self, found: HomeFound) -> None:
        """Once a day until the labels settle the night, then once a week."""
        connection, now, number = self._connection, self._connection.clock.now(), found.selection.import_number
        target = teachable(found.account, number, now)
        if target is None:
            return
        every = ASKED if target[2].learnt else DAY
        if self._asked_labels_at is not None and now - self._asked_labels_at < every:
            return
        self._asked_labels_at = now
        try:
            account = await learnt(connection.client, found.account, number, now)
        except GIVE_UP:
            raise
        except KrakenError as error:
            _log.debug("the meter's labels cannot be read: %s", error)
            return
        if account != found.account:
            await connection.archive.keep(lambda store: store.save_account(account, now))
            connection.publish(lambda state: with_home(state, replace(found, account=account), now))

    def due_after(self, state: AppState, started: datetime, now: datetime) -> datetime:
        return next_heavy(now, self._offset)

    def closed_until(self, state: AppState) -> datetime | None:
        """Spends nothing of the telemetry allowance."""
        return None

    def _chosen(self, account: Account) -> Selection:
        """The device found earlier stays, until it proves silent."""
        connection = self._connection
        before = connection.state.selection
        held = before.device_id if before.account_number in (None, account.number) else None
        wanted = Selection(
            account.number,
            self.wanted.property_id,
            self.wanted.import_number,
            self.wanted.export_number,
            held,
            self.wanted.payment_method,
            self.wanted.gas_number,
        )
        return chosen(account, wanted, connection.clock.now())

    async def _with_mini(self, account: Account, selection: Selection) -> tuple[Selection, bool | None]:
        """The first meter on whose network a Mini is. One that gives readings is not doubted; a silent one is last.

        None where the service does not say: then telemetry itself decides.
        """
        state, now = self._connection.state, self._connection.clock.now()
        problem = state.live.problem
        is_silent = problem is not None and problem.kind is ProblemKind.MINI_SILENT
        is_same = selection.device_id is not None and selection.device_id == state.selection.device_id
        if state.has_mini and is_same and not is_silent:
            return selection, True
        devices = minis_may_hang_on(account, selection, now)
        if is_silent:
            devices = tuple(sorted(devices, key=lambda device: device == state.selection.device_id))
        untold: list[str] = []
        for device_id in devices:
            has_mini = await self._ask_for_mini(device_id)
            if has_mini:
                return replace(selection, device_id=device_id), True
            if has_mini is None:
                untold.append(device_id)
        if untold:
            return replace(selection, device_id=untold[0]), None
        return selection, False

    async def _ask_for_mini(self, device_id: str) -> bool | None:
        connection = self._connection
        try:
            has_mini = await connection.client.has_mini(device_id)
        except GIVE_UP:
            raise
        except KrakenError as error:
            _log.debug("nobody says whether there is a Mini: %s", error)
            return None
        now = connection.clock.now()
        await connection.archive.keep(lambda store: store.save_has_mini(device_id, has_mini, now))
        return has_mini

    async def _read_lists(self, account: Account, selection: Selection) -> Problem | None:
        """Every price list that is missing or was not read today; what went wrong with the last that failed."""
        now, problem = self._connection.clock.now(), None
        for number in (selection.import_number, selection.export_number, selection.gas_number):
            point = account.meter_point(number)
            for code in needed_codes(point, now):
                told = told_prices(point, code, now)
                problem = await self._read_tariff(code, _wants_standing(point, code, now), told, now) or problem
        return problem

    async def _read_tariff(
        self, code: str, wants_standing: bool, told: Mapping[Register, Decimal], now: datetime
    ) -> Problem | None:
        """Its likely lists; where those exist and tell nothing, the others that tariffs can have."""
        parsed, problem = parse_tariff_code(code), None
        if parsed is None:
            return None
        if wants_standing:
            problem = await self._read_list(code, Register.STANDING, now)
        lists = self._connection.book.lists.get
        likely, *others = register_groups(parsed)
        is_missing = not any(tells_prices(lists(code, {}), group) for group in (likely, *others))
        for register in likely:
            is_edited = self._is_edited(code, register, told.get(register), now)
            problem = await self._read_list(code, register, now, is_missing or is_edited) or problem
        for group in others:
            if problem is not None or tells_prices(lists(code, {}), likely):
                break
            for register in group:
                problem = await self._read_list(code, register, now) or problem
        return problem

    def _is_edited(self, code: str, register: Register, told: Decimal | None, now: datetime) -> bool:
        """The agreement tells another price than the list as it was read: once for each such price it is read anew."""
        known = self._connection.book.lists.get(code, {}).get(register, RateSchedule()).at(now)
        if told is None or known is None or abs(known.pence_inc_vat - told) < A_DIFFERENCE:
            return False
        is_new = self._contradicted.get((code, register)) != told
        self._contradicted[code, register] = told
        return is_new

    async def _read_list(
        self, code: str, register: Register, now: datetime, is_missing: bool = False
    ) -> Problem | None:
        """Once a day; at every poll where today is not known of it, or ``is_missing``: no list tells any price, or not
        the one that holds.
        """
        connection, day, within = self._connection, london_date(now), horizon(now)
        known = connection.book.lists.get(code, {}).get(register, RateSchedule())
        is_enough = not is_missing and (known.covers(today_span(now)) or not known.rates)
        if connection.book.is_fresh(code, register, day) and is_enough:
            return None
        behind = Span(within.start, today_span(now).start)
        span = Span(behind.end, within.end) if known.covers(behind) else within
        try:
            rows = await connection.client.rates(code, register, span)
        except GIVE_UP:
            raise
        except Refused:
            connection.book.refused(code, register, day)
            return None
        except KrakenError as error:
            _log.debug("the list %s cannot be read: %s", register, error)
            return problem_of(error, now)
        connection.book.add(code, register, rows, day)
        await connection.archive.keep(lambda store: store.add_rates(code, register, rows, is_newest=True))
        return None

    async def _watch_allowance(self) -> None:
        """Whether other apps have used up the hour's telemetry; a service that does not tell is no trouble."""
        connection = self._connection
        try:
            is_blocked = await connection.client.is_telemetry_blocked()
        except GIVE_UP:
            raise
        except KrakenError as error:
            _log.debug("the allowance is not told: %s", error)
            is_blocked = None
        if is_blocked:
            self._light.met_limit(Problem(ProblemKind.LIMITED, connection.clock.now()))
        connection.publish(lambda state: with_allowance(state, 0 if is_blocked else None))


def _wants_standing(point: MeterPoint | None, code: str, now: datetime) -> bool:
    """The list of standing charges is asked for where the agreement in force does not tell its own."""
    agreement = point.agreement_at(now) if point is not None else None
    if agreement is None or agreement.tariff_code != code:
        return False
    return agreement.tariff is None or agreement.tariff.standing_pence_inc_vat is None

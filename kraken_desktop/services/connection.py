"""What every feed needs: the client to ask, the state to fold into, the store that keeps the answers."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kraken_desktop.domain.moments import Span, day_span
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.rates import FOREVER, PaymentMethod, Rate, RateSchedule, for_payment
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.kraken.client import KrakenClient
from kraken_desktop.services.feeds import Fold
from kraken_desktop.services.ports import Clock
from kraken_desktop.services.pricing import PriceLists, horizon
from kraken_desktop.services.state import AppState, StateHolder
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.errors import StorageError

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Archive:
    """The store, or none. What it cannot keep is told in the state and costs nothing else."""

    def __init__(self, database: Database | None, holder: StateHolder, clock: Clock) -> None:
        self._database = database
        self._holder = holder
        self._clock = clock
        self._trouble: Problem | None = None

    async def keep(self, write: Callable[[Database], Awaitable[object]]) -> None:
        if self._database is None:
            return
        before = self._trouble
        try:
            await write(self._database)
        except StorageError as error:
            if before is None or before.kind is not error.kind:
                _log.warning("nothing is kept: %s", error.kind)
                self._trouble = Problem(error.kind, self._clock.now())
                self._holder.update(store_problem=self._trouble)
        else:
            # What was wrong at opening stays: the run goes on beside the file.
            if before is not None:
                _log.info("the store keeps again, after %s", self._clock.now() - before.since)
                self._trouble = None
                self._holder.update(store_problem=None)

    async def look(self, read: Callable[[Database], Awaitable[T | None]]) -> T | None:
        """None too where there is no store or it cannot be read."""
        if self._database is None:
            return None
        try:
            return await read(self._database)
        except StorageError as error:
            _log.warning("nothing is read: %s", error.kind)
            return None


class PriceBook:
    """The public price lists read so far, as they serve the customer's way of paying."""

    def __init__(self, lists: PriceLists, payment: PaymentMethod | None) -> None:
        self._lists = {code: dict(registers) for code, registers in lists.items()}
        self._read_on: dict[tuple[str, Register], date] = {}
        self.payment = payment

    @property
    def lists(self) -> PriceLists:
        return self._lists

    def is_fresh(self, code: str, register: Register, day: date) -> bool:
        """Read on that day already."""
        return self._read_on.get((code, register)) == day

    def add(self, code: str, register: Register, rows: Iterable[Rate], day: date) -> None:
        """``day`` is today. What lies behind the horizon is left to the store."""
        newer = RateSchedule.of(for_payment(rows, self.payment))
        known = self._lists.setdefault(code, {}).get(register, RateSchedule())
        kept = Span(horizon(day_span(day).start).start, FOREVER)
        self._lists[code][register] = RateSchedule(known.read_anew(newer).between(kept))
        self._read_on[code, register] = day

    def refused(self, code: str, register: Register, day: date) -> None:
        """The tariff has no such list; what was known of it earlier stays."""
        self._lists.setdefault(code, {})
        self._read_on[code, register] = day

    def forget(self) -> None:
        """Everything is read anew, as another way of paying needs."""
        self._lists.clear()
        self._read_on.clear()


class Connection:
    """One customer's line to Octopus."""

    def __init__(
        self,
        client: KrakenClient,
        account_number: str,
        holder: StateHolder,
        clock: Clock,
        archive: Archive,
        book: PriceBook,
    ) -> None:
        self.client = client
        self.account_number = account_number
        self.holder = holder
        self.clock = clock
        self.archive = archive
        self.book = book

    @property
    def state(self) -> AppState:
        return self.holder.state

    def publish(self, *folds: Fold) -> AppState:
        """Fold into the state, at the time it is now."""

        def fold(state: AppState) -> AppState:
            state = replace(state, now=self.clock.now())
            for change in folds:
                state = change(state)
            return state

        return self.holder.fold(fold)

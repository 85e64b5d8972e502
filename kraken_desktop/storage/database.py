"""The database: frozen domain values go in and come out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.money import Standing
from kraken_desktop.domain.offers import Shelf
from kraken_desktop.domain.power import HalfHour, Sample
from kraken_desktop.domain.rates import PaymentMethod, Rate, RateSchedule
from kraken_desktop.domain.reminder import Reminder
from kraken_desktop.domain.sent_notice import SentNotice
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.usage import Reading
from kraken_desktop.storage import (
    connection,
    dispatches_table,
    facts,
    notices_table,
    rates_table,
    readings_table,
    samples_table,
)
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.samples_table import SampleColumns
from kraken_desktop.storage.start_facts import NOTICES_SHOWN, STANDINGS, start_facts
from kraken_desktop.storage.store_file import StoreFile

if TYPE_CHECKING:
    from kraken_desktop.storage.history_store import HistoryStore

T = TypeVar("T")

PRUNE_EVERY = 1000
"""Additions between two prunings; the first comes with the first addition."""


class Database(StoreFile):
    """Every ``async`` method raises StorageError when the file refuses; what was committed before is kept.

    A write is one transaction: once it returns, killing the app loses nothing of it.
    """

    def __init__(self, path: Path | None) -> None:
        super().__init__(path)
        self._additions = self._views = 0
        self.samples_whole = samples_table.WHOLE

    @classmethod
    def open(cls, path: Path) -> Database:
        """Returns at once; the worker opens, checks and migrates meanwhile. Ask ``trouble`` what was wrong."""
        return cls(path)

    @classmethod
    def in_memory(cls) -> Database:
        """Forgotten with the run."""
        return cls(None)

    def at_start(self, now: datetime, payment_method: PaymentMethod | None = None) -> StartFacts:
        """What the first picture is painted from, in a few milliseconds. Raises StorageError."""
        return self._submit(lambda store: start_facts(store, now, payment_method)).result()

    async def facts(self, now: datetime, payment_method: PaymentMethod | None = None) -> StartFacts:
        """The same for a run under way, which shows another account."""
        return await self._read(lambda store: start_facts(store, now, payment_method))

    # the account

    async def save_account(self, account: Account, at: datetime) -> None:
        await self._write(lambda store: facts.save(store, "account", account, at))

    async def save_other_accounts(self, accounts: tuple[Account, ...], at: datetime) -> None:
        await self._write(lambda store: facts.save(store, "other-accounts", accounts, at))

    async def save_has_mini(self, device_id: str, has_mini: bool, at: datetime) -> None:
        await self._write(lambda store: facts.save(store, f"has-mini:{device_id}", has_mini, at))

    async def save_standing(self, account_number: str, standing: Standing, at: datetime) -> None:
        """Balance and billing period, the newest counts."""
        await self._write(lambda store: facts.save(store, f"{STANDINGS}{account_number}", standing, at))

    # prices

    async def save_shelf(self, shelf: Shelf, at: datetime) -> None:
        """Other tariffs of a region, the newest counts."""
        await self._write(lambda store: facts.save(store, f"shelf:{shelf.region}", shelf, at))

    async def shelf(self, region: str) -> tuple[Shelf, datetime] | None:
        """With the time at which it was saved."""
        return await self._read(lambda store: facts.load(store, f"shelf:{region}", Shelf))

    async def add_rates(
        self, tariff_code: str, register: Register, rows: Iterable[Rate], *, is_newest: bool = False
    ) -> None:
        """Merged with what is there, each payment method by itself; unchanged rows write nothing. ``is_newest``: the
        list as it is now, so that what was closed meanwhile is closed.
        """
        rows = tuple(rows)
        await self._write(lambda store: rates_table.add(store, tariff_code, register, rows, is_newest=is_newest))

    async def rates(
        self, tariff_code: str, payment_method: PaymentMethod | None = None, span: Span | None = None
    ) -> dict[Register, RateSchedule]:
        """Every price list known of a tariff, as the customer's way of paying has it (direct debit if None).

        ``span`` leaves out what does not touch it.
        """
        return await self._read(lambda store: rates_table.schedules(store, tariff_code, payment_method, span))

    # energy

    async def add_samples(self, device_id: str, samples: Iterable[Sample]) -> None:
        """Whole while they are young, then a row a minute, then a row a half hour."""
        samples = tuple(samples)
        prunes, self._additions = self._additions % PRUNE_EVERY == 0, self._additions + 1

        def add(store: sqlite3.Connection) -> None:
            samples_table.add(store, device_id, samples)
            if prunes:
                samples_table.thin(store, self.samples_whole)

        await self._write(add)
        if prunes:
            await self._read(connection.give_room_back)

    async def samples(self, device_id: str, span: Span, most_points: int | None = None) -> SampleColumns:
        """With ``most_points`` about that many at most, peaks kept."""
        return await self._read(lambda store: samples_table.columns(store, device_id, span, most_points))

    async def add_half_hours(self, device_id: str, rows: Iterable[HalfHour]) -> None:
        rows = tuple(rows)
        await self._write(lambda store: readings_table.add_half_hours(store, device_id, rows))

    async def half_hours(self, device_id: str, span: Span) -> tuple[HalfHour, ...]:
        return await self._read(lambda store: readings_table.half_hours(store, device_id, span))

    async def add_readings(self, number: str, readings: Iterable[Reading], serial: str | None = None) -> None:
        """``number`` is the meter point's, ``serial`` its meter's."""
        readings = tuple(readings)
        await self._write(lambda store: readings_table.add_readings(store, number, readings, serial))

    async def readings(self, number: str, span: Span) -> tuple[Reading, ...]:
        return await self._read(lambda store: readings_table.readings(store, number, span))

    @property
    def history(self) -> HistoryStore:
        """Years of half hours and what they cost."""
        from kraken_desktop.storage.history_store import HistoryStore  # a hidden start needs none of it

        return HistoryStore(self._work)

    # dispatches and notices

    async def add_dispatch_view(self, account_number: str, book: DispatchBook, at: datetime) -> None:
        """Only what says something new is a new row. Plans are kept for thirteen months, charges for good."""
        prunes, self._views = self._views % PRUNE_EVERY == 0, self._views + 1

        def add(store: sqlite3.Connection) -> None:
            dispatches_table.add_view(store, account_number, book, at)
            if prunes:
                dispatches_table.prune(store)

        await self._write(add)

    async def plan_views(self, account_number: str | None, span: Span) -> tuple[PlanView, ...]:
        """What was known of the account's plans when, in order of time."""
        return await self._read(lambda store: dispatches_table.plan_views(store, account_number, span))

    async def charges(self, account_number: str | None, span: Span) -> DispatchBook:
        """What was seen started and what completed within the span: a book of nothing else."""
        return await self._read(lambda store: dispatches_table.charges(store, account_number, span))

    async def add_notice(self, notice: SentNotice) -> None:
        await self._write(lambda store: notices_table.add(store, notice))

    async def notices(self, limit: int = NOTICES_SHOWN) -> tuple[SentNotice, ...]:
        """Newest first."""
        return await self._read(lambda store: notices_table.newest(store, limit))

    async def save_reminder(self, reminder: Reminder, at: datetime) -> None:
        await self._write(lambda store: facts.save(store, reminder.key, reminder, at))

    async def drop_reminder(self, key: str) -> None:
        await self._write(lambda store: facts.forget(store, key))

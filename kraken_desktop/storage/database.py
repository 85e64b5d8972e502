"""The database: one worker thread owns the connection; frozen domain values go in and come out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kraken_desktop.domain.account import Account
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.moments import Span
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
    soundness,
)
from kraken_desktop.storage.errors import Corrupt, ReadOnly, StorageError
from kraken_desktop.storage.facts import StartFacts
from kraken_desktop.storage.location import forget, leave, located, moved, note_of, refuse_absent, settle
from kraken_desktop.storage.samples_table import SampleColumns
from kraken_desktop.storage.start_facts import NOTICES_SHOWN, start_facts

if TYPE_CHECKING:
    from kraken_desktop.storage.history_store import HistoryStore

T = TypeVar("T")

PRUNE_EVERY = 1000
"""Additions between two prunings; the first comes with the first addition."""


class Database:
    """Every ``async`` method raises StorageError when the file refuses; what was committed before is kept.

    A write is one transaction: once it returns, killing the app loses nothing of it.
    """

    def __init__(self, path: Path | None) -> None:
        self._own = path
        self._path = located(path) if path is not None else None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._additions = self._views = 0
        self.samples_whole = samples_table.WHOLE
        self._opened: Future[tuple[sqlite3.Connection, StorageError | None]] = self._worker.submit(self._open)

    @classmethod
    def open(cls, path: Path) -> Database:
        """Returns at once; the worker opens, checks and migrates meanwhile. Ask ``trouble`` what was wrong."""
        return cls(path)

    @classmethod
    def in_memory(cls) -> Database:
        """Forgotten with the run."""
        return cls(None)

    @property
    def trouble(self) -> StorageError | None:
        """What was wrong at opening; the database works all the same. Waits for the opening.

        Corrupt: the file was put aside and a new one begun. TooNew, ReadOnly, Full: this run is kept in memory.
        """
        return self._opened.result()[1]

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

    # the file

    async def forget_history(self) -> None:
        """Everything the database holds, and every copy that was ever put beside it."""
        await self._read(lambda store: forget(store, self._parts))

    async def back_up(self, path: Path) -> None:
        """A whole copy in another place. Raises StorageError, also for a file that is there already."""
        await self._read(lambda store: connection.copy_to(store, path))

    @property
    def place(self) -> Path | None:
        """The folder that holds it; None in memory."""
        return self._path.parent if self._path is not None else None

    async def move(self, folder: Path) -> None:
        """The whole store into another folder for good. Raises StorageError, and then it stays where it is.

        Nothing is written meanwhile, and nothing is lost wherever it is interrupted.
        """
        await self._read(lambda store: self._move(store, folder))

    async def is_sound(self) -> bool:
        """Every page and index is looked at, which takes its time; a damaged store is put aside at the next start."""

        def look(store: sqlite3.Connection) -> bool:
            is_sound: bool = store.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            if not is_sound:
                self._suspect()
            return is_sound

        return await self._read(look)

    async def size(self) -> int:
        """Bytes on the disk; 0 in memory."""
        return await self._read(lambda _: sum(part.stat().st_size for part in self._parts))

    async def close(self) -> None:
        """Ends the worker thread; nothing can be asked afterwards."""
        await self._read(lambda store: store.close())
        self._worker.shutdown()

    def close_now(self) -> None:
        """The same where no loop runs."""
        self._submit(lambda store: store.close()).result()
        self._worker.shutdown()

    # the worker

    def _open(self) -> tuple[sqlite3.Connection, StorageError | None]:
        if self._path is None or self._own is None:
            return connection.in_memory(), None
        try:
            settle(self._own)
            refuse_absent(self._own)
        except StorageError as absent:
            return connection.in_memory(), absent
        opened = connection.open_file(self._path)
        if opened[1] is None:
            leave(self._own)  # killed before the end of a move: everything is at the new place
        return opened

    def _move(self, store: sqlite3.Connection, folder: Path) -> None:
        if self._path is None or self._own is None or self.trouble is not None:
            raise ReadOnly("this run keeps everything in memory")
        target = folder.absolute() / self._path.name
        if target == self._path:
            return
        copied = moved(store, self._own, target)
        self._path = target
        self._opened = Future()
        self._opened.set_result((copied, None))
        store.close()
        leave(self._own)

    def _submit(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        def on_worker() -> T:
            try:
                with connection.in_our_words():
                    return work(self._opened.result()[0])
            except Corrupt:
                self._suspect()
                raise

        return self._worker.submit(on_worker)

    def _suspect(self) -> None:
        if self._path is not None:
            soundness.suspect(self._path)

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        # Shielded: a poll that is cancelled does not undo what it already gave to the store.
        import asyncio  # 30 ms, which the tray icon need not wait for

        return await asyncio.shield(asyncio.wrap_future(self._submit(work)))

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def in_transaction(store: sqlite3.Connection) -> T:
            store.execute("BEGIN IMMEDIATE")
            try:
                found = work(store)
                store.execute("COMMIT")
                return found
            finally:
                if store.in_transaction:
                    store.execute("ROLLBACK")

        return await self._read(in_transaction)

    async def _work(self, work: Callable[[sqlite3.Connection], T], *, writes: bool = False) -> T:
        return await (self._write(work) if writes else self._read(work))

    @property
    def _parts(self) -> tuple[Path, ...]:
        """The file, and every copy that was ever put beside it, here and where it came from."""
        folders = dict.fromkeys(path for path in (self._path, self._own) if path is not None)
        note = None if self._own is None else note_of(self._own)
        return tuple(part for path in folders for part in connection.parts(path) if part != note)

"""History as the services see it: readings of years, what they cost, and how far they reach."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from kraken_desktop.domain.costs import DayTotal, SlotCost
from kraken_desktop.domain.efficiency import DayBought
from kraken_desktop.domain.greenness import CarbonIntensity
from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.domain.rates import PaymentMethod, RateSchedule
from kraken_desktop.domain.settled import SettledDay, SettledSlot
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.domain.usage import Reading
from kraken_desktop.storage import (
    bought_days,
    carbon_table,
    costs_table,
    facts,
    rates_table,
    readings_table,
    settled_table,
)
from kraken_desktop.storage.columns import at_seconds, seconds, source_id
from kraken_desktop.storage.costs_table import BandSum, Costing, SpanSum

T = TypeVar("T")
R = TypeVar("R")
_POINT = "(SELECT id FROM sources WHERE name = ?)"


class Worker(Protocol):
    """Work on the thread that owns the connection; in a transaction where ``writes``."""

    async def __call__(self, work: Callable[[sqlite3.Connection], T], *, writes: bool = False) -> T: ...


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back a meter's readings were fetched; ``is_done`` where there are none before."""

    reached: datetime
    is_done: bool


@dataclass(frozen=True, slots=True)
class SpanTotals:
    """A span by days or months: completeness, and energy and pence by band."""

    sums: tuple[SpanSum, ...]
    bands: tuple[BandSum, ...]


class HistoryStore:
    """Every method raises StorageError. Each write is one transaction: killed at any point, nothing is half done."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    # fetching

    async def reach(self, number: str, serial: str) -> Reach | None:
        def read(store: sqlite3.Connection) -> Reach | None:
            row = store.execute(
                f"SELECT reached, is_done FROM backfills WHERE point = {_POINT} AND meter = {_POINT}", (number, serial)
            ).fetchone()
            return None if row is None else Reach(at_seconds(row[0]), bool(row[1]))

        return await self._worker(read)

    async def add_page(self, number: str, serial: str, readings: Sequence[Reading], span: Span, is_done: bool) -> None:
        """A page of older readings and how far it reaches; every day that it touches is costed, and so are those behind
        its last reading: a standing charge is owed for them too.
        """

        def write(store: sqlite3.Connection) -> None:
            readings_table.add_readings(store, number, readings, serial)
            store.execute(
                "REPLACE INTO backfills VALUES (?, ?, ?, ?)",
                (source_id(store, number), source_id(store, serial), seconds(span.start), is_done),
            )
            if readings:
                last = london_date(readings[-1].start)
                costs_table.mark(store, number, london_date(readings[0].start), last)
                over = london_date(span.end) - timedelta(days=1)
                costs_table.mark(store, number, last + timedelta(days=1), over, only_new=True)

        await self._worker(write, writes=True)

    async def add_increment(
        self, number: str, serial: str, readings: Sequence[Reading], first: date, last: date
    ) -> None:
        """New readings of the days from first to last; days never costed are, what they lack being told then."""

        def write(store: sqlite3.Connection) -> None:
            source_id(store, number)
            readings_table.add_readings(store, number, readings, serial)
            costs_table.mark(store, number, first, last, only_new=True)

        await self._worker(write, writes=True)

    async def first_incomplete(self, number: str, first: date, last: date) -> date | None:
        return await self._worker(lambda store: costs_table.first_incomplete(store, number, first, last))

    async def meters(self, number: str, span: Span) -> tuple[tuple[str, datetime], ...]:
        """Where the point had several meters: those that gave readings of the span, each with its first; in order."""

        def read(store: sqlite3.Connection) -> tuple[tuple[str, datetime], ...]:
            count = f"SELECT count(*) FROM backfills WHERE point = {_POINT}"
            if store.execute(count, (number,)).fetchone()[0] < 2:
                return ()  # years of readings need not be looked through
            rows = store.execute(
                "SELECT name, min(start) FROM readings JOIN sources ON id = meter"
                f" WHERE point = {_POINT} AND start >= ? AND start < ? GROUP BY meter ORDER BY 2",
                (number, seconds(span.start), seconds(span.end)),
            )
            return tuple((name, at_seconds(start)) for name, start in rows)

        return await self._worker(read)

    async def lists_kept(self, tariff_code: str) -> frozenset[Register]:
        """The price lists of a tariff of which any row is known."""
        return await self._worker(lambda store: rates_table.registers(store, tariff_code))

    # costing

    async def uncosted(self, number: str, before: date, limit: int) -> tuple[date, ...]:
        """Days that wait to be costed, newest first."""
        return await self._worker(lambda store: costs_table.uncosted(store, number, before, limit))

    async def unpriced(self, number: str, before: date) -> tuple[date, ...]:
        """Days that were costed and lack a price or a standing charge, newest first."""
        return await self._worker(lambda store: costs_table.unpriced(store, number, before))

    async def new_days(self, number: str, first: date, last: date) -> tuple[date, ...]:
        """Those from first to last that never were costed, in order."""
        return await self._worker(lambda store: costs_table.new_days(store, number, first, last))

    async def owe(self, number: str, first: date, last: date, costing: Costing) -> None:
        """Count those days that never were costed, have no reading, and owe a known standing charge."""
        await self._worker(lambda store: costs_table.owe(store, number, first, last, costing), writes=True)

    async def recost(self, number: str, first: date, last: date, *, is_unpriced: bool = False) -> None:
        """Have days that were costed before costed again; ``is_unpriced`` only those that lack a price."""
        await self._worker(
            lambda store: costs_table.mark_known(store, number, first, last, is_unpriced=is_unpriced), writes=True
        )

    async def cost(self, number: str, days: Sequence[date], costing: Costing) -> None:
        """``costing`` runs on the store's thread: it must be pure."""
        await self._worker(lambda store: costs_table.cost(store, number, days, costing), writes=True)

    async def rates(
        self, tariff_code: str, payment_method: PaymentMethod | None, span: Span
    ) -> dict[Register, RateSchedule]:
        """The price lists of a tariff, the rates that touch the span alone."""
        return await self._worker(lambda store: rates_table.schedules(store, tariff_code, payment_method, span))

    # what Octopus settled

    async def add_settled(self, number: str, days: Sequence[SettledDay], span: Span) -> None:
        """Octopus's own cost of days, and that they were asked for over the span, which meets what was asked before."""
        name = f"settled:{number}"

        def write(store: sqlite3.Connection) -> None:
            settled_table.add_days(store, source_id(store, number), days)
            known = facts.load(store, name, Span)
            whole = span if known is None else Span(min(span.start, known[0].start), max(span.end, known[0].end))
            facts.save(store, name, whole, span.end)

        await self._worker(write, writes=True)

    async def settled_reach(self, number: str) -> Span | None:
        """Over which days Octopus was asked."""
        known = await self.load(f"settled:{number}", Span)
        return known[0] if known is not None else None

    async def settled(self, number: str, first: date, last: date) -> tuple[SettledDay, ...]:
        """In order of time; days that Octopus has not settled are left out."""
        return await self._worker(lambda store: settled_table.days(store, number, first, last))

    async def unexplained(self, number: str, span: Span, limit: int) -> tuple[date, ...]:
        """Settled days whose half hours say who was charged for what, and were not asked for yet; newest first."""
        return await self._worker(lambda store: settled_table.unexplained(store, number, span, limit))

    async def add_settled_slots(self, number: str, day: date, slots: Sequence[SettledSlot], is_whole: bool) -> None:
        """A day's half hours as Octopus charged them; the day waits to be costed by them."""
        await self._worker(
            lambda store: settled_table.add_slots(store, source_id(store, number), day, slots, is_whole), writes=True
        )

    async def settled_slots(self, number: str, span: Span) -> Mapping[datetime, SettledSlot]:
        return await self._worker(lambda store: settled_table.slots(store, number, span))

    # how clean the grid is

    async def add_carbon(self, place: str, rows: Sequence[CarbonIntensity]) -> None:
        """Intensities at a place; what is told later counts."""
        await self._worker(lambda store: carbon_table.add(store, place, rows), writes=True)

    async def carbon(self, place: str, span: Span) -> tuple[CarbonIntensity, ...]:
        """In order of time."""
        return await self._worker(lambda store: carbon_table.intensities(store, place, span))

    # facts

    async def load(self, name: str, kind: type[T]) -> tuple[T, datetime] | None:
        """A value kept under a name, and when."""
        return await self._worker(lambda store: facts.load(store, name, kind))

    async def saved_at(self, name: str) -> datetime | None:
        return await self._worker(lambda store: facts.saved_at(store, name))

    async def save(self, name: str, value: object, at: datetime) -> None:
        await self._worker(lambda store: facts.save(store, name, value, at), writes=True)

    # asking

    async def slots(self, number: str, span: Span) -> tuple[SlotCost, ...]:
        return await self._worker(lambda store: costs_table.slots(store, number, span))

    async def bought(self, number: str, first: date, last: date) -> tuple[DayBought, ...]:
        """Each costed day by its bands, with its prices where it is complete."""
        return await self._worker(lambda store: bought_days.bought(store, number, first, last))

    async def readings(self, number: str, span: Span) -> tuple[Reading, ...]:
        return await self._worker(lambda store: readings_table.readings(store, number, span))

    async def totals(self, number: str, first: date, last: date) -> tuple[DayTotal, ...]:
        return await self._worker(lambda store: costs_table.totals(store, number, first, last))

    async def span_totals(
        self, number: str, first: date, last: date, *, by_month: bool, by_quadrant: bool
    ) -> SpanTotals:
        def read(store: sqlite3.Connection) -> SpanTotals:
            return SpanTotals(
                costs_table.span_sums(store, number, first, last, by_month=by_month),
                costs_table.band_sums(store, number, first, last, by_month=by_month, by_quadrant=by_quadrant),
            )

        return await self._worker(read)

    async def consume(self, ask: Callable[[sqlite3.Connection], R], use: Callable[[R], T]) -> T:
        """What is asked, rows as they come, used on the store's own thread: no list of them is made for others."""
        return await self._worker(lambda store: use(ask(store)))

    async def sums(self, number: str, first: date, last: date) -> tuple[SpanSum, ...]:
        """By month, without bands."""
        return await self._worker(lambda store: costs_table.span_sums(store, number, first, last, by_month=True))

    async def extent(self, number: str) -> tuple[date, date] | None:
        """The first and the last day that have readings."""
        return await self._worker(lambda store: costs_table.extent(store, number))

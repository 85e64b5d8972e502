"""Planned against charged over days and months, out of the store, whose thread does the sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.dispatch import DispatchBook
from kraken_desktop.domain.dispatch_history import ChargeSum, HousePrices, charge_days
from kraken_desktop.domain.dispatch_record import PlanView
from kraken_desktop.domain.moments import Span, london_date
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.services.costing import A_DAY, codes_in, schedules_in
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.state import AppState
from kraken_desktop.services.why import FURTHEST_PLAN
from kraken_desktop.storage.database import Database
from kraken_desktop.storage.dispatches_table import due_views


@dataclass(frozen=True, slots=True)
class ChargeHistory:
    """``parts`` are days in order, or months under their first day; days to come are left out."""

    span: DateSpan
    parts: tuple[tuple[date, ChargeSum], ...] = ()

    @property
    def total(self) -> ChargeSum:
        return sum((found for _, found in self.parts), ChargeSum())


async def charge_history(
    state: AppState, database: Database | None, span: DateSpan, *, by_month: bool = False
) -> ChargeHistory:
    """Read month by month, so that a year never stands in memory at once. Raises StorageError."""
    account, number = state.account.value, state.selection.import_number
    point = account.meter_point(number) if account is not None and number is not None else None
    if database is None:
        return ChargeHistory(span)
    parts: list[tuple[date, ChargeSum]] = []
    for month in _months(DateSpan(span.first, min(span.last, london_date(state.now)))):
        days = [month.first + timedelta(days=number) for number in range(month.days)]
        sums = await _days(state, database, point, days, month.instants)
        if by_month:
            parts.append((month.first, sum(sums, ChargeSum())))
        else:
            parts += zip(days, sums, strict=True)
    return ChargeHistory(span, tuple(parts))


def _months(span: DateSpan) -> list[DateSpan]:
    found, first = [], span.first
    while first <= span.last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append(DateSpan(first, min(span.last, following - timedelta(days=1))))
        first = following
    return found


async def _days(
    state: AppState, database: Database, point: MeterPoint | None, days: list[date], span: Span
) -> tuple[ChargeSum, ...]:
    around = Span(span.start - A_DAY, span.end + A_DAY)
    number = state.selection.account_number
    book = await database.charges(number, around)
    house = await _house(state, database, point, book, around)

    def summed(views: Sequence[PlanView]) -> tuple[ChargeSum, ...]:
        return charge_days(days, views, book, house(), state.now)

    ask = partial(due_views, account_number=number, span=Span(span.start - FURTHEST_PLAN, around.end))
    return await database.history.consume(ask, summed)


async def _house(
    state: AppState, database: Database, point: MeterPoint | None, book: DispatchBook, span: Span
) -> Callable[[], HousePrices]:
    """What they are made of, to be reckoned on the store's thread."""
    if point is None:
        return lambda: HousePrices(RateSchedule(), RateSchedule(), {})
    store = database.history
    lists = {code: await store.rates(code, state.selection.payment_method, span) for code in codes_in(point, span)}
    readings = await database.readings(point.number, span)

    def prices() -> HousePrices:
        agreed, paid = schedules_in(point, span, lists, book, state.own.windows)
        return HousePrices(agreed, paid, {reading.start: reading.kwh for reading in readings})

    return prices

"""The tariff that a home has, compared with others, costs what its half hours were metered at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kraken_desktop.domain.account import MeterPoint
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services.costing import smart_spans
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.comparison import ComparisonQuestion
from kraken_desktop.storage.database import Database
from tests.services.given import Running

DAYS = 32
A_PENNY = 1.0


def last_days(run: Running) -> DateSpan:
    """A month, and the day that is not over."""
    today = london_date(run.state.now)
    return DateSpan(today - timedelta(days=DAYS), today)


async def own_tariff_costs_what_was_metered(run: Running, database: Database) -> None:
    """As it was costed day by day, and once more at its public prices beside the others: what the simulator is owed.

    A home without an import meter has nothing to compare.
    """
    span, account = last_days(run), run.state.account.value
    assert account is not None
    found = await run.passing(run.services.insights.compare(ComparisonQuestion(span)))
    number, sold = run.state.selection.import_number, run.state.selection.export_number
    if number is None:
        assert found is None
        return
    assert found is not None
    assert found.problem is None
    held = {point.number: point for point in account.meter_points if point.number in (number, sold)}
    days, waiting = await _complete_days(database, list(held.values()), held[number], span)
    assert found.unsettled == waiting
    mine = found.mine
    assert mine is not None
    assert (mine.days, found.days) == (len(days), len(days))
    assert mine.days >= DAYS - 7
    owed = _owed(run, number, days) - (_owed(run, sold, days, has_standing=False) if sold else 0)
    assert mine.pence == pytest.approx(float(owed), abs=A_PENNY / 2)
    agreed = {key: point.agreement_at(run.state.now) for key, point in held.items()}
    if any(one is None or one.valid_from.date() >= span.first for one in agreed.values()):
        return  # another tariff before: its public prices are not what was paid
    codes = {key: one.tariff_code for key, one in agreed.items() if one is not None}
    (own,) = [
        row
        for row in found.rows
        if row.import_code == codes[number] and row.export_code == (codes[sold] if sold else None)
    ]
    assert own.pence == pytest.approx(mine.pence, abs=A_PENNY / 2)
    assert "You have this import tariff now" in own.notes[0]


async def _complete_days(
    database: Database, held: Collection[MeterPoint], imports: MeterPoint, span: DateSpan
) -> tuple[set[date], int]:
    """Those on which every meter is whole, and how many more there are that Octopus has not settled."""
    store = database.history
    whole = {span.first + timedelta(days=ahead) for ahead in range(span.days)}
    for point in held:
        totals = await store.totals(point.number, span.first, span.last)
        whole &= {day.day for day in totals if day.is_complete}
    if not smart_spans(imports):
        return whole, 0
    settled = {day.day for day in await store.settled(imports.number, span.first, span.last)}
    return whole & settled, len(whole - settled)


def _owed(run: Running, number: str, days: Collection[date], *, has_standing: bool = True) -> Decimal:
    """Pence including VAT, by the simulator's own book."""
    supplies: list[Any] = [point for place in run.world.home.properties for point in place.supplies]
    own = next(point for point in supplies if getattr(point, "mpan", None) == number)
    booked = [run.world.ledger.day(own, day) for day in days]
    units = sum((slot.shown_pence for day in booked for slot in day.slots), Decimal(0))
    return units + (sum((day.standing * (1 + day.vat) for day in booked), Decimal(0)) if has_standing else 0)

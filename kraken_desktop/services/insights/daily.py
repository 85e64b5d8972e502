"""Energy and money of each day off-peak, standard and peak, with the days' totals, and as a sheet of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.efficiency import DayBought
from kraken_desktop.domain.units import ZERO
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.storage.history_store import HistoryStore

HEADINGS = (
    *("date", "off_peak_kwh", "off_peak_pence", "standard_kwh", "standard_pence", "peak_kwh", "peak_pence"),
    *("one_price_kwh", "one_price_pence", "unpriced_kwh", "total_kwh", "total_pence", "standing_pence", "is_complete"),
)
_OFF_PEAK = (Band.NEGATIVE, Band.QUADRANT_0)
_PEAK = (Band.QUADRANT_3,)


@dataclass(frozen=True, slots=True)
class Amount:
    """``pence`` without standing charges, VAT included."""

    kwh: Decimal = ZERO
    pence: Decimal = ZERO

    def plus(self, other: Amount) -> Amount:
        return Amount(self.kwh + other.kwh, self.pence + other.pence)


@dataclass(frozen=True, slots=True)
class Split:
    """By the tariff's bands; where a day has more than three prices, its cheapest quarter is off-peak and its dearest
    peak. ``one_price`` is energy of days whose price never changed: nothing of it is off-peak or peak. ``unpriced`` is
    energy whose price is not known, and so has no cost.
    """

    off_peak: Amount = Amount()
    standard: Amount = Amount()
    peak: Amount = Amount()
    unpriced: Amount = Amount()
    one_price: Amount = Amount()

    @property
    def total(self) -> Amount:
        return self.off_peak.plus(self.standard).plus(self.peak).plus(self.unpriced).plus(self.one_price)

    def plus(self, other: Split) -> Split:
        return Split(
            self.off_peak.plus(other.off_peak),
            self.standard.plus(other.standard),
            self.peak.plus(other.peak),
            self.unpriced.plus(other.unpriced),
            self.one_price.plus(other.one_price),
        )

    @property
    def off_peak_share(self) -> Decimal | None:
        """Of the energy of days whose price changes, 0–1; None where there is none."""
        priced = self.total.kwh - self.unpriced.kwh - self.one_price.kwh
        return self.off_peak.kwh / priced if priced > 0 else None


@dataclass(frozen=True, slots=True)
class DailyRow:
    """``standing_pence`` None where it is not known. A day that is not complete holds what is known of it."""

    day: date
    split: Split
    standing_pence: Decimal | None
    is_complete: bool


@dataclass(frozen=True, slots=True)
class DailyBreakdown:
    """Rows in order of time, from the first reading on; ``total`` is all of them, ``left_out`` counts those that lack
    something.
    """

    number: str
    span: DateSpan
    rows: tuple[DailyRow, ...]
    total: Split
    standing_pence: Decimal
    left_out: int
    estimated: tuple[date, ...] = ()
    """Days whose smart charges Octopus has not settled."""


async def daily_breakdown(store: HistoryStore, number: str, span: DateSpan) -> DailyBreakdown:
    """Of an import meter over days that are over. Raises StorageError."""
    extent = await store.extent(number)
    if extent is None or max(span.first, extent[0]) > span.last:
        return DailyBreakdown(number, span, (), Split(), ZERO, 0)
    first = max(span.first, extent[0])
    totals = {total.day: total for total in await store.totals(number, first, span.last)}
    rows = []
    for day in await store.bought(number, first, span.last):
        known = totals.get(day.day)
        standing = known.standing_pence if known is not None else None
        rows.append(DailyRow(day.day, split_of(day), standing, known is not None and known.is_complete))
    whole = Split()
    for row in rows:
        whole = whole.plus(row.split)
    standing = sum((row.standing_pence or ZERO for row in rows), ZERO)
    return DailyBreakdown(number, span, tuple(rows), whole, standing, sum(not row.is_complete for row in rows))


def split_of(day: DayBought) -> Split:
    amounts = dict.fromkeys(("off_peak", "standard", "peak", "unpriced", "one_price"), Amount())
    is_flat = day.prices is not None and day.prices.is_flat
    for (band, _), (kwh, pence) in day.parts.items():
        name = "one_price" if is_flat else _name(band)
        amounts[name] = amounts[name].plus(Amount(kwh, pence))
    return Split(**amounts)


def daily_sheet(rows: Iterable[DailyRow]) -> str:
    """CSV: one line a day; what is not known is left empty, never 0."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(HEADINGS)
    for row in rows:
        split, has_any = row.split, row.split.total.kwh > 0 or row.is_complete
        amounts = (split.off_peak, split.standard, split.peak, split.one_price)
        figures = [figure for amount in amounts for figure in (amount.kwh, amount.pence)]
        told = [*figures, split.unpriced.kwh, split.total.kwh, split.total.pence] if has_any else [""] * 11
        standing = "" if row.standing_pence is None else f"{row.standing_pence:f}"
        numbers = [f"{figure:f}" if isinstance(figure, Decimal) else figure for figure in told]
        writer.writerow((row.day.isoformat(), *numbers, standing, "yes" if row.is_complete else "no"))
    return sheet.getvalue()


def _name(band: Band) -> str:
    if band is Band.UNKNOWN:
        return "unpriced"
    return "off_peak" if band in _OFF_PEAK else "peak" if band in _PEAK else "standard"

"""Where it goes: the half hours of a span by weekday and hour, reckoned on the store's own thread."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.load import always_on_watts
from kraken_desktop.domain.spending import Spending, SpendingSums, SpentSlot
from kraken_desktop.domain.units import exact
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.spreadsheet import London
from kraken_desktop.storage.columns import at_seconds
from kraken_desktop.storage.export_rows import Rows, half_hours
from kraken_desktop.storage.history_store import HistoryStore

CHEAP = (Band.NEGATIVE.value, Band.QUADRANT_0.value)
_DAY_SECONDS, _MINUTE_SECONDS = 86_400, 60
_NIGHT_UNTIL = 6 * 60


@dataclass(frozen=True, slots=True)
class WhereItGoes:
    """``found.days`` is 0 where nothing is priced."""

    number: str
    span: DateSpan
    found: Spending
    estimated: tuple[date, ...] = ()
    """Days whose smart charges Octopus has not settled."""


async def where_it_goes(store: HistoryStore, number: str, span: DateSpan) -> WhereItGoes:
    """Of an import meter. Raises StorageError."""
    found = await store.consume(partial(half_hours, number=number, span=span.instants), _reckoned)
    return WhereItGoes(number, span, found)


def _reckoned(rows: Rows) -> Spending:
    clock, sums, unpriced = London(), SpendingSums(), Decimal(0)
    night_starts, night_kwh = array("q"), array("d")
    for start, metered, kwh, pence, _exc, _band, quadrant, _source, car_kwh, car_pence in rows:
        local = clock.shown(start)
        minute = local % _DAY_SECONDS // _MINUTE_SECONDS
        if minute < _NIGHT_UNTIL:
            night_starts.append(start)
            night_kwh.append(float(metered))
        if pence is None:
            unpriced += exact(metered)
            continue
        price = float(pence)
        if car_kwh:  # a car has a price of its own: what both paid on average
            price += (float(car_pence) - float(car_kwh) * price) / float(kwh)
        sums.add(SpentSlot(start, local // _DAY_SECONDS, minute, float(kwh), price, quadrant not in CHEAP))
    nights = (Reading(at_seconds(start), exact(kwh)) for start, kwh in zip(night_starts, night_kwh, strict=True))
    watts = always_on_watts(nights)
    return sums.found(None if watts is None else float(watts), float(unpriced))

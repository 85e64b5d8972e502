"""Named prices by the clock on the wall, as a list of rows (docs/api.md, 5.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kraken_desktop.simulator.london import SLOT_SECONDS, at_local, local_date, local_slots, slot_of, slot_start
from kraken_desktop.simulator.tariffs import DAY, VAT_ENDS, LazyRows, PriceList, RateRow, Steps, Window, with_vat
from kraken_desktop.simulator.timetable import Timetable

BANDS_AHEAD = timedelta(days=2)


@dataclass(frozen=True)
class Bands(PriceList):
    """Named prices by the clock on the wall: one row for each unbroken band."""

    timetable: Timetable
    prices: dict[str, Steps]
    opens: date
    taxed: bool = True
    _made: dict[tuple[int, int], RateRow] = field(default_factory=dict, repr=False, compare=False)

    def exc_vat_at(self, moment: datetime) -> Decimal:
        return self.prices[self.timetable.name_at(moment)].exc_vat_at(moment)

    def of_day(self, slots: range) -> list[Decimal]:
        named = {name: prices.exc_vat_at(slot_start(slots.start)) for name, prices in self.prices.items()}
        return [named[name] for name in self.timetable.names(slots)]

    def rows(self, window: Window) -> Sequence[RateRow]:
        limit = slot_of(window.now + BANDS_AHEAD + timedelta(seconds=1799))
        last = local_date(min(window.end, window.now + BANDS_AHEAD) if window.end else window.now + BANDS_AHEAD) + DAY
        first = self.opens if window.start is None else max(self.opens, local_date(window.start) - DAY)
        edges = self._edges(first, last)
        begins, ends = edges[:-1], edges[1:]
        wanted = begins < limit
        if window.start is not None:
            wanted &= ends * SLOT_SECONDS > window.start.timestamp()
        if window.end is not None:
            wanted &= begins * SLOT_SECONDS < window.end.timestamp()
        begins, ends = begins[wanted][::-1].tolist(), ends[wanted][::-1].tolist()
        return LazyRows(range(len(begins)), lambda place: self._row(begins[place], ends[place]))

    def _row(self, slot: int, end: int) -> RateRow:
        if (slot, end) not in self._made:
            self._made[slot, end] = self._new_row(slot, end)
        return self._made[slot, end]

    def _new_row(self, slot: int, end: int) -> RateRow:
        start = slot_start(slot)
        price = self.prices[self.timetable.name_of(slot)].exc_vat_at(start)
        return RateRow(price, with_vat(price, start) if self.taxed else price, start, slot_start(end))

    def _edges(self, first: date, last: date) -> NDArray[np.int64]:
        """The half hours with which a band or another price begins, from the opening of the first day on."""
        begins = slot_of(at_local(first))
        slots = range(begins, slot_of(at_local(last + DAY)) + 48)
        starts = [since.hour * 2 + since.minute // 30 for since, _ in self.timetable.windows]
        changes = {since for prices in self.prices.values() for since, _ in prices.steps} | {local_date(VAT_ENDS)}
        dated = [slot_of(at_local(since)) for since in changes if first < since <= last]
        by_clock = np.flatnonzero(np.isin(local_slots(slots) % 48, starts)) + begins
        opening = [begins] if first == self.opens else []
        return np.unique(np.concatenate((by_clock, np.array([*opening, *dated], np.int64))))

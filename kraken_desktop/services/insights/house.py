"""A home's complete days as columns of half hours: what the planner and the comparison reckon with.

Built on the store's thread, small enough to be sent to another process. Nothing here imports numpy.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.battery import NEAR, HouseSlot
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.domain.rates import RateSource
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.spreadsheet import London
from kraken_desktop.storage.export_rows import Rows, half_hours
from kraken_desktop.storage.history_store import HistoryStore

CHEAP = (Band.NEGATIVE.value, Band.QUADRANT_0.value)
DAY_SECONDS, MINUTE_SECONDS = 86_400, 60
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def _floats() -> array[float]:
    return array("d")


def _bytes() -> array[int]:
    return array("b")


def _integers() -> array[int]:
    return array("q")


@dataclass(slots=True)
class House:
    """One row a half hour, in order of time, of complete days alone; ``left_out`` counts the others.

    ``start`` is in seconds since 1970, ``day`` and ``minute`` are London's (days since 1970, minutes from midnight).
    Energy in kWh, prices in p/kWh including VAT.
    """

    start: array[int] = field(default_factory=_integers)
    day: array[int] = field(default_factory=_integers)
    minute: array[int] = field(default_factory=_integers)
    kwh: array[float] = field(default_factory=_floats)
    pence: array[float] = field(default_factory=_floats)
    car_pence: array[float] = field(default_factory=_floats)
    """What a car's part cost beyond the house's price."""
    car_kwh: array[float] = field(default_factory=_floats)
    """What of ``kwh`` a car with prices of its own took: no battery serves it."""
    is_cheap: array[int] = field(default_factory=_bytes)
    is_smart: array[int] = field(default_factory=_bytes)
    """Smart charging made it cheap: no timer could know it."""
    exported: array[float] = field(default_factory=_floats)
    export_pence: array[float] = field(default_factory=_floats)
    left_out: int = 0

    @property
    def days(self) -> int:
        return len(set(self.day))

    def charging(self, windows: Sequence[DailyWindow]) -> array[int]:
        """When a timer charges: in the windows, without any in the cheapest quarter of each day's prices, as far as
        they are known beforehand. A day of one price has no time that is better than another, unless the price is below
        zero.
        """
        if not windows:
            return self._cheap_hours()
        return array(
            "b",
            (
                any(_is_in(window, minute, start % DAY_SECONDS // MINUTE_SECONDS) for window in windows)
                for start, minute in zip(self.start, self.minute, strict=True)
            ),
        )

    def _cheap_hours(self) -> array[int]:
        lowest: dict[int, float] = {}
        highest: dict[int, float] = {}
        for day, pence in zip(self.day, self.pence, strict=True):
            lowest[day] = min(pence, lowest.get(day, pence))
            highest[day] = max(pence, highest.get(day, pence))
        better = {day for day in lowest if highest[day] - lowest[day] > NEAR or lowest[day] < 0}
        rows = zip(self.is_cheap, self.is_smart, self.day, strict=True)
        return array("b", (cheap and not smart and day in better for cheap, smart, day in rows))

    def without(self, days: Collection[int]) -> House:
        """The others, these counted as left out; ``days`` are counted since 1970."""
        kept = [at for at, day in enumerate(self.day) if day not in days]
        found = House(left_out=self.left_out + len(set(self.day) & set(days)))
        for column in fields(self):
            values = getattr(self, column.name)
            if isinstance(values, array):
                setattr(found, column.name, array(values.typecode, (values[at] for at in kept)))
        return found

    def slots(self, windows: Sequence[DailyWindow] = ()) -> tuple[HouseSlot, ...]:
        """As the domain's rules take them."""
        return tuple(
            HouseSlot(
                date.fromordinal(day + EPOCH_ORDINAL), kwh - car, pence, bool(cheap), bool(charges), exported, earned
            )
            for day, kwh, car, pence, cheap, charges, exported, earned in zip(
                *(self.day, self.kwh, self.car_kwh, self.pence, self.is_cheap, self.charging(windows)),
                *(self.exported, self.export_pence),
                strict=True,
            )
        )


def _is_in(window: DailyWindow, local: int, utc: int) -> bool:
    at = utc if window.is_utc else local
    begins, ends = (clock.hour * 60 + clock.minute for clock in (window.start, window.end))
    return begins <= at < ends if begins < ends else at >= begins or at < ends


async def house_of(store: HistoryStore, imports: str, exports: str | None, span: DateSpan) -> House:
    """The complete days of the span; with an export meter those that are complete on both. Raises StorageError."""
    whole = await _complete(store, imports, span)
    sold: dict[int, tuple[float, float]] = {}
    if exports is not None:
        extent = await store.extent(exports)
        if extent is not None:
            # before an export meter came there was nothing to export
            own = {day for day in whole if day < extent[0].toordinal()}
            whole &= own | await _complete(store, exports, span)
            sold = await store.consume(partial(half_hours, number=exports, span=span.instants), _sold)

    def built(rows: Rows) -> House:
        return _built(rows, whole, sold)

    house = await store.consume(partial(half_hours, number=imports, span=span.instants), built)
    house.left_out = max(0, span.days - house.days)
    return house


async def _complete(store: HistoryStore, number: str, span: DateSpan) -> set[int]:
    """Ordinals of days whose every half hour is read and priced."""
    totals = await store.totals(number, span.first, span.last)
    return {day.day.toordinal() for day in totals if 0 < day.expected == day.read == day.priced}


def _sold(rows: Rows) -> dict[int, tuple[float, float]]:
    return {start: (float(kwh), float(pence)) for start, _, kwh, pence, *_ in rows if pence is not None}


def _built(rows: Rows, whole: set[int], sold: dict[int, tuple[float, float]]) -> House:
    house, clock, nothing = House(), London(), (0.0, 0.0)
    for start, _metered, kwh, pence, _exc, _band, quadrant, source, car_kwh, car_pence in rows:
        local = clock.shown(start)
        day = local // DAY_SECONDS
        if day + EPOCH_ORDINAL not in whole:
            continue
        exported, earned = sold.get(start, nothing)
        house.start.append(start)
        house.day.append(day)
        house.minute.append(local % DAY_SECONDS // MINUTE_SECONDS)
        house.kwh.append(float(kwh))
        house.pence.append(float(pence))
        house.car_pence.append(float(car_pence) - float(car_kwh) * float(pence) if car_kwh else 0.0)
        house.car_kwh.append(float(car_kwh or 0))
        house.is_cheap.append(quadrant in CHEAP)
        house.is_smart.append(source == RateSource.DISPATCH.name)
        house.exported.append(exported)
        house.export_pence.append(earned)
    return house

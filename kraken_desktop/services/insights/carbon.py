"""What a home's use gave off, where the grid's carbon intensity of the time is known, and how clean it will be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from kraken_desktop.domain.account import Property
from kraken_desktop.domain.greenness import CarbonIntensity, GreenNight
from kraken_desktop.domain.moments import Span, floor_slot
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.green_forecasts import NIGHTS, Nights, place_of
from kraken_desktop.services.spreadsheet import London
from kraken_desktop.storage.carbon_table import with_use
from kraken_desktop.storage.export_rows import Rows
from kraken_desktop.storage.history_store import HistoryStore

DAY_SECONDS, HOUR_SECONDS, HOURS = 86_400, 3600, 24
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class CarbonDay:
    """``kwh`` of the day's half hours whose intensity is known, the grams that they gave off, and the others' kWh."""

    day: date
    kwh: float
    grams: float
    unknown_kwh: float


@dataclass(frozen=True, slots=True)
class CarbonUse:
    """``rows`` in order of time, the days of which any intensity is known. ``by_hour`` is the grid's mean intensity of
    each hour of London's day, None where it is not known. What was used before the app first ran has no intensity, and
    stands in ``unknown_kwh`` alone.
    """

    span: DateSpan
    rows: tuple[CarbonDay, ...]
    by_hour: tuple[float | None, ...]
    unknown_kwh: float
    grid_grams_per_kwh: float | None
    """The plain mean over the half hours that are known, whatever was used in them."""

    @property
    def kwh(self) -> float:
        return sum(row.kwh for row in self.rows)

    @property
    def grams(self) -> float:
        return sum(row.grams for row in self.rows)

    @property
    def own_grams_per_kwh(self) -> float | None:
        """The mean of what was used: below the grid's, it was used in greener half hours."""
        return self.grams / self.kwh if self.kwh > 0 else None


@dataclass(frozen=True, slots=True)
class GreenOutlook:
    """Half hours from the one that runs, and nights from the one that runs or comes; () where none are known. Each with
    when it was told.
    """

    ahead: tuple[CarbonIntensity, ...]
    ahead_at: datetime | None
    nights: tuple[GreenNight, ...]
    nights_at: datetime | None


async def carbon_use(store: HistoryStore, number: str, home: Property, span: DateSpan) -> CarbonUse:
    """Of an import meter at a home. Raises StorageError."""

    def reckoned(rows: Rows) -> CarbonUse:
        clock, unknown = London(), 0.0
        days: dict[int, list[float]] = {}
        hours: list[list[float]] = [[] for _ in range(HOURS)]
        for start, kwh, grams in rows:
            local = clock.shown(start)
            day = days.setdefault(local // DAY_SECONDS, [0.0, 0.0, 0.0, 0.0])
            if grams is None:
                unknown += float(kwh)
                day[2] += float(kwh)
                continue
            hours[local % DAY_SECONDS // HOUR_SECONDS].append(float(grams))
            day[0] += float(kwh)
            day[1] += float(kwh) * float(grams)
            day[3] += 1
        every = [grams for hour in hours for grams in hour]
        return CarbonUse(
            span,
            tuple(
                CarbonDay(date.fromordinal(day + EPOCH_ORDINAL), kwh, grams, lacking)
                for day, (kwh, grams, lacking, known) in sorted(days.items())
                if known
            ),
            tuple(sum(hour) / len(hour) if hour else None for hour in hours),
            unknown,
            sum(every) / len(every) if every else None,
        )

    asked = partial(with_use, number=number, place=place_of(home), span=span.instants)
    return await store.consume(asked, reckoned)


async def green_outlook(store: HistoryStore, home: Property, now: datetime) -> GreenOutlook:
    """What is stored of the time to come. Raises StorageError."""
    first = floor_slot(now)
    ahead = await store.carbon(place_of(home), Span(first, first + AHEAD))
    stored = await store.load(NIGHTS, Nights)
    nights = tuple(night for night in stored[0] if night.span.end > now) if stored is not None else ()
    told = stored[1] if stored is not None else None
    return GreenOutlook(ahead, await store.saved_at(place_of(home)), nights, told)

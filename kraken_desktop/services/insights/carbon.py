"""What a home's use gave off, where the grid's carbon intensity of the time is known, and how clean it will be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain

from kraken_desktop.domain.account import Property
from kraken_desktop.domain.greenness import CarbonIntensity, GreenNight
from kraken_desktop.domain.moments import SLOT, Span, day_span, floor_slot
from kraken_desktop.domain.usage import Reading
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.green_forecasts import NIGHTS, Nights, place_of
from kraken_desktop.services.spreadsheet import London
from kraken_desktop.storage.carbon_table import with_use
from kraken_desktop.storage.columns import seconds
from kraken_desktop.storage.export_rows import Rows
from kraken_desktop.storage.history_store import HistoryStore

DAY_SECONDS, HOUR_SECONDS, HOURS = 86_400, 3600, 24
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class CarbonDay:
    """``kwh`` of the day's half hours whose intensity is known, the grams that they gave off, and the others' kWh.

    ``is_live``: the day that runs, by the Home Mini.
    """

    day: date
    kwh: float
    grams: float
    unknown_kwh: float
    is_live: bool = False


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
    today: date | None = None
    """Where the span reaches into the day that runs."""
    today_until: datetime | None = None
    """So far the Home Mini told today's use; None: nothing of it is known."""

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


@dataclass(frozen=True, slots=True)
class LiveDay:
    """The day that runs, and what was used of it so far, half hour by half hour; () where nothing is known."""

    day: date
    readings: tuple[Reading, ...]


async def carbon_use(
    store: HistoryStore, number: str, home: Property, span: DateSpan, live: LiveDay | None = None
) -> CarbonUse:
    """Of an import meter at a home; ``live`` where the span reaches into the day that runs. Raises StorageError."""
    today = await _live_rows(store, home, live) if live is not None else []

    def reckoned(stored: Rows) -> CarbonUse:
        clock, unknown = London(), 0.0
        days: dict[int, list[float]] = {}
        hours: list[list[float]] = [[] for _ in range(HOURS)]
        for start, kwh, grams in chain(stored, today):
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
                CarbonDay(
                    date.fromordinal(day + EPOCH_ORDINAL), kwh, grams, lacking, is_live=day + EPOCH_ORDINAL == running
                )
                for day, (kwh, grams, lacking, known) in sorted(days.items())
                if known
            ),
            tuple(sum(hour) / len(hour) if hour else None for hour in hours),
            unknown,
            sum(every) / len(every) if every else None,
            live.day if live is not None else None,
            live.readings[-1].start + SLOT if live is not None and live.readings else None,
        )

    running = live.day.toordinal() if live is not None else None
    over = span if live is None else replace(span, last=min(span.last, live.day - timedelta(days=1)))
    asked = partial(with_use, number=number, place=place_of(home), span=over.instants)
    return await store.consume(asked, reckoned)


async def _live_rows(store: HistoryStore, home: Property, live: LiveDay) -> list[tuple[int, float, float | None]]:
    """As the store tells the days before."""
    known = {row.start: float(row.grams_per_kwh) for row in await store.carbon(place_of(home), day_span(live.day))}
    return [(seconds(row.start), float(row.kwh), known.get(row.start)) for row in live.readings]


async def green_outlook(store: HistoryStore, home: Property, now: datetime) -> GreenOutlook:
    """What is stored of the time to come. Raises StorageError."""
    first = floor_slot(now)
    ahead = await store.carbon(place_of(home), Span(first, first + AHEAD))
    stored = await store.load(NIGHTS, Nights)
    nights = tuple(night for night in stored[0] if night.span.end > now) if stored is not None else ()
    told = stored[1] if stored is not None else None
    return GreenOutlook(ahead, await store.saved_at(place_of(home)), nights, told)

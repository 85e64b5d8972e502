"""What the timeline of dispatches shows: two days of lanes over the prices that house and car pay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.dispatch import DispatchBook, DispatchKind, counted, phantoms
from kraken_desktop.domain.effective_price import car_schedule
from kraken_desktop.domain.listed import Listed, listed_when_due
from kraken_desktop.domain.moments import Span, day_span, london_date, slot_of, window_spans
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.services import derive, text
from kraken_desktop.services.as_it_was import with_charges
from kraken_desktop.services.dispatch_past import DispatchPast
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.view_models.dispatch_rows import Life
from kraken_desktop.ui.view_models.table import Row

_DAY = timedelta(days=1)
COMPLETED = "Completed"
"""The account's list names no device."""


@dataclass(frozen=True, slots=True)
class LaneBar:
    span: Span
    life: Life


@dataclass(frozen=True, slots=True)
class Lane:
    title: str
    bars: tuple[LaneBar, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceCell:
    """``label`` is "" where no price is known."""

    span: Span
    label: str
    band: Band


@dataclass(frozen=True, slots=True)
class TimelineView:
    """``prices`` are the house's and, where it has its own, the car's; ``rows`` have a slot each, from ``starts``."""

    span: Span
    now: datetime
    nights: tuple[Span, ...] = ()
    prices: tuple[tuple[str, tuple[PriceCell, ...]], ...] = ()
    lanes: tuple[Lane, ...] = ()
    rows: tuple[Row, ...] = ()
    starts: tuple[datetime | None, ...] = ()

    def row_of(self, at: datetime) -> int | None:
        """The number of the row whose slot holds the instant."""
        start = slot_of(at).start
        return self.starts.index(start) if start in self.starts else None


def timeline_view(state: AppState, since: date | None = None, past: DispatchPast | None = None) -> TimelineView:
    """``since`` begins the two days, today if None; ``past`` is what the store knows of them, None until it told."""
    first = since or london_date(state.now)
    days = (first, first + _DAY)
    span = Span(day_span(first).start, day_span(days[1]).end)
    if past is not None and past.since != first:
        past = None
    live = state if past is None else with_charges(state, past.kept)
    served = {day: _serving(live, day, past) for day in days}
    tariff = served[first].import_tariff.value
    terms = None if tariff is None else tariff.terms
    nights = () if terms is None else tuple(n for w in terms.windows for n in window_spans(w, span))
    priced = tuple(slot for day in days for slot in derive.day_prices(served[day], day))
    house = tuple(
        PriceCell(slot.span, "" if slot.pence is None else text.price(slot.pence), slot.band) for slot in priced
    )
    car = _car_cells(priced, served)
    lanes = _lanes(live, span, past)
    prices = (("House pays", house),) if not car else (("House pays", house), ("Car pays", car))
    rows, starts = _rows(house, car, lanes, nights, state.now)
    return TimelineView(span, state.now, nights, prices, lanes, rows, starts)


def _serving(live: AppState, day: date, past: DispatchPast | None) -> AppState:
    """Today and what comes is the state's own; an earlier day has the prices that the store told."""
    if past is None or day >= london_date(live.now):
        return live
    return past.states[day]


def _car_cells(priced: Iterable[derive.PricedSlot], served: dict[date, AppState]) -> tuple[PriceCell, ...]:
    found = []
    for slot in priced:
        state = served[london_date(slot.span.start)]
        terms, book = derive.smart_terms(state), state.dispatches.value or DispatchBook()
        if terms is None or not terms.has_allowance:
            return ()
        paid = car_schedule(derive.effective_import(state), book, terms, slot.span, state.now).between(slot.span)
        for rate in paid:
            is_off_peak = terms.car is not None and rate.pence_inc_vat == _pence_at(terms.car.off_peak, rate.start)
            band = Band.QUADRANT_0 if is_off_peak else Band.QUADRANT_3
            found.append(PriceCell(Span(rate.start, rate.stop), text.price(rate.pence_inc_vat), band))
        if not paid:
            found.append(PriceCell(slot.span, "", Band.UNKNOWN))
    return tuple(found)


def _pence_at(schedule: RateSchedule, at: datetime) -> Decimal | None:
    rate = schedule.at(at)
    return None if rate is None else rate.pence_inc_vat


def _lanes(state: AppState, span: Span, past: DispatchPast | None) -> tuple[Lane, ...]:
    """A lane for each device and one for what the account's list completed; the last drawn lies on top."""
    book, now = state.dispatches.value or DispatchBook(), state.now
    bars: dict[str, list[LaneBar]] = {status.device.id: [] for status in book.statuses if status.device.is_chargeable}
    for listed in () if past is None else listed_when_due(past.views, now):
        bars.setdefault(listed.device_id, []).append(LaneBar(listed.span, _life_of(listed)))
    for dispatch in counted(book, now):
        life = Life.RUNNING if dispatch.span.contains(now) else Life.PLANNED
        if dispatch.kind is DispatchKind.BOOST:
            life = Life.BOOST
        if dispatch.span.end > now:
            bars.setdefault(dispatch.device_id, []).append(LaneBar(dispatch.span, life))
    for ignored in phantoms(book, now):
        bars.setdefault(ignored.device_id, []).append(LaneBar(ignored.span, Life.PHANTOM))
    for started in book.started:
        bars.setdefault(started.device_id, []).append(LaneBar(started.span, Life.STARTED))
    done = [
        LaneBar(row.span, Life.BOOST if row.kind is DispatchKind.BOOST else Life.COMPLETED)
        if row.is_at_home
        else LaneBar(row.span, Life.AWAY)
        for row in book.completed
    ]
    done.sort(key=lambda bar: _ON_TOP.index(bar.life))
    names = text.device_names(book)
    lanes = [Lane(names.get(device_id, text.A_DEVICE_GONE), _within(span, found)) for device_id, found in bars.items()]
    return (*lanes, Lane(COMPLETED, _within(span, done)))


_ON_TOP = (Life.COMPLETED, Life.AWAY, Life.BOOST)
"""What lies over what in the lane of all devices: a boost within another car's longer charge is to be seen."""


def _life_of(listed: Listed) -> Life:
    if not listed.is_counted:
        return Life.PHANTOM
    return Life.BOOST if listed.kind is DispatchKind.BOOST else Life.PLANNED


def _within(span: Span, bars: Iterable[LaneBar]) -> tuple[LaneBar, ...]:
    return tuple(LaneBar(part, bar.life) for bar in bars if (part := bar.span.clipped(span)) is not None)


def _rows(
    house: tuple[PriceCell, ...],
    car: tuple[PriceCell, ...],
    lanes: tuple[Lane, ...],
    nights: tuple[Span, ...],
    now: datetime,
) -> tuple[tuple[Row, ...], tuple[datetime | None, ...]]:
    """A row for each slot under its day's heading: time, price of house and car, and what charges or was to."""
    rows: list[Row] = []
    starts: list[datetime | None] = []
    car_labels: dict[datetime, list[str]] = {}
    for cell in car:
        car_labels.setdefault(slot_of(cell.span.start).start, []).append(cell.label)
    for cell in house:
        slot = slot_of(cell.span.start)
        if slot.start in starts:
            continue
        day = london_date(slot.start)
        if day_span(day).start == slot.start:
            rows.append(Row((text.day_word(day, now).capitalize(),), is_heading=True))
            starts.append(None)
        words = [_told(lane, lives) for lane in lanes if (lives := _lives(lane, slot))]
        if any(night.overlaps(slot) for night in nights):
            words.append("night window")
        cells = (text.span(slot), cell.label or "unknown", _changing(car_labels.get(slot.start, [])), "; ".join(words))
        rows.append(Row(cells, cell.band, is_current=slot.contains(now), is_past=slot.end <= now))
        starts.append(slot.start)
    return tuple(rows), tuple(starts)


def _changing(labels: Iterable[str]) -> str:
    """``5.7p, 28.0p`` where the price changes within the slot."""
    return ", ".join(dict.fromkeys(filter(None, labels)))


def _told(lane: Lane, lives: tuple[str, ...]) -> str:
    """``Zappy: planned, started``; of the account's list, which names no device, what it says."""
    words = ", ".join(lives)
    return words if lane.title == COMPLETED else f"{lane.title}: {words}"


def _lives(lane: Lane, slot: Span) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bar.life.value for bar in lane.bars if bar.span.overlaps(slot)))


def price_runs(cells: tuple[PriceCell, ...]) -> list[tuple[Span, str, Band]]:
    """Neighbours of one price are one, up to a midnight."""
    found: list[tuple[Span, str, Band]] = []
    for cell in cells:
        last = found[-1] if found else None
        is_same = last is not None and (last[1], last[2]) == (cell.label, cell.band)
        if last is not None and is_same and day_span(london_date(cell.span.start)).start != cell.span.start:
            found[-1] = (Span(last[0].start, cell.span.end), cell.label, cell.band)
        else:
            found.append((cell.span, cell.label, cell.band))
    return found

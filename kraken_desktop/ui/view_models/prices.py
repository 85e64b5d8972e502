"""What the prices page shows of today and tomorrow: summary, chart and table from the same slots."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import Span, day_span, london_date
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.services import derive, text
from kraken_desktop.services.car_prices import car_price_words, car_prices
from kraken_desktop.services.state import AppState, Phase, Tariff
from kraken_desktop.ui.plots.price_view import PriceChartView, PriceDay, joined_steps, lowest_and_highest
from kraken_desktop.ui.view_models.meters import shown_home
from kraken_desktop.ui.view_models.parts import Emptiness, Trouble
from kraken_desktop.ui.view_models.price_days import coming_days, price_day
from kraken_desktop.ui.view_models.reminders import reminder_marks
from kraken_desktop.ui.view_models.table import Row
from kraken_desktop.ui.view_models.trouble import trouble_in
from kraken_desktop.ui.view_models.unread import before_account

IMPORT, EXPORT, GAS = "import", "export", "gas"
SIGNED_OUT = Emptiness(
    "Sign in to see your prices",
    "Today's and tomorrow's prices stand here, by half hours, with the cheapest and the dearest marked.",
    "prices",
    "Sign in…",
    "sign-in",
)
NO_TARIFF = Emptiness(
    "No price is known",
    "Octopus names no tariff for this meter just now. Prices appear here as soon as it does.",
    "prices",
    "Try now",
    "refresh",
)
_LETTERS = {Band.NEGATIVE: "−", Band.QUADRANT_0: "0", Band.QUADRANT_1: "1", Band.QUADRANT_2: "2", Band.QUADRANT_3: "3"}


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Lowest, mean and highest of a day with when they hold; ``note`` stands where there are none."""

    title: str
    lowest: str = ""
    lowest_when: str = ""
    mean: str = ""
    highest: str = ""
    highest_when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PricesView:
    tariff: str = ""
    notes: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    shown: str = IMPORT
    days: tuple[DayFigures, ...] = ()
    chart: PriceChartView = field(default_factory=PriceChartView)
    rows: tuple[Row, ...] = ()
    row_starts: tuple[datetime | None, ...] = ()
    trouble: Trouble | None = None
    emptiness: Emptiness | None = None

    @property
    def is_export(self) -> bool:
        return self.shown == EXPORT

    @property
    def is_full(self) -> bool:
        return bool(self.chart.steps)


def prices_view(
    state: AppState, wanted: str = IMPORT, day: date | None = None, day_state: AppState | None = None
) -> PricesView:
    """``wanted`` is one of IMPORT, EXPORT and GAS; where the home has none of that, what it has.

    ``day`` is a past one in place of today and tomorrow; ``day_state`` the state as it serves it, None while it loads.
    """
    serving = day_state if day is not None and day_state is not None else state
    choices = tuple(name for name, snapshot in _snapshots(serving).items() if snapshot.value is not None)
    shown = wanted if wanted in choices else next(iter(choices), IMPORT)
    if shown == GAS:
        state = derive.as_gas(state)
        day_state = derive.as_gas(day_state) if day_state is not None else None
    view = _view(state, shown == EXPORT, shown == GAS, day, day_state)
    tariff = " · ".join(part for part in (view.tariff, shown_home(state) if view.tariff else "") if part)
    return replace(view, tariff=tariff, choices=choices, shown=shown)


def _snapshots(state: AppState) -> dict[str, Snapshot[Tariff]]:
    return {IMPORT: state.import_tariff, EXPORT: state.export_tariff, GAS: state.gas_tariff}


def _view(state: AppState, is_export: bool, is_gas: bool, day: date | None, day_state: AppState | None) -> PricesView:
    snapshot = state.export_tariff if is_export else state.import_tariff
    trouble = trouble_in(state, snapshot) if state.phase is not Phase.SIGNED_OUT else None
    if day is not None and (snapshot.value is not None or day_state is not None):
        return _past_day(state, is_export, day, day_state)
    if snapshot.value is None:
        return _unknown(state, snapshot)
    days = coming_days(state, is_export)
    rows, starts = _rows(days, state, is_export)
    return PricesView(
        tariff=_tariff_words(snapshot.value.name, is_export),
        notes=_notes(state, is_export),
        days=tuple(_figures(state, day, is_export) for day in days),
        chart=PriceChartView(days, state.now, is_export, marks=() if is_gas else reminder_marks(state, is_export)),
        rows=rows,
        row_starts=starts,
        trouble=trouble,
        emptiness=None if any(day.steps for day in days) else NO_TARIFF,
    )


def _unknown(state: AppState, snapshot: Snapshot[Tariff]) -> PricesView:
    """No tariff; neither full nor empty while the first answer is awaited."""
    if state.account.value is None or state.phase is Phase.SIGNED_OUT:
        trouble = trouble_in(state, snapshot, state.account) if state.phase is not Phase.SIGNED_OUT else None
        return PricesView(trouble=trouble, emptiness=before_account(state, SIGNED_OUT, snapshot))
    is_told = snapshot.fetched_at is not None or snapshot.problem is not None
    return PricesView(trouble=trouble_in(state, snapshot), emptiness=NO_TARIFF if is_told else None)


def _past_day(state: AppState, is_export: bool, day: date, day_state: AppState | None) -> PricesView:
    """The tariff of that day, not of today; nothing of it is shown as current."""
    if day_state is None:
        shown = PriceDay(text.full_date(day), day_span(day), (), "Reading the prices of this day")
        chart = PriceChartView((shown,), state.now, is_export)
        title = text.full_date(day)
        return PricesView(days=(DayFigures(title, note="…"),), chart=chart)
    snapshot = day_state.export_tariff if is_export else day_state.import_tariff
    shown = replace(price_day(day_state, day, is_export), title=text.full_date(day))
    rows, starts = _rows((shown,), day_state, is_export, is_past=True)
    return PricesView(
        tariff=_tariff_words(snapshot.value.name, is_export) if snapshot.value is not None else "No tariff that day",
        notes=_notes(day_state, is_export, day),
        days=(replace(_figures(day_state, shown, is_export), title=text.full_date(day)),),
        chart=PriceChartView((shown,), None, is_export),
        rows=rows,
        row_starts=starts,
        trouble=trouble_in(day_state, snapshot),
    )


def _figures(state: AppState, day: PriceDay, is_export: bool) -> DayFigures:
    name = text.day_word(london_date(day.span.start), state.now).capitalize()
    if not day.steps:
        return DayFigures(name, note=day.waiting.partition("\n")[0])
    lowest, highest = lowest_and_highest(day.steps)
    if lowest.pence == highest.pence:
        return DayFigures(name, mean=lowest.label, note="one price all day")
    mean = derive.day_mean(state, london_date(day.span.start), is_export)
    return DayFigures(
        name, lowest.label, text.span(lowest.span), text.price(mean), highest.label, text.span(highest.span)
    )


def _tariff_words(name: str, is_export: bool) -> str:
    return f"{name} · export, earned per kWh" if is_export else f"{name} · per kWh including VAT"


def _notes(state: AppState, is_export: bool, past_day: date | None = None) -> tuple[str, ...]:
    """Where the prices come from, the standing charge, and what is special about the tariff."""
    tariff = (state.export_tariff if is_export else state.import_tariff).value
    schedule = derive.schedule_of(state, is_export)
    rates = schedule.between(day_span(past_day or london_date(state.now)))
    sources = dict.fromkeys(rate.source for rate in rates if rate.source is not RateSource.DISPATCH)
    notes = [f"Prices from {' and '.join(_source_word(source) for source in sources)}"] if sources else []
    if tariff is not None and tariff.standing_pence is not None and not is_export and past_day is None:
        notes.append(f"Standing charge {text.price(tariff.standing_pence)} a day")
    is_flat = len({rate.pence_inc_vat for rate in rates}) == 1
    if is_flat and past_day is None and schedule.until_change(state.now) is None:
        notes.append("One price at all hours until the tariff changes")
    car = (
        ""
        if is_export
        else car_price_words(derive.smart_terms(state), day_span(past_day).start if past_day else state.now)
    )
    if car:
        notes.append(f"Your car pays {car}")
    if any(rate.source is RateSource.DISPATCH for rate in rates):
        notes.append("Smart charging makes the whole house cheap in the slots marked with a plug")
    return tuple(notes)


def _span_words(span: Span) -> str:
    return "all day" if span.duration >= timedelta(hours=23) else text.span(span)


def _source_word(source: RateSource) -> str:
    return {RateSource.PUBLIC: "Octopus's public price list", RateSource.OVERRIDE: "your own settings"}.get(
        source, source.value
    )


def _rows(
    days: tuple[PriceDay, ...], state: AppState, is_export: bool, *, is_past: bool = False
) -> tuple[tuple[Row, ...], tuple[datetime | None, ...]]:
    """Each day under its heading; equal neighbours are one row. Beside them the instant at which each row begins.

    Of a day that is past as a whole nothing is paler than the rest.
    """
    rows: list[Row] = []
    starts: list[datetime | None] = []
    for day in days:
        if not day.steps:
            continue
        car = None if is_export else car_prices(state, day.span)
        rows.append(Row((day.title,), is_heading=True))
        starts.append(None)
        for step in joined_steps(day.steps):
            marks = (*(("smart",) if step.is_dispatch else ()), *_car_words(car, step.span))
            letter = "" if step.word == text.ONE_PRICE else _LETTERS.get(step.band, "")
            word = f"{letter} {step.word}".strip()
            rows.append(
                Row(
                    (_span_words(step.span), step.label.removesuffix("p"), word, " · ".join(marks)),
                    step.band,
                    is_current=step.span.contains(state.now),
                    is_past=step.span.end <= state.now and not is_past,
                )
            )
            starts.append(step.span.start)
    return tuple(rows), tuple(starts)


def _car_words(car: RateSchedule | None, span: Span) -> tuple[str, ...]:
    """What the car pays meanwhile, where it has prices of its own; from the lowest to the highest where they change."""
    prices = sorted({rate.pence_inc_vat for rate in car.between(span)}) if car is not None else []
    return (
        (f"car {' to '.join(text.price(price) for price in dict.fromkeys((prices[0], prices[-1])))}",) if prices else ()
    )

"""What the best times show: the list of windows of each length, and the plan for a wish."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kraken_desktop.domain.appliances import Appliance
from kraken_desktop.domain.bands import Band, band_of
from kraken_desktop.domain.moments import Span, day_span, london_date, tomorrow_span
from kraken_desktop.domain.planner import NoPlan
from kraken_desktop.domain.reminder import Reminder, ReminderPoint
from kraken_desktop.domain.windows import LENGTHS, PricedSpan
from kraken_desktop.services import derive, text
from kraken_desktop.services.planning import Wish, best_times, is_waiting, planned
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.plots.price_view import PriceChartView, PriceMark
from kraken_desktop.ui.view_models.price_days import coming_days
from kraken_desktop.ui.view_models.reminders import ReminderLine, chosen_mark, reminder_lines
from kraken_desktop.ui.view_models.table import Row

WHAT = {
    Appliance.DISHWASHER: "dishwasher",
    Appliance.WASHING_MACHINE: "washing machine",
    Appliance.CAR: "car charge",
    Appliance.BATTERY: "home battery",
    Appliance.CUSTOM: "appliance",
}


@dataclass(frozen=True, slots=True)
class ReminderOffer:
    """A reminder that can be asked for; ``is_set``: it waits already. None in place of one whose time is over."""

    reminder: Reminder
    is_set: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """``times`` are the runs in order; ``message`` stands in place of everything where there is no plan.

    ``caution`` stands first: the plan is for another day than one would think.
    """

    caution: str = ""
    times: tuple[str, ...] = ()
    cost: str = ""
    gain: str = ""
    notes: tuple[str, ...] = ()
    message: str = ""
    start: ReminderOffer | None = None
    end: ReminderOffer | None = None
    mark: PriceMark | None = None

    @property
    def spoken(self) -> str:
        return ". ".join(
            part for part in (self.caution, *self.times, self.cost, self.gain, *self.notes, self.message) if part
        )


@dataclass(frozen=True, slots=True)
class BestTimesView:
    """``rows`` and ``offers`` belong together: the reminder at the start of each window."""

    title: str = ""
    rows: tuple[Row, ...] = ()
    offers: tuple[ReminderOffer | None, ...] = ()
    note: str = ""
    can_pause: bool = True
    plan: PlanView = PlanView()
    chart: PriceChartView = field(default_factory=PriceChartView)
    reminders: tuple[ReminderLine, ...] = ()


def best_times_view(state: AppState, wish: Wish, row: int = -1) -> BestTimesView:
    """For export the times that pay most. ``row`` is the chosen one of the list; its time is marked in the chart."""
    is_export = wish.is_export
    rows: list[Row] = []
    offers: list[ReminderOffer | None] = []
    marks: list[PriceMark] = []
    for length, best in zip(LENGTHS, best_times(state, is_export), strict=True):
        name = text.window_length(length)
        if best is None:
            rows.append(Row((name, "not known yet", text.UNKNOWN, ""), is_past=True))
            offers.append(None)
            continue
        band, word = _band(state, best, is_export)
        price = text.price(best.mean_pence).removesuffix("p")
        rows.append(Row((name, text.span_with_day(best.span, state.now), price, word), band))
        what = f"best {name}"
        offers.append(_offer(state, Reminder(what, best.span, ReminderPoint.START, best.mean_pence, is_export)))
        if len(rows) - 1 == row:
            marks.append(chosen_mark(state, what, (best.span,)))
    plan = _plan(state, wish)
    if plan.mark is not None:
        marks.insert(0, plan.mark)
    return BestTimesView(
        title="Best paid, from now on" if is_export else "Cheapest, from now on",
        rows=tuple(rows),
        offers=tuple(offers),
        note=_note(state, is_export),
        can_pause=_can_pause(wish),
        plan=plan,
        chart=PriceChartView(coming_days(state, is_export), state.now, is_export, marks=tuple(marks)),
        reminders=reminder_lines(state),
    )


def _band(state: AppState, best: PricedSpan, is_export: bool) -> tuple[Band, str]:
    """How dear the mean of a window is among the prices of the day on which it begins."""
    day = day_span(london_date(best.span.start))
    scheme = derive.scheme_of(state, is_export)
    rates = derive.schedule_of(state, is_export).between(day)
    band = band_of(best.mean_pence, rates, scheme)
    return band, text.word_among(band, rates, scheme)


def _note(state: AppState, is_export: bool) -> str:
    prices = {rate.pence_inc_vat for rate in derive.schedule_of(state, is_export).between(_ahead(state))}
    if len(prices) == 1:
        return "One price at all hours: no time is better than another."
    if derive.tomorrow(state, is_export).publication is derive.Publication.WAITING:
        return "Of today's prices; tomorrow's are published about 16:00. Choose a row to be reminded of it."
    return "Choose a row to be reminded of it."


def _ahead(state: AppState) -> Span:
    return Span(state.now, tomorrow_span(state.now).end)


def _can_pause(wish: Wish) -> bool:
    return wish.appliance in (Appliance.CAR, Appliance.BATTERY, Appliance.CUSTOM)


def _plan(state: AppState, wish: Wish) -> PlanView:
    try:
        found = planned(state, wish)
    except ValueError as odd:
        words = str(odd)
        return PlanView(message=f"{words[:1].upper()}{words[1:]}.")
    outcome, missed = found.outcome, found.missed
    late = text.too_late(missed, found.within, found.load.length, state.now) if missed is not None else ""
    if isinstance(outcome, NoPlan):
        return PlanView(
            caution=late,
            message=text.no_plan(
                outcome, found.within, found.load.length, state.now, is_waiting=is_waiting(state, wish)
            ),
        )
    what = WHAT[wish.appliance]
    reminder = Reminder(
        what,
        outcome.span,
        ReminderPoint.START,
        outcome.mean_pence,
        wish.is_export,
        runs=outcome.spans if len(outcome.spans) > 1 else (),
        stages=found.load.stages if len(found.load.stages) > 1 else (),
        is_car=wish.appliance is Appliance.CAR and not wish.is_export,
    )
    return PlanView(
        caution=late,
        times=text.plan_times(outcome, state.now),
        cost=text.plan_cost(outcome),
        gain=text.plan_gain(outcome),
        notes=(*_own_rates(state, wish), *text.plan_notes(outcome)),
        start=_offer(state, reminder),
        end=_offer(state, replace(reminder, point=ReminderPoint.END)),
        mark=chosen_mark(state, what, outcome.spans),
    )


def _own_rates(state: AppState, wish: Wish) -> tuple[str, ...]:
    terms = derive.smart_terms(state)
    is_own = wish.appliance is Appliance.CAR and not wish.is_export and terms is not None and terms.car is not None
    return ("At your tariff's own rates for a car",) if is_own else ()


def _offer(state: AppState, reminder: Reminder) -> ReminderOffer | None:
    if reminder.at <= state.now:
        return None
    return ReminderOffer(reminder, any(other.key == reminder.key for other in state.reminders))

"""A person's wish, planned by the prices that the house really pays. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from kraken_desktop.domain.appliances import DISHWASHER, WASHING_MACHINE, Appliance, Load, charge, steady
from kraken_desktop.domain.moments import Span, at_london, london_date, tomorrow_span
from kraken_desktop.domain.planner import NoPlan, Plan, allowed, plan
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.windows import LENGTHS, PricedSpan, best_windows
from kraken_desktop.services import derive
from kraken_desktop.services.car_prices import car_prices
from kraken_desktop.services.state import AppState


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to run, and when it may: clock times in London.

    ``hours`` counts for CUSTOM, ``kwh`` for CAR and BATTERY.
    """

    appliance: Appliance = Appliance.CUSTOM
    hours: Decimal = Decimal(3)
    kwh: Decimal = Decimal(20)
    kilowatts: Decimal = Decimal(1)
    after: time | None = None
    before: time | None = None
    is_split: bool = False
    is_export: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """``within`` is the time that the wish allows, ``missed`` an earlier one for which it is too late."""

    load: Load
    within: Span
    outcome: Plan | NoPlan
    missed: Span | None = None


def load_of(wish: Wish) -> Load:
    """Raises ValueError with a plain word where the figures make no load."""
    if wish.appliance in (Appliance.CAR, Appliance.BATTERY):
        return charge(wish.kwh, wish.kilowatts)
    if wish.appliance is Appliance.CUSTOM:
        return steady(timedelta(seconds=int(wish.hours * 3600)), wish.kilowatts)
    return DISHWASHER if wish.appliance is Appliance.DISHWASHER else WASHING_MACHINE


def planned(state: AppState, wish: Wish) -> Planned:
    """The best time by effective prices: smart charges count as long as they are planned. Raises ValueError."""
    load = load_of(wish)
    meant = allowed(state.now, load.length, wish.after, wish.before)
    within = meant.span
    # What a run begun now would cost is asked too.
    asked = Span(state.now, max(within.end, state.now + load.length))
    schedule = prices_for(state, asked, is_car=wish.appliance is Appliance.CAR, is_export=wish.is_export)
    outcome = plan(
        load,
        within,
        schedule,
        state.now,
        is_split=wish.is_split and load.can_pause,
        is_dearest=wish.is_export,
    )
    if isinstance(outcome, Plan):
        outcome = replace(outcome, is_all_known=_is_known(schedule, within, state.now))
    return Planned(load, within, outcome, meant.missed)


def prices_for(state: AppState, within: Span, *, is_car: bool, is_export: bool) -> RateSchedule:
    """A car pays what its tariff says for cars, everything else what the house pays."""
    own = car_prices(state, within) if is_car and not is_export else None
    return derive.schedule_of(state, is_export) if own is None else own


def _is_known(schedule: RateSchedule, within: Span, now: datetime) -> bool:
    """All that could be known by now: a price list that is published to 23:00 lacks nothing."""
    tomorrow = at_london(london_date(tomorrow_span(now).start), time(23))
    return schedule.covers(Span(within.start, min(within.end, tomorrow)))


def is_waiting(state: AppState, wish: Wish) -> bool:
    """More prices will be published before the day ends."""
    return derive.tomorrow(state, wish.is_export).publication is derive.Publication.WAITING


def best_times(state: AppState, is_export: bool = False) -> tuple[PricedSpan | None, ...]:
    """The best windows of ½ to 6 hours from now to the end of tomorrow, in the order of LENGTHS."""
    within = Span(state.now, tomorrow_span(state.now).end)
    return best_windows(LENGTHS, within, derive.schedule_of(state, is_export), is_dearest=is_export)

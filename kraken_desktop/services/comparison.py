"""My tariff beside the others of a region, day by day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kraken_desktop.domain.moments import day_span, london_date
from kraken_desktop.domain.offers import told_name
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.windows import PricedSpan, best_windows, mean_of
from kraken_desktop.services import derive
from kraken_desktop.services.other_tariffs import metering_of
from kraken_desktop.services.state import AppState

STRETCH = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class DayPrices:
    """p/kWh over what is known of a London day; None where nothing is. ``best`` is the best-priced three hours.

    ``is_whole``: known to 23:00 at least.
    """

    day: date
    lowest: Decimal | None
    mean: Decimal | None
    highest: Decimal | None
    best: PricedSpan | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One tariff. ``days`` are today and tomorrow; ``standing_pence`` a day, None where it is not told."""

    name: str
    code: str
    is_mine: bool
    is_export: bool
    now_pence: Decimal | None
    standing_pence: Decimal | None
    days: tuple[DayPrices, DayPrices]
    schedule: RateSchedule


def compared(state: AppState, is_export: bool = False) -> tuple[Compared, ...]:
    """Mine first, without smart charges, which no other tariff could have; then the shelf, without mine again."""
    mine = (state.export_tariff if is_export else state.import_tariff).value
    rows = []
    if mine is not None:
        name, standing = told_name(mine.name, mine.code), None if is_export else mine.standing_pence
        rows.append(_compared(state, name, mine.code, mine.schedule, standing, is_export, is_mine=True))
    shelf = state.other_tariffs.value
    for offer in shelf.suiting(metering_of(state)) if shelf is not None else ():
        if offer.product.is_export is is_export and (mine is None or mine.code != offer.tariff.code):
            tariff, standing = offer.tariff, None if is_export else offer.tariff.standing_pence
            rows.append(_compared(state, offer.name, tariff.code, offer.schedule, standing, is_export))
    return tuple(rows)


def _compared(
    state: AppState,
    name: str,
    code: str,
    schedule: RateSchedule,
    standing_pence: Decimal | None,
    is_export: bool,
    *,
    is_mine: bool = False,
) -> Compared:
    today, rate = london_date(state.now), schedule.at(state.now)
    return Compared(
        name=name,
        code=code,
        is_mine=is_mine,
        is_export=is_export,
        now_pence=rate.pence_inc_vat if rate is not None else None,
        standing_pence=standing_pence,
        days=(_day(today, schedule, is_export), _day(today + timedelta(days=1), schedule, is_export)),
        schedule=schedule,
    )


def _day(day: date, schedule: RateSchedule, is_export: bool) -> DayPrices:
    rates = schedule.between(day_span(day))
    prices = [rate.pence_inc_vat for rate in rates]
    return DayPrices(
        day=day,
        lowest=min(prices, default=None),
        mean=mean_of(rates),
        highest=max(prices, default=None),
        best=best_windows((STRETCH,), day_span(day), schedule, is_dearest=is_export)[0],
        is_whole=derive.is_day_published(schedule, day),
    )

"""What the live page shows: power now in words, the prices behind it, and the table that says what the chart draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import Span, day_span, london_date, slots_of
from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.domain.rates import RateSchedule
from kraken_desktop.domain.units import pence_an_hour
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.view_models.parts import Emptiness, Trouble
from kraken_desktop.ui.view_models.table import Row
from kraken_desktop.ui.view_models.trouble import trouble_in
from kraken_desktop.ui.view_models.unread import before_account

KEPT = timedelta(days=7)

SIGNED_OUT = Emptiness(
    "Sign in to see your live power",
    "With an Octopus Home Mini this page shows what your home uses and exports, every ten seconds.",
    "live",
    "Sign in…",
    "sign-in",
)
NO_MINI = Emptiness(
    "Live power needs a Home Mini",
    "Octopus lends the Home Mini, a small box beside the router. When yours is connected, this page fills by itself. "
    "Prices, dispatches and notices work without it.",
    "live",
    "See prices",
    "prices",
)
SILENT = Emptiness(
    "Your Home Mini has not said anything yet",
    "It may be unplugged or out of reach of the meter. This page fills by itself as soon as it is heard.",
    "live",
    "Try now",
    "refresh",
)


@dataclass(frozen=True, slots=True)
class LiveView:
    """``emptiness`` says why there is no live power at all; both None while the first answer is awaited."""

    number: str = ""
    unit: str = ""
    direction: str = ""
    cost: str = ""
    price: str = ""
    band: Band = Band.UNKNOWN
    band_word: str = ""
    basis: str = ""
    is_export: bool = False
    is_stale: bool = False
    trouble: Trouble | None = None
    emptiness: Emptiness | None = None


def live_view(state: AppState) -> LiveView:
    trouble = trouble_in(state, state.live) if _worth_a_bar(state) else None
    power = derive.power_now(state)
    if power.watts is None or power.read_at is None:
        return LiveView(trouble=trouble, emptiness=_emptiness(state))
    number, _, unit = text.kilowatts(abs(power.watts)).partition(" ")
    price = derive.price_now(state, power.is_export)
    return LiveView(
        number=number,
        unit=f" {unit}",
        direction="exporting" if power.is_export else "using",
        cost=_cost_words(power.pence_an_hour),
        price="" if price.pence is None else f"at {text.rate(price.pence)}",
        band=price.band,
        band_word=text.price_word(state, power.is_export),
        basis=f"at {text.moment(power.read_at, state.now)} · Home Mini",
        is_export=power.is_export,
        is_stale=power.is_stale,
        trouble=trouble,
    )


def _cost_words(pence: Decimal | None) -> str:
    if pence is None:
        return ""
    return f"earning {text.an_hour(pence)}" if pence < 0 else text.an_hour(pence)


def _worth_a_bar(state: AppState) -> bool:
    problem = state.live.problem
    return state.phase is not Phase.SIGNED_OUT and (problem is None or problem.kind is not ProblemKind.NO_MINI)


def _emptiness(state: AppState) -> Emptiness | None:
    problem = state.live.problem
    if state.phase is Phase.SIGNED_OUT:
        return SIGNED_OUT
    if state.has_mini is False or (problem is not None and problem.kind is ProblemKind.NO_MINI):
        return NO_MINI
    if problem is not None and problem.kind is ProblemKind.MINI_SILENT:
        return SILENT
    return before_account(state, SIGNED_OUT) if state.account.value is None else None


@dataclass(frozen=True, slots=True)
class BandRun:
    """A stretch of one band."""

    span: Span
    band: Band


def band_runs(state: AppState) -> tuple[BandRun, ...]:
    """The bands of the import price (of the export price, where there is no other) over the days kept, and today."""
    is_export = state.import_tariff.value is None
    day, last = london_date(state.now - KEPT), london_date(state.now)
    found: list[BandRun] = []
    while day <= last:
        for slot in derive.day_prices(state, day, is_export):
            before = found[-1] if found else None
            if before is not None and before.band is slot.band and before.span.end == slot.span.start:
                found[-1] = BandRun(Span(before.span.start, slot.span.end), slot.band)
            elif slot.band is not Band.UNKNOWN:
                found.append(BandRun(slot.span, slot.band))
        day = london_date(day_span(day).end)
    return tuple(found)


def shading_words(state: AppState) -> str:
    """Whose bands ``band_runs`` has, where the home has two prices; the chip above is that of the power's direction."""
    has_both = state.import_tariff.value is not None and state.export_tariff.value is not None
    return "shaded by the import price" if has_both else ""


def read_out(at: datetime, watts: float, state: AppState) -> str:
    """Time, power, price and what an hour of it costs, for the crosshair."""
    power = Decimal(round(watts))
    schedule = derive.schedule_of(state, export=power < 0)
    rate = schedule.at(at)
    lines = [
        f"{text.moment(at, state.now)}:{at:%S}",
        f"{text.number(abs(power), 0)} W{' exported' if power < 0 else ''}",
    ]
    if rate is not None:
        lines.append(text.rate(rate.pence_inc_vat))
        lines.append(_cost_words(pence_an_hour(power, rate.pence_inc_vat)))
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class PowerFact:
    """The power of a stretch in watts, as the chart has it."""

    span: Span
    mean: float
    lowest: float
    highest: float


def half_hours_within(start: datetime, end: datetime) -> tuple[Span, ...]:
    """The slots that a table of the stretch lists, newest first."""
    return tuple(reversed(slots_of(Span(start, end))))


def power_rows(facts: Sequence[PowerFact], state: AppState) -> tuple[Row, ...]:
    """The chart as a table: half hours, newest first, each day under its heading."""
    imports, exports = derive.effective_import(state), derive.effective_export(state)
    rows: list[Row] = []
    day = None
    for fact in facts:
        if london_date(fact.span.start) != day:
            day = london_date(fact.span.start)
            rows.append(Row((text.day_word(day, state.now).capitalize(),), is_heading=True))
        rows.append(_power_row(fact, exports if fact.mean < 0 else imports))
    return tuple(rows)


def _power_row(fact: PowerFact, schedule: RateSchedule) -> Row:
    rate = schedule.at(fact.span.start)
    mean = Decimal(round(fact.mean))
    cost = None if rate is None else pence_an_hour(mean, rate.pence_inc_vat)
    return Row(
        (
            text.span(fact.span),
            text.kilowatts(mean),
            text.kilowatts(Decimal(round(fact.lowest))),
            text.kilowatts(Decimal(round(fact.highest))),
            text.price(None if rate is None else rate.pence_inc_vat),
            text.price(cost),
        )
    )

"""What the battery planner shows: each capacity by a timer and at best, the chosen one in words, and its days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.battery import NOTHING_KWH
from kraken_desktop.domain.moments import Span
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.insights.battery import BatteryCurve, BatterySlot, CapacityPoint
from kraken_desktop.services.text.settled import estimated_words
from kraken_desktop.storage.columns import at_seconds
from kraken_desktop.ui.plots.curve_chart import Curve, CurveView
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart, UsageChartView
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.usage import LegendEntry

COLUMNS = (
    Column("Capacity", is_number=True),
    Column("Timer £/year", is_number=True),
    Column("Best £/year", is_number=True),
    Column("Off-peak days", is_number=True),
    Column("Dear kWh/day", is_number=True),
    Column("Longest dear", is_number=True),
    Column("Cycles/year", is_number=True),
    Column("Pays back", is_number=True),
)
_PENCE_IN_A_POUND = 100
_BIN_STEPS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
_MOST_BINS = 14
_STRATEGIES = (LegendEntry(None, "by a timer", "accent"), LegendEntry(None, "at best", "success"))
_AS_GOOD = 99
"""From this share on, in percent, nobody would tell the timer from the best."""


@dataclass(frozen=True, slots=True)
class BatteryView:
    """``sentence`` and ``facts`` speak of the chosen capacity. ``best`` is told once it is reckoned."""

    sentence: str
    facts: str
    note: str
    estimated: str
    saving: CurveView
    cheap_days: CurveView
    dear_days: UsageChartView
    dear_legend: tuple[LegendEntry, ...]
    longest: CurveView
    rows: tuple[Row, ...]
    assumptions: str
    chosen_kwh: float


@dataclass(frozen=True, slots=True)
class BatteryDayView:
    """A day's half hours with the state of charge over them, in percent of the capacity."""

    title: str
    facts: str
    chart: UsageChartView = field(default_factory=UsageChartView)
    legend: tuple[LegendEntry, ...] = ()


def battery_view(timer: BatteryCurve, best: BatteryCurve | None, chosen: int = -1) -> BatteryView:
    """Of at least one complete day. ``chosen`` is a capacity's place, −1 the knee's."""
    place = chosen if 0 <= chosen < len(timer.points) else _telling_place(timer)
    point = timer.points[place]
    ideal = best.points[place] if best is not None and len(best.points) == len(timer.points) else None
    return BatteryView(
        sentence=_sentence(point, ideal),
        facts=_facts(point),
        note=_note(timer),
        estimated=estimated_words(timer.estimated),
        saving=_curves(timer, best, place, "£", lambda p: _pounds(p.run.saved_pence_a_year), has_knee=True),
        cheap_days=_curves(timer, best, place, "%", lambda p: _percent(p.run.cheap_day_share)),
        dear_days=_distribution(point, ideal),
        dear_legend=_STRATEGIES if ideal is not None else (),
        longest=_curves(timer, best, place, "", lambda p: p.run.longest_dear_hours),
        rows=tuple(
            _row(p, best.points[n] if best is not None else None, n == place) for n, p in enumerate(timer.points)
        ),
        assumptions=" ".join(timer.assumptions),
        chosen_kwh=point.capacity_kwh,
    )


def _telling_place(curve: BatteryCurve) -> int:
    """The knee's; without one the smallest that saves most."""
    knees = [n for n, point in enumerate(curve.points) if point.capacity_kwh == curve.knee_kwh]
    return knees[0] if knees else max(range(len(curve.points)), key=lambda n: curve.points[n].run.saved_pence)


def _sentence(point: CapacityPoint, ideal: CapacityPoint | None) -> str:
    saved = point.run.saved_pence_a_year or 0.0
    words = f"{point.capacity_kwh:g} kWh would have saved {_money(saved)} a year by a timer"
    if ideal is None:
        return f"{words}."
    most = ideal.run.saved_pence_a_year or 0.0
    words += f", {_money(most)} at best"
    if most <= 0:
        return f"{words}."
    share = exact(100 * saved / most)
    return f"{words}: {'a timer is enough' if share > _AS_GOOD else f'the timer had {text.percent(share)} of it'}."


def _facts(point: CapacityPoint) -> str:
    run = point.run
    words = [f"{text.percent(exact(100 * (run.cheap_day_share or 0.0)))} of days wholly off-peak"]
    if point.dear_kwh_a_day is not None:
        words.append(f"{_kwh(point.dear_kwh_a_day)} a day still bought dear")
    words.append(f"longest dear time {run.longest_dear_hours:g} h")
    if run.solar_kwh:
        words.append(f"{_kwh(run.solar_kwh)} of the sun stored")
    if run.sold_kwh:
        words.append(f"{_kwh(run.sold_kwh)} sold")
    if point.price_pence is not None:
        words.append(f"costs {_money(point.price_pence)}, {_payback(point)}")
    return " · ".join(words)


def _payback(point: CapacityPoint) -> str:
    return f"pays back in {point.payback_years:.1f} years" if point.payback_years is not None else "never pays back"


def _note(curve: BatteryCurve) -> str:
    words = [f"Over {_days(curve.days)} of your half hours"]
    if curve.left_out:
        words.append(f"{_days(curve.left_out)} incomplete and left out")
    if curve.knee_kwh is not None:
        words.append(f"beyond {curve.knee_kwh:g} kWh more saves little")
    return " · ".join(words)


def _curves(
    timer: BatteryCurve,
    best: BatteryCurve | None,
    place: int,
    unit: str,
    figure: Callable[[CapacityPoint], float | None],
    *,
    has_knee: bool = False,
) -> CurveView:
    curves = [Curve("timer", tuple(figure(point) for point in timer.points))]
    if best is not None and len(best.points) == len(timer.points):
        curves.insert(0, Curve("best", tuple(figure(point) for point in best.points), "success", is_dashed=True))
    return CurveView(
        sizes=tuple(point.capacity_kwh for point in timer.points),
        curves=tuple(curves),
        unit=unit,
        size_unit=" kWh",
        read_outs=tuple(_read_out(point) for point in timer.points),
        mark=timer.knee_kwh if has_knee else None,
        mark_words=f"beyond {timer.knee_kwh:g} kWh more saves little" if timer.knee_kwh is not None else "",
        chosen=place,
    )


def _read_out(point: CapacityPoint) -> str:
    saved = _money(point.run.saved_pence_a_year or 0.0)
    return f"{point.capacity_kwh:g} kWh: {saved} a year by a timer · {_facts(point)}"


def _distribution(point: CapacityPoint, ideal: CapacityPoint | None) -> UsageChartView:
    """On how many days so much was still bought dear: by a timer, and beside it at best."""
    told = [("by a timer", "accent", point.run.dear_kwh)]
    if ideal is not None:
        told.append(("at best", "success", ideal.run.dear_kwh))
    most = max((kwh for _, _, days in told for kwh in days), default=0.0)
    step = next((step for step in _BIN_STEPS if most / step <= _MOST_BINS), _BIN_STEPS[-1])
    bins = [(0.0, NOTHING_KWH, "none", "without dear energy")]
    for low, high in pairwise([0.0, *(number * step for number in range(1, int(most / step) + 2))]):
        bins.append((max(low, NOTHING_KWH), high, f"{low:g}–{high:g}", f"with {low:g} to {high:g} kWh bought dear"))
    bars = []
    for low, high, label, words in bins:
        for strategy, ink, days in told:
            count = sum(low <= kwh < high for kwh in days)
            bar = ChartPart(None, float(count), ink)
            bars.append(ChartBar(label, (bar,), f"{_days(count)} {words} {strategy}"))
            label = ""
    return UsageChartView(tuple(bars), "days")


def _row(point: CapacityPoint, ideal: CapacityPoint | None, is_current: bool) -> Row:
    run = point.run
    years = point.payback_years
    return Row(
        (
            f"{point.capacity_kwh:g} kWh",
            _money(run.saved_pence_a_year or 0.0),
            _money(ideal.run.saved_pence_a_year or 0.0) if ideal is not None else "",
            text.percent(exact(100 * (run.cheap_day_share or 0.0))),
            text.number(exact(point.dear_kwh_a_day or 0.0), 1),
            f"{run.longest_dear_hours:g} h",
            text.number(exact(run.cycles_a_year), 0) if run.cycles_a_year is not None else "",
            f"{years:.1f} years" if years is not None else "",
        ),
        is_current=is_current,
    )


def battery_day_view(day: date, slots: Sequence[BatterySlot], usable_kwh: float) -> BatteryDayView:
    """What one battery did on a day; empty slots say that the day was left out."""
    title = f"{text.full_date(day)} {day.year}"
    if not slots:
        return BatteryDayView(title, "This day is not complete, so it was left out.")
    saved = sum(
        (s.flow.served - s.flow.bought) * s.pence + (s.flow.sold - s.flow.taken) * s.export_pence for s in slots
    )
    dear = sum(s.kwh - s.flow.served + s.flow.bought for s in slots if not s.is_cheap)
    served = sum(s.flow.served for s in slots)
    facts = f"The battery gave {_kwh(served)} to the house, {_kwh(max(0.0, dear))} were still bought dear"
    change = (
        f"it saved {text.money(exact(saved))}" if saved >= 0 else f"it cost {text.money(exact(-saved))}, for later days"
    )
    return BatteryDayView(
        title=title,
        facts=f"{facts}; {change}.",
        chart=UsageChartView(
            bars=tuple(_day_bar(slot) for slot in slots),
            unit="kWh",
            line=tuple(100 * slot.flow.stored / usable_kwh if usable_kwh else None for slot in slots),
        ),
        legend=(
            LegendEntry(Band.QUADRANT_0, "bought cheap"),
            LegendEntry(Band.QUADRANT_3, "bought dear"),
            *((LegendEntry(None, "the car, at its own price"),) if any(s.car_kwh for s in slots) else ()),
            LegendEntry(Band.QUADRANT_1, "out of the battery"),
            LegendEntry(Band.NEGATIVE, "into the battery (below the line)"),
        ),
    )


def _day_bar(slot: BatterySlot) -> ChartBar:
    flow, start = slot.flow, at_seconds(slot.start)
    house = max(0.0, slot.kwh - flow.served)
    parts = (
        ChartPart(Band.QUADRANT_0 if slot.is_cheap else Band.QUADRANT_3, house),
        ChartPart(None, slot.car_kwh),
        ChartPart(Band.QUADRANT_1, flow.served + flow.sold),
        ChartPart(Band.NEGATIVE, -(flow.bought + flow.taken)),
    )
    words = [f"house {text.kwh_exact(exact(slot.kwh))} kWh at {text.price(exact(slot.pence))}"]
    if slot.car_kwh:
        words.append(f"the car {text.kwh_exact(exact(slot.car_kwh))} at its own price")
    for amount, word in (
        (flow.bought, "bought into the battery"),
        (flow.taken, "of the sun into the battery"),
        (flow.served, "out of the battery"),
        (flow.sold, "sold"),
    ):
        if amount > 0:
            words.append(f"{text.kwh_exact(exact(amount))} {word}")
    words.append(f"{_kwh(flow.stored)} in it")
    span = Span(start, at_seconds(slot.start + 1800))
    shown = tuple(part for part in parts if part.value)
    return ChartBar(text.clock_time(start), shown, f"{text.span(span)}: {', '.join(words)}")


def _money(pence: float) -> str:
    return text.whole_pounds(exact(pence))


def _kwh(kwh: float) -> str:
    return text.kwh(exact(kwh))


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{text.number(Decimal(count), 0)} days"


def _pounds(pence: float | None) -> float | None:
    return None if pence is None else pence / _PENCE_IN_A_POUND


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share

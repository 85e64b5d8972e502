"""A typical day of the span, half hour by half hour: what never stops, and what comes on top of it."""

from __future__ import annotations

from decimal import Decimal

from kraken_desktop.domain.load import Habits, ProfilePoint
from kraken_desktop.domain.units import WATTS_PER_KILOWATT, ZERO
from kraken_desktop.services import text
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart, UsageChartView
from kraken_desktop.ui.view_models.usage import LegendEntry

_SLOTS_AN_HOUR = 2


def profile_view(habits: Habits | None) -> UsageChartView:
    """The mean energy of each half hour of London's day; grey is what is always on."""
    if habits is None:
        return UsageChartView()
    always = ZERO
    if habits.always_on_watts is not None:
        always = habits.always_on_watts / WATTS_PER_KILOWATT / _SLOTS_AN_HOUR
    return UsageChartView(tuple(_bar(point, always) for point in habits.profile))


def _bar(point: ProfilePoint, always: Decimal) -> ChartBar:
    base = min(always, point.kwh)
    watts = point.kwh * WATTS_PER_KILOWATT * _SLOTS_AN_HOUR
    days = "1 day" if point.days == 1 else f"{point.days} days"
    words = f"{point.clock:%H:%M}: {text.kwh_exact(point.kwh)} kWh on average of {days}, {text.number(watts, 0)} W"
    parts = (ChartPart(None, float(base)), ChartPart(None, float(point.kwh - base), ink="accent"))
    return ChartBar(f"{point.clock:%H:%M}", parts, words)


def profile_legend(habits: Habits | None) -> tuple[LegendEntry, ...]:
    """What the two colours of a typical day are."""
    if habits is None:
        return ()
    watts = habits.always_on_watts
    always = () if watts is None else (LegendEntry(None, f"always on {text.number(watts, 0)} W"),)
    return (*always, LegendEntry(None, "on top of it" if always else "a half hour on average", ink="accent"))

"""Insight > Carbon: what use gave off, the day ahead, and the nights."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from kraken_desktop.domain.greenness import CarbonIntensity, GreenNight
from kraken_desktop.domain.moments import SLOT
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.carbon import CarbonDay, CarbonUse, GreenOutlook
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.windows.insight_page import InsightPage
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW
from tests.ui.test_insight_page import asked, page, texts

__all__ = ["page"]  # a fixture
A_DAY = timedelta(days=1)
BY_HOUR = tuple(200.0 - 5 * abs(12 - hour) for hour in range(24))


def carbon_of(span: DateSpan, days: int = 14) -> CarbonUse:
    """10 kWh and 1.4 kg a day; 2 kWh of the first without an intensity, and 30 before it."""
    rows = tuple(
        CarbonDay(span.last - (days - 1 - n) * A_DAY, 10.0, 1400.0, 2.0 if n == 0 else 0.0) for n in range(days)
    )
    known = bool(days)
    return CarbonUse(span, rows, BY_HOUR if known else (None,) * 24, 32.0, 175.0 if known else None)


def outlook_of(slots: int = 48) -> GreenOutlook:
    first = NOW.replace(minute=0, second=0, microsecond=0)
    told = [(210, "high"), (150, "moderate"), (60, "low")]
    ahead = [CarbonIntensity(first + n * SLOT, Decimal(told[n // 16][0]), told[n // 16][1]) for n in range(slots)]
    nights = [GreenNight(NOW.date() + n * A_DAY, n in (1, 4), 40 + 5 * n, "MEDIUM") for n in range(7 if slots else 0)]
    return GreenOutlook(tuple(ahead), NOW, tuple(nights), NOW)


def open_carbon(page: InsightPage, commands: FakeCommands, *, days: int = 14, slots: int = 48) -> None:
    page.open_view("carbon")
    span, then = asked(commands, "load_carbon")
    then(carbon_of(span, days))
    asked(commands, "load_outlook")[0](outlook_of(slots))


def test_use_the_day_ahead_and_the_nights(page: InsightPage, commands: FakeCommands) -> None:
    open_carbon(page, commands)
    words = texts(page)
    assert "19.6 kg of CO₂ on 14 days: 140 g per kWh" in words
    assert "mean of the same half hours was 175 g per kWh: yours is 20% less, so you used the greener ones." in words
    assert "cleanest from 00:00, 140 g per kWh, and dirtiest from 12:00, 200 g per kWh." in words
    assert "32.0 kWh of this time have no known intensity" in words
    assert "60 g per kWh; now 210 g, high." in words
    nights = next(table for table in page.findChildren(FactTable) if table.accessibleName() == "Greener nights")
    assert [row.cells[1] for row in nights.rows].count("a greener night") == 2
    assert nights.rows[0].cells == ("Tonight", "no greener night", "40", "medium greenness")


def test_bars_are_read_out(page: InsightPage, commands: FakeCommands) -> None:
    open_carbon(page, commands)
    charts = {chart.accessibleName(): chart for chart in page.findChildren(UsageChart)}
    charts["CO₂ of each day as a chart"].pointed.emit(0)
    charts["Carbon intensity of the half hours ahead as a chart"].pointed.emit(20)
    words = texts(page)
    assert "1.4 kg for 10.0 kWh, 140 g per kWh, 2.0 kWh more without a known intensity" in words
    assert "150 g per kWh, moderate" in words


@pytest.mark.parametrize(
    ("days", "slots", "said"),
    [
        (0, 0, "Nothing is known of the grid's carbon yet"),
        (0, 48, "No intensity is known of this time yet"),
        (3, 0, "4.2 kg of CO₂ on 3 days"),
    ],
)
def test_what_is_not_known_is_said(page: InsightPage, commands: FakeCommands, days: int, slots: int, said: str) -> None:
    open_carbon(page, commands, days=days, slots=slots)
    assert said in texts(page)

"""The charts: what is drawn of which samples and prices, and how much."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPicture
from PySide6.QtWidgets import QApplication

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import Span, day_slots, day_span, london
from kraken_desktop.ui.plots.power_plot import PowerPlot
from kraken_desktop.ui.plots.power_trace import PowerTrace, columns
from kraken_desktop.ui.plots.price_chart import PriceChart
from kraken_desktop.ui.plots.price_painter import PricePainter
from kraken_desktop.ui.plots.price_view import PriceChartView, PriceDay, PriceMark, PriceStep, joined_steps
from kraken_desktop.ui.plots.ticks import time_ticks
from kraken_desktop.ui.theme import Theme

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def drawn(plot: PowerPlot) -> int:
    """How much one frame gives Qt to draw, in bytes of drawing commands; each point of a curve counts."""
    plot.pan(-0.002)
    picture = QPicture()
    painter = QPainter(picture)
    plot.render(painter)
    painter.end()
    return int(picture.size())


def clock_marks(start: datetime, end: datetime, most: int) -> list[str]:
    return [f"{london(tick.at):%H:%M}" for tick in time_ticks(start, end, most)]


def test_the_day_that_ends_summer_time_has_its_second_one_o_clock() -> None:
    day = day_span(date(2026, 10, 25))
    assert clock_marks(day.start, day.end, 25)[:4] == ["00:00", "01:00", "01:00", "02:00"]
    assert len(time_ticks(day.start, day.end, 50)) == 51


def test_the_day_that_begins_summer_time_has_no_one_o_clock() -> None:
    day = day_span(date(2026, 3, 29))
    assert clock_marks(day.start, day.end, 24)[:3] == ["00:00", "02:00", "03:00"]
    assert clock_marks(day.start, day.end, 8) == [
        "00:00",
        "03:00",
        "06:00",
        "09:00",
        "12:00",
        "15:00",
        "18:00",
        "21:00",
        "00:00",
    ]


@given(
    ahead=st.timedeltas(-timedelta(days=800), timedelta(days=800)),
    length=st.timedeltas(timedelta(minutes=2), timedelta(days=400)),
    most=st.integers(2, 20),
)
def test_marks_lie_inside_in_order_on_round_london_times(ahead: timedelta, length: timedelta, most: int) -> None:
    start = NOW + ahead
    ticks = [tick.at for tick in time_ticks(start, start + length, most)]
    assert all(start <= at <= start + length for at in ticks)
    assert all(a < b for a, b in pairwise(ticks))
    assert all((london(at).second, london(at).microsecond) == (0, 0) for at in ticks)
    assert len(ticks) <= most + 4


def test_samples_in_any_order_make_one_rising_trace() -> None:
    trace = PowerTrace.of([30.0, 10.0, 20.0, 10.0], [3.0, 1.0, 2.0, 9.0])
    assert trace.times.tolist() == [10, 20, 30]
    assert trace.watts.tolist() == [9, 2, 3]


@pytest.mark.parametrize(
    ("grain", "silence", "has_gap"), [(10, 60, False), (10, 70, True), (300, 500, False), (300, 700, True)]
)
def test_a_gap_is_a_silence_longer_than_the_grain_explains(grain: int, silence: int, has_gap: bool) -> None:
    before = [float(i * grain) for i in range(20)]
    after = [before[-1] + silence + i * grain for i in range(20)]
    trace = PowerTrace.of([*before, *after], [100.0] * 40)
    assert bool(np.isnan(trace.watts).any()) is has_gap
    across = columns(trace, before[-1] + 2, after[0] - 2, 10).watts
    assert bool(np.isnan(across).all()) is has_gap


@given(st.lists(st.floats(-9000, 9000), min_size=1, max_size=200))
def test_the_mean_of_all_columns_is_the_mean_of_all_samples(watts: list[float]) -> None:
    times = [float(10 * i) for i in range(len(watts))]
    trace = PowerTrace.of(times, watts)
    mean = trace.mean(-1, times[-1] + 1)
    assert mean is not None
    assert math.isclose(mean, statistics.fmean(watts), abs_tol=1e-6)
    assert trace.extremes(-1, times[-1] + 1) == (min(watts), max(watts))
    one = columns(trace, -5, times[-1] + 5, 1).watts
    assert math.isclose(one[0], statistics.fmean(watts), abs_tol=1e-6)


def test_nothing_is_known_of_an_empty_trace() -> None:
    trace = PowerTrace.of((), ())
    assert (trace.mean(0, 9), trace.extremes(0, 9), trace.nearest(5)) == (None, None, None)
    assert np.isnan(columns(trace, 0, 9, 4).watts).all()


@pytest.fixture
def plot(qtbot: Any, theme: Theme) -> PowerPlot:
    plot = PowerPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(900, 420)
    times = [NOW.timestamp() - 10 * index for index in range(60_480)]
    plot.set_samples(times, [300 + 900 * math.sin(at / 9000) for at in times])
    plot.set_now(NOW, NOW - WEEK)
    plot.show_last(timedelta(hours=1))
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def test_a_frame_draws_what_its_pixels_can_show_however_much_is_kept(plot: PowerPlot) -> None:
    hour_of_week = drawn(plot)
    plot.show_last(timedelta(days=6))
    six_days = drawn(plot)
    plot.set_samples(plot.trace.times[-360:].tolist(), plot.trace.watts[-360:].tolist())
    plot.show_last(timedelta(hours=1))
    hour_alone = drawn(plot)
    # Without clipping to the view and drawing by columns, a week is 168 times as much as an hour.
    assert hour_of_week < 2 * hour_alone
    assert six_days < 3 * hour_alone


def test_it_follows_the_newest_until_panned_and_comes_back(plot: PowerPlot, qtbot: Any) -> None:
    later = NOW + timedelta(minutes=5)
    plot.set_now(later, later - WEEK)
    assert plot.visible_span[1] >= later
    with qtbot.waitSignal(plot.followed):
        plot.pan(-0.5)
    stays = plot.visible_span
    plot.set_now(later + timedelta(minutes=5), later - WEEK)
    assert plot.visible_span == stays
    plot.show_last(timedelta(hours=6))
    assert plot.is_following


def test_arrow_keys_read_sample_after_sample(plot: PowerPlot, qtbot: Any) -> None:
    read: list[tuple[datetime | None, float | None]] = []
    plot.pointed.connect(lambda at, watts: read.append((at, watts)))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Escape):
        qtbot.keyClick(plot, key)
    assert [at for at, _ in read] == [NOW, NOW - timedelta(seconds=10), None]
    assert read[0][1] == pytest.approx(300 + 900 * math.sin(NOW.timestamp() / 9000))


def test_zooming_shows_less_and_never_more_than_is_kept(plot: PowerPlot, qtbot: Any) -> None:
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    start, end = plot.visible_span
    assert end - start == pytest.approx(timedelta(hours=1) / 1.5, abs=timedelta(seconds=1))
    plot.zoom(100_000)
    start, end = plot.visible_span
    assert end - start <= WEEK * 1.03


def test_export_draws_the_axis_below_zero(plot: PowerPlot) -> None:
    plot.set_samples([NOW.timestamp() - 10, NOW.timestamp()], [500.0, 700.0])
    assert not plot.shows_export
    plot.set_samples([NOW.timestamp() - 10, NOW.timestamp()], [500.0, -700.0])
    assert plot.shows_export


def step(start: datetime, pence: str, band: Band = Band.QUADRANT_0, *, is_dispatch: bool = False) -> PriceStep:
    span = Span(start, start + timedelta(minutes=30))
    return PriceStep(span, Decimal(pence), band, f"{pence}p", "cheap", f"{start:%H:%M} {pence}p", is_dispatch)


def priced_day(prices: Callable[[int], str] = lambda index: str(10 + index % 7)) -> PriceDay:
    day = NOW.date()
    return PriceDay("Today", day_span(day), tuple(step(slot.start, prices(i)) for i, slot in enumerate(day_slots(day))))


def test_equal_neighbours_are_one_step_and_a_dispatch_is_not_its_neighbour() -> None:
    half = timedelta(minutes=30)
    steps = [
        step(NOW, "8"),
        step(NOW + half, "8"),
        step(NOW + 2 * half, "8", is_dispatch=True),
        step(NOW + 3 * half, "9"),
    ]
    assert [one.span.duration / half for one in joined_steps(steps)] == [2, 1, 1]


@pytest.fixture
def chart(qtbot: Any, theme: Theme) -> PriceChart:
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(800, 320)
    chart.set_view(PriceChartView((priced_day(lambda index: "-5" if index < 4 else str(10 + index % 7)),), NOW))
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def test_a_dearer_step_is_higher_and_one_below_zero_hangs(chart: PriceChart) -> None:
    day = day_span(NOW.date()).start
    cheap, dear, below = (chart.step_rect(day + timedelta(minutes=minutes)) for minutes in (7 * 30, 13 * 30, 30))
    assert dear.height() > cheap.height()
    assert dear.bottom() == cheap.bottom() == below.top()


@pytest.mark.parametrize("width", [320, 480, 900, 1800])
@pytest.mark.parametrize("dear_until", [1, 9, 30])
def test_no_label_is_written_over_another(theme: Theme, qapp: QApplication, width: int, dear_until: int) -> None:
    prices = priced_day(lambda index: "30" if index < dear_until else "8" if index < dear_until + 10 else "29")
    painter = PricePainter(theme, PriceChartView((prices,), NOW), QRectF(0, 0, width, 300))
    rooms = [room for room, _ in painter.labels()]
    assert "30p" in [words for _, words in painter.labels()]
    assert not [1 for one, other in combinations(rooms, 2) if one.intersects(other)]


def test_a_label_stands_over_the_longest_stretch_of_its_price(theme: Theme, qapp: QApplication) -> None:
    view = PriceChartView((priced_day(lambda index: "8" if 1 <= index < 11 else "30"),), NOW)
    painter = PricePainter(theme, view, QRectF(0, 0, 900, 300))
    middles = {words: painter.instant_at(room.center().x()) or NOW for room, words in painter.labels()}
    midnight, pixel = day_span(NOW.date()).start, timedelta(minutes=2)
    assert abs(middles["8p"] - (midnight + timedelta(hours=3))) < pixel
    assert abs(middles["30p"] - (midnight + timedelta(hours=14, minutes=45))) < pixel


def test_pointing_reads_the_step_under_the_pointer(chart: PriceChart, qtbot: Any) -> None:
    at = day_span(NOW.date()).start + timedelta(hours=9, minutes=10)
    place = chart.step_rect(at).center().toPoint()
    with qtbot.waitSignal(chart.pointed):
        qtbot.mouseMove(chart, QPoint(place.x(), 200))
    assert chart.pointed_step is not None
    assert chart.pointed_step.span.contains(at)


def test_arrow_keys_walk_the_steps_from_now(chart: PriceChart, qtbot: Any) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(chart, key)
    assert chart.pointed_step is not None
    assert chart.pointed_step.span.start == NOW + timedelta(minutes=30)


def test_the_chart_can_be_read_without_being_seen(chart: PriceChart) -> None:
    assert "14:00" in chart.accessibleDescription()
    assert len(chart.accessibleDescription().splitlines()) == 48


def test_chosen_times_are_framed_over_exactly_their_half_hours(chart: PriceChart, theme: Theme) -> None:
    midnight = day_span(NOW.date()).start
    late = Span(midnight + timedelta(hours=20), midnight + timedelta(hours=21, minutes=30))
    beyond = Span(midnight + timedelta(hours=23), midnight + timedelta(hours=27))
    before = chart.grab().toImage()
    view = PriceChartView((priced_day(),), NOW, marks=(PriceMark("car charge", (late, beyond), "Chosen: 20:00"),))
    chart.set_view(view)
    first, last = chart.mark_rects
    assert first.left() == chart.step_rect(late.start).left()
    assert first.right() == chart.step_rect(midnight + timedelta(hours=21)).right()
    assert last.right() == chart.step_rect(midnight + timedelta(hours=23, minutes=30)).right(), (
        "no further than the day"
    )
    assert chart.accessibleDescription().startswith("Chosen: 20:00\n")
    edge = QPoint(round(first.left()) + 1, round(first.center().y()))
    assert chart.grab().toImage().pixelColor(edge) == theme.colour("accent")
    assert before.pixelColor(edge) != theme.colour("accent")


def test_of_two_labels_at_one_place_the_first_is_written(theme: Theme, qapp: QApplication) -> None:
    marks = tuple(PriceMark(f"best {n}", (Span(NOW, NOW + timedelta(hours=n)),), "") for n in (1, 2))
    painter = PricePainter(theme, PriceChartView((priced_day(),), NOW, marks=marks), QRectF(0, 0, 480, 300))
    assert [words for _, words in painter.tags()] == ["best 1"]

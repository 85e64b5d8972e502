"""The words of the price chart hide nothing of what they name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from kraken_desktop.domain.moments import Span
from kraken_desktop.ui.plots.price_painter import PricePainter
from kraken_desktop.ui.plots.price_view import PriceChartView, PriceMark
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.price_days import coming_days
from tests.ui.states import NOW, agile_home
from tests.ui.test_plots import priced_day


@pytest.mark.parametrize("width", [320, 640, 1100, 2200])
def test_no_price_is_written_over_the_edge_of_a_step(theme: Theme, qapp: QApplication, width: int) -> None:
    painter = PricePainter(
        theme, PriceChartView(coming_days(agile_home(), is_export=False), NOW), QRectF(0, 0, width, 320)
    )
    edges = [rect for step in painter.view.steps if (rect := painter.step_rect(step))]
    labels = painter.labels()
    assert {words for _, words in labels} == {"27.0p", "10.1p"}
    for room, _ in labels:
        inside = room.adjusted(2, 2, -2, -2)
        covered = [edge for edge in edges if inside.intersects(QRectF(edge.left(), edge.top(), edge.width(), 1))]
        assert not covered


@pytest.mark.parametrize("hours", [0, 8.5])
def test_a_mark_that_begins_now_leaves_the_sign_of_now_free(theme: Theme, qapp: QApplication, hours: float) -> None:
    now = NOW + timedelta(hours=hours)
    mark = PriceMark("washing machine", (Span(now, now + timedelta(minutes=20)),), "")
    painter = PricePainter(theme, PriceChartView((priced_day(),), now, marks=(mark,)), QRectF(0, 0, 640, 300))
    ((room, _),) = painter.tags()
    assert painter.now_x is not None
    assert not room.left() - 5 < painter.now_x < room.right() + 5
    assert painter.area.left() <= room.left()
    assert room.right() <= painter.area.right()

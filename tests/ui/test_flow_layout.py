"""Widgets in lines, and marks and scales that say their unit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kraken_desktop.ui.plots.usage_view import HeatDay
from kraken_desktop.ui.plots.value_axis import value_axis
from kraken_desktop.ui.view_models.usage_calendar import calendar_scale
from kraken_desktop.ui.widgets.flow_layout import FlowLayout


class Block(QWidget):
    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width

    def sizeHint(self) -> QSize:
        return QSize(self._width, 20)


@pytest.mark.parametrize(
    ("width", "tops"), [(340, (0, 0, 0)), (339, (0, 0, 30)), (200, (0, 30, 60)), (50, (0, 30, 60))]
)
def test_what_does_not_fit_stands_on_the_next_line(qtbot: Any, width: int, tops: tuple[int, ...]) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    flow = FlowLayout(10, whole)
    blocks = [Block(100), Block(120), Block(100)]
    for block in blocks:
        flow.addWidget(block)
    hidden = Block(500)
    flow.addWidget(hidden)
    hidden.hide()
    whole.resize(width, 200)
    whole.show()
    qtbot.waitUntil(lambda: blocks[0].height() == 20)
    assert tuple(block.y() for block in blocks) == tops
    assert flow.heightForWidth(width) == tops[-1] + 20
    assert (flow.sizeHint(), flow.count()) == (QSize(340, 20), 4)


def test_money_beside_a_mark_has_two_places_or_none() -> None:
    small, large = value_axis(0, 0.45, 200, "£"), value_axis(0, 90, 200, "£")
    assert [small.words(mark) for mark in small.marks] == ["£0.00", "£0.20", "£0.40", "£0.60"]
    assert large.words(large.marks[1]) == "£50"


def test_a_calendar_says_the_least_and_the_most() -> None:
    days = [HeatDay(date(2026, 1, 1 + number), value, "") for number, value in enumerate((None, 340.0, 1425.5))]
    assert calendar_scale(days, "money") == ("£3.40", "£14.26")
    assert calendar_scale(days[1:2], "price") == ("340.0p", "340.0p")
    assert calendar_scale(days[:1], "kwh") == ("", "")

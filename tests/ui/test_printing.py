"""What goes on paper is ink on white, whatever the window wears."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from kraken_desktop.ui.paper import chart_on_paper, page_on_paper
from kraken_desktop.ui.plots.price_chart import PriceChart
from kraken_desktop.ui.plots.price_view import PriceChartView
from kraken_desktop.ui.theme import Theme, luminance
from kraken_desktop.ui.view_models.price_days import coming_days
from tests.ui.states import NOW, agile_home


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme("dark")
    theme.wear()
    yield theme
    theme.choose("light", "default")


def chart_in(theme: Theme) -> PriceChart:
    chart = PriceChart(theme)
    chart.resize(640, 320)
    chart.set_view(PriceChartView(coming_days(agile_home(), is_export=False), NOW))
    return chart


def lightness(picture: QPixmap) -> float:
    """The mean of its pixels, each smoothed from many."""
    image = picture.toImage().scaled(16, 16)
    found = [luminance(image.pixelColor(x, y)) for x in range(16) for y in range(16)]
    return sum(found) / len(found)


def test_a_chart_of_a_dark_window_is_light_on_paper_and_sharper(dark: Theme) -> None:
    chart = chart_in(dark)
    before = chart.grab().toImage()
    paper = chart_on_paper(chart, dark)
    assert {paper.toImage().pixelColor(x, 2).name() for x in (2, paper.width() - 3)} == {"#ffffff"}
    assert paper.toImage() == chart_on_paper(chart_in(Theme("light")), Theme("light")).toImage()
    assert paper.width() > 2 * chart.width()
    assert dark.is_dark
    assert chart.grab().toImage() == before, "the window stays as it was"


def test_a_page_of_a_dark_window_is_light_on_paper_and_dark_again(dark: Theme) -> None:
    page = QWidget()
    page.setProperty("role", "page")
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(page)
    column.addWidget(card)
    column.addWidget(QLabel("Bills"))
    page.resize(300, 200)
    seen = lightness(page.grab())
    assert lightness(page_on_paper(page, dark)) > 0.8 > 0.2 > seen
    assert lightness(page.grab()) == seen

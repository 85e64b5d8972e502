"""Light and dark, palettes, sizes, symbols."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from kraken_desktop.domain.bands import Band
from kraken_desktop.services.band_colours import band_colours
from kraken_desktop.ui.theme import BODY, HERO, SMALL, Theme, contrast


@pytest.mark.parametrize(("palette", "band"), list(product(("default", "colour-blind"), Band)))
def test_text_on_a_band_is_readable(palette: str, band: Band) -> None:
    colours = band_colours(palette)[band]
    assert contrast(QColor(colours.fill), QColor(colours.text)) >= 4.5


@pytest.mark.parametrize(("mode", "is_dark"), [("light", False), ("dark", True)])
def test_a_forced_mode_dresses_the_application(qapp: QApplication, mode: str, is_dark: bool) -> None:
    theme = Theme(mode)
    theme.wear()
    ground = qapp.palette().color(QPalette.ColorRole.Window)
    assert theme.is_dark is is_dark
    assert (ground.lightnessF() < 0.5) is is_dark
    assert contrast(ground, qapp.palette().color(QPalette.ColorRole.WindowText)) >= 7


def test_disabled_words_stay_readable(qapp: QApplication, theme: Theme) -> None:
    """The tray menu's facts are such words."""
    disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert contrast(disabled, theme.colour("raised")) >= 4.5


def test_a_change_dresses_anew_and_says_so(qapp: QApplication, theme: Theme) -> None:
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.is_dark))
    theme.choose("dark", "colour-blind")
    theme.choose("dark", "colour-blind")
    assert heard == [True]
    assert theme.band(Band.QUADRANT_0).fill == "#0072B2"
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.colour("window")


def test_numbers_below_each_other_have_figures_of_one_width(theme: Theme) -> None:
    assert theme.font(BODY, figures=True).isFeatureSet(QFont.Tag("tnum"))
    assert theme.font(HERO).pixelSize() > 2 * theme.font(SMALL).pixelSize()


def test_a_symbol_takes_the_colour_of_the_theme(theme: Theme) -> None:
    def inks(colour: str) -> set[str]:
        picture = theme.icon("live", colour).pixmap(24, 24).toImage()
        places = product(range(picture.width()), range(picture.height()))
        return {picture.pixelColor(x, y).name() for x, y in places if picture.pixelColor(x, y).alpha() == 255}

    assert theme.colour("text").name() in inks("text")
    assert theme.colour("danger").name() in inks("danger")


def test_shades_lie_between_the_band_and_the_page(theme: Theme) -> None:
    fill, page = QColor(theme.band(Band.QUADRANT_3).fill), theme.colour("surface")
    shade = theme.shade(Band.QUADRANT_3, 0.4)
    assert shade.green() == pytest.approx(0.4 * fill.green() + 0.6 * page.green(), abs=1)

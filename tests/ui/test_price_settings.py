"""Settings of prices: own night hours and prices, and today in the bands of each scheme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit

from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.domain.own_terms import read_window
from kraken_desktop.domain.past_means import PastMeans
from kraken_desktop.services.state import AppState
from kraken_desktop.ui.dialogs.settings_dialog import SettingsDialog
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.band_day import band_day_view
from kraken_desktop.ui.widgets.day_strip import DayStrip
from tests.ui.conftest import FakeCommands
from tests.ui.states import NOW, agile_home
from tests.ui.test_settings_dialog import Publish, named, two_homes, words
from tests.ui.test_settings_dialog import dialog as dialog


def test_own_night_hours_are_drawn_as_a_day_and_nonsense_is_told(
    dialog: SettingsDialog, commands: FakeCommands, qtbot: Any
) -> None:
    line, strip = named(dialog, QLineEdit, "My night hours"), dialog.findChild(DayStrip)
    dialog.show_section("Prices")
    qtbot.keyClicks(line, "22:30-00:30 GMT, 02:30-07:30 GMT")
    line.editingFinished.emit()
    assert commands.settings.night_windows == ("22:30-00:30 GMT", "02:30-07:30 GMT")
    assert strip.accessibleName() == "Night price 00:00–00:30, 02:30–07:30, 22:30–00:00"
    line.selectAll()
    qtbot.keyClicks(line, "1:00 - 3:00 GMT")
    assert strip.accessibleName() == "Night price 01:00–03:00", "it is drawn while it is typed"
    assert len(commands.settings.night_windows) == 2
    line.selectAll()
    qtbot.keyClicks(line, "22:30-00:30 GMT, 02:30-07:30 GMT")
    qtbot.keyClicks(line, ", at night")
    line.editingFinished.emit()
    assert "is no window such as" in words(dialog, "Prices")
    assert len(commands.settings.night_windows) == 2


def test_night_hours_of_a_tariff_whose_list_has_the_times_are_grey_and_told(
    dialog: SettingsDialog, publish: Publish, qtbot: Any
) -> None:
    publish(two_homes())
    strip = dialog.findChild(DayStrip)
    assert strip.accessibleName() == "Night price no night hours"
    qtbot.keyClicks(named(dialog, QLineEdit, "My night hours"), "01:00-03:00")
    assert strip.accessibleName() == "No price changes 01:00–03:00"
    assert "01:00–03:00: set by you, but they change no price" in words(dialog, "Prices")


def test_an_own_price_can_be_set_and_taken_away(dialog: SettingsDialog, commands: FakeCommands, qtbot: Any) -> None:
    line = named(dialog, QLineEdit, "Export, p/kWh")
    for typed, kept in (("15.5p", Decimal("15.5")), ("", None)):
        line.selectAll()
        qtbot.keyClicks(line, typed) if typed else qtbot.keyClick(line, Qt.Key.Key_Delete)
        line.editingFinished.emit()
        assert commands.settings.own_export_price == kept


def test_a_night_price_alone_says_that_it_counts_for_nothing(
    dialog: SettingsDialog, commands: FakeCommands, qtbot: Any
) -> None:
    night, rest = named(dialog, QLineEdit, "Import at night, p/kWh"), named(dialog, QLineEdit, "Import, p/kWh")
    dialog.show_section("Prices")
    for line, typed, is_alone in ((night, "8", True), (rest, "24,5p", False)):
        qtbot.keyClicks(line, typed)
        line.editingFinished.emit()
        assert ("counts only beside an import price" in words(dialog, "Prices")) == is_alone
    assert (commands.settings.own_night_price, commands.settings.own_import_price) == (Decimal(8), Decimal("24.5"))


def test_each_scheme_colours_today_its_own_way() -> None:
    home = agile_home()
    told = {kind: band_day_view(home, BandScheme(kind, (Decimal(20),))) for kind in SchemeKind}
    assert all(len(view.today.bars) == 48 for view in told.values())
    assert told[SchemeKind.QUADRANT].counted != told[SchemeKind.THRESHOLDS].counted
    assert band_day_view(AppState(NOW), BandScheme()).counted == ""


def test_means_of_the_last_days_stand_beside_todays_where_they_are_known() -> None:
    home = agile_home()
    known = PastMeans({7: Decimal("24.5"), 30: Decimal("22.1")}, {7: Decimal("15")})
    means = band_day_view(replace(home, past_means=known), BandScheme()).means
    assert means.endswith("last 7 days 24.5p, last 30 days 22.1p.")
    assert "last" not in band_day_view(home, BandScheme()).means
    assert "30 days" not in band_day_view(replace(home, past_means=PastMeans({7: Decimal(9)})), BandScheme()).means


def test_bands_against_a_mean_are_limits_around_it_and_quarters_until_it_is_known() -> None:
    home = agile_home(prices=["7", "10", "12", "30"])
    scheme = BandScheme(SchemeKind.MEAN_7)
    assert band_day_view(home, scheme).counted == band_day_view(home, BandScheme()).counted
    known = replace(home, past_means=PastMeans({7: Decimal(10)}))
    assert band_day_view(known, scheme).counted == "Half hours today: 12 low, 12 fair, 12 high, 12 highest."
    assert "low" not in band_day_view(known, BandScheme(SchemeKind.MEAN_30)).counted


def test_the_hours_of_a_long_day_stand_where_its_clock_has_them(theme: Theme, qtbot: Any) -> None:
    """On 25 October the second 01:00 comes an hour after the first."""
    strip = DayStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(500, 60)
    strip.show_windows([read_window("00:30-06:00")], date(2026, 10, 25))
    image = strip.grab().toImage()
    green = theme.band(Band.QUADRANT_0).fill
    columns = [x for x in range(image.width()) if image.pixelColor(x, 5) == QColor(green)]
    assert abs(columns[-1] + 1 - 500 * 7 / 25) <= 1, "six o'clock is seven hours after midnight"
    assert abs(columns[0] - 500 * 0.5 / 25) <= 1

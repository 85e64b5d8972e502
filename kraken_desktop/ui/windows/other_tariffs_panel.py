"""Tariffs of a region side by side, today and tomorrow: on the prices page, and without an account in a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.domain.offers import LOOK_AGAIN, REGIONS
from kraken_desktop.domain.problem import Problem
from kraken_desktop.services import text
from kraken_desktop.services.other_tariffs import metering_of
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.dialogs.parts import small_print, words
from kraken_desktop.ui.plots.price_chart import PriceChart
from kraken_desktop.ui.theme import BODY, SPACE
from kraken_desktop.ui.view_models.other_tariffs import OtherTariffsView, TariffDays, other_tariffs_view, region_label
from kraken_desktop.ui.view_models.table import Column
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.stages import Stages

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_COLUMNS = (
    Column("Tariff", stretches=True),
    Column("Now", is_number=True),
    Column("Today", is_number=True),
    Column("mean", is_number=True),
    Column("Tomorrow", is_number=True),
    Column("mean", is_number=True),
    Column("Standing, p a day", is_number=True),
)
_CHART_HEIGHT = 180
_UNKNOWN_POSTCODE = "Octopus knows no region for this postcode."


class OtherTariffsPanel(StatefulView):
    """Asks for what is out of date when it is shown, and while it is, once it can be new.

    Choosing a row draws that tariff beside mine.
    """

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._shown = OtherTariffsView()
        self._is_export = False
        self._code: str | None = None
        self._read_at = bridge.state.now
        self._region = QComboBox()
        self._region.setFont(theme.font(BODY))
        self._region.setAccessibleName("Region")
        self._region.activated.connect(lambda _index: self._choose_region(self._region.currentData()))
        self._postcode = QLineEdit()
        self._postcode.setPlaceholderText("Postcode")
        self._postcode.setAccessibleName("Postcode")
        self._postcode.setMaxLength(10)
        self._postcode.setFixedWidth(theme.scaled(120))
        self._find = QPushButton("Find region")
        self._find.setEnabled(False)
        self._find.setAutoDefault(False)  # else the return key asks twice in a dialog
        self._postcode.textChanged.connect(lambda typed: self._find.setEnabled(len("".join(typed.split())) >= 5))
        self._postcode.returnPressed.connect(self._find_region)
        self._find.clicked.connect(self._find_region)
        self._hint = words(theme, muted=True)
        self._stages = Stages(theme)
        self._stages.asked.connect(lambda _what: self._read())
        self._table = FactTable(theme, "Tariffs side by side", _COLUMNS)
        self._table.setProperty("role", "card")
        self._table.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose_row(index.row()))
        self._charts = (_TariffChart(theme), _TariffChart(theme))
        self._note = small_print(theme, "")
        self._stages.set_content(self._content())
        where = QHBoxLayout()
        where.setSpacing(2 * SPACE)
        for widget in (self._region, self._postcode, self._find):
            where.addWidget(widget)
        where.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addLayout(where)
        column.addWidget(self._stages, 1)

    def _content(self) -> QWidget:
        charts = QHBoxLayout()
        charts.setSpacing(3 * SPACE)
        for chart in self._charts:
            charts.addWidget(chart, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addWidget(self._table, 3)
        column.addLayout(charts, 2)
        column.addWidget(self._note)
        return content

    def set_export(self, is_export: bool) -> None:
        if is_export != self._is_export:
            self._is_export = is_export
            self.set_state(self.bridge.state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()
        if self._shown.region is None:
            self._postcode.setFocus()

    def set_state(self, state: AppState) -> None:
        super().set_state(state)
        shelf = state.other_tariffs.value
        if (
            shelf is not None
            and not shelf.is_fresh(metering_of(state), state.now)
            and state.now - self._read_at >= LOOK_AGAIN
        ):
            self._read()

    def view_of(self, state: AppState) -> OtherTariffsView:
        return other_tariffs_view(state, self._commands.settings.region, self._is_export, self._code)

    def show_view(self, view: object) -> None:
        view = self._shown = cast(OtherTariffsView, view)
        self._show_regions(view)
        self._table.set_rows(view.rows)
        for chart, days in zip(self._charts, (view.mine, view.chosen), strict=True):
            chart.show_days(days)
        self._note.setText(view.note)
        self._stages.set_trouble(view.trouble)
        if view.is_full:
            self._stages.show_full()
        elif view.emptiness is not None:
            self._stages.show_empty(view.emptiness)
        else:
            self._stages.show_loading()

    def _show_regions(self, view: OtherTariffsView) -> None:
        choices = [*([None] if view.own_region is not None else []), *REGIONS]
        labels = [region_label(letter, view.own_region) for letter in choices]
        with QSignalBlocker(self._region):
            if labels != [self._region.itemText(index) for index in range(self._region.count())]:
                self._region.clear()
                for letter, label in zip(choices, labels, strict=True):
                    self._region.addItem(label, letter)
            chosen = self._commands.settings.region
            self._region.setCurrentIndex(choices.index(chosen) if chosen in choices else -1)
        self._region.setPlaceholderText("Choose a region")

    def _read(self) -> None:
        self._read_at = self.bridge.state.now
        self._commands.read_other_tariffs(self._commands.settings.region)

    def _choose_region(self, letter: str | None) -> None:
        self._hint.clear()
        self._commands.change_setting("region", letter)
        self.set_state(self.bridge.state)
        self._read()

    def _find_region(self) -> None:
        if self._find.isEnabled():
            self._hint.setText("Asking Octopus…")
            self._commands.find_regions(self._postcode.text(), self._found)

    def _found(self, found: tuple[str, ...] | Problem) -> None:
        if isinstance(found, Problem):
            self._hint.setText(f"{text.problem_text(found).title}.")
        elif not found:
            self._hint.setText(_UNKNOWN_POSTCODE)
        else:
            self._choose_region(found[0])
            if len(found) > 1:
                names = " or ".join(region_label(letter, None) for letter in found)
                self._hint.setText(f"It lies at a border: {names}.")

    def _choose_row(self, row: int) -> None:
        if 0 <= row < len(self._shown.codes):
            self._code = self._shown.codes[row]
            self.set_state(self.bridge.state)


class _TariffChart(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title = QLabel()
        self._title.setFont(theme.font(BODY, bold=True))
        self._chart = PriceChart(theme, height=_CHART_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._chart, 1)

    def show_days(self, days: TariffDays | None) -> None:
        self.setVisible(days is not None)
        if days is not None:
            self._title.setText(days.title)
            self._chart.setAccessibleName(f"{days.title} as a chart")
            self._chart.set_view(days.chart)

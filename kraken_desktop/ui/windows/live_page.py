"""The live page: what the home uses now and did use, over the price bands; and what one appliance adds."""

from __future__ import annotations

from array import array
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kraken_desktop.domain.moments import Span
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.theme import BODY, HERO, LARGE, SMALL, SPACE
from kraken_desktop.ui.view_models.live import KEPT, LiveView, band_runs, live_view, power_rows, read_out, shading_words
from kraken_desktop.ui.view_models.table import Column
from kraken_desktop.ui.widgets.band_chip import BandChip
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.number_label import NumberLabel
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.windows.difference_panel import DifferencePanel

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.storage.samples_table import SampleColumns
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.plots.power_chart import PowerChart
    from kraken_desktop.ui.theme import Theme

_RANGES = {"1 h": timedelta(hours=1), "6 h": timedelta(hours=6), "24 h": timedelta(hours=24), "7 days": KEPT}
_COLUMNS = (
    Column("Time", stretches=True),
    Column("Mean", is_number=True),
    Column("Lowest", is_number=True),
    Column("Highest", is_number=True),
    Column("per kWh", is_number=True),
    Column("an hour", is_number=True),
)


class LivePage(StatefulView):
    """Samples of seven days are loaded when the page is shown and let go when it is hidden.

    pyqtgraph and numpy are imported with the first samples, never before.
    """

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._chart: PowerChart | None = None
        self._times, self._watts = array("d"), array("d")
        self._device: str | None = None
        self._is_loaded = False
        self._shaded_by: tuple[object, ...] = ()
        self._frame = PageFrame("Live", theme)
        self._frame.asked.connect(self._ask)
        self._ranges = ChoiceBar("Range", [(name, name) for name in _RANGES])
        self._ranges.chosen.connect(lambda name: self._look_at(_RANGES[name]))
        self._to_now = QPushButton("Back to now")
        self._to_now.clicked.connect(lambda: self._look_at(_RANGES[self._ranges.current]))
        self._as_table = QPushButton("Table")
        self._as_table.setCheckable(True)
        self._as_table.toggled.connect(self._turn)
        self._measure = QPushButton("Measure an appliance")
        self._measure.setProperty("role", "primary")
        self._measure.clicked.connect(self._begin_measuring)
        self._panel = DifferencePanel(theme)
        self._panel.reading_asked.connect(commands.refresh)
        self._panel.closed.connect(self._end_measuring)
        self._table = FactTable(theme, "Live power by half hours", _COLUMNS)
        self._nothing_yet = QWidget()
        self._frame.set_content(self._content())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    def _content(self) -> QWidget:
        theme = self.theme
        self._number = NumberLabel(theme, HERO, bold=True)
        self._direction, self._cost, self._price, self._basis = QLabel(), QLabel(), QLabel(), QLabel()
        self._cost.setFont(theme.font(LARGE, bold=True, figures=True))
        self._chip = BandChip(theme)
        for label, size in ((self._direction, BODY), (self._price, BODY), (self._basis, SMALL)):
            label.setFont(theme.font(size, figures=True))
            label.setProperty("role", "muted")
        headline = QHBoxLayout()
        headline.setSpacing(3 * SPACE)
        for widget in (self._number, self._direction, self._cost, self._price, self._chip):
            headline.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        headline.addStretch(1)
        headline.addWidget(self._basis, 0, Qt.AlignmentFlag.AlignVCenter)
        tools = QHBoxLayout()
        tools.setSpacing(2 * SPACE)
        tools.addWidget(self._ranges)
        tools.addWidget(self._to_now)
        tools.addStretch(1)
        tools.addWidget(self._as_table)
        tools.addWidget(self._measure)
        self._views = QStackedWidget()
        self._views.addWidget(self._nothing_yet)
        self._views.addWidget(self._table)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addLayout(headline)
        column.addWidget(self._panel)
        column.addLayout(tools)
        column.addWidget(self._views, 1)
        self._to_now.hide()
        return content

    @property
    def chart(self) -> PowerChart | None:
        """None until the first samples came."""
        return self._chart

    def showEvent(self, event: QShowEvent) -> None:
        self._load()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._times, self._watts = array("d"), array("d")
        self._is_loaded = False
        if self._chart is not None:
            self._chart.set_samples((), ())

    def set_state(self, state: AppState) -> None:
        if state.selection.device_id != self._device and self._is_loaded:
            self._load()
        super().set_state(state)
        self._panel.set_state(state)
        self._follow(state)

    def view_of(self, state: AppState) -> LiveView:
        return live_view(state)

    def show_view(self, view: object) -> None:
        view = cast(LiveView, view)
        self._frame.set_trouble(view.trouble)
        self._number.set_number(view.number or "–", view.unit, ink="text_muted" if view.is_stale else None)
        self._direction.setText(view.direction)
        self._cost.setText(view.cost)
        self._price.setText(view.price)
        self._basis.setText(view.basis)
        self._chip.set_band(view.band, view.band_word if view.price else "")
        self._measure.setEnabled(bool(view.number) and not view.is_stale)
        if view.number or self._times:
            self._frame.show_full()
        elif view.emptiness is not None:
            self._frame.show_empty(view.emptiness)
        else:
            self._frame.show_loading()

    def recolour(self) -> None:
        self._as_table.setIcon(self.theme.icon("table"))
        if self._chart is not None:
            self._chart.recolour()
            self._shaded_by = ()
        super().recolour()

    def _ask(self, what: str) -> None:
        if what == "refresh":
            self._commands.refresh()
        else:
            self._commands.show_page(what)

    def _load(self) -> None:
        """Ask for all that is kept; an answer for another meter or an earlier showing is let fall."""
        state = self.bridge.state
        self._device, self._is_loaded = state.selection.device_id, True
        asked = self._times, self._watts = array("d"), array("d")
        span = Span(state.now - KEPT, state.now + timedelta(minutes=1))

        def came(samples: SampleColumns) -> None:
            if asked[0] is self._times:
                self._times, self._watts = samples.times[:], samples.watts[:]
                self._follow(self.bridge.state, is_new=True)
                self.show_view(self.view_of(self.bridge.state))

        if self._device is not None:
            self._commands.load_samples(span, came)

    def _follow(self, state: AppState, *, is_new: bool = False) -> None:
        """Add what the last poll brought and the store has not yet; move the world's end along."""
        last = self._times[-1] if self._times else 0.0
        for sample in state.live.value.samples if state.live.value is not None else ():
            at = sample.read_at.timestamp()
            if sample.watts is not None and at > last:
                self._times.append(at)
                self._watts.append(float(sample.watts))
                is_new = True
        if self._times or self._chart is not None:
            self._draw(state, is_new=is_new)

    def _draw(self, state: AppState, *, is_new: bool) -> None:
        chart = self._chart or self._build_chart()
        if is_new:
            chart.set_samples(self._times, self._watts)
        chart.plot.set_now(state.now, state.now - KEPT)
        tariffs = (state.import_tariff.value, state.export_tariff.value)
        shaded_by = (*tariffs, state.dispatches.value, state.scheme, state.past_means)
        if any(a is not b for a, b in zip(shaded_by, self._shaded_by, strict=False)) or not self._shaded_by:
            self._shaded_by = shaded_by
            chart.set_runs(band_runs(state), shading_words(state))
        self._fill_table()

    def _build_chart(self) -> PowerChart:
        from kraken_desktop.ui.plots.power_chart import PowerChart

        self._chart = chart = PowerChart(self.theme, self._read_out)
        chart.plot.followed.connect(lambda is_following: self._to_now.setVisible(not is_following))
        chart.plot.looked.connect(lambda *_: self._fill_table())
        self._views.removeWidget(self._nothing_yet)
        self._views.insertWidget(0, chart)
        self._views.setCurrentIndex(int(self._as_table.isChecked()))
        chart.plot.set_now(self.bridge.state.now, self.bridge.state.now - KEPT)
        chart.plot.show_last(_RANGES[self._ranges.current])
        return chart

    def _look_at(self, length: timedelta) -> None:
        if self._chart is not None:
            self._chart.plot.show_last(length)

    def _begin_measuring(self) -> None:
        self._measure.hide()
        self._panel.begin(self.bridge.state)

    def _end_measuring(self) -> None:
        self._measure.show()
        self._measure.setFocus()

    def _turn(self, to_table: bool) -> None:
        self._views.setCurrentIndex(int(to_table))
        self._fill_table()

    def _fill_table(self) -> None:
        if self._chart is not None and self._as_table.isChecked():
            self._table.set_rows(power_rows(self._chart.facts(), self.bridge.state))

    def _read_out(self, at: datetime, watts: float) -> str:
        return read_out(at, watts, self.bridge.state)

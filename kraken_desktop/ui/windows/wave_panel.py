"""Insight > Wave: a person's own file of sun, battery or heat pump, stacked with the grid."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kraken_desktop.services.date_span import DateSpan, SpanKind, span_beside, span_holding
from kraken_desktop.services.insights.energy_wave import EnergyWave, WaveBar, WaveQuestion
from kraken_desktop.services.wave_file import FileHead
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.plots.usage_chart import UsageChart
from kraken_desktop.ui.theme import BODY, LARGE, SPACE, TITLE
from kraken_desktop.ui.view_models.usage_compared import span_title
from kraken_desktop.ui.view_models.wave import (
    COLUMNS,
    NO_FILE,
    NOTHING,
    SHOW_FILES_TIME,
    UNMAPPED,
    WaveView,
    untold,
    unusable,
    wave_view,
)
from kraken_desktop.ui.widgets.band_legend import BandLegend
from kraken_desktop.ui.widgets.chart_card import ChartCard
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.current_stack import CurrentStack
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.flow_row import FlowRow
from kraken_desktop.ui.widgets.step_arrows import StepArrows
from kraken_desktop.ui.windows.insight_panel import InsightPanel
from kraken_desktop.ui.windows.sheet_outputs import Sheet, SheetOutputs, sheet_of
from kraken_desktop.ui.windows.wave_form import WaveForm

if TYPE_CHECKING:
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_FILE = "file"
_KINDS = (
    (SpanKind.DAY.value, "Day"),
    (SpanKind.WEEK.value, "Week"),
    (SpanKind.MONTH.value, "Month"),
    (SpanKind.YEAR.value, "Year"),
)


class WavePanel(InsightPanel):
    """The file is read anew for each stretch, in another process; nothing of it is kept."""

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, theme, parent)
        self._path: Path | None = None
        self._span: DateSpan | None = None
        self._goes_to_file = False
        """Where the file tells nothing of what is shown by itself, its own newest time is."""
        self._file_day: date | None = None
        self._question: WaveQuestion | None = None
        self._view: WaveView | None = None
        self._bars: tuple[WaveBar, ...] = ()
        self._choose_file = QPushButton("Choose a file…")
        self._choose_file.clicked.connect(self._ask_for_file)
        self._name = QLabel()
        self._name.setFont(theme.font(BODY))
        self._name.setProperty("role", "muted")
        self._map = QPushButton("Columns")
        self._map.setCheckable(True)
        self._form = WaveForm(theme)
        self._form.changed.connect(self._edited)
        self._map.toggled.connect(self._form.setVisible)
        self._kinds = ChoiceBar("Wave of a", _KINDS)
        self._kinds.show_chosen(SpanKind.MONTH.value)
        self._kinds.chosen.connect(lambda _name: self._begin_anew())
        self._arrows = StepArrows()
        self._arrows.stepped.connect(self._step)
        self._title = QLabel()
        self._title.setFont(theme.font(LARGE, bold=True))
        self._shown = ChoiceBar("Shown as", [("chart", "Chart"), ("table", "Table")])
        self._shown.chosen.connect(lambda name: self._views.setCurrentIndex(name == "table"))
        self._told = QLabel()
        self._outputs = SheetOutputs(theme, self._sheet, self._told.setText, of="the energy wave")
        self.stages.set_content(self._content())
        self.stages.asked.connect(self._carry_out)
        self._bar = self._head()
        self._file = QWidget()
        files = QHBoxLayout(self._file)
        files.setContentsMargins(0, 0, 0, 0)
        files.setSpacing(2 * SPACE)
        for widget in (self._choose_file, self._map, self._name):
            files.addWidget(widget)
        files.addStretch(1)
        self.column.addWidget(self._file)
        self.column.addWidget(self._form)
        self.column.addWidget(self._bar)
        self.column.addWidget(self.stages, 1)
        self._form.hide()
        self._show_file(commands.settings.wave.get(_FILE, ""))

    def _head(self) -> QWidget:
        bar = QWidget()
        row = FlowRow()
        row.add(self._kinds, self._arrows, self._title)
        row.add_end(self._told, self._shown, self._outputs)
        bar.setLayout(row)
        return bar

    def _content(self) -> QWidget:
        theme = self.theme
        self._sentence = words(theme, size=TITLE, bold=True)
        self._facts, self._note, self._read_out = words(theme), words(theme, muted=True), words(theme)
        self._read_out.setMinimumHeight(theme.scaled(2 * BODY))
        self._read_out.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._chart = UsageChart(theme)
        self._chart.setAccessibleName("Sources and sinks as a chart")
        self._chart.pointed.connect(self._point)
        self._chart.chosen.connect(self._go_down)
        self._table = FactTable(theme, "Sources and sinks as a table, kWh", COLUMNS)
        self._views = CurrentStack()
        self._views.addWidget(self._chart)
        self._views.addWidget(self._table)
        self._legend = BandLegend(theme)
        card = ChartCard(self._views, self._legend)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for widget in (self._sentence, self._facts, self._note):
            column.addWidget(widget)
        column.addWidget(card, 1)
        column.addWidget(self._read_out)
        return content

    # the file

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, "Choose a CSV", str(self._path.parent) if self._path is not None else "")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Tables (*.csv *.txt *.tsv)", "All files (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.open_file)
        QFileDialog.open(dialog)

    def open_file(self, path: str) -> None:
        """Show its columns, as they were meant the last time."""
        self._path, self._goes_to_file = Path(path), True
        self._file.show()
        self.commands.insight.load_file_head(self._path, partial(self._head_read, self._path))

    def _show_file(self, path: str) -> None:
        self._map.setEnabled(False)
        self._file.setVisible(bool(path))
        self._bar.hide()
        if path:
            self.open_file(path)

    def _head_read(self, path: Path, head: FileHead | str) -> None:
        if path != self._path:
            return
        self._name.setText(path.name)
        if isinstance(head, str):
            self._fail(head)
            return
        self._form.show_head(head, self.commands.settings.wave)
        self._map.setEnabled(True)
        self._map.setChecked(self._form.columns is None)
        self._keep()
        if self.subject is not None:
            self.ask()

    def _edited(self) -> None:
        self._keep()
        if self.subject is not None:
            self.ask()

    def _keep(self) -> None:
        """Columns of other files stay remembered."""
        told = {**self.commands.settings.wave, **self._form.kept(), _FILE: str(self._path)}
        if told != self.commands.settings.wave:
            self.commands.change_setting("wave", told)

    # asking

    def ask(self) -> None:
        assert self.subject is not None
        columns, known = self._form.columns, self.subject.known
        self._bar.setVisible(columns is not None)
        if self._path is None:
            self.stages.show_empty(NO_FILE)
            return
        if columns is None:
            self.stages.show_empty(UNMAPPED)
            return
        if self._span is None:
            self._span = span_holding(known.last, SpanKind(self._kinds.current))
        self._title.setText(span_title(self._span, SpanKind(self._kinds.current)))
        self._arrows.offer(earlier=self._span.first > known.first, later=self._span.last < known.last)
        question = WaveQuestion(self._path, columns, self._span)
        if question != self._question:
            self.stages.show_loading()
        self._question = question
        self.commands.insight.load_wave(question, partial(self._loaded, question))

    def _loaded(self, question: WaveQuestion, found: EnergyWave | None) -> None:
        if question != self._question:
            return
        if found is None or found.trouble:
            self._fail(found.trouble if found is not None else "It could not be read.")
            return
        self._file_day = self._newest_told(found)
        is_told = found.total is not None and found.total.told > 0
        if not is_told and self._goes_to_file and self._file_day is not None:
            self._go_to_file()
        elif found.total is None:
            self.stages.show_empty(NOTHING)
        elif not is_told:
            self.stages.show_empty(untold(found, can_go=self._file_day is not None))
        else:
            self._show(found)

    def _newest_told(self, found: EnergyWave) -> date | None:
        """Of the days that the file and the grid's meter both know."""
        assert self.subject is not None
        known, told = self.subject.known, found.file_span
        if told is None or told.first > known.last or told.last < known.first:
            return None
        return min(told.last, known.last)

    def _go_to_file(self) -> None:
        if self._file_day is not None:
            self._turn(span_holding(self._file_day, SpanKind(self._kinds.current)))

    def _carry_out(self, does: str) -> None:
        if does == SHOW_FILES_TIME:
            self._go_to_file()
        else:
            self._ask_for_file()

    def _fail(self, why: str) -> None:
        self.stages.show_empty(unusable(why))

    def _begin_anew(self) -> None:
        self._turn(None)
        self._goes_to_file = True

    def _turn(self, span: DateSpan | None) -> None:
        self._span, self._goes_to_file = span, False
        if self.subject is not None:
            self.ask()

    def _step(self, step: int) -> None:
        if self._span is not None:
            self._turn(span_beside(self._span, SpanKind(self._kinds.current), step))

    def _go_down(self, place: int) -> None:
        """A month to its days, a day to its half hours."""
        bars = self._bars
        if self._span is not None and self._span.days > 1 and 0 <= place < len(bars):
            kind = SpanKind.MONTH if self._kinds.current == SpanKind.YEAR.value else SpanKind.DAY
            self._kinds.show_chosen(kind.value)
            self._turn(span_holding(bars[place].first, kind))

    # showing

    def _show(self, found: EnergyWave) -> None:
        view = self._view = wave_view(found)
        self._bars = found.bars
        for label, said in ((self._sentence, view.sentence), (self._facts, view.facts), (self._note, view.note)):
            label.setText(said)
            label.setVisible(bool(said))
        self._chart.set_view(view.chart)
        self._table.set_rows(view.rows)
        self._legend.show_entries(view.legend)
        self._read_out.clear()
        self.stages.show_full()

    def _point(self, place: int) -> None:
        bars = self._view.chart.bars if self._view is not None else ()
        self._read_out.setText(bars[place].read_out if 0 <= place < len(bars) else "")

    def _sheet(self) -> Sheet:
        assert self._view is not None
        view, title = self._view, f"Energy wave, {self._title.text()}"
        told = self.whose, view.sentence, view.facts, view.note
        return sheet_of("energy-wave", title, COLUMNS, view.rows, self._chart, self.theme, told, view.legend)

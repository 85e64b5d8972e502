"""The best times: the list of windows on the left, the planner on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kraken_desktop.ui.dialogs.parts import heading, small_print, words
from kraken_desktop.ui.plots.price_chart import PriceChart
from kraken_desktop.ui.theme import LARGE, SPACE
from kraken_desktop.ui.view_models.best_times import BestTimesView, PlanView, ReminderOffer, best_times_view
from kraken_desktop.ui.view_models.table import Column
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.reminder_rows import ReminderRows
from kraken_desktop.ui.widgets.scrolled_content import ScrolledContent
from kraken_desktop.ui.windows.wish_form import WishForm

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_COLUMNS = (Column("For"), Column("When", stretches=True), Column("p/kWh", is_number=True), Column("Band"))
_BAND_COLUMN = 3
_CHART_HEIGHT = 180


class BestTimesPanel(QWidget):
    """``changed`` asks for the state to be shown anew, after the wish was edited."""

    changed = Signal()

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._view = BestTimesView()
        self._title, self._note = heading(theme, ""), small_print(theme, "")
        self._table = FactTable(theme, "Best times by length", _COLUMNS, _BAND_COLUMN)
        self._form = WishForm(theme)
        self._form.fill(commands.settings.wish)
        self._form.changed.connect(self._edited)
        self._plan = _PlanResult(commands, theme)
        self._remind = _ReminderButton(commands, "Remind me when it begins", "Remind me when the chosen time begins")
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self.changed.emit())
        self._reminders = ReminderRows(theme, commands.drop_reminder)
        self._chart = PriceChart(theme, height=_CHART_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 * SPACE)
        self._remind.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        left = QVBoxLayout()
        left.setSpacing(3 * SPACE)
        left.addWidget(_card(self._title, self._table, self._note, self._remind), 1)
        left.addWidget(self._reminders)
        row.addLayout(left, 1)
        self._heading = heading(theme, "")
        plan = _card(self._heading, self._form, _line(), self._plan, self._chart)
        beside = ScrolledContent(plan)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setMinimumWidth(plan.minimumSizeHint().width() + beside.verticalScrollBar().sizeHint().width())
        row.addWidget(beside, 1)

    def _edited(self) -> None:
        self._commands.change_setting("wish", self._form.kept())
        self.changed.emit()

    def show_state(self, state: AppState, is_export: bool) -> None:
        self._form.show_direction(is_export)
        view = best_times_view(state, self._form.wish(is_export), self._table.currentIndex().row())
        if view == self._view:
            return
        self._view = view
        self._title.setText(view.title)
        self._note.setText(view.note)
        self._table.set_rows(view.rows)
        self._form.show_can_pause(view.can_pause)
        self._plan.show_plan(view.plan)
        self._heading.setText("Plan a sale" if is_export else "Plan a run")
        self._chart.set_view(view.chart)
        self._reminders.show_lines(view.reminders)
        self._offer_row()

    def _offer_row(self) -> None:
        number = self._table.currentIndex().row()
        self._remind.show_offer(self._view.offers[number] if 0 <= number < len(self._view.offers) else None)


class _PlanResult(QWidget):
    """When, what it costs, what waiting brings; and the two reminders."""

    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__()
        self._caution = words(theme, bold=True)
        self._times, self._cost, self._gain = heading(theme, ""), words(theme), words(theme, bold=True)
        self._times.setFont(theme.font(LARGE, bold=True, figures=True))
        self._notes = small_print(theme, "")
        self._start = _ReminderButton(commands, "At the start", "Remind me at the start")
        self._end = _ReminderButton(commands, "At the end", "Remind me at the end")
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * SPACE)
        label = words(theme, "Remind me:", muted=True)
        label.setWordWrap(False)
        buttons.addWidget(label)
        buttons.addWidget(self._start)
        buttons.addWidget(self._end)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        for label in (self._caution, self._times, self._cost, self._gain, self._notes):
            column.addWidget(label)
        column.addLayout(buttons)

    def show_plan(self, plan: PlanView) -> None:
        self.setAccessibleName(f"The plan: {plan.spoken}")
        for label, said in (
            (self._caution, plan.caution),
            (self._times, "\n".join(plan.times)),
            (self._cost, plan.cost or plan.message),
            (self._gain, plan.gain),
            (self._notes, "\n".join(plan.notes)),
        ):
            label.setText(said)
            label.setVisible(bool(said))
        self._start.show_offer(plan.start)
        self._end.show_offer(plan.end)


class _ReminderButton(QPushButton):
    """Pressed in while the reminder waits; pressing it again takes it back. Greyed where there is none to ask for."""

    def __init__(self, commands: Commands, label: str, name: str) -> None:
        super().__init__(label)
        self.setAccessibleName(name)
        self._commands = commands
        self._offer: ReminderOffer | None = None
        self.setCheckable(True)
        self.setEnabled(False)
        self.clicked.connect(self._asked)

    def show_offer(self, offer: ReminderOffer | None) -> None:
        self._offer = offer
        self.setEnabled(offer is not None)
        self.setChecked(offer is not None and offer.is_set)
        self.setToolTip("It waits on the Notices page" if offer is not None and offer.is_set else "")

    def _asked(self, is_wanted: bool) -> None:
        if self._offer is None:
            return
        if is_wanted:
            self._commands.remind(self._offer.reminder)
        else:
            self._commands.drop_reminder(self._offer.reminder.key)


def _card(*parts: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 4 * SPACE)
    column.setSpacing(3 * SPACE)
    for part in parts:
        column.addWidget(part)
    return card


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    return line

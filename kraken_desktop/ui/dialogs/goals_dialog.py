"""Target and ready-by time of each weekday: sent as a whole week, by the person's own click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from kraken_desktop.domain.account import ReadyBy
from kraken_desktop.domain.charging import WEEKDAYS
from kraken_desktop.ui.dialogs.parts import small_print, words
from kraken_desktop.ui.theme import SPACE, Theme

_NOTE = "Octopus replaces the goals of the whole week by these and plans anew. Times are London's."
EARLIEST_READY, LATEST_READY = time(4), time(11)
"""The ready-by times that Octopus's own app offers, in half hours."""
_LEAST_PERCENT, _MOST_PERCENT, _STEP = 10, 100, 5
_USUAL_PERCENT = Decimal(80)


class GoalsDialog(QDialog):
    """``chosen`` carries the seven goals, Monday first.

    A day of which nothing is known begins as the others do, and the dialog says so: it is sent with the rest.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, schedule: Iterable[ReadyBy], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"{name}: target and ready-by")
        known = {goal.weekday: goal for goal in schedule}
        usual = next(iter(known.values()), ReadyBy("MONDAY", time(7), None))
        percent = next(
            (goal.target_percent for goal in known.values() if goal.target_percent is not None), _USUAL_PERCENT
        )
        untold = [weekday for weekday in WEEKDAYS if weekday not in known or known[weekday].target_percent is None]
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * SPACE)
        grid.setVerticalSpacing(2 * SPACE)
        self._targets: dict[str, QSpinBox] = {}
        self._times: dict[str, QComboBox] = {}
        for row, weekday in enumerate(WEEKDAYS):
            goal = known.get(weekday, usual)
            self._targets[weekday] = _target(percent if goal.target_percent is None else goal.target_percent, weekday)
            self._times[weekday] = _time(goal, weekday)
            for column, widget in enumerate(
                (words(theme, weekday.capitalize()), self._targets[weekday], self._times[weekday])
            ):
                grid.addWidget(widget, row, column)
        save, keep = QPushButton("Save goals"), QPushButton("Leave them")
        save.setProperty("role", "primary")
        save.clicked.connect(self._save)
        keep.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(keep)
        buttons.addWidget(save)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 4 * SPACE)
        column_of_all.setSpacing(4 * SPACE)
        column_of_all.addLayout(grid)
        if untold:
            column_of_all.addWidget(small_print(theme, _untold_words(untold)))
        column_of_all.addWidget(small_print(theme, _NOTE))
        column_of_all.addLayout(buttons)
        self.finished.connect(self.deleteLater)

    def goals(self) -> tuple[ReadyBy, ...]:
        return tuple(
            ReadyBy(weekday, self._times[weekday].currentData(), Decimal(self._targets[weekday].value()))
            for weekday in WEEKDAYS
        )

    def _save(self) -> None:
        self.chosen.emit(self.goals())
        self.accept()


def _untold_words(untold: Sequence[str]) -> str:
    names = [weekday.capitalize() for weekday in untold]
    days = "any day" if len(names) == len(WEEKDAYS) else " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"Octopus tells no target for {days}: what stands there is a suggestion, and is saved with the rest."


def _target(told: Decimal, weekday: str) -> QSpinBox:
    """What Octopus tells is shown as it is, below the least that one may choose too."""
    box, percent = QSpinBox(), int(told)
    box.setRange(min(_LEAST_PERCENT, percent), _MOST_PERCENT)
    box.setSingleStep(_STEP)
    box.setSuffix(" %")
    box.setValue(percent)
    box.setAccessibleName(f"Target for {weekday.capitalize()} in percent")
    return box


def _time(goal: ReadyBy, weekday: str) -> QComboBox:
    box = QComboBox()
    clocks = [time(hour, minute) for hour in range(EARLIEST_READY.hour, LATEST_READY.hour + 1) for minute in (0, 30)]
    offered = sorted({*(clock for clock in clocks if clock <= LATEST_READY), goal.clock})
    for clock in offered:
        box.addItem(f"{clock:%H:%M}", clock)
    box.setCurrentIndex(offered.index(goal.clock))
    box.setAccessibleName(f"Ready by on {weekday.capitalize()}")
    return box

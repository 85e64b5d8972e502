"""Settings: how gas is counted, when bills begin, how long live power stays whole, and the store itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDoubleSpinBox, QFileDialog, QHBoxLayout, QPushButton

from kraken_desktop.storage.settings import Settings
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.dialogs.section import Section
from kraken_desktop.ui.view_models.history import history_progress
from kraken_desktop.ui.widgets.history_bar import HistoryBar

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_WHOLE = "Everything that your meters reported is stored on this computer."


class HistorySection(Section):
    def __init__(self, commands: Commands, theme: Theme) -> None:
        super().__init__(commands, theme)
        self.add_heading("Gas and bills")
        self.add_choice("gas_unit")
        self._calorific = QDoubleSpinBox()
        self._calorific.setRange(30, 50)
        self._calorific.setDecimals(2)
        self._calorific.setSingleStep(0.1)
        self._calorific.valueChanged.connect(
            lambda value: commands.change_setting("calorific_value", str(round(value, 2)))
        )
        self.add_field("calorific_value", self._calorific)
        self.add_choice("billing_day")
        self.add_heading("The store")
        self._progress, self._whole = HistoryBar(theme), words(theme)
        self._place, self._told = words(theme, muted=True), words(theme, muted=True)
        self.column.addWidget(self._progress)
        self.column.addWidget(self._whole)
        self.column.addWidget(self._place)
        self.add_choice("samples_days")
        self._back_up, self._move, self._check = QPushButton("Back up…"), QPushButton("Move…"), QPushButton("Check")
        row = QHBoxLayout()
        for button in (self._back_up, self._move, self._check):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self._back_up.clicked.connect(self._ask_where)
        self._move.clicked.connect(self._ask_where_to)
        self._check.clicked.connect(lambda: commands.check_store(self._told.setText))
        self.column.addLayout(row)
        self.column.addWidget(self._told)
        self.column.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        with QSignalBlocker(self._calorific):
            self._calorific.setValue(float(settings.calorific_value))

    def show_state(self, state: AppState) -> None:
        progress, is_whole = history_progress(state), state.history.value is not None
        self._progress.show_progress(progress)
        self._whole.setText(_WHOLE if is_whole else "Nothing is stored yet.")
        self._whole.setVisible(progress is None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.commands.describe_store(self._place.setText)

    def _ask_where_to(self) -> None:
        dialog = QFileDialog(self, "Move the store to a folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda folder: self.commands.move_store(Path(folder), self._moved))
        QFileDialog.open(dialog)

    def _moved(self, how: str) -> None:
        self._told.setText(how)
        self.commands.describe_store(self._place.setText)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, "Back up everything stored", "", "Database (*.db)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("kraken-desktop-backup.db")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.commands.back_up(Path(path), self._told.setText))
        QFileDialog.open(dialog)

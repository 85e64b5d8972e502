"""A few choices side by side, one of them chosen: ranges, import or export."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from kraken_desktop.ui.theme import SPACE
from kraken_desktop.ui.widgets.flow_row import FlowRow


class ChoiceBar(QWidget):
    """``chosen`` carries the name of what the person chose; arrow keys move within the bar."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
    ) -> None:
        """``choices`` are (name, label); the first is chosen. ``wraps``: in several lines where one is too narrow."""
        super().__init__(parent)
        self.setAccessibleName(name)
        if not wraps:
            # As wide as its words: also where one of its choices is hidden.
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = FlowRow(SPACE) if wraps else QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self.setLayout(row)
        for choice, label in choices:
            button = QPushButton(label)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {label}")
            button.clicked.connect(lambda _checked=False, choice=choice: self.chosen.emit(choice))
            self._group.addButton(button)
            self._buttons[choice] = button
            row.addWidget(button)
        if choices:
            self.show_chosen(choices[0][0])

    @property
    def current(self) -> str:
        return next((name for name, button in self._buttons.items() if button.isChecked()), "")

    def show_chosen(self, name: str) -> None:
        """Without the signal."""
        self._buttons[name].setChecked(True)

    def button(self, name: str) -> QPushButton:
        return self._buttons[name]

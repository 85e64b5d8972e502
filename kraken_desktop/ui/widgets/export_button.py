"""What of a span is to be exported: half hours at a press, the rest behind the arrow."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton

from kraken_desktop.services.exports import Exported
from kraken_desktop.ui.theme import Theme

_CHOICES = (
    (Exported.HALF_HOURS, "Half hours of every meter…"),
    (Exported.SAMPLES, "Live power…"),
    (Exported.DISPATCHES, "Smart charging…"),
)


class ExportButton(QToolButton):
    """``asked`` carries an ``Exported``."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setText("Export…")
        self.setFont(theme.font())
        self.setProperty("role", "action")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setToolTip("Export the half hours of the span; the arrow exports live power and smart charging")
        self.setAccessibleName("Export the half hours of the span, or live power, or smart charging")
        self.clicked.connect(lambda: self.asked.emit(Exported.HALF_HOURS))
        menu = QMenu(self)
        for what, label in _CHOICES:
            menu.addAction(label, partial(self.asked.emit, what))
        self.setMenu(menu)

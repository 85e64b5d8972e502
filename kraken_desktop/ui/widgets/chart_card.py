"""A card that holds a chart, or the views that take its place, with what explains it below."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kraken_desktop.ui.theme import SPACE


class ChartCard(QFrame):
    """``views`` takes the room there is; ``legend`` stands below where there is one."""

    def __init__(self, views: QWidget, legend: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(2 * SPACE, 3 * SPACE, 2 * SPACE, 2 * SPACE)
        inside.addWidget(views, 1)
        if legend is not None:
            inside.addWidget(legend)

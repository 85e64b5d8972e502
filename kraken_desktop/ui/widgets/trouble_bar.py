"""The bar on top of a page or panel: what is wrong, since when, the next try, what to do, and one button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kraken_desktop.ui.theme import SMALL, SPACE, Theme, blended
from kraken_desktop.ui.view_models.parts import Trouble


class TroubleBar(QWidget):
    """Hidden while there is nothing wrong. ``pressed`` carries ``Trouble.does``."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._trouble: Trouble | None = None
        self._title = QLabel()
        self._detail = QLabel()
        self._remedy = QLabel()
        self._button = QPushButton()
        self._button.clicked.connect(self._press)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._title, self._detail, self._remedy):
            words.addWidget(label)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        row.setSpacing(3 * SPACE)
        row.addLayout(words, 1)
        row.addWidget(self._button)
        self._row = row
        self.hide()

    def add_button(self, button: QWidget) -> None:
        """One more, at the end."""
        self._row.addWidget(button)

    def set_trouble(self, trouble: Trouble | None) -> None:
        self.setVisible(trouble is not None)
        if trouble is None or trouble == self._trouble:
            self._trouble = trouble
            return
        self._trouble = trouble
        self._title.setFont(self._theme.font(bold=True))
        self._title.setText(trouble.title)
        for label, said in ((self._detail, trouble.detail), (self._remedy, trouble.remedy)):
            label.setFont(self._theme.font(SMALL))
            label.setText(said)
            label.setVisible(bool(said))
        self._button.setText(trouble.action)
        self._button.setVisible(bool(trouble.action))
        self.setAccessibleName(trouble.title)
        self.setAccessibleDescription(" ".join(part for part in (trouble.detail, trouble.remedy) if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._trouble is None:
            return
        tint = self._theme.colour(self._trouble.weight)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(blended(tint, self._theme.colour("surface"), 0.14))
        painter.setPen(blended(tint, self._theme.colour("surface"), 0.5))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(tint)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(6, 8, 10 - self.width(), -8), 2, 2)

    def _press(self) -> None:
        if self._trouble is not None:
            self.pressed.emit(self._trouble.does)

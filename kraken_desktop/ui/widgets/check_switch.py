"""A check box whose frame is seen in the dark too, where the platform's style draws none to speak of."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from kraken_desktop.ui.theme import BODY, SPACE, Theme, text_on

_BOX = 18


class CheckSwitch(QCheckBox):
    """On and off by pointer and space bar; its words are part of it."""

    def __init__(self, label: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._theme = theme
        self.setFont(theme.font(BODY))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(_BOX + 4 * SPACE + metrics.horizontalAdvance(self.text()), max(_BOX, metrics.height()) + 2 * SPACE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, _at: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2.5, (self.height() - _BOX) / 2 + 0.5, _BOX - 1, _BOX - 1)
        ink = theme.colour("accent" if self.isEnabled() else "text_muted")
        painter.setPen(QPen(ink if self.isChecked() else theme.colour("text_muted"), 1))
        painter.setBrush(ink if self.isChecked() else theme.colour("surface"))
        painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            painter.setPen(QPen(text_on(ink), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            corner = QPointF(box.left() + 7.2, box.bottom() - 5.0)
            painter.drawLine(QPointF(box.left() + 4.0, box.center().y() + 0.5), corner)
            painter.drawLine(corner, QPointF(box.right() - 4.0, box.top() + 5.0))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 6, 6)
        painter.setPen(theme.colour("text" if self.isEnabled() else "text_muted"))
        words = self.rect().adjusted(_BOX + 3 * SPACE, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(words, flags, self.text())

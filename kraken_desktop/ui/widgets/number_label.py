"""A number with its unit beside it in a lighter tone, in figures of one width."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kraken_desktop.ui.theme import BODY, HERO, LARGE, SMALL, TITLE, Theme

_UNIT_SIZES = {HERO: LARGE, TITLE: BODY, LARGE: BODY, BODY: BODY, SMALL: SMALL}


class NumberLabel(QWidget):
    """``size`` is a step of the type scale; numbers below each other want ``Qt.AlignmentFlag.AlignRight``."""

    def __init__(
        self,
        theme: Theme,
        size: int = BODY,
        *,
        bold: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._bold = bold
        self._align = align
        self._number = ""
        self._unit = ""
        self._ink: str | None = None
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return f"{self._number}{self._unit}"

    def set_number(self, number: str, unit: str = "", *, spoken: str | None = None, ink: str | None = None) -> None:
        """``unit`` brings its own leading space where it wants one; ``ink`` is a token's name."""
        if (number, unit, ink) == (self._number, self._unit, self._ink):
            return
        self._number, self._unit, self._ink = number, unit, ink
        self.setAccessibleName(spoken or self.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        number, unit = self._metrics()
        width = number.horizontalAdvance(self._number) + unit.horizontalAdvance(self._unit)
        return QSize(int(width + 1.5), int(number.height() + 0.5))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        number, unit = self._metrics()
        width = number.horizontalAdvance(self._number) + unit.horizontalAdvance(self._unit)
        left = self.width() - width if self._align is Qt.AlignmentFlag.AlignRight else 0.0
        baseline = (self.height() - number.height()) / 2 + number.ascent()
        painter.setFont(self._theme.font(self._size, bold=self._bold, figures=True))
        painter.setPen(QColor(self._theme.colour(self._ink or "text")))
        painter.drawText(QPointF(left, baseline), self._number)
        painter.setFont(self._theme.font(_UNIT_SIZES.get(self._size, BODY)))
        painter.setPen(self._theme.colour("text_muted"))
        painter.drawText(QPointF(left + number.horizontalAdvance(self._number), baseline), self._unit)

    def _metrics(self) -> tuple[QFontMetricsF, QFontMetricsF]:
        return (
            QFontMetricsF(self._theme.font(self._size, bold=self._bold, figures=True)),
            QFontMetricsF(self._theme.font(_UNIT_SIZES.get(self._size, BODY))),
        )

"""A London day as a strip: when the night price holds, hour marks below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import DailyWindow, Span, at_london, day_span, joined, london_date, window_spans
from kraken_desktop.services import text
from kraken_desktop.ui.theme import SMALL, SPACE

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme

_MARKS = (0, 6, 12, 18, 24)
_BAR = 24


class DayStrip(QWidget):
    """Draws a day as clocks on the wall show it, so that a window kept in GMT moves with the season."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._day: Span | None = None
        self._does_count = True
        self.nights: tuple[Span, ...] = ()
        theme.changed.connect(self.update)

    def show_windows(self, windows: Sequence[DailyWindow], day: date, *, do_count: bool = True) -> None:
        """Grey where they do not count: they change no price."""
        self._day, self._does_count = day_span(day), do_count
        found = [part for w in windows for s in window_spans(w, self._day) if (part := s.clipped(self._day))]
        self.nights = joined(found)
        spoken = ", ".join(text.span(night) for night in self.nights) or "no night hours"
        said = f"Night price {spoken}" if do_count else f"No price changes {spoken}"
        self.setAccessibleName(said)
        self.setToolTip(f"{said}, as clocks on the wall show it")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(360), self._theme.scaled(_BAR + SMALL) + 3 * SPACE)

    def paintEvent(self, event: QPaintEvent) -> None:
        day, theme = self._day, self._theme
        if day is None:
            return
        height, width = theme.scaled(_BAR), self.width()
        bars = [
            QRectF(self._x(n.start, day), 0, self._x(n.end, day) - self._x(n.start, day), height) for n in self.nights
        ]
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(QRectF(0, 0, width, height), theme.colour("grid"))
        for bar in bars:
            painter.fillRect(bar, theme.band(Band.QUADRANT_0 if self._does_count else Band.UNKNOWN).fill)
        painter.setPen(theme.colour("text_muted"))
        painter.setFont(theme.font(SMALL, figures=True))
        room = theme.scaled(48)
        for mark in _MARKS:
            at = day.end if mark == 24 else at_london(london_date(day.start), time(mark))
            left = min(max(0, round(self._x(at, day)) - room // 2), width - room)
            side = Qt.AlignmentFlag.AlignHCenter
            if mark in (0, 24):
                side = Qt.AlignmentFlag.AlignLeft if mark == 0 else Qt.AlignmentFlag.AlignRight
            painter.drawText(
                QRectF(left, height + SPACE, room, theme.scaled(SMALL) + SPACE), side, f"{mark % 24:02}:00"
            )
        painter.end()

    def _x(self, at: datetime, day: Span) -> float:
        return self.width() * ((at - day.start) / day.duration)

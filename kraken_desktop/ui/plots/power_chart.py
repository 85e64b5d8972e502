"""The power plot with what stands on it: the words of its two halves and the read-out beside the crosshair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kraken_desktop.domain.moments import Span
from kraken_desktop.ui.plots.layers import Shade
from kraken_desktop.ui.plots.power_plot import PowerPlot
from kraken_desktop.ui.theme import SMALL, SPACE, Theme
from kraken_desktop.ui.view_models.live import BandRun, PowerFact, half_hours_within

_WASH, _STRIP = 0.14, 0.6
_USED = "kW used ↑"


class PowerChart(QWidget):
    """``words`` says what the crosshair reads: the instant and the watts as lines."""

    def __init__(self, theme: Theme, words: Callable[[datetime, float], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._runs: tuple[BandRun, ...] = ()
        self._shading = ""
        self.plot = PowerPlot(theme)
        self.plot.pointed.connect(self._read_out)
        self.plot.looked.connect(lambda *_: self._place_labels())
        self._read = QLabel(self.plot)
        self._read.hide()
        self._import, self._export = QLabel(_USED, self.plot), QLabel("kW exported ↓", self.plot)
        for label in (self._read, self._import, self._export):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.plot)
        self.recolour()

    def recolour(self) -> None:
        theme = self._theme
        self.plot.recolour()
        box = f"background: {theme.colour('raised').name()}; border: 1px solid {theme.colour('border').name()};"
        self._read.setStyleSheet(f"QLabel {{ {box} border-radius: 6px; padding: 6px 8px; }}")
        self._read.setFont(theme.font(SMALL, figures=True))
        for label in (self._import, self._export):
            label.setFont(theme.font(SMALL))
            label.setStyleSheet(f"color: {theme.colour('text_muted').name()};")
            label.adjustSize()
        self.set_runs(self._runs, self._shading)
        self._place_labels()

    def set_samples(self, times: Sequence[float], watts: Sequence[float]) -> None:
        self.plot.set_samples(times, watts)
        self._place_labels()

    def set_runs(self, runs: Sequence[BandRun], words: str = "") -> None:
        """``words`` say whose bands they are, where that is not plain."""
        self._runs = tuple(runs)
        self._shading = words
        self._import.setText(" · ".join(part for part in (_USED, words) if part))
        self._import.adjustSize()
        shade = self._theme.shade
        self.plot.set_shades(
            [
                Shade(
                    run.span.start.timestamp(),
                    run.span.end.timestamp(),
                    shade(run.band, _WASH),
                    shade(run.band, _STRIP),
                )
                for run in runs
            ]
        )

    def facts(self) -> tuple[PowerFact, ...]:
        """The visible stretch by half hours, newest first, where there are samples."""
        found = []
        for slot in half_hours_within(*self.plot.visible_span):
            fact = self._fact(slot)
            if fact is not None:
                found.append(fact)
        return tuple(found)

    def _fact(self, slot: Span) -> PowerFact | None:
        start, end = slot.start.timestamp(), slot.end.timestamp()
        mean, extremes = self.plot.trace.mean(start, end), self.plot.trace.extremes(start, end)
        return None if mean is None or extremes is None else PowerFact(slot, mean, *extremes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_labels()

    def _place_labels(self) -> None:
        frame = self.plot.chart_frame
        self._import.move(round(frame.left()) + 2 * SPACE, round(frame.top()) + SPACE)
        self._export.move(round(frame.left()) + 2 * SPACE, round(frame.bottom()) - self._export.height() - 3 * SPACE)
        self._export.setVisible(self.plot.shows_export)

    def _read_out(self, at: datetime | None, watts: float | None) -> None:
        self._read.setVisible(at is not None)
        if at is None or watts is None:
            self.plot.setAccessibleDescription("")
            return
        words = self._words(at.astimezone(UTC), watts)
        self._read.setText(words)
        self._read.adjustSize()
        self.plot.setAccessibleDescription(words.replace("\n", ", "))
        spot, room = self.plot.place_of(at, watts).toPoint(), self.plot.rect()
        left = spot.x() + 4 * SPACE
        if left + self._read.width() > room.right() - 2 * SPACE:
            left = spot.x() - 4 * SPACE - self._read.width()
        top = max(2 * SPACE, min(spot.y() - self._read.height() // 2, room.bottom() - self._read.height() - 8 * SPACE))
        self._read.move(QPoint(left, top))

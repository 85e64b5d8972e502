"""Which colour is which band, with what each comes to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from kraken_desktop.ui.theme import SMALL, SPACE, Theme, blended
from kraken_desktop.ui.view_models.usage import LegendEntry

_SWATCH = 10
_SHARE = 0.75


class BandLegend(QWidget):
    """A swatch and words for each band, side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[LegendEntry, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * SPACE, 0, 0, 0)
        self._row.setSpacing(SPACE)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._lay_out)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        self.setVisible(bool(entries))
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._lay_out()

    def _lay_out(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for entry in self._entries:
            swatch, words = QLabel(), QLabel(entry.words)
            swatch.setFixedSize(_SWATCH, _SWATCH)
            if entry.band is None:
                colour = blended(self._theme.colour("text_muted"), self._theme.colour("surface"), 0.45)
            else:
                colour = self._theme.shade(entry.band, _SHARE)
            swatch.setStyleSheet(f"background: {colour.name()}; border-radius: 2px")
            words.setFont(self._theme.font(SMALL, figures=True))
            self._row.addWidget(swatch)
            self._row.addWidget(words)
            self._row.addSpacing(2 * SPACE)

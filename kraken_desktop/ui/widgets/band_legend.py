"""Which colour is which band, with what each comes to."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget

from kraken_desktop.ui.theme import SMALL, SPACE, Theme, blended
from kraken_desktop.ui.view_models.usage import LegendEntry

_SHARE = 0.75


class BandLegend(QLabel):
    """A swatch and words for each band, side by side, in as many lines as they need."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[LegendEntry, ...] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setContentsMargins(2 * SPACE, 0, 0, 0)
        theme.changed.connect(self._show)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        self.setVisible(bool(entries))
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._show()

    def _show(self) -> None:
        self.setFont(self._theme.font(SMALL, figures=True))
        self.setText(" &nbsp; ".join(self._entry(entry) for entry in self._entries))

    def _entry(self, entry: LegendEntry) -> str:
        words = escape(entry.words).replace(" ", "&nbsp;")
        return f'<span style="color: {self._colour(entry).name()}">■</span>&nbsp;{words}'

    def _colour(self, entry: LegendEntry) -> QColor:
        surface = self._theme.colour("surface")
        if entry.ink:
            return blended(self._theme.colour(entry.ink), surface, _SHARE)
        if entry.band is None:
            return blended(self._theme.colour("text_muted"), surface, 0.45)
        return self._theme.shade(entry.band, _SHARE)

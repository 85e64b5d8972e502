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
        self.setText(legend_html(self._entries, self._theme))


def legend_html(entries: Sequence[LegendEntry], theme: Theme) -> str:
    """A swatch in the chart's colour and words for each."""
    return " &nbsp; ".join(
        f'<span style="color: {_colour(entry, theme).name()}">{entry.sign}</span>&nbsp;'
        + escape(entry.words).replace(" ", "&nbsp;")
        for entry in entries
    )


def _colour(entry: LegendEntry, theme: Theme) -> QColor:
    surface = theme.colour("surface")
    if entry.ink:
        return blended(theme.colour(entry.ink), surface, _SHARE)
    if entry.band is None:
        return blended(theme.colour("text_muted"), surface, 0.45)
    return theme.shade(entry.band, _SHARE)

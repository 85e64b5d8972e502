"""The tray icon in every band, as the palette and the icon's style would have it."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind
from kraken_desktop.services import text
from kraken_desktop.storage.settings import Settings
from kraken_desktop.ui.theme import SMALL, SPACE, Theme
from kraken_desktop.ui.tray_icon import tray_picture
from kraken_desktop.ui.view_models.icon import IconView, whole_pence

_SIZE = 48
_SHOWN = {
    Band.NEGATIVE: Decimal(-4),
    Band.QUADRANT_0: Decimal(8),
    Band.QUADRANT_1: Decimal(16),
    Band.QUADRANT_2: Decimal(24),
    Band.QUADRANT_3: Decimal(38),
}


class BandPreview(QWidget):
    """Each band with its word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Preview of the tray icon")
        self._pictures: dict[Band, QLabel] = {}
        self._words: dict[Band, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE, 0, SPACE)
        row.setSpacing(4 * SPACE)
        for band in _SHOWN:
            self._pictures[band], self._words[band] = QLabel(), QLabel()
            self._pictures[band].setMinimumSize(_SIZE, _SIZE)
            self._words[band].setFont(theme.font(SMALL))
            self._words[band].setProperty("role", "muted")
            column = QVBoxLayout()
            column.setSpacing(SPACE)
            for label in (self._pictures[band], self._words[band]):
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                column.addWidget(label)
            row.addLayout(column)
        row.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        scheme = BandScheme(SchemeKind(settings.scheme), settings.thresholds)
        for band, pence in _SHOWN.items():
            number = whole_pence(pence) if settings.icon_style == "price" else ""
            self._pictures[band].setPixmap(tray_picture(IconView(band, number, palette=settings.palette), _SIZE))
            self._words[band].setText(text.band_word(band, scheme))

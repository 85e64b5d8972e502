"""Today's prices as a scheme would colour them, followed by how often and beside the last days' mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kraken_desktop.ui.dialogs.parts import small_print
from kraken_desktop.ui.theme import SPACE
from kraken_desktop.ui.view_models.band_day import band_day_view
from kraken_desktop.ui.widgets.price_bars import PriceBars

if TYPE_CHECKING:
    from kraken_desktop.domain.bands import BandScheme
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.theme import Theme

_HEIGHT = 96


class BandDay(QWidget):
    """Follows the scheme while its limits are typed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._bars, self._said = PriceBars(theme), small_print(theme, "")
        self._bars.setAccessibleName("Today in these bands")
        self._bars.setFixedHeight(theme.scaled(_HEIGHT))
        self._words = ""
        self._bars.read_out.connect(lambda told: self._said.setText(told or self._words))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self._bars)
        column.addWidget(self._said)

    def show_day(self, state: AppState, scheme: BandScheme) -> None:
        view = band_day_view(state, scheme)
        self._bars.set_groups((view.today,))
        self._words = " ".join(part for part in (view.counted, view.means) if part)
        self._said.setText(self._words)
        self.setVisible(bool(view.today.bars))

"""A person's own price limits: typed as a row of prices, said back as bands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtWidgets import QLineEdit, QWidget

from kraken_desktop.domain.bands import Band, BandScheme, SchemeKind, band_of
from kraken_desktop.services import text
from kraken_desktop.ui.dialogs.parts import small_print
from kraken_desktop.ui.theme import Theme

_EXAMPLE = "for example 10, 18, 25"
_ZERO = Decimal(0)


class ThresholdsEditor(QLineEdit):
    """``change`` gets what was typed and raises ValueError with a plain word, which ``said`` shows until put right."""

    def __init__(self, theme: Theme, change: Callable[[list[str]], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._change = theme, change
        self.setPlaceholderText(_EXAMPLE)
        self.editingFinished.connect(self._apply)
        self.said = small_print(theme, "")

    def show_thresholds(self, thresholds: Sequence[Decimal]) -> None:
        if not self.isModified():
            self.setText(", ".join(f"{limit.normalize():f}" for limit in thresholds))
            self.say_bands(thresholds)

    def say_bands(self, thresholds: Sequence[Decimal]) -> None:
        self._say(spoken_bands(thresholds), "text_muted")

    @property
    def typed(self) -> list[str]:
        return self.text().replace("p", " ").replace(";", " ").replace(",", " ").split()

    def _apply(self) -> None:
        typed = self.typed
        if not self.isModified():
            return
        try:
            self._change(typed)
        except ValueError as error:
            self._say(str(error)[:1].upper() + str(error)[1:] + ".", "danger")
        else:
            self.setModified(False)

    def _say(self, words: str, ink: str) -> None:
        self.said.setText(words)
        self.said.setStyleSheet(f"color: {self._theme.colour(ink).name()};")


def spoken_bands(thresholds: Sequence[Decimal]) -> str:
    """``up to 10.0p low · up to 18.0p high · above highest``; what is missing where there are none."""
    if not thresholds:
        return "No limits yet, so the quarters of the day's range serve."
    scheme = BandScheme(SchemeKind.THRESHOLDS, tuple(thresholds))

    def word(price: Decimal) -> str:
        return text.band_word(band_of(price, (), scheme), scheme)

    parts = [f"under {text.price(_ZERO)} {text.band_word(Band.NEGATIVE)}"] if thresholds[0] <= 0 else []
    parts += [f"up to {text.price(limit)} {word(limit)}" for limit in thresholds if limit > 0]
    return " · ".join([*parts, f"above {word(max(_ZERO, thresholds[-1]) + 1)}"])

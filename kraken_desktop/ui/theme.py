"""Colours, type and icons of every window.

Importing this is cheap: a hidden start needs the bands only; tokens, style and icons load with the first window.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette

from kraken_desktop.domain.bands import Band
from kraken_desktop.services.band_colours import NEAR_BLACK, WHITE, BandColours, band_colours

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from kraken_desktop.storage.settings import Settings

SMALL, BODY, LARGE, TITLE, HERO = 12, 14, 16, 20, 32
SPACE = 4


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of a theme as ``#RRGGBB``, as in ``resources/themes/*.json``."""

    window: str
    surface: str
    raised: str
    text: str
    text_muted: str
    border: str
    accent: str
    export: str
    focus: str
    danger: str
    warning: str
    success: str
    grid: str


@cache
def tokens_of(scheme: str) -> Tokens:
    """``light`` or ``dark``."""
    from kraken_desktop.ui.resources import resource_path

    stored = json.loads(resource_path(f"themes/{scheme}.json").read_text(encoding="utf-8"))
    colours = {name.replace("-", "_"): value for name, value in stored.items()}
    return Tokens(**{name: colours[name] for name in Tokens.__dataclass_fields__})


def luminance(colour: QColor) -> float:
    """Relative luminance, 0–1, by WCAG 2."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """1–21, by WCAG 2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(fill: QColor) -> QColor:
    """White or near-black, whichever reads better."""
    white, black = QColor(WHITE), QColor(NEAR_BLACK)
    return white if contrast(fill, white) >= contrast(fill, black) else black


def blended(over: QColor, under: QColor, share: float) -> QColor:
    """``share`` (0–1) of the one laid over the other, as one solid colour."""
    rest = 1 - share
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * rest,
        over.greenF() * share + under.greenF() * rest,
        over.blueF() * share + under.blueF() * rest,
    )


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, where it has them."""
    steady = QFont(font)
    steady.setFeature(QFont.Tag("tnum"), 1)
    return steady


class Theme(QObject):
    """What every window wears. ``changed`` follows the platform's scheme, the person's choice and the palette."""

    changed = Signal()

    def __init__(self, mode: str = "system", palette: str = "default", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self._palette = palette
        self._is_worn = False
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._platform_font = QGuiApplication.font()
        self._platform_accent = QGuiApplication.palette().color(QPalette.ColorRole.Accent)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._platform_changed)

    @property
    def is_dark(self) -> bool:
        if self._mode in ("light", "dark"):
            return self._mode == "dark"
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark

    @property
    def tokens(self) -> Tokens:
        return tokens_of("dark" if self.is_dark else "light")

    def colour(self, name: str) -> QColor:
        """A token's colour by its name in ``Tokens``; the accent is the platform's where it gives a readable one."""
        if name in ("accent", "focus") and self._is_platform_accent_fit():
            return QColor(self._platform_accent)
        return QColor(getattr(self.tokens, name))

    def band(self, band: Band) -> BandColours:
        return band_colours(self._palette)[band]

    def shade(self, band: Band, share: float) -> QColor:
        """The band's fill at 35–60 % over the page, for charts."""
        return blended(QColor(self.band(band).fill), self.colour("surface"), share)

    def scaled(self, size: int) -> int:
        """A size of the type scale in pixels, larger where the platform's own font is large."""
        factor = QFontInfo(self._platform_font).pixelSize() / BODY
        return round(size * min(2.0, max(1.0, factor)))

    def font(self, size: int = BODY, *, bold: bool = False, figures: bool = False) -> QFont:
        """The platform's font at a size of the scale; ``figures`` for numbers that stand below each other."""
        font = QFont(self._platform_font)
        font.setPixelSize(self.scaled(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return tabular(font) if figures else font

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """A symbol of ``resources/icons`` in a token's colour or in ``#RRGGBB``."""
        ink = colour if colour.startswith("#") else self.colour(colour).name()
        if (name, ink) not in self._icons:
            from kraken_desktop.ui.widgets.symbol import tinted

            self._icons[(name, ink)] = tinted(name, ink)
        return self._icons[(name, ink)]

    def wear(self) -> None:
        """Dress the application, before its first window; later changes follow by themselves."""
        if not self._is_worn:
            self._is_worn = True
            self._dress()

    def choose(self, mode: str, palette: str) -> None:
        """``system``, ``light`` or ``dark``; ``default`` or ``colour-blind``."""
        if (mode, palette) != (self._mode, self._palette):
            self._mode, self._palette = mode, palette
            self._refresh()

    def follow(self, settings: Settings) -> None:
        """Fits ``Commands.watch_settings``."""
        self.choose(settings.theme, settings.palette)

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """Light while it lasts, for what is painted by hand: widgets keep their style, and nothing of it is seen."""
        mode = self._mode
        self._mode = "light"
        try:
            yield
        finally:
            self._mode = mode

    def _platform_changed(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        self._icons.clear()
        if self._is_worn:
            self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        from PySide6.QtWidgets import QApplication, QToolTip

        from kraken_desktop.ui.style import application_palette, style_sheet

        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        QApplication.setStyle("Fusion")
        QApplication.setPalette(application_palette(self))
        QApplication.setFont(self.font())
        QToolTip.setFont(self.font(SMALL))
        QApplication.setWindowIcon(self.icon(_APP_ICON))
        application.setStyleSheet(style_sheet(self))
        # Last, for the style sheet takes them back. The stubs ask for bytes, which PySide refuses.
        for kind in _WITH_FONTS_OF_THEIR_OWN:
            QApplication.setFont(self.font(), kind)  # type: ignore[arg-type]

    def _is_platform_accent_fit(self) -> bool:
        if self._platform_accent.name() == _FUSION_ACCENT or not self._platform_accent.isValid():
            return False
        return contrast(self._platform_accent, QColor(self.tokens.surface)) >= 4.5


_FUSION_ACCENT = "#308cc6"
_WITH_FONTS_OF_THEIR_OWN = (
    *("QAbstractItemView", "QCheckBox", "QHeaderView", "QLabel", "QListView", "QMenu", "QPushButton"),
    *("QRadioButton", "QTabBar", "QToolButton"),
)
"""Platforms give these sizes apart from the application's, off the type scale."""
_APP_ICON = "io.github.kraken_desktop.KrakenDesktop"

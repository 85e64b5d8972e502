"""The sections of the glance panel, each showing one part of its view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.domain.bands import Band
from kraken_desktop.ui.theme import BODY, HERO, SMALL, SPACE, TITLE, Theme
from kraken_desktop.ui.view_models.glance import DeviceLine, PowerLine, PriceLine, TodayLine
from kraken_desktop.ui.view_models.parts import BarGroup
from kraken_desktop.ui.widgets.band_chip import BandChip
from kraken_desktop.ui.widgets.number_label import NumberLabel
from kraken_desktop.ui.widgets.price_bars import PriceBars

MOST_OF_A_NAME = 130
"""A longer name of a device takes several lines, so that what it does stays in sight."""


def rule() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    return line


def muted(theme: Theme, size: int = SMALL) -> QLabel:
    label = QLabel()
    label.setProperty("role", "muted")
    label.setFont(theme.font(size, figures=True))
    return label


class PriceSection(QWidget):
    """The price and until when, beside a strip in the band's colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._band = Band.UNKNOWN
        self._number = NumberLabel(theme, HERO, bold=True)
        self._chip = BandChip(theme)
        self._until = QLabel()
        self._until.setFont(theme.font(BODY, figures=True))
        self._cheap = muted(theme)
        for words in (self._until, self._cheap):
            words.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(2 * SPACE)
        top.addWidget(self._number, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        top.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(top)
        column.addWidget(self._until)
        column.addWidget(self._cheap)

    def show_price(self, price: PriceLine) -> None:
        self._band = price.band
        if price.number:
            self._number.set_number(price.number, price.unit)
        else:
            self._number.set_number("–", " no price", spoken="The price is not known", ink="text_muted")
        self._chip.setVisible(bool(price.word))
        self._chip.set_band(price.band, price.word)
        self._until.setText(price.until or ("" if price.number else "Nothing is known about the price now"))
        self._until.setVisible(bool(self._until.text()))
        self.setToolTip(price.why)
        self._cheap.setText(price.next_cheap)
        self._cheap.setVisible(bool(price.next_cheap))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.band(self._band).fill))
        painter.drawRoundedRect(0, 2, 6, self.height() - 4, 3, 3)


class UsageSection(QWidget):
    """Live power and today's energy in one grid, so that numbers stand below each other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._power = NumberLabel(theme, TITLE, bold=True)
        self._cost = QLabel()
        # On one baseline with the larger number beside it.
        lift = QFontMetrics(theme.font(TITLE)).descent() - QFontMetrics(theme.font(BODY)).descent()
        self._cost.setContentsMargins(0, 0, 0, lift)
        self._way = QLabel()
        self._way_icon = QLabel()
        self._power_basis = muted(theme)
        self._today = QLabel("Today")
        self._energy = NumberLabel(theme, BODY)
        self._money = QLabel()
        self._money.setFont(theme.font(BODY, bold=True, figures=True))
        self._exported = muted(theme)
        self._today_basis = muted(theme)
        for words in (self._power_basis, self._exported, self._today_basis):
            words.setWordWrap(True)
        way = QHBoxLayout()
        way.setSpacing(SPACE)
        way.addWidget(self._way_icon)
        way.addWidget(self._way)
        first = QHBoxLayout()
        first.setSpacing(3 * SPACE)
        for widget in (self._power, self._cost):
            first.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        first.addStretch(1)
        first.addLayout(way)
        second = QHBoxLayout()
        second.setSpacing(3 * SPACE)
        for part in (self._today, self._energy, self._money):
            second.addWidget(part)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(first)
        column.addWidget(self._power_basis)
        column.addSpacing(SPACE)
        column.addLayout(second)
        column.addWidget(self._exported)
        column.addWidget(self._today_basis)

    def show_usage(self, power: PowerLine, today: TodayLine) -> None:
        has_power = bool(power.number)
        for widget in (self._power, self._cost, self._way, self._way_icon):
            widget.setVisible(has_power)
        ink = "text_muted" if power.is_stale else "text"
        self._power.set_number(power.number, power.unit, ink=ink)
        self._cost.setText(power.cost)
        self._way.setText("export" if power.is_export else "import")
        name = "export" if power.is_export else "import"
        self._way_icon.setPixmap(self._theme.icon(name, "success" if power.is_export else "text_muted").pixmap(16, 16))
        self._power_basis.setText(power.basis)
        self._power_basis.setVisible(bool(power.basis))
        self._energy.setVisible(bool(today.energy))
        number, _, unit = today.energy.partition(" ")
        self._energy.set_number(number, f" {unit}")
        self._money.setText(today.money)
        self._exported.setText(today.exported)
        self._exported.setVisible(bool(today.exported))
        self._today_basis.setText(" · ".join(part for part in (today.standing, today.basis) if part))


class DeviceSection(QWidget):
    """One line a device; nothing at all in homes without any."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[DeviceLine, ...] = ()
        self._grid = QGridLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addWidget(rule())
        column.addLayout(self._grid)
        self._grid.setHorizontalSpacing(3 * SPACE)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def show_devices(self, lines: tuple[DeviceLine, ...]) -> None:
        self.setVisible(bool(lines))
        if lines == self._lines:
            return
        self._lines = lines
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for row, line in enumerate(lines):
            name, words = QLabel(line.name), QLabel(line.words)
            name.setFont(self._theme.font(BODY, bold=True))
            if name.sizeHint().width() > (most := self._theme.scaled(MOST_OF_A_NAME)):
                name.setWordWrap(True)
                name.setFixedWidth(most)
            words.setFont(self._theme.font(BODY, figures=True))
            words.setWordWrap(True)
            if not line.is_running:
                words.setProperty("role", "muted")
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 1)
            # At once, not in the event loop's next turn: the panel's height is reckoned now.
            name.show()
            words.show()


class PricesSection(QWidget):
    """The bars of today and tomorrow, with what the pointer is on above them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._range = ""
        self._home = muted(theme)
        self._home.setWordWrap(True)
        self._read_out = muted(theme)
        self._read_out.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._bars = PriceBars(theme)
        self._bars.read_out.connect(lambda words: self._read_out.setText(words or self._range))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(rule())
        column.addSpacing(SPACE)
        # One below the other: beside each other the longest names of sample homes leave no room for the prices.
        column.addWidget(self._home)
        column.addWidget(self._read_out)
        column.addWidget(self._bars, 1)

    def show_days(self, days: Sequence[BarGroup], price_range: str, home: str | None) -> None:
        self._home.setText("" if home is None else f"sample home {home}")
        self._home.setVisible(home is not None)
        self.setVisible(any(day.bars for day in days))
        self._range = price_range
        self._read_out.setText(price_range)
        self._bars.set_groups(days)


class SignedOutSection(QWidget):
    """``asked`` carries ``sign-in`` or ``look-around``."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        title = QLabel("Not signed in")
        title.setFont(theme.font(TITLE, bold=True))
        words = muted(theme, BODY)
        words.setWordWrap(True)
        words.setText("Sign in with your Octopus Energy API key to see your prices and what you are using.")
        sign_in = QPushButton("Sign in…")
        sign_in.setProperty("role", "primary")
        sign_in.clicked.connect(lambda: self.asked.emit("sign-in"))
        look = QPushButton("Look around with a sample home")
        look.clicked.connect(lambda: self.asked.emit("look-around"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addStretch(1)
        for widget in (title, words, sign_in, look):
            column.addWidget(widget)
        column.addStretch(2)

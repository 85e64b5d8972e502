"""The glance panel: half a second's look, near the pointer, gone when attention goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.screen_room import room_for
from kraken_desktop.ui.theme import SPACE
from kraken_desktop.ui.view_models.glance import GlanceView, glance_view
from kraken_desktop.ui.widgets.scrolled_content import ScrolledContent
from kraken_desktop.ui.widgets.skeleton import Skeleton
from kraken_desktop.ui.widgets.trouble_bar import TroubleBar
from kraken_desktop.ui.windows.glance_sections import (
    DeviceSection,
    PriceSection,
    PricesSection,
    SignedOutSection,
    UsageSection,
    rule,
)

if TYPE_CHECKING:
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

WIDTH, HEIGHT = 340, 420
REOPEN_AFTER_MS = 300
"""A click on the tray icon first takes the focus away (the panel closes), then asks for the panel again."""


class GlancePanel(StatefulView):
    """Closes on Esc and when it loses the focus."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme) -> None:
        super().__init__(bridge, theme)
        self._commands = commands
        self._closed_at = QElapsedTimer()
        self._symbols: list[tuple[QToolButton, str]] = []
        self.setWindowFlags(Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle("Kraken Desktop at a glance")
        self.setAccessibleName("At a glance")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedWidth(theme.scaled(WIDTH))
        self._trouble = TroubleBar(theme)
        self._trouble.pressed.connect(self._ask)
        self._price = PriceSection(theme)
        self._usage = UsageSection(theme)
        self._devices = DeviceSection(theme)
        self._prices = PricesSection(theme)
        self._skeleton = Skeleton(theme, ((48, 0.5), (16, 0.7), (16, 0.6), (40, 0.9), (16, 0.5), (84, 1.0)))
        self._signed_out = SignedOutSection(theme)
        self._signed_out.asked.connect(self._ask)
        self._stack = QStackedWidget()
        for page in (self._skeleton, self._signed_out, self._full_page()):
            self._stack.addWidget(page)
        self._shown = ScrolledContent(self._stack, asks_height=True)
        self._shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        margin = 4 * SPACE
        whole.setContentsMargins(margin, margin, margin, 2 * SPACE)
        whole.setSpacing(3 * SPACE)
        whole.addWidget(self._trouble)
        whole.addWidget(self._shown, 1)
        whole.addWidget(rule())
        whole.addLayout(self._button_row())

    def toggle(self) -> None:
        """Open near the pointer; close where it is open, or where this very click has just closed it."""
        if self.isVisible():
            self.close()
            self._closed_at.invalidate()
        elif not (self._closed_at.isValid() and self._closed_at.elapsed() < REOPEN_AFTER_MS):
            self.open_near(QCursor.pos())

    def open_near(self, pointer: QPoint) -> None:
        """On platforms that place windows themselves, ``pointer`` counts for nothing."""
        screen = QGuiApplication.screenAt(pointer) or QGuiApplication.primaryScreen()
        self.set_state(self.bridge.state)
        self._fit()
        self.move(beside(pointer, QRect(QPoint(), self.size()), screen.availableGeometry()))
        self.show()
        self.raise_()
        self.activateWindow()
        self.setFocus()

    def recolour(self) -> None:
        for button, name in self._symbols:
            button.setIcon(self.theme.icon(name))
        super().recolour()

    def view_of(self, state: AppState) -> GlanceView:
        return glance_view(state)

    def show_view(self, view: object) -> None:
        shown = cast(GlanceView, view)
        self._trouble.set_trouble(shown.trouble)
        self._refresh.setEnabled(not shown.is_refreshing and shown.phase is Phase.SIGNED_IN)
        if shown.phase in (Phase.STARTING, Phase.SIGNED_OUT):
            is_starting = shown.phase is Phase.STARTING
            self._stack.setCurrentWidget(self._skeleton if is_starting else self._signed_out)
            return
        self._price.show_price(shown.price)
        self._usage.show_usage(shown.power, shown.today)
        self._devices.show_devices(shown.devices)
        self._prices.show_days(shown.days, shown.price_range, shown.home)
        self._stack.setCurrentIndex(2)
        if self.isVisible():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("surface"))
        painter.setPen(self.theme.colour("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F5:
            self._commands.refresh()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self._closed_at.start()
            self.close()

    def _fit(self) -> None:
        """As high as its content asks for; where the screen is lower, all but the buttons is scrolled."""
        layout = self.layout()
        if layout is not None:
            # What changes inside of a scroll area does not make the layout around it reckon anew.
            self._shown.updateGeometry()
            layout.activate()
            wanted = max(layout.totalHeightForWidth(self.width()), self.theme.scaled(HEIGHT))
            self.setFixedHeight(min(wanted, room_for(self).height() - 4 * SPACE))

    def _full_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        for section in (self._price, rule(), self._usage, self._devices):
            column.addWidget(section)
        column.addWidget(self._prices, 1)
        column.addStretch(0)
        return page

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for page, title in (("prices", "Prices"), ("live", "Live"), ("dispatches", "Dispatches")):
            row.addWidget(self._button(page, title))
        row.addStretch(1)
        self._refresh = self._button("refresh", tip="Refresh now (F5)")
        row.addWidget(self._refresh)
        row.addWidget(self._button("settings", tip="Settings"))
        return row

    def _button(self, does: str, title: str = "", tip: str = "") -> QToolButton:
        """A word, or the symbol named like what it asks for."""
        button = QToolButton()
        button.setProperty("role", "quiet")
        button.setText(title)
        button.setToolTip(tip)
        button.setAccessibleName(title or tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self._ask(does))
        if not title:
            self._symbols.append((button, does))
        return button

    def _ask(self, does: str) -> None:
        if does == "refresh":
            self._commands.refresh()
            return
        self.close()
        if does == "look-around":
            self._commands.look_around("agile")
        else:
            self._commands.show_page(does)


def beside(pointer: QPoint, panel: QRect, room: QRect) -> QPoint:
    """Where the panel's corner goes: centred on the pointer, above or below it, wholly inside ``room``."""
    gap = 2 * SPACE
    left = pointer.x() - panel.width() // 2
    is_low = pointer.y() > room.center().y()
    top = pointer.y() - gap - panel.height() if is_low else pointer.y() + gap
    return QPoint(
        max(room.left() + gap, min(left, room.right() - panel.width() - gap)),
        max(room.top() + gap, min(top, room.bottom() - panel.height() - gap)),
    )

"""A smart device: its name, what it is doing in plain words, its battery and its plan."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kraken_desktop.ui.theme import BODY, LARGE, SMALL, SPACE, Theme
from kraken_desktop.ui.view_models.dispatches import DeviceCard
from kraken_desktop.ui.widgets.charge_buttons import ChargeButtons, Steer
from kraken_desktop.ui.widgets.dispatch_rows import DispatchRows


class DeviceCardWidget(QFrame):
    def __init__(self, theme: Theme, steer: Steer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._icon = QLabel()
        self._name = QLabel()
        self._name.setFont(theme.font(LARGE, bold=True))
        self._details = QLabel()
        self._details.setProperty("role", "muted")
        self._details.setFont(theme.font(BODY, figures=True))
        self._details.setWordWrap(True)
        self._details.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._status = QLabel()
        self._status.setFont(theme.font(BODY))
        self._status.setWordWrap(True)
        self._rows = DispatchRows(theme)
        self._remark = QLabel()
        self._remark.setProperty("role", "muted")
        self._remark.setFont(theme.font(SMALL))
        self._remark.setWordWrap(True)
        heading = QHBoxLayout()
        heading.setSpacing(2 * SPACE)
        heading.addWidget(self._icon)
        heading.addWidget(self._name)
        heading.addWidget(self._details, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addLayout(heading)
        self._buttons = ChargeButtons(theme, steer)
        for widget in (self._status, self._rows, self._remark, self._buttons):
            column.addWidget(widget)

    def show_card(self, card: DeviceCard) -> None:
        self.setAccessibleName(f"{card.name}: {card.status}")
        tone = "success" if card.is_charging else "text_muted"
        self._icon.setPixmap(self._theme.icon(card.icon, tone).pixmap(24, 24))
        self._name.setText(card.name)
        self._status.setText(card.status)
        self._status.setToolTip(f"Octopus calls it {card.own_word}" if card.own_word else "")
        self._details.setText("  ·  ".join(card.details))
        self._rows.setVisible(bool(card.rows))
        self._rows.show_rows(card.rows)
        self._buttons.show_card(card)
        self._remark.setText(card.remark)
        self._remark.setVisible(bool(card.remark))

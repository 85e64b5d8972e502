"""What may be asked of a device: a button each, confirmed before it is sent, disabled with the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.domain.account import ReadyBy
from kraken_desktop.services.steering import Action, Offer, Order, Outcome
from kraken_desktop.ui.theme import SMALL, SPACE, Theme
from kraken_desktop.ui.view_models.dispatches import DeviceCard

Steer = Callable[[Order, Callable[[Outcome], None]], None]


class ChargeButtons(QWidget):
    """Under way, all of them wait; what came of it stands beside them in words until it shows in the device."""

    def __init__(self, theme: Theme, steer: Steer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steer = steer
        self._card: DeviceCard | None = None
        self._is_waiting = False
        self._buttons: dict[Action, QPushButton] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(2 * SPACE)
        self._row.addStretch(1)
        self._words = QLabel()
        self._words.setFont(theme.font(SMALL))
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(self._row)
        column.addWidget(self._words)
        self._said = ""

    def show_card(self, card: DeviceCard) -> None:
        if self._card is not None and _asked_for(card) != _asked_for(self._card) and not self._is_waiting:
            self._said = ""
        self._card = card
        self.setVisible(bool(card.offers))
        gone = [button for action, button in self._buttons.items() if action not in {o.action for o in card.offers}]
        is_handed_on = any(button.hasFocus() for button in gone)
        for button in gone:
            button.hide()
        for place, offer in enumerate(card.offers):
            button = self._buttons.get(offer.action) or self._add(offer.action, place)
            button.setText(offer.label)
            button.setEnabled(not offer.hindrance and not self._is_waiting)
            reason = f"Not possible now: {offer.hindrance}." if offer.hindrance else ""
            button.setToolTip(reason)
            button.setAccessibleName(f"{offer.label}. {reason}" if reason else "")
            button.show()
        if is_handed_on:
            self._focus_first()
        self._word(card.offers)

    def _word(self, offers: Sequence[Offer]) -> None:
        self._words.setText(self._said or _hindrances(offers))
        self._words.setVisible(bool(self._words.text()))

    def _add(self, action: Action, place: int) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._ask(action))
        self._row.insertWidget(place, button)
        self._buttons[action] = button
        return button

    def _ask(self, action: Action) -> None:
        """Nothing is sent before the person has agreed."""
        card = self._card
        offer = next((offer for offer in card.offers if offer.action is action), None) if card is not None else None
        if card is None or offer is None:
            return
        if action is Action.SET_GOALS:
            from kraken_desktop.ui.dialogs.goals_dialog import GoalsDialog

            goals = GoalsDialog(self._theme, card.name, card.goals, self.window())
            goals.chosen.connect(lambda chosen: self._send(self._order(card, action, chosen)))
            goals.open()
            return
        from kraken_desktop.ui.dialogs.confirm_dialog import ConfirmDialog

        dialog = ConfirmDialog(self._theme, f"{card.name}: {offer.label}", offer.question, offer.label, self.window())
        dialog.agreed.connect(lambda: self._send(self._order(card, action)))
        dialog.open()

    def _order(self, card: DeviceCard, action: Action, schedule: tuple[ReadyBy, ...] = ()) -> Order:
        return Order(action, card.id, schedule, card.goal_unit, card.goal_mode)

    def _send(self, order: Order) -> None:
        self._is_waiting, self._said = True, "Asking Octopus…"
        self.setFocus()  # a button that is disabled would hand it on to another device's
        self._refresh()
        self._steer(order, self._answered)

    def _answered(self, outcome: Outcome) -> None:
        self._is_waiting, self._said = False, outcome.words
        self._refresh()
        if self.hasFocus():
            self._focus_first()

    def _focus_first(self) -> None:
        buttons = (self._buttons[offer.action] for offer in (self._card.offers if self._card is not None else ()))
        button = next((found for found in buttons if found.isEnabled()), None)
        if button is not None:
            button.setFocus()

    def _refresh(self) -> None:
        if self._card is not None:
            self.show_card(self._card)


def _hindrances(offers: Sequence[Offer]) -> str:
    """Each reason once, whatever the number of buttons that it disables."""
    hindered: dict[str, list[str]] = {}
    for offer in offers:
        if offer.hindrance:
            hindered.setdefault(offer.hindrance, []).append(offer.label.rstrip("…"))
    if len(hindered) == 1 and sum(map(len, hindered.values())) == len(offers):
        return f"Nothing can be asked of it: {next(iter(hindered))}."
    return " ".join(f"{' and '.join(labels)} is not possible: {reason}." for reason, labels in hindered.items())


def _asked_for(card: DeviceCard) -> tuple[object, ...]:
    """What an order changes, once the device tells of it."""
    return tuple(offer.action for offer in card.offers), card.goals

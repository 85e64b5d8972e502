"""The dispatches page: each device and its plan, what was ignored and why, what completed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.theme import BODY, LARGE, SPACE
from kraken_desktop.ui.view_models.dispatch_rows import DispatchRow
from kraken_desktop.ui.view_models.dispatches import DispatchesView, Fullness, dispatches_view
from kraken_desktop.ui.widgets.choice_bar import ChoiceBar
from kraken_desktop.ui.widgets.current_stack import CurrentStack
from kraken_desktop.ui.widgets.device_card import DeviceCardWidget
from kraken_desktop.ui.widgets.dispatch_rows import DispatchRows
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.widgets.scrolled_content import ScrolledContent

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme
    from kraken_desktop.ui.windows.charge_history_panel import ChargeHistoryPanel
    from kraken_desktop.ui.windows.timeline_panel import TimelinePanel

DEVICES, TIMELINE, HISTORY = "devices", "timeline", "history"
_VIEWS = ((DEVICES, "Now"), (TIMELINE, "Timeline"), (HISTORY, "History"))


class DispatchesPage(StatefulView):
    """Cards for devices, one for what completed; a timeline and a history, built when first turned to.

    What changes anything at Octopus is asked to confirm first.
    """

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._frame = PageFrame("Dispatches", theme)
        self._frame.asked.connect(self._ask)
        self._house = QLabel()
        self._house.setFont(theme.font(BODY))
        self._house.setWordWrap(True)
        self._cards: dict[str, DeviceCardWidget] = {}
        self._completed = _CompletedCard(theme)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4 * SPACE)
        self._column.addWidget(self._house)
        self._column.addWidget(self._completed)
        self._column.addStretch(1)
        inside = QWidget()
        inside.setProperty("role", "page")
        inside.setLayout(self._column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        self._stack = CurrentStack()
        self._places = {DEVICES: self._stack.addWidget(scroll)}
        self._panels: dict[str, TimelinePanel | ChargeHistoryPanel] = {}
        self._views = ChoiceBar("Show", _VIEWS)
        self._views.chosen.connect(self.open_view)
        self._frame.header.insertSpacing(1, 4 * SPACE)
        self._frame.header.insertWidget(2, self._views)
        self._frame.set_content(self._stack)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    def open_view(self, name: str) -> None:
        """``devices``, ``timeline`` or ``history``."""
        self._views.show_chosen(name)
        if name not in self._places:
            panel = self._panels[name] = self._built(name)
            self._places[name] = self._stack.addWidget(ScrolledContent(panel))
        self._stack.setCurrentIndex(self._places[name])
        self.set_state(self.bridge.state)

    def set_state(self, state: AppState) -> None:
        super().set_state(state)
        if self._views.current in self._panels:
            self._panels[self._views.current].show_state(state)

    def _built(self, name: str) -> TimelinePanel | ChargeHistoryPanel:
        if name == TIMELINE:
            from kraken_desktop.ui.windows.timeline_panel import TimelinePanel

            return TimelinePanel(self._commands, self.theme)
        from kraken_desktop.ui.windows.charge_history_panel import ChargeHistoryPanel

        return ChargeHistoryPanel(self._commands, self.theme)

    def view_of(self, state: AppState) -> DispatchesView:
        return dispatches_view(state)

    def show_view(self, view: object) -> None:
        shown = cast(DispatchesView, view)
        self._frame.set_trouble(shown.trouble)
        self._views.setVisible(shown.fullness is Fullness.FULL)
        if shown.fullness is Fullness.LOADING:
            self._frame.show_loading()
        elif shown.fullness is Fullness.EMPTY:
            self._frame.show_empty(shown.emptiness)
        else:
            self._show_full(shown)
            self._frame.show_full()

    def _show_full(self, view: DispatchesView) -> None:
        self._house.setText(view.house)
        colour = self.theme.colour("success" if view.is_house_cheap else "text").name()
        self._house.setStyleSheet(f"color: {colour}; font-weight: {600 if view.is_house_cheap else 400}")
        wanted = {card.id for card in view.devices}
        for device_id in [known for known in self._cards if known not in wanted]:
            self._cards.pop(device_id).deleteLater()
        for place, card in enumerate(view.devices, start=1):
            if card.id not in self._cards:
                self._cards[card.id] = DeviceCardWidget(self.theme, self._commands.steer)
                self._column.insertWidget(place, self._cards[card.id])
            self._cards[card.id].show_card(card)
        self._completed.show_rows(view.completed)

    def _ask(self, does: str) -> None:
        if does == "refresh":
            self._commands.refresh()
        else:
            self._commands.show_page(does)


class _CompletedCard(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        title = QLabel("Completed")
        title.setFont(theme.font(LARGE, bold=True))
        note = QLabel("What Octopus lists for the whole account, about a day back.")
        note.setProperty("role", "muted")
        self._rows = DispatchRows(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (title, note, self._rows):
            column.addWidget(widget)

    def show_rows(self, rows: tuple[DispatchRow, ...]) -> None:
        self.setVisible(bool(rows))
        self._rows.show_rows(rows)

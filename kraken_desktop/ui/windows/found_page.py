"""What we found: every account, property, meter, tariff and price source; what is missing and what would bring it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from kraken_desktop.services.finding import Finding, FoundPart
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.theme import LARGE, SPACE
from kraken_desktop.ui.view_models.found import FoundView, found_view
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.widgets.scrolled_content import ScrolledContent

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_NAME_WIDTH = 180


class FoundPage(StatefulView):
    """One card a part; built anew only when what was found changes."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._parts: tuple[FoundPart, ...] = ()
        self._frame = PageFrame("What we found", theme)
        self._frame.asked.connect(self._ask)
        self._scroll = ScrolledContent(QWidget())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrow keys scroll: there is nothing else to go to
        self._scroll.setAccessibleName("What we found")
        self._frame.set_content(self._scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    def view_of(self, state: AppState) -> FoundView:
        return found_view(state)

    def show_view(self, view: object) -> None:
        shown = cast(FoundView, view)
        self._frame.set_trouble(shown.trouble)
        if shown.emptiness is not None:
            self._frame.show_empty(shown.emptiness)
        elif not shown.parts:
            self._frame.show_loading()
        else:
            self._show_parts(shown.parts)
            self._frame.show_full()

    def _ask(self, does: str) -> None:
        if does == "refresh":
            self._commands.refresh()
        else:
            self._commands.show_page(does)

    def _show_parts(self, parts: tuple[FoundPart, ...]) -> None:
        if parts == self._parts:
            return
        self._parts = parts
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        for part in parts:
            column.addWidget(self._card(part))
        column.addStretch(1)
        self._scroll.show_content(content)

    def _card(self, part: FoundPart) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        card.setAccessibleName(part.title)
        grid = QGridLayout(card)
        grid.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        grid.setHorizontalSpacing(4 * SPACE)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, self.theme.scaled(_NAME_WIDTH))
        title = words(self.theme, part.title, LARGE, bold=True)
        if part.private:
            private = words(self.theme, part.private, muted=True)
            private.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(title, 0, 0)
            grid.addWidget(private, 0, 1)
        else:
            grid.addWidget(title, 0, 0, 1, 2)
        if part.turns_to is not None:
            grid.addWidget(self._turn_button(part.turns_to), 0, 2)
        for number, finding in enumerate(part.findings, start=1):
            self._add_row(grid, 2 * number, finding)
        return card

    def _turn_button(self, number: str) -> QPushButton:
        button = QPushButton("Show this account")
        button.setAccessibleName(f"Show account {number}")
        button.clicked.connect(lambda: self._commands.show_account(number))
        return button

    def _add_row(self, grid: QGridLayout, row: int, finding: Finding) -> None:
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(words(self.theme, finding.name, muted=True), row, 0, top)
        detail = words(self.theme, finding.detail if finding.is_good else f"⚠ {finding.detail}")
        grid.addWidget(detail, row, 1, 1, 2, top)
        if finding.remedy:
            grid.addWidget(words(self.theme, f"→ {finding.remedy}.", muted=True), row + 1, 1, 1, 2, top)

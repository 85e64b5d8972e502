"""The bill page: balance, the bill so far, where it goes, and past bills as Octopus lists them with ours beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kraken_desktop.domain.moments import london_date
from kraken_desktop.services import text
from kraken_desktop.services.bills import Bills
from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.dialogs.export_dialog import ask_where_to_export
from kraken_desktop.ui.paper import Paper, PaperTable
from kraken_desktop.ui.theme import BODY, LARGE, SMALL, SPACE, TITLE
from kraken_desktop.ui.view_models.bills import Card, bills_view
from kraken_desktop.ui.view_models.history import history_progress, history_trouble
from kraken_desktop.ui.view_models.meters import whose
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.trouble import trouble_of
from kraken_desktop.ui.view_models.unread import before_account
from kraken_desktop.ui.widgets.fact_table import FactTable
from kraken_desktop.ui.widgets.history_bar import HistoryBar
from kraken_desktop.ui.widgets.page_frame import PageFrame

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_PARTS = (
    Column("Part"),
    Column("Energy", is_number=True),
    Column("Cost", is_number=True),
    Column("Standing", is_number=True),
    Column("Together", is_number=True),
    Column("", stretches=True),
)
_PAST = (
    Column("Period"),
    Column("Octopus", is_number=True),
    Column("Ours", is_number=True),
    Column("Difference", is_number=True),
    Column("Why", stretches=True),
    Column("12-month mean", is_number=True),
)
_PAYMENTS = (Column("Day", stretches=True), Column("Amount", is_number=True), Column("State"))
_SHOWS = (
    "This page shows your balance, what this billing period has cost so far and where it is going, and your past bills "
    "with ours beside them."
)
_SIGNED_OUT = Emptiness("Sign in to see your bills", _SHOWS, "bills", "Sign in…", "sign-in")
_NOTHING = Emptiness("No bill yet", _SHOWS, "bills")


class BillsPage(StatefulView):
    """Octopus is asked for its lists when the page is shown, and the store when history changes."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._commands = commands
        self._bills: Bills | None = None
        self._asked: object = None
        self._frame = PageFrame("Bills", theme)
        self._frame.asked.connect(self._ask)
        self._outputs: list[QPushButton] = []
        for words, call in (("Export…", self._export), ("Print…", self._print)):
            button = QPushButton(words)
            button.clicked.connect(call)
            button.setEnabled(False)
            self._frame.header.addWidget(button)
            self._outputs.append(button)
            self._frame.offer_when_full(button)
        self._cards = [_BillCard(theme) for _ in range(3)]
        self._parts = _Listing(theme, "The bill so far", _PARTS)
        self._past = _Listing(theme, "Past bills", _PAST)
        self._payments = _Listing(theme, "Payments", _PAYMENTS)
        self._progress, self._told = HistoryBar(theme), QLabel()
        self._told.setFont(theme.font(SMALL))
        self._told.setWordWrap(True)
        self._told.setProperty("role", "muted")
        self._told.hide()
        self._frame.set_content(self._content())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    def _content(self) -> QWidget:
        cards = QHBoxLayout()
        cards.setSpacing(3 * SPACE)
        for card in self._cards:
            cards.addWidget(card, 1)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4 * SPACE)
        column.addWidget(self._progress)
        column.addLayout(cards)
        for listing in (self._parts, self._past, self._payments):
            column.addWidget(listing)
        column.addWidget(self._told)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        return scroll

    def showEvent(self, event: QShowEvent) -> None:
        self._asked = None
        super().showEvent(event)

    def set_state(self, state: AppState) -> None:
        self._progress.show_progress(history_progress(state))
        problem = self._bills.problem if self._bills is not None else None
        self._frame.set_trouble(history_trouble(state) or trouble_of(problem, state.now))
        account = state.account.value
        if account is None:
            self._frame.show_unread(before_account(state, _SIGNED_OUT))
            return
        if not account.meter_points:
            self._frame.show_empty(_NOTHING)
            return
        revision = state.history.value.revision if state.history.value is not None else -1
        asked = (account.number, revision, london_date(state.now), state.standing.value)
        if asked != self._asked:
            self._asked = asked
            if self._bills is None:
                self._frame.show_loading()
            self._commands.load_bills(self._loaded)

    def recolour(self) -> None:
        self.set_state(self.bridge.state)

    def _loaded(self, bills: Bills | None) -> None:
        for button in self._outputs:
            button.setEnabled(bills is not None)
        if bills is None:
            self._frame.show_empty(_NOTHING)
            return
        self._bills = bills
        state = self.bridge.state
        view = bills_view(bills, state.standing, state.now)
        for card, shown in zip(self._cards, view.cards, strict=True):
            card.show_card(shown)
        for listing, rows in ((self._parts, view.parts), (self._past, view.past), (self._payments, view.payments)):
            listing.show_rows(rows)
        self._parts.show_notes(view.notes)
        self._frame.set_trouble(history_trouble(state) or trouble_of(bills.problem, state.now))
        self._frame.show_full()

    def _export(self) -> None:
        ask_where_to_export(self, "Export bills", "bills", lambda path: self._commands.export_bills(path, self._tell))

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.show()

    def _print(self) -> None:
        from kraken_desktop.ui.printing import ask_to_print

        if (paper := self.paper()) is not None:
            ask_to_print(paper, "Print bills", self)

    def paper(self) -> Paper | None:
        """All that the page tells; None before anything is known."""
        if self._bills is None:
            return None
        state, today = self.bridge.state, london_date(self.bridge.state.now)
        view = bills_view(self._bills, state.standing, state.now)
        return Paper(
            title=f"Bills on {text.full_date(today)} {today.year}",
            lines=(whose(state),),
            figures=tuple((card.title, card.figure, card.note) for card in view.cards),
            tables=(
                PaperTable(_PARTS, view.parts, "The bill so far", view.notes),
                PaperTable(_PAST, view.past, "Past bills"),
                PaperTable(_PAYMENTS, view.payments, "Payments"),
            ),
        )

    def _ask(self, what: str) -> None:
        if what == "refresh":
            self._asked = None
            self._commands.refresh()
        else:
            self._commands.show_page(what)


class _BillCard(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title, self._figure, self._note = QLabel(), QLabel(), QLabel()
        self._title.setFont(theme.font(BODY))
        self._title.setProperty("role", "muted")
        self._figure.setFont(theme.font(TITLE, bold=True, figures=True))
        self._note.setFont(theme.font(SMALL, figures=True))
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        column.setSpacing(SPACE)
        for label in (self._title, self._figure, self._note):
            column.addWidget(label)
        column.addStretch(1)

    def show_card(self, card: Card) -> None:
        self._title.setText(card.title)
        self._figure.setText(card.figure)
        self._note.setText(card.note)


class _Listing(QFrame):
    """A table with a heading, as high as its rows."""

    def __init__(self, theme: Theme, title: str, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        heading = QLabel(title)
        heading.setFont(theme.font(LARGE, bold=True))
        self._table = FactTable(theme, title, columns, keeps_words=True)
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        self._notes = QLabel()
        self._notes.setFont(theme.font(SMALL, figures=True))
        self._notes.setProperty("role", "muted")
        self._notes.setWordWrap(True)
        self._notes.hide()
        column.addWidget(heading)
        column.addWidget(self._table)
        column.addWidget(self._notes)

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """Below the rows, one a line."""
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        self.setVisible(bool(rows))
        self._table.set_rows(rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, and as a scroll bar below them where the columns need one."""
        table, head = self._table, self._table.horizontalHeader()
        bar = table.horizontalScrollBar().sizeHint().height() if head.length() > table.viewport().width() else 0
        rows = len(table.rows) * table.verticalHeader().defaultSectionSize()
        table.setFixedHeight(head.sizeHint().height() + rows + bar + SPACE)

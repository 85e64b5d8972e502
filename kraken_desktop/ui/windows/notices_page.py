"""The notices page: the reminders that wait; and what was sent, when, why, and how it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kraken_desktop.ui.bridge import StatefulView
from kraken_desktop.ui.theme import BODY, SMALL, SPACE, blended
from kraken_desktop.ui.view_models.notices import NoticeLine, NoticesView, notices_view
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.widgets.page_frame import PageFrame
from kraken_desktop.ui.widgets.reminder_rows import ReminderRows

if TYPE_CHECKING:
    from kraken_desktop.services.state import AppState
    from kraken_desktop.ui.bridge import StateBridge
    from kraken_desktop.ui.commands import Commands
    from kraken_desktop.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_NOTHING = Emptiness(
    title="No notices yet",
    text="When tomorrow's prices appear, a smart charge starts or a price drops below zero, the notice is kept here, "
    "with the time and the reason. Which ones you get is up to you.",
    icon="notices",
    action="Choose notices…",
    does="settings",
)


class NoticesPage(StatefulView):
    """A line opens the page that its notice is about."""

    def __init__(self, bridge: StateBridge, commands: Commands, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(bridge, theme, parent)
        self._frame = PageFrame("Notices", theme)
        self._frame.asked.connect(commands.show_page)
        self._model = NoticesModel()
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_NoticeDelegate(theme, self._list))
        self._list.setProperty("role", "card")
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName("Notices sent, newest first")
        self._list.activated.connect(lambda index: commands.show_page(self._model.line(index).page))
        self._reminders = ReminderRows(theme, commands.drop_reminder)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * SPACE)
        column.addWidget(self._reminders)
        column.addWidget(self._list, 1)
        self._frame.set_content(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    def view_of(self, state: AppState) -> NoticesView:
        return notices_view(state)

    def show_view(self, view: object) -> None:
        shown = cast(NoticesView, view)
        self._reminders.show_lines(shown.reminders)
        if shown.lines or shown.reminders:
            self._model.show_lines(shown.lines)
            self._frame.show_full()
        else:
            self._frame.show_empty(_NOTHING)


class NoticesModel(QAbstractListModel):
    """The lines as rows; the selection stays with its notice while only the wording of times changes."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[NoticeLine, ...] = ()

    def show_lines(self, lines: tuple[NoticeLine, ...]) -> None:
        if lines and [line.key for line in lines] == [line.key for line in self._lines]:
            self._lines = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, index: _Index) -> NoticeLine:
        return self._lines[index.row()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.line(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        return line.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None


class _NoticeDelegate(QStyledItemDelegate):
    """Symbol, title and time; the body below; the reason in a lighter tone."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line = self._line(index)
        room = max(200, _viewport_width(option) - 14 * SPACE)
        body = QFontMetrics(self._theme.font(BODY)).boundingRect(
            QRect(0, 0, room, 1000), Qt.TextFlag.TextWordWrap, line.body
        )
        one, small = QFontMetrics(self._theme.font(BODY)), QFontMetrics(self._theme.font(SMALL))
        return QSize(room, one.height() + body.height() + small.height() + 7 * SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line, theme = self._line(index), self._theme
        frame = option.rect
        self._paint_ground(painter, option, frame)
        inside = frame.adjusted(3 * SPACE, 2 * SPACE, -3 * SPACE, -2 * SPACE)
        theme.icon(line.icon, "text_muted").paint(painter, inside.left(), inside.top(), 20, 20)
        words = inside.adjusted(8 * SPACE, 0, 0, 0)
        painter.setPen(theme.colour("text_muted"))
        painter.setFont(theme.font(SMALL, figures=True))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, line.when)
        bold = QFontMetrics(theme.font(BODY, bold=True))
        when_width = QFontMetrics(theme.font(SMALL)).horizontalAdvance(line.when) + 4 * SPACE
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(BODY, bold=True))
        title = bold.elidedText(line.title, Qt.TextElideMode.ElideRight, words.width() - when_width)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(theme.font(BODY, figures=True))
        below = words.adjusted(0, bold.height() + SPACE, 0, 0)
        painter.drawText(below, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, line.body)
        painter.setPen(theme.colour("text_muted"))
        painter.setFont(theme.font(SMALL))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, line.why)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, frame: QRect) -> None:
        state = option.state
        theme = self._theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(frame, blended(theme.colour("accent"), theme.colour("surface"), 0.14))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(frame, blended(theme.colour("text"), theme.colour("surface"), 0.05))
        painter.fillRect(frame.left(), frame.bottom(), frame.width(), 1, theme.colour("grid"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("focus"))
            painter.drawRect(frame.adjusted(0, 0, -1, -2))

    @staticmethod
    def _line(index: _Index) -> NoticeLine:
        return cast(NoticesModel, index.model()).line(index)


def _viewport_width(option: QStyleOptionViewItem) -> int:
    widget = option.widget
    return widget.viewport().width() if isinstance(widget, QListView) else 600

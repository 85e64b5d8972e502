"""A table of facts: what a chart shows, for reading row by row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kraken_desktop.ui.theme import BODY, SMALL, SPACE, Theme, blended
from kraken_desktop.ui.view_models.table import Column, Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_APART = "\u2003"
"""Keeps words off the figures on their left, which end where the words begin."""
_MOST_KEPT = 160
_MEASURED = 4
"""So many of a column's longest cells are measured: one of them is the widest, give or take a narrow letter."""


class FactTable(QTableView):
    """Rows are chosen by pointer or arrow keys; ``band_column`` is where a row's band colour stands."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[Column],
        band_column: int = -1,
        parent: QWidget | None = None,
        *,
        keeps_words: bool = False,
    ) -> None:
        """``keeps_words``: scrolled sideways, where else the column that stretches would have no room for its words."""
        super().__init__(parent)
        self._theme = theme
        self._keeps_words = keeps_words
        self._facts = _Facts(theme, tuple(columns), band_column)
        self.setModel(self._facts)
        self.setItemDelegate(_Roomy(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self._share_room()
        theme.changed.connect(self._recolour)
        self._recolour()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._facts.rows

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, and no rows yet."""
        if tuple(columns) != self._facts.columns:
            self.clearSpans()
            self._facts.set_columns(tuple(columns))
            self._share_room()

    def _share_room(self) -> None:
        header, columns = self.horizontalHeader(), self._facts.columns
        self._fixed = tuple(index for index, column in enumerate(columns) if not column.stretches)
        for index, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretches else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(index, mode)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._keeps_words:
            self._keep_words()

    def _keep_words(self) -> None:
        """The column that stretches is as wide as its words, up to a limit."""
        header, most = self.horizontalHeader(), self._theme.scaled(_MOST_KEPT)
        fixed = sum(header.sectionSize(column) for column in self._fixed)
        for column in set(range(header.count())) - set(self._fixed):
            least = min(most, self._widest(column))
            is_short = self.viewport().width() - fixed < least
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Fixed if is_short else QHeaderView.ResizeMode.Stretch
            )
            if is_short:
                self.setColumnWidth(column, least)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Keeps the place and the chosen row where the rows are as many as before."""
        if tuple(rows) == self._facts.rows:
            return
        is_same_shape = [row.is_heading for row in rows] == [row.is_heading for row in self._facts.rows]
        self._facts.set_rows(tuple(rows), is_reset=not is_same_shape)
        if not is_same_shape:
            self.clearSpans()
            for number, row in enumerate(rows):
                if row.is_heading:
                    self.setSpan(number, 0, 1, self._facts.columnCount())
        self._fit()

    def hide_blank_columns(self) -> None:
        """Those of which no row tells anything; the others are shown."""
        for column in range(self._facts.columnCount()):
            cells = (row.cells[column] for row in self.rows if column < len(row.cells))
            self.setColumnHidden(column, bool(self.rows) and not any(cells))

    def hold_rows(self, count: int) -> None:
        """Be as high as so many rows, so that the page scrolls and not the table."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self._theme.scaled(BODY) + 3 * SPACE
        self.setMinimumHeight(count * self.verticalHeader().defaultSectionSize() + head + SPACE)

    def show_row(self, number: int) -> None:
        """Choose a row and bring it into sight."""
        self.selectRow(number)
        self.scrollTo(self._facts.index(number, 0))

    def _fit(self) -> None:
        """Each column as wide as its widest words. Qt itself asks for every cell, which takes a second for a year."""
        for column in self._fixed:
            self.setColumnWidth(column, self._widest(column))
        if self._keeps_words:
            self._keep_words()

    def _widest(self, column: int) -> int:
        rows = [(number, row) for number, row in enumerate(self.rows) if not row.is_heading]
        told = [(len(row.cells[column]), row.is_current, number) for number, row in rows if column < len(row.cells)]
        widest = sorted(told, reverse=True)[:_MEASURED] + [cell for cell in told if cell[1]][:1]
        hints = [self.sizeHintForIndex(self._facts.index(number, column)).width() for _, _, number in widest]
        return max(self.horizontalHeader().sectionSizeHint(column), *hints, 0)

    def _recolour(self) -> None:
        self.setFont(self._theme.font(BODY, figures=True))
        self.horizontalHeader().setFont(self._theme.font(SMALL))
        self.verticalHeader().setDefaultSectionSize(self._theme.scaled(BODY) + 3 * SPACE)
        self._facts.layoutChanged.emit()
        self._fit()


class _Roomy(QStyledItemDelegate):
    """Room between two columns of numbers."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * SPACE, 0)


class _Facts(QAbstractTableModel):
    def __init__(self, theme: Theme, columns: tuple[Column, ...], band_column: int) -> None:
        super().__init__()
        self.columns = columns
        self._theme, self._band_column = theme, band_column
        self.rows: tuple[Row, ...] = ()

    def set_columns(self, columns: tuple[Column, ...]) -> None:
        self.beginResetModel()
        self.columns, self.rows = columns, ()
        self.endResetModel()

    def set_rows(self, rows: tuple[Row, ...], *, is_reset: bool) -> None:
        if is_reset:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        else:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._apart(section, self.columns[section].title)
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole and self.columns[index.column()].stretches:
            return row.cells[index.column()]  # in full, where the column has no room for it
        if role == Qt.ItemDataRole.DisplayRole:
            return self._apart(index.column(), row.cells[index.column()]) if index.column() < len(row.cells) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.FontRole:
            return self._font(row)
        if role == Qt.ItemDataRole.ForegroundRole and row.is_past:
            return self._theme.colour("text_muted")
        if role == Qt.ItemDataRole.BackgroundRole and row.is_current:
            return blended(self._theme.colour("accent"), self._theme.colour("surface"), 0.14)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == self._band_column and row.band is not None:
            return QColor(self._theme.band(row.band).fill)
        return None

    def _apart(self, column: int, words: str) -> str:
        # A band's colour keeps its words off by itself.
        is_words = column > 0 and column != self._band_column and not self.columns[column].is_number
        is_beside = is_words and self.columns[column - 1].is_number
        return f"{_APART}{words}" if is_beside and words else words

    def flags(self, index: _Index) -> Qt.ItemFlag:
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled if self.rows[index.row()].is_heading else chosen

    def _font(self, row: Row) -> QFont:
        return self._theme.font(BODY, bold=row.is_heading or row.is_current, figures=True)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.columns[column].is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

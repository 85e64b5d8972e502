"""Dispatches below each other: its life, when, what the house pays, energy, countdown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from kraken_desktop.ui.theme import BODY, SMALL, SPACE, Theme
from kraken_desktop.ui.view_models.dispatch_rows import DispatchRow, Life

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TONES = {Life.RUNNING: "success", Life.BOOST: "warning", Life.PLANNED: "accent", Life.STARTED: "success"}
_COLUMNS = 5
_LEAST_WIDTHS = (80, 96, 112, 64, 150)
"""The same in every card, so that columns align from card to card."""


class DispatchRows(QWidget):
    """Labels are kept and only worded anew, so that a countdown moves nothing else."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[tuple[list[QLabel], QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * SPACE)
        self._grid.setVerticalSpacing(SPACE)
        for column, width in enumerate(_LEAST_WIDTHS):
            self._grid.setColumnMinimumWidth(column, theme.scaled(width))
        self._grid.setColumnStretch(2, 1)

    def show_rows(self, rows: Sequence[DispatchRow]) -> None:
        while len(self._rows) < len(rows):
            self._add_row()
        for index, (labels, remark) in enumerate(self._rows):
            row = rows[index] if index < len(rows) else None
            for label in labels:
                label.setVisible(row is not None)
            remark.setVisible(row is not None and bool(row.remark))
            if row is not None:
                self._word(row, labels, remark)

    def _word(self, row: DispatchRow, labels: list[QLabel], remark: QLabel) -> None:
        words = (row.life.value, row.when, row.house, row.energy, row.countdown)
        for label, word in zip(labels, words, strict=True):
            label.setText(word)
        remark.setText(row.remark)
        is_quiet = row.life in (Life.PHANTOM, Life.AWAY, Life.COMPLETED)
        tone = self._theme.colour(_TONES.get(row.life, "text_muted")).name()
        labels[0].setStyleSheet(f"color: {tone}; font-weight: 600")
        muted = self._theme.colour("text_muted").name()
        for label in labels[1:]:
            ignored = "; text-decoration: line-through" if row.life is Life.PHANTOM and label is labels[1] else ""
            label.setStyleSheet(f"color: {muted}{ignored}" if row.life is Life.PHANTOM else "")
        labels[4].setFont(self._theme.font(BODY, bold=not is_quiet, figures=True))
        labels[1].setAccessibleName(" ".join((*words, row.remark)))

    def _add_row(self) -> None:
        line = 2 * len(self._rows)
        labels = [QLabel() for _ in range(_COLUMNS)]
        for column, label in enumerate(labels):
            label.setFont(self._theme.font(BODY, figures=True))
            self._grid.addWidget(label, line, column)
            if column >= 3:
                label.setAlignment(_RIGHT)
        labels[2].setProperty("role", "muted")
        labels[2].setWordWrap(True)
        remark = QLabel()
        remark.setFont(self._theme.font(SMALL))
        remark.setProperty("role", "muted")
        remark.setWordWrap(True)
        self._grid.addWidget(remark, line + 1, 1, 1, _COLUMNS - 1)
        self._rows.append((labels, remark))

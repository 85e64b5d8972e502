"""Which column of a person's file is what: a choice for each, remembered by the columns' names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QWidget

from kraken_desktop.domain.energy_wave import Part
from kraken_desktop.services.wave_file import ColumnMap, ColumnUse, FileHead, Unit
from kraken_desktop.ui.theme import BODY, SMALL, SPACE
from kraken_desktop.ui.widgets.check_switch import CheckSwitch

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme

_NOT_USED, _TIME, _BOTH_WAYS = "Not used", "Time", "Battery, + out and − in"
_MEANINGS: Mapping[str, tuple[tuple[Part, bool], ...]] = {
    "Sun": ((Part.SOLAR, False),),
    "Out of the battery": ((Part.DISCHARGE, False),),
    "Into the battery": ((Part.CHARGE, False),),
    _BOTH_WAYS: ((Part.DISCHARGE, False), (Part.CHARGE, True)),
    "Heat pump": ((Part.HEAT_PUMP, False),),
}
_SHOWN_LETTERS = 24
_POWER = ("power", "leistung")
_COUNTING = ("total", "counter", "lifetime", "cumulative", "register")
_TIME_NAMES = ("time", "date", "start", "timestamp", "datum", "zeit")


class WaveForm(QFrame):
    """``changed`` follows every edit; ``columns`` is what the form says, None without a time and a figure."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._head: FileHead | None = None
        self._fields: dict[str, tuple[QComboBox, QComboBox]] = {}
        self._utc = CheckSwitch("Its times are GMT all year, not the clock on the wall", theme)
        self._utc.toggled.connect(lambda _on: self.changed.emit())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 2 * SPACE)
        self._grid.setHorizontalSpacing(3 * SPACE)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnStretch(3, 1)

    def show_head(self, head: FileHead, kept: Mapping[str, str]) -> None:
        """The columns of a file, as they were meant the last time."""
        self._head = head
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._utc:
                widget.hide()
                widget.deleteLater()
        self._fields = {}
        for row, name in enumerate(head.columns):
            if name and name not in self._fields:
                self._add(row, name, head, kept)
        self._utc.setChecked(kept.get("is utc") == "yes")
        self._grid.addWidget(self._utc, len(head.columns), 0, 1, 4)

    def kept(self) -> dict[str, str]:
        """The form as words, for ``show_head``."""
        told = {
            f"column {name}": f"{meaning.currentText()}|{unit.currentText()}"
            for name, (meaning, unit) in self._fields.items()
        }
        return {**told, "is utc": "yes" if self._utc.isChecked() else "no"}

    @property
    def columns(self) -> ColumnMap | None:
        times = [name for name, (meaning, _unit) in self._fields.items() if meaning.currentText() == _TIME]
        uses = {
            name: tuple(
                ColumnUse(part, Unit(unit.currentText()), is_negated)
                for part, is_negated in _MEANINGS[meaning.currentText()]
            )
            for name, (meaning, unit) in self._fields.items()
            if meaning.currentText() in _MEANINGS
        }
        return ColumnMap(times[0], uses, self._utc.isChecked()) if times and uses else None

    def _add(self, row: int, name: str, head: FileHead, kept: Mapping[str, str]) -> None:
        theme = self._theme
        meaning, unit = QComboBox(), QComboBox()
        meaning.addItems((_NOT_USED, _TIME, *_MEANINGS))
        unit.addItems([one.value for one in Unit])
        for box, what in ((meaning, "Meaning of"), (unit, "Unit of")):
            box.setFont(theme.font(BODY))
            box.setAccessibleName(f"{what} {name}")
        known, _, known_unit = kept.get(f"column {name}", "").partition("|")
        meaning.setCurrentText(known or (_TIME if self._is_time(row, name) else _NOT_USED))
        unit.setCurrentText(known_unit or _likely_unit(name))
        unit.setEnabled(meaning.currentText() in _MEANINGS)
        meaning.currentTextChanged.connect(lambda word: unit.setEnabled(word in _MEANINGS))
        for box in (meaning, unit):
            box.currentTextChanged.connect(lambda _word: self.changed.emit())
        caption, example = QLabel(name), QLabel(_example(head, row))
        caption.setFont(theme.font(BODY))
        example.setFont(theme.font(SMALL, figures=True))
        example.setProperty("role", "muted")
        for column, widget in enumerate((caption, meaning, unit, example)):
            self._grid.addWidget(widget, row, column)
        self._fields[name] = meaning, unit

    def _is_time(self, row: int, name: str) -> bool:
        """The first column that is called like one."""
        has_one = any(meaning.currentText() == _TIME for meaning, _unit in self._fields.values())
        return not has_one and (any(word in name.casefold() for word in _TIME_NAMES) or row == 0)


def _likely_unit(name: str) -> str:
    """By what stands in brackets or at the end: ``Solar (W)``; power is in W, a total counts up."""
    words = name.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").replace("_", " ").split()
    units = {unit.value.casefold(): unit.value for unit in Unit}
    plain = Unit.W.value if any(word.casefold() in _POWER for word in words) else Unit.KWH.value
    found = next((units[word.casefold()] for word in reversed(words) if word.casefold() in units), plain)
    counters = {Unit.KWH.value: Unit.KWH_COUNTER.value, Unit.WH.value: Unit.WH_COUNTER.value}
    is_total = any(word.casefold() in _COUNTING for word in words)
    return counters.get(found, found) if is_total else found


def _example(head: FileHead, column: int) -> str:
    """The first two that tell something: not empty, and where there are others not 0."""
    found = list(dict.fromkeys(row[column][:_SHOWN_LETTERS] for row in head.rows if column < len(row) and row[column]))
    telling = [cell for cell in found if cell.strip("0.,-")] or found
    return "e.g. " + ", ".join(telling[:2]) if telling else "empty"

"""What battery is asked about: its sizes, limits, hours and price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.domain.own_terms import read_window, spelled
from kraken_desktop.services.insights.battery import BatteryWish, Strategy
from kraken_desktop.ui.dialogs.parts import words
from kraken_desktop.ui.theme import BODY, SMALL, SPACE
from kraken_desktop.ui.widgets.check_switch import CheckSwitch

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme

_SIZES = 30
"""Steps from no battery to the largest."""
_BY_PRICE, _MY_HOURS = "Cheapest prices of each day", "My hours"
_USUAL_HOURS = "00:30-05:30"
_COLUMNS = 4
_LARGE_TYPE = 20
"""From this size on, four fields do not fit side by side into the smallest window."""


class BatteryForm(QFrame):
    """``changed`` follows every edit that makes sense; ``wish`` is what the form says."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._most = _amount(" kWh", 30, 3, 120, 3)
        self._power = _amount(" kW", 3.6, 0.1, 50, 0.1)
        self._efficiency = _amount(" %", 90, 50, 100, 1)
        self._reserve = _amount(" %", 0, 0, 90, 5)
        self._per_kwh = _amount("", 0, 0, 2000, 50, before="£")
        self._fixed = _amount("", 0, 0, 20000, 100, before="£")
        self._per_kwh.setSpecialValueText("not given")
        self._charges = QComboBox()
        self._charges.addItems((_BY_PRICE, _MY_HOURS))
        self._hours = QLineEdit(_USUAL_HOURS)
        self._hours.setToolTip("Several with commas: 00:30-05:30, 13:00-16:00; with GMT behind it the same all year")
        self._windows = _read(_USUAL_HOURS)
        self._said = words(theme)
        self._said.hide()
        self._takes_solar = CheckSwitch("Store what I would export", theme)
        self._takes_solar.setChecked(True)
        self._sells = CheckSwitch("Sell from it where that pays", theme)
        self._spins = {
            "most": self._most,
            "power": self._power,
            "efficiency": self._efficiency,
            "reserve": self._reserve,
            "per_kwh": self._per_kwh,
            "fixed": self._fixed,
        }
        self._switches = {"solar": self._takes_solar, "sells": self._sells}
        self._captions: dict[QWidget, QLabel] = {}
        self._lay_out(theme)
        for spin in self._spins.values():
            spin.valueChanged.connect(lambda _value: self.changed.emit())
        self._hours.editingFinished.connect(self._read_hours)
        for switch in self._switches.values():
            switch.toggled.connect(lambda _on: self.changed.emit())
        self._charges.currentIndexChanged.connect(self._choose_hours)
        self._show_hours()

    def _lay_out(self, theme: Theme) -> None:
        columns = _COLUMNS if theme.scaled(BODY) < _LARGE_TYPE else _COLUMNS // 2
        grid = QGridLayout(self)
        grid.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 3 * SPACE)
        grid.setHorizontalSpacing(3 * SPACE)
        grid.setVerticalSpacing(SPACE)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Sizes up to", self._most),
            ("Power in and out", self._power),
            ("Comes back of what is charged", self._efficiency),
            ("Never used", self._reserve),
            ("Charges at", self._charges),
            ("Hours, several with commas", self._hours),
            ("Costs for each kWh", self._per_kwh),
            ("and besides", self._fixed),
        )
        for place, (name, field) in enumerate(fields):
            caption = QLabel(name)
            caption.setFont(theme.font(SMALL))
            caption.setProperty("role", "muted")
            caption.setBuddy(field)
            field.setFont(theme.font(BODY, figures=True))
            field.setAccessibleName(name)
            self._captions[field] = caption
            row, column = divmod(place, columns)
            grid.addWidget(caption, 2 * row, column)
            grid.addWidget(field, 2 * row + 1, column)
        row = 2 * ((len(fields) - 1) // columns) + 2
        grid.addWidget(self._takes_solar, row, 0, 1, columns // 2)
        grid.addWidget(self._sells, row, columns // 2, 1, columns // 2)
        grid.addWidget(self._said, row + 1, 0, 1, columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    def wish(self, strategy: Strategy) -> BatteryWish:
        step = self._most.value() / _SIZES
        price = self._per_kwh.value()
        return BatteryWish(
            capacities=tuple(round(number * step, 2) for number in range(_SIZES + 1)),
            power_kw=round(self._power.value(), 1),
            efficiency=round(self._efficiency.value()) / 100,
            reserve=round(self._reserve.value()) / 100,
            windows=self._windows if self._has_hours else (),
            takes_solar=self._takes_solar.isChecked(),
            sells=self._sells.isChecked(),
            strategy=strategy,
            pounds_per_kwh=price if price > 0 or self._fixed.value() > 0 else None,
            pounds_fixed=self._fixed.value(),
        )

    def show_export(self, has_export: bool) -> None:
        """Without an export meter there is nothing to store or to sell."""
        for switch in self._switches.values():
            switch.setVisible(has_export)

    def fill(self, kept: Mapping[str, str]) -> None:
        """What ``kept`` gave in an earlier run; what makes no sense any more is left as it is."""
        for name, spin in self._spins.items():
            with suppress(ValueError):
                spin.setValue(float(kept[name]) if name in kept else spin.value())
        with suppress(ValueError):
            self._windows = _read(kept.get("windows", _USUAL_HOURS))
        self._hours.setText(_spelled(self._windows))
        for name, switch in self._switches.items():
            switch.setChecked(kept.get(name, "yes" if switch.isChecked() else "no") == "yes")
        self._charges.setCurrentText(kept.get("charges", _BY_PRICE))

    def kept(self) -> dict[str, str]:
        """The form as words, for ``fill``."""
        return {
            **{name: f"{spin.value():g}" for name, spin in self._spins.items()},
            **{name: "yes" if switch.isChecked() else "no" for name, switch in self._switches.items()},
            "windows": _spelled(self._windows),
            "charges": self._charges.currentText(),
        }

    @property
    def _has_hours(self) -> bool:
        return self._charges.currentText() == _MY_HOURS

    def _choose_hours(self) -> None:
        self._show_hours()
        self.changed.emit()

    def _read_hours(self) -> None:
        """What makes no sense is said, and the hours before go on to count."""
        try:
            found = _read(self._hours.text())
        except ValueError as odd:
            self._said.setText(f"{str(odd)[:1].upper()}{str(odd)[1:]}.")
            self._said.show()
            return
        self._said.hide()
        if found != self._windows:
            self._windows = found
            self.changed.emit()

    def _show_hours(self) -> None:
        self._hours.setEnabled(self._has_hours)
        self._captions[self._hours].setEnabled(self._has_hours)


def _amount(unit: str, value: float, least: float, most: float, step: float, *, before: str = "") -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(least, most)
    spin.setDecimals(1 if step < 1 else 0)
    spin.setSingleStep(step)
    spin.setPrefix(before)
    spin.setSuffix(unit)
    spin.setValue(value)
    spin.setKeyboardTracking(False)
    return spin


def _read(text: str) -> tuple[DailyWindow, ...]:
    """Raises ValueError with a plain word."""
    return tuple(read_window(part) for part in text.split(",") if part.strip()) or (read_window(text),)


def _spelled(windows: Sequence[DailyWindow]) -> str:
    return ", ".join(map(spelled, windows))

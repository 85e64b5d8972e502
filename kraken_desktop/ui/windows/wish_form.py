"""What is to run and when it may: the planner's form."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QLabel, QWidget

from kraken_desktop.domain.appliances import Appliance
from kraken_desktop.services.planning import Wish
from kraken_desktop.ui.theme import BODY, SMALL, SPACE
from kraken_desktop.ui.widgets.check_switch import CheckSwitch

if TYPE_CHECKING:
    from kraken_desktop.ui.theme import Theme

_APPLIANCES = (
    (Appliance.DISHWASHER, "Dishwasher, 3 h"),
    (Appliance.WASHING_MACHINE, "Washing machine, 2 h"),
    (Appliance.CAR, "Electric car"),
    (Appliance.CUSTOM, "Something else"),
)
_USUAL_KILOWATTS = {Appliance.CAR: 7.0, Appliance.CUSTOM: 1.0}


class WishForm(QWidget):
    """``changed`` follows every edit; ``wish`` is what the form says."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appliance = QComboBox()
        for appliance, label in _APPLIANCES:
            self._appliance.addItem(label, appliance)
        self._kwh = _amount(" kWh", 20, most=200, step=1)
        self._hours = _amount(" h", 3, most=48, step=0.5)
        self._kilowatts = _amount(" kW", 7, most=100, step=0.1)
        self._after, self._before = _clock("Now"), _clock("Any time")
        self._split = CheckSwitch("It may stop and start", theme)
        self._boxes = {"appliance": self._appliance, "after": self._after, "before": self._before}
        self._spins = {"kwh": self._kwh, "hours": self._hours, "kilowatts": self._kilowatts}
        self._labels: dict[QWidget, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * SPACE)
        grid.setVerticalSpacing(SPACE)
        fields: tuple[tuple[str, QWidget, int, int, int], ...] = (
            ("What is to run", self._appliance, 0, 0, 2),
            ("Energy", self._kwh, 2, 0, 1),
            ("For", self._hours, 2, 0, 1),
            ("Power", self._kilowatts, 2, 1, 1),
            ("Not before", self._after, 4, 0, 1),
            ("Ready by", self._before, 4, 1, 1),
        )
        for words, field, row, column, columns in fields:
            caption = QLabel(words)
            caption.setFont(theme.font(SMALL))
            caption.setProperty("role", "muted")
            caption.setBuddy(field)
            field.setFont(theme.font(BODY, figures=True))
            field.setAccessibleName(words)
            self._labels[field] = caption
            grid.addWidget(caption, row, column, 1, columns)
            grid.addWidget(field, row + 1, column, 1, columns)
        grid.addWidget(self._split, 6, 0, 1, 2)
        self._appliance.currentIndexChanged.connect(self._show_fields)
        for box in (self._after, self._before):
            box.currentIndexChanged.connect(self.changed)
        for spin in self._spins.values():
            spin.valueChanged.connect(self.changed)
        self._split.toggled.connect(self.changed)
        self._show_fields()

    def fill(self, kept: Mapping[str, str]) -> None:
        """What ``kept`` gave in an earlier run; what makes no sense any more is left as it is."""
        for name, box in self._boxes.items():
            index = box.findText(kept.get(name, ""))
            if index >= 0:
                box.setCurrentIndex(index)
        for name, spin in self._spins.items():
            with suppress(ValueError):
                spin.setValue(float(kept[name]) if name in kept else spin.value())
        self._split.setChecked(kept.get("split") == "yes")

    def kept(self) -> dict[str, str]:
        """The form as words, for ``fill``."""
        return {
            **{name: box.currentText() for name, box in self._boxes.items()},
            **{name: f"{spin.value():.1f}" for name, spin in self._spins.items()},
            "split": "yes" if self._split.isChecked() else "no",
        }

    def wish(self, is_export: bool) -> Wish:
        return Wish(
            appliance=self._chosen,
            hours=_decimal(self._hours),
            kwh=_decimal(self._kwh),
            kilowatts=_decimal(self._kilowatts),
            after=self._after.currentData(),
            before=self._before.currentData(),
            is_split=self._split.isChecked(),
            is_export=is_export,
        )

    @property
    def _chosen(self) -> Appliance:
        return Appliance(self._appliance.currentData())  # Qt keeps the bare word

    def show_can_pause(self, can_pause: bool) -> None:
        """A programme goes through: then the choice is greyed, with the reason."""
        self._split.setEnabled(can_pause)
        self._split.setToolTip("" if can_pause else "A programme that has begun goes through")

    def _show_fields(self) -> None:
        appliance = self._chosen
        for field, is_asked in (
            (self._kwh, appliance is Appliance.CAR),
            (self._hours, appliance is Appliance.CUSTOM),
            (self._kilowatts, appliance in _USUAL_KILOWATTS),
        ):
            field.setVisible(is_asked)
            self._labels[field].setVisible(is_asked)
        if appliance in _USUAL_KILOWATTS:
            self._kilowatts.setValue(_USUAL_KILOWATTS[appliance])
        self.changed.emit()


def _amount(unit: str, value: float, most: float, step: float) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(0.1, most)
    spin.setDecimals(1)
    spin.setSingleStep(step)
    spin.setSuffix(unit)
    spin.setValue(value)
    return spin


def _decimal(spin: QDoubleSpinBox) -> Decimal:
    return Decimal(str(round(spin.value(), 1)))


def _clock(none: str) -> QComboBox:
    box = QComboBox()
    box.setMaxVisibleItems(16)
    box.addItem(none, None)
    for half_hours in range(48):
        at = time(half_hours // 2, half_hours % 2 * 30)
        box.addItem(f"{at:%H:%M}", at)
    return box
